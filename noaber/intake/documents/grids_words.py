"""Tables of which one space stands between two cells as between two words of one.

The head is cut by its words (`head_words`); how many values the rows have tells which cut is meant.
A row of figures is a name, a run of values and what stands behind them. A row of efforts has its
status somewhere in it, and the name of the goal, where it has one, ends with a full stop.
"""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from noaber.intake.documents.blocks import Line
from noaber.intake.documents.cells import Cell, layout
from noaber.intake.documents.columns import Column, Role
from noaber.intake.documents.grammar import grammar
from noaber.intake.documents.grid import LONGEST_GROUP, Grid, GridRow, gap
from noaber.intake.documents.head_words import VALUES, cuts, may_be_head, speaks_of_columns
from noaber.intake.documents.measured import GOAL_CODE, direction
from noaber.intake.documents.roles import is_status
from noaber.intake.documents.tokens import favour, is_printed
from noaber.vocabulary.names import normalise

_MOST_HEADS = 4
_SOON = 40  # rows that tell how many values a row has
_DEAREST = 4
_LONGEST_ROW = 400
_LONGEST_STATUS = 4
_CODE = re.compile(r"(?:[A-Z]{1,3}[ .-]?)?[0-9]{1,2}(?:\.[0-9]{1,3}){0,3}[a-z]?\.?(?=\s)")
WHEN = re.compile(
    r"(?:(?:doorlopend|structureel|continu|voorjaar|najaar|zomer|medio|eind|begin|start|heel|hele"
    r"|vanaf|tot en met|t/m|per|voor|na|[1-3]?[0-9](?= [a-z])"
    r"|q[1-4]|(?:[1-4]e|eerste|tweede|derde|vierde) (?:kwartaal|helft|halfjaar)|kwartaal [1-4]"
    r"|januari|februari|maart|april|mei|juni|juli|augustus|september|oktober|november|december|(?:19|20)[0-9]{2})[\s/-]*)+",
    re.I,
)
_WORD = re.compile(r"(?:[<>≤≥]|max\.|min\.|maximaal|minimaal) ?(?=[0-9])\S+|\S+", re.I)
_ACTS = frozenset({"wmo", "bbz", "ioaw", "ioaz", "wsw", "pgb", "zin", "wlz"})  # no name of a source
_SHORTEST_GOAL = 3  # words
_LIMITED = re.compile(r"(?<=\s)(?:[<>≤≥] ?[0-9]|(?:max|min)\. ?[0-9])")
_AIMS = re.compile(r"(?:\((?:doel|streefwaarde|ambitie|streven|norm|raming)\)\s*)+", re.I)
_AMOUNT = re.compile(r"€ ?[0-9][0-9.,]*(?:-| miljoen| mln)?|[-–—]")
_BEFORE = frozenset({Role.SOURCE, Role.UNIT, Role.DIRECTION})


_MORE = frozenset({Role.NUMBER, Role.SOURCE, Role.UNIT})


def worded(lines: Sequence[Line], at: int, stops: Sequence[bool]) -> Grid | None:
    """The table that begins at lines[at], or None; `stops` says which lines are certainly no row."""
    joined = ""
    if not speaks_of_columns(lines[at].text):
        return None
    for count in range(1, _MOST_HEADS + 1):
        place = at + count - 1
        if place >= len(lines) or (count > 1 and (gap(lines, place) or stops[place])):
            return None
        if layout(lines[place]) is not None or not may_be_head(lines[place].text):
            return None
        joined = f"{joined} {lines[place].text}".lstrip()
        if len(joined) > _LONGEST_ROW:
            return None
        aims = aims_below(lines, at) if count == 1 else 0
        grid = _grid(lines, at, count + bool(aims), joined, stops)
        if grid is not None and aims:
            _aim(grid, aims)
        if grid is not None:
            return grid
    return None


def _aim(grid: Grid, aims: int) -> None:
    """The last columns as those of aims."""
    values = [i for i, one in enumerate(grid.columns) if one.role is Role.VALUE][-aims:]
    grid.columns = tuple(
        replace(one, measured="target") if i in values else one
        for i, one in enumerate(grid.columns)
    )


def _grid(
    lines: Sequence[Line], at: int, count: int, head: str, stops: Sequence[bool]
) -> Grid | None:
    found = cuts(head)
    if not found:
        return None
    rows = _below(lines, at + count, stops)
    width = _width(rows)
    price, columns = found.get(width, (_DEAREST + 1, ())) if width else (_DEAREST + 1, ())
    if (
        price > _DEAREST
        or not columns
        or columns[0].role not in (Role.LABEL, Role.NUMBER, Role.SOURCE)
    ):
        return None
    roles = {one.role for one in columns}
    if Role.LABEL not in roles or (width < 2 and Role.FLAG not in roles):
        return None
    return _of_values(lines, at, count, columns, rows)


def _below(lines: Sequence[Line], start: int, stops: Sequence[bool]) -> Sequence[Line]:
    """The lines under a head up to a white line or something else."""
    end = start
    while end < len(lines) and not (gap(lines, end) and end > start):
        if stops[end] and GOAL_CODE.fullmatch(lines[end].text) is None:
            break
        if layout(lines[end]) is not None or len(lines[end].text) > _LONGEST_ROW:
            break
        end += 1
    return lines[start:end]


def aims_below(lines: Sequence[Line], at: int) -> int:
    """How many heads the line below marks as aims: '(doel) (doel)'."""
    below = lines[at + 1] if at + 1 < len(lines) else None
    if below is None or len(below.text) > _LONGEST_ROW or _AIMS.fullmatch(below.text) is None:
        return 0
    return below.text.count("(")


def asks_more(lines: Sequence[Line], at: int) -> bool:
    """Whether a head of years needs its words read: other columns, aims marked below, or limits in the rows."""
    if names_more(lines[at].text) or aims_below(lines, at):
        return True
    return any(_LIMITED.search(line.text) for line in lines[at + 1 : at + _SOON])


def names_more(head: str) -> bool:
    """Whether a head names a number or a source before the values: 'Nr. Indicator Bron 2023 2024'."""
    return any(
        price <= _DEAREST and any(one.role in _MORE for one in _named_first(columns))
        for price, columns in cuts(head).values()
    )


def _named_first(columns: Sequence[Column]) -> Sequence[Column]:
    first = next((i for i, one in enumerate(columns) if one.role in VALUES), 0)
    return columns[:first]


def worded_efforts(lines: Sequence[Line], at: int, stops: Sequence[bool]) -> Grid | None:
    """The rows of what is done that begin at lines[at], each with its status or its number; or None."""
    text = lines[at].text
    if layout(lines[at]) is not None or not speaks_of_columns(text) or not may_be_head(text):
        return None
    price, columns = cuts(lines[at].text).get(0, (_DEAREST, ()))
    if price > 1 or not any(one.role is Role.EFFORT for one in columns):
        return None
    return _of_efforts(lines, at, 1, columns, _below(lines, at + 1, stops))


def _width(rows: Sequence[Line]) -> int:
    """How many values stand beside each other in most rows."""
    counted = Counter(run for line in rows[:_SOON] if (run := _longest(_WORD.findall(line.text))))
    return max(counted, key=lambda one: (counted[one], one)) if counted else 0


def _longest(words: Sequence[str]) -> int:
    best = run = 0
    for word in words:
        run = run + 1 if is_printed(word) else 0
        best = max(best, run)
    return best


def _of_values(
    lines: Sequence[Line], at: int, count: int, columns: tuple[Column, ...], rows: Sequence[Line]
) -> Grid | None:
    grid = Grid(columns, lines[at : at + count])
    last = 0
    for number, line in enumerate(rows, 1):
        cells = _value_row(line, columns)
        if cells is not None:
            grid.rows.append(GridRow(cells, line))
            last = number
        elif _heads_rows(line):
            grid.rows.append(
                GridRow(
                    (Cell(line.text, line.start), *(None,) * (len(columns) - 1)), line, group=True
                )
            )
        else:
            break
    while grid.rows and grid.rows[-1].group:
        grid.rows.pop()
    grid.count = count + last
    return grid if grid.rows else None


def _heads_rows(line: Line) -> bool:
    text = line.text
    return (
        len(text.split()) <= LONGEST_GROUP
        and text[0].isalnum()
        and not text.endswith((".", ":", "?", ";"))
    )


def _value_row(line: Line, columns: Sequence[Column]) -> tuple[Cell | None, ...] | None:
    """A row laid under the columns; None where it cannot be."""
    words = list(_WORD.finditer(line.text))
    texts = [word[0] for word in words]
    first = next(i for i, one in enumerate(columns) if one.role in VALUES)
    last = max(i for i, one in enumerate(columns) if one.role in VALUES)
    behind = [one for one in columns[last + 1 :] if one.role is not Role.FLAG]
    run = _run(texts, columns[first : last + 1], open_end=bool(behind))
    if run is None:
        return None
    start, stop, held = run
    cells: list[Cell | None] = [None] * len(columns)
    for column_at, word_at in held.items():
        cells[first + column_at] = _cell(line, words, word_at, word_at + 1)
    if stop < len(texts) and favour(texts[stop]) is not None:
        flag = next((i for i, one in enumerate(columns) if one.role is Role.FLAG), None)
        if flag is not None:
            cells[flag] = _cell(line, words, stop, stop + 1)
            stop += 1
    if not _lay_before(line, words, start, columns[:first], cells):
        return None
    _lay_behind(line, words, stop, columns, last, cells)
    return tuple(cells)


def _run(
    words: Sequence[str], columns: Sequence[Column], open_end: bool
) -> tuple[int, int, dict[int, int]] | None:
    """[start, stop) of the values and which word stands under which column; a flag may be left out."""
    starts = range(1, len(words)) if open_end else range(len(words) - 1, 0, -1)
    for start in starts:
        at = start
        held: dict[int, int] = {}
        for number, one in enumerate(columns):
            word = words[at] if at < len(words) else ""
            if one.role in VALUES and word and is_printed(word):
                held[number] = at
                at += 1
            elif one.role is Role.FLAG:
                if favour(word) is not None:
                    held[number] = at
                    at += 1
            else:
                break
        else:
            if (
                open_end
                or at == len(words)
                or (at == len(words) - 1 and favour(words[at]) is not None)
            ):
                return start, at, held
    return None


def _cell(line: Line, words: Sequence[re.Match[str]], start: int, stop: int) -> Cell | None:
    if start >= stop:
        return None
    begin, end = words[start].start(), words[stop - 1].end()
    return Cell(line.text[begin:end], line.start + begin, begin)


def _lay_before(
    line: Line,
    words: Sequence[re.Match[str]],
    stop: int,
    columns: Sequence[Column],
    cells: list[Cell | None],
) -> bool:
    """The number, the name, and between them and the values a source or a unit."""
    start = 0
    unit = next((i for i, one in enumerate(columns) if one.role is Role.UNIT), None)
    found = _unit_at(words, stop) if unit is not None and unit < len(columns) - 1 else None
    if (
        unit is not None and found is not None
    ):  # what stands behind the unit is a source of any length
        cells[unit + 1] = _cell(line, words, found[1], stop)
        cells[unit] = _cell(line, words, *found)
        columns, stop = columns[:unit], found[0]
    for at in range(len(columns) - 1, -1, -1):
        if columns[at].role not in _BEFORE or at == 0:
            break
        begin = _suffix(words, stop, columns[at].role)
        cells[at] = _cell(line, words, begin, stop)
        stop = begin
    if columns[0].role is Role.NUMBER and (match := _CODE.match(line.text)) is not None:
        start = len(line.text[: match.end()].split())
        cells[0] = _cell(line, words, 0, start)
    if columns[0].role is Role.SOURCE and stop > 1:
        cells[0] = _cell(line, words, 0, 1)
        start = 1
    label = next((i for i, one in enumerate(columns) if one.role is Role.LABEL), None)
    if label is None or start >= stop:
        return False
    cells[label] = _cell(line, words, start, stop)
    return any(char.isalpha() for char in line.text[words[start].start() : words[stop - 1].end()])


def _unit_at(words: Sequence[re.Match[str]], stop: int) -> tuple[int, int] | None:
    """Which words before words[stop] are a unit that is known: '%', 'per 10.000 inwoners'."""
    units = grammar().table.units
    for at in range(stop - 1, 0, -1):
        if words[at][0].lower() in units:
            return at, at + 1
        if words[at][0].lower() == "per" and at + 2 < stop and is_printed(words[at + 1][0]):
            return at, at + 3
    return None


def _suffix(words: Sequence[re.Match[str]], stop: int, role: Role) -> int:
    """Where the unit, the source or the direction that ends before words[stop] begins."""
    if role is Role.DIRECTION:
        begins = [i for i in range(max(1, stop - 4), stop) if direction(_text(words, i, stop))]
        return begins[0] if begins else stop
    if role is Role.UNIT:
        units = grammar().table.units
        known = [i for i in range(max(1, stop - 3), stop) if _text(words, i, stop).lower() in units]
        return known[0] if known else max(1, stop - 1)
    if words[stop - 1][0] in ("-", "–", "—"):
        return stop - 1
    begins = [i for i in range(stop - 1, max(0, stop - 5), -1) if words[i][0][0].isupper()]
    start = begins[0] if begins else max(1, stop - 1)
    while start > 2 and _is_name(words[start - 1][0]):
        start -= 1
    return start


def _is_name(word: str) -> bool:
    """Whether a word with a capital can be part of the name of a source: 'Regionale Monitor'."""
    return word[0].isupper() and "-" not in word and word.lower() not in _ACTS


def _text(words: Sequence[re.Match[str]], start: int, stop: int) -> str:
    return " ".join(word[0] for word in words[start:stop])


def _lay_behind(
    line: Line,
    words: Sequence[re.Match[str]],
    start: int,
    columns: Sequence[Column],
    last: int,
    cells: list[Cell | None],
) -> None:
    """What stands behind the values: a direction by its words, and the rest under what remains."""
    left = [i for i in range(last + 1, len(columns)) if columns[i].role is not Role.FLAG]
    stop = len(words)
    if len(left) > 1 and columns[left[0]].role is Role.DIRECTION:
        end = start
        while end < stop and (normalise(words[end][0]) in _LINKS or direction(words[end][0])):
            end += 1
        cells[left[0]] = _cell(line, words, start, end)
        start, left = end, left[1:]
    elif len(left) > 1 and columns[left[-1]].role is Role.DIRECTION:
        begin = stop
        while begin > start and (
            normalise(words[begin - 1][0]) in _LINKS or direction(words[begin - 1][0])
        ):
            begin -= 1
        cells[left[-1]] = _cell(line, words, begin, stop)
        stop, left = begin, left[:-1]
    if left:
        cells[left[0]] = _cell(line, words, start, stop)


_LINKS = frozenset({"of", "en", "blijven", "blijft"})


def _of_efforts(
    lines: Sequence[Line], at: int, count: int, columns: tuple[Column, ...], rows: Sequence[Line]
) -> Grid | None:
    """Rows of what is done, told apart by where a status or a date stands."""
    grid = Grid(columns, lines[at : at + count])
    roles = [one.role for one in columns]
    dated = roles[-1] is Role.NOTE and len(roles) <= 3
    if not {Role.STATUS, Role.NUMBER} & set(roles) and not dated:
        return None
    for line in rows:
        cells = _effort_row(line, roles)
        if cells is None:
            break
        grid.rows.append(GridRow(cells, line))
    grid.count = count + len(grid.rows)
    return grid if grid.rows else None


def _effort_row(line: Line, roles: Sequence[Role]) -> tuple[Cell | None, ...] | None:
    words = list(re.finditer(r"\S+", line.text))
    cells: list[Cell | None] = [None] * len(roles)
    start, stop = 0, len(words)
    if Role.NUMBER in roles:
        match = _CODE.match(line.text)
        if match is None:
            return None
        start = len(line.text[: match.end()].split())
        cells[roles.index(Role.NUMBER)] = _cell(line, words, 0, start)
    effort = roles.index(Role.EFFORT)
    if len(roles) == 2 and (at := _dated(words)) is not None:
        cells[:] = [_cell(line, words, 0, at), _cell(line, words, at, len(words))]
        return tuple(cells)
    if Role.NUMBER not in roles and Role.STATUS not in roles:
        at = _dated(words) if len(roles) == 3 else None
        if at is None:
            return None
        cells[-1], stop = _cell(line, words, at, len(words)), at
    if Role.STATUS in roles:
        at = roles.index(Role.STATUS)
        said = _status(words, start, ends=at == len(roles) - 1)
        if said is None:
            return None
        cells[at] = _cell(line, words, *said)
        stop = said[0]
        rest = list(range(at + 1, len(roles)))
        if rest:
            cells[rest[0]] = _cell(line, words, said[1], len(words))
    between = [
        i for i, role in enumerate(roles) if role is Role.NOTE and i > effort and cells[i] is None
    ]
    ahead = roles.index(Role.STATUS if Role.STATUS in roles else Role.EFFORT)
    if between and between[0] < ahead:
        begin = next(
            (
                i
                for i in range(max(start + 1, stop - 4), stop)
                if WHEN.fullmatch(_text(words, i, stop))
            ),
            stop,
        )
        cells[between[0]] = _cell(line, words, begin, stop)
        stop = begin
    if start >= stop:
        return None
    if Role.GOAL in roles and roles.index(Role.GOAL) < effort:
        cut = next((i for i in range(start, stop - 1) if words[i][0].endswith(".")), None)
        if cut is None:
            cut = _second(words, start, stop)
        if cut is not None:
            cells[roles.index(Role.GOAL)] = _cell(line, words, start, cut + 1)
            start = cut + 1
    cells[effort] = _cell(line, words, start, stop)
    return tuple(cells)


def _second(words: Sequence[re.Match[str]], start: int, stop: int) -> int | None:
    """The word before the only one that begins a second name: 'Inwoners blijven gezond Leefstijlcoach'."""
    small = grammar().languages["nl"]
    found = [
        at
        for at in range(start + _SHORTEST_GOAL, stop - 1)
        if words[at][0][0].isupper()
        and not words[at][0].isupper()
        and words[at - 1][0][0].islower()
        and words[at - 1][0].isalpha()
        and words[at - 1][0] not in small
    ]
    return found[0] - 1 if len(found) == 1 else None


def _dated(words: Sequence[re.Match[str]]) -> int | None:
    """Where the date, the amount or the dash begins that a row ends with."""
    for at in range(max(1, len(words) - _LONGEST_STATUS), len(words)):
        text = _text(words, at, len(words))
        if WHEN.fullmatch(text) or _AMOUNT.fullmatch(text):
            return at
    return None


def _status(words: Sequence[re.Match[str]], start: int, ends: bool) -> tuple[int, int] | None:
    """The words that say what became of it: at the end of the row, or the first with a capital."""
    if ends:
        stop = len(words)
        found = [
            i
            for i in range(max(start + 1, stop - _LONGEST_STATUS), stop)
            if words[i][0][0].isupper() and is_status(_text(words, i, stop))
        ]
        return (found[-1], stop) if found else None
    for at in range(start + 1, len(words)):
        if not words[at][0][0].isupper():
            continue
        for stop in range(at + 1, min(at + 1 + _LONGEST_STATUS, len(words) + 1)):
            after = stop == len(words) or words[stop][0][0].isupper()
            if after and is_status(_text(words, at, stop)):
                return at, stop
    return None
