"""Random Readings with records of every section, for tests that go there and back."""

from dataclasses import fields, is_dataclass, replace
from datetime import date
from typing import get_args

from hypothesis import strategies as st

from noaber.intake.documents.reading import (
    AmountItem,
    AmountKind,
    BreakItem,
    DocumentHead,
    GoalItem,
    IndicatorItem,
    Reading,
    Record,
    SourceItem,
    ValueItem,
)
from noaber.intake.documents.sections import SECTIONS, Field, Kind, Section
from noaber.vocabulary.names import normalise, squeeze

# Anything that a person may paste, save NUL, which no database keeps.
WORDS = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cs",), exclude_characters="\0"),
    min_size=1,
    max_size=25,
).filter(str.strip)
# As WORDS, where white space is of no account: names of goals, indicators, rows.
NAMES = WORDS.map(squeeze)
EUROS = st.integers(-(10**11), 10**11).map(
    lambda cents: cents // 100 if cents % 100 == 0 else cents / 100
)
PERIODS = st.sampled_from(["2020", "2021-Q2", "2022-09", "2022-09-30"])
DAYS = st.dates(date(2000, 1, 1), date(2050, 1, 1)).map(str)
YEARS = st.integers(2012, 2032)
LINES = st.none() | st.integers(1, 9999)
ITEMS = {"goal": ["P", "T1", "G1", "S1"], "theme": ["T1", "T2"]}
KINDS = {
    Kind.TEXT: WORDS,
    Kind.TEXTS: st.lists(WORDS, min_size=1, max_size=3).map(tuple),
    Kind.EUR: EUROS,
    Kind.NUMBER: EUROS,
    Kind.YEAR: YEARS,
    Kind.DAY: DAYS,
    Kind.PERIOD: PERIODS,
    Kind.YES: st.booleans(),
}
SPAN = (0, 1)


def value(field: Field, ids, items):
    """What a field may hold; references point at what is there."""
    if field.kind is Kind.CHOICE:
        return st.sampled_from([member.value for member in field.choices])
    if field.kind in (Kind.REF, Kind.REFS):
        there = ids.get(field.to) or items.get(field.to, [])
        if not there:
            return st.none()
        one = st.sampled_from(there)
        return one if field.kind is Kind.REF else st.lists(one, min_size=1, unique=True).map(tuple)
    return KINDS[field.kind]


@st.composite
def record(draw, section: Section, item: str, ids, items=ITEMS):
    """A record of a section with some of its fields and entries; it points at earlier ones of its own."""
    earlier = ids | {section.name: [one for one in ids.get(section.name, []) if one < item]}
    within = earlier if item else ids
    values = {}
    for field in section.fields:
        if field.required or draw(st.booleans()):
            drawn = draw(value(field, within, items))
            if drawn is not None:
                values[field.name] = drawn
    entries = {}
    for inner in section.entries:
        drawn = draw(st.lists(record(inner, "", earlier, items), max_size=2))
        made = tuple(entry for entry in drawn if complete(inner, entry))
        if made:
            entries[inner.name] = made
    start = draw(st.integers(0, 1500))
    return Record(section.name, item, values, (start, start + 1), draw(LINES), entries)


def complete(section: Section, found: Record) -> bool:
    """Whether what is required is there: a reference may have had nothing to point at."""
    return all(field.name in found.values for field in section.fields if field.required)


@st.composite
def every_section(draw, items=ITEMS):
    """Records of all sections, none to two of each."""
    ids = {name: [f"{name}-{n}" for n in range(draw(st.integers(0, 2)))] for name in SECTIONS}
    for section in SECTIONS.values():
        if any(f.required and f.to in items and not items[f.to] for f in section.fields):
            ids[section.name] = []
    return tuple(
        draw(record(section, item, ids, items))
        for name, section in SECTIONS.items()
        for item in ids[name]
    )


CELLS = {
    "number": EUROS | st.floats(-1e14, 1e14) | st.none() | NAMES.filter(lambda word: word != "-"),
    "yesno": st.booleans() | st.none(),
    "text": st.none() | NAMES.filter(lambda word: word != "-"),
}
CELLS |= {"percent": CELLS["number"], "eur": CELLS["number"]}


@st.composite
def cells(draw, unit):
    """Values and targets of an indicator in any order, one of a kind and period."""
    places = draw(
        st.lists(st.tuples(PERIODS, st.sampled_from(["actual", "target"])), unique=True, max_size=5)
    )
    bounds = st.sampled_from([None, None, "at_least", "at_most"])
    return tuple(
        ValueItem(period, draw(CELLS[unit]), kind, SPAN, draw(bounds) if kind == "target" else None)
        for period, kind in places
    )


@st.composite
def indicator(draw, identity, goals, notes):
    """An indicator with some of these notes and the breaks that they tell of."""
    unit = draw(st.sampled_from(sorted(CELLS)))
    mine = draw(st.lists(st.sampled_from(notes), unique=True, max_size=2)) if notes else []
    return IndicatorItem(
        identity,
        draw(st.sampled_from(goals)),
        draw(NAMES),
        unit,
        draw(st.none() | WORDS),
        draw(st.sampled_from([None, "up", "down", "hold", "hold_or_up", "hold_or_down"])),
        tuple(text for text, _ in mine),
        draw(cells(unit)),
        SPAN,
        tuple(replace(found, reason=text) for text, found in mine if found),
        draw(st.sampled_from([None, "outcome", "output", "context"])),
        draw(st.none() | WORDS),
        draw(
            st.none() | st.builds(ValueItem, PERIODS, CELLS[unit], st.just("actual"), st.just(SPAN))
        ),
    )


BREAKS = st.none() | st.builds(
    BreakItem, st.none() | PERIODS, st.none() | PERIODS, st.just(""), st.just(SPAN)
)
STAGES = st.sampled_from([None, "actual", "original", "revised", "incidental", "difference"])


@st.composite
def finance(draw, themes):
    """A cost table: rows of amounts beside each other, and some that stand alone."""
    columns = draw(
        st.lists(
            st.tuples(
                NAMES, STAGES, st.none() | YEARS, st.sampled_from([None, "one_off", "recurring"])
            ),
            max_size=3,
        )
    )
    found = []
    for _ in range(draw(st.integers(0, 4)) if columns else 0):
        own = draw(st.none() | STAGES)
        row = {
            "heading": draw(st.none() | st.sampled_from([*themes, "Totaal"]) | NAMES),
            "line": draw(NAMES),
            "kind": draw(st.sampled_from(get_args(AmountKind))),
            "favourable": draw(st.none() | st.booleans()),
            "span": SPAN,
            "taakveld": draw(st.sampled_from([None, "6.1", "6.81a", "0.10"])),
            "category": draw(st.sampled_from([None, "3.5.1", "7.1"])),
            "party": draw(st.none() | WORDS),
        }
        for head, stage, year, recurrence in draw(
            st.lists(st.sampled_from(columns), min_size=1, max_size=3)
        ):
            item = AmountItem(
                id=f"F{len(found) + 1}",
                column=head,
                stage=own or stage,
                year=year,
                eur=draw(EUROS),
                recurrence=recurrence,
                **row,
            )
            found.append(item)
    return tuple(found)


@st.composite
def readings(draw):
    """A whole Reading of the own format, of the year 2022."""
    programme = draw(NAMES)
    root = draw(st.sampled_from(["P", "programme"]))
    goals = [GoalItem(root, None, "programme", draw(st.just(programme) | NAMES), SPAN)]
    names = draw(st.lists(NAMES, max_size=3, unique_by=lambda name: normalise(name) or name))
    for name in names:
        goals.append(GoalItem(f"T{len(goals)}", root, "theme", name, SPAN))
    themes = [goal.id for goal in goals[1:]]
    for kind in draw(st.lists(st.sampled_from(["goal", "subgoal"]), max_size=4)):
        above = draw(st.sampled_from([goal.id for goal in goals]))
        goals.insert(
            draw(st.integers([goal.id for goal in goals].index(above) + 1, len(goals))),
            GoalItem(f"G{len(goals)}", above, kind, draw(NAMES), SPAN),
        )
    ids = [goal.id for goal in goals]
    notes = draw(st.lists(st.tuples(NAMES, BREAKS), max_size=3, unique_by=lambda note: note[0]))
    indicators = tuple(
        draw(indicator(f"I{at}", ids, notes)) for at in range(draw(st.integers(0, 3)))
    )
    amounts = draw(finance(names))
    adopted = draw(st.booleans())
    status = "adopted" if adopted else draw(st.sampled_from([None, "in_review", "offered"]))
    named = [*ids, *(one.id for one in indicators), *(one.id for one in amounts)]
    lines = draw(st.dictionaries(st.sampled_from(named), st.integers(1, 9999), max_size=5))
    return Reading(
        DocumentHead(
            draw(NAMES), draw(st.sampled_from(["Noaberstad", "Raalte"])),
            draw(st.sampled_from(["budget", "interim", "account", "other"])), 2022, programme,
            status, draw(WORDS) if adopted else None, draw(DAYS) if adopted else None,
        ),
        tuple(goals),
        indicators,
        finance=amounts,
        source=draw(st.none() | st.builds(SourceItem, WORDS, st.none() | WORDS, st.none())),
        lines=lines,
        records=draw(every_section({"goal": ids, "theme": themes})),
    )  # fmt: skip


def without_spans(one):
    """A reading, or a part of one, with all places left out."""
    if isinstance(one, tuple):
        return tuple(map(without_spans, one))
    if isinstance(one, dict):
        return {key: without_spans(item) for key, item in one.items()}
    if not is_dataclass(one):
        return one
    parts = {field.name: without_spans(getattr(one, field.name)) for field in fields(one)}
    return replace(one, **parts | ({"span": SPAN} if "span" in parts else {}))
