"""The amounts of a document on their axes: theme, kind, stage, year; in the stored signs.

A printed table may give the same euro several times: split by taakveld, as 'of which one-off', in a
second table. Each combination of axes is taken once, from the first table that prints it.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from noaber.intake.documents.ledger import Column, Ledger, Row, ledgers, places, unit_of
from noaber.intake.documents.reading import (
    AmountItem,
    AmountKind,
    AmountStage,
    GoalItem,
    Reading,
    Span,
)
from noaber.intake.documents.signs import SignConvention, conventions_of
from noaber.vocabulary.names import normalise

Axes = tuple[str | None, AmountKind, AmountStage, int | None]


@dataclass(frozen=True, slots=True)
class Sum:
    """An amount in cents, in the stored signs, and the places it was printed at."""

    cents: int
    spans: tuple[Span, ...]


class Money:
    """The amounts of one reading. A theme is named by its id, or by its heading where it has none."""

    def __init__(self, reading: Reading) -> None:
        """Take the amounts as printed; nothing is on the axes where the signs cannot be told."""
        self.finance = reading.finance
        self.goals = reading.goals
        self.cents = [place.cents for place in places(reading.finance)]
        self.tables = ledgers(reading.finance)
        self.unit = unit_of(self.cents)

    @cached_property
    def signs(self) -> SignConvention | None:
        """The convention that the arithmetic of the tables shows."""
        return conventions_of(self.tables, self.cents)

    @cached_property
    def knows_reserves(self) -> bool:
        """Whether a printed result tells which sign an addition to a reserve has."""
        return self.signs is not None and any(table.results for table in self.tables)

    @cached_property
    def names(self) -> dict[str, str]:
        """The themes that have amounts, in order of printing, with the name to call them by."""
        known = {goal.id: goal.text for goal in self.goals}
        return {key[0]: known.get(key[0], key[0]) for key in self._sums if key[0] is not None}

    def at(
        self, theme: str | None, kind: AmountKind, stage: AmountStage, year: int | None
    ) -> Sum | None:
        """The amount of a theme, or of the whole programme for theme None; None if not printed."""
        return self._sums.get((theme, kind, stage, year))

    def balance(self, theme: str | None, stage: AmountStage, year: int | None) -> Sum | None:
        """Income less expense, or the printed balance where one of the two is not printed."""
        expense, income = (self.at(theme, kind, stage, year) for kind in ("expense", "income"))
        if expense is not None and income is not None:
            return Sum(income.cents - expense.cents, (*expense.spans, *income.spans))
        return self.at(theme, "balance", stage, year)

    @property
    def axes(self) -> Iterable[Axes]:
        """All combinations for which there is an amount."""
        return self._sums.keys()

    @cached_property
    def _sums(self) -> dict[Axes, Sum]:
        found: dict[Axes, Sum] = {}
        if self.signs is None:
            return found
        for table in self.tables:
            here: dict[Axes, Sum] = {}
            for (theme, kind, column), rows in self._groups(table).items():
                if column[1] is not None and column[1] != "difference":
                    axes = (theme, kind, column[1], column[2])
                    here.setdefault(axes, self._sum([row.cells[column] for row in rows]))
            for kind, column, cell in _tops(table):
                if column[1] is not None:
                    here.setdefault((None, kind, column[1], column[2]), self._sum([cell]))
            found = {**here, **found}
        return {**_programmes(found), **found}

    def _groups(self, table: Ledger) -> dict[tuple[str, AmountKind, Column], list[Row]]:
        """The rows that add up to the amount of a theme, by kind and column."""
        groups: dict[tuple[str, AmountKind, Column], list[Row]] = {}
        for row in table.rows:
            theme = theme_of(row.heading, row.line, self.goals) or row.heading
            for column in row.cells:
                if theme is not None:
                    groups.setdefault((theme, row.kind, column), []).append(row)
        return {key: self._whole(rows, key[2]) for key, rows in groups.items()}

    def _whole(self, rows: list[Row], column: Column) -> list[Row]:
        """The rows that are the whole together: the one total, else those that are not a part."""
        totals = [row for row in rows if row.total]
        if len(totals) == 1:
            return totals
        undivided = [row for row in rows if not _is_part(self.finance[row.cells[column]])]
        return undivided or rows

    def _sum(self, cells: Sequence[int]) -> Sum:
        signs = self.signs or SignConvention()
        cents = sum(self.cents[cell] * signs.factor(self.finance[cell].kind) for cell in cells)
        return Sum(cents, tuple(self.finance[cell].span for cell in cells))


def _is_part(item: AmountItem) -> bool:
    """Whether the amount is a division of another: by taakveld, category, party or recurrence."""
    return bool(item.taakveld or item.category or item.party or item.recurrence)


def _tops(table: Ledger) -> Iterable[tuple[AmountKind, Column, int]]:
    kinds: tuple[AmountKind, ...] = ("expense", "income", "balance", "reserve", "result")
    for kind in kinds:
        for column in table.columns:
            top = table.top(kind, column)
            if top is not None:
                yield kind, column, top


def _programmes(found: dict[Axes, Sum]) -> dict[Axes, Sum]:
    """The sums over the themes, for kinds of which the document prints no total."""
    added: dict[Axes, Sum] = {}
    for (theme, kind, stage, year), one in found.items():
        axes: Axes = (None, kind, stage, year)
        if theme is not None:
            before = added.get(axes, Sum(0, ()))
            added[axes] = Sum(before.cents + one.cents, before.spans + one.spans)
    return added


def theme_of(heading: str | None, line: str, goals: Iterable[GoalItem]) -> str | None:
    """The id of the theme that a line belongs to, by its heading or by its name in the line.

    A layout word in front of a theme's name ('Doelenboom jeugd') is left out when the line names it
    ('Mutaties reserves db jeugd'); the longest name that fits wins.
    """
    known = [(goal.id, normalise(goal.text)) for goal in goals if goal.kind == "theme"]
    if heading:
        wanted = normalise(heading)
        return next((key for key, name in known if name == wanted or key == heading), None)
    ends = f" {normalise(line)}"
    fits = [
        (len(core), key)
        for key, name in known
        for core in {name, name.partition(" ")[2]}
        if core and ends.endswith(f" {core}")
    ]
    return max(fits)[1] if fits else None
