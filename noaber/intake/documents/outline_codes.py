"""Chapters ordered by codes: 'D 3.1' before a goal, 'D 3.1.1' below it, 'A 3.1.1a' for what is done.

Codes count only where a chapter uses them throughout: goals and efforts, each more than once.
"""

import re
from collections.abc import Sequence
from itertools import pairwise

from noaber.intake.documents.blocks import Line
from noaber.intake.documents.reading import EffortStatus, Span
from noaber.intake.documents.roles import LONGEST_NAME, Role, is_status

_CODED = re.compile(
    r"[\[(]?(?P<letter>[A-Z]{1,3})[ .-]?(?P<number>[0-9]{1,2}(?:\.[0-9]{1,2}){0,3}[a-z]?)"
    r"(?:[.:\])]?\s+|\s*\|\s*)(?=[A-ZÀ-Þ‘'])"
)
_GOALS = frozenset({"D", "DO", "SD", "S", "O"})
_EFFORTS = frozenset({"A", "AC", "ACT", "M", "MA", "P", "I", "IN", "INS", "T"})
_LEAST = 2
_MEASURED = frozenset(
    {"I", "IND", "KPI", "Q", "T"}
)  # letters before what is measured, or before a year
_LIT = re.compile(
    r"(?:(?P<light>[GOR])(?:\s{2,}|\t|\s*[|]\s*)|[(\[](?P<inside>[GOR])[)\]]\s+)(?=[A-ZÀ-Þ‘'])"
)
_LIGHTS: dict[str, EffortStatus] = {"G": "running", "O": "running", "R": "not_started"}
_LONGEST_LINE = 200  # characters
_BEHIND = re.compile(r"\s[-–]\s(?P<status>[A-ZÀ-Þ][^–.:()]{2,40})$")
_MONTHS = (
    "[Jj]anuari|[Ff]ebruari|[Mm]aart|[Aa]pril|[Mm]ei|[Jj]uni|[Jj]uli|[Aa]ugustus|[Ss]eptember"
    "|[Oo]ktober|[Nn]ovember|[Dd]ecember"
)
_TIMED = re.compile(
    rf"(?:(?:Q[1-4]|[1-4]e kwartaal|[Vv]oorjaar|[Nn]ajaar|[Mm]edio|[Ee]ind|{_MONTHS}) (?:19|20)[0-9]{{2}}"
    r"|[Dd]oorlopend)\s*[–:-]\s+(?=\w)"
)


def coded(lines: Sequence[Line], taken: Sequence[bool]) -> dict[int, tuple[Role, Span]]:
    """The goals and efforts by the number of their line, with where each name stands on it."""
    found: dict[int, tuple[str, int, Span]] = {}
    numbers: dict[int, str] = {}
    for at, line in enumerate(lines):
        match = None if taken[at] else _CODED.match(line.text)
        if match is not None and len(line.text.split()) <= LONGEST_NAME:
            depth = match["number"].count(".") + match["number"][-1].isalpha()
            found[at] = (match["letter"], depth, (match.end(), _before_stroke(line.text, match)))
            numbers[at] = match["number"]
    goals = {at: one for at, one in found.items() if one[0] in _GOALS}
    efforts = {at: one for at, one in found.items() if one[0] in _EFFORTS}
    if len(goals) < _LEAST or len(efforts) < _LEAST:
        outer, inner = _families(found, numbers)
        goals = {at: one for at, one in found.items() if one[0] == outer}
        efforts = {at: one for at, one in found.items() if one[0] == inner}
    if not goals or not efforts:
        return {}
    least = min(depth for _, depth, _ in goals.values())
    made = {
        at: (Role.GOAL if depth == least else Role.SUBGOAL, span)
        for at, (_, depth, span) in goals.items()
    }
    return made | {at: (Role.EFFORT, span) for at, (_, _, span) in efforts.items()}


def _before_stroke(text: str, match: re.Match[str]) -> int:
    """Where a name ends: before an upright stroke, where one stands behind the code as well."""
    stroke = text.find("|", match.end()) if "|" in match[0] else -1
    return len(text) if stroke < 0 else len(text[:stroke].rstrip())


def _families(found: dict[int, tuple[str, int, Span]], numbers: dict[int, str]) -> tuple[str, str]:
    """The letter of goals and that of what is done, where the numbers of one go on from those of the other."""
    given: dict[str, list[str]] = {}
    for at, (letter, _, _) in found.items():
        if letter not in _MEASURED:
            given.setdefault(letter, []).append(numbers[at])
    pairs = [
        (outer, inner)
        for outer, over in given.items()
        for inner, under in given.items()
        if outer != inner
        and min(len(over), len(under)) >= _LEAST
        and all(one.rpartition(".")[0] in over or one.rstrip("abcdefgh") in over for one in under)
        and not set(under) & set(over)
    ]
    return pairs[0] if len(pairs) == 1 else _by_turns([found[at][0] for at in sorted(found)])


def _by_turns(letters: Sequence[str]) -> tuple[str, str]:
    """Of two letters the one that others always follow, and that of those: 'G1', 'M1', 'M2', 'G2', 'M3'."""
    outer, *rest = letters or ("",)
    inner = {letter for letter in rest if letter != outer}
    turns = [letter for at, letter in enumerate(letters) if not at or letters[at - 1] != letter]
    if len(inner) != 1 or inner & _MEASURED or outer in _MEASURED or letters[-1] == outer:
        return "", ""
    alone = any(one == outer == two for one, two in pairwise(letters))
    return ("", "") if alone or len(turns) < 2 * _LEAST else (outer, inner.pop())


def timed(lines: Sequence[Line], taken: Sequence[bool]) -> dict[int, int]:
    """Lines that say when something is done and then what, with where that begins: 'Q1 2024 – huisbezoeken'."""
    found: dict[int, int] = {}
    for at, line in enumerate(lines):
        match = None if taken[at] else _TIMED.match(line.text)
        if match is not None and len(line.text.split()) <= LONGEST_NAME:
            found[at] = match.end()
    return found if len(found) > _LEAST else {}


def lit(lines: Sequence[Line], taken: Sequence[bool]) -> dict[int, tuple[int, EffortStatus]]:
    """Lines that begin with the letter of a traffic light, with where the name begins and what it says."""
    found: dict[int, tuple[int, EffortStatus]] = {}
    for at, line in enumerate(lines):
        match = None if taken[at] else _LIT.match(line.text)
        if match is not None and len(line.text.split()) <= LONGEST_NAME:
            found[at] = match.end(), _LIGHTS[match["light"] or match["inside"]]
    return found if len(found) > _LEAST else {}


def behind(lines: Sequence[Line], taken: Sequence[bool]) -> frozenset[int]:
    """Lines that name something and end in what became of it: 'Trapliften aanbesteden - Afgerond'."""
    found = set()
    for at, line in enumerate(lines):
        match = None if taken[at] or len(line.text) > _LONGEST_LINE else _BEHIND.search(line.text)
        if match is not None and match.start() > 8 and is_status(match["status"]):
            found.add(at)
    return frozenset(found) if len(found) > _LEAST else frozenset()
