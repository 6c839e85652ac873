"""How a table prints its signs, decided by its own arithmetic.

Municipalities print expenses and income both positive, or one of them negative, and a balance as
income less expense or the other way round; reserves and results follow yet another habit. Stored
amounts know one form only (`vocabulary.money`): expense and income zero or more, balance is income
less expense, a reserve movement is positive where money goes into the reserve, the result is the
balance less the reserve movement. A convention says by which factor each kind of printed amount
becomes that form.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import product

from noaber.intake.documents.ledger import Ledger, ledgers, places, unit_of
from noaber.intake.documents.reading import AmountItem, AmountKind

_KINDS: dict[AmountKind, int] = {
    "expense": 0,
    "income": 1,
    "balance": 2,
    "reserve": 3,
    "result": 4,
}


@dataclass(frozen=True, slots=True)
class SignConvention:
    """The factor, +1 or -1, by which a printed amount of each kind becomes the stored form.

    A kind that is not in the table has +1.
    """

    expense: int = 1
    income: int = 1
    balance: int = 1
    reserve: int = 1
    result: int = 1

    def factor(self, kind: AmountKind) -> int:
        """The factor of one kind; +1 for amounts that are none of the five."""
        at = _KINDS.get(kind)
        return 1 if at is None else self._factors[at]

    @property
    def _factors(self) -> tuple[int, int, int, int, int]:
        return (self.expense, self.income, self.balance, self.reserve, self.result)

    @property
    def balance_weights(self) -> tuple[int, int]:
        """The weights of printed expense and income in the printed balance."""
        return (-self.balance * self.expense, self.balance * self.income)

    @property
    def result_weights(self) -> tuple[int, int]:
        """The weights of the printed balance and reserves in the printed result."""
        return (self.result * self.balance, -self.result * self.reserve)

    @property
    def dutch(self) -> str:
        """One sentence that says how the source prints its signs."""
        words = {1: "positief", -1: "negatief"}
        gain, loss = ("een voordeel", "een nadeel")
        return (
            f"De bron drukt lasten {words[self.expense]} en baten {words[self.income]} af; "
            f"een positief saldo is {gain if self.balance > 0 else loss}, "
            "een positieve mutatie in de reserves is een "
            f"{'toevoeging' if self.reserve > 0 else 'onttrekking'} en "
            f"een positief resultaat is {gain if self.result > 0 else loss}."
        )


# Printed sums of one balance (expense, income, balance) or one result (balance, reserve, result),
# and how many amounts were added, as each of them may be rounded.
_Sums = tuple[int, int, int, int]


def infer_signs(finance: Sequence[AmountItem]) -> SignConvention | None:
    """The convention under which most balances and results of the table hold.

    Two conventions that turn every sign round explain a table equally well: then the one in which
    expense and income are mostly zero or more. None where the table prints no balance or result, or
    where no convention makes even half of them hold.
    """
    return conventions_of(ledgers(finance), [place.cents for place in places(finance)])


def conventions_of(tables: Sequence[Ledger], cents: Sequence[int]) -> SignConvention | None:
    """As `infer_signs`, of tables whose amounts stand in `cents`."""
    balances = [sums for table in tables for sums in _balances(table, cents)]
    results = [sums for table in tables for sums in _results(table, cents)]
    if not balances and not results:
        return None
    signs, unit = _signs_of(tables, cents), unit_of(cents)
    ways = ((1, 1), (1, -1), (-1, 1), (-1, -1))
    balanced = {weights: _held(balances, weights, unit) for weights in ways}
    resulting = {weights: _held(results, weights, unit) for weights in ways}
    best, best_score = SignConvention(), (-1, -1)
    for factors in product((1, -1), repeat=5):
        made = SignConvention(*factors)
        held = balanced[made.balance_weights] + resulting[made.result_weights]
        score = (held, made.expense * signs["expense"] + made.income * signs["income"])
        if score > best_score:
            best, best_score = made, score
    return best if 2 * best_score[0] >= len(balances) + len(results) else None


def _balances(table: Ledger, cents: Sequence[int]) -> Iterator[_Sums]:
    for one in table.balances:
        expense = sum(cents[cell] for cell in one.expense)
        income = sum(cents[cell] for cell in one.income)
        yield (expense, income, cents[one.balance], len(one.expense) + len(one.income))


def _results(table: Ledger, cents: Sequence[int]) -> Iterator[_Sums]:
    for one in table.results:
        reserve = sum(weight * cents[cell] for cell, weight in one.weights(cents).items())
        yield (cents[one.balance], reserve, cents[one.result], 1 + len(one.reserve))


def _held(all_sums: list[_Sums], weights: tuple[int, int], unit: int) -> int:
    """How many hold, one step of rounding an added amount allowed."""
    first, second = weights
    return sum(
        abs(first * left + second * right - found) <= unit * count
        for left, right, found, count in all_sums
    )


def _signs_of(tables: Sequence[Ledger], cents: Sequence[int]) -> dict[AmountKind, int]:
    """How many amounts of each kind are printed above zero, less those below zero."""
    signs: dict[AmountKind, int] = dict.fromkeys(_KINDS, 0)
    for table in tables:
        for row in table.rows:
            if row.kind in signs:
                signs[row.kind] += sum(
                    (cents[cell] > 0) - (cents[cell] < 0) for cell in row.cells.values()
                )
    return signs
