"""Chapters ordered by codes: 'D 3.1' before a goal, 'D 3.1.1' below it, 'A 3.1.1a' for what is done.

Codes count only where a chapter uses them throughout: goals and efforts, each more than once.
"""

import re
from collections.abc import Sequence

from noaber.intake.documents.blocks import Line
from noaber.intake.documents.reading import Span
from noaber.intake.documents.roles import LONGEST_NAME, Role

_CODED = re.compile(
    r"(?P<letter>[A-Z]{1,3})[ .-]?(?P<number>[0-9]{1,2}(?:\.[0-9]{1,2}){0,3}[a-z]?)[.:]?\s+(?=[A-ZÀ-Þ‘'])"
)
_GOALS = frozenset({"D", "DO", "SD", "S", "O"})
_EFFORTS = frozenset({"A", "AC", "ACT", "M", "MA", "P", "I", "IN", "INS", "T"})
_LEAST = 2


def coded(lines: Sequence[Line], taken: Sequence[bool]) -> dict[int, tuple[Role, Span]]:
    """The goals and efforts by the number of their line, with where each name stands on it."""
    found: dict[int, tuple[str, int, Span]] = {}
    for at, line in enumerate(lines):
        match = None if taken[at] else _CODED.match(line.text)
        if match is not None and len(line.text.split()) <= LONGEST_NAME:
            depth = match["number"].count(".") + match["number"][-1].isalpha()
            found[at] = (match["letter"], depth, (match.end(), len(line.text)))
    goals = {at: one for at, one in found.items() if one[0] in _GOALS}
    efforts = {at: one for at, one in found.items() if one[0] in _EFFORTS}
    if len(goals) < _LEAST or len(efforts) < _LEAST:
        return {}
    least = min(depth for _, depth, _ in goals.values())
    made = {
        at: (Role.GOAL if depth == least else Role.SUBGOAL, span)
        for at, (_, depth, span) in goals.items()
    }
    return made | {at: (Role.EFFORT, span) for at, (_, _, span) in efforts.items()}
