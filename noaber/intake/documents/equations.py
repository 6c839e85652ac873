"""What a table promises, as equations: one form for balances, totals, results and differences."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from noaber.intake.documents.ledger import (
    Balance,
    Column,
    Difference,
    Ledger,
    Place,
    Result,
    Total,
    ledgers,
    places,
    unit_of,
)
from noaber.intake.documents.reading import AmountItem, AmountKind, Rule
from noaber.intake.documents.sentences import Sentence
from noaber.intake.documents.signs import SignConvention, conventions_of

_NAMES: dict[AmountKind, str] = {
    "expense": "lasten",
    "income": "baten",
    "balance": "saldi",
    "reserve": "mutaties in de reserves",
    "result": "resultaten",
}


@dataclass(frozen=True, slots=True)
class Equation:
    """The amount `target` is the sum of `terms`, each with its weight, give or take `bound`.

    `family` names the equations that are rounded alike; `subject` and `how` are the Dutch words for
    what is recomputed and from what; `bound` (cents) is the outer limit of rounding. `claim` names
    the equations that say the same of several columns, where half of these must hold to be believed.
    """

    rule: Rule
    family: str
    subject: str
    how: str
    target: int
    terms: tuple[tuple[int, int], ...]
    bound: int
    claim: str | None = None

    def expected(self, cents: Sequence[int]) -> int:
        """The target as recomputed from its terms, in cents."""
        return sum(weight * cents[cell] for cell, weight in self.terms)

    def residual(self, cents: Sequence[int]) -> int:
        """Recomputed less printed, in cents."""
        return self.expected(cents) - cents[self.target]

    @property
    def cells(self) -> tuple[int, ...]:
        """All amounts that the equation speaks of, the printed one first."""
        return (self.target, *(cell for cell, _ in self.terms))


@dataclass(frozen=True, slots=True)
class Books:
    """The places of all amounts, the equations over them, the rounding step and the signs found."""

    places: tuple[Place, ...]
    equations: tuple[Equation, ...]
    unit: int
    signs: SignConvention | None


def books(finance: Sequence[AmountItem], sentences: Sequence[Sentence] = ()) -> Books:
    """The equations of the tables, in their own signs and rounding.

    `sentences` are those of the running text that repeat a difference of the table; each becomes an
    equation with a place of its own.
    """
    where = places(finance)
    cents = [place.cents for place in where]
    tables = ledgers(finance)
    signs, unit = conventions_of(tables, cents), unit_of(cents)
    made: list[Equation] = []
    flagged = [at for at, item in enumerate(finance) if item.favourable is not None]
    unsigned = frozenset(flagged if all(cents[at] >= 0 for at in flagged) else ())
    for table in tables:
        made += _Table(table, signs, unit, cents, unsigned).equations()
    for sentence in sentences:
        target = len(where)
        equation = _sentence(sentence, target, tables)
        if equation is not None:
            where = (*where, sentence.place)
            made.append(equation)
    return Books(where, tuple(made), unit, signs)


class _Table:
    """Turns what belongs together in one table into equations."""

    def __init__(
        self,
        ledger: Ledger,
        signs: SignConvention | None,
        unit: int,
        cents: Sequence[int],
        unsigned: frozenset[int],
    ) -> None:
        self.ledger, self.signs, self.unit, self.cents = ledger, signs, unit, cents
        self.unsigned = unsigned

    def equations(self) -> Iterator[Equation]:
        if self.signs is not None:
            yield from (self._balance(one, self.signs) for one in self.ledger.balances)
        yield from (self._detail(one) for one in self.ledger.details())
        yield from (self._total(one) for one in self.ledger.totals())
        if self.signs is not None:
            yield from (self._result(one, self.signs) for one in self.ledger.results)
        yield from (self._difference(one) for one in self.ledger.differences())

    def _bound(self, terms: Sequence[object]) -> int:
        """One step of rounding an added amount."""
        return self.unit * len(terms)

    def _balance(self, one: Balance, signs: SignConvention) -> Equation:
        spent, earned = signs.balance_weights
        terms = [(cell, spent) for cell in one.expense] + [(cell, earned) for cell in one.income]
        subject = f"{one.name}, {one.column[0]}"
        how = "lasten en baten geven een saldo van"
        bound = self._bound(terms)
        return Equation("balance", "balance", subject, how, one.balance, tuple(terms), bound)

    def _total(self, one: Total) -> Equation:
        terms = tuple((cell, 1) for cell in one.parts)
        subject = f"{one.name}, {one.column[0]}"
        how = f"de {len(terms)} {_NAMES.get(one.kind, 'bedragen')} tellen op tot"
        return Equation("total", "total", subject, how, one.total, terms, self._bound(terms))

    def _detail(self, one: Total) -> Equation:
        terms = tuple((cell, 1) for cell in one.parts)
        subject = f"{one.name}, {one.column[0]}"
        how = f"de {len(terms)} {_NAMES.get(one.kind, 'bedragen')} onder dit kopje tellen op tot"
        return Equation(
            "total", "detail", subject, how, one.total, terms, self._bound(terms), one.name
        )

    def _result(self, one: Result, signs: SignConvention) -> Equation:
        whole, moved = signs.result_weights
        moves = one.weights(self.cents).items()
        terms = ((one.balance, whole), *((cell, moved * weight) for cell, weight in moves))
        subject = f"{one.name}, {one.column[0]}"
        how = "saldo en reserves geven een resultaat van"
        return Equation("result", "balance", subject, how, one.result, terms, self._bound(terms))

    @cached_property
    def _differences(self) -> dict[AmountKind, int]:
        """Per kind: printed as realised less allowed (1), or the reverse (-1), as most rows do."""
        votes: Counter[AmountKind] = Counter()
        for one in self.ledger.differences():
            gap, printed = self.cents[one.actual] - self.cents[one.revised], self.cents[one.printed]
            votes[one.kind] += (gap == printed) - (gap == -printed)
        return {kind: -1 if count < 0 else 1 for kind, count in votes.items()}

    def _difference(self, one: Difference) -> Equation:
        weight = self._differences[one.kind]
        if one.printed in self.unsigned:
            # V or N gives the sign, and the amount none: the size is what can be recomputed.
            gap = self.cents[one.actual] - self.cents[one.revised]
            weight = 1 if gap >= 0 else -1
        terms = ((one.actual, weight), (one.revised, -weight))
        subject = one.name
        how = f"{'realisatie min raming' if weight > 0 else 'raming min realisatie'} is"
        bound = self._bound(terms)
        return Equation("difference", "balance", subject, how, one.printed, terms, bound)


def _sentence(sentence: Sentence, target: int, tables: Sequence[Ledger]) -> Equation | None:
    """The sentence against the first table with that total both realised and allowed."""
    for table in tables:
        stages: dict[object, Column] = {column[1]: column for column in reversed(table.columns)}
        if "actual" not in stages or "revised" not in stages:
            continue
        actual = table.top(sentence.kind, stages["actual"])
        revised = table.top(sentence.kind, stages["revised"])
        if actual is not None and revised is not None:
            subject = f"{sentence.place.label} tegen de tabel"
            return Equation(
                "text_against_table",
                f"text {target}",
                subject,
                "realisatie min raming is daar",
                target,
                ((actual, 1), (revised, -1)),
                sentence.tolerance,
            )
    return None
