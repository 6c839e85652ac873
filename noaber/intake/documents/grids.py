"""Third stage: a table as columns and rows of cells, whatever stands between the cells.

A table begins at a head: one to three lines whose every cell is a head of a column. What follows
belongs to it as long as it can be laid under those columns. Cells divided by a character have their
place by count; cells divided by spaces by where they stand on the line; cells that each have a line
of their own are told apart by what is a number and what is not.
"""

import re
from collections.abc import Sequence
from dataclasses import replace

from noaber.intake.documents.blocks import Line
from noaber.intake.documents.cells import BY_PLACE, Cell, Layout, cells, is_rule, layout
from noaber.intake.documents.columns import Column, Role, column
from noaber.intake.documents.grid import LONGEST_GROUP, Grid, GridRow, Head
from noaber.intake.documents.grid_heads import asked_head, divided_head, may_be_goal, nearest
from noaber.intake.documents.grids_loose import glued, stacked
from noaber.intake.documents.roles import is_status, words
from noaber.intake.documents.tokens import favour, is_printed

_PAGE = re.compile(r"[-–]\s*[0-9]{1,3}\s*[-–]")  # the number of a page, between two rows
_LOOK_AHEAD = 3
_INDENT = 3  # characters before a cell that still stands at the left


def read_grid(
    lines: Sequence[Line], at: int, stops: Sequence[bool], doing: bool = False
) -> Grid | None:
    """The table that begins at lines[at], or None; `stops` says which lines are certainly no row.

    `doing` is whether it stands right under a question about what is done.
    """
    by = layout(lines[at])
    if by is not None:
        head = divided_head(lines, at, by) or (asked_head(lines, at, by) if doing else None)
        if head is not None:
            return _body(lines, at, head, stops)
        return None
    return stacked(lines, at, stops) or glued(lines, at, stops)


def _body(lines: Sequence[Line], at: int, head: Head, stops: Sequence[bool]) -> Grid:
    grid = Grid(head.columns, lines[at : at + head.count], count=head.count)
    place = at + head.count
    last = place
    while place < len(lines) and (not stops[place] or _PAGE.fullmatch(lines[place].text)):
        line = lines[place]
        if is_rule(line) or _PAGE.fullmatch(line.text):
            place += 1
            continue
        row = _row(line, head)
        if row is not None and grid.rows:
            row = _moved(row, grid)
        if row is not None and not grid.rows and _says_again(row, head):
            place += 1  # questions over words: 'Wat gaan we doen?', and below it 'Prestatie'
            continue
        if row is None or (row.group and not _goes_on(lines, place, head, stops)):
            break
        if _is_head(line, head):
            break
        grid.rows.append(row)
        place += 1
        last = place
    grid.count = last - at
    grid.rows = _unwrapped(grid.rows)
    grid.columns = tuple(_by_content(one, at, grid.rows) for at, one in enumerate(grid.columns))
    return grid


def _unwrapped(rows: Sequence[GridRow]) -> list[GridRow]:
    """A name over two lines as one: the second begins with a small letter, right under the first."""
    found: list[GridRow] = []
    for row in rows:
        above = found[-1] if found else None
        first = row.cells[0]
        if (
            above is not None
            and above.group
            and first is not None
            and not row.line.first
            and first.text[:1].islower()
        ):
            top = above.cells[0]
            if top is not None and not row.group and _near(above.line, row.line):
                found[-1] = replace(
                    row, cells=(replace(top, text=f"{top.text} {first.text}"), *row.cells[1:])
                )
                continue
        found.append(row)
    return found


def _near(above: Line, line: Line) -> bool:
    return abs(above.indent - line.indent) < 4 and len(above.text) > 12


def _by_content(one: Column, at: int, rows: Sequence[GridRow]) -> Column:
    """What a column holds where its head leaves that open: V and N, or names of goals."""
    held = [cell.text for row in rows if not row.group and (cell := row.cells[at]) is not None]
    if not held:
        return one
    if one.role is Role.BLANK and at and all(favour(text) is not None for text in held):
        return replace(one, role=Role.FLAG)
    if one.role is Role.NOTE and not one.sure and all(is_status(text) for text in held):
        return replace(one, role=Role.STATUS)
    if may_be_goal(one):
        return one if any(map(is_printed, held)) else replace(one, role=Role.GOAL)
    return one


def _is_head(line: Line, head: Head) -> bool:
    """Whether a new table begins: again words over columns, and not a row of years or kinds."""
    found = [cell for cell in cells(line, head.by) if cell.text]
    said = [column(cell.text) for cell in found]
    if len(said) < 2 or any(one is None for one in said[1:]):
        return False
    known = [one for one in said if one is not None]
    values = [one for one in known if one.role is Role.VALUE]
    first = said[1] if said[0] is not None and said[0].role is Role.NUMBER else said[0]
    named = first is not None and first.role is Role.LABEL
    efforts = any(one.role is Role.EFFORT for one in known)
    if not values and len(known) == len(said) and all(one.sure for one in known):
        return len({one.role for one in known}) > 1
    return efforts or (bool(values) and (named or any(one.stage or one.kind for one in values)))


def _moved(row: GridRow, grid: Grid) -> GridRow:
    """A row without the cell that it shares with the row above, its other cells in their own columns.

    Its number tells: below goal 1.1 stands 1.1.2 in the first column.
    """
    roles = [one.role for one in grid.columns]
    first = row.cells[0]
    if roles[:2] != [Role.GOAL, Role.EFFORT] or first is None or row.cells[-1] is not None:
        return row
    number = words(first.text).number.rpartition(".")[0]
    above = (one.cells[0] for one in reversed(grid.rows))
    goal = next((cell for cell in above if cell is not None), None)
    if not number or goal is None or words(goal.text).number != number:
        return row
    return GridRow((None, *row.cells[:-1]), row.line)


def _says_again(row: GridRow, head: Head) -> bool:
    """Whether a first row says once more what the columns hold: two of goals and what is done, or more."""
    said = [
        column(cell.text)
        for cell, one in zip(row.cells, head.columns, strict=True)
        if cell is not None and one.role in (Role.GOAL, Role.SUBGOAL, Role.EFFORT)
    ]
    return len(said) > 1 and all(one is not None and one.sure for one in said)


def _goes_on(lines: Sequence[Line], at: int, head: Head, stops: Sequence[bool]) -> bool:
    """Whether a lone cell heads rows: one follows soon, before anything else begins."""
    for place in range(at + 1, min(at + 1 + _LOOK_AHEAD, len(lines))):
        line = lines[place]
        if stops[place]:
            return False
        row = None if is_rule(line) else _row(line, head)
        if row is None or _is_head(line, head):
            return False
        if not row.group:
            return True
    return False


def _row(line: Line, head: Head) -> GridRow | None:
    """One line laid under the columns; None where it cannot be."""
    by = layout(line)
    found = cells(line, head.by if by is head.by else None)
    if head.by is Layout.SPACES:
        found = tuple(cell for cell in found if cell.text != "€")  # a cell of its own
    filled = tuple(cell for cell in found if cell.text)
    if not filled:
        return None
    if by is not head.by and head.by is Layout.SPACES:
        found = filled = _loose(line)
        if len(filled) == 2 < len(head.columns):
            found = filled = (Cell(line.text, line.start, line.indent),)
    if len(filled) == 1:
        return _done_alone(found, line, head) or _group(filled[0], line, head)
    if by is not head.by and head.by is not Layout.SPACES:
        return None
    placed = _by_count(found, head) if head.by in BY_PLACE else _by_place(filled, head)
    if placed is None or (head.by is Layout.SPACES and not _fits(placed, head)):
        return None
    return GridRow(placed, line)


def _done_alone(found: Sequence[Cell], line: Line, head: Head) -> GridRow | None:
    """A row that holds nothing but what is done, under its own column: the goal is that of the row above."""
    place = next(at for at, cell in enumerate(found) if cell.text)
    cell, last = found[place], len(head.columns) - 1
    if head.by is Layout.SPACES:
        place = nearest(cell, head.places) if cell.left > _INDENT else 0
    elif head.by not in BY_PLACE:
        return None
    if not 0 < place <= last or head.columns[place].role is not Role.EFFORT:
        return None
    return GridRow((*(None,) * place, cell, *(None,) * (last - place)), line)


def _fits(placed: Sequence[Cell | None], head: Head) -> bool:
    """Whether what stands under the values are values: of words laid by place that is not certain."""
    values = [
        cell
        for cell, one in zip(placed, head.columns, strict=True)
        if cell and one.role is Role.VALUE and not may_be_goal(one)
    ]
    return all(is_printed(cell.text) for cell in values) or not head.has_values


def _loose(line: Line) -> tuple[Cell, ...]:
    """A line without wide gaps in a table that has them: words, and the numbers behind them."""
    words = list(re.finditer(r"\S+", line.text))
    cut = len(words)
    while cut > 1 and is_printed(words[cut - 1][0]):
        cut -= 1
    if cut == len(words):
        return (Cell(line.text, line.start, line.indent),)
    first = Cell(line.text[: words[cut - 1].end()], line.start, line.indent)
    rest = [Cell(w[0], line.start + w.start(), line.indent + w.start()) for w in words[cut:]]
    return (first, *rest)


def _group(cell: Cell, line: Line, head: Head) -> GridRow | None:
    if (
        line.text.startswith("#")
        or len(cell.text.split()) > LONGEST_GROUP
        or cell.text.endswith((".", ":", "?"))
        or is_printed(cell.text)
    ):
        return None
    return GridRow((cell, *(None,) * (len(head.columns) - 1)), line, group=True)


def _by_count(found: Sequence[Cell], head: Head) -> tuple[Cell | None, ...] | None:
    width = len(head.columns)
    if len(found) > width and any(cell.text for cell in found[width:]):
        return None
    row = [cell if cell.text else None for cell in found[:width]]
    return (*row, *(None,) * (width - len(row)))


def _by_place(given: Sequence[Cell], head: Head) -> tuple[Cell | None, ...] | None:
    """Cells under the columns in which they stand, where there are not as many as columns."""
    width = len(head.columns)
    found = list(given)
    if len(found) < width:
        found = [found[0], *(part for cell in found[1:] for part in _numbers(cell))]
    if len(found) == width - 1 and (split := _split_first(found[0])) is not None:
        found = [*split, *found[1:]]
    if len(found) == width:
        return tuple(found)
    if len(found) > width:
        return None
    row: list[Cell | None] = [None] * width
    named = found[0].left < head.places[1].left - 2
    if named:
        row[0] = found[0]
    for cell in found[1:] if named else found:
        at = 1 + nearest(cell, head.places[1:])
        if row[at] is not None:
            return None
        row[at] = cell
    return tuple(row)


def _numbers(cell: Cell) -> Sequence[Cell]:
    """The numbers of a cell between which there is but one space; the cell itself where it is no such."""
    words = list(re.finditer(r"\S+", cell.text))
    if len(words) < 2 or is_printed(cell.text) or not all(is_printed(word[0]) for word in words):
        return (cell,)
    return [Cell(word[0], cell.start + word.start(), cell.left + word.start()) for word in words]


def _split_first(cell: Cell) -> tuple[Cell, Cell] | None:
    """A name and the number that stands too near behind it."""
    words, _, number = cell.text.rpartition(" ")
    if not words or not is_printed(number) or is_printed(words):
        return None
    at = len(cell.text) - len(number)
    return Cell(words.rstrip(), cell.start, cell.left), Cell(
        number, cell.start + at, cell.left + at
    )
