"""The words in which money is kept: kinds, stages, recurrence, basis, and what favourable means.

Noaber stores magnitudes by kind: expense and income are zero or more (corrections negative), a
reserve movement is positive where money goes into the reserve. The balance is income minus
expense; the financial result is the balance after reserve movements.
"""

from decimal import Context, Decimal
from enum import StrEnum


class AmountKind(StrEnum):
    """What an amount is."""

    EXPENSE = "expense"
    INCOME = "income"
    RESERVE_MOVEMENT = "reserve_movement"


class CountedKind(StrEnum):
    """What an amount that is counted is: a line of money, or a cause that explains a difference."""

    EXPENSE = "expense"
    INCOME = "income"
    RESERVE_MOVEMENT = "reserve_movement"
    EXPLAINED = "explained"


class Stage(StrEnum):
    """At which point of the budget cycle an amount was stated."""

    ORIGINAL = "original"
    REVISED = "revised"
    FORECAST = "forecast"
    COMMITMENT = "commitment"
    ACTUAL = "actual"


class Recurrence(StrEnum):
    """Whether an amount comes back each year.

    UNDIVIDED is both together, of which a part may be stated as ONE_OFF.
    """

    UNDIVIDED = "undivided"
    ONE_OFF = "one_off"
    RECURRING = "recurring"


class Basis(StrEnum):
    """Whether an amount was booked or is an estimate; no statistic mixes the two."""

    BOOKED = "booked"
    ESTIMATED = "estimated"


# The weight with which each kind of amount counts in the balance and in the result after reserves.
BALANCE = {AmountKind.INCOME: 1, AmountKind.EXPENSE: -1}
FINANCIAL_RESULT = {**BALANCE, AmountKind.RESERVE_MOVEMENT: -1}


# Wide enough that no amount is rounded on its way to cents and back.
_EXACT = Context(prec=60)


def to_cents(eur: Decimal) -> int:
    """Whole cents of an amount in euros. Raises ValueError where a fraction of a cent is left."""
    if not eur.is_finite():
        raise ValueError(f"{eur} is geen bedrag")
    cents = _EXACT.multiply(eur, Decimal(100))
    if cents != cents.to_integral_value():
        raise ValueError(f"{eur} euro heeft meer dan twee decimalen")
    return int(cents)


def from_cents(cents: int) -> Decimal:
    """The amount in euros, with two decimals only where there are cents."""
    return Decimal(cents // 100) if cents % 100 == 0 else Decimal(cents).scaleb(-2, _EXACT)
