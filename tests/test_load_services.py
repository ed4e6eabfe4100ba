"""The importer of services: a good file replaces everything, a bad one nothing, and every fault is named."""

import argparse
import csv
from pathlib import Path

import pytest

from actions.services import ServiceStore
from actions.settings import ROOT, settings
from tools import load_services
from tools.service_row import ServiceRow

SEED = ROOT / "content" / "services.csv"
GOOD = {"name": "Example Centre", "country": "AU", "lat": "-33.8150", "lon": "151.0035", "status": "open"}


@pytest.fixture(autouse=True)
def database(tmp_path, monkeypatch):
    """A database of the test's own, with one service in it."""
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path / 'services.db'}")
    settings.cache_clear()
    store = ServiceStore(settings().database_url)
    store.replace_all([{**GOOD, "name": "Old", "lat": -33.8, "lon": 151.0, "services": []}])
    yield store
    settings.cache_clear()


@pytest.fixture
def write(tmp_path):
    def write_file(*rows: dict[str, str], columns: list[str] | None = None) -> Path:
        path = tmp_path / "list.csv"
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, columns or list(dict.fromkeys(name for row in rows for name in row)))
            writer.writeheader()
            writer.writerows(rows)
        return path

    return write_file


def load(path: Path | None) -> int:
    parser = argparse.ArgumentParser()
    load_services.add_arguments(parser)
    return load_services.run(parser.parse_args([str(path)] if path else []))


def loaded(store: ServiceStore) -> list[str]:
    return [near.service.name for near in store.nearest(-33.8, 151.0, limit=99)]


def test_the_seed_loads_and_is_tidy(database, capsys):
    assert load(None) == 0
    assert "30 services loaded, 16 of them open" in capsys.readouterr().out
    rows, problems = load_services.check(SEED)
    assert len(rows) == 30 and not problems
    assert list(csv.DictReader(SEED.open(encoding="utf-8")).fieldnames) == list(ServiceRow.__fields__)
    assert all(row.source_url and row.caveat and row.coordinates_of for row in rows), "every row says where it is from"
    assert "Old" not in loaded(database)


def test_only_what_was_stated_to_be_open_is_shown():
    status = {row.name: row.status for row in load_services.check(SEED)[0]}
    assert status["GenesisCare Campbelltown"] == "open"
    assert status["GenesisCare Hollywood"] == "planned", "announced"
    assert status["GenesisCare Guildford"] == "planned", "under construction"
    assert status["Key West (Genesis Cancer Center)"] == "closed"
    assert {name for name, value in status.items() if value == "changing"} >= {
        "Albury Wodonga Regional Cancer Centre (GenesisCare radiation oncology)"
    }


def test_a_good_file_replaces_everything(database, write, capsys):
    path = write(
        GOOD | {"services": "chemotherapy; clinical trials ;", "phone": "+61 (2) 9000 0000", "website": "https://a.org"}
    )
    assert load(path) == 0
    assert "1 services loaded" in capsys.readouterr().out
    service = database.nearest(-33.8, 151.0)[0].service
    assert service.services == ["chemotherapy", "clinical trials"]
    assert service.medical_oncology == "not stated"
    assert loaded(database) == ["Example Centre"]


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"name": ""}, "line 3: column name: is empty; write the name"),
        ({"name": "x" * 201}, "column name"),
        ({"country": "Australia"}, 'column country: "Australia" is not known; write one of AU, NZ'),
        ({"lat": ""}, "column lat: is empty; write degrees like -33.8150"),
        ({"lat": "33,8"}, 'column lat: "33,8" is no number; write degrees with a decimal point'),
        ({"lat": "nan"}, "column lat"),
        ({"lon": "1510"}, "column lon"),
        ({"lat": "151.0035", "lon": "-33.8150"}, "lat and lon are swapped; write lat -33.815, lon 151.0035"),
        ({"lat": "33.8150"}, "33.815, 151.0035 is not in AU; correct lat and lon, or the country"),
        ({"country": "GB"}, "is not in GB"),
        ({"status": "maybe"}, 'column status: "maybe" is not known; write one of open, planned, changing, closed'),
        ({"status": ""}, "column status: is empty; write one of open"),
        ({"medical_oncology": "perhaps"}, "write one of yes, no, not stated"),
        ({"phone": "call us"}, 'column phone: "call us" is no phone number; write digits'),
        ({"phone": "123"}, "column phone"),
        ({"website": "www.example.org"}, "is no web address; write it whole, like https://"),
        ({"website": "javascript:alert(1)"}, "column website"),
        ({"source_url": "https://a.org nonsense"}, "column source_url"),
        ({"name": "example centre"}, '"example centre" is already on line 2; remove one of them'),
    ],
)
def test_a_bad_row_is_named_and_nothing_is_loaded(database, write, capsys, change, told):
    path = write(
        GOOD, {**GOOD, "name": "Second", "phone": "", "website": "", "medical_oncology": "", "source_url": ""} | change
    )
    assert load(path) == 1
    err = capsys.readouterr().err
    assert told in err and "line 3" in err
    assert "Nothing was loaded: 1 problem in" in err
    assert loaded(database) == ["Old"]


def test_every_fault_is_named_at_once(write, capsys):
    assert load(write(GOOD | {"status": "?", "lat": "x"}, GOOD | {"name": "B", "country": "FR"})) == 1
    err = capsys.readouterr().err
    assert "line 2: column lat" in err and "line 2: column status" in err and "line 3: column country" in err
    assert "3 problems" in err


def test_lines_are_counted_as_an_editor_counts_them(write, capsys):
    assert load(write(GOOD | {"caveat": "two\nlines"}, GOOD | {"name": "", "caveat": ""})) == 1
    assert "line 4: column name" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "there are no services"),
        (b"\n\n", "there are no services"),
        (b"name,country,lat,lon,status\n", "there are no services"),
        (b"name,country,lat,lon,status\n,,,,\n", "there are no services"),
        (b"name,country,lat,lon\nA,AU,-33,151\n", 'line 1: the column "status" is missing'),
        (
            b"name,country,lat,lon,status,fax\nA,AU,-33,151,open,1\n",
            'line 1: unknown column "fax"; write one of name, operator',
        ),
        (b"name,name,country,lat,lon,status\nA,A,AU,-33,151,open\n", 'the column "name" stands twice'),
        (b"name;country;lat;lon;status\nA;AU;-33;151;open\n", "not separated by commas"),
        (
            b"name,country,lat,lon,status\nA, B,AU,-33,151,open\n",
            "line 2: has 6 cells, the first line 5; put text that holds",
        ),
        (b'name,country,lat,lon,status\n"A,AU,-33,151,open\n', "check its double quotes"),
        (
            b"name,country,lat,lon,status\nCaf\xe9,AU,-33,151,open\n",
            "line 2: is not UTF-8 text; save the file as CSV UTF-8",
        ),
        ("name,country,lat,lon,status\n".encode("utf-16"), "is not UTF-8 text"),
        (b"name,country,lat,lon,status\nA\0B,AU,-33,151,open\n", "line"),
        (bytes(range(256)), "is not UTF-8 text"),
    ],
)
def test_a_file_that_is_no_list_is_refused(database, tmp_path, capsys, content, told):
    path = tmp_path / "list.csv"
    path.write_bytes(content)
    assert load(path) == 1
    err = capsys.readouterr().err
    assert told in err and "Traceback" not in err
    assert loaded(database) == ["Old"]


def test_what_spreadsheets_save_is_read(database, tmp_path):
    path = tmp_path / "list.csv"
    path.write_bytes("\ufeffname,country,lat,lon,status\r\nA,au,-33.8,151.0,Open\r\n,,,,\r\n\r\n".encode())
    assert load(path) == 0
    assert loaded(database) == ["A"]


@pytest.mark.parametrize("name", ["missing.csv", "."])
def test_a_missing_file_is_told(tmp_path, database, capsys, name):
    assert load(tmp_path / name) == 1
    assert "the file cannot be read" in capsys.readouterr().err
    assert loaded(database) == ["Old"]


def test_a_database_that_cannot_be_written_is_told(write, tmp_path, monkeypatch, capsys):
    (tmp_path / "file").write_text("in the way")
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path / 'file' / 'services.db'}")
    settings.cache_clear()
    assert load(write(GOOD)) == 1
    err = capsys.readouterr().err
    assert "services database" in err and err.count("\n") == 1
