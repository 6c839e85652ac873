"""Which line of a chapter names its programme."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from noaber.intake.documents.outline_words import is_title, name_span
from noaber.intake.documents.roles import Part, Role, words
from noaber.vocabulary.names import normalise

_FIRST = 12  # parts of a chapter in which its programme is mentioned
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
    for part in parts:
        if part.role is Role.TEXT and part.line.text.startswith("# "):
            found = words(part.line.text)
            yield replace(
                part, role=Role.PROGRAMME, span=name_span(part.line, found.start, found.end)
            )
    themes = [part for part in parts if part.role is Role.THEME]
    if len({normalise(one.line.text) for one in themes}) == 1:
        yield themes[0]
    for part in parts:
        if part.role in (Role.THEME, Role.QUESTION):
            return
        found = words(part.line.text)
        name = part.line.text[found.start : found.end]
        if part.role is not Role.TEXT or is_title(name) or not 0 < len(name.split()) <= 8:
            continue
        if name.endswith((".", ":", ";")) or found.bullet or re.search(r"[0-9]{4}|[|/]", name):
            continue
        if _is_place(name, parts):
            continue
        yield replace(part, role=Role.PROGRAMME, span=name_span(part.line, found.start, found.end))
