"""Tables of goals and what is done for them: 'Doel | Activiteit | Status'."""

import re
from collections.abc import Iterator
from itertools import pairwise

from noaber.intake.documents.blocks import Line
from noaber.intake.documents.cells import Cell
from noaber.intake.documents.columns import Role as ColumnRole
from noaber.intake.documents.grid import Grid, GridRow
from noaber.intake.documents.reading import EffortStatus
from noaber.intake.documents.roles import Part, Role, status_of, words
from noaber.vocabulary.names import normalise

_BETWEEN = re.compile(r"\s*(?:<br\s*/?>|•\s)\s*", re.I)


def effort_parts(grid: Grid, past: bool) -> Iterator[Part]:
    """The goals and efforts of a grid in the order of its rows; `past` says how its question is asked."""
    usual: EffortStatus = "done" if past else "planned"
    own = grid.has(ColumnRole.GOAL) or any(row.group for row in grid.rows)
    themes = _has_themes(grid)
    over = _over_goals(grid)
    for at, row in enumerate(grid.rows):
        if row.group or at in over:
            role = Role.THEME if at in over else Role.GOAL
            yield _named(role, _last(row), row.line)
            continue
        programme = grid.columns[0].head.lower() == "programma" and not at
        if programme and (cell := row.cells[0]) is not None:
            yield _named(Role.PROGRAMME, cell, row.line)
        by_role = {one.role: cell for cell, one in grid.filled(row)}
        theme = by_role.get(ColumnRole.LABEL)
        if theme is not None and themes:
            yield _named(Role.THEME, theme, row.line)
        if (goal := by_role.get(ColumnRole.GOAL)) is not None:
            yield from (_named(Role.GOAL, one, row.line) for one in _each(goal))
        if (under := by_role.get(ColumnRole.SUBGOAL)) is not None:
            yield _named(Role.SUBGOAL, under, row.line)
        effort = by_role.get(ColumnRole.EFFORT)
        if effort is None:
            continue
        said = by_role.get(ColumnRole.STATUS)
        step = by_role.get(ColumnRole.NEXT)
        status = None if said is None else status_of(said.text)
        for one in _each(effort):
            yield Part(
                Role.EFFORT,
                row.line,
                _named(Role.EFFORT, one, row.line).span,
                status=status or (status_of(one.text) if past else None) or usual,
                next_step=None if step is None else step.text,
                own=own,
            )


def _has_themes(grid: Grid) -> bool:
    heads = [normalise(one.head) for one in grid.columns if one.role is ColumnRole.LABEL]
    return heads[:1] in (["thema"], ["programmalijn"], ["deelprogramma"], ["actielijn"])


def _each(cell: Cell) -> Iterator[Cell]:
    """The efforts in one cell: each behind its own bullet, or on its own line in the cell."""
    at = 0
    for match in (*_BETWEEN.finditer(cell.text), None):
        end = len(cell.text) if match is None else match.start()
        text = cell.text[at:end]
        if text.strip():
            yield Cell(text.strip(), cell.start + at + len(text) - len(text.lstrip()))
        at = end if match is None else match.end()


def _over_goals(grid: Grid) -> set[int]:
    """The rows that hold one name over rows with goals of their own: those are themes."""
    found = set()
    for at, (row, below) in enumerate(pairwise(grid.rows)):
        roles = {one.role for _, one in grid.filled(row)}
        under = {one.role for _, one in grid.filled(below)}
        alone = row.group or roles in ({ColumnRole.GOAL}, {ColumnRole.NUMBER, ColumnRole.GOAL})
        if alone and not below.group and {ColumnRole.GOAL, ColumnRole.EFFORT} <= under:
            found.add(at)
    return found


def _last(row: GridRow) -> Cell:
    return [cell for cell in row.cells if cell is not None][-1]


def _named(role: Role, cell: Cell, line: Line) -> Part:
    found = words(cell.text)
    closing = " ;" if role is Role.EFFORT else " .;:"
    end = found.start + len(cell.text[found.start : found.end].rstrip(closing))
    return Part(role, line, (cell.start + found.start, cell.start + end), own=True)
