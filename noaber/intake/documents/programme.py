"""Which line of a chapter names its programme."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from noaber.intake.documents.outline_words import is_title, name_span
from noaber.intake.documents.roles import Part, Role, words
from noaber.vocabulary.names import normalise

_FIRST = 12  # parts of a chapter in which its programme is mentioned
_LONGEST_TITLE = 120  # characters
_BETWEEN = re.compile(r"\s+[-–|]\s+|:\s+")
_NUMBERED = re.compile(r"Programma\s+(?:[0-9]{1,2}|[A-H])?[.:]?\s*(?=[A-ZÀ-Þ])")
_YEAR = re.compile(r"(?<![0-9])(?:19|20)[0-9]{2}(?![0-9])")
_MENTION = re.compile(
    r"\b(?:het|dit|ons) programma ['‘“]?(?P<name>[A-ZÀ-Þ][\w-]+(?:,? (?:en |& )?[A-ZÀ-Þ][\w-]+){0,4})"
)


def programme(parts: Sequence[Part]) -> Part | None:
    """The line that names the programme.

    'Programma X'; else the highest head, the only theme, or the first short line that is no title of
    a document.
    """
    named_one = next((part for part in parts if part.role is Role.PROGRAMME), None)
    if named_one is not None:
        return named_one
    if not any(part.role in (Role.GOAL, Role.SUBGOAL) for part in parts):
        return None
    return next(_candidates(parts), None) or _mentioned(parts)


def _mentioned(parts: Sequence[Part]) -> Part | None:
    """The programme that the first sentences speak of: 'de opgaven van het programma Zorg'."""
    for part in parts[:_FIRST]:
        match = _MENTION.search(part.line.text) if part.role is Role.TEXT else None
        if match is not None:
            start, end = match.span("name")
            at = part.line.start
            return replace(part, role=Role.PROGRAMME, span=(at + start, at + end))
    return None


def _is_place(name: str, parts: Sequence[Part]) -> bool:
    """Whether a short name is that of the municipality: sentences speak of what is in it."""
    if len(name.split()) > 2 or not name[:1].isupper():
        return False
    said = re.compile(rf"\b(?:in|van|voor|naar|gemeente) {re.escape(name)}\b")
    sentences = [part.line.text for part in parts if part.line.text.endswith((".", ";"))]
    starts = re.compile(
        rf"{re.escape(name)} (?:is|heeft|telt|kent|bestaat|vergrijst|groeit|ligt|wil|kreeg)\b"
    )
    return any(said.search(one) or starts.search(one) for one in sentences)


def _candidates(parts: Sequence[Part]) -> Iterator[Part]:
    yield from _heads(parts)
    themes = [part for part in parts if part.role is Role.THEME]
    if len({normalise(one.line.text) for one in themes}) == 1:
        yield themes[0]
    yield from (one for part in parts[:_FIRST] if (one := _behind_title(part)) is not None)
    yield from _first_lines(parts)
    if len(themes) > 1 and _is_bare(parts, themes[0]):
        yield themes[0]


def _heads(parts: Sequence[Part]) -> Iterator[Part]:
    """The heads of the highest level; of one below it the only head that is no document's title."""
    levels = sorted({words(part.line.text).level for part in parts} - {0})
    for level in levels:
        found = [part for part in parts if words(part.line.text).level == level]
        named = [
            one
            for one in found
            if not (is_title(one.line.text) and _behind_title(one) is None)
            and one.role in (Role.TEXT, Role.THEME)
        ]
        if named and (level == 1 or (len(named) == 1 and level == levels[0] + 1)):
            one = named[0]
            said = words(one.line.text)
            plain = replace(one, span=name_span(one.line, said.start, said.end))
            yield _behind_title(one) or replace(plain, role=Role.PROGRAMME)
        if named:
            return


def _first_lines(parts: Sequence[Part]) -> Iterator[Part]:
    """The short lines above all that is asked and named, those of the title left out."""
    for at, part in enumerate(parts):
        if part.role in (Role.THEME, Role.QUESTION):
            return
        found = words(part.line.text)
        name = part.line.text[found.start : found.end]
        if part.role is not Role.TEXT or is_title(name) or not 0 < len(name.split()) <= 8:
            continue
        if name.endswith((".", ":", ";")) or found.bullet or re.search(r"[0-9]{4}|[|/]", name):
            continue
        if _is_place(name, parts) or (not found.number and _is_publisher(name, parts, at)):
            continue
        yield replace(part, role=Role.PROGRAMME, span=name_span(part.line, found.start, found.end))


def _behind_title(part: Part) -> Part | None:
    """The name that a line has behind or before the title of its document: 'Najaarsnota 2025: Samen'."""
    text = part.line.text
    if part.role is not Role.TEXT or len(text) > _LONGEST_TITLE:
        return None
    found = words(text)
    divider = _BETWEEN.search(text, found.start, found.end)
    if divider is None or _BETWEEN.search(text, divider.end(), found.end) is not None:
        return None
    pieces = ((found.start, divider.start()), (divider.end(), found.end))
    titles = [is_title(text[start:end]) for start, end in pieces]
    if titles.count(True) != 1:
        return None
    start, end = pieces[titles.index(False)]
    numbered = _NUMBERED.match(text, start, end)
    start = numbered.end() if numbered else start
    name = text[start:end]
    if not name[:1].isupper() or name.endswith((".", "?")) or _YEAR.search(name):
        return None
    if not numbered and len(name.split()) < 2:
        return None  # more likely the municipality
    return replace(part, role=Role.PROGRAMME, span=name_span(part.line, start, end))


def _is_publisher(name: str, parts: Sequence[Part], at: int) -> bool:
    """Whether a name stands in one paragraph with the title of a document: who publishes it."""
    if len(name.split()) > 2 or not all(word[0].isupper() for word in name.split()):
        return False
    below = parts[at + 1].line if at + 1 < len(parts) else None
    beside = [below] if below is not None and not below.first else []
    beside += [parts[at - 1].line] if at and not parts[at].line.first else []
    return any(is_title(one.text) and _YEAR.search(one.text) for one in beside)


def _is_bare(parts: Sequence[Part], theme: Part) -> bool:
    """Whether nothing is done for a theme before the next one: then it is over all of them."""
    below = iter(parts)
    for part in below:
        if part is theme:
            break
    for part in below:
        if part.role is Role.THEME:
            return True
        if part.role in (Role.EFFORT, Role.SUBGOAL):
            return False
    return False
