"""What a municipality counts itself beside what a document prints: the difference, or why there is none."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from noaber.measures.results import Result
from noaber.vocabulary.periods import Period


@dataclass(frozen=True, slots=True)
class Difference:
    """Counted less printed in one period, in the unit of both."""

    printed: Result
    counted: Result
    value: Decimal


def differences(
    printed: Sequence[Result], counted: Iterable[Result]
) -> Mapping[Period, Difference]:
    """By period what was counted less what is printed, where both have a number in the same unit.

    The counted value is taken with the decimals that it is shown with, so that the difference is that
    of the two numbers that a reader sees.
    """
    known = {Period(one.period_start, one.period_end): one for one in printed}
    found = {}
    for one in counted:
        period = Period(one.period_start, one.period_end)
        other = known.get(period)
        if other is None or one.value is None or other.value is None or one.unit != other.unit:
            continue
        shown = round(one.value, one.scale)
        found[period] = Difference(other, one, shown - other.value)
    return found
