"""Records of every section, whatever they hold, come back from the register as they went in."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from noaber.guard.actor import SYSTEM
from noaber.intake.documents.reading import Record
from noaber.intake.documents.sections import SECTIONS, Field, Kind, Section
from noaber.register import documents
from tests.chapter import TEXT, chapter

pytestmark = [pytest.mark.database, pytest.mark.django_db(transaction=True)]

WORDS = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cs", "Cc")), min_size=1, max_size=25
)
EUROS = st.integers(-(10**11), 10**11).map(
    lambda cents: cents // 100 if cents % 100 == 0 else cents / 100
)
PERIODS = st.sampled_from(["2020", "2021-Q2", "2022-09", "2022-09-30"])
DAYS = st.dates(date(2000, 1, 1), date(2050, 1, 1)).map(str)
ITEMS = {"goal": ["P", "T1", "G1", "S1"], "theme": ["T1", "T2"]}


def value(field: Field, ids):
    """What a field may hold; references point at what is there."""
    kinds = {
        Kind.TEXT: WORDS,
        Kind.TEXTS: st.lists(WORDS, min_size=1, max_size=3).map(tuple),
        Kind.EUR: EUROS,
        Kind.NUMBER: EUROS,
        Kind.YEAR: st.integers(2000, 2050),
        Kind.DAY: DAYS,
        Kind.PERIOD: PERIODS,
        Kind.YES: st.booleans(),
    }
    if field.kind is Kind.CHOICE:
        return st.sampled_from([member.value for member in field.choices])
    if field.kind in (Kind.REF, Kind.REFS):
        there = ids.get(field.to) or ITEMS.get(field.to, [])
        if not there:
            return st.none()
        one = st.sampled_from(there)
        return one if field.kind is Kind.REF else st.lists(one, min_size=1, unique=True).map(tuple)
    return kinds[field.kind]


@st.composite
def record(draw, section: Section, item: str, ids, entry=False):
    values = {}
    for field in section.fields:
        if field.required or draw(st.booleans()):
            drawn = draw(value(field, ids))
            if drawn is not None:
                values[field.name] = drawn
    entries = {}
    for inner in section.entries:
        made = tuple(draw(st.lists(record(inner, "", ids, entry=True), max_size=2)))
        if made:
            entries[inner.name] = made
    start = draw(st.integers(0, 1500))
    return Record(
        section.name, item, values, (start, start + 1), draw(st.none() | st.just(7)), entries
    )


@st.composite
def every_section(draw):
    ids = {name: [f"{name}-{n}" for n in range(draw(st.integers(0, 2)))] for name in SECTIONS}
    return tuple(
        draw(record(section, item, ids)) for name, section in SECTIONS.items() for item in ids[name]
    )


def unordered(records):
    """References have no order of their own."""

    def plain(one):
        return replace(
            one,
            values={k: frozenset(v) if k in REFS else v for k, v in one.values.items()},
            entries={k: tuple(map(plain, v)) for k, v in one.entries.items()},
        )

    return [plain(one) for one in records]


REFS = {f.name for s in SECTIONS.values() for f in s.fields if f.kind is Kind.REFS}


@settings(
    max_examples=25,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(every_section())
def test_records_of_every_section_come_back(found):
    reading = replace(
        chapter(),
        records=tuple(replace(one) for one in found),
        lines={one.id: one.line for one in found if one.line},
    )
    content = repr(found).encode()
    document = documents.load(SYSTEM, reading, "r.toml", content, TEXT).document
    back = documents.reading(SYSTEM, document)
    assert unordered(back.records) == unordered(found)


def test_there_is_a_keeper_for_every_section_and_each_field_has_its_column():
    kept = {name: keep for keepers in documents.KEEPERS for name, keep in keepers.items()}
    assert set(kept) == set(SECTIONS)
    for name, section in SECTIONS.items():
        names = {field.name for field in kept[name].model._meta.get_fields()}
        assert {field.name for field in section.fields} <= names
        for inner in section.entries:
            columns = {field.name for field in kept[name].entries[inner.name]._meta.get_fields()}
            assert {field.name for field in inner.fields} <= columns
