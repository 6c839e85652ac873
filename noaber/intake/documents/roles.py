"""Fourth stage: what a line outside the tables is for."""

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from noaber.intake.documents.blocks import Line
from noaber.intake.documents.grammar import Tense, grammar
from noaber.intake.documents.reading import Span

_LONGEST_NAME = 30  # words in the name of a goal or a theme; more is running text
_NUMBERING = r"(?:[0-9]{1,3}(?:\.[0-9]{1,3}){0,4}\.?|[IVX]{1,4}\.)"


class Role(StrEnum):
    """What a line does in the chapter."""

    NAVIGATION = "navigation"
    PROGRAMME = "programme"
    THEME = "theme"
    GOAL = "goal"
    QUESTION = "question"
    INTRODUCTION = "introduction"
    TEXT = "text"


@dataclass(frozen=True, slots=True)
class Part:
    """A line outside the tables with its role; `span` is the name in it, if it names something."""

    role: Role
    line: Line
    span: Span
    tense: Tense | None = None


def part(line: Line) -> Part:
    """The role of a line, by its first words."""
    text = line.text
    if _pattern(grammar().tree.navigation).match(text):
        return Part(Role.NAVIGATION, line, line.span)
    for tense, stems in grammar().questions:
        if text[:80].lower().startswith(stems) and len(text) < 80:
            return Part(Role.QUESTION, line, line.span, tense)
    if len(text) < 400 and (found := _named(line)) is not None:
        return found
    return Part(Role.TEXT, line, line.span)


def _named(line: Line) -> Part | None:
    tree = grammar().tree
    for role, markers in ((Role.GOAL, tree.goal), (Role.PROGRAMME, tree.programme)):
        if (match := _pattern(markers, role).match(line.text)) is not None:
            return _name(role, line, match.end())
    if _pattern(tree.theme, Role.THEME).match(line.text):
        return _name(Role.THEME, line, 0)
    if (match := _pattern(tree.introduction, Role.INTRODUCTION).match(line.text)) is not None:
        return _name(Role.INTRODUCTION, line, match.end())
    return None


def _name(role: Role, line: Line, start: int) -> Part | None:
    """The name from `start` of the line, a closing stop left off; None for a sentence."""
    name = line.text[start:].rstrip(" \u00a0.;:")
    words = name.split()
    sentence = role is not Role.GOAL and line.text.endswith(".")
    if not words or len(words) > _LONGEST_NAME or sentence:
        return None
    return Part(role, line, (line.start + start, line.start + start + len(name)))


@cache
def _pattern(markers: tuple[str, ...], role: Role = Role.NAVIGATION) -> re.Pattern[str]:
    """How a marker stands before its name.

    A goal has a colon behind its marker; the other names begin with a capital or a figure, or have
    a colon: 'Programma van eisen' in running text names no programme.
    """
    words = "|".join(map(re.escape, markers))
    number = rf"(?:{_NUMBERING}\s+)?"
    if role is Role.GOAL:
        return re.compile(rf"{number}(?:{words})(?:\s+[0-9.]{{1,9}})?\s*:\s*", re.IGNORECASE)
    if role is Role.NAVIGATION:
        return re.compile(rf"(?:{words})\b", re.IGNORECASE)
    first = r"(?:[0-9.]{1,9}\s*:?\s*)?(?:(?=[A-ZÀ-Þ])|:\s*)"
    return re.compile(rf"{number}(?:{words})(?:\s*:\s*|\s+{first})(?=\S)")
