"""Tables of goals, efforts and next steps of which nothing divides the cells but paragraphs.

A web page that became text leaves the head of such a table as one line of questions, a row of short
cells as one line of sentences, and a row of long cells as paragraphs. Many ways to lay those under the
columns are possible; each has a price by what speaks against it, and the cheapest way that lays all of
them is taken. What counts: numbers that go on or begin again, white lines and the empty paragraphs
that end a cell, bullets below a colon, sentences that refer back, and rows without an effort.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import takewhile

from noaber.intake.documents.blocks import Line
from noaber.intake.documents.cells import Layout, layout
from noaber.intake.documents.columns import Role as ColumnRole
from noaber.intake.documents.columns import column
from noaber.intake.documents.effort_numbers import numbered_rows
from noaber.intake.documents.effort_prices import (
    CUT_IN_PARAGRAPH,
    NEVER,
    NO_STATUS,
    Unit,
    after_name,
    missing,
    new_row,
    next_cell,
    price_of_cut,
    same_cell,
    unfinished,
    unlike_name,
)
from noaber.intake.documents.grammar import grammar
from noaber.intake.documents.reading import EffortStatus, Span
from noaber.intake.documents.roles import Part, Role, is_status, named, section_of, status_of, words
from noaber.vocabulary.names import normalise, squeeze

_QUESTION = re.compile(r"[^?]{4,120}\?")
_CUT = re.compile(r"(?<=[.;:?!)’'”\"\w])\s+(?=[A-ZÀ-Þ0-9‘'“\"(a-z])")
_NUMBER = re.compile(r"(?P<number>[0-9]{1,2})(?P<letter>[a-z]?)[.)]{1,2}\s*(?=\S)")
_EMPTY = re.compile(r"\n[ \t]*\u00a0")  # a paragraph with nothing in it
_BULLET = re.compile(r"[•●▪■◦○–*·]\s|[-o]\s+(?=\S)")
_STOP = re.compile(r"[.:;,](?:\s|$)")
_MOST_ROWS = 250  # lines in one table
_LONGEST_HEAD = 3  # lines


@dataclass(slots=True)
class _Cell:
    """The spans of the paragraphs of one cell."""

    spans: list[tuple[Span, Unit]] = field(default_factory=list)


def effort_rows(
    text: str, lines: Sequence[Line], at: int, past: bool
) -> tuple[list[Part], int] | None:
    """The goals and efforts of the table that begins at lines[at], and how many lines it took.

    `past` says whether the question above the table asks what was done. None where no table begins.
    """
    head = _head(lines, at)
    if head is None:
        return None
    roles, count = head
    below = list(takewhile(_is_row, lines[at + count : at + count + _MOST_ROWS]))
    coded, taken = numbered_rows(below, roles, "done" if past else "planned")
    if coded:
        return coded, count + taken
    units = list(_units(text, lines, at + count))
    if not units or ColumnRole.SUBGOAL in roles:
        return None
    rows = _laid(text, units, roles)
    if not rows:
        return None
    made = [
        part for row in rows for part in _parts(text, dict(zip(roles, row, strict=False)), past)
    ]
    return (made, count + len(units)) if any(one.role is Role.EFFORT for one in made) else None


def _is_row(line: Line) -> bool:
    return section_of(line.text) is None


def _head(lines: Sequence[Line], at: int) -> tuple[tuple[ColumnRole, ...], int] | None:
    """The columns that one line of questions or words names, or two lines right below each other."""
    if len(lines[at].text) > 300 or layout(lines[at]) not in (None, Layout.SPACES):
        return None
    joined = ""
    for count in range(1, _LONGEST_HEAD + 1):
        if at + count > len(lines) or (count > 1 and lines[at + count - 1].first):
            return None
        joined = f"{joined} {lines[at + count - 1].text}".strip()
        roles = _columns(joined)
        if roles is not None and (count == 1 or "?" in joined):
            return roles, count
    return None


@lru_cache(maxsize=1024)
def _columns(text: str) -> tuple[ColumnRole, ...] | None:
    """The roles that a row of questions has, one for each; None where it is no such row."""
    asked = [match[0].strip() for match in _QUESTION.finditer(text)]
    if len(asked) > 1 and squeeze(" ".join(asked)) == squeeze(text):
        roles = [_asks(one) for one in asked]
    else:
        roles = list(_words(text.split())) if "  " not in text else [None]
    if roles.count(ColumnRole.GOAL) == 2:  # 'Kerndoel Operationeel doel Acties'
        roles[roles.index(ColumnRole.GOAL, roles.index(ColumnRole.GOAL) + 1)] = ColumnRole.SUBGOAL
    known = [role for role in roles if role is not None]
    if len(known) != len(roles) or ColumnRole.EFFORT not in known or not 2 <= len(known) <= 4:
        return None
    if len(set(known)) != len(known) or not {ColumnRole.GOAL, ColumnRole.NEXT} & set(known):
        return None
    return tuple(known)


def _asks(question: str) -> ColumnRole | None:
    section = section_of(question)
    low = normalise(question)
    if re.search(grammar().outline.steps, low):
        return ColumnRole.NEXT
    if section == "goals":
        return ColumnRole.GOAL
    if section == "efforts":
        return ColumnRole.EFFORT
    said = column(question)
    return said.role if said is not None and said.role in _BESIDE else None


def _words(given: Sequence[str]) -> Iterator[ColumnRole | None]:
    """The columns of a head of words: the longest that is known first."""
    at = 0
    while at < len(given) and len(given) < 12:
        for stop in range(min(len(given), at + 4), at, -1):
            said = column(" ".join(given[at:stop]))
            if said is not None and said.sure and said.role in _ROLES:
                yield said.role
                at = stop
                break
        else:
            yield None
            return


_BESIDE = frozenset({ColumnRole.STATUS, ColumnRole.NOTE})
_ROLES = frozenset(
    {
        ColumnRole.GOAL,
        ColumnRole.SUBGOAL,
        ColumnRole.EFFORT,
        ColumnRole.NEXT,
        ColumnRole.STATUS,
        ColumnRole.NOTE,
    }
)


def _units(text: str, lines: Sequence[Line], at: int) -> Iterator[Unit]:
    """The lines of the table, up to what is plainly something else."""
    before = lines[at - 1].end
    for place in range(at, min(len(lines), at + _MOST_ROWS)):
        line = lines[place]
        if _ends(lines, place):
            return
        match = _NUMBER.match(line.text)
        below = lines[place + 1] if place + 1 < len(lines) else None
        yield Unit(
            line,
            line.first,
            line.first and _EMPTY.search(text, before, line.start) is not None,
            int(match["number"]) if match else None,
            match["letter"] if match else "",
            match is None and _BULLET.match(line.text) is not None,
            below is not None and not below.first,
        )
        before = line.end


def _ends(lines: Sequence[Line], at: int) -> bool:
    text = lines[at].text
    if section_of(text) is not None or re.search(grammar().outline.lists, normalise(text[:300])):
        return True
    if text.startswith("#") or layout(lines[at]) in (Layout.TABS, Layout.STROKES):
        return True
    marked = named(text)
    if marked is not None and marked[0] in (Role.THEME, Role.PROGRAMME):
        return True
    if _columns(text) is not None:
        return True
    below = lines[at + 1] if at + 1 < len(lines) else None
    if (
        below is not None
        and not text.endswith((".", ":", ";"))
        and _columns(below.text) is not None
    ):
        return True
    # A head: the question that it stands over comes right below it.
    if at + 1 < len(lines) and lines[at + 1].first and not text.endswith((".", ":", ";")):
        asked = section_of(lines[at + 1].text)
        return asked is not None and asked != "efforts" and len(text.split()) < 12
    return False


@dataclass(frozen=True, slots=True)
class _State:
    """The cheapest way to lay all units so far that ends in this column."""

    price: float
    back: "_State | None"
    cells: tuple[tuple[int, Span, bool], ...]  # column, span, whether a new row begins
    numbered: bool  # whether the last cell is a list with numbers


def _laid(text: str, units: Sequence[Unit], roles: Sequence[ColumnRole]) -> list[list[_Cell]]:
    """The rows of cells of the cheapest way."""
    width = len(roles)
    states: dict[int, _State] = {width - 1: _State(0.0, None, (), False)}
    for at, unit in enumerate(units):
        above = units[at - 1] if at else None
        found: dict[int, _State] = {}
        for pieces, cut in _pieces(text, unit, above, width):
            for column_now, state in states.items():
                for last, price, cells in _placed(
                    pieces, column_now, above, unit, state, roles, text
                ):
                    total = state.price + price + cut
                    if last not in found or total < found[last].price:
                        numbered = unit.number is not None or (unit.bullet and state.numbered)
                        found[last] = _State(total, state, cells, numbered)
        states = found
    best = min(states, key=lambda last: states[last].price + unfinished(last, roles), default=None)
    return [] if best is None else _rows(states[best], units, width)


def _pieces(
    text: str, unit: Unit, above: Unit | None, width: int
) -> Iterator[tuple[tuple[Span, ...], float]]:
    """The ways to cut a line into cells, each with its price."""
    yield (unit.line.span,), 0.0
    if unit.listed:
        return
    # A line between white lines is a paragraph, and a paragraph is one cell.
    alone = CUT_IN_PARAGRAPH if (unit.white and above is not None and not unit.closed) else 0.0
    places = [
        (unit.line.start + match.end(), unit.line.start + match.start(), price)
        for match in _CUT.finditer(unit.line.text)
        if (price := price_of_cut(text, unit.line, match.start(), match.end())) < NEVER
    ][:14]
    start, end = unit.line.span
    for i, (begin, stop, price) in enumerate(places):
        yield ((start, stop), (begin, end)), price + alone
        if width > 2:
            for begin2, stop2, price2 in places[i + 1 :]:
                yield ((start, stop), (begin, stop2), (begin2, end)), price + price2 + alone


Way = tuple[int, float, tuple[tuple[int, Span, bool], ...]]


def _placed(
    pieces: tuple[Span, ...],
    before: int,
    above: Unit | None,
    unit: Unit,
    state: _State,
    roles: Sequence[ColumnRole],
    text: str,
) -> Iterator[Way]:
    """The ways to lay these pieces, one column each, behind a cell in column `before`."""
    width, count = len(roles), len(pieces)
    for first in range(width):
        if first + count > width:
            break
        if first == before and count == 1 and above is not None:
            price = same_cell(above, unit, state.numbered, first)
            if roles[first] is ColumnRole.NOTE:
                price += after_name(above)
            yield _way(pieces, first, price, roles, text)
        elif first > before:
            price = next_cell(above, unit)
            price += sum(missing(role) for role in roles[before + 1 : first])
            yield _way(pieces, first, price, roles, text)
        if first == 0 and above is None:
            yield _way(pieces, 0, 0.0, roles, text, new=True)
        elif first == 0:
            price = new_row(above, unit) + unfinished(before, roles)
            yield _way(pieces, 0, price, roles, text, new=True)


def _way(
    pieces: tuple[Span, ...],
    first: int,
    price: float,
    roles: Sequence[ColumnRole],
    text: str,
    new: bool = False,
) -> Way:
    cells = tuple((first + i, span, new and i == 0) for i, span in enumerate(pieces))
    beside = not _BESIDE.isdisjoint(roles)
    for at, span, _ in cells:
        said = _begins_with(text, span) if beside else None
        if roles[at] is ColumnRole.STATUS:
            price += 0.0 if said else NO_STATUS
        elif roles[at] is not ColumnRole.NOTE and said:
            price += NO_STATUS
        elif roles[at] in (ColumnRole.GOAL, ColumnRole.EFFORT) and beside:
            price += unlike_name(text[slice(*span)], goal=roles[at] is ColumnRole.GOAL)
    return cells[-1][0], price, cells


def _begins_with(text: str, span: Span) -> EffortStatus | None:
    """The status that a cell begins with: 'Gerealiseerd.', '2. Verschoven naar 2021.'"""
    start, end = span
    match = _NUMBER.match(text, start, end)
    said = text[match.end() if match else start : end]
    first = _STOP.split(said, maxsplit=1)[0]
    return status_of(first) if first[:1].isupper() and is_status(first) else None


def _rows(state: _State, units: Sequence[Unit], width: int) -> list[list[_Cell]]:
    """The way back through the states, as rows."""
    steps: list[tuple[tuple[int, Span, bool], ...]] = []
    at: _State | None = state
    while at is not None and at.back is not None:
        steps.append(at.cells)
        at = at.back
    rows: list[list[_Cell]] = []
    for unit, cells in zip(units, reversed(steps), strict=True):
        for column_now, span, new in cells:
            if new or not rows:
                rows.append([_Cell() for _ in range(width)])
            rows[-1][column_now].spans.append((span, unit))
    return rows


def _parts(text: str, row: dict[ColumnRole, _Cell], past: bool) -> Iterator[Part]:
    """The goal, its subgoals and the efforts of one row."""
    goals = row.get(ColumnRole.GOAL, _Cell()).spans
    steps = row.get(ColumnRole.NEXT, _Cell()).spans
    said = [*row.get(ColumnRole.STATUS, _Cell()).spans, *row.get(ColumnRole.NOTE, _Cell()).spans]
    usual: EffortStatus = "done" if past else "planned"
    yield from (Part(Role.TEXT, unit.line, span) for span, unit in said)
    if goals:
        whole, first = goals[0]
        plain = [span for span, unit in goals if unit.number is None]
        if plain:
            last = plain[-1] if all(unit.number is None for _, unit in goals) else whole
            yield _named(text, Role.GOAL, (whole[0], last[1]), first.line)
        for span, unit in goals:
            if unit.number is not None:
                yield _named(text, Role.SUBGOAL if plain else Role.GOAL, span, unit.line)
        if plain and len(plain) < len(goals):
            yield _named(text, Role.GOAL, (whole[0], plain[-1][1]), first.line)
    for effort, number, line in _efforts(row[ColumnRole.EFFORT]):
        step = _step(text, steps, number)
        yield _named(text, Role.EFFORT, effort, line, _status(text, said, number) or usual, step)


def _status(
    text: str, said: Sequence[tuple[Span, Unit]], number: int | None
) -> EffortStatus | None:
    """What stands beside the effort with this number of what became of it, else beside all of the row."""
    own = [span for span, unit in said if number is not None and unit.number == number]
    found = own or [span for span, _ in said]
    return next((status for span in found if (status := _begins_with(text, span))), None)


def _efforts(cell: _Cell) -> Iterator[tuple[Span, int | None, Line]]:
    """The efforts of a cell: one for each number, or the whole cell."""
    numbered = any(unit.number is not None for _, unit in cell.spans)
    if not numbered:
        if cell.spans:
            yield (cell.spans[0][0][0], cell.spans[-1][0][1]), None, cell.spans[0][1].line
        return
    number: int | None = None
    start: Span | None = None
    line: Line | None = None
    for span, unit in cell.spans:
        if unit.number is not None and start is not None and line is not None:
            yield start, number, line
            start = None
        if unit.number is not None:
            number = unit.number
        if start is None:
            start, line = span, unit.line
        else:
            start = (start[0], span[1])  # bullets below a number
    if start is not None and line is not None:
        yield start, number, line


def _step(text: str, steps: Sequence[tuple[Span, Unit]], number: int | None) -> str | None:
    """The next step of the effort with this number, or the one that all efforts of the row share."""
    if not steps:
        return None
    numbers = {unit.number for _, unit in steps if unit.number is not None}
    if number is not None and number in numbers:
        chosen = [span for span, unit in steps if unit.number == number]
    elif numbers and number is not None:
        return None
    else:
        chosen = [(steps[0][0][0], steps[-1][0][1])]
    start, end = chosen[0][0], chosen[-1][1]
    found = words(text[start:end])
    match = _NUMBER.match(text, start, end)
    begin = match.end() if match else start + found.start
    return squeeze(text[begin:end])


def _named(
    text: str,
    role: Role,
    span: Span,
    line: Line,
    status: EffortStatus | None = None,
    step: str | None = None,
) -> Part:
    start, end = span
    match = _NUMBER.match(text, start, end) or re.compile(r"[•●▪■◦○–*·-]\s+").match(
        text, start, end
    )
    if match is not None:
        start = match.end()
    start += len(text[start:end]) - len(text[start:end].lstrip())
    closing = " ;\u00a0" if role is Role.EFFORT else " .;:\u00a0"
    end = start + len(text[start:end].rstrip(closing))
    return Part(role, line, (start, end), status=status, next_step=step, own=True)
