"""Tables of which every cell is a paragraph of its own, with a white line between.

So a web page leaves them that draws its tables with blocks. Heads may take two lines ('Begroting' over
'2024'), stages may stand in one row of heads and years in the next, and V or N may have a cell behind
each amount. What is a number and what is not tells where a row begins.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from noaber.intake.documents.blocks import Line
from noaber.intake.documents.cells import Cell, layout
from noaber.intake.documents.columns import Column, Role, column, settle
from noaber.intake.documents.finance import kind_of
from noaber.intake.documents.grid import Grid, GridRow
from noaber.intake.documents.head_words import under_years
from noaber.intake.documents.roles import is_navigation, named, section_of
from noaber.intake.documents.tokens import favour, is_printed

_MOST_LINES = 3  # in one cell
_MOST_HEADS = 20
_MOST_CELLS = 2000
_LONGEST = 18  # words in a cell
_CODE = re.compile(r"[0-9]{1,2}(?:[.-][0-9]{1,3})+[a-z]?")
_YEAR = re.compile(r"(?:19|20)[0-9]{2}")
_DATED = re.compile(r"[0-9]{4}")
_BROKEN = re.compile(r"(?<=[a-z])- (?=[a-z])")  # 'Streef-' over 'waarde'
_BESIDE = frozenset({Role.UNIT, Role.SOURCE, Role.DIRECTION, Role.NUMBER})


@dataclass(frozen=True, slots=True)
class _Part:
    """One paragraph: its words on one line, its place, and how many lines it takes."""

    text: str
    cell: Cell
    line: Line
    count: int


def spaced(text: str, lines: Sequence[Line], at: int) -> Grid | None:
    """The table that begins at lines[at], or None. `text` is all text, in which the places are."""
    if not _may_begin(lines, at):
        return None
    head, used = _heads(text, lines, at)
    if head is None:
        return None
    columns = tuple(one for one in settle(head) if one.role not in (Role.FLAG, Role.NOTE))
    values = sum(one.role is Role.VALUE for one in columns)
    if columns[0].role is not Role.LABEL:
        return None
    first = next(i for i, one in enumerate(columns) if one.role is Role.VALUE)
    before = [one.role for one in columns[1:first]]
    behind = [one.role for one in columns[first + values :]]
    if not _BESIDE.issuperset([*before, *behind]):
        return None
    grid = Grid(columns, lines[at : at + used])
    place, last = at + used, at + used
    waiting: list[_Part] = []
    while place < min(len(lines), at + _MOST_CELLS):
        part = _part(text, lines, place) or _sentence(text, lines, place)
        if part is None:
            break
        if not is_printed(part.text) or not waiting:
            said = column(part.text)
            opens = (
                said is not None
                and said.sure
                and (said.role is Role.LABEL or (said.role is Role.VALUE and bool(said.year)))
            )
            if opens and _heads(text, lines, place)[0] is not None:
                break  # the head of another table
            waiting.append(part)
            place += part.count
            continue
        cells, place = _values(text, lines, place, values)
        row, place = _behind(
            text, lines, place, _rows(waiting, cells, columns, before), len(behind)
        )
        grid.rows += row
        waiting, last = [], place
    grid.count = last - at
    rows = [row for row in grid.rows if not row.group]
    return grid if len(rows) > 1 or (rows and used > 2) else None


def resumed(text: str, lines: Sequence[Line], at: int, columns: Sequence[Column]) -> Grid | None:
    """A row at lines[at] of a table that a paragraph of words interrupted; None where there is none."""
    name = _part(text, lines, at)
    values = sum(one.role is Role.VALUE for one in columns)
    if name is None or is_printed(name.text) or len(columns) != values + 1 or values < 2:
        return None
    cells, place = _values(text, lines, at + name.count, values)
    after = _part(text, lines, place) if place < len(lines) else None
    if len(cells) != values or (after is not None and is_printed(after.text)):
        return None
    return Grid(tuple(columns), (), _rows([name], cells, columns, ()), place - at)


def _may_begin(lines: Sequence[Line], at: int) -> bool:
    line = lines[at]
    if not line.first or len(line.text) > 90 or at + 2 >= len(lines) or layout(line) is not None:
        return False
    alone = lines[at + 1].first or lines[at + 2].first
    return alone and not line.text.endswith((".", "?", ":"))


def _part(text: str, lines: Sequence[Line], at: int) -> _Part | None:
    """The paragraph at lines[at] as a cell; None where it is none."""
    line = lines[at]
    if not line.first or layout(line) is not None:
        return None
    end = at + 1
    while end < len(lines) and not lines[end].first:
        end += 1
    said = _BROKEN.sub("", " ".join(one.text for one in lines[at:end]))
    printed = is_printed(said)
    if end - at > _MOST_LINES or len(said.split()) > _LONGEST:
        return None
    row = kind_of(said) != "other"  # 'Totaal lasten:'
    if not printed and is_navigation(said):
        return None
    if not printed and said.endswith((".", "?", ";") if row else (".", "?", ":", ";")):
        return None
    other = named(said) is not None or (section_of(said) is not None and column(said) is None)
    if not printed and not row and other:
        return None
    start = line.start
    return _Part(said, Cell(text[start : lines[end - 1].end], start), line, end - at)


def _sentence(text: str, lines: Sequence[Line], at: int) -> _Part | None:
    """A name of a row that ends like a sentence: a value stands right below it."""
    line = lines[at]
    if not line.first or not line.text.endswith(".") or len(line.text.split()) > _LONGEST:
        return None
    if at + 1 >= len(lines) or not lines[at + 1].first or not is_printed(lines[at + 1].text):
        return None
    return _Part(line.text, Cell(line.text, line.start), line, 1)


def _heads(text: str, lines: Sequence[Line], at: int) -> tuple[list[Column] | None, int]:
    """The columns, and how many lines their heads take."""
    found: list[Column] = []
    place = at
    while place < len(lines) and len(found) < _MOST_HEADS:
        part = _part(text, lines, place)
        if part is None:
            break
        said = column(part.text)
        if said is None and not found and _DATED.search(part.text) is None:
            said = Column(part.text, Role.LABEL, sure=False)  # the name of the whole over the rows
        if said is not None and said.role is Role.LABEL and len(found) == 1 and not found[0].sure:
            return None, 0  # the table begins at this head
        beside = len(found) == 1 and found[0].role is Role.LABEL and found[0].sure
        if said is None and beside and not found[0].year:
            place += part.count  # 'Norm', beside the name of the row
            found.append(Column(part.text, Role.NOTE, sure=False))
            continue
        if said is None or said.role is Role.BLANK or (said.kind and _is_row(said, found)):
            break
        found.append(said)
        place += part.count
    merged = _years_below(found)
    if merged is not None:
        return merged, place - at
    least = 1 if any(one.role is Role.FLAG for one in found) else 2
    if sum(one.role is Role.VALUE for one in found) < least:
        return None, 0
    if found[0].role is Role.VALUE:  # nothing stands over the names of the rows
        if not all(one.year or one.stage for one in found):
            return None, 0
        found = [Column("", Role.LABEL, sure=False), *found]
    return found, place - at


def _is_row(said: Column, found: Sequence[Column]) -> bool:
    """Whether 'Lasten' begins the rows: heads with years or stages stand before it."""
    return said.year is None and any(
        one.role is Role.VALUE and (one.year or one.stage) for one in found
    )


def _years_below(found: Sequence[Column]) -> list[Column] | None:
    """Stages in one row of heads and years in the next, as one: 'Rekening Begroting (x € 1.000) 2023 2024'."""
    labels = [i for i, one in enumerate(found) if one.role is Role.LABEL]
    if labels[:1] == [0] and len(labels) > 1:
        found, labels = found[1:], [at - 1 for at in labels[1:]]
    label = labels[0] if labels else 0
    if label == 0:
        return None
    stages, years = found[:label], found[label + 1 :]
    if len(stages) != len(years) or len(years) < 2:
        return None
    if not all(one.role is Role.VALUE and one.year is None for one in stages):
        return None
    if not all(_YEAR.fullmatch(one.head) for one in years):
        return None
    return [found[label], *under_years(stages, [year.head for year in years])]


def _values(text: str, lines: Sequence[Line], at: int, most: int) -> tuple[list[Cell], int]:
    """The amounts of a row, each with the V or N behind it, and where the row ends."""
    cells: list[Cell] = []
    place = at
    while place < len(lines) and len(cells) < most:
        part = _part(text, lines, place)
        if part is None or not is_printed(part.text):
            break
        place += part.count
        cell = part.cell
        flag = _part(text, lines, place) if place < len(lines) else None
        if flag is not None and favour(flag.text) is not None:
            cell = Cell(text[cell.start : flag.cell.end], cell.start)
            place += flag.count
        cells.append(cell)
    return cells, place


def _behind(
    text: str, lines: Sequence[Line], at: int, rows: list[GridRow], count: int
) -> tuple[list[GridRow], int]:
    """The row with the cells behind its values, such as its source, and where it then ends."""
    held = list(rows[-1].cells)
    for place in range(len(held) - count, len(held)):
        part = _part(text, lines, at) if at < len(lines) else None
        if part is None or (is_printed(part.text) and part.text[0].isdigit()):
            break
        held[place] = part.cell
        at += part.count
    return [*rows[:-1], replace(rows[-1], cells=tuple(held))], at


def _rows(
    waiting: Sequence[_Part],
    cells: Sequence[Cell],
    columns: Sequence[Column],
    before: Sequence[Role],
) -> list[GridRow]:
    """The heads over a row, and the row."""
    parts = list(waiting)
    beside = parts[len(parts) - len(before) :] if before else []
    names = parts[: len(parts) - len(before)] if before else parts
    if not names:
        names, beside = parts, []
    label, line = names[-1].cell, names[-1].line
    over = [one for one in names[:-1] if not is_printed(one.text)]  # '3', the number of a row
    if over and _CODE.fullmatch(over[-1].text):
        over = over[:-1]
    empty: tuple[Cell | None, ...] = (None,) * (len(columns) - 1)
    made = [GridRow((one.cell, *empty), one.line, group=True) for one in over]
    row: list[Cell | None] = [label, *(None,) * (len(columns) - 1)]
    for at, part in enumerate(beside, 1):
        row[at] = part.cell
    places = [i for i, one in enumerate(columns) if one.role is Role.VALUE]
    for at, cell in zip(places[len(places) - len(cells) :], cells, strict=True):
        row[at] = cell
    return [*made, GridRow(tuple(row), line)]
