"""Any reading at all: the audit never raises, its findings fit the schema and point at the document."""

import json
from datetime import date

import jsonschema
from hypothesis import given
from hypothesis import strategies as st

from noaber.intake.documents.audit import audit
from noaber.intake.documents.reading import (
    AmountItem,
    BreakItem,
    DocumentHead,
    EffortItem,
    GoalItem,
    IndicatorItem,
    Reading,
    Record,
    ValueItem,
)
from noaber.intake.documents.schema import schema, to_json
from noaber.intake.documents.sections import SECTIONS, Kind, Section
from noaber.intake.documents.sections import Field as Declared

VALIDATOR = jsonschema.Draft202012Validator(schema())
# Few ids and names, so that references meet and circles close.
IDS = st.sampled_from(["", "A", "B", "C", "T1", "T2"])
NAMES = st.sampled_from(
    ["", "Jeugd", "Jeugdhulp", "Jeugdhullp", "In 2022 beter", "6.71", "x" * 300]
)
YEARS = st.one_of(st.none(), st.integers(2020, 2024), st.sampled_from([0, -5, 10**9]))
EUROS = st.one_of(
    st.integers(-(10**6), 10**6),
    st.floats(-(10**6), 10**6, allow_nan=False),
    st.sampled_from([0, 1, 1000, 10**14]),
)
PERIODS = st.sampled_from(
    ["2020", "2021", "2022", "2022-Q3", "2022-12-31", "schooljaar", "", "2022-13"]
)
SPANS = st.tuples(st.integers(0, 50), st.integers(50, 90))
DAYS = st.one_of(st.none(), st.dates(date(2019, 1, 1), date(2026, 1, 1)))

goals = st.builds(
    GoalItem,
    IDS,
    st.one_of(st.none(), IDS),
    st.sampled_from(["programme", "theme", "goal", "subgoal"]),
    NAMES,
    SPANS,
)
values = st.builds(
    ValueItem,
    PERIODS,
    st.one_of(st.none(), EUROS, st.booleans(), NAMES),
    st.sampled_from(["actual", "target"]),
    SPANS,
)
indicators = st.builds(
    IndicatorItem,
    IDS,
    st.one_of(st.none(), IDS),
    NAMES,
    st.sampled_from(["number", "percent", "eur", "yesno", "text"]),
    st.one_of(st.none(), NAMES),
    st.none(),
    st.just(()),
    st.lists(values, max_size=6).map(tuple),
    SPANS,
    st.lists(st.builds(BreakItem, PERIODS, PERIODS, NAMES, SPANS), max_size=1).map(tuple),
    st.sampled_from([None, "outcome", "output", "context"]),
)
amounts = st.builds(
    AmountItem,
    IDS,
    st.one_of(st.none(), NAMES),
    NAMES,
    st.sampled_from(["expense", "income", "balance", "reserve", "result", "other"]),
    st.sampled_from(["", "Begroting 2022", "Realisatie", "2021/2022"]),
    st.sampled_from([None, "actual", "original", "revised", "incidental", "difference"]),
    YEARS,
    EUROS,
    st.none(),
    SPANS,
    st.one_of(st.none(), NAMES, st.sampled_from(["6.72", "671-3 - x", "9.99", "6,7l"])),
    st.sampled_from([None, "4.3.1", "9.9", "x"]),
    st.none(),
    st.sampled_from([None, "one_off", "recurring"]),
)
heads = st.builds(
    DocumentHead,
    NAMES,
    st.sampled_from([None, "Twenterand"]),
    st.sampled_from(["budget", "interim", "account", "other"]),
    YEARS,
    st.sampled_from([None, "Samenleving"]),
)


def stated(field: Declared) -> st.SearchStrategy[object]:
    """What a field may hold."""
    by_kind: dict[Kind, st.SearchStrategy[object]] = {
        Kind.TEXT: NAMES,
        Kind.TEXTS: st.lists(NAMES, max_size=2).map(tuple),
        Kind.CHOICE: st.sampled_from([str(one) for one in field.choices or []] or [""]),
        Kind.EUR: EUROS,
        Kind.NUMBER: EUROS,
        Kind.YEAR: st.integers(2020, 2024),
        Kind.DAY: PERIODS,
        Kind.PERIOD: PERIODS,
        Kind.YES: st.booleans(),
        Kind.REF: IDS,
        Kind.REFS: st.lists(IDS, max_size=3).map(tuple),
    }
    return by_kind[field.kind]


@st.composite
def records(draw: st.DrawFn, section: Section) -> Record:
    """A record of a section, with some of its fields and entries."""
    kept = {one.name: draw(stated(one)) for one in section.fields if draw(st.booleans())}
    entries = {one.name: tuple(draw(st.lists(records(one), max_size=3))) for one in section.entries}
    return Record(section.name, draw(IDS), kept, draw(SPANS), None, entries)  # type: ignore[arg-type]


@st.composite
def readings(draw: st.DrawFn) -> Reading:
    """A document that anyone might have typed."""
    kept = [draw(records(draw(st.sampled_from(list(SECTIONS.values()))))) for _ in range(draw(st.integers(0, 8)))]  # fmt: skip
    return Reading(
        draw(heads),
        draw(st.lists(goals, max_size=6).map(tuple)),
        draw(st.lists(indicators, max_size=3).map(tuple)),
        draw(st.lists(st.builds(EffortItem, IDS, st.one_of(st.none(), IDS), NAMES, st.none(), st.none(), st.booleans(), SPANS), max_size=2).map(tuple)),
        draw(st.lists(amounts, max_size=12).map(tuple)),
        records=tuple(kept),
    )  # fmt: skip


@given(readings(), DAYS, st.lists(readings(), max_size=2))
def test_the_audit_never_raises_and_its_findings_fit_the_schema(
    reading: Reading, today: date | None, others: list[Reading]
) -> None:
    found = audit(reading, today, others)
    written = to_json(Reading(reading.document, checks=found))
    assert [error.message for error in VALIDATOR.iter_errors(json.loads(json.dumps(written)))] == []
    assert all(one.message and len(one.message) < 20_000 for one in found)


@given(readings(), DAYS)
def test_the_audit_says_the_same_twice(reading: Reading, today: date | None) -> None:
    assert audit(reading, today, (reading,)) == audit(reading, today, (reading,))
