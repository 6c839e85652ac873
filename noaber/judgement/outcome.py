"""Is a difference in money better or worse for the municipality, before and after reserves?"""

from decimal import Decimal
from enum import StrEnum


class Outcome(StrEnum):
    """How a difference between actual and budget falls out."""

    BETTER = "better"
    WORSE = "worse"
    EQUAL = "equal"


def outcome(measure: str, difference: Decimal) -> Outcome:
    """The outcome of actual minus revised: more expense is worse, more income or balance better.

    `measure` is the id of a difference measure. Raises ValueError for a measure that has no better
    or worse side, such as a reserve movement.
    """
    if difference == 0:
        return Outcome.EQUAL
    if measure == "expense_difference":
        return Outcome.WORSE if difference > 0 else Outcome.BETTER
    if measure in ("income_difference", "balance_difference", "financial_result_difference"):
        return Outcome.BETTER if difference > 0 else Outcome.WORSE
    raise ValueError(f"{measure} has no better or worse side")
