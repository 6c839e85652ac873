"""The cost table written in the own format: amounts gathered into columns and rows again."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import count

from noaber.intake.documents import toml_text as toml
from noaber.intake.documents.keys import UNKNOWN
from noaber.intake.documents.own_money import against_the_rest
from noaber.intake.documents.reading import AmountItem, AmountStage, Reading
from noaber.vocabulary.names import slug

_Head = tuple[str, int | None, str | None]
_Column = tuple[_Head, AmountStage | None]


@dataclass(slots=True)
class _Row:
    """Amounts that were printed beside each other; `stage` where it is not that of their columns."""

    items: list[AmountItem] = field(default_factory=list)
    stage: AmountStage | None = None
    columns: list[_Column] = field(default_factory=list)


def money_blocks(reading: Reading) -> Iterator[str]:
    """[money] with its columns, and each [[money.row]]."""
    if not reading.finance:
        return
    odd = against_the_rest(reading.finance)
    rows = list(_rows(reading, odd))
    _choose_columns(rows)
    ids = _column_ids(rows, reading.document.year)
    written = [
        toml.inline(_column(one, identity, reading.document.year)) for one, identity in ids.items()
    ]
    yield "[money]\n" + toml.rows("columns", written)
    themes = {goal.text: goal.id for goal in reversed(reading.goals) if goal.kind == "theme"}
    for row in rows:
        amounts = [
            (ids[column], toml.euros(item.eur))
            for column, item in zip(row.columns, row.items, strict=True)
        ]
        yield "\n".join(
            ["[[money.row]]", *_keys(row, themes, odd, reading.lines), _amounts(amounts)]
        )


def _rows(reading: Reading, odd: set[str]) -> Iterator[_Row]:
    """Neighbouring amounts that have all but their column in common."""
    row, last = _Row(), None
    for item in reading.finance:
        common = (
            *(item.heading, item.line, item.kind, item.taakveld, item.category, item.party),
            *(item.favourable, item.id in odd, reading.lines.get(item.id)),
        )
        if row.items and (common != last or _head_of(item) in map(_head_of, row.items)):
            yield row
            row = _Row()
        row.items.append(item)
        last = common
    yield row


def _head_of(item: AmountItem) -> _Head:
    return (item.column, item.year, item.recurrence)


def _column_of(item: AmountItem) -> _Column:
    return _head_of(item), item.stage


def _choose_columns(rows: Sequence[_Row]) -> None:
    """Give each row its columns: those of the usual stage, the row's own stage said once."""
    stages: dict[_Head, Counter[AmountStage | None]] = {}
    for row in rows:
        for head, stage in map(_column_of, row.items):
            stages.setdefault(head, Counter())[stage] += 1
    usual = {head: found.most_common(1)[0][0] for head, found in stages.items()}
    for row in rows:
        mine = [_column_of(item) for item in row.items]
        own = {stage for _, stage in mine}
        strange = any(usual[head] != stage for head, stage in mine)
        if strange and len(own) == 1 and None not in own:
            row.stage = own.pop()
            mine = [(head, usual[head]) for head, _ in mine]
        row.columns = mine


def _column_ids(rows: Sequence[_Row], year: int | None) -> dict[_Column, str]:
    """A short id for each column, by its stage, and its year where that is another."""
    made: dict[_Column, str] = {}
    for row in rows:
        for column in row.columns:
            if column not in made:
                (head, of, _), stage = column
                base = stage or slug(head, 20)
                base = base if of in (year, None) else f"{base}_{of}"
                names = (base if number == 1 else f"{base}_{number}" for number in count(1))
                made[column] = next(name for name in names if name not in made.values())
    return made


def _column(column: _Column, identity: str, year: int | None) -> Iterator[tuple[str, str]]:
    (head, of, recurrence), stage = column
    yield "id", toml.string(identity)
    yield "head", toml.string(head)
    if stage:
        yield "stage", toml.string(stage)
    if of != year:
        yield "year", toml.string(UNKNOWN) if of is None else str(of)
    if recurrence:
        yield "recurrence", toml.string(recurrence)


def _keys(
    row: _Row, themes: Mapping[str, str], odd: set[str], lines: Mapping[str, int]
) -> Iterator[str]:
    first = row.items[0]
    if first.heading is not None and first.heading in themes:
        yield f"heading = {toml.string(themes[first.heading])}"
    elif first.heading is not None:
        yield f"printed_heading = {toml.string(first.heading)}"
    yield f"line = {toml.string(first.line)}"
    yield f"kind = {toml.string(first.kind)}"
    if row.stage:
        yield f"stage = {toml.string(row.stage)}"
    for name in ("taakveld", "category", "party"):
        if value := getattr(first, name):
            yield f"{name} = {toml.string(value)}"
    if first.favourable is not None:
        yield f"favourable = {toml.scalar(first.favourable)}"
    if first.id in odd:
        yield "correction = true"
    if first.id in lines:
        yield f"printed_line = {lines[first.id]}"


def _amounts(amounts: Sequence[tuple[str, str]]) -> str:
    short = f"amounts = {toml.inline(amounts)}"
    if len(short) <= toml.WIDTH:
        return short
    return "\n".join(f"amounts.{toml.bare(name)} = {value}" for name, value in amounts)
