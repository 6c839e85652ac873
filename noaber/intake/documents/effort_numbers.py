"""Tables of goals and what is done for them in which numbers tell the columns.

'1 Inwoners doen mee  1.1 Een buurtbus' is a goal and an effort, whatever stands between them: the deeper
number is in the next column. Only where every number goes on from one that stands above it.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from noaber.intake.documents.blocks import Line
from noaber.intake.documents.columns import Role as ColumnRole
from noaber.intake.documents.reading import EffortStatus, Span
from noaber.intake.documents.roles import Part, Role

_CODE = re.compile(
    r"(?:(?<=\s)|^)(?:[A-Z]{1,3}[0-9]?[ .-])?(?P<number>[0-9]{1,2}(?:\.[0-9]{1,2}){0,3})\.?"
    r"(?:\s*[-–:]\s*|\s+)(?=[A-ZÀ-Þ‘'])"
)
_ROLES = {
    ColumnRole.GOAL: Role.GOAL,
    ColumnRole.SUBGOAL: Role.SUBGOAL,
    ColumnRole.EFFORT: Role.EFFORT,
}
_LEAST = 3  # names in such a table


@dataclass(slots=True)
class _Named:
    """A name behind its number, and the line on which it begins."""

    number: tuple[int, ...]
    start: int
    end: int
    line: Line


def numbered_rows(
    lines: Sequence[Line], roles: Sequence[ColumnRole], usual: EffortStatus
) -> tuple[list[Part], int]:
    """The goals and efforts of these lines, in order, and how many lines they took.

    Nothing where numbers do not tell all of them. `usual` is the status of what is done, where nothing
    else is said of it.
    """
    columns = [_ROLES[role] for role in roles if role in _ROLES]
    names = list(_names(lines))
    depths = sorted({len(one.number) for one in names})
    if len(columns) < 2 or len(depths) != len(columns) or len(names) < _LEAST:
        return [], 0
    if len(columns) != len(roles) or not _goes_on([one.number for one in names]):
        return [], 0
    made = []
    for one in names:
        role = columns[depths.index(len(one.number))]
        status = usual if role is Role.EFFORT else None
        made.append(Part(role, one.line, _span(one), status=status, own=True))
    end = max(one.end for one in names)
    return made, sum(line.start < end for line in lines)


def _names(lines: Sequence[Line]) -> Iterator[_Named]:
    """What stands behind each number; nothing more from a line on that does not belong to it."""
    last: _Named | None = None
    for line in lines:
        found = list(_CODE.finditer(line.text))
        if not found or line.text[: found[0].start()].strip():
            if last is None or line.first or not line.text[0].islower():
                break
            last.end = line.end
            continue
        for match, behind in zip(found, [*found[1:], None], strict=True):
            if last is not None:
                yield last
            end = line.end if behind is None else line.start + behind.start()
            number = tuple(map(int, match["number"].split(".")))
            last = _Named(number, line.start + match.end(), end, line)
    if last is not None:
        yield last


def _goes_on(numbers: Sequence[tuple[int, ...]]) -> bool:
    """Whether each number is the first below the one above it, or the next of one above."""
    seen: set[tuple[int, ...]] = set()
    top = min(map(len, numbers))
    for number in numbers:
        if number in seen or (len(number) > top and number[:-1] not in seen):
            return False
        if number[-1] > 1 and len(number) > top and (*number[:-1], number[-1] - 1) not in seen:
            return False
        seen.add(number)
    return True


def _span(one: _Named) -> Span:
    offset = one.line.start
    text = one.line.text
    if one.end > one.line.end:  # it goes on in the next lines
        return one.start, one.end
    kept = text[one.start - offset : one.end - offset].rstrip(" ;.:\u00a0")
    return one.start, one.start + len(kept)
