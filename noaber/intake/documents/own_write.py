"""A Reading as a file of the own format that a person would like to read: the way back of `read_own`."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from textwrap import wrap

from noaber.intake.documents import toml_text as toml
from noaber.intake.documents.own_format import PROGRAMME
from noaber.intake.documents.own_write_money import money_blocks
from noaber.intake.documents.reading import (
    BreakItem,
    GoalItem,
    IndicatorItem,
    Reading,
    Record,
    RecordValue,
    ValueItem,
)
from noaber.intake.documents.sections import SECTIONS, Field, Kind, Section
from noaber.intake.documents.shapes import FORMAT, VERSION
from noaber.vocabulary.names import squeeze

_Note = tuple[str, BreakItem | None]
_NoteKey = tuple[str, tuple[str | None, str | None] | None]


def write_own(reading: Reading) -> str:
    """The file that `read_own` reads as this reading, save for its spans.

    Ids stay, records stand in the order of `sections`. What the format has no place for is left out:
    checks, which are made again; efforts and figures of a printed text, which are no records; what
    the head does not know, which the reader of the file then asks for. Amounts are numbered anew,
    F1, F2 and so on. Raises ValueError where an indicator has two values of one period.
    """
    blocks = [
        f"format = {toml.string(FORMAT)}\nversion = {VERSION}",
        "\n".join(_document(reading)),
        *_source(reading),
        *_headed("Themes and goals", _tree(reading)),
        *_headed("Notes", _notes(reading)),
        *_headed("Indicators", _indicators(reading)),
        *_headed("Money, signs as printed", money_blocks(reading)),
    ]
    for section in SECTIONS.values():
        mine = [record for record in reading.records if record.section == section.name]
        blocks += _headed(
            f"{section.name} ({section.dutch}): {section.meaning}",
            (_record(section, record) for record in mine),
        )
    return "\n\n".join(blocks) + "\n"


def _headed(head: str, blocks: Iterator[str]) -> Iterator[str]:
    """The blocks with a comment above the first."""
    comment = "\n".join(f"# {line}" for line in wrap(head, toml.WIDTH - 2))
    for at, block in enumerate(blocks):
        yield block if at else f"{comment}\n\n{block}"


def _pairs(values: Mapping[str, str | int | None]) -> Iterator[str]:
    for name, value in values.items():
        if value is not None:
            yield f"{name} = {toml.scalar(value)}"


def _document(reading: Reading) -> Iterator[str]:
    head = reading.document
    yield "[document]"
    yield from _pairs(
        {
            "municipality": head.municipality,
            "kind": head.kind,
            "year": head.year,
            "programme": head.programme,
            "title": head.title or None,
            "status": head.status,
            "decision": head.decision,
        }
    )
    if head.decided_on:
        yield f"decided_on = {head.decided_on}"
    root = dict(_root(reading))
    if root:
        yield f"root = {toml.inline(root)}"


def _root(reading: Reading) -> Iterator[tuple[str, str]]:
    """What the root of the tree has of its own: an id, a name, a line."""
    root = _programme(reading)
    if root is None:
        if any(goal.id == PROGRAMME for goal in reading.goals):
            yield "id", toml.string("programme")
        return
    if root.id != PROGRAMME:
        yield "id", toml.string(root.id)
    if root.text != squeeze(reading.document.programme or ""):
        yield "name", toml.string(root.text)
    if root.id in reading.lines:
        yield "line", str(reading.lines[root.id])


def _programme(reading: Reading) -> GoalItem | None:
    first = reading.goals[0] if reading.goals else None
    return first if first is not None and first.kind == "programme" else None


def _source(reading: Reading) -> Iterator[str]:
    source = reading.source
    if source is not None:
        keys = {"title": source.title, "publisher": source.publisher, "sha256": source.sha256}
        yield "\n".join(["[source]", *_pairs(keys)])


def _tree(reading: Reading) -> Iterator[str]:
    root = _programme(reading)
    above = None if root is None else root.id
    for goal in reading.goals:
        if goal is root:
            continue
        theme = goal.kind == "theme"
        keys = {
            "id": goal.id,
            "parent": None if goal.parent == above else goal.parent,
            "kind": None if theme else goal.kind,
            "name": goal.text,
            "line": reading.lines.get(goal.id),
        }
        yield "\n".join([f"[[{'theme' if theme else 'goal'}]]", *_pairs(keys)])


def _notes_of(indicator: IndicatorItem) -> Iterator[_Note]:
    """The notes of an indicator, each with the break that it tells of; breaks come in their order."""
    breaks = list(indicator.breaks)
    for text in indicator.notes:
        tells = bool(breaks) and breaks[0].reason == text
        yield text, breaks.pop(0) if tells else None
    for left in breaks:
        yield left.reason, left


def _key(note: _Note) -> _NoteKey:
    text, found = note
    return text, None if found is None else (found.before, found.after)


def _note_ids(reading: Reading) -> dict[_NoteKey, str]:
    made: dict[_NoteKey, str] = {}
    for indicator in reading.indicators:
        for note in _notes_of(indicator):
            made.setdefault(_key(note), f"n{len(made) + 1}")
    return made


def _notes(reading: Reading) -> Iterator[str]:
    for (text, found), identity in _note_ids(reading).items():
        lines = ["[[note]]", f"id = {toml.string(identity)}", f"text = {toml.string(text)}"]
        if found is not None:
            sides = zip(("before", "after"), found, strict=True)
            written = [(name, toml.string(side)) for name, side in sides if side is not None]
            lines.append(f"break = {toml.inline(written)}")
        yield "\n".join(lines)


def _indicators(reading: Reading) -> Iterator[str]:
    ids = _note_ids(reading)
    root = _programme(reading)
    for one in reading.indicators:
        keys = {
            "id": one.id,
            "goal": None if root is not None and one.goal == root.id else one.goal,
            "name": one.name,
            "unit": one.unit,
            "kind": one.kind,
            "source": one.source,
            "owner": one.owner,
            "measure": one.measure,
            "direction": one.direction,
        }
        lines = ["[[indicator]]", *_pairs(keys)]
        notes = [toml.string(ids[_key(note)]) for note in _notes_of(one)]
        if notes:
            lines.append(toml.array("notes", notes))
        lines += _pairs({"line": reading.lines.get(one.id)})
        if one.baseline is not None:
            lines.append(f"baseline = {toml.inline([_cell(one.baseline)])}")
        yield "\n".join([*lines, *_values(one)])


_TABLES = {"actual": "values", "target": "targets"}


def _values(one: IndicatorItem) -> Iterator[str]:
    """Two tables, or a line for each value where they do not fit or values and targets alternate."""
    if len({(value.kind, value.period) for value in one.values}) < len(one.values):
        raise ValueError(f"indicator '{one.name}' heeft twee waarden van één periode")
    tables: dict[str, list[tuple[str, str]]] = {}
    for value in one.values:
        tables.setdefault(_TABLES[value.kind], []).append(_cell(value))
    short = [f"{name} = {toml.inline(cells)}" for name, cells in tables.items()]
    kinds = [value.kind for value in one.values]
    turns = sum(first != second for first, second in pairwise(kinds))
    if turns < 2 and all(len(line) <= toml.WIDTH for line in short):
        yield from short
        return
    for value in one.values:
        period, written = _cell(value)
        yield f"{_TABLES[value.kind]}.{toml.bare(period)} = {written}"


def _cell(value: ValueItem) -> tuple[str, str]:
    written = toml.string("-") if value.value is None else toml.scalar(value.value)
    return value.period, toml.inline([(value.bound, written)]) if value.bound else written


def _record(section: Section, record: Record) -> str:
    """A record: its fields, entries that fit on a line as a list, others as tables of their own."""
    lines = [f"[[{section.name}]]", f"id = {toml.string(record.id)}"]
    lines += _fields(section, record)
    apart: list[str] = []
    for inner in section.entries:
        entries = record.entries.get(inner.name, ())
        short = [toml.inline(_short(inner, entry)) for entry in entries]
        if entries and all(len(one) + 3 <= toml.WIDTH for one in short):
            lines.append(toml.rows(inner.name, short))
            continue
        for entry in entries:
            head = f"[[{section.name}.{inner.name}]]"
            apart.append("\n".join([head, *_fields(inner, entry)]))
    return "\n\n".join(["\n".join(lines), *apart])


def _fields(section: Section, record: Record) -> Iterator[str]:
    for field in section.fields:
        value = record.values.get(field.name)
        if isinstance(value, tuple):
            yield toml.array(field.name, map(toml.string, value))
        elif field.kind is Kind.TEXT and isinstance(value, str):
            yield f"{field.name} = {toml.paragraph(value)}"
        elif value is not None:
            yield f"{field.name} = {_written(field, value)}"
    if record.line is not None:
        yield f"printed_line = {record.line}"


def _short(section: Section, record: Record) -> Sequence[tuple[str, str]]:
    made = [
        (field.name, _written(field, record.values[field.name]))
        for field in section.fields
        if record.values.get(field.name) is not None
    ]
    return made if record.line is None else [*made, ("printed_line", str(record.line))]


def _written(field: Field, value: RecordValue) -> str:
    if isinstance(value, tuple):
        return f"[{', '.join(map(toml.string, value))}]"
    if field.kind is Kind.DAY:
        return str(value)
    if field.kind is Kind.EUR and isinstance(value, int | float):
        return toml.euros(value)
    return toml.scalar(value)
