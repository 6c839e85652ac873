"""Snapshots: named by their contents, whole or not there."""

import shutil
from datetime import date

import pyarrow as pa
import pytest

from noaber.facts import snapshot
from noaber.facts.snapshot import BrokenSnapshot, read, snapshots, write
from noaber.facts.tables import AMOUNT, SUPPLIED, TABLES, NotAFact, conform
from tests.spec.measures.facts import amount

IN_FORCE = {"documents": {}, "targets": [], "breaks": []}


def tables(rows):
    return {"amount": conform(AMOUNT, rows), "supplied": conform(SUPPLIED, [])}


@pytest.fixture
def rows():
    return [amount("jeugd", "expense", "actual", 100), amount("werk", "income", "actual", 50)]


def test_the_same_facts_are_the_same_snapshot(tmp_path, rows):
    first = write(tmp_path, tables(rows), IN_FORCE)
    again = write(tmp_path, tables(list(reversed(rows))), IN_FORCE)
    assert first.id == again.id
    assert snapshots(tmp_path) == [first.id]


def test_another_fact_or_another_target_is_another_snapshot(tmp_path, rows):
    first = write(tmp_path, tables(rows), IN_FORCE)
    fewer = write(tmp_path, tables(rows[:1]), IN_FORCE)
    aimed = write(tmp_path, tables(rows), {**IN_FORCE, "targets": [{"indicator": "a"}]})
    assert len({first.id, fewer.id, aimed.id}) == 3


def test_facts_lie_in_folders_by_municipality_and_year(tmp_path, rows):
    made = write(tmp_path, tables(rows), IN_FORCE)
    assert (made.folder / "amount" / "m=1700" / "y=2022" / "part-0.parquet").is_file()
    assert made.manifest["tables"]["amount"]["rows"] == 2


def test_a_build_that_breaks_off_leaves_no_snapshot(tmp_path, rows, monkeypatch):
    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(snapshot, "_write_json", full)
    with pytest.raises(OSError, match="No space"):
        write(tmp_path, tables(rows), IN_FORCE)
    assert list(tmp_path.iterdir()) == []


def test_a_snapshot_that_is_not_whole_is_named(tmp_path, rows):
    made = write(tmp_path, tables(rows), IN_FORCE)
    (made.folder / "in_force.json").write_text("{")
    with pytest.raises(BrokenSnapshot, match="noaber facts build"):
        read(tmp_path, made.id)
    shutil.rmtree(made.folder)
    with pytest.raises(BrokenSnapshot):
        read(tmp_path, made.id)


@pytest.mark.parametrize(
    ("column", "value"), [("stage", "someday"), ("origin", "rumour"), ("cents", None)]
)
def test_a_row_that_does_not_fit_its_table_is_refused(rows, column, value):
    rows[0][column] = value
    with pytest.raises(NotAFact, match=column):
        conform(AMOUNT, rows)


def test_no_result_can_hold_a_person_and_a_fact_holds_a_pseudonym_at_most():
    from noaber.measures.results import SCHEMA

    facts = {column.name for table in TABLES.values() for column in table.columns}
    assert not {"person", "household", "birth_year", "record"} & set(SCHEMA.names)
    for names in (facts, set(SCHEMA.names)):
        assert not {name for name in names if "bsn" in name or "name" in name or "address" in name}


def test_the_day_of_knowing_is_a_date(rows):
    made = conform(AMOUNT, rows)
    assert made.schema.field("known_on").type == pa.date32()
    assert made["known_on"][0].as_py() == date(2023, 5, 1)
