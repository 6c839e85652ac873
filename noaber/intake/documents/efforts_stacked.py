"""Tables of efforts of which every cell has a line of its own.

What became of an effort, or when it is done, is known by its words: those lines divide the others. The
line before one is the effort, and where the table names goals the line before that is the goal.
"""

import re
from collections.abc import Sequence
from dataclasses import replace

from noaber.intake.documents.blocks import Line
from noaber.intake.documents.cells import Cell, layout
from noaber.intake.documents.columns import Column, Role, column
from noaber.intake.documents.grid import Grid, GridRow
from noaber.intake.documents.grids_words import WHEN
from noaber.intake.documents.roles import Role as Part
from noaber.intake.documents.roles import is_navigation, is_status, named
from noaber.intake.documents.tokens import is_printed

_HEADS = frozenset(
    {Role.LABEL, Role.NUMBER, Role.GOAL, Role.EFFORT, Role.STATUS, Role.NOTE, Role.NEXT}
)
_MOST_ROWS = 250
_LONGEST_NAME = 35  # words
_LEAST = 2
_CODE = re.compile(r"[A-Z]{0,2}[0-9]{1,2}(?:\.[0-9]{1,2}){0,3}[a-z]?")


def stacked_efforts(lines: Sequence[Line], at: int, stops: Sequence[bool]) -> Grid | None:
    """The table that begins at lines[at], or None; `stops` says which lines are certainly no cell."""
    heads: list[Column] = []
    place = at
    while place < len(lines) and len(heads) < 5:
        said = column(lines[place].text) if len(lines[place].text) < 60 else None
        if said is None or not said.sure or said.role not in _HEADS:
            break
        heads.append(said)
        place += 1
    done = next((i for i, one in enumerate(heads) if one.role is Role.EFFORT), len(heads))
    heads = [
        replace(one, role=Role.NOTE) if one.role is Role.LABEL and i > done else one
        for i, one in enumerate(heads)
    ]
    roles = [one.role for one in heads]
    if (blocks := _by_block(heads, lines, at, stops)) is not None:
        return blocks
    if roles in ([Role.GOAL, Role.EFFORT], [Role.NUMBER, Role.EFFORT]):
        return _coded(heads, lines, at)
    if len(heads) < 2 or Role.EFFORT not in roles or len(set(roles)) < len(roles):
        return None
    if not {Role.STATUS, Role.NOTE} & set(roles):
        return None
    divider = Role.STATUS if Role.STATUS in roles else Role.NOTE
    grid = Grid(tuple(heads), lines[at:place])
    pending: list[Line] = []
    last = place
    while place < min(len(lines), at + _MOST_ROWS) and not _ends(lines[place], stops[place]):
        line = lines[place]
        place += 1
        if not pending or not _divides(line.text, divider):
            pending.append(line)
            continue
        grid.rows.append(_row(pending, line, roles, divider))
        pending, last = [], place
    if divider is Role.STATUS and grid.rows and pending:
        last += _note(pending)
    grid.count = last - at
    return grid if len(grid.rows) >= _LEAST else None


def _by_block(
    heads: Sequence[Column], lines: Sequence[Line], at: int, stops: Sequence[bool]
) -> Grid | None:
    """A table of which every row is a paragraph with a line for each head; a goal may hold for more rows."""
    width = len(heads)
    roles = [one.role for one in heads]
    if width < 2 or Role.EFFORT not in roles or len(set(roles)) < width:
        return None
    if any(line.first for line in lines[at + 1 : at + width]):
        return None
    grid = Grid(tuple(heads), lines[at : at + width], count=width)
    carried = width - 1 if roles[0] is Role.GOAL else width
    place = at + width
    while place < len(lines) and lines[place].first and not _ends(lines[place], stops[place]):
        stop = place + 1
        while stop < len(lines) and not lines[stop].first and stop - place <= width:
            stop += 1
        block = lines[place:stop]
        if len(block) not in (width, carried) or any(map(_is_long, block)):
            break
        cells = [None] * (width - len(block)) + [_cell(line) for line in block]
        grid.rows.append(GridRow(tuple(cells), block[0]))
        place = stop
    grid.count = place - at
    return grid if len(grid.rows) >= _LEAST and grid.rows[0].cells[0] is not None else None


def _is_long(line: Line) -> bool:
    return len(line.text.split()) > _LONGEST_NAME or line.text.endswith("?")


def _coded(heads: Sequence[Column], lines: Sequence[Line], at: int) -> Grid | None:
    """A table of a number and an effort by turns: 'Doel' and 'Prestatie', then '1' and what is done."""
    grid = Grid((replace(heads[0], role=Role.NUMBER), heads[1]), lines[at : at + 2])
    place = at + 2
    while place + 1 < len(lines) and _CODE.fullmatch(lines[place].text):
        effort = lines[place + 1]
        if _CODE.fullmatch(effort.text) or len(effort.text.split()) > _LONGEST_NAME:
            break
        grid.rows.append(GridRow((_cell(lines[place]), _cell(effort)), effort))
        place += 2
    grid.count = place - at
    return grid if grid.rows else None


def _ends(line: Line, stops: bool) -> bool:
    marked = named(line.text)
    if marked is not None and marked[0] in (Part.THEME, Part.PROGRAMME):
        return True
    return stops or is_navigation(line.text) or layout(line) is not None or is_printed(line.text)


def _divides(text: str, role: Role) -> bool:
    if role is Role.STATUS:
        return len(text.split()) < 5 and not text.endswith(".") and is_status(text)
    return WHEN.fullmatch(text) is not None


def _note(lines: Sequence[Line]) -> int:
    """How many lines in front are sentences: the remark on the effort above."""
    return next((i for i, line in enumerate(lines) if not line.text.endswith(".")), len(lines))


def _row(pending: Sequence[Line], mark: Line, roles: Sequence[Role], divider: Role) -> GridRow:
    cells: list[Cell | None] = [None] * len(roles)
    between = roles.index(divider) - roles.index(Role.EFFORT) - 1
    if between > 0 and len(pending) > between and pending[-1].text.endswith("."):
        cells[roles.index(Role.EFFORT) + 1] = _cell(pending[-1])
        pending = pending[:-between]  # words about it stand between the name and its status
    effort = pending[-1]
    cells[roles.index(Role.EFFORT)] = _cell(effort)
    cells[roles.index(divider)] = _cell(mark)
    if Role.GOAL in roles and len(pending) > 1 and len(pending[-2].text.split()) <= _LONGEST_NAME:
        cells[roles.index(Role.GOAL)] = _cell(pending[-2])
    return GridRow(tuple(cells), effort)


def _cell(line: Line) -> Cell:
    return Cell(line.text, line.start, line.indent)
