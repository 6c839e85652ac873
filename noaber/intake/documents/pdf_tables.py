"""The lines of a table on a PDF page as rows: columns by where cells stand, rows by their numbers.

A cell may go on over several lines, beside, above or below the number that belongs to it. Lines with
numbers carry the rows; a line of words belongs to the number line that it stands nearest to, as long
as it stands as near as lines of one cell do.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from noaber.intake.documents.tokens import is_printed

_SAME_CELL = 1.45  # letter heights from baseline to baseline within a cell, at most
_OVERLAP = 0.95  # nearer than this no two rows can stand
_APART = 0.93  # lines in a cell stand nearer than this part of the distance between rows
_YEAR = re.compile(r"(?:19|20)[0-9]{2}(?:-(?:19|20)?[0-9]{2})?")


@dataclass(slots=True)
class Piece:
    """Characters that stand together: where they begin and end, their baseline and their height."""

    text: str
    left: float
    right: float
    base: float
    size: float
    words: list["Piece"] = field(default_factory=list)


@dataclass(slots=True)
class Column:
    """From where to where the cells of a column reach, and how many there are."""

    left: float
    right: float
    count: int = 1


@dataclass(slots=True)
class _Row:
    """The cells of one row, top and bottom baseline; `anchored` says that it has a number of its own."""

    cells: dict[int, str]
    top: float
    bottom: float
    size: float
    anchored: bool
    lone: bool


def table_rows(lines: Sequence[Sequence[Piece]], columns: Sequence[Column]) -> list[str] | None:
    """The lines as rows with tabs between their cells; None where they make no table."""
    if len(columns) < 2:
        return None
    found = [row for line in lines if (row := _row(line, columns)) is not None]
    if sum(len(row.cells) > 1 for row in found) < 2:
        return None
    return [_written(row, len(columns)) for row in _whole(found)]


def columns_of(pieces: Sequence[Piece]) -> list[Column]:
    """Where the columns are, from the narrowest pieces up; what bridges two columns is no cell of one."""
    found: list[Column] = []
    for piece in sorted(pieces, key=lambda one: one.right - one.left):
        touched = [one for one in found if piece.left < one.right and one.left < piece.right]
        if len(touched) > 1:
            solid = [one for one in touched if one.count > 1]
            if len(solid) > 1:
                continue
        if not touched:
            found.append(Column(piece.left, piece.right))
            continue
        first, *rest = touched
        first.left = min(piece.left, *(one.left for one in touched))
        first.right = max(piece.right, *(one.right for one in touched))
        first.count += 1 + sum(one.count for one in rest)
        for one in rest:
            found.remove(one)
    return sorted((one for one in found if one.count > 1), key=lambda one: one.left)


def is_head_over(line: Sequence[Piece], columns: Sequence[Column]) -> bool:
    """Whether a line is heads over the columns: no word stands in the white between two of them."""
    words = [word for piece in line for word in piece.words]
    over: set[int] = set()
    for word in words:
        at = _nearest(word, columns)
        reach = columns[at + 1].left if at + 1 < len(columns) else word.right
        back = columns[at - 1].right if at else word.left
        if word.left < back - 1 or word.right > reach + 1:
            return False
        over.add(at)
    return len(over) > 1 and len(words) <= 3 * len(over)


def _row(line: Sequence[Piece], columns: Sequence[Column]) -> _Row | None:
    """One line laid under the columns; a piece over several columns is cut between its words."""
    cells: dict[int, list[Piece]] = {}
    for piece in line:
        over = [
            at
            for at, one in enumerate(columns)
            if piece.left < one.right and one.left < piece.right
        ]
        if len(over) > 1 and len(piece.words) > 1 and len(line) > 1:
            for word in piece.words:
                cells.setdefault(_nearest(word, columns), []).append(word)
        else:
            cells.setdefault(over[0] if over else _nearest(piece, columns), []).append(piece)
    if not cells:
        return None
    told = {
        at: " ".join(piece.text for piece in sorted(held, key=lambda one: one.left))
        for at, held in cells.items()
    }
    numbers = [text for at, text in told.items() if is_printed(text) and (at or len(told) > 1)]
    wide = len(line) == 1 and sum(
        line[0].left < one.right and one.left < line[0].right for one in columns
    ) > 1  # fmt: skip
    base = max(line, key=lambda one: one.size).base
    return _Row(
        told, base, base, max(one.size for one in line),
        any(_YEAR.fullmatch(text) is None for text in numbers), wide,
    )  # fmt: skip


def _nearest(piece: Piece, columns: Sequence[Column]) -> int:
    """The column whose middle, or whose nearest edge, lies nearest to the piece."""
    middle = (piece.left + piece.right) / 2
    return min(
        range(len(columns)),
        key=lambda at: (
            max(columns[at].left - middle, middle - columns[at].right, 0.0)
            + 0.01 * abs((columns[at].left + columns[at].right) / 2 - middle)
        ),
    )


def _whole(rows: list[_Row]) -> list[_Row]:
    """The rows, with lines that belong to one row put together."""
    limits = _limits(rows)
    owner = list(range(len(rows)))
    for at, row in enumerate(rows):
        if row.anchored or row.lone:
            continue
        near = [
            (abs(row.top - rows[other].top), other)
            for other in _anchors_beside(rows, at)
            if _joins(rows, at, other, limits)
        ]
        if near:
            owner[at] = min(near)[1]
        elif at and not rows[at - 1].anchored and _wraps(rows[at - 1], row, limits):
            owner[at] = owner[at - 1]
    found: dict[int, _Row] = {}
    for at, to in enumerate(owner):
        if to not in found:
            found[to] = rows[at]
            continue
        for column, text in rows[at].cells.items():
            held = found[to].cells.get(column)
            found[to].cells[column] = text if held is None else broken_off(held, text)
        found[to].anchored = found[to].anchored or rows[at].anchored
    return [found[to] for to in sorted(found)]


def _limits(rows: Sequence[_Row]) -> float:
    """How far lines of one cell stand apart at most, in letter heights."""
    between = [
        (above.top - row.top) / row.size
        for above, row in pairwise(rows)
        if above.anchored and row.anchored
    ]
    apart = min(between, default=_SAME_CELL / _APART)
    gaps = [(above.top - row.top) / row.size for above, row in pairwise(rows)]
    near = min((gap for gap in gaps if gap > _OVERLAP), default=_SAME_CELL)
    if not between:
        # Rows of words only: lines of a cell stand closest, rows at least a little further.
        return min(near * 1.08, _SAME_CELL) if any(gap > near * 1.15 for gap in gaps) else 0.0
    return min(apart * _APART, _SAME_CELL)


def _anchors_beside(rows: Sequence[_Row], at: int) -> Iterator[int]:
    for step in (-1, 1):
        other = at + step
        while 0 <= other < len(rows) and not rows[other].anchored and not rows[other].lone:
            other += step
        if 0 <= other < len(rows) and rows[other].anchored:
            yield other


def _joins(rows: Sequence[_Row], at: int, anchor: int, limit: float) -> bool:
    """Whether the lines from `at` to the anchor stand as near as lines of one cell do."""
    low, high = min(at, anchor), max(at, anchor)
    for place in range(low, high):
        gap = (rows[place].top - rows[place + 1].top) / rows[place + 1].size
        if gap > max(limit, _OVERLAP):
            return False
    # A whole cell above a number on the same distance as rows would be a group over rows.
    return all(
        column in rows[anchor].cells or len(rows[at].cells) > 1 or high - low == 1
        for column in rows[at].cells
    )


def _wraps(above: _Row, row: _Row, limit: float) -> bool:
    gap = (above.top - row.top) / row.size
    return not above.lone and 0 < gap <= limit and set(row.cells) <= set(above.cells)


def _written(row: _Row, width: int) -> str:
    if row.lone:
        return next(iter(row.cells.values()))
    return "\t".join(row.cells.get(at, "") for at in range(width)).rstrip("\t")


def broken_off(above: str, text: str) -> str:
    """Two lines as one, a word that was broken off made whole: 'gemeen-' and 'telijk'."""
    if (
        re.search(r"[a-zë]-$", above)
        and text[:1].islower()
        and not re.match(r"(?:en|of|tot)\b", text)
    ):
        return above[:-1] + text
    return f"{above} {text}"
