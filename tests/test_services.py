"""The services near a place, in real databases: SQLite always, PostgreSQL where TEST_POSTGRES_URL names one."""

import os
import random
import sqlite3
import sys
from subprocess import run

import pytest
from sqlalchemy import create_engine, text

from actions.geography.distance import boxes_around, distance_km
from actions.services import RINGS_KM, ServicesMissing, ServiceStore
from actions.settings import ROOT

PARRAMATTA = (-33.8150, 151.0035)


def row(name: str, lat: float, lon: float, **more: object) -> dict[str, object]:
    return {"name": name, "country": "AU", "lat": lat, "lon": lon, "status": "open", "services": [], **more}


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request, tmp_path):
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'var' / 'services.db'}"
        return
    if not (url := os.environ.get("TEST_POSTGRES_URL")):
        pytest.skip("TEST_POSTGRES_URL names no PostgreSQL")
    yield url
    with create_engine(url, future=True).begin() as connection:
        connection.execute(text("DROP TABLE IF EXISTS services"))


@pytest.fixture
def store(url):
    return ServiceStore(url)


def names(store: ServiceStore, lat: float, lon: float, **more: int) -> list[str]:
    return [near.service.name for near in store.nearest(lat, lon, **more)]


def test_the_nearest_come_first_with_their_distance(store):
    store.replace_all([row("Sydney", -33.8688, 151.2093), row("Perth", -31.95, 115.86), row("Penrith", -33.75, 150.69)])
    near = store.nearest(*PARRAMATTA)
    assert [found.service.name for found in near] == ["Sydney", "Penrith", "Perth"]
    assert near[0].km == pytest.approx(19.9, abs=0.2)
    assert near[2].km == pytest.approx(3271, abs=15)


def test_a_whole_row_comes_back(store):
    given = row(
        "A", -33.8, 151.0, operator="O", address="1 High St", suburb="Ryde", state="NSW", postcode="2112", phone="1"
    )
    given |= {"services": ["chemotherapy", "clinical trials"], "medical_oncology": "yes", "caveat": "Ü", "website": "w"}
    store.replace_all([given])
    service = store.nearest(*PARRAMATTA)[0].service
    assert {name: getattr(service, name) for name in given} == given
    assert service.location == "1 High St, Ryde NSW 2112"


def test_a_location_says_only_what_is_known(store):
    store.replace_all([row("A", -33.8, 151.0, address="Corio Street, Shepparton", suburb="Shepparton", state="VIC")])
    assert store.nearest(*PARRAMATTA)[0].service.location == "Corio Street, Shepparton VIC"


@pytest.mark.parametrize("status", ["planned", "changing", "closed"])
def test_only_open_services_are_shown(store, status):
    store.replace_all([row("Hidden", *PARRAMATTA, status=status), row("Open", -34, 151)])
    assert names(store, *PARRAMATTA) == ["Open"]


def test_the_limit_is_kept_and_the_nearest_is_found_however_far(store):
    store.replace_all(
        [row(str(number), -33.8, 151 + number / 100) for number in range(9)] + [row("Leeds", 53.8, -1.55)]
    )
    assert names(store, *PARRAMATTA) == ["0", "1", "2"]
    assert names(store, *PARRAMATTA, limit=1) == ["0"]
    assert len(names(store, *PARRAMATTA, limit=20)) == 10
    assert names(store, 0, -150, limit=1) == ["8"]


def test_a_ring_does_not_hide_something_nearer_outside_its_box(store):
    # Both lie beyond 25 km; one is in the corner of a box of 50 km, at 63 km, the other due east at 51 km.
    store.replace_all([row("corner", 0.4, 0.4), row("east", 0, 51 / 111.195)])
    assert names(store, 0, 0, limit=1) == ["east"]


def test_the_date_line_and_the_poles_divide_nobody(store):
    store.replace_all([row("Taveuni", -16.8, -179.9), row("Suva", -18.14, 178.44), row("pole", 89.9, 10)])
    assert names(store, -16.8, 179.95, limit=1) == ["Taveuni"]
    assert names(store, -16.8, -179.95, limit=2) == ["Taveuni", "Suva"]
    assert names(store, 89.9, -170, limit=1) == ["pole"]


def test_it_finds_what_looking_at_every_row_finds(store):
    chance = random.Random(11)
    points = [(chance.uniform(-90, 90), chance.uniform(-180, 180)) for _ in range(400)]
    store.replace_all(row(str(number), *point) for number, point in enumerate(points))
    for _ in range(60):
        lat, lon = (
            chance.choice((chance.uniform(-90, 90), 89.5, -88)),
            chance.choice((chance.uniform(-180, 180), 179.9)),
        )
        kilometres = sorted((distance_km(lat, lon, *point), str(number)) for number, point in enumerate(points))
        assert names(store, lat, lon) == [name for km, name in kilometres[:3] if km <= RINGS_KM[-1]]


def test_replacing_replaces_everything(store):
    assert store.replace_all([row("old", -33.8, 151.0)]) == 1
    assert store.replace_all([row("new", -33.8, 151.0)]) == 1
    assert names(store, *PARRAMATTA) == ["new"]
    assert store.replace_all([]) == 0
    assert names(store, *PARRAMATTA) == []


def test_a_replacement_that_fails_changes_nothing(store):
    store.replace_all([row("old", -33.8, 151.0)])
    broken = row("broken", -33.8, 151.0)
    del broken["status"]
    with pytest.raises(ServicesMissing):
        store.replace_all([row("new", -33.8, 151.0, id=1), row("twin", -33.8, 151.0, id=1)])
    with pytest.raises(ServicesMissing):
        store.replace_all([broken])
    assert names(store, *PARRAMATTA) == ["old"]


def test_a_missing_table_is_told_in_one_line(url, tmp_path):
    if url.startswith("sqlite"):
        (tmp_path / "var").mkdir()
        sqlite3.connect(tmp_path / "var" / "services.db").close()
    with pytest.raises(ServicesMissing, match="load-services") as error:
        ServiceStore(url).nearest(0, 0)
    assert "\n" not in str(error.value)


def test_a_look_up_makes_no_missing_file(tmp_path):
    path = tmp_path / "none" / "services.db"
    with pytest.raises(ServicesMissing, match=r"no such file.*load-services"):
        ServiceStore(f"sqlite:///{path}").nearest(*PARRAMATTA)
    assert not path.exists() and not path.parent.exists()


def test_a_file_that_is_no_database_is_told(tmp_path):
    path = tmp_path / "services.db"
    path.write_text("this is no database, whatever its name says" * 100)
    with pytest.raises(ServicesMissing, match="not a database"):
        ServiceStore(f"sqlite:///{path}").nearest(*PARRAMATTA)


def test_a_server_that_is_not_there_is_told_without_its_password():
    with pytest.raises(ServicesMissing) as error:
        ServiceStore("postgresql://ship:hunter2@127.0.0.1:1/none").nearest(*PARRAMATTA)
    assert "hunter2" not in str(error.value) and "\n" not in str(error.value)


def test_importing_and_making_a_store_does_nothing(tmp_path):
    code = "import os; from actions.services import ServiceStore; ServiceStore('sqlite:///s.db'); print(os.listdir())"
    done = run(
        [sys.executable, "-c", code], cwd=tmp_path, env={"PYTHONPATH": str(ROOT)}, capture_output=True, text=True
    )
    assert done.stdout.strip() == "[]", done.stderr


@pytest.mark.parametrize(
    ("one", "other", "km"),
    [
        # Vincenty's formulae on the ellipsoid (Geoscience Australia's worked example: Flinders Peak to Buninyong).
        ((-37.951033, 144.424868), (-37.652821, 143.926496), 54.972),
        ((0, 0), (0, 1), 111.3),
        ((0, 0), (0, 180), 20015.1),
        ((90, 0), (-90, 77), 20015.1),
        ((10, 10), (10, 10), 0),
    ],
)
def test_distances_are_those_of_the_books(one, other, km):
    assert distance_km(*one, *other) == pytest.approx(km, rel=0.005, abs=0.001)


def test_a_box_holds_the_whole_circle():
    chance = random.Random(5)
    for _ in range(3000):
        lat, lon, km = chance.uniform(-90, 90), chance.uniform(-180, 180), chance.choice(RINGS_KM)
        point = chance.uniform(-90, 90), chance.uniform(-180, 180)
        inside = any(
            b.south <= point[0] <= b.north and b.west <= point[1] <= b.east for b in boxes_around(lat, lon, km)
        )
        assert inside or distance_km(lat, lon, *point) > km
