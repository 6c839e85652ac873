"""Tables of which no character divides the cells: each on a line of its own, or all in one word."""

import re
from collections.abc import Sequence

from noaber.intake.documents.blocks import Line
from noaber.intake.documents.cells import Cell, Layout, cells
from noaber.intake.documents.columns import Column, Role, column, settle
from noaber.intake.documents.grid import LONGEST_GROUP, Grid, GridRow, gap
from noaber.intake.documents.grid_heads import columns_of
from noaber.intake.documents.tokens import is_printed

_BEFORE = frozenset({Role.LABEL, Role.GOAL, Role.NUMBER, Role.EFFORT, Role.UNIT, Role.PERIOD})
_GLUED_NUMBER = re.compile(
    r"(?<![0-9.,])[-+−]?[0-9]{1,3}(?:\.[0-9]{3})+(?:,[0-9])?|[-+−]?[0-9]{1,3}(?:\.[0-9]{3})+"
    r"|[-+−]?[0-9]+(?:,[0-9]+)?%"
)


def stacked(lines: Sequence[Line], at: int, stops: Sequence[bool]) -> Grid | None:
    """A table of which every cell has a line of its own."""
    heads: list[Column] = []
    place = at
    while place < len(lines) and len(heads) < 15 and (place == at or not gap(lines, place)):
        said = column(lines[place].text)
        if said is None or said.role is Role.BLANK or (not said.sure and said.year is None):
            break
        if (heads and said.role is Role.LABEL) or (
            said.kind and said.year is None and said.stage is None
        ):
            break
        heads.append(said)
        place += 1
    values = [one for one in heads if one.role is Role.VALUE]
    if not heads or heads[0].role not in _BEFORE or len(values) < 2:
        return None
    grid = Grid(settle(heads), lines[at:place])
    first = next(i for i, one in enumerate(heads) if one.role is Role.VALUE)
    behind = len(heads) - first - len(values)
    while place < len(lines) and not stops[place] and not gap(lines, place):
        run = place + first
        while run < len(lines) and run - place - first < len(values) and _is_cell(lines, run):
            run += 1
        if run == place + first:
            grid.rows.append(_stacked_row([lines[place]], len(heads), lines[place], group=True))
            place += 1
            continue
        taken = list(lines[place:run])
        if run - place - first == len(values):
            taken += lines[run : run + behind]
        grid.rows.append(_stacked_row(taken, len(heads), lines[place]))
        place += len(taken)
    grid.count = place - at
    return grid if any(not row.group for row in grid.rows) else None


def _is_cell(lines: Sequence[Line], at: int) -> bool:
    return not gap(lines, at) and is_printed(lines[at].text)


def _stacked_row(taken: Sequence[Line], width: int, line: Line, group: bool = False) -> GridRow:
    row = [Cell(one.text, one.start, one.indent) for one in taken[:width]]
    return GridRow((*row, *(None,) * (width - len(row))), line, group)


def glued(lines: Sequence[Line], at: int, stops: Sequence[bool]) -> Grid | None:
    """A table of which nothing divides the cells."""
    heads = cells(lines[at], Layout.GLUED)
    if len(heads) < 3 or len(lines[at].text) > 300:
        return None
    columns = columns_of([cell.text for cell in heads])
    if columns is None or columns[0].role is not Role.LABEL:
        return None
    values = sum(one.role is Role.VALUE for one in columns)
    if values < 2:
        return None
    grid = Grid(columns, lines[at : at + 1])
    place = last = at + 1
    while place < len(lines) and not stops[place] and not gap(lines, place):
        row = _glued_row(lines[place], columns, values)
        if row is None:
            break
        grid.rows.append(row)
        place += 1
        last = place if not row.group else last
    while grid.rows and grid.rows[-1].group:
        grid.rows.pop()
    grid.count = last - at
    return grid if grid.rows else None


def _glued_row(line: Line, columns: Sequence[Column], values: int) -> GridRow | None:
    found = list(_GLUED_NUMBER.finditer(line.text))
    if not found:
        whole = Cell(line.text, line.start)
        short = len(line.text.split()) <= LONGEST_GROUP and not line.text.endswith((".", ":"))
        return GridRow((whole, *(None,) * (len(columns) - 1)), line, group=True) if short else None
    if len(found) != values:
        return None
    row: list[Cell | None] = [Cell(line.text[: found[0].start()].rstrip(), line.start)]
    row += [Cell(match[0], line.start + match.start()) for match in found]
    rest = line.text[found[-1].end() :].strip()
    at = line.start + len(line.text) - len(rest)
    row += [Cell(rest, at)] if rest else []
    if len(row) > len(columns):
        return None
    return GridRow((*row, *(None,) * (len(columns) - len(row))), line)
