"""The official controls PF001-PF009 on the amounts of a delivery.

Which control holds in which year and period, on which balance codes, stands in the official
definitions and is data (`noaber.vocabulary.iv3`). The definitions give the formula and the margin of
PF001 only (2017-2019: one per cent of current expenses); the names of the others stand in CBS's list
of errors, without formula or margin. Their formulas here are our reading of those names; where they
are relative they have the same margin of one per cent, and sums that must be equal may differ by what
rounding explains. `docs/decisions` says so.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import Decimal
from math import isqrt
from typing import Literal

from noaber.intake.iv3.delivery import Delivery, Finding, Post
from noaber.vocabulary.iv3.lists import Control, Table, codes, controls, known_year
from noaber.vocabulary.money import from_cents
from noaber.vocabulary.numbers import format_number

MARGIN = Decimal("0.01")
CURRENT, FINANCIAL, INTERNAL = "LR", "FR", "IV"
ON_FINANCIAL_BALANCE = frozenset({"6.1", "7.2", "7.5"})
UNDIVIDED = frozenset({"4.3.9", "4.4.9"})
Outcome = Literal["passed", "failed", "rounding", "impossible"]
TITLES = {
    "PF001": "Het saldo van de niet-financiële rekening is dat van de financiële rekening",
    "PF002": "Op de financiële balans staan alleen de categorieën 6.1, 7.2 en 7.5",
    "PF003": "Beginstand plus mutaties is de eindstand",
    "PF004": "Verrekeningen (7.1 tot en met 7.5) heffen elkaar op",
    "PF005": "Categorie 6.1 staat alleen op de financiële balans",
    "PF006": "De taakvelden hebben evenveel lasten als baten",
    "PF007": "De beginbalans is in evenwicht",
    "PF008": "De eindbalans is in evenwicht",
    "PF009": "De onverdeelde categorieën 4.3.9 en 4.4.9 zijn niet gebruikt",
}


@dataclass(frozen=True, slots=True)
class ControlResult:
    """The outcome of one control. `off` is how far it is off, in cents; `base` what that is part of.

    `base` None: the amounts must be equal. `explanation` names, in Dutch, the numbers behind it.
    """

    control: str
    outcome: Outcome
    off: int
    base: int | None
    explanation: str

    @property
    def title(self) -> str:
        """What the control holds, in Dutch."""
        return TITLES[self.control]

    @property
    def finding(self) -> Finding | None:
        """What a reader must know of it; None where it passed."""
        if self.outcome == "passed":
            return None
        if self.outcome == "impossible":
            return Finding(
                "PF099", "/data", f"{self.control} is niet te toetsen: {self.explanation}.", False
            )
        if self.outcome == "rounding":
            said = f"{self.title}, op afronding na: {self.explanation}."
            return Finding(self.control, "/data", said, wrong=False)
        return Finding(
            self.control, "/data", f"Dit klopt niet: {_low(self.title)}. {self._failed()}"
        )

    def _failed(self) -> str:
        if self.base is None:
            return f"{_capital(self.explanation)}; zoek het verschil van {euro(self.off)} op."
        share = Decimal(self.off) / self.base if self.base else Decimal(1)
        percent = format_number(share * 100, 2)
        return (
            f"{_capital(self.explanation)}: een afwijking van {euro(self.off)} ({percent}%, hooguit "
            f"{format_number(MARGIN * 100, 0)}% is toegestaan)."
        )


@dataclass(frozen=True, slots=True)
class _Sums:
    """A delivery as the controls look at it: `cells` are its posts, those of one cell together."""

    delivery: Delivery
    cells: tuple[Post, ...]

    def total(self, tables: Iterable[Table], keep: Callable[[Post], bool] = lambda _: True) -> int:
        return sum(cell.cents for cell in self.cells if cell.table in tables and keep(cell))

    def size(self, tables: Iterable[Table], keep: Callable[[Post], bool] = lambda _: True) -> int:
        """The sum of the cells without their sign."""
        return sum(abs(cell.cents) for cell in self.cells if cell.table in tables and keep(cell))

    def group(self, post: Post) -> str:
        """The official group of the post's category: LR, FR or IV; empty where it is unknown."""
        side = "expense_category" if post.table in EXPENSES else "income_category"
        found = codes(side, self.delivery.head.year).get(post.column)
        return found.group if found else ""

    def has(self, *tables: Table) -> bool:
        return any(cell.table in tables for cell in self.cells)

    def rounding(self, tables: Iterable[Table]) -> int:
        """What rounding to whole units may add up to: over three standard deviations of n roundings."""
        amounts = [post.cents for post in self.delivery.posts if post.table in tables]
        unit = next((u for u in (100_000, 100) if all(cents % u == 0 for cents in amounts)), 0)
        return unit * isqrt(len(amounts))


EXPENSES: frozenset[Table] = frozenset({"lasten", "balans_lasten"})
INCOME: frozenset[Table] = frozenset({"baten", "balans_baten"})
MUTATIONS = EXPENSES | INCOME
ON_TAAKVELDEN: frozenset[Table] = frozenset({"lasten", "baten"})
ON_BALANCE: frozenset[Table] = frozenset({"balans_lasten", "balans_baten"})
STANDS: frozenset[Table] = frozenset({"balans_standen"})


def hold(delivery: Delivery) -> tuple[ControlResult, ...]:
    """Hold the controls of its year and period; none where there is no definition of the year."""
    head = delivery.head
    if head.level != "Gemeente" or not known_year(head.year):
        return ()
    sums = _Sums(delivery, _cells(delivery))
    return tuple(_HOLD[control.code](sums, control) for control in controls(head.year, head.period))


def _cells(delivery: Delivery) -> tuple[Post, ...]:
    """One post a cell: a delivery with details gives a cell in many rows."""
    totals: dict[tuple[Table, str, str], int] = {}
    for post in delivery.posts:
        cell = (post.table, post.row, post.column)
        totals[cell] = totals.get(cell, 0) + post.cents
    return tuple(Post(*cell, cents) for cell, cents in totals.items())


def euro(cents: int) -> str:
    """An amount as a sentence says it: '€ 1.234', '€ 1.234,50'."""
    value = from_cents(cents)
    return f"€ {format_number(value, 2 if cents % 100 else 0)}"


def _accounts_agree(sums: _Sums, control: Control) -> ControlResult:
    if not sums.has(*ON_BALANCE):
        return _impossible(control, "balansmutaties ontbreken")

    def part(tables: frozenset[Table], group: str) -> int:
        return sums.total(tables, lambda post: sums.group(post) == group)

    expenses = part(EXPENSES, CURRENT)
    current = part(INCOME, CURRENT) - expenses
    financial = part(EXPENSES, FINANCIAL) - part(INCOME, FINANCIAL)
    return _relative(
        control,
        abs(current - financial),
        abs(expenses),
        f"het ene saldo is {euro(current)} en het andere {euro(financial)}",
    )


def _right_categories(sums: _Sums, control: Control) -> ControlResult:
    def there(post: Post) -> bool:
        return post.row in control.balance_codes

    off = sums.size(ON_BALANCE, lambda p: there(p) and p.column not in ON_FINANCIAL_BALANCE)
    whole = sums.size(ON_BALANCE, there)
    return _relative(control, off, whole, f"op andere categorieën staat daar {euro(off)}")


def _stands_follow(sums: _Sums, control: Control) -> ControlResult:
    if not sums.has(*STANDS):
        return _impossible(control, "balansstanden ontbreken")
    differences = {}
    for code in sorted(control.balance_codes):
        opening, closing = _stand(sums, code, "opening"), _stand(sums, code, "closing")
        difference = opening + _change(sums, code) - closing
        if difference:
            differences[code] = difference
    off = sum(abs(difference) for difference in differences.values())
    whole = sums.size(STANDS, lambda p: p.row in control.balance_codes and _closing(sums, p))
    named = ", ".join(f"{code} {euro(cents)}" for code, cents in list(differences.items())[:10])
    more = f" en {len(differences) - 10} andere" if len(differences) > 10 else ""
    return _relative(control, off, whole, f"het verschil per balanscode is {named}{more}")


def _change(sums: _Sums, code: str) -> int:
    """What the mutations add to a balance code: assets grow by expenses, liabilities by income."""
    grown = sums.total({"balans_lasten"}, lambda p: p.row == code) - sums.total(
        {"balans_baten"}, lambda p: p.row == code
    )
    return grown if code.startswith("A") else -grown


def _closing(sums: _Sums, post: Post) -> bool:
    return _moment(sums, post) == "closing"


def _moment(sums: _Sums, post: Post) -> str:
    found = codes("balance_moment", sums.delivery.head.year).get(post.column)
    return found.group if found else ""


def _stand(sums: _Sums, code: str, moment: str) -> int:
    return sums.total(STANDS, lambda p: p.row == code and _moment(sums, p) == moment)


def _settlements_cancel(sums: _Sums, control: Control) -> ControlResult:
    if not sums.has(*ON_BALANCE):
        return _impossible(control, "balansmutaties ontbreken")
    off, whole, said = 0, 0, []
    for category in ("7.1", "7.2", "7.3", "7.4", "7.5"):
        expense, income = (sums.total(side, _of(category)) for side in (EXPENSES, INCOME))
        off += abs(expense - income)
        whole += max(abs(expense), abs(income))
        if expense != income:
            said.append(f"{category}: lasten {euro(expense)}, baten {euro(income)}")
    return _relative(control, off, whole, "; ".join(said))


def _of(category: str) -> Callable[[Post], bool]:
    return lambda post: post.column == category


def _financial_in_place(sums: _Sums, control: Control) -> ControlResult:
    year = sums.delivery.head.year
    financial = next(c.balance_codes for c in controls(year, 5) if c.code == "PF002")

    def elsewhere(post: Post) -> bool:
        away = (
            post.row not in control.left_out
            if post.table in ON_TAAKVELDEN
            else (post.row not in financial)
        )
        return post.column == "6.1" and away

    off = sums.size(MUTATIONS, elsewhere)
    whole = sums.size(MUTATIONS, lambda post: post.column == "6.1")
    return _relative(control, off, whole, f"elders staat {euro(off)}")


def _taakvelden_close(sums: _Sums, control: Control) -> ControlResult:
    return _equal(
        sums,
        control,
        ON_TAAKVELDEN,
        ("lasten", sums.total({"lasten"})),
        ("baten", sums.total({"baten"})),
    )


def _opening_balances(sums: _Sums, control: Control) -> ControlResult:
    return _balances(sums, control, "opening")


def _closing_balances(sums: _Sums, control: Control) -> ControlResult:
    return _balances(sums, control, "closing")


def _balances(sums: _Sums, control: Control, moment: str) -> ControlResult:
    if not sums.has(*STANDS):
        return _impossible(control, "balansstanden ontbreken")

    def side(letter: str) -> int:
        return sums.total(STANDS, lambda p: p.row.startswith(letter) and _moment(sums, p) == moment)

    return _equal(sums, control, STANDS, ("activa", side("A")), ("passiva", side("P")))


def _nothing_undivided(sums: _Sums, control: Control) -> ControlResult:
    off = sums.size(MUTATIONS, lambda post: post.column in UNDIVIDED)
    outcome: Outcome = "failed" if off else "passed"
    return ControlResult(control.code, outcome, off, None, f"er staat {euro(off)} op")


def _relative(control: Control, off: int, base: int, explanation: str) -> ControlResult:
    outcome: Outcome = "failed" if off > MARGIN * base else "passed"
    return ControlResult(control.code, outcome, off, base, explanation)


def _equal(
    sums: _Sums,
    control: Control,
    tables: frozenset[Table],
    one: tuple[str, int],
    other: tuple[str, int],
) -> ControlResult:
    off = abs(one[1] - other[1])
    outcome: Outcome = "passed"
    if off:
        outcome = "rounding" if off <= sums.rounding(tables) else "failed"
    said = f"{one[0]} {euro(one[1])}, {other[0]} {euro(other[1])}"
    return ControlResult(control.code, outcome, off, None, said)


def _impossible(control: Control, why: str) -> ControlResult:
    return ControlResult(control.code, "impossible", 0, None, why)


def _low(text: str) -> str:
    return text[:1].lower() + text[1:]


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


_HOLD: dict[str, Callable[[_Sums, Control], ControlResult]] = {
    "PF001": _accounts_agree,
    "PF002": _right_categories,
    "PF003": _stands_follow,
    "PF004": _settlements_cancel,
    "PF005": _financial_in_place,
    "PF006": _taakvelden_close,
    "PF007": _opening_balances,
    "PF008": _closing_balances,
    "PF009": _nothing_undivided,
}
