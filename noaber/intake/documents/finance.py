"""Fourth stage, for money: a table of income and expenditure as columns, headings and amounts.

Most tables come as a grid. Where nothing but a space divides the cells, the heads of all columns
stand on one line and are split by the words of the grammar into as many columns as the rows have
amounts.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache

from noaber.intake.documents.blocks import Line
from noaber.intake.documents.cells import Cell, layout
from noaber.intake.documents.columns import Column, Role
from noaber.intake.documents.finance_heads import (
    MOST_COLUMNS,
    CostColumn,
    is_head,
    split_heads,
    told_apart,
)
from noaber.intake.documents.grammar import grammar
from noaber.intake.documents.grid import Grid, GridRow
from noaber.intake.documents.head_words import may_be_head, speaks_of_columns, spoken
from noaber.intake.documents.reading import AmountItem, AmountKind, Span
from noaber.intake.documents.tokens import (
    AMOUNTS,
    Kind,
    Token,
    amount,
    favour,
    join,
    number,
    plain,
    tokenise,
)
from noaber.vocabulary.names import normalise, squeeze

# Rows that are of their kind in whatever column: 'Mutaties reserves' is no expense below 'Lasten'.
_WHOLE: frozenset[AmountKind] = frozenset({"balance", "reserve", "result"})
_BLOCKS: frozenset[AmountKind] = frozenset({"expense", "income"})
_LAST: frozenset[AmountKind] = frozenset({"result"})  # kinds of which a heading has one at most
_NAMES = frozenset({Role.LABEL, Role.GOAL, Role.NUMBER, Role.BLANK})  # columns that name a row
_MOST_TOTALS = 50  # rows of the whole table that a single amount is held against
_LONGEST_HEAD = 300  # characters; more is running text
_MOST_HEADS = 6  # lines
_LOOK_AHEAD = 8  # lines below a head in which the first row of costs must stand


UNKNOWN_COLUMN = CostColumn("", None, None)


@dataclass(frozen=True, slots=True)
class Amount:
    """One printed amount; `favourable` where V or N stands behind it."""

    token: Token
    eur: int | float
    favourable: bool | None


@dataclass(frozen=True, slots=True)
class CostRow:
    """A line with its amounts, each under its column."""

    heading: str | None
    line: str
    kind: AmountKind
    cells: tuple[tuple[CostColumn, Amount], ...]


@dataclass(frozen=True, slots=True)
class CostTable:
    """A table of costs; `count` is how many lines of the block it took, the head included."""

    columns: tuple[CostColumn, ...]
    rows: tuple[CostRow, ...]
    count: int


@dataclass(frozen=True, slots=True)
class _Line:
    """A line of the table before the columns are known; a heading where there are no cells.

    `heading` is the one that stands on the line itself, in a column of its own.
    """

    label: str
    cells: tuple[Amount | None, ...]
    heading: str | None = None


def read_costs(block: Sequence[Line], at: int, before: Sequence[Line]) -> CostTable | None:
    """The cost table that begins at block[at], or None.

    `before` are the lines of the block above, which may say 'bedragen x € 1.000'.
    """
    text = block[at].text
    if len(text) > _LONGEST_HEAD:
        return None
    above = block[max(0, at - 3) : at] or before[-3:]
    head = tokenise(text, block[at].start)
    if not is_head(head):
        return _in_words(block, at, above)
    factor = _factor([*above, *block[at : at + 2]])
    width = _width(_body(block, at + 1, factor))
    words = spoken([text], width) if width else None
    if words is not None and words[0] == 0 and all(one.year for one in words[1]):
        return _table(block[at:], 1, factor, [_as_cost(one) for one in words[1]])
    columns = split_heads(head, width) if width else ()
    if all(one.stage is None and one.year is None for one in columns):
        return _in_words(block, at, above) or _table(block[at:], 1, factor, columns)
    return _table(block[at:], 1, factor, columns)


def _table(
    below: Sequence[Line],
    head: int,
    factor: int,
    columns: Sequence[CostColumn],
    share: bool = False,
) -> CostTable | None:
    """The table that begins at below[0] with `head` lines of head."""
    if not columns:
        return None
    body = _body(below, head, factor, len(columns), share)
    told = told_apart(columns)
    return CostTable(told, _rows(body, told), head + len(body))


def _in_words(block: Sequence[Line], at: int, above: Sequence[Line]) -> CostTable | None:
    """A table under a head of one to six lines that only its words divide."""
    best: tuple[int, int, Sequence[CostColumn]] | None = None
    if not speaks_of_columns(block[at].text):
        return None
    factor = _factor([*above, *block[at : at + _MOST_HEADS]])
    for count in range(1, min(_MOST_HEADS, len(block) - at) + 1):
        head = [line.text for line in block[at : at + count]]
        if layout(block[at + count - 1]) is not None or not may_be_head(head[-1]):
            break
        if sum(map(len, head)) > _LONGEST_HEAD:
            break
        width = _width(_body(block, at + count, factor, share="%" in " ".join(head)))
        found = spoken(head, width) if width else None
        if found is not None and (best is None or found[0] < best[0]):
            best = (found[0], count, [_as_cost(one) for one in found[1]])
    if best is None:
        return None
    _, count, columns = best
    share = any("%" in line.text for line in block[at : at + count])
    return _table(block[at:], count, factor, columns, share)


def _as_cost(one: Column) -> CostColumn:
    return CostColumn(one.head, one.stage, one.year, one.kind)


def _width(body: Sequence[_Line]) -> int:
    """How many amounts most rows have."""
    widths = Counter(len(one.cells) for one in body if one.cells)
    return max(widths, key=lambda width: (widths[width], width)) if widths else 0


def _body(
    block: Sequence[Line], start: int, factor: int, most: int = MOST_COLUMNS, share: bool = False
) -> list[_Line]:
    """The rows and headings from block[start]; none where no row of costs comes soon.

    `most` is how many amounts a row has, `share` whether a percentage stands behind them.
    """
    body: list[_Line] = []
    costs = False
    for at in range(start, len(block)):
        tokens = tokenise(block[at].text, block[at].start)
        if share and len(tokens) > 2 and tokens[-1].kind in (Kind.PERCENT, Kind.NOTHING):
            tokens = tokens[:-1]
        parsed = _parse(tokens, factor, most)
        if parsed is None or (not costs and at - start >= _LOOK_AHEAD):
            break
        body.append(parsed)
        over = len(body) > 1 and len(parsed.cells) > 1 and not body[-2].cells
        costs = costs or (bool(parsed.cells) and kind_of(parsed.label) != "other")
        costs = costs or (over and kind_of(body[-2].label) in _BLOCKS)  # rows below 'Lasten'
    while body and not body[-1].cells:
        body.pop()
    return body if costs else []


def _factor(lines: Sequence[Line]) -> int:
    """What the amounts are multiplied by, as the line nearest to the table says."""
    words = grammar().cost
    for line in reversed(lines):
        near = squeeze(line.text[:400]).lower()
        if any(phrase in near for phrase in words.million):
            return 1_000_000
        if any(phrase in near for phrase in words.thousand):
            return 1000
    return 1


def _parse(tokens: tuple[Token, ...], factor: int, most: int) -> _Line | None:
    """One line as label and the amounts at its end; None where it is neither row nor heading."""
    if not tokens:
        return None
    cells: list[Amount | None] = []
    flag: bool | None = None
    at = len(tokens)
    while at > 0 and len(cells) < most:
        token = tokens[at - 1]
        found = _amount(token, factor, flag)
        if found is not None or token.kind is Kind.NOTHING:
            cells.append(found)
            flag = None
        elif (flag := _flag(token)) is None or (not cells and at < len(tokens)):
            break
        at -= 1
    at += flag is not None
    label = join(tokens[:at])
    if not label or (not cells and (len(tokens) > MOST_COLUMNS or label.endswith("."))):
        return None
    return _Line(label, tuple(reversed(cells)))


def _flag(token: Token) -> bool | None:
    word = token.text.lower()
    if word in grammar().cost.favourable:
        return True
    return False if word in grammar().cost.unfavourable else None


def _amount(token: Token, factor: int, favourable: bool | None) -> Amount | None:
    if token.kind is Kind.WORD and token.text[0] in "-+−–0123456789":
        return _grid_amount(Cell(token.text, token.start), factor)  # '364V', '2.121-'
    if token.kind not in AMOUNTS or (found := number(token.text)) is None:
        return None
    eur = plain(Decimal(str(found[0])) * factor)
    return Amount(token, eur, favourable)


def cost_table(grid: Grid, above: Sequence[Line]) -> CostTable:
    """A grid as a cost table; `above` are the lines over it, which may say 'bedragen x € 1.000'."""
    factor = _factor([*above, *grid.head])
    at = [i for i, one in enumerate(grid.columns) if one.role is Role.VALUE]
    columns = tuple(
        CostColumn(one.head, one.stage, one.year, one.kind) for one in (grid.columns[i] for i in at)
    )
    if not any(one.stage or one.year for one in columns) and _tells_differences(above):
        columns = tuple(replace(one, stage="difference") for one in columns)
    columns = told_apart(columns)
    body = [line for row in grid.rows if (line := _grid_line(row, grid, at, factor)) is not None]
    return CostTable(columns, _rows(body, columns), grid.count)


def _tells_differences(above: Sequence[Line]) -> bool:
    """Whether the lines over a table say that it holds what came out otherwise than was allowed."""
    said = normalise(" ".join(line.text[:200] for line in above)).split()
    return any(word.startswith(("afwijking", "verschil")) for word in said)


def _grid_line(row: GridRow, grid: Grid, at: Sequence[int], factor: int) -> _Line | None:
    if row.group:
        return _Line(row.text, ())
    filled = grid.filled(row)
    names = [cell.text for cell, one in filled if one.role in _NAMES]
    cells = [_grid_amount(row.cells[i], factor) for i in at]
    flags = [favour(cell.text) for cell, one in filled if one.role is Role.FLAG]
    if flags and flags[0] is not None:
        cells = _flagged(cells, [grid.columns[i] for i in at], flags[0])
    if not names or not any(cells):
        return _Line(" ".join(names), ()) if names and not any(row.cells[i] for i in at) else None
    sorted_by = len(names[0].split()) == 1 and kind_of(names[0]) in ("expense", "income", "reserve")
    own = len(names) > 1 and (kind_of(names[-1]) != "other" or sorted_by)
    line = names[-1] if own or len(names) == 1 else " ".join(names)
    return _Line(line, tuple(cells), names[0] if own else None)


def _grid_amount(cell: Cell | None, factor: int) -> Amount | None:
    found = None if cell is None else amount(cell.text)
    if cell is None or found is None:
        return None
    value, printed, favourable = found
    kind = Kind.EUR if "€" in printed else Kind.NUMBER
    at = cell.start + cell.text.index(printed)
    return Amount(Token(kind, printed, at), plain(value * factor), favourable)


def _flagged(
    cells: Sequence[Amount | None], columns: Sequence[Column], favourable: bool
) -> list[Amount | None]:
    """V or N in a column of its own is said of the difference, else of the last amount."""
    differences = [i for i, one in enumerate(columns) if one.stage == "difference" and cells[i]]
    filled = [i for i, cell in enumerate(cells) if cell is not None]
    meant = (differences or filled or [0])[-1]
    return [
        cell if cell is None or i != meant else replace(cell, favourable=favourable)
        for i, cell in enumerate(cells)
    ]


def is_money(grid: Grid, above: Sequence[Line], costs: bool) -> bool:
    """Whether a grid holds amounts, by its heads, its rows and the question it stands under."""
    if any(one.kind for one in grid.columns) or grid.has(Role.FLAG):
        return True
    labels = " ".join(one.head for one in grid.columns if one.role is Role.LABEL)
    if not grammar().indicators.isdisjoint(normalise(labels).split()):
        return False
    if grid.has(Role.UNIT) or grid.has(Role.DIRECTION) or grid.has(Role.BESIDE):
        return False
    rows = [kind_of(row.text) != "other" for row in grid.rows[:40]]
    if any(rows) and (costs or sum(rows) * 4 >= len(rows)):
        return True
    said = squeeze(" ".join(line.text[:300] for line in (*above[-2:], *grid.head))).lower()
    return costs or any(word in said for word in grammar().cost.thousand) or "bedragen" in said


@cache
def kind_of(label: str) -> AmountKind:
    """What a row holds, by its label: 'totaal saldo van baten en lasten' is a balance."""
    words = normalise(label).split()
    text = " ".join(words)
    for kind, endings in grammar().cost.lines:
        phrases = [ending for ending in endings if " " in ending]
        if any(word.endswith(endings) for word in words) or any(map(text.startswith, phrases)):
            return kind
    return "other"


@cache
def is_total(label: str) -> bool:
    """Whether the label says that the row adds up others."""
    return not grammar().cost.total.isdisjoint(normalise(label).split())


def _rows(body: Sequence[_Line], columns: tuple[CostColumn, ...]) -> tuple[CostRow, ...]:
    """The rows with their headings.

    A heading holds until the next one, or until a total comes of a kind that it already has: that
    total stands under no heading, and so does all that follows.
    """
    rows: list[CostRow] = []
    heading: str | None = None
    seen: set[AmountKind] = set()
    whole: AmountKind = "other"
    for line in body:
        if not line.cells:
            heading, seen = line.label.rstrip(" :"), set()
            continue
        kind = kind_of(line.label)
        if line.heading is not None:
            heading, seen = line.heading, set()
        elif (is_total(line.label) and kind in (seen | _block(heading))) or kind in _LAST & seen:
            heading = None
        seen.add(kind)
        part = normalise(line.label).startswith("waarvan")
        if part and kind == "other" and rows:
            kind = whole
        elif not part:
            whole = kind
        if kind == "other" and heading is not None:
            over = kind_of(heading)
            alone = over == "balance" and len(heading.split()) == 1  # 'Saldo:' over its rows
            kind = over if alone or over in ("expense", "income", "reserve") else kind
        rows.append(CostRow(heading, line.label, kind, _place(line.cells, columns)))
    totals = [row for row in rows if row.heading is None and len(row.cells) > 1][:_MOST_TOTALS]
    return tuple(_single(row, totals) for row in rows)


def _block(heading: str | None) -> set[AmountKind]:
    """The kind of all rows below a heading that names nothing else: 'Lasten'."""
    return set() if heading is None or len(heading.split()) > 1 else {kind_of(heading)}


def _place(
    cells: tuple[Amount | None, ...], columns: tuple[CostColumn, ...]
) -> tuple[tuple[CostColumn, Amount], ...]:
    """Each amount under its column; a row with too few amounts has no certain columns."""
    if len(cells) > len(columns):
        cells = cells[len(cells) - len(columns) :]
    under = columns if len(cells) == len(columns) else (UNKNOWN_COLUMN,) * len(cells)
    return tuple((column, cell) for column, cell in zip(under, cells, strict=True) if cell)


def _single(row: CostRow, totals: Sequence[CostRow]) -> CostRow:
    """A row with one amount where the table has more: a difference, if the arithmetic says so.

    It is one when some total of the same kind, realised less allowed, comes to this amount, or to
    one that a single wrong digit tells apart.
    """
    if len(row.cells) != 1 or row.cells[0][0] is not UNKNOWN_COLUMN:
        return row
    lone = row.cells[0][1]
    for total in totals:
        by_stage = {column.stage: (column, cell) for column, cell in total.cells}
        if total.kind != row.kind or not {"actual", "revised"} <= by_stage.keys():
            continue
        column, actual = by_stage["actual"]
        residual = abs(abs(actual.eur - by_stage["revised"][1].eur) - abs(lone.eur))
        if residual == 0 or is_slip(residual):
            made = CostColumn(column.head, "difference", column.year)
            return CostRow(row.heading, row.line, row.kind, ((made, lone),))
    return row


def is_slip(residual: int | float) -> bool:
    """Whether a difference of this size is one digit printed wrong: 3, 40, 70.000."""
    digits = str(int(residual)).rstrip("0")
    return residual == int(residual) and len(digits) == 1


def amounts(tables: Iterable[CostTable], year: int | None) -> tuple[AmountItem, ...]:
    """All amounts in order of printing; `year` is the document's, for columns that name none."""
    found: list[AmountItem] = []
    for table in tables:
        for row in table.rows:
            for column, cell in row.cells:
                found.append(_item(len(found) + 1, row, column, cell, year))
    return tuple(found)


def _item(
    count: int, row: CostRow, column: CostColumn, cell: Amount, year: int | None
) -> AmountItem:
    span: Span = cell.token.span
    return AmountItem(
        id=f"F{count}",
        heading=row.heading,
        line=row.line,
        kind=row.kind if column.kind is None or row.kind in _WHOLE else column.kind,
        column=column.head,
        stage=column.stage,
        year=column.year if column.year is not None else year,
        eur=cell.eur,
        favourable=cell.favourable,
        span=span,
    )
