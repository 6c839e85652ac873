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
from itertools import combinations

from noaber.intake.documents.blocks import Line
from noaber.intake.documents.cells import Cell
from noaber.intake.documents.columns import Column, Role, in_full
from noaber.intake.documents.grammar import grammar
from noaber.intake.documents.grid import Grid, GridRow
from noaber.intake.documents.reading import AmountItem, AmountKind, AmountStage, Span
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

_MOST_COLUMNS = 12
# Rows that are of their kind in whatever column: 'Mutaties reserves' is no expense below 'Lasten'.
_WHOLE: frozenset[AmountKind] = frozenset({"balance", "reserve", "result"})
_LAST: frozenset[AmountKind] = frozenset({"result"})  # kinds of which a heading has one at most
_NAMES = frozenset({Role.LABEL, Role.GOAL, Role.NUMBER, Role.BLANK})  # columns that name a row
_MOST_TOTALS = 50  # rows of the whole table that a single amount is held against
_LONGEST_HEAD = 300  # characters; more is running text
_MOST_NAMES = 4  # words over the row names
_LOOK_AHEAD = 8  # lines below a head in which the first row of costs must stand


@dataclass(frozen=True, slots=True)
class CostColumn:
    """One column: its head as printed, what it holds, and its year where the head names one."""

    head: str
    stage: AmountStage | None
    year: int | None
    kind: AmountKind | None = None


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
    if len(block[at].text) > _LONGEST_HEAD:
        return None
    head = tokenise(block[at].text, block[at].start)
    if not _is_head(head):
        return None
    above = block[max(0, at - 3) : at] or before[-3:]
    body = _body(block, at + 1, _factor([*above, block[at]]))
    widths = Counter(len(one.cells) for one in body if one.cells)
    if not widths:
        return None
    columns = split_heads(head, max(widths, key=lambda width: (widths[width], width)))
    return CostTable(columns, _rows(body, columns), len(body) + 1)


def _body(block: Sequence[Line], start: int, factor: int) -> list[_Line]:
    """The rows and headings from block[start]; none where no row of costs comes soon."""
    body: list[_Line] = []
    costs = False
    for at in range(start, len(block)):
        parsed = _parse(tokenise(block[at].text, block[at].start), factor)
        if parsed is None or (not costs and at - start >= _LOOK_AHEAD):
            break
        body.append(parsed)
        costs = costs or (bool(parsed.cells) and kind_of(parsed.label) != "other")
    while body and not body[-1].cells:
        body.pop()
    return body if costs else []


def _is_head(tokens: Sequence[Token]) -> bool:
    """Whether every word is one that stands over columns, and at least one begins a column."""
    words = grammar().cost
    beside = [token.text for token in tokens]
    bare = [
        in_full(token.text.lower().strip("():€"), beside)
        for token in tokens
        if token.kind is Kind.WORD
    ]
    numbers = [token for token in tokens if token.kind in AMOUNTS and not token.year]
    if any(token.text.lstrip("€ ") not in ("1.000", "1000", "1", "1.000.000") for token in numbers):
        return False
    if _is_years(tokens, bare):
        return True
    known = _all_known(bare)
    if not known and sum(token.year is not None for token in tokens) > 1:
        first = next((i for i, word in enumerate(bare) if word in words.begin), len(bare))
        known = first <= _MOST_NAMES and _all_known(bare[first:])
    return known and any(word in words.begin and word != "saldo" for word in bare)


def _all_known(bare: Sequence[str]) -> bool:
    words = grammar().cost
    return all(word in words.begin or word in words.filler or not word for word in bare)


def _is_years(tokens: Sequence[Token], bare: Sequence[str]) -> bool:
    """Whether the line is a name over rows and then nothing but years."""
    years = [token for token in tokens if token.year]
    last = tokens[len(tokens) - len(years) :]
    names = normalise(" ".join(bare))
    label = names in grammar().column["label"] and grammar().indicators.isdisjoint(names.split())
    return len(years) > 1 and list(last) == years and (label or names.startswith("bedragen"))


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


def _parse(tokens: tuple[Token, ...], factor: int) -> _Line | None:
    """One line as label and the amounts at its end; None where it is neither row nor heading."""
    if not tokens:
        return None
    cells: list[Amount | None] = []
    flag: bool | None = None
    at = len(tokens)
    while at > 0 and len(cells) < _MOST_COLUMNS:
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
    if not label or (not cells and (len(tokens) > _MOST_COLUMNS or label.endswith("."))):
        return None
    return _Line(label, tuple(reversed(cells)))


def _flag(token: Token) -> bool | None:
    word = token.text.lower()
    if word in grammar().cost.favourable:
        return True
    return False if word in grammar().cost.unfavourable else None


def _amount(token: Token, factor: int, favourable: bool | None) -> Amount | None:
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


def split_heads(tokens: Sequence[Token], width: int) -> tuple[CostColumn, ...]:
    """The head line cut into `width` columns; columns without a head where that cannot be done.

    Each column begins at a word that can begin one. Of all ways to cut, the best has the fewest
    strong words inside a column, and then the most different pairs of stage and year.
    """
    years = [token for token in tokens if token.year]
    begins = [at for at, token in enumerate(tokens) if _begins(token)]
    if not begins and len(years) == width:
        return tuple(CostColumn(token.text, None, int(token.year or 0)) for token in years)
    if not 0 < width <= len(begins) <= 2 * _MOST_COLUMNS or width > _MOST_COLUMNS:
        return tuple(CostColumn(f"kolom {at + 1}", None, None) for at in range(width))
    strong = {
        at
        for at in begins
        if in_full(tokens[at].text.lower(), ("2000",)) not in grammar().cost.weak
    }
    best: tuple[CostColumn, ...] = ()
    best_score = (-1, -1, -1)
    for cut, chosen in enumerate(combinations(begins[1:], width - 1)):
        if cut > 5000:
            break
        starts = (begins[0], *chosen)
        columns = tuple(
            _column(tokens[start:stop])
            for start, stop in zip(starts, (*chosen, len(tokens)), strict=True)
        )
        different = len({(column.stage, column.year) for column in columns if column.stage})
        dated = sum(column.year is not None for column in columns)
        score = (len(strong & set(starts)), different, dated)
        if score > best_score:
            best, best_score = columns, score
    return tuple(map(_remainder, best)) if any(column.stage for column in best) else best


def _remainder(column: CostColumn) -> CostColumn:
    """'Saldo' beside columns of stages is what they differ."""
    return replace(column, stage="difference") if column.head.lower() == "saldo" else column


def _begins(token: Token) -> bool:
    words = grammar().cost
    low = in_full(token.text.lower(), ("2000",))
    return token.kind is Kind.WORD and (low in words.begin or low in words.weak)


def _column(tokens: Sequence[Token]) -> CostColumn:
    words = {in_full(token.text.lower(), ("2000",)) for token in tokens}
    stage = next(
        (stage for stage, sets in grammar().cost.stages if any(one <= words for one in sets)), None
    )
    year = next((int(token.year) for token in tokens if token.year), None)
    return CostColumn(join(tuple(tokens)), stage, year)


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
            heading, seen = line.label, set()
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
            kind = (
                kind_of(heading) if kind_of(heading) in ("expense", "income", "reserve") else kind
            )
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
