"""Random definitions on random facts: DuckDB says what a slow, obvious reference says; Spark compiles."""

import tempfile
from dataclasses import replace
from datetime import date, timedelta

import pytest
import sqlglot
from hypothesis import given, settings
from hypothesis import strategies as st

from noaber.measures.definition import Definition, shipped
from noaber.measures.engine import Question, groupings, run, text_of
from noaber.measures.mistakes import mistake_in
from noaber.measures.periods import GRAINS, SELECTS, asked
from tests.generative.measures.reference import values
from tests.spec.measures.facts import claim, episode, event, store_of

DAYS = st.dates(date(2020, 11, 1), date(2022, 4, 1))
ONE_OF = st.sampled_from


@st.composite
def episodes(draw):
    start = draw(DAYS)
    length = draw(st.one_of(st.none(), st.integers(0, 400)))
    end = None if length is None else start + timedelta(days=length)
    return episode(
        draw(ONE_OF(["entitlement", "waiting"])), draw(ONE_OF("abcdef")), str(start),
        str(end) if end else None, law=draw(ONE_OF(["wmo", "youth", None])),
        household=draw(ONE_OF(["h1", "h2", None])), area=draw(ONE_OF(["Noord", "Zuid", None])),
        product_category=draw(ONE_OF(["01", "02", None])), birth_year=draw(ONE_OF([1950, 2003, 2012, None])),
        term_days=draw(ONE_OF([14, 42, None])), municipality=draw(ONE_OF(["1700", "0141"])),
    )  # fmt: skip


@st.composite
def events(draw):
    return event(
        draw(ONE_OF(["decision", "assessment"])), draw(ONE_OF("abcdef")), str(draw(DAYS)),
        law=draw(ONE_OF(["wmo", "youth", None])), area=draw(ONE_OF(["Noord", "Zuid", None])),
        outcome=draw(ONE_OF(["granted", "refused", None])), birth_year=draw(ONE_OF([1950, 2012, None])),
        days_taken=draw(ONE_OF([0, 5, 14, 15, None])), term_days=draw(ONE_OF([14, None])),
        referrer=draw(ONE_OF(["gp", "self", None])), municipality=draw(ONE_OF(["1700", "0141"])),
    )  # fmt: skip


@st.composite
def claims(draw):
    return claim(
        draw(ONE_OF("abcdef")), f"{draw(DAYS):%Y-%m}", draw(st.integers(-50, 5000)) / 100,
        draw(ONE_OF([1, 2.5, 10, None])), law=draw(ONE_OF(["wmo", "youth", None])),
        area=draw(ONE_OF(["Noord", "Zuid", None])), product=draw(ONE_OF(["01A01", "45A04"])),
    )  # fmt: skip


BASE = {
    "id": "x", "version": 1, "label": "X", "dimensions": ("municipality",), "source": "test",
    "valid_from": date(2018, 1, 1), "unit": "number", "decimals": 3,
}  # fmt: skip
LAWS = st.one_of(
    st.none(), ONE_OF(["wmo", ["wmo", "youth"], {"not": "wmo"}, {"known": False}, {"known": True}])
)


@st.composite
def definitions(draw, fact):
    only = {}
    if (law := draw(LAWS)) is not None:
        only["law"] = law
    more = {"count": draw(ONE_OF(["rows", "person", "household"]))}
    if fact == "episode":
        more["select"] = draw(ONE_OF(SELECTS))
        if draw(st.booleans()):
            only["elapsed"] = draw(ONE_OF([{"min": 10}, {"above": "term_days"}]))
        kinds = ["count", "several", "median", "mean", "share"]
        value = ONE_OF(["duration", "elapsed"])
        part = ONE_OF(
            [{"duration": {"max": "term_days"}}, {"law": "wmo"}, {"elapsed": {"max": 30}}]
        )
    elif fact == "event":
        kinds = ["count", "several", "median", "mean", "total", "share"]
        value = ONE_OF(["days_taken"])
        part = ONE_OF([{"days_taken": {"max": "term_days"}}, {"outcome": ["granted"]}])
    else:
        kinds = ["count", "sum", "total", "several"]
        value, part = ONE_OF(["volume"]), ONE_OF([{"law": "wmo"}])
        only["basis"] = "booked"
    statistic = draw(ONE_OF(kinds))
    if statistic in ("median", "mean", "total"):
        more["value"] = draw(value)
    elif statistic == "share":
        more |= {"part": draw(part), "factor": 100}
    elif statistic == "sum":
        more["weights"] = {"expense": 1}
    elif statistic == "several":
        more |= {"of": draw(ONE_OF(["law", "record"])), "at_least": 2}
        more["count"] = draw(ONE_OF(["person", "household"]))
    if draw(st.booleans()):
        more["ages"] = draw(ONE_OF([(0, 17), (18, 130)]))
    made = Definition(
        **BASE, fact=fact, origin="claim" if fact == "amount" else "registered",
        statistic=statistic, only=only, **more,
    )  # fmt: skip
    assert mistake_in(made) is None, mistake_in(made)
    return made


ASKED = {
    "year": "2021..2022", "quarter": "2021-Q1..2022-Q1", "month": "2021-02..2021-12",
    "day": "2021-03-01..2021-03-20", "to_date": "2021-03..2021-12", "rolling": "2021-03..2021-12",
}  # fmt: skip
MADE = {"episode": episodes(), "event": events(), "amount": claims()}


def assert_as_the_reference(definition, facts, grain, by):
    periods = asked(ASKED[grain], grain)
    question = Question(periods, by)
    with tempfile.TemporaryDirectory() as folder:
        store = store_of(folder, facts)
        try:
            # Beside two more like it, so that what is shared between them is shared here.
            like = [replace(definition, id=name) for name in ("y", "z")]
            for asked_for in ([definition], [definition, *like]):
                rows = run(store, asked_for, question)[0].to_pylist()
                names = groupings(definition, by)[0]
                found = {
                    (*(row[name] for name in names), row["period_start"], row["period_end"]): row[
                        "value"
                    ]
                    for row in rows
                    if row["n"] and row["value"] is not None and row["measure"] == "x"
                }
                expected = values(definition, facts, periods.periods.values(), names)
                assert found == {at: one for at, one in expected.items() if at in found}
                assert {at for at, one in expected.items() if one} <= set(found)
        finally:
            store.close()


@settings(deadline=None, max_examples=40)
@given(st.data())
@pytest.mark.parametrize("fact", MADE)
def test_the_engine_says_what_the_reference_says(fact, data):
    definition = data.draw(definitions(fact))
    facts = data.draw(st.lists(MADE[fact], min_size=1, max_size=25))
    grain = data.draw(ONE_OF(GRAINS))
    by = data.draw(ONE_OF([(), ("area",), ("law",), ("age_group",), ("area", "law")]))
    assert_as_the_reference(definition, facts, grain, by)


def _of_the_same_rows():
    """Definitions of which many are asked in one query: they differ in conditions, in when a row counts, in ages."""
    common = {**BASE, "origin": "registered"}
    says = [
        ("episode", {"statistic": "count"}), ("episode", {"statistic": "count", "count": "person"}),
        ("episode", {"statistic": "count", "count": "household", "only": {"law": ["wmo", "youth"]}}),
        ("episode", {"statistic": "count", "only": {"duration": {"min": 10}}}),
        ("episode", {"statistic": "median", "value": "duration", "only": {"law": "wmo"}}),
        ("episode", {"statistic": "share", "part": {"law": "wmo"}, "factor": 100, "only": {"kind": "waiting"}}),
        ("event", {"statistic": "count", "count": "person", "only": {"law": {"known": False}}}),
        ("event", {"statistic": "mean", "value": "days_taken"}),
        ("event", {"statistic": "share", "part": {"outcome": "granted"}, "factor": 100, "count": "person"}),
        ("event", {"statistic": "total", "value": "days_taken", "only": {"kind": "decision"}}),
    ]  # fmt: skip
    for number, (fact, told) in enumerate(says):
        for select in ("active", "ended") if fact == "episode" else ("",):
            for ages in ((), (18, 130)):
                more = {"fact": fact, "select": select, "ages": ages, **told}
                yield Definition(**{**common, "id": f"m{number}_{select}_{len(ages)}", **more})


@settings(deadline=None, max_examples=40)
@given(st.lists(st.one_of(episodes(), events()), min_size=1, max_size=25), st.data())
def test_definitions_that_are_asked_together_say_what_each_says_by_itself(facts, data):
    grain = data.draw(ONE_OF(GRAINS))
    by = data.draw(ONE_OF([(), ("area",), ("age_group",), ("area", "law")]))
    question = Question(asked(ASKED[grain], grain), by, people=data.draw(st.booleans()))
    several = [one for one in _of_the_same_rows() if mistake_in(one) is None]
    with tempfile.TemporaryDirectory() as folder:
        store = store_of(folder, facts)
        try:
            together = run(store, several, question)[0].to_pylist()
            alone = [row for one in several for row in run(store, [one], question)[0].to_pylist()]
        finally:
            store.close()
    assert together == alone


@settings(deadline=None, max_examples=30)
@given(st.data())
@pytest.mark.parametrize("fact", MADE)
def test_every_definition_that_can_be_made_compiles_for_spark(fact, data):
    definition = data.draw(definitions(fact))
    grain = data.draw(ONE_OF(GRAINS))
    question = Question(asked(ASKED[grain], grain), people=data.draw(st.booleans()))
    for by in groupings(definition, ("area",)):
        assert sqlglot.parse_one(text_of(definition, by, question, "pyspark"), dialect="databricks")


@pytest.mark.parametrize(
    "definition", [d for d in shipped().values() if not d.made_of], ids=lambda d: d.id
)
def test_every_shipped_definition_compiles_for_spark(definition):
    question = Question(asked("2018..2022")) if definition.period in GRAINS else Question()
    for by in groupings(definition):
        text = text_of(definition, by, question, "pyspark")
        assert sqlglot.parse_one(text, dialect="databricks")
        assert definition.fact in text


@pytest.mark.parametrize("grain", GRAINS)
def test_who_is_still_in_care_has_left_it_in_no_period(grain):
    facts = [episode("entitlement", "a", "2021-01-05", None, law="wmo")]
    outflow = [shipped()["wmo_outflow"]]
    with tempfile.TemporaryDirectory() as folder:
        store = store_of(folder, facts)
        try:
            rows = run(store, outflow, Question(asked(ASKED[grain], grain), ()))[0]
        finally:
            store.close()
    assert {row["n"] for row in rows.to_pylist()} == {0}
