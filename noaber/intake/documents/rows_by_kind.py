"""Tables of which the first cell of every row says what the row is: 'doel', 'inspanning', 'indicator'.

Such a table is the whole tree, row by row, as systems export it.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from noaber.intake.documents.blocks import Line
from noaber.intake.documents.cells import BY_PLACE, Cell, cells, is_rule, layout
from noaber.intake.documents.columns import Role as ColumnRole
from noaber.intake.documents.grid import Grid, GridRow
from noaber.intake.documents.grid_heads import columns_of
from noaber.intake.documents.measured import indicator_table
from noaber.intake.documents.pieces import Piece
from noaber.intake.documents.reading import EffortStatus
from noaber.intake.documents.roles import Part, Role, is_status, status_of
from noaber.vocabulary.names import normalise

_KINDS: dict[str, Role] = {
    "programma": Role.PROGRAMME,
    "thema": Role.THEME,
    "programmalijn": Role.THEME,
    "deelprogramma": Role.THEME,
    "pijler": Role.THEME,
    "hoofddoel": Role.GOAL,
    "strategisch doel": Role.GOAL,
    "doel": Role.GOAL,
    "doelstelling": Role.GOAL,
    "subdoel": Role.SUBGOAL,
    "deeldoel": Role.SUBGOAL,
    "operationeel doel": Role.SUBGOAL,
    "inspanning": Role.EFFORT,
    "activiteit": Role.EFFORT,
    "actie": Role.EFFORT,
    "maatregel": Role.EFFORT,
    "prestatie": Role.EFFORT,
    "project": Role.EFFORT,
}
_INDICATORS = frozenset({"indicator", "effectindicator", "prestatie indicator", "kengetal", "kpi"})
_CODE = re.compile(r"(?=[^0-9]*[0-9])[A-Za-z]{0,4}[ .-]?[0-9]{0,3}(?:[.-][0-9a-z]{1,3}){0,4}")
_LEAST = 3  # rows
_MOST = 2000


@dataclass(slots=True)
class _Row:
    """A row below its kind: the cells behind the first one."""

    kind: str
    line: Line
    cells: tuple[Cell, ...]


def rows_by_kind(
    lines: Sequence[Line], at: int, usual: EffortStatus
) -> tuple[list[Piece], int] | None:
    """The pieces of the table that begins at lines[at], head or first row, and how many lines it took.

    `usual` is the status of what is done, where its row does not say. None where no such table begins.
    """
    first = at if _row(lines[at]) is not None else at + 1
    if first == at and at and _row(lines[at - 1]) is not None:
        return None  # within such a table: it was looked at from its first row
    if first > at and (first >= len(lines) or layout(lines[at]) is not layout(lines[first])):
        return None
    found: list[_Row] = []
    place = first
    while place < min(len(lines), at + _MOST):
        row = _row(lines[place])
        if row is None and not is_rule(lines[place]):
            break
        if row is not None:
            found.append(row)
        place += 1
    kinds = {row.kind for row in found}
    goals = any(_KINDS.get(kind) is Role.GOAL for kind in kinds)
    served = any(_KINDS.get(kind) is Role.EFFORT for kind in kinds) or kinds & _INDICATORS
    if len(found) < _LEAST or not goals or not served:
        return None
    head = lines[at] if first > at else None
    made: list[Piece] = []
    for row in found:
        made += _measured(row, head) if row.kind in _INDICATORS else _part(row, usual)
    return made, place - at


def _row(line: Line) -> _Row | None:
    by = layout(line)
    if by not in BY_PLACE:
        return None
    found = cells(line, by)
    kind = normalise(found[0].text) if found else ""
    if len(found) < 2 or (kind not in _KINDS and kind not in _INDICATORS):
        return None
    return _Row(kind, line, tuple(found[1:]))


def _part(row: _Row, usual: EffortStatus) -> list[Piece]:
    """The name of the row, which is its first cell that is no code."""
    name = next((cell for cell in row.cells if cell.text and not _CODE.fullmatch(cell.text)), None)
    if name is None:
        return []
    role = _KINDS[row.kind]
    closing = " ;" if role is Role.EFFORT else " .;:"
    span = (name.start, name.start + len(name.text.rstrip(closing)))
    status: EffortStatus | None = None
    if role is Role.EFFORT:
        beside = (cell.text for cell in row.cells if cell is not name and is_status(cell.text))
        status = next((status_of(text) for text in beside), usual)
    return [Part(role, row.line, span, status=status, own=role is Role.EFFORT)]


def _measured(row: _Row, head: Line | None) -> list[Piece]:
    """The values of a row under the head of the table; nothing where it has none."""
    if head is None:
        return []
    heads = cells(head, layout(head))[1:]
    named = next((i for i, one in enumerate(row.cells) if not _CODE.fullmatch(one.text)), None)
    if named is None or len(heads) <= named:
        return []
    columns = columns_of([one.text for one in heads[named:]])
    if columns is None or not any(one.role is ColumnRole.VALUE for one in columns):
        return []
    laid = [cell if cell.text else None for cell in row.cells[named : named + len(columns)]]
    laid += [None] * (len(columns) - len(laid))
    columns = (replace(columns[0], role=ColumnRole.LABEL), *columns[1:])
    grid = Grid(columns, (head,), [GridRow(tuple(laid), row.line)], count=1)
    table, _ = indicator_table(grid, ())
    table.card = True
    return [table] if table.groups else []
