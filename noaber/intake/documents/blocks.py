"""Second stage: the text as lines, and lines as blocks with white lines between them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from noaber.intake.documents.reading import Span


@dataclass(frozen=True, slots=True)
class Line:
    """One printed line without the white space around it; `text` begins at `start`.

    `indent` is how many characters stood before it on its line, `tabs` how many of them were tabs;
    `first` says that a white line stands above it.
    """

    text: str
    start: int
    indent: int = 0
    tabs: int = 0
    first: bool = False

    @property
    def end(self) -> int:
        """Where the line stops, white space at its end left out."""
        return self.start + len(self.text)

    @property
    def span(self) -> Span:
        """[start, end) in the text."""
        return (self.start, self.end)


# The line that stands above each page of a PDF; it is nobody's words.
PAGE = re.compile(r"\[bladzijde [0-9]{1,4}\]")
Block = tuple[Line, ...]


def blocks(text: str) -> Iterator[Block]:
    """The blocks of the text in order: each at least one line, no line empty."""
    block: list[Line] = []
    start = 0
    for raw in text.split("\n"):
        stripped = raw.lstrip()
        if stripped:
            indent = len(raw) - len(stripped)
            tabs = raw.count("\t", 0, indent)
            block.append(Line(stripped.rstrip(), start + indent, indent, tabs, not block))
        elif block:
            yield tuple(block)
            block = []
        start += len(raw) + 1
    if block:
        yield tuple(block)
