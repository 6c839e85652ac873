"""Second stage for tables: a line as cells, by what stands between them.

What separates cells is told by the line itself: tabs, upright strokes, semicolons, or runs of
spaces. Cells that are glued together ('Indicator20182019Bron') are cut where a head can begin.
"""

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from noaber.intake.documents.blocks import Line
from noaber.intake.documents.reading import Span
from noaber.intake.documents.tokens import LONGEST_ROW

_MARKS = ("**", "__", "*", "_", '"')
_EDGES = frozenset(' \t\n\r\f\v\u00a0\u2003\u2009\u202f*_"')
_MOST_MARKS = 4  # of emphasis around each other
_RULE = re.compile(r"[\s|:;+\-=_]*")
_TAB, _STROKE, _SEMICOLON = re.compile("\t"), re.compile(r"\|"), re.compile(";")
_GAP = re.compile(r" {2,}| \u00a0+ ")
# Where one head ends and the next begins without any space: '(in €)Rekening', '2018Begroting'.
_SEAM = re.compile(
    r"(?<=[a-z0-9)%€])(?=[A-Z])|(?<=[A-Za-z)0-9])(?=(?:19|20)[0-9]{2}(?![0-9]{0,3}[.,]))"
)


class Layout(StrEnum):
    """What stands between the cells of a line."""

    TABS = "tabs"
    STROKES = "strokes"
    SEMICOLONS = "semicolons"
    SPACES = "spaces"
    GLUED = "glued"


BY_PLACE = frozenset({Layout.TABS, Layout.STROKES, Layout.SEMICOLONS})


@dataclass(frozen=True, slots=True)
class Cell:
    """text[start:end] is `text`, the white space and emphasis around it left out.

    `left` is how many characters of its line stand before it.
    """

    text: str
    start: int
    left: int = 0

    @property
    def end(self) -> int:
        """Where the cell stops in the text."""
        return self.start + len(self.text)

    @property
    def right(self) -> int:
        """Where the cell stops on its line."""
        return self.left + len(self.text)

    @property
    def span(self) -> Span:
        """[start, end) in the text."""
        return (self.start, self.end)


@lru_cache(maxsize=4096)
def layout(line: Line) -> Layout | None:
    """What separates the cells of this line; None where nothing does."""
    text = line.text
    if len(text) > LONGEST_ROW:
        return None
    if "\t" in text or line.tabs:
        return Layout.TABS
    if "|" in text and (" |" in text or "| " in text or text[0] == "|" or text.count("|") > 1):
        return Layout.STROKES
    if text.count(";") > 1 and ("; " not in text or text.count(" ; ") > 1):
        return Layout.SEMICOLONS
    return Layout.SPACES if _GAP.search(text) else None


@lru_cache(maxsize=4096)
def cells(line: Line, by: Layout | None = None) -> tuple[Cell, ...]:
    """The cells of a line from the left, empty ones with an empty text; one cell where none divide."""
    by = layout(line) if by is None else by
    if by is Layout.TABS:
        return (Cell("", line.start, 0),) * line.tabs + _cut(line, _TAB)
    if by is Layout.STROKES:
        return _strokes(line)
    if by is Layout.SEMICOLONS:
        return _cut(line, _SEMICOLON)
    if by is Layout.GLUED:
        return _cut(line, _SEAM)
    return _cut(line, _GAP) if by is Layout.SPACES else (_cell(line, 0, len(line.text)),)


def _strokes(line: Line) -> tuple[Cell, ...]:
    found = _cut(line, _STROKE)
    # '| a | b |' has a stroke on either side; '  | b', indented, has an empty cell in front.
    sided = line.text.endswith("|") or not (line.indent or line.text[1:2].strip())
    start = 1 if line.text.startswith("|") and sided else 0
    stop = len(found) - 1 if line.text.endswith("|") and len(found) > start + 1 else len(found)
    return found[start:stop]


def _cut(line: Line, pattern: re.Pattern[str]) -> tuple[Cell, ...]:
    found, at = [], 0
    for match in pattern.finditer(line.text):
        found.append(_cell(line, at, match.start()))
        at = match.end()
    return (*found, _cell(line, at, len(line.text)))


def _cell(line: Line, start: int, end: int) -> Cell:
    start, end = bare(line.text, start, end)
    return Cell(line.text[start:end], line.start + start, line.indent + start)


def bare(text: str, start: int, end: int) -> Span:
    """text[start:end] without the white space, quotes and marks of emphasis around it."""
    if start < end and not (text[start] in _EDGES or text[end - 1] in _EDGES):
        return start, end
    for _ in range(_MOST_MARKS):
        while start < end and text[start].isspace():
            start += 1
        while end > start and text[end - 1].isspace():
            end -= 1
        size = next((len(mark) for mark in _MARKS if _around(text, mark, start, end)), 0)
        if not size:
            break
        start, end = start + size, end - size
    return start, end


def _around(text: str, mark: str, start: int, end: int) -> bool:
    both = text.startswith(mark, start, end) and text.endswith(mark, start, end)
    return both and end - start > 2 * len(mark)


def is_rule(line: Line) -> bool:
    """Whether the line only draws: '|---|:--|' or '-----'."""
    return len(line.text) < LONGEST_ROW and _RULE.fullmatch(line.text) is not None
