"""Lines that a page glued together: a link that repeats the head above it, and the text of the page."""

import re
from collections.abc import Sequence
from dataclasses import replace

from noaber.intake.documents.blocks import Line

_BACK = re.compile(r"Terug naar (?:navigatie|boven|inhoud)\s*-\s")
_LONGEST_HEAD = 300  # characters


def unglued(line: Line, above: Sequence[Line]) -> tuple[Line, ...]:
    """The link and the text behind it, where the link repeats one of the lines above; else the line itself."""
    match = _BACK.match(line.text)
    if match is None:
        return (line,)
    for head in reversed(above):
        at = line.text.find(head.text, match.end()) if len(head.text) <= _LONGEST_HEAD else -1
        cut = at + len(head.text)
        rest = line.text[cut:]
        if at > 0 and rest.strip() and not rest[0].isspace() and rest[0].isupper():
            link = replace(line, text=line.text[:cut])
            return link, replace(line, text=rest, start=line.start + cut, first=True)
    return (line,)
