"""The pieces of a PDF page as lines of text: paragraphs on one line, columns kept apart by spaces."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median

from noaber.intake.documents.pdf_tables import (
    Column,
    Piece,
    broken_off,
    columns_of,
    is_head_over,
    table_rows,
)
from noaber.intake.documents.tokens import is_printed

_ROW = 2.6  # letter heights from one row to the next, at most
_BETWEEN = 3  # lines of one piece that may stand between two rows
_COLUMN = 0.9  # so many letter heights between two pieces make a column
_NUMBERS = 0.33  # and so many between two numbers
_SAME_LINE = 0.45  # of the letter height
_MARK = re.compile(r"[•●▪■◦○–\-*►➢✓√\uf000-\uf0ff]|[0-9]{1,2}(?:\.[0-9]{1,2})*[.)]|[a-z][.)]")
_BULLET = re.compile(
    r"(?:[•●▪■◦o○–\-*►➢✓√\uf0b7\uf0a7]|[0-9]{1,2}(?:\.[0-9]{1,2})*[.)]?|[a-z][.)])\s+\S"
)
_PRIVATE = re.compile(r"^[\uf000-\uf0ff]\s*")
_RAISED = str.maketrans("0123456789*", "⁰¹²³⁴⁵⁶⁷⁸⁹*")
_LEAST_LINES = 8  # on either side of a gutter between two columns of prose


@dataclass(slots=True)
class PageLine:
    """The pieces on one line of a page, from the left."""

    pieces: list[Piece]

    @property
    def text(self) -> str:
        """The line in one string."""
        return " ".join(piece.text for piece in self.pieces)

    @property
    def left(self) -> float:
        """Where it begins."""
        return self.pieces[0].left

    @property
    def right(self) -> float:
        """Where it ends."""
        return self.pieces[-1].right

    @property
    def base(self) -> float:
        """The baseline of its largest piece."""
        return max(self.pieces, key=lambda piece: piece.size).base

    @property
    def size(self) -> float:
        """The height of its largest letters."""
        return max(piece.size for piece in self.pieces)


def lines_of(pieces: Sequence[Piece]) -> list[PageLine]:
    """The lines of a page in reading order: from the top, and column by column where prose has columns."""
    found: list[list[Piece]] = []
    for piece in sorted(pieces, key=lambda one: (-one.base, one.left)):
        row = found[-1] if found else None
        if row is not None and _beside(row, piece):
            row.append(piece)
        else:
            found.append([piece])
    rows = [_joined(sorted(row, key=lambda one: one.left)) for row in found]
    return list(_by_columns(rows))


def _beside(row: Sequence[Piece], piece: Piece) -> bool:
    top = max(row, key=lambda one: one.size)
    return abs(top.base - piece.base) < _SAME_LINE * max(top.size, piece.size)


def _joined(row: Sequence[Piece]) -> PageLine:
    """Words without a column between them as one piece; a small raised one becomes raised signs."""
    found: list[Piece] = []
    for word in row:
        last = found[-1] if found else None
        if last is None or (_apart(last, word) and not _is_mark(found, word)):
            found.append(replace(word, words=[word]))
            continue
        if word.size < 0.9 * last.size and word.base > last.base + 0.1 * last.size:
            word.text = word.text.translate(_RAISED)
        close = word.left - last.right < 0.15 * last.size
        last.text += word.text if close else f" {word.text}"
        last.right = max(last.right, word.right)
        last.size = word.size if _MARK.fullmatch(last.words[-1].text) else max(last.size, word.size)
        last.words.append(word)
    found[0].text = _PRIVATE.sub("• ", found[0].text)
    return PageLine(found)


def _is_mark(found: Sequence[Piece], word: Piece) -> bool:
    """Whether what stands before the word is the mark of a list, however wide the white behind it."""
    mark = found[-1]
    return (
        len(found) == 1
        and bool(_MARK.fullmatch(mark.text))
        and word.left - mark.right < 3 * mark.size
    )


def _apart(last: Piece, word: Piece) -> bool:
    """Whether the white before a word is that between two columns; between numbers less will do."""
    gap = (word.left - last.right) / min(last.size, word.size)
    if gap < _NUMBERS or gap >= _COLUMN:
        return gap >= _COLUMN
    return (
        is_printed(word.text)
        and is_printed(last.words[-1].text)
        and not (
            word.text.isdigit()
            and len(word.text) == 3
            and gap < _COLUMN / 2
            and last.words[-1].text.isdigit()
        )
    )


def _by_columns(rows: list[PageLine]) -> Iterator[PageLine]:
    """The lines, with those of two columns of prose one column after the other."""
    gutter = _gutter(rows)
    if gutter is None:
        yield from rows
        return
    sides: tuple[list[PageLine], list[PageLine]] = ([], [])
    for row in rows:
        left = [piece for piece in row.pieces if piece.right <= gutter]
        right = [piece for piece in row.pieces if piece.left >= gutter]
        if len(left) + len(right) == len(row.pieces):
            for side, pieces in zip(sides, (left, right), strict=True):
                if pieces:
                    side.append(PageLine(pieces))
            continue
        yield from (
            *sides[0],
            *sides[1],
        )  # a line over the whole width: what stood above it goes first
        sides = ([], [])
        yield row
    yield from (*sides[0], *sides[1])


def _gutter(rows: Sequence[PageLine]) -> float | None:
    """Where the white between two columns of prose is; None where there are no such columns."""
    pieces = [piece for row in rows for piece in row.pieces]
    if not pieces:
        return None
    low, high = min(one.left for one in pieces), max(one.right for one in pieces)
    for share in (0.5, 0.48, 0.52, 0.45, 0.55):
        x = low + share * (high - low)
        left = [one for one in pieces if one.right <= x]
        right = [one for one in pieces if one.left >= x]
        across = len(pieces) - len(left) - len(right)
        if min(len(left), len(right)) < _LEAST_LINES or across * 4 > len(pieces):
            continue
        if all(_is_prose(side) for side in (left, right)):
            return x
    return None


def _is_prose(side: Sequence[Piece]) -> bool:
    """Whether the pieces are lines of running text: long, of letters, mostly beginning at one place."""
    widths = [one.right - one.left for one in side]
    full = max(widths)
    letters = sum(char.isalpha() for one in side for char in one.text)
    signs = sum(len(one.text.replace(" ", "")) for one in side)
    return (
        median(widths) > 0.6 * full
        and letters > 0.85 * signs
        and median(len(one.text) for one in side) > 25
    )


def written(lines: Sequence[PageLine], body: float, heads: Sequence[float]) -> str:
    """The lines as text: white lines between paragraphs, '#' before heads, tabs between cells."""
    page = _Page(lines, body, heads)
    low = 0
    for start, stop in _regions(lines, body):
        rows: list[str] | None = None
        if stop - start > 1:
            columns = columns_of([piece for line in lines[start:stop] for piece in line.pieces])
            first = _head_above(lines, start, low, columns)
            rows = table_rows([line.pieces for line in lines[first:stop]], columns)
            if rows is not None:
                page.take_back(start - first)
        if rows is None:
            for line in lines[start:stop]:
                page.add(line)
        else:
            page.add_rows(rows)
            low = stop
    return "\n".join(page.out) + "\n" if page.out else ""


class _Page:
    """The lines of a page as they are written, one after the other."""

    def __init__(self, lines: Sequence[PageLine], body: float, heads: Sequence[float]) -> None:
        self.body, self.heads = body, heads
        self.edge = min((line.left for line in lines), default=0.0)
        self.full = max((line.right for line in lines), default=0.0)
        self.width, self.leading = _letter(lines), _leading(lines)
        self.out: list[str] = []
        self.above: PageLine | None = None

    def take_back(self, count: int) -> None:
        """Undo the lines that were written last: they turn out to be heads of a table."""
        for _ in range(count):
            while self.out and not self.out[-1]:
                self.out.pop()
            self.out.pop()

    def add_rows(self, rows: Sequence[str]) -> None:
        if self.out and self.out[-1]:
            self.out.append("")
        self.out += [*rows, ""]
        self.above = None

    def add(self, line: PageLine) -> None:
        level, above = _level(line, self.body, self.heads), self.above
        gap = above is not None and (
            not 0 < above.base - line.base < 1.3 * self.leading * max(1.0, line.size / self.body)
            or abs(above.size - line.size) > 0.12 * self.body
        )
        if above is not None and not gap and _goes_on(above, line, self.full, self.body):
            self.out[-1] = broken_off(self.out[-1], line.text)
        elif above is not None and level and self.out[-1].startswith("#") and not gap:
            self.out[-1] = broken_off(self.out[-1], line.text)  # a head over two lines
        else:
            if gap and self.out and self.out[-1]:
                self.out.append("")
            placed = _placed(line, self.edge, self.width)
            self.out.append("#" * level + " " + line.text if level else placed)
        self.above = line


def is_larger(size: float, body: float) -> bool:
    """Whether letters are those of a head."""
    return size > 1.08 * body


def _regions(lines: Sequence[PageLine], body: float) -> Iterator[tuple[int, int]]:
    """Stretches of lines that are a table (lines of one piece only between those of several) or not."""
    at = 0
    while at < len(lines):
        last = at
        if _has_cells(lines[at], body):
            place = at + 1
            while (
                place < len(lines)
                and place - last <= _BETWEEN
                and _may_be_row(lines[place], body)
                and lines[place - 1].base - lines[place].base < _ROW * lines[place].size
            ):
                last = place if _has_cells(lines[place], body) else last
                place += 1
            while last > at and last + 1 < len(lines) and _hangs(lines[last], lines[last + 1]):
                last += 1  # the end of the last cell
        yield at, last + 1
        at = last + 1


def _has_cells(line: PageLine, body: float) -> bool:
    return len(line.pieces) > 1 and _may_be_row(line, body)


def _may_be_row(line: PageLine, body: float) -> bool:
    return not is_larger(line.size, 1.1 * body)


def _hangs(above: PageLine, line: PageLine) -> bool:
    """Whether a line of one piece goes on with a cell of the line right above it."""
    one = line.pieces[0]
    return (
        len(line.pieces) == 1
        and above.base - line.base < 1.4 * line.size
        and any(abs(top.left - one.left) < 3 for top in above.pieces)
        and one.text[:1].islower()
    )


def _head_above(lines: Sequence[PageLine], start: int, low: int, columns: Sequence[Column]) -> int:
    """Where a table begins that has heads close together above its first row with cells."""
    while start > low and start - 1 >= 0 and is_head_over(lines[start - 1].pieces, columns):
        if lines[start - 1].base - lines[start].base > 2.2 * lines[start].size:
            break
        start -= 1
    return start


def _level(line: PageLine, body: float, heads: Sequence[float]) -> int:
    if (
        not is_larger(line.size, body)
        or len(line.pieces) > 1
        or not any(map(str.isalpha, line.text))
    ):
        return 0
    if len(line.text.split()) > 20 or line.text.endswith("."):
        return 0
    size = round(line.size * 2) / 2
    return heads.index(size) + 1 if size in heads else len(heads) or 1


def _letter(lines: Sequence[PageLine]) -> float:
    """How wide a character is, on the small side, so that what stands beside another stays there."""
    widths = sorted(
        (piece.right - piece.left) / len(piece.text)
        for line in lines
        for piece in line.pieces
        if len(piece.text) > 2
    )
    return max(widths[len(widths) // 20] if widths else 5.0, 0.5)


def _leading(lines: Sequence[PageLine]) -> float:
    """From baseline to baseline within a paragraph, in points."""
    gaps = sorted(
        above.base - line.base
        for above, line in pairwise(lines)
        if 0 < above.base - line.base < 2.5 * line.size
    )
    return gaps[len(gaps) // 4] if gaps else 12.0


def _goes_on(above: PageLine, line: PageLine, full: float, body: float) -> bool:
    """Whether the line continues the sentence of the line above it."""
    if len(above.pieces) > 1 or len(line.pieces) > 1 or _BULLET.match(line.text):
        return False
    if is_larger(above.size, body):
        return False
    width = above.right - above.left
    if line.left > above.left + 3.5 * body or line.left < above.left - 0.5 * body:
        return False
    first = line.text.split(" ", 1)[0]
    room = full - above.right
    next_word = len(first) * 0.5 * body
    return (
        len(above.text) > 25
        and (room < next_word + 1.5 * body or line.right - line.left > width)
        and (room < max(next_word + 1.5 * body, 0.25 * (full - above.left)))
    )


def _placed(line: PageLine, edge: float, width: float) -> str:
    out = ""
    for piece in line.pieces:
        place = round((piece.left - edge) / width)
        if out:
            place = max(place, len(out) + 2)
        out = out.ljust(place) + piece.text
    return out
