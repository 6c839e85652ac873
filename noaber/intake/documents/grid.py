"""What a table is once it is read: columns, and rows of cells under them."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from noaber.intake.documents.blocks import Line
from noaber.intake.documents.cells import Cell, Layout
from noaber.intake.documents.columns import Column, Role

LONGEST_GROUP = 16  # words in a head over a group of rows


@dataclass(frozen=True, slots=True)
class GridRow:
    """One line under the head: a cell or None for each column; a group head has its first cell only."""

    cells: tuple[Cell | None, ...]
    line: Line
    group: bool = False

    @property
    def text(self) -> str:
        """What stands in the first cell that is not empty."""
        return next((cell.text for cell in self.cells if cell is not None), "")


@dataclass(slots=True)
class Grid:
    """A table; `count` is how many lines it took, the head included."""

    columns: tuple[Column, ...]
    head: Sequence[Line]
    rows: list[GridRow] = field(default_factory=list)
    count: int = 0

    def filled(self, row: GridRow) -> list[tuple[Cell, Column]]:
        """The cells of a row that are not empty, each with its column."""
        pairs = zip(row.cells, self.columns, strict=True)
        return [(cell, one) for cell, one in pairs if cell is not None]

    def has(self, role: Role) -> bool:
        """Whether a column has this role."""
        return any(one.role is role for one in self.columns)


@dataclass(frozen=True, slots=True)
class Head:
    """The columns of a table, where each stands on its line, what divides cells, and its lines."""

    columns: tuple[Column, ...]
    places: tuple[Cell, ...]
    by: Layout
    count: int

    @property
    def has_values(self) -> bool:
        """Whether a column holds amounts or figures."""
        return any(one.role is Role.VALUE for one in self.columns)


def gap(lines: Sequence[Line], at: int) -> bool:
    """Whether a white line stands above lines[at]."""
    return lines[at].first
