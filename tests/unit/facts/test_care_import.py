"""The care of a register that is not kept, as an import: under its own name, whole, or not at all."""

from datetime import date

import pyarrow.parquet as pq
import pytest

from noaber.facts import care, kept_imports
from noaber.facts.build import build
from noaber.facts.care_import import About, LeftOut, keep
from noaber.facts.tables import NotAFact
from noaber.guard.actor import SYSTEM
from tests.playing import MUNICIPALITY, WEEKLY, line, play

pytestmark = [pytest.mark.database, pytest.mark.django_db(databases=["default", "audit"])]
ABOUT = About("elders", "0" * 64, {"3 berichten": "0" * 64})


@pytest.fixture
def town():
    """A child is allocated care, it begins, and is claimed."""
    played = play(date(2026, 3, 1))
    (number,) = played.allocate(WEEKLY)
    played.later(5).start(number, date(2026, 3, 4))
    played.day = date(2026, 4, 3)
    played.claim("D1", date(2026, 3, 1), line("R1", number, date(2026, 3, 1)))
    return played


def read(root):
    folder, manifest = kept_imports.required(root, "elders")
    return [row for path in manifest["slices"] for row in pq.read_table(folder / path).to_pylist()]


def test_rows_are_those_of_a_build_with_the_name_of_the_import_before_the_record(town, tmp_path):
    made = build(SYSTEM, tmp_path / "register", MUNICIPALITY)
    ours = [
        row
        for path in made.manifest["slices"]
        for row in pq.read_table(made.folder / path).to_pylist()
    ]
    manifest = keep(SYSTEM, tmp_path, MUNICIPALITY, ABOUT)
    assert manifest["rows"] == len(ours)
    assert manifest["table"] == "amount, episode"
    found = {row["record"]: row for row in read(tmp_path)}
    for row in ours:
        name = f"elders:{row['record']}"
        assert found[name] == row | {"record": name}


def test_a_build_takes_it_in_beside_what_is_registered(town, tmp_path):
    manifest = keep(SYSTEM, tmp_path, MUNICIPALITY, ABOUT)
    made = build(SYSTEM, tmp_path, MUNICIPALITY)
    assert made.manifest["imports"]["elders"]["rows"] == manifest["rows"]
    assert sum(one["rows"] for one in made.manifest["tables"].values()) == 2 * manifest["rows"]


def test_what_was_left_out_is_counted_by_message_and_listed_by_reason(town, tmp_path):
    left_out = [
        [LeftOut("a.xml", 3, "TR1", "te laat"), LeftOut("a.xml", 9, "TR2", "te veel")],
        [LeftOut("b.xml", 1, "", "geen XML")],
    ]
    manifest = keep(SYSTEM, tmp_path, MUNICIPALITY, ABOUT, left_out)
    assert manifest["rejected"] == 2
    assert manifest["reasons"] == {"TR1: te laat": 1, "TR2: te veel": 1, "geen XML": 1}
    listed = (tmp_path / "imports" / manifest["folder"] / "rejected.csv").read_text("utf-8")
    assert listed.splitlines()[1:] == [
        "a.xml;3;TR1;te laat", "a.xml;9;TR2;te veel", "b.xml;1;;geen XML"
    ]  # fmt: skip


def test_without_a_fact_there_is_no_import_and_the_one_before_stays(town, tmp_path):
    keep(SYSTEM, tmp_path, MUNICIPALITY, ABOUT)
    before = read(tmp_path)
    assert keep(SYSTEM, tmp_path, "0141", ABOUT._replace(digest="1" * 64)) is None
    assert read(tmp_path) == before
    assert [path.name for path in tmp_path.iterdir()] == ["imports"]


def test_what_is_no_fact_stops_it_whole(town, tmp_path, monkeypatch):
    keep(SYSTEM, tmp_path, MUNICIPALITY, ABOUT)
    before = read(tmp_path)
    claims = care.claims

    def broken(*arguments):
        rows = claims(*arguments)
        place = rows.schema.get_field_index("stage")
        return rows.set_column(place, "stage", rows["product"])

    monkeypatch.setattr(care, "claims", broken)
    with pytest.raises(NotAFact, match=r"amount\.stage"):
        keep(SYSTEM, tmp_path, MUNICIPALITY, ABOUT._replace(digest="1" * 64))
    assert read(tmp_path) == before
    assert [path.name for path in tmp_path.iterdir()] == ["imports"]
