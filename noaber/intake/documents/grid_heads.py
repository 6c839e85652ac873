"""The head of a table: one to three lines whose every cell is a head of a column."""

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import takewhile

from noaber.intake.documents.blocks import Line
from noaber.intake.documents.cells import BY_PLACE, Cell, Layout, cells, is_rule, layout
from noaber.intake.documents.columns import Column, Role, column, settle
from noaber.intake.documents.grammar import grammar
from noaber.intake.documents.grid import Head, gap
from noaber.intake.documents.tokens import is_printed
from noaber.vocabulary.names import normalise

_MOST_HEADS = 3
_LONGEST_LABEL = 12  # words over the row names
_SHORT = 6  # words over a column
_SOON = 6  # lines under a head that tell how wide the rows are
_YEAR = re.compile(r"(?<![0-9])(?:19|20)[0-9]{2}(?![0-9])")
_DATED = re.compile(r"(?<=(?:19|20)[0-9]{2}) (?=[^\W\d_])")


def divided_head(lines: Sequence[Line], at: int, by: Layout) -> Head | None:
    """The head of which the first line is lines[at]."""
    found = _heads(lines[at], by)
    if not _head_line(found):
        return None
    stack: list[Sequence[Cell]] = [found]
    count = 1
    while count < _MOST_HEADS and at + count < len(lines):
        line = lines[at + count]
        if gap(lines, at + count) or is_rule(line):
            break
        more = _heads(line, by if by in BY_PLACE else layout(line))
        if not _more_head(more, by):
            break
        stack.append(more)
        count += 1
    merged = _merge_by_count(stack) if by in BY_PLACE else _merge_by_place(stack)
    columns = columns_of([text for text, _ in merged])
    if columns is None:
        return None
    if by in BY_PLACE:
        columns = _padded(columns, lines[at + count : at + count + _SOON], by)
    places = tuple(cell for _, cell in merged)
    if by is Layout.SPACES and columns[0].role is Role.VALUE:
        columns = (Column("", Role.LABEL, sure=False), *columns)
        places = (Cell("", lines[at].start, 0), *places)
    return Head(columns, places, by, count)


def asked_head(lines: Sequence[Line], at: int, by: Layout) -> Head | None:
    """A head in words of its own under a question about doing: the first column is what is done."""
    found = cells(lines[at], by)
    if by not in BY_PLACE or len(found) < 2 or not all(map(_is_short, found)):
        return None
    rows = [line for line in lines[at + 1 : at + 1 + _SOON] if not is_rule(line)]
    rows = list(takewhile(lambda line: layout(line) is by and not line.first, rows))
    below = [cells(line, by) for line in rows]
    if len(below) < 2 or any(len(row) > len(found) or not row[0].text for row in below):
        return None
    if any(is_printed(cell.text) for row in below for cell in row):
        return None
    beside = (Column(cell.text, Role.NOTE, sure=False) for cell in found[1:])
    return Head((Column(found[0].text, Role.EFFORT), *beside), found, by, 1)


def _is_short(cell: Cell) -> bool:
    words = cell.text.split()
    return 0 < len(words) <= _SHORT and not cell.text.endswith((".", ";"))


def _padded(columns: tuple[Column, ...], below: Sequence[Line], by: Layout) -> tuple[Column, ...]:
    """The columns, with nameless ones behind them where the rows are a little wider than the head."""
    rows = takewhile(lambda line: not line.first, below)
    widths = [len(cells(line, by)) for line in rows if layout(line) is by]
    more = max(widths, default=0) - len(columns)
    return (*columns, *(Column("", Role.BLANK, sure=False),) * more) if 0 < more < 4 else columns


def _heads(line: Line, by: Layout | None) -> tuple[Cell, ...]:
    """The cells of a head line; 'Rekening 2022 Begroting 2023' is two heads though one space is between."""
    found = cells(line, by)
    if by is not Layout.SPACES:
        return found
    split: list[Cell] = []
    for cell in found:
        at = 0
        for match in _DATED.finditer(cell.text) if len(_YEAR.findall(cell.text)) > 1 else ():
            split.append(Cell(cell.text[at : match.start()], cell.start + at, cell.left + at))
            at = match.end()
        split.append(Cell(cell.text[at:], cell.start + at, cell.left + at))
    return tuple(split)


def _head_line(found: Sequence[Cell]) -> bool:
    filled = [cell for cell in found if cell.text]
    if len(filled) < 2:
        return False
    said = [column(cell.text) for cell in filled]
    known = [one for one in said if one is not None]
    beside = len(said) > 2 and any(one.role is Role.BESIDE for one in known)
    return len(known) * 2 >= len(said) or beside


def _more_head(found: Sequence[Cell], by: Layout) -> bool:
    """Whether a second line belongs to the head: words of heads only, and no row of amounts."""
    filled = [cell for cell in found if cell.text]
    said = [_part_of_head(cell.text) for cell in filled]
    if not filled or any(one is None for one in said[1:]):
        return False
    if said[0] is None and (len(filled) < 3 or is_printed(filled[0].text)):
        return False
    if len(filled) == 1:
        lone = said[0]
        far = by is Layout.SPACES and filled[0].left > 20
        return far and lone is not None and lone.role is Role.VALUE and lone.kind is None
    return any(one is not None and one.role is Role.VALUE for one in said)


def _part_of_head(text: str) -> Column | None:
    """What a head says, or a value where it is only a part of one: 'eind', 'waarde'."""
    said = column(text)
    words = normalise(text).split()
    if said is None and words and grammar().cost.filler.issuperset(words):
        return Column(text, Role.VALUE, sure=False)
    return said


def _merge_by_count(stack: Sequence[Sequence[Cell]]) -> list[tuple[str, Cell]]:
    """Heads by their number; an empty one over a filled one holds what stands to its left."""
    width = max(map(len, stack))
    rows = [[*row, *([Cell("", row[-1].end)] * (width - len(row)))] for row in stack]
    merged = []
    for at in range(width):
        texts = []
        for row, below in zip(rows, [*rows[1:], None], strict=True):
            text = row[at].text
            if not text and below is not None and below[at].text and at:
                text = next((row[left].text for left in range(at, 0, -1) if row[left].text), "")
            texts.append(text)
        merged.append((" ".join(filter(None, texts)), rows[0][at]))
    return merged


def _merge_by_place(stack: Sequence[Sequence[Cell]]) -> list[tuple[str, Cell]]:
    """Heads by where they stand: one under another is the same head, one beside all others is a new one."""
    base = max(stack, key=len)
    places: list[list[Cell]] = [[cell] for cell in base]
    for row in stack:
        if row is not base and (width := _repeats(row, base)):
            first = len(base) - width * len(row)
            for at in range(first, len(base)):
                places[at].insert(0, row[(at - first) // width])
            continue
        for cell in () if row is base else row:
            at = nearest(cell, [_hull(one) for one in places])
            hull = _hull(places[at])
            apart = min(cell.right, hull.right) - max(cell.left, hull.left)
            if apart > -2:
                places[at].append(cell)
            else:
                places.append([cell])
    places.sort(key=lambda one: _hull(one).left)
    return [
        (
            _unbroken(" ".join(cell.text for cell in sorted(one, key=lambda cell: cell.start))),
            _hull(one),
        )
        for one in places
    ]


def _unbroken(head: str) -> str:
    """A head with words that were broken off at the end of a line made whole: 'Streef- waarde'."""
    return re.sub(r"(?<=[a-z])- (?=[a-z])", "", head)


def _repeats(row: Sequence[Cell], base: Sequence[Cell]) -> int:
    """How many heads each of the upper ones stands over, where the lower ones come back under each; else 0."""
    upper = len(row)
    for first in (0, 1):
        width, rest = divmod(len(base) - first, upper)
        below = [cell.text.lower() for cell in base[first:]]
        if upper > 1 and width > 1 and not rest and below == below[:width] * upper:
            return width
    return 0


def _hull(column: Sequence[Cell]) -> Cell:
    """The room on the line that the cells of one column take."""
    own = column[-1:] if len(column) > 1 and column[0].right < column[-1].left - 40 else column
    left = min(cell.left for cell in own)
    right = max(cell.right for cell in own)
    return Cell(" " * (right - left), column[0].start, left)


def nearest(cell: Cell, among: Sequence[Cell]) -> int:
    """The one that shares most of the line with the cell, else whose right end is nearest."""

    def near(at: int) -> tuple[int, int]:
        other = among[at]
        shared = min(cell.right, other.right) - max(cell.left, other.left)
        return (max(shared, 0), -abs(cell.right - other.right))

    return max(range(len(among)), key=near)


def columns_of(heads: Sequence[str]) -> tuple[Column, ...] | None:
    """What the heads say; None where they are not those of a table.

    The words over the row names are free. One that names nothing known is, beside 'Nederland' or a
    column with periods, the municipality's own.
    """
    said = [column(head) for head in heads]
    if said[0] is None and len(heads[0].split()) <= _LONGEST_LABEL and not heads[0].endswith("."):
        said[0] = Column(heads[0], Role.LABEL, sure=False)
    beside = any(one is not None and one.role in (Role.BESIDE, Role.PERIOD) for one in said)
    for at, one in enumerate(said):
        if one is None and beside and len(heads[at].split()) < 4:
            said[at] = Column(heads[at], Role.VALUE)
            beside = False
    if _is_of_words(said, heads):
        # Beside what is done any short head is a remark: 'Wie doet mee?', or the 'T' of a light.
        said = [
            Column(head, Role.NOTE, sure=False) if one is None or len(head) == 1 else one
            for one, head in zip(said, heads, strict=True)
        ]
    if any(one is None for one in said):
        return None
    columns = [one for one in said if one is not None]
    if columns[0].role is Role.BLANK:
        columns[0] = replace(columns[0], role=Role.LABEL)
    elif (
        columns[0].role is Role.VALUE
        and columns[0].kind
        and columns[0].year is None
        and not columns[0].stage
    ):
        columns[0] = replace(columns[0], role=Role.LABEL, kind=None)
    columns = list(settle(columns))
    if _tells_who(columns):
        columns[0] = replace(columns[0], role=Role.EFFORT)
    values = [one for one in columns if one.role is Role.VALUE]
    goals = {one.role for one in columns} <= {
        Role.GOAL,
        Role.SUBGOAL,
        Role.NUMBER,
        Role.LABEL,
        Role.NOTE,
        Role.BLANK,
    }
    efforts = any(one.role is Role.EFFORT for one in columns)
    efforts = (
        efforts
        or (goals and columns[-1].role is Role.GOAL)
        or (goals and columns[1:2] != [] and columns[1].role is Role.GOAL)
    )
    bare = len(columns) > 1 or columns[0].role is Role.VALUE
    if (
        not bare
        or (not values and not efforts)
        or (len(columns) == 2 and not columns[1].sure and not columns[0].sure)
    ):
        return None
    return tuple(columns)


def _tells_who(columns: Sequence[Column]) -> bool:
    """Whether the heads are 'Wat | Wie | Wanneer': what is done, and who does it or when."""
    first, *beside = columns
    heads = {normalise(one.head) for one in beside}
    return (
        first.role is Role.LABEL
        and normalise(first.head) in ("wat", "onderwerp")
        and not heads.isdisjoint({"wie", "wanneer", "planning", "trekker", "termijn"})
        and {one.role for one in beside} <= {Role.NOTE, Role.STATUS, Role.NEXT, Role.BLANK}
    )


def _is_of_words(said: Sequence[Column | None], heads: Sequence[str]) -> bool:
    """Whether the heads are those of efforts with words beside them, and no figures."""
    efforts = [one for one in said if one is not None and one.role is Role.EFFORT]
    values = [
        head
        for one, head in zip(said, heads, strict=True)
        if one is not None
        and one.role is Role.VALUE
        and len(head) > 1
        and (one.year or one.stage or one.kind or one.period)
    ]
    unknown = [head for one, head in zip(said, heads, strict=True) if one is None]
    short = all(len(head.split()) < 5 or head.endswith("?") for head in unknown)
    return bool(efforts) and not values and short and 2 * len(unknown) <= len(said) + 1


def may_be_goal(one: Column) -> bool:
    """'Doel' stands over what was aimed at, or over the goals that rows belong to."""
    return (
        one.role is Role.VALUE
        and not one.year
        and not one.stage
        and normalise(one.head).startswith("doel")
    )
