"""Any facts that fit their tables are kept as they are; what does not fit is refused."""

import random
import tempfile
from datetime import date, timedelta
from pathlib import Path

import pyarrow as pa
import pyarrow.dataset as ds
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from noaber.facts import quality
from noaber.facts.making import Making
from noaber.facts.snapshot import verify, write
from noaber.facts.store import Store
from noaber.facts.tables import EPISODE, TABLES, NotAFact, conform, hold
from tests.generative.facts import made

IN_FORCE: dict[str, object] = {"documents": {}, "targets": [], "breaks": []}
SOME = settings(max_examples=25)


def in_columns(table, rows):
    return pa.table({
        column.name: pa.array([row[column.name] for row in rows], column.type) for column in table.columns
    })  # fmt: skip


def sorted_rows(rows):
    return sorted(rows, key=lambda row: str(sorted(row.items(), key=str)))


@pytest.mark.parametrize("name", TABLES)
@SOME
@given(st.data())
def test_facts_are_kept_as_they_are_and_named_by_what_they_are(name, data):
    table = TABLES[name]
    rows = data.draw(made.rows(table))
    with tempfile.TemporaryDirectory() as folder:
        first = write(Path(folder), {name: conform(table, rows)}, IN_FORCE)
        verify(first, deep=True)
        store = Store(first)
        try:
            kept = store.run(store.tables[name]).to_pylist()
        finally:
            store.close()
        assert sorted_rows(kept) == sorted_rows(conform(table, rows).to_pylist())
        shuffled = random.Random(1).sample(rows, len(rows))
        assert write(Path(folder), {name: conform(table, shuffled)}, IN_FORCE).id == first.id
        for file in first.folder.rglob("*.parquet"):
            code, year = file.parent.parent.name[2:], int(file.parent.name[2:])
            for row in ds.dataset(file).to_table().to_pylist():
                day = row[table.year_of]
                assert (row["municipality"], getattr(day, "year", day)) == (code, year)


@pytest.mark.parametrize("name", TABLES)
@SOME
@given(st.data())
def test_rows_and_columns_are_held_by_the_same_rules(name, data):
    """One value is taken away or replaced: both roads refuse it, or both take it."""
    table = TABLES[name]
    rows = data.draw(made.rows(table).filter(bool))
    column = data.draw(st.sampled_from(table.columns))
    texts = pa.types.is_string(column.type)
    rows[0] = {**rows[0], column.name: data.draw(st.none() | made.TEXTS if texts else st.none())}

    def refused(hold_them):
        try:
            hold_them()
        except NotAFact:
            return True
        return False

    by_row = refused(lambda: conform(table, rows))
    assert by_row == refused(lambda: hold(table, in_columns(table, rows)))


@settings(max_examples=40)
@given(st.lists(
    st.tuples(st.sampled_from("ab"), st.integers(1, 25), st.none() | st.integers(0, 12)), max_size=12
))  # fmt: skip
def test_overlap_is_found_as_by_laying_every_two_beside_each_other(spans):
    rows = [
        {
            "kind": "delivery", "origin": "registered", "municipality": "1700", "record": f"r{at:02}",
            "evidence": "e", "known_on": date(2022, 3, 1), "person": person, "birth_year": 1980, "law": "wmo",
            "product": "1", "started_on": date(2022, 1, day),
            "ended_on": None if length is None else date(2022, 1, day) + timedelta(days=length),
        }
        for at, (person, day, length) in enumerate(spans)
    ]  # fmt: skip
    far = date(9999, 1, 1)
    expected = set()
    for one in rows:
        for other in rows:
            before = (other["started_on"], other["record"]) < (one["started_on"], one["record"])
            lasts = (other["ended_on"] or far) >= one["started_on"]
            if before and lasts and other["person"] == one["person"]:
                expected.add(one["record"])
    with tempfile.TemporaryDirectory() as folder:
        making = Making(Path(folder))
        making.folder.mkdir()
        making.add(EPISODE, conform(EPISODE, rows))
        quality.Examined(making, {}).write(making.folder)
        found = [row for row in quality.read(making.folder) if row["check"] == "overlap"]
    assert sum(row["rows"] for row in found) == len(expected)
    assert {name for row in found for name in row["examples"]} == set(sorted(expected)[:5])
