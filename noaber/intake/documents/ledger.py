"""The arithmetic that a cost table promises, as equations over its own cells.

Amounts are whole cents as printed, signs included. An equation says: the cell `target` is the sum
of `terms`, each times its weight. Which equations a table has follows from its rows: a balance
under each heading, a total over the rows under a heading, totals over the headings, the result from
balance and reserves.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from noaber.intake.documents.finance import is_total
from noaber.intake.documents.reading import AmountItem, AmountKind, AmountStage, Span
from noaber.vocabulary.names import normalise

Column = tuple[str, AmountStage | None, int | None]
_WITHDRAWAL = re.compile(r"\b(?:onttrek|beschik|vrijval|aanwend)")
_ADDITION = re.compile(r"\b(?:toevoeg|storting|dotatie)")
ADDED: tuple[AmountKind, ...] = ("expense", "income", "balance", "reserve", "result")


@dataclass(frozen=True, slots=True)
class Place:
    """One printed amount: where, how a reader would call it, and its value in cents."""

    label: str
    span: Span
    cents: int


@dataclass(frozen=True, slots=True)
class Row:
    """The amounts of one printed line, by column, as indices of the amounts.

    `total`: the line adds up the others of its kind; `coded`: it has a policy field (taakveld).
    """

    heading: str | None
    line: str
    kind: AmountKind
    total: bool
    cells: dict[Column, int]
    coded: bool = False


@dataclass(frozen=True, slots=True)
class Balance:
    """Cells that belong together in one column: balance against expense and income."""

    name: str
    column: Column
    expense: tuple[int, ...]
    income: tuple[int, ...]
    balance: int


@dataclass(frozen=True, slots=True)
class Result:
    """Cells that belong together in one column: result against balance and reserves.

    `drawn` are the reserves that a row calls a withdrawal, where another row is an addition.
    """

    name: str
    column: Column
    balance: int
    reserve: tuple[int, ...]
    result: int
    drawn: frozenset[int] = frozenset()

    def weights(self, cents: Sequence[int]) -> dict[int, int]:
        """Each reserve with 1, or with -1 where a withdrawal is printed without its sign."""
        unsigned = all(cents[cell] >= 0 for cell in self.reserve)
        return {cell: -1 if unsigned and cell in self.drawn else 1 for cell in self.reserve}


@dataclass(frozen=True, slots=True)
class Total:
    """Cells that belong together in one column: a total against what it adds up."""

    name: str
    kind: AmountKind
    column: Column
    parts: tuple[int, ...]
    total: int


@dataclass(frozen=True, slots=True)
class Difference:
    """A printed difference, with the realised and the allowed amount that it is between."""

    name: str
    kind: AmountKind
    column: Column
    actual: int
    revised: int
    printed: int


class Ledger:
    """One cost table with its columns, rows and what belongs together in it."""

    def __init__(self, rows: Sequence[Row]) -> None:
        """Take the rows in order of printing."""
        self.rows = tuple(rows)

    @cached_property
    def columns(self) -> tuple[Column, ...]:
        """The columns in which something is added up, in order of printing."""
        seen = dict.fromkeys(column for row in self.rows for column in row.cells)
        return tuple(column for column in seen if column[0] and column[1] != "difference")

    @cached_property
    def headings(self) -> tuple[str, ...]:
        """The headings in order of printing."""
        return tuple(dict.fromkeys(row.heading for row in self.rows if row.heading is not None))

    @cached_property
    def _index(self) -> dict[tuple[AmountKind, str | None, Column], list[tuple[bool, int]]]:
        """The amounts of one kind under one heading in one column, each with: is it a total?"""
        index: dict[tuple[AmountKind, str | None, Column], list[tuple[bool, int]]] = {}
        for row in self.rows:
            for column, cell in row.cells.items():
                index.setdefault((row.kind, row.heading, column), []).append((row.total, cell))
        return index

    def top(self, kind: AmountKind, column: Column) -> int | None:
        """The amount of the whole table: of the one row of that kind that adds up the others."""
        cells = self._index.get((kind, None, column), [])
        totals = [cell for total, cell in cells if total]
        if not totals and kind != "reserve":
            totals = [cell for _, cell in cells]
        return totals[0] if len(totals) == 1 else None

    def parts(self, kind: AmountKind, heading: str | None, column: Column) -> tuple[int, ...]:
        """The amounts of one kind under a heading: its own total if printed, else its rows.

        Under no heading: the rows that are not the total of the whole table.
        """
        cells = self._index.get((kind, heading, column), [])
        if heading is None:
            top = self.top(kind, column)
            return tuple(cell for _, cell in cells if cell != top)
        totals = [cell for total, cell in cells if total]
        return tuple(totals) if len(totals) == 1 else tuple(cell for _, cell in cells)

    @cached_property
    def balances(self) -> tuple[Balance, ...]:
        """Balance against expense and income: per heading, then of the whole."""
        return tuple(self._balances())

    def _balances(self) -> Iterator[Balance]:
        for heading in self.headings:
            for column in self.columns:
                found = self.parts("balance", heading, column)
                expense = self.parts("expense", heading, column)
                income = self.parts("income", heading, column)
                if len(found) == 1 and expense and income:
                    yield Balance(heading, column, expense, income, found[0])
        for column in self.columns:
            top = self.top("balance", column)
            whole = self.top("expense", column), self.top("income", column)
            if top is not None and whole[0] is not None and whole[1] is not None:
                yield Balance("Totaal", column, (whole[0],), (whole[1],), top)

    @cached_property
    def _only_total(self) -> AmountKind | None:
        """The kind of the one total over rows that have no kind, where all of them stand above it."""
        kinds = {row.kind for row in self.rows}
        totals = [at for at, row in enumerate(self.rows) if row.total]
        if len(totals) != 1 or len(kinds) != 2 or "other" not in kinds or self.headings:
            return None
        return self.rows[totals[0]].kind if totals[0] == len(self.rows) - 1 else None

    def totals(self) -> Iterator[Total]:
        """Each total against the rows that it adds up."""
        for kind in ADDED:
            for column in self.columns:
                top = self.top(kind, column)
                parts = tuple(
                    cell
                    for heading in (*self.headings, None)
                    for cell in self.parts(kind, heading, column)
                )
                if top is not None and not parts and kind == self._only_total:
                    # Rows that say only what the money is for, over 'Totaal lasten'.
                    parts = self.parts("other", None, column)
                if top is not None and parts:
                    yield Total(self._line(top), kind, column, parts, top)

    def details(self) -> Iterator[Total]:
        """The total under a heading against the other rows of its kind under that heading."""
        for heading in self.headings:
            for kind in ADDED:
                for column in self.columns:
                    cells = self._index.get((kind, heading, column), [])
                    totals = [cell for total, cell in cells if total]
                    parts = tuple(cell for total, cell in cells if not total)
                    if len(totals) == 1 and parts:
                        name = f"{heading}, {self._line(totals[0])}"
                        yield Total(name, kind, column, parts, totals[0])

    @cached_property
    def results(self) -> tuple[Result, ...]:
        """Result against balance and reserves: per heading, then of the whole."""
        return tuple(self._results())

    def _results(self) -> Iterator[Result]:
        for heading in self.headings:
            for column in self.columns:
                balance = self.parts("balance", heading, column)
                result = self.parts("result", heading, column)
                reserve = self.parts("reserve", heading, column)
                if len(balance) == len(result) == 1 and reserve:
                    drawn = self._drawn(reserve)
                    yield Result(heading, column, balance[0], reserve, result[0], drawn)
        for column in self.columns:
            top, outcome = self.top("balance", column), self.top("result", column)
            total = self.top("reserve", column)
            lines = self.parts("reserve", None, column) if total is None else (total,)
            if top is not None and outcome is not None and lines:
                drawn = self._drawn(lines)
                yield Result(self._line(outcome), column, top, lines, outcome, drawn)

    def _drawn(self, cells: Sequence[int]) -> frozenset[int]:
        """The withdrawals among movements of reserves; none where no row is an addition."""
        words = {cell: normalise(self._line(cell)) for cell in cells}
        drawn = frozenset(cell for cell, line in words.items() if _WITHDRAWAL.search(line))
        added = any(_ADDITION.search(line) for line in words.values())
        return drawn if added else frozenset()

    def differences(self) -> Iterator[Difference]:
        """Each printed difference against the columns that it is the difference of."""
        stages = {stage: (head, stage, year) for head, stage, year in reversed(self.columns)}
        actual, revised = stages.get("actual"), stages.get("revised")
        if actual is None or revised is None:
            if len(self.columns) != 2:
                return
            revised, actual = self.columns  # 'Begroting | Prognose | Afwijking'
        for row in self.rows:
            for column, cell in row.cells.items():
                if column[1] != "difference":
                    continue
                left, right = self._pair(row, actual, revised)
                if left is not None and right is not None:
                    yield Difference(row.line, row.kind, column, left, right, cell)

    def _pair(self, row: Row, actual: Column, revised: Column) -> tuple[int | None, int | None]:
        """The two amounts of the row itself, or of the total of its kind for a row without them."""
        if actual in row.cells or revised in row.cells:
            return row.cells.get(actual), row.cells.get(revised)
        return self.top(row.kind, actual), self.top(row.kind, revised)

    def _line(self, cell: int) -> str:
        return next(row.line for row in self.rows if cell in row.cells.values())


def places(finance: Iterable[AmountItem]) -> tuple[Place, ...]:
    """Every amount as a place, in the order of `finance`."""
    return tuple(Place(_label(item), item.span, round(item.eur * 100)) for item in finance)


def _label(item: AmountItem) -> str:
    return ", ".join(part for part in (item.heading, item.line, item.column) if part)


def unit_of(cents: Sequence[int]) -> int:
    """The smallest step of the amounts in cents: a cent, a euro, or a thousand euros.

    One wrong digit must not change it, so a tenth of the amounts may fall outside the step.
    """
    amounts = [abs(amount) for amount in cents if amount]
    for unit in (100_000, 100):
        if amounts and 10 * sum(1 for amount in amounts if amount % unit) < len(amounts):
            return unit
    return 1 if amounts else 100


def ledgers(finance: Sequence[AmountItem]) -> tuple[Ledger, ...]:
    """The tables that the amounts come from.

    A row goes on while heading and line stay the same and no column comes twice. A table goes on
    until a line comes back under the same heading.
    """
    tables: list[list[Row]] = []
    seen: set[tuple[str | None, str]] = set()
    for row in _rows(finance):
        if not tables or (row.heading, row.line) in seen:
            tables.append([])
            seen.clear()
        seen.add((row.heading, row.line))
        tables[-1].append(row)
    cents = [place.cents for place in places(finance)]
    return tuple(Ledger(_with_totals(rows, cents)) for rows in tables)


def _with_totals(rows: Sequence[Row], cents: Sequence[int]) -> list[Row]:
    """The rows, with the totals under a heading that no word gives away.

    Where two or more rows of a kind have a policy field and one has none, that one is their total
    if it is their sum in most columns.
    """
    groups: dict[tuple[str, AmountKind], list[int]] = {}
    for at, row in enumerate(rows):
        if row.heading is not None and row.kind in ADDED:
            groups.setdefault((row.heading, row.kind), []).append(at)
    made = list(rows)
    for group in groups.values():
        bare = [at for at in group if not rows[at].coded]
        coded = [rows[at] for at in group if rows[at].coded]
        if len(bare) == 1 and len(coded) > 1 and _adds_up(rows[bare[0]], coded, cents):
            made[bare[0]] = replace(rows[bare[0]], total=True)
    return made


def _adds_up(total: Row, parts: Sequence[Row], cents: Sequence[int]) -> bool:
    """Whether the row is the sum of the others, rounding aside, in most columns with amounts."""
    unit = unit_of(cents)
    held: list[bool] = []
    for column, cell in total.cells.items():
        amounts = [cents[part.cells[column]] for part in parts if column in part.cells]
        if cents[cell] or any(amounts):
            held.append(abs(sum(amounts) - cents[cell]) <= unit * len(amounts))
    return 2 * sum(held) > len(held)


def _rows(finance: Sequence[AmountItem]) -> Iterator[Row]:
    """The rows of the tables; a line with a column for each kind is a row for each kind under its own name."""
    start = 0
    lines: list[list[int]] = []
    for at in range(1, len(finance) + 1):
        if at == len(finance) or _another_line(finance[start], finance[at], finance[at - 1]):
            lines.append(list(range(start, at)))
            start = at
    wide = [len({finance[at].kind for at in line} & set(ADDED[:3])) > 1 for line in lines]
    at = 0
    while at < len(lines):
        stop = at + 1
        while stop < len(lines) and wide[stop] == wide[at]:
            stop += 1
        cells = [cell for line in lines[at:stop] for cell in line]
        yield from _wide_rows(finance, lines[at:stop]) if wide[at] else _narrow_rows(finance, cells)
        at = stop


def _another_line(first: AmountItem, item: AmountItem, before: AmountItem) -> bool:
    return (first.heading, first.line) != (item.heading, item.line) or item.span < before.span


def _wide_rows(finance: Sequence[AmountItem], lines: Sequence[Sequence[int]]) -> Iterator[Row]:
    """Rows of lines that have their expenses, income and balance beside each other."""
    sums = _is_sum(finance, lines)
    for line in lines:
        item = finance[line[0]]
        total = is_total(item.line) or (sums and line is lines[-1])
        for kind in dict.fromkeys(finance[at].kind for at in line):
            own = [at for at in line if finance[at].kind == kind]
            name = f"{item.line}, {_KIND_WORDS.get(kind, kind)}"
            cells = {_without_kind(finance[at]): at for at in own}
            coded = item.taakveld is not None
            yield Row(None if total else item.line, name, kind, total, cells, coded)


def _is_sum(finance: Sequence[AmountItem], lines: Sequence[Sequence[int]]) -> bool:
    """Whether the last line is the sum of those above it in most columns, whatever it is called."""
    if len(lines) < 3 or any(len(line) != len(lines[0]) for line in lines):
        return False
    if any(is_total(finance[line[0]].line) for line in lines[:-1]):
        return False
    *parts, last = [[round(finance[at].eur * 100) for at in line] for line in lines]
    unit = unit_of([cents for line in (*parts, last) for cents in line])
    held = [
        abs(sum(part[at] for part in parts) - last[at]) <= unit * len(parts)
        for at in range(len(last))
    ]
    return 2 * sum(held) > len(held)


_KIND_WORDS: dict[AmountKind, str] = {
    "expense": "lasten",
    "income": "baten",
    "balance": "saldo",
    "reserve": "reserves",
    "result": "resultaat",
}
_KIND_HEAD = re.compile(
    r"\b(?:lasten|baten|saldo|saldi|uitgaven|inkomsten|kosten|opbrengsten|l|b|s)\b", re.I
)


def _without_kind(item: AmountItem) -> Column:
    """The column of an amount without the word for its kind: 'Lasten 2024' and 'Baten 2024' are one column."""
    head = " ".join(_KIND_HEAD.sub(" ", item.column).split(" ")).strip()
    return (" ".join(head.split()) or "bedrag", item.stage, item.year)


def _narrow_rows(finance: Sequence[AmountItem], places: Sequence[int]) -> Iterator[Row]:
    row: Row | None = None
    for index in places:
        item = finance[index]
        column = (item.column, item.stage, item.year)
        if (
            row is None
            or (row.heading, row.line) != (item.heading, item.line)
            or column in row.cells
        ):
            if row is not None:
                yield row
            total, coded = is_total(item.line), item.taakveld is not None
            row = Row(item.heading, item.line, item.kind, total, {}, coded)
        row.cells[column] = index
    if row is not None:
        yield row
