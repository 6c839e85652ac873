"""Rules over contracts and tariffs."""

from collections.abc import Iterable
from datetime import date

Period = tuple[date, date | None]


def overlapping(period: Period, others: Iterable[Period]) -> Period | None:
    """The first of the others that shares a day with this period; no last day is: still."""
    start, end = period
    for other in others:
        if start <= (other[1] or date.max) and other[0] <= (end or date.max):
            return other
    return None
