"""Places in words that people type, against the file that `build-places` makes from the real data."""

import json
import sqlite3
import time

import pytest

from actions.geography.coordinates import read_coordinates
from actions.geography.distance import distance_km
from actions.geography.gazetteer import Gazetteer
from actions.geography.places_file import PlacesMissing
from actions.settings import ROOT, settings
from tools import CannotRun
from tools.build_places import _add_aliases, build
from tools.geonames import read_towns

CONTENT = ROOT / "content" / "places"


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return Gazetteer(settings().places_path)


@pytest.fixture(scope="module")
def rows() -> list[tuple]:
    """Every Australian place: name, state, postcode, latitude, longitude, population."""
    query = "SELECT name, state, postcode, lat, lon, population FROM place WHERE country = 'AU'"
    return sqlite3.connect(settings().places_path).execute(query).fetchall()


def labels(places: list) -> list[str]:
    return [place.label for place in places]


# What is clear


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("Parramatta", "Parramatta NSW 2150"),
        ("  PARRAMATTA  ", "Parramatta NSW 2150"),
        ("near Penrith please", "Penrith NSW 2750"),
        ("Penrith, New South Wales", "Penrith NSW 2750"),
        ("mackay queensland", "Mackay QLD 4740"),
        ("Brisbane, Australia", "Brisbane QLD 4000"),
        ("Broome W.A.", "Broome WA 6725"),
        ("Hobart, Tas.", "Hobart TAS 7000"),
        ("Dee Why", "Dee Why NSW 2099"),
        ("French's Forest", "Frenchs Forest NSW 2086"),
        ("12 Church St, Parramatta NSW 2150", "Parramatta NSW 2150"),
        ("Mackay, QLD 4740, Australia", "Mackay QLD 4740"),
        ("Gold Coast", "Gold Coast QLD"),
        ("Sydney", "Sydney NSW 2000"),
        ("Melbourne", "Melbourne VIC 3000"),
        ("Perth", "Perth WA 6000"),
        ("Newcastle", "Newcastle NSW 2300"),
        ("Orange", "Orange NSW 2800"),
        ("Home Hill", "Home Hill QLD 4806"),
        ("Barcelona", "Barcelona, Spain"),
        ("Leeds", "Leeds, West Yorkshire, UK"),
        ("Key West FL", "Key West, FL, USA"),
        ("Torrejon de Ardoz", "Torrejón de Ardoz, Madrid, Spain"),
    ],
)
def test_a_clear_place_is_one_place(gazetteer, text, label):
    assert labels(gazetteer.find(text)) == [label]


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("Mt Druitt", "Mount Druitt NSW 2770"),
        ("mt. gambier", "Mount Gambier SA 5290"),
        ("Saint Leonards NSW", "St Leonards NSW 2065"),
        ("st. kilda vic", "St Kilda VIC 3182"),
        ("Nth Ryde", "North Ryde NSW 2113"),
        ("north ringwood", "Ringwood North VIC 3134"),
        ("Albury East", "East Albury NSW 2640"),
        ("pt macquarie", "Port Macquarie NSW 2444"),
        ("Victor Harbour", "Victor Harbor SA 5211"),
    ],
)
def test_other_ways_to_write_a_name(gazetteer, text, label):
    assert labels(gazetteer.find(text)) == [label]


# Traps, one by one


def test_a_name_in_several_states_is_a_question_with_the_populous_first(gazetteer):
    richmonds = gazetteer.find("Richmond")
    assert [place.state for place in richmonds] == ["VIC", "NSW", "SA", "TAS", "QLD"]
    assert [place.population for place in richmonds] == sorted((p.population for p in richmonds), reverse=True)
    assert len(gazetteer.find("Richmond", limit=3)) == 3
    assert labels(gazetteer.find("Epping")) == ["Epping VIC 3076", "Epping NSW 2121"]


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("Richmond vic", "Richmond VIC 3121"),
        ("Richmond, Victoria", "Richmond VIC 3121"),
        ("RICHMOND NSW", "Richmond NSW 2753"),
        ("Richmond in Tasmania", "Richmond TAS 7025"),
        ("Richmond 3121", "Richmond VIC 3121"),
        ("3121 Richmond", "Richmond VIC 3121"),
        ("Richmond, Melbourne", "Richmond VIC 3121"),
        ("Perth Tas", "Perth TAS 7300"),
        ("Perth, Scotland", "Perth, Perth and Kinross, UK"),
        ("Windsor England", "Windsor, Berkshire, UK"),
        ("Kingston ACT", "Kingston ACT 2604"),
    ],
)
def test_a_state_country_postcode_or_city_settles_it(gazetteer, text, label):
    assert labels(gazetteer.find(text)) == [label]


def test_nearly_every_place_is_found_by_its_name_and_state(gazetteer, rows):
    missed = []
    for name, state, _, lat, lon, _ in rows[::5]:
        found = gazetteer.find(f"{name} {state}")
        if not any(place.state == state and distance_km(place.lat, place.lon, lat, lon) < 30 for place in found):
            missed.append(f"{name} {state}")
    assert len(missed) <= len(rows) / 5 * 0.005, missed


def test_neighbouring_postcodes_of_one_name_are_one_place(gazetteer):
    assert labels(gazetteer.find("Wagga Wagga")) == ["Wagga Wagga NSW 2650"]  # 2650, 2651, 2678
    assert labels(gazetteer.find("Alice Springs")) == ["Alice Springs NT 0870"]  # 0870 to 0872, far apart
    for postcode in ("2000", "2001"):
        assert [place.name for place in gazetteer.find(postcode)] == ["Sydney"]


def test_no_question_offers_the_same_twice(gazetteer, rows):
    for name in {row[0] for row in rows if row[5] > 2000}:
        found = labels(gazetteer.find(name))
        assert 1 <= len(found) == len(set(found)) <= 5, name


def test_a_postcode_of_two_countries_is_that_of_the_country(gazetteer):
    query = "SELECT COUNT(*) FROM postcode a JOIN postcode b USING (code) WHERE a.country = 'AU' AND b.country = 'NZ'"
    assert sqlite3.connect(settings().places_path).execute(query).fetchone()[0] > 500
    assert labels(gazetteer.find("2150")) == ["Parramatta NSW 2150"]
    assert labels(gazetteer.find("2150", country="NZ")) == ["Mangere, Auckland, New Zealand"]
    assert labels(gazetteer.find("2150 NZ")) == ["Mangere, Auckland, New Zealand"]
    assert labels(gazetteer.find("nsw 2150", country="NZ")) == ["Parramatta NSW 2150"]


@pytest.mark.parametrize(
    ("text", "country", "label"),
    [
        ("Windsor", "GB", "Windsor, Berkshire, UK"),
        ("Newcastle", "GB", "Newcastle upon Tyne, Tyne and Wear, UK"),
        ("Malaga", "ES", "Málaga, Spain"),
        ("SL4 3HX", "AU", "Windsor, Berkshire, UK"),
        ("sl4", "GB", "Windsor, Berkshire, UK"),
        ("33040", "AU", "Key West, FL, USA"),
        ("29018", "AU", "Málaga, Spain"),
        ("Christchuch", "NZ", "Christchurch, Canterbury, New Zealand"),
    ],
)
def test_other_countries(gazetteer, text, country, label):
    assert labels(gazetteer.find(text, country=country)) == [label]


def test_accents_decide_and_without_them_it_is_asked(gazetteer):
    assert labels(gazetteer.find("Málaga")) == ["Málaga, Spain"]
    assert labels(gazetteer.find("Malaga")) == ["Malaga WA 6090", "Málaga, Spain"]
    assert labels(gazetteer.in_message("¿Hay un centro en Málaga?")) == ["Málaga, Spain"]
    assert labels(gazetteer.find("malaga wa")) == ["Malaga WA 6090"]


def test_a_hamlet_at_home_does_not_hide_a_city_abroad(gazetteer):
    assert labels(gazetteer.find("Oxford")) == ["Oxford QLD 4742", "Oxford, Oxfordshire, UK"]
    assert labels(gazetteer.find("Liverpool")) == ["Liverpool NSW 2170"]


@pytest.mark.parametrize(
    ("said", "label"),
    [
        ("Norwest", "Bella Vista NSW 2153"),
        ("Newcastle UK", "Newcastle upon Tyne, Tyne and Wear, UK"),
        ("parra", "Parramatta NSW 2150"),
        ("Freo", "Fremantle WA 6160"),
        ("rocky", "Rockhampton QLD 4700"),
        ("the Gong", "Wollongong NSW 2500"),
        ("gong", "Wollongong NSW 2500"),
        ("brissie", "Brisbane QLD 4000"),
        ("Albury-Wodonga", "Albury NSW 2640"),
        ("the Barossa", "Nuriootpa SA 5355"),
        ("Noosa", "Noosa Heads QLD 4567"),
        ("Seville", None),
    ],
)
def test_aliases(gazetteer, said, label):
    found = labels(gazetteer.find(said))
    assert found == [label] if label else "Seville VIC 3139" in found, "a suburb at home before Sevilla"


@pytest.mark.parametrize(
    ("text", "name"), [("0800", "Darwin"), ("800", "Darwin"), ("0870", "Alice Springs"), ("NT 0850", "Katherine")]
)
def test_postcodes_of_the_northern_territory_begin_with_0(gazetteer, text, name):
    assert [(place.name, place.state) for place in gazetteer.find(text)] == [(name, "NT")]


def test_a_state_or_country_alone_offers_its_cities(gazetteer):
    assert labels(gazetteer.find("Tasmania"))[:2] == ["Hobart TAS 7000", "Launceston TAS 7250"]
    assert {place.state for place in gazetteer.find("wa")} == {"WA"}
    assert {place.country for place in gazetteer.find("WA")} == {"AU"}, "not Washington"
    assert labels(gazetteer.find("uk"))[0] == "London, Greater London, UK"
    assert labels(gazetteer.in_message("any centre in Victoria?"))[0] == "Melbourne VIC 3000"


# Misspelt

MISSPELT = """
paramatta=Parramatta parammatta=Parramatta waggawagga=Wagga+Wagga wagga+waga=Wagga+Wagga mount+druit=Mount+Druitt
woollongong=Wollongong woolongong=Wollongong wooloongabba=Woolloongabba rockhamton=Rockhampton
rockampton=Rockhampton bundaburg=Bundaberg tamwoth=Tamworth toowomba=Toowoomba townesville=Townsville dubo=Dubbo
melborne=Melbourne adelade=Adelaide cambelltown=Campbelltown blacktwon=Blacktown liverpol=Liverpool
launcestn=Launceston geralton=Geraldton kalgorlie=Kalgoorlie alice+sprngs=Alice+Springs darwn=Darwin cairnes=Cairns
mackey=Mackay harvey+bay=Hervey+Bay ballerat=Ballarat bendego=Bendigo jeelong=Geelong shepperton=Shepparton
wodanga=Wodonga warrnambol=Warrnambool warnambool=Warrnambool maroochidore=Maroochydore mulumbimby=Mullumbimby
murwilumbah=Murwillumbah indooroopily=Indooroopilly muswelbrook=Muswellbrook traralgan=Traralgon
port+agusta=Port+Augusta kununnura=Kununurra esperence=Esperance bussleton=Busselton joondulup=Joondalup
mandura=Mandurah devenport=Devonport glen+waverly=Glen+Waverley frankstn=Frankston cranborne=Cranbourne
werribe=Werribee sunbery=Sunbury randwik=Randwick hornsbee=Hornsby cabramata=Cabramatta mt+gambia=Mount+Gambier
port+maquarie=Port+Macquarie sidney=Sydney gold+cost=Gold+Coast
"""


@pytest.mark.parametrize("pair", MISSPELT.split())
def test_misspelt_names(gazetteer, pair):
    typed, name = pair.replace("+", " ").split("=")
    assert gazetteer.find(typed)[0].name == name


def test_a_slip_between_two_names_is_a_question(gazetteer):
    assert {place.name for place in gazetteer.find("Albary")} == {"Albury", "Albany"}


def test_a_misspelt_name_keeps_its_state(gazetteer):
    assert labels(gazetteer.find("Richmnd nsw")) == ["Richmond NSW 2753"]


@pytest.mark.parametrize(
    "text", ["asdfgh", "oncologist", "i dont know", "dunno", "my location", "here", "Hospital", "canada"]
)
def test_what_is_no_place_is_none(gazetteer, text):
    assert gazetteer.in_message(text) == []


# In sentences


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("Any centre near Parramatta?", "Parramatta NSW 2150"),
        ("i live in wagga wagga and cant drive far", "Wagga Wagga NSW 2650"),
        ("closest hospital to 2150 pls", "Parramatta NSW 2150"),
        ("im at paramatta, whats near", "Parramatta NSW 2150"),
        ("what about Penrith instead", "Penrith NSW 2750"),
        ("what about penrith instead of parramatta", "Penrith NSW 2750"),
        ("parramatta oncologist", "Parramatta NSW 2150"),
        ("Any oncologists Penrith?", "Penrith NSW 2750"),
        ("anything around the gong?", "Wollongong NSW 2500"),
        ("im in bundaburg", "Bundaberg QLD 4670"),
        ("closest to port maquarie", "Port Macquarie NSW 2444"),
        ("Any centre near gawler sout?", "Gawler South SA 5118"),
        ("near balgowlah heigts please, i have no car", "Balgowlah Heights NSW 2093"),
        ("my postcode is 800", "Darwin NT 0800"),
        ("I was diagnosed in 2021, live in 2444", "Port Macquarie NSW 2444"),
        ("I live at 12 George Street, Campbelltown NSW 2560", "Campbelltown NSW 2560"),
        ("somewhere on Albany Highway in Cannington", "Cannington WA 6107"),
        ("Dr Campbell in Bathurst", "Bathurst NSW 2795"),
        ("i'm in Richmond near Penrith", "Richmond NSW 2753"),
        ("can I get treatment at home in Dubbo", "Dubbo NSW 2830"),
        ("centre in Newcastle UK?", "Newcastle upon Tyne, Tyne and Wear, UK"),
        ("Near Victoria Park WA", "Victoria Park WA 6100"),
        ("close to St. Kilda, Victoria", "St Kilda VIC 3182"),
        ("I'm from Home Hill qld", "Home Hill QLD 4806"),
        ("what's closest to -33.81, 151.0", "Parramatta NSW 2150"),
    ],
)
def test_the_place_in_a_sentence(gazetteer, text, label):
    assert labels(gazetteer.in_message(text)) == [label]


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("is there a clinic in Orange?", "Orange NSW 2800"),
        ("orange please", "Orange NSW 2800"),
        ("orange nsw any doctors", "Orange NSW 2800"),
        ("orange juice and chemo", None),
        ("near Sale", "Sale VIC 3850"),
        ("is it for sale", None),
        ("Young NSW", "Young NSW 2594"),
        ("my mum is young", None),
        ("Dr Young", None),
        ("we're in Banana", "Banana QLD 4702"),
        ("can i eat a banana", None),
        ("hay fever", None),
        ("I have hope", None),
        ("Hope", None),  # no town of that name in Australia
        ("i am in pain", None),
    ],
)
def test_names_that_are_words(gazetteer, text, label):
    assert labels(gazetteer.in_message(text)) == ([label] if label else [])


@pytest.mark.parametrize(
    "text",
    [
        "oncologist near me",
        "what are the side effects of chemo",
        "is it near home",
        "in hospital",
        "2000 mg a day",
        "call me on 0412 345 678",
        "my number is (02) 9845 5000",
        "i want to try pembrolizumab",
        "vitamin B12",
        "T2N1M0 cancer",
        "not Penrith",
        "who can I talk to",
        "hello",
        "no thanks",
        "another place",
    ],
)
def test_sentences_without_a_place(gazetteer, text):
    assert gazetteer.in_message(text) == []


def test_places_far_apart_are_a_question(gazetteer):
    assert labels(gazetteer.in_message("from Dubbo to Sydney")) == ["Dubbo NSW 2830", "Sydney NSW 2000"]


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("can I travel to Sydney during chemo", "Sydney NSW 2000"),
        ("is chemo given in Bendigo VIC", "Bendigo VIC 3550"),
        ("Parramatta", "Parramatta NSW 2150"),
        ("near 2150", "Parramatta NSW 2150"),
        ("I live in Orange", None),
        ("in 2019", None),
        ("my appointment in March", None),
        ("what happens at hom", None),
    ],
)
def test_a_message_about_something_else_needs_better_evidence(gazetteer, text, label):
    assert labels(gazetteer.in_message(text, about_places=False)) == ([label] if label else [])


# Coordinates


@pytest.mark.parametrize(
    ("text", "point"),
    [
        ("-33.81, 151.0", (-33.81, 151.0)),
        ("(-33.8150 151.0035)", (-33.815, 151.0035)),
        ("151.0, -33.81", (-33.81, 151.0)),
        ("33.81° S, 151.0° E", (-33.81, 151.0)),
        ("33.81s 151.0e", (-33.81, 151.0)),
        ("\u221233.81, 151.0", (-33.81, 151.0)),
        ('{"lng": 151.0, "lat": -33.81}', (-33.81, 151.0)),
        ("/locationData{'Latitude': '-33.81', 'Longitude': '151.0'}", (-33.81, 151.0)),
        ("/locationData{'Latitude': -33.81, 'Longitude': 151}", (-33.81, 151.0)),
        ('/share_location{"latitude": -33.81, "longitude": 151.0}', (-33.81, 151.0)),
        ("https://maps.example.org/?q=-33.81,151.00", (-33.81, 151.0)),
        ('{"lat": 999, "lng": 1}', None),
        ('{"lat": "abc", "lng": 1}', None),
        ('{"lat": 1}', None),
        ("95.5, 200.5", None),
        ("1.5 mg 2.5 mg", None),
        ("temperature 38.5", None),
        ("2150", None),
    ],
)
def test_coordinates(text, point):
    assert read_coordinates(text) == point


def test_a_point_has_a_name_and_no_more_precision_than_needed(gazetteer):
    (place,) = gazetteer.find('{"lng": 151.003512, "lat": -33.815049}')
    assert (place.name, place.lat, place.lon) == ("Parramatta", -33.82, 151.0)
    assert gazetteer.in_message("/locationData{'Latitude': '-33.8161', 'Longitude': '151.0035'}") == [place]
    (ocean,) = gazetteer.find("0.0, -30.0")
    assert (ocean.label, ocean.country) == ("0.0, -30.0", "")


# Bad input


@pytest.mark.parametrize(
    "text",
    [
        "",
        "   ",
        "😀😀",
        "?!.,;",
        "<b>x</b>",
        "x" * 10_000,
        "'; DROP TABLE place; --",
        "\ud800",
        "\0",
        "%_|",
        "北京",
        "- 1 " * 3000,
    ],
)
def test_bad_input_is_no_place_and_no_error(gazetteer, text):
    started = time.perf_counter()
    assert gazetteer.find(text) == []
    assert gazetteer.in_message(text) == []
    assert time.perf_counter() - started < 1


def test_html_and_noise_around_a_place_do_no_harm(gazetteer):
    assert labels(gazetteer.in_message("<p>near <b>Penrith</b></p> 😀")) == ["Penrith NSW 2750"]
    assert labels(gazetteer.in_message("near Penrith " + "and so on " * 2000)) == ["Penrith NSW 2750"]


def test_an_unknown_country_is_only_no_home(gazetteer):
    assert labels(gazetteer.find("Parramatta", country="FR")) == ["Parramatta NSW 2150"]


def test_look_ups_are_quick(gazetteer):
    gazetteer.find("paramatta")
    started = time.perf_counter()
    for _ in range(20):
        gazetteer.find("wooloongabba")
        gazetteer.in_message("i live in wagga wagga and cant drive far")
    assert (time.perf_counter() - started) / 40 < 0.02


# The file


def test_a_missing_file_says_what_to_do(tmp_path):
    with pytest.raises(PlacesMissing, match="run `make setup`") as error:
        Gazetteer(tmp_path / "places.db")
    assert "\n" not in str(error.value)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("content", [b"", b"no database" * 200])
def test_a_file_of_another_kind_says_so(tmp_path, content):
    (tmp_path / "places.db").write_bytes(content)
    with pytest.raises(PlacesMissing, match="run `make setup`"):
        Gazetteer(tmp_path / "places.db")


def test_building_again_leaves_an_up_to_date_file_alone():
    path = settings().places_path
    before = path.stat()
    assert build(path, CONTENT) == 0
    assert path.stat() == before


@pytest.mark.parametrize(
    ("aliases", "told"),
    [
        ("AU: [Parra]", "AU: write country > state"),
        ("AU: {NSW: {Parra: [1]}}", "write country"),
        ("{", "cannot be read"),
    ],
)
def test_broken_aliases_are_named_and_the_old_file_stays(tmp_path, aliases, told):
    (tmp_path / "words.txt").write_text("orange")
    (tmp_path / "aliases.yml").write_text(aliases)
    (tmp_path / "places.db").write_text("old")
    with pytest.raises(CannotRun, match=told):
        build(tmp_path / "places.db", tmp_path)
    assert (tmp_path / "places.db").read_text() == "old"
    assert len(list(tmp_path.iterdir())) == 3


def test_a_missing_package_is_named(monkeypatch, tmp_path):
    monkeypatch.setattr("tools.build_places.POSTAL", ("no-such-package", "postal.tsv"))
    with pytest.raises(CannotRun, match="no-such-package is not installed; run `make setup`"):
        build(tmp_path / "places.db", CONTENT)


@pytest.fixture
def towns(tmp_path):
    """Towns from a few rows in the format of the real data."""
    rows = [
        "AU\t3999\tTwin\tVictoria\tVIC\t\t\t\t\t-37.80\t145.00\t4",
        "AU\t3998\tTwin\tVictoria\tVIC\t\t\t\t\t-37.81\t145.05\t3",
        "AU\t3500\tTwin\tVictoria\tVIC\t\t\t\t\t-34.20\t142.15\t4",
        "AU\t8999\tTwin\tVictoria\tVIC\t\t\t\t\t-20.00\t140.00\t1",
        "AU\t3999\tTwin DC\tVictoria\tVIC\t\t\t\t\t-37.80\t145.00\t1",
        "ES\t29001\tMalaga\tAndalucia\tAN\tMálaga\tMA\tMálaga\t29067\t36.7202\t-4.4203\t4",
        "ES\t33989\tLlanas, Las (Laviana)\tAsturias\tAS\tAsturias\tO\t\t\t43.2465\t-5.5673\t3",
        "FR\t75001\tParis\tÎle-de-France\t11\t\t\t\t\t48.8592\t2.3417\t5",
    ]
    cities = {
        "1": {"name": "Málaga", "countrycode": "ES", "latitude": 36.72, "longitude": -4.42, "population": 592346},
        "2": {"name": "Twin", "countrycode": "AU", "latitude": -37.80, "longitude": 145.01, "population": 9000},
        "3": {"name": "New Town", "countrycode": "AU", "latitude": -37.9, "longitude": 145.2, "population": 700},
    }
    (tmp_path / "postal.tsv").write_text("\n".join(rows), encoding="utf-8")
    (tmp_path / "cities.json").write_text(json.dumps(cities), encoding="utf-8")
    return read_towns(tmp_path / "postal.tsv", tmp_path / "cities.json")


def test_rows_are_merged_by_name_state_and_distance(towns):
    twins = {(town.postcode, town.population, *sorted(town.postcodes)) for town in towns if town.name == "Twin"}
    assert twins == {("3500", 0, "3500", "8999"), ("3999", 9000, "3998", "3999")}
    assert {town.name for town in towns} == {"Twin", "Málaga", "Las Llanas", "New Town"}
    new = next(town for town in towns if town.name == "New Town")
    assert (new.state, new.postcode, new.population) == ("VIC", "", 700)


def test_an_alias_of_no_place_is_named(towns):
    _add_aliases(towns, {"AU": {"VIC": {"the twins": "Twin"}}})
    with pytest.raises(CannotRun, match=r"AU > VIC > Gong: there is no Wollongong there; write a town or suburb"):
        _add_aliases(towns, {"AU": {"VIC": {"Gong": "Wollongong"}}})
