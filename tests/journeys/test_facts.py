"""From someone's own export to a snapshot, as an analyst types it; and what goes wrong on the way."""

import fcntl
import json
import os

import pytest

from noaber.facts.snapshot import snapshots
from tests.journeys.command import noaber
from tests.journeys.test_tutorial import prints_what_it_shows
from tests.unit.facts.conftest import EPISODES, ROWS, write_csv


def test_the_commands_of_the_page_print_what_it_shows(tmp_path):
    prints_what_it_shows("docs/howto/own-export.md", tmp_path, 10)


@pytest.fixture
def export(tmp_path):
    (tmp_path / "m.toml").write_text(EPISODES, "utf-8")
    return write_csv(tmp_path / "a.csv")


def bring(home, export, *more, check=0):
    mapping = export.with_name("m.toml")
    return noaber(home, "facts", "import", "--mapping", mapping, export, *more, check=check)


def test_an_import_for_programs_is_json_and_nothing_else(tmp_path, export):
    done = bring(tmp_path / "home", export, "--no-build", "--format", "json")
    told = json.loads(done.stdout)
    assert (told["import"], told["rows"], told["rejected"], told["unchanged"]) == (
        "trajecten",
        3,
        0,
        False,
    )
    assert done.stderr == ""


def test_an_import_can_be_taken_away_again(tmp_path, export):
    home = tmp_path / "home"
    bring(home, export, "--no-build")
    assert "3 rijen episode" in noaber(home, "facts", "imports", check=0).stdout
    assert noaber(home, "facts", "imports", "--forget", "trajecten", check=0).stdout == ""
    done = noaber(home, "facts", "imports", "--forget", "trajecten", check=1)
    assert done.stderr == "er is geen import 'trajecten'\n"


def test_a_snapshot_takes_in_what_was_imported_and_keeps_it_when_the_next_import_fails(
    tmp_path, export
):
    home = tmp_path / "home"
    bring(home, export)
    (before,) = snapshots(home / "facts")
    wrong = export.with_name("b.csv")
    wrong.write_text("Zaak;BSN\n", "utf-8")
    done = bring(home, wrong, check=1)
    assert "b.csv heeft geen kolom 'Begin' (voor started_on)" in done.stderr
    assert snapshots(home / "facts") == [before]
    assert noaber(home, "facts", "info", "--check", check=0).stdout.endswith("3 rijen episode\n")


@pytest.mark.parametrize(("arguments", "why"), [
    (("--mapping", "nergens.toml"), "er is geen koppeling 'nergens.toml'"),
    (("--mapping", "m.toml", "--municipality", "Nergens"), "'Nergens' is geen gemeente"),
])  # fmt: skip
def test_what_is_called_wrongly_is_said(tmp_path, export, arguments, why):
    named = [str(tmp_path / one) if one == "m.toml" else one for one in arguments]
    done = noaber(tmp_path / "home", "facts", "import", *named, export, check=1)
    assert why in done.stderr


def test_a_file_that_is_not_there_is_said(tmp_path, export):
    done = bring(tmp_path / "home", export.with_name("weg.csv"), check=1)
    assert "weg.csv: dit bestand is er niet" in done.stderr


def test_two_builds_at_once_is_said(tmp_path, export):
    home = tmp_path / "home"
    bring(home, export, "--no-build")
    descriptor = os.open(home / "facts", os.O_RDONLY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        done = noaber(home, "facts", "build", check=1)
    finally:
        os.close(descriptor)
    assert "hier wordt al een momentopname gemaakt" in done.stderr


def test_half_a_slice_is_named(tmp_path, export):
    home = tmp_path / "home"
    bring(home, export)
    (name,) = snapshots(home / "facts")
    file = next((home / "facts" / name).rglob("*.parquet"))
    file.unlink()  # what is linked elsewhere stays whole
    file.write_bytes(b"PAR1")
    done = noaber(home, "facts", "info", name, "--check", check=1)
    assert "m=1700/y=2022/trajecten.parquet er niet of niet heel" in done.stderr
    noaber(home, "facts", "build", check=0)
    noaber(home, "facts", "info", name, "--check", check=0)


def test_a_proposal_never_takes_the_place_of_what_is_there(tmp_path, export):
    mapping = export.with_name("m.toml")
    done = noaber(tmp_path / "home", "facts", "mapping", export, "--out", mapping, check=1)
    assert "is er al" in done.stderr
    assert mapping.read_text("utf-8") == EPISODES


def test_no_bsn_stands_in_what_an_import_leaves_behind(tmp_path, export):
    home = tmp_path / "home"
    bring(home, export, "--no-build")
    bsns = {row[1] for row in ROWS}
    for file in (home / "facts").rglob("*"):
        if file.is_file():
            assert not [bsn for bsn in bsns if bsn.encode() in file.read_bytes()], file
