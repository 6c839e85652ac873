"""Chapters that ask no question and mark no goal: their heads say what is wanted and what is done.

Only looked at where nothing else named a goal. Heads of two levels are goals with what is done for
them; heads of one level are goals, and what is done stands in the lists below them. A head that only
names a part of the chapter (the introduction, the figures, the money) is neither.
"""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace

from noaber.intake.documents.blocks import Line
from noaber.intake.documents.outline_efforts import effort_words
from noaber.intake.documents.outline_words import is_title, name_span
from noaber.intake.documents.roles import Part, Role, section_of, words
from noaber.vocabulary.names import normalise

_LEAST_WORDS = 4  # in the name of a goal, on the whole
_MOST_WORDS = 20
_LEAST_NUMBERED = 3
_FULL = 45  # characters of a line that may go on in the next
_LONGEST_HEAD = 6  # words in a head over a list
_YEAR = re.compile(r"\b(?:19|20)[0-9]{2}\b")
# Heads over lists that tell who and what is around, and not what is done.
_ASIDE = re.compile(
    r"partner|partij|beleid|kader|nota|risico|portefeuille|bron|samenwerking|contact", re.I
)
_PROSE = 15  # words in a paragraph under a head
_RULE = re.compile(r"[-=_~*]{4,}")
_OPENS = re.compile(
    r"\b(?:door|acties|activiteiten|maatregelen|stappen|volgende|onder andere|doen we)\b[^.:]*:$",
    re.I,
)
_WISH = re.compile(
    r"\b(?:we|wij|willen|wil|werken|krijgen|houden|zijn|blijven|kunnen|doen|leven|wonen|groeien|helpen|is|hebben"
    r"|heeft|vinden|kennen|weten|redden|voelen|ervaren|horen|gaan|staan|maken|bewegen|leren|bouwen|nemen)\b"
    r"|^(?:minder|meer|beter\w*|sterke\w*|versterk\w+|verbeter\w+|vergro\w+|voorkom\w+|vermind\w+|terugdring\w+"
    r"|bevorder\w+|stimuler\w+|passende|betaalbare|vroeg\w*|ieder\w*|elke?|alle|goede|gezonde)\b",
    re.I,
)


def unasked(lines: Sequence[Line], parts: Mapping[int, Part]) -> dict[int, Part]:
    """The parts by line, with goals and efforts by their heads; the same where no head tells of any."""
    if any(part.role in (Role.GOAL, Role.SUBGOAL) for part in parts.values()):
        return dict(parts)
    heads = _heads(lines, parts)
    levels = sorted({level for level in heads.values() if level})
    found = dict(parts)
    goals: list[int] = []
    for level in levels[-2:]:
        goals = [at for at, one in heads.items() if one == level]
        if _are_goals(lines, goals):
            # A head right over a table is of what the table holds.
            lower = [at for at, one in heads.items() if one > level and at + 1 in parts]
            again = Counter(normalise(_YEAR.sub("", lines[at].text)) for at in lower)
            for at in lower:
                if again[normalise(_YEAR.sub("", lines[at].text))] == 1:  # else a head over a list
                    found[at] = _part(Role.EFFORT, lines[at], parts[at])
            break
    else:
        goals, below = _by_number(lines, parts)
        for at in below:
            found[at] = _part(Role.EFFORT, lines[at], parts[at])
        goals = goals or [at for at, one in heads.items() if not one]
        if not _are_goals(lines, goals):
            return dict(parts)
    for at in goals:
        found[at] = _wrapped(lines, parts, at, _part(Role.GOAL, lines[at], parts[at]))
    for at in (*_listed(lines, parts, goals[0]), *_right_below(lines, parts, goals)):
        found[at] = _wrapped(lines, parts, at, _part(Role.EFFORT, lines[at], parts[at]))
    return found


def _rest(lines: Sequence[Line], parts: Mapping[int, Part], at: int) -> int:
    """The last line of what begins at lines[at]: it goes on in a next line that is no item and begins small."""
    last = at
    while last + 1 < len(lines) and last + 1 in parts and parts[last + 1].role is Role.TEXT:
        below = lines[last + 1]
        said = words(below.text)
        deeper = below.indent > lines[at].indent and len(lines[last].text) > _FULL
        if below.first or said.bullet or said.level or not (below.text[0].islower() or deeper):
            break
        if lines[last].text.endswith((".", ":", "?")):
            break
        last += 1
    return last


def _wrapped(lines: Sequence[Line], parts: Mapping[int, Part], at: int, part: Part) -> Part:
    """The part with the lines on which its words go on."""
    last = _rest(lines, parts, at)
    if last == at:
        return part
    closing = " ;" if part.role is Role.EFFORT else " .;:"
    return replace(
        part, span=(part.span[0], lines[last].start + len(lines[last].text.rstrip(closing)))
    )


def numbered(lines: Sequence[Line], parts: Mapping[int, Part]) -> dict[int, Part]:
    """The parts with the lower of two numbers as efforts: '1.' is wanted and '1.1' done for it.

    Only where the chapter names nothing else that is done.
    """
    if any(part.role is Role.EFFORT for part in parts.values()):
        return dict(parts)
    lower = {
        at: part
        for at, part in parts.items()
        if part.role is Role.SUBGOAL and not part.marked and words(part.line.text).number.count(".")
    }
    if len(lower) < _LEAST_NUMBERED:
        return dict(parts)
    return dict(parts) | {at: _part(Role.EFFORT, lines[at], part) for at, part in lower.items()}


def nested(lines: Sequence[Line], parts: Mapping[int, Part]) -> dict[int, Part]:
    """The parts with the inner items of a list of goals as what is done for them.

    An item is inner that stands further in than the goal above it, or has another mark. Only where the
    chapter names nothing else that is done.
    """
    if any(part.role is Role.EFFORT for part in parts.values()):
        return dict(parts)
    found = dict(parts)
    outer: Part | None = None
    for at in sorted(parts):
        part = parts[at]
        if part.role is not Role.GOAL or part.marked:
            outer = None
        elif outer is not None and _is_inside(part, outer):
            found[at] = _part(Role.EFFORT, lines[at], part)
        else:
            outer = part if _mark(part) else None
    return found


def _mark(part: Part) -> str:
    """What stands before an item: its sign, or what kind of letter or number it has."""
    said = words(part.line.text)
    if said.number or said.bullet[:1].isdigit():
        return "1"
    return "a" if said.bullet[:1].isalpha() else said.bullet


def _is_inside(part: Part, outer: Part) -> bool:
    mark = _mark(part)
    if not mark or mark == "1":
        return False
    return mark != _mark(outer) or part.line.indent > outer.line.indent + 1


def under_heads(lines: Sequence[Line], parts: Mapping[int, Part]) -> dict[int, Part]:
    """The parts with the items of lists as what is done, where one head comes back over them below goals.

    Only where the chapter names nothing else that is done.
    """
    if any(part.role is Role.EFFORT for part in parts.values()):
        return dict(parts)
    lists: dict[str, list[int]] = {}
    heads: Counter[str] = Counter()
    head: str | None = None
    goal = False
    for at in sorted(parts):
        part = parts[at]
        goal = goal or part.role in (Role.GOAL, Role.SUBGOAL)
        if part.role is Role.NAVIGATION:
            continue
        if part.role is not Role.TEXT or not goal:
            head = None
        elif words(part.line.text).bullet:
            if head is not None:
                lists.setdefault(head, []).append(at)
        else:
            head = _head_of_list(lines, at)
            heads[head or ""] += 1
    found = dict(parts)
    for name, items in lists.items():
        if heads[name] > 1:
            found |= {at: _part(Role.EFFORT, lines[at], parts[at]) for at in items}
    return found


def _head_of_list(lines: Sequence[Line], at: int) -> str | None:
    """A few words right over a list, without their year; None where the line is no such head."""
    text = lines[at].text
    if at + 1 >= len(lines) or not words(lines[at + 1].text).bullet:
        return None
    if (
        not 0 < len(text.split()) <= _LONGEST_HEAD
        or text.endswith((".", ";"))
        or _ASIDE.search(text)
    ):
        return None
    return normalise(_YEAR.sub("", text))


def _heads(lines: Sequence[Line], parts: Mapping[int, Part]) -> dict[int, int]:
    """The lines that are heads over running text, each with its level; 0 where nothing shows one."""
    found: dict[int, int] = {}
    for at, part in parts.items():
        if part.role is not Role.TEXT:
            continue
        said = words(part.line.text)
        text = said.of(part.line.text)
        count = len(text.split())
        if (
            said.bullet
            or not 0 < count <= _MOST_WORDS
            or not (text[0].isupper() or text[0] in "'‘")
        ):
            continue
        over = text.endswith(":") and at + 1 in parts and bool(words(lines[at + 1].text).bullet)
        if (
            (text.endswith((".", ":", "?", ";", ",")) and not over)
            or is_title(text)
            or section_of(text) is not None
        ):
            continue
        if over and count >= _LEAST_WORDS and _OPENS.search(text) is None:
            found[at] = said.level
            continue
        if said.level > 1:
            found[at] = said.level
            continue
        last = _rest(lines, parts, at)
        over = _over_prose(lines, parts, last) or _over_list(parts, last)
        if not said.level and count >= _LEAST_WORDS and over:
            found[at] = 0
    return found


def _by_number(lines: Sequence[Line], parts: Mapping[int, Part]) -> tuple[list[int], list[int]]:
    """Lines with a number ('3.1 Langer thuis wonen') over lines with a deeper one ('3.1.1 Woonscan')."""
    numbers = {
        at: words(part.line.text).number
        for at, part in parts.items()
        if part.role is Role.TEXT and len(part.line.text.split()) <= _MOST_WORDS
    }
    numbers = {at: number for at, number in numbers.items() if "." in number}
    parents = {one.rpartition(".")[0] for one in numbers.values()}
    goals = [at for at, number in numbers.items() if number in parents]
    over = {numbers[at] for at in goals}
    if len({number.count(".") for number in over}) != 1 or not _are_goals(lines, goals):
        return [], []
    return goals, [at for at, one in numbers.items() if one.rpartition(".")[0] in over]


def _right_below(
    lines: Sequence[Line], parts: Mapping[int, Part], goals: Sequence[int]
) -> list[int]:
    """The items of lists that begin right below goals, where most goals have one."""
    found: dict[int, list[int]] = {}
    for goal in goals:
        at = _rest(lines, parts, goal) + 1
        if at in parts and _RULE.fullmatch(parts[at].line.text):
            at += 1
        while at in parts and parts[at].role is Role.TEXT and words(parts[at].line.text).bullet:
            found.setdefault(goal, []).append(at)
            at = _rest(lines, parts, at) + 1
    return [at for items in found.values() for at in items] if 2 * len(found) > len(goals) else []


def _over_prose(lines: Sequence[Line], parts: Mapping[int, Part], at: int) -> bool:
    below = parts.get(at + 1)
    return below is not None and below.role is Role.TEXT and len(below.line.text.split()) >= _PROSE


def _over_list(parts: Mapping[int, Part], at: int) -> bool:
    """Whether a list begins right below a line; a rule of dashes may stand between."""
    below = parts.get(at + 1)
    if below is not None and _RULE.fullmatch(below.line.text):
        below = parts.get(at + 2)
    return below is not None and below.role is Role.TEXT and bool(words(below.line.text).bullet)


def _are_goals(lines: Sequence[Line], places: Sequence[int]) -> bool:
    """Whether heads are goals: sentences of some length, most of which say what is or will be."""
    if len(places) < 2:
        return False
    texts = [words(lines[at].text).of(lines[at].text) for at in places]
    long = sum(len(text.split()) >= _LEAST_WORDS for text in texts)
    wishes = sum(_WISH.search(text) is not None for text in texts)
    return 4 * long >= 3 * len(texts) and 2 * wishes > len(texts)


def _listed(lines: Sequence[Line], parts: Mapping[int, Part], first: int) -> list[int]:
    """The items of lists under the goals that a sentence about doing opens."""
    found: list[int] = []
    opened = False
    for at in sorted(parts):
        if at < first:
            continue
        part = parts[at]
        if part.role is not Role.TEXT:
            opened = False
        elif words(part.line.text).bullet:
            if opened:
                found.append(at)
        else:
            opened = _OPENS.search(part.line.text) is not None
    return found


def _part(role: Role, line: Line, part: Part) -> Part:
    said = words(line.text)
    end = said.end
    if role is Role.EFFORT:
        told = effort_words(line.text, said)
        end = told.start + len(line.text[told.start : told.end].rstrip(" ;\u00a0"))
        span = (line.start + told.start, line.start + end)
        return replace(part, role=role, span=span, status=told.status or "planned", new=told.new)
    return replace(part, role=role, span=name_span(line, said.start, end), marked=True, head=True)
