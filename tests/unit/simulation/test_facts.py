"""Everything that happens as rows of the fact tables: whole, in order, within the allowed words, without a BSN."""

import re
from collections import Counter

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pytest

from noaber.facts.tables import TABLES, hold
from noaber.facts.words import EpisodeKind, EventKind
from noaber.simulation import whole
from noaber.simulation.calendar import FAR, day
from noaber.simulation.rows import MISSING, Record, Told, Words, decimals

COMMON = {"origin": "registered", "municipality": "9901", "evidence": "simulation, seed 11"}


@pytest.fixture(scope="module")
def tables(part, given, order, place):
    told = [*part.told, *whole.tell(given, order, place, part.spent, part.paid)]
    made = {name: [] for name in TABLES}
    for one in told:
        made[one.table].append(one.arrow(COMMON))
    return {name: pa.concat_tables(pieces) for name, pieces in made.items()}


@pytest.mark.parametrize("name", TABLES)
def test_every_row_is_a_fact(tables, name) -> None:
    assert tables[name].num_rows > 0
    assert hold(TABLES[name], tables[name]).equals(tables[name])


@pytest.mark.parametrize("name", [name for name in TABLES if name != "population"])
def test_every_record_is_named_once(tables, name) -> None:
    counts = Counter(tables[name]["record"].to_pylist())
    assert max(counts.values()) == 1


def test_the_kinds_are_those_that_noaber_knows(tables) -> None:
    assert set(pc.unique(tables["episode"]["kind"]).to_pylist()) <= {
        one.value for one in EpisodeKind
    }
    assert set(pc.unique(tables["event"]["kind"]).to_pylist()) <= {one.value for one in EventKind}


def test_rows_of_one_kind_lie_in_order_of_their_record(part) -> None:
    for one in part.told:
        record = one.columns.get("record")
        if isinstance(record, Record):
            assert (np.diff(record.numbers) > 0).all(), record.kind
    kinds = [one.columns["record"].kind for one in part.told if "record" in one.columns]
    assert max(Counter(kinds).values()) == 1


def test_nothing_ends_before_it_begins_or_after_the_window(tables, part) -> None:
    episodes, last = tables["episode"], part.setting.window.end
    started = episodes["started_on"].cast(pa.int32()).to_numpy()
    ended = episodes["ended_on"].cast(pa.int32()).fill_null(FAR).to_numpy()
    assert (ended >= started).all()
    assert (ended[ended < FAR] <= last).all()
    assert (started <= last).all()
    assert (ended >= part.setting.window.start).all()
    open_ones = episodes.filter(pc.is_null(episodes["ended_on"]))
    assert open_ones["end_reason"].null_count == open_ones.num_rows


def test_everybody_has_a_pseudonym_and_no_number_that_could_be_a_bsn(tables) -> None:
    for name in ("episode", "event", "score", "amount"):
        persons = set(pc.unique(tables[name]["person"]).drop_null().to_pylist())
        assert all(re.fullmatch(r"p[0-9a-f]{16}", one) for one in persons)
    seen = "".join(map(str, tables["amount"].slice(0, 2000).to_pylist()))
    assert not re.search(r"\b9999\d{5}\b", seen)


def test_who_lives_together_shares_household_and_area(tables) -> None:
    rows = tables["episode"].select(["household", "area"]).to_pydict()
    areas = {}
    for household, area in zip(rows["household"], rows["area"], strict=True):
        if household:
            assert areas.setdefault(household, area) == area


def test_waiting_days_of_a_decision_are_those_between_request_and_decision(tables) -> None:
    events = tables["event"]
    rows = events.filter((pc.field("kind") == "decision") & (pc.field("outcome") == "refused"))
    assert rows.num_rows > 50
    assert pc.min(rows["days_taken"]).as_py() >= 5
    talks = events.filter((pc.field("kind") == "assessment") & (pc.field("law") == "wmo"))
    assert set(pc.unique(talks["term_days"]).to_pylist()) == {42}


def test_money_is_volume_times_price_and_the_ledger_books_what_is_claimed(tables) -> None:
    amounts = tables["amount"]
    lines = amounts.filter(pc.field("origin") == "claim")
    volume = lines["volume"].cast(pa.float64()).to_numpy()
    price, cents = lines["price_cents"].to_numpy(), lines["cents"].to_numpy()
    assert (cents == volume * price).all()
    for law in ("wmo", "youth"):
        claimed = pc.sum(lines.filter(pc.field("law") == law)["cents"]).as_py()
        booked = amounts.filter(
            (pc.field("kind") == "booking") & (pc.field("theme") == law)
            & (pc.field("amount_kind") == "expense")
        )  # fmt: skip
        assert pc.sum(booked["cents"]).as_py() == claimed


def test_taakvelden_follow_the_year(given, part) -> None:
    from noaber.simulation.fields import taakvelden
    from noaber.vocabulary.taakvelden import taakveld

    pairs = [one.taakveld for one in given.provisions]
    rows = np.repeat(np.arange(len(pairs)), 10)
    years = np.tile(np.arange(2017, 2027), len(pairs))
    column = taakvelden(pairs, rows, years)["taakveld"].column().to_pylist()
    for code, year in zip(column, years, strict=True):
        assert taakveld(code, int(year)) is not None, (code, year)


def test_days_decimals_and_missing_words_become_what_they_should() -> None:
    told = Told(
        "episode", 2,
        {
            "kind": "benefit", "record": Record("x", np.array([3, 14])), "known_on": day("2020-02-29"),
            "started_on": np.array([0, 18_000]), "ended_on": np.array([FAR, 18_001]),
            "person": Words(("a", "b"), np.array([1, -1])), "term_days": np.array([MISSING, 5]),
            "volume": np.array([3, 4]),
        },
    )  # fmt: skip
    rows = told.arrow(COMMON).to_pylist()
    assert [row["record"] for row in rows] == ["simulation.x:00000003", "simulation.x:00000014"]
    assert [row["person"] for row in rows] == ["b", None]
    assert [str(row["ended_on"]) for row in rows] == ["None", "2019-04-15"]
    assert [row["term_days"] for row in rows] == [None, 5]
    assert str(rows[0]["known_on"]) == "2020-02-29"
    assert [str(row["volume"]) for row in rows] == ["3.0000", "4.0000"]


def test_a_column_that_a_table_does_not_have_is_refused() -> None:
    with pytest.raises(KeyError, match="episode"):
        Told("episode", 0, {"colour": "red"}).arrow(COMMON)


def test_decimals_are_exact_also_below_zero_and_where_nothing_is() -> None:
    made = decimals(np.array([-1.5, 0.1, np.nan, 12345678.9]), pa.decimal128(24, 6))
    assert [str(one) for one in made] == ["-1.500000", "0.100000", "None", "12345678.900000"]
