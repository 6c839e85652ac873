"""Fourth stage, for indicators: grids and cards as rows with their values.

A card is an indicator of which every fact has a line of its own: 'Streefwaarde 2024: 87%'.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from noaber.intake.documents.blocks import Line
from noaber.intake.documents.cells import Cell, layout
from noaber.intake.documents.cells import cells as cells_of
from noaber.intake.documents.columns import Column as GridColumn
from noaber.intake.documents.columns import Role, column
from noaber.intake.documents.grammar import grammar
from noaber.intake.documents.grid import Grid, GridRow
from noaber.intake.documents.notes import raised, read_note
from noaber.intake.documents.reading import Bound, Direction, Span
from noaber.intake.documents.roles import words
from noaber.intake.documents.tables import Column, Group, IndicatorTable, Row
from noaber.intake.documents.tokens import CELLS, MARKS, Kind, Token, is_printed, tokenise
from noaber.vocabulary.names import normalise

_ORDER = re.compile(
    r"(?:(?:[0-9]{1,2}|[a-zA-Z])[.)]|(?P<number>[A-Z]?[0-9]{1,2}(?:\.[0-9]{1,2}){1,3}[a-z]?))\s+(?=[^\W\d_])"
)
# The mark of a note behind a name: '2)', '[^1]', '²⁾', or a star with a space before it.
_RAISED = re.compile(rf"\s[0-9]\)$|\[\^[0-9a-z]{{1,3}}\]$|\s[{MARKS}]{{1,9}}⁾?$|[{MARKS}]⁾$")
# What stands behind a value: the year it holds of, and who measured it.
_BESIDE = re.compile(r"\((?:[^()]{0,60}?[ ,])?(?P<year>(?:19|20)[0-9]{2})\)")
_BOUND = re.compile(r"[≥≤<>]\s*[0-9]")
_LIMIT = re.compile(
    r"(?:(?P<most>[≤<]|max(?:imaal|\.)?|ten hoogste|hooguit|minder dan)"
    r"|[≥>]|min(?:imaal|\.)?|ten minste|meer dan)\s*(?=[0-9€])",
    re.I,
)
GOAL_CODE = re.compile(
    r"(?:doel(?:stelling)? )?(?P<code>[A-Z]?[0-9]{1,2}(?:\.[0-9]{1,2})*[a-z]?)\.?", re.I
)
_LEGEND = re.compile(r"(?P<head>[\w-]{1,20}) = (?P<year>(?:19|20)[0-9]{2})")
LONGEST_NAME = 30  # words
SOURCE = re.compile(r"bron(?:nen)?\s*:\s*", re.I)


def name_above(grid: Grid, above: Line | None) -> Cell | None:
    """The name of the one indicator whose values are all that a table holds; it stands right above it."""
    rows = [row for row in grid.rows if not row.group]
    if above is None or len(rows) != 1 or len(grid.rows) != 1:
        return None
    if not all(one.role is Role.VALUE for one in grid.columns) or layout(above) is not None:
        return None
    found = words(above.text)
    text = found.of(above.text)
    if not 0 < len(text.split()) <= LONGEST_NAME or text.endswith((".", ":", "?")) or column(text):
        return None
    return Cell(text, above.start + found.start)


def indicator_table(
    grid: Grid, below: Sequence[Line], name: Cell | None = None
) -> tuple[IndicatorTable, int]:
    """A grid as rows with values, and how many of the lines `below` are its notes and its source.

    `name` is that of the only row where the table itself names none (`name_above`).
    """
    table = IndicatorTable()
    numbered = any(
        _RAISED.search(cell.text)
        for row in grid.rows
        for cell, one in grid.filled(row)
        if one.role in (Role.LABEL, Role.SOURCE)
    )
    taken, source, legend = _below(table, below, numbered)
    grid.columns = tuple(_dated(one, legend) for one in grid.columns)
    group: Cell | None = None
    rows: list[Row] = []
    goal = ""
    for row in grid.rows:
        if row.group:
            if SOURCE.match(row.text):
                source = source_words(row.cells[0], skip=True)
                continue
            _close(table, group, rows)
            group, rows, goal = row.cells[0], [], ""
            if group is not None and (code := GOAL_CODE.fullmatch(group.text)) is not None:
                group, goal = None, code["code"]
            continue
        said = next(
            (c.text for c, one in grid.filled(row) if one.role in (Role.GOAL, Role.NUMBER)), ""
        )
        goal = said or goal
        more = _more(row, grid) if rows and grid.has(Role.PERIOD) else ()
        if more:
            rows[-1] = replace(
                rows[-1], cells=(*rows[-1].cells, *more), span=_wider(rows[-1].span, row)
            )
            continue
        made = _row(row, grid, goal, name)
        if made is not None:
            rows.append(made)
    _close(table, group, rows)
    if source:
        table.groups = [_sourced(one, source) for one in table.groups]
    return table, taken


def _sourced(group: Group, source: tuple[Token, ...]) -> Group:
    rows = tuple(replace(row, source=row.source or source) for row in group.rows)
    return replace(group, rows=rows)


def _close(table: IndicatorTable, group: Cell | None, rows: list[Row]) -> None:
    if rows:
        table.groups.append(Group(None if group is None else group.span, False, tuple(rows)))


def _dated(one: GridColumn, legend: Mapping[str, int]) -> GridColumn:
    """A column with the year that the legend gives it: 't-1' where 't = 2024'."""
    head = one.head.lower()
    if one.year is not None or one.role is not Role.VALUE:
        return one
    if head in legend:
        return replace(one, year=legend[head], period="")
    if head.startswith("t-") and "t" in legend and head[2:].isdigit():
        return replace(one, year=legend["t"] - int(head[2:]), period="")
    return one


def _below(
    table: IndicatorTable, lines: Sequence[Line], numbered: bool
) -> tuple[int, tuple[Token, ...], dict[str, int]]:
    """The notes under a table, the source of all its rows, and the years of heads that name none."""
    source: tuple[Token, ...] = ()
    legend: dict[str, int] = {}
    for count, line in enumerate(lines):
        note = read_note(line, numbered)
        match = SOURCE.match(line.text)
        if note is not None and len(line.text) < 400:
            table.notes.append(note)
        elif match is not None and not source:
            source = tokenise(line.text[match.end() :], line.start + match.end())
        elif (said := list(_LEGEND.finditer(line.text))) and len(line.text) < 120:
            legend |= {one["head"].lower(): int(one["year"]) for one in said}
        else:
            return count, source, legend
    return len(lines), source, legend


def _when(text: str) -> str:
    """The period in a cell, as the heads of columns say it; nothing where it says none."""
    said = column(text)
    return "" if said is None or not said.year else said.period or str(said.year)


def _more(row: GridRow, grid: Grid) -> tuple[tuple[Column, Token], ...]:
    """The values of a row without a name: another period of the indicator above it."""
    found = grid.filled(row)
    if any(one.role is Role.LABEL for _, one in found):
        return ()
    period = next((_when(c.text) for c, one in found if one.role is Role.PERIOD), "")
    values = [
        (one, token) for c, one in found if one.role is Role.VALUE and (token := value_token(c))
    ]
    return tuple((Column(period, one.measured), token) for one, token in values) if period else ()


def _wider(span: Span, row: GridRow) -> Span:
    return (min(span[0], row.line.start), max(span[1], row.line.end))


def _row(row: GridRow, grid: Grid, goal: str, name: Cell | None) -> Row | None:
    found = grid.filled(row)
    labels = [c for c, one in found if one.role is Role.LABEL] if name is None else [name]
    if not labels:
        labels = [c for c, one in found if one.role is Role.BLANK][:1]
    period = next((_when(c.text) for c, one in found if one.role is Role.PERIOD), "")
    cells: list[tuple[Column, Token]] = []
    baseline = None
    for cell, one in found:
        if one.role is not Role.VALUE:
            continue
        bound, cell = bounded(cell, one)
        token = value_token(cell)
        if token is None:
            continue
        if one.baseline:
            baseline = len(cells)
        own = _BESIDE.search(cell.text)
        when = own["year"] if own else one.period or (str(one.year) if one.year else period)
        cells.append((Column(when, one.measured, bound), token))
    if not labels or not cells or is_printed(labels[-1].text):
        return None
    label = without_number(labels[-1])
    mark = _RAISED.search(labels[-1].text)
    texts = {
        role: c
        for c, one in found
        if (role := one.role) in (Role.SOURCE, Role.UNIT, Role.DIRECTION)
    }
    span = (row.line.start, row.line.end)
    named = tokenise(label.text, label.start)
    if mark is not None and named:
        named = (*named[:-1], replace(named[-1], mark=named[-1].mark + raised(mark[0])))
    return Row(
        named,
        tuple(cells),
        _source(texts.get(Role.SOURCE)),
        (min(span[0], label.start), max(span[1], *(token.end for _, token in cells))),
        texts[Role.UNIT].text if Role.UNIT in texts else "",
        direction(texts[Role.DIRECTION].text) if Role.DIRECTION in texts else None,
        goal or _number(labels[-1].text),
        baseline,
    )


def without_number(cell: Cell) -> Cell:
    """A name without the number before it and the footnote number behind it."""
    match = _ORDER.match(cell.text)
    at = 0 if match is None else match.end()
    end = len(_RAISED.sub("", cell.text))
    return Cell(cell.text[at:end], cell.start + at, cell.left + at) if at < end else cell


def _source(cell: Cell | None) -> tuple[Token, ...]:
    """The words of a source, with the mark of a note behind them as a mark."""
    match = None if cell is None else _RAISED.search(cell.text)
    if cell is None or match is None:
        return source_words(cell)
    tokens = tokenise(cell.text[: match.start()], cell.start)
    if not tokens:
        return ()
    return (*tokens[:-1], replace(tokens[-1], mark=tokens[-1].mark + raised(match[0])))


def _number(name: str) -> str:
    """The number of the goal that stands before the name of an indicator: '3.1 Plekken beschut werk'."""
    match = _ORDER.match(name)
    return "" if match is None else match["number"] or ""


def source_words(cell: Cell | None, skip: bool = False) -> tuple[Token, ...]:
    if cell is None:
        return ()
    match = SOURCE.match(cell.text) if skip else None
    at = 0 if match is None else match.end()
    return tokenise(cell.text[at:], cell.start + at)


def bounded(cell: Cell, one: GridColumn) -> tuple[Bound | None, Cell]:
    """A target without the word or sign before it, and whether that makes it a floor or a ceiling."""
    match = _LIMIT.match(cell.text) if one.measured == "target" else None
    if match is None:
        return None, cell
    at = match.end()
    rest = Cell(cell.text[at:], cell.start + at, cell.left + at)
    return ("at_most" if match["most"] else "at_least"), rest


def value_token(cell: Cell) -> Token | None:
    """The value in a cell; None where it holds something else."""
    text = _BESIDE.sub("", cell.text).rstrip()
    tokens = tokenise(text, cell.start)
    if not tokens:
        return None
    first = tokens[0]
    if _BOUND.match(text):
        return Token(Kind.STATUS, text, cell.start)
    if len(tokens) == 1:
        judged = first.kind is Kind.WORD and first.text.isalpha() and first.text.islower()
        return (
            Token(Kind.STATUS, first.text, first.start)
            if judged
            else first
            if first.kind in CELLS
            else None
        )
    if first.kind in (Kind.NUMBER, Kind.PERCENT, Kind.EUR, Kind.YES, Kind.NO) and len(tokens) < 4:
        return first
    return None


def direction(text: str) -> Direction | None:
    """Where an indicator should go, in the words of its table."""
    said = set(normalise(text).split()) | set(text)
    known = grammar().direction
    hold = not said.isdisjoint(known["hold"])
    if not said.isdisjoint(known["up"]):
        return "hold_or_up" if hold else "up"
    if not said.isdisjoint(known["down"]):
        return "hold_or_down" if hold else "down"
    return "hold" if hold else None


def read_turned(
    lines: Sequence[Line], at: int, stops: Sequence[bool]
) -> tuple[IndicatorTable, int] | None:
    """A table with the indicators as columns and the years as rows; None where there is none."""
    by = layout(lines[at])
    if by is None:
        return None
    heads = cells_of(lines[at], by)
    first = column(heads[0].text) if heads and heads[0].text else None
    if first is None or first.role is not Role.PERIOD or len(heads) < 2:
        return None
    if any(not head.text or column(head.text) is not None for head in heads[1:]):
        return None
    found: list[list[tuple[Column, Token]]] = [[] for _ in heads[1:]]
    place = at + 1
    while place < len(lines) and not stops[place] and not lines[place].first:
        row = cells_of(lines[place], by)
        said = column(row[0].text) if row else None
        if said is None or said.role is not Role.VALUE or len(row) > len(heads):
            break
        for held, cell in zip(found, row[1:], strict=False):
            if cell.text and (token := value_token(cell)) is not None:
                held.append((Column(said.period or str(said.year or ""), said.measured), token))
        place += 1
    if place == at + 1 or not any(found):
        return None
    rows = tuple(
        Row(
            tokenise(head.text, head.start),
            tuple(held),
            (),
            (lines[at].start, lines[place - 1].end),
        )
        for head, held in zip(heads[1:], found, strict=True)
        if held
    )
    return IndicatorTable(groups=[Group(None, False, rows)]), place - at
