"""Which periods a fact belongs to, as whole numbers that an engine can count with.

A grain numbers its periods: years by their year, months by year x 12 + month, and so on. A rolling
period is the twelve months up to and including a month, a period to date the months of its year up to
and including it; both are numbered by that last month. For each grain two questions are enough: which
is the first period that ends on or after a day, and which is the last that starts on or before it.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import Any

from noaber.vocabulary.periods import Period, parse_period

GRAINS = ("year", "quarter", "month", "day", "to_date", "rolling")
# By what an episode belongs to a period.
SELECTS = ("at_start", "at_end", "active", "started", "ended", "through")
# The column that says when; an episode has two.
DAY_OF = {
    "episode": "started_on",
    "event": "happened_on",
    "score": "measured_on",
    "amount": "period_start",
}


@dataclass(frozen=True, slots=True)
class Numbers:
    """How a grain numbers its periods, on Python's dates and on an engine's alike.

    `ends` and `starts` take a value with year, month, quarter and day (as functions here): the first
    period that ends on or after it, the last that starts on or before it.
    """

    ends: Callable[[Any], Any]
    starts: Callable[[Any], Any]
    overlapping: bool = False


def _month(day: Any) -> Any:
    return day.year() * 12 + day.month() - 1


NUMBERS = {
    "year": Numbers(lambda day: day.year(), lambda day: day.year()),
    "quarter": Numbers(
        lambda day: day.year() * 4 + day.quarter() - 1,
        lambda day: day.year() * 4 + day.quarter() - 1,
    ),
    "month": Numbers(_month, _month),
    "day": Numbers(lambda day: day.epoch_days(), lambda day: day.epoch_days()),
    "to_date": Numbers(_month, lambda day: day.year() * 12 + 11, overlapping=True),
    "rolling": Numbers(_month, lambda day: _month(day) + 11, overlapping=True),
}


class Day:
    """A date that answers as an engine's column does, so that one set of rules serves both."""

    def __init__(self, day: date) -> None:
        """Wrap a date."""
        self._day = day

    def year(self) -> int:
        """The calendar year."""
        return self._day.year

    def month(self) -> int:
        """The month, from 1."""
        return self._day.month

    def quarter(self) -> int:
        """The quarter, from 1."""
        return (self._day.month + 2) // 3

    def epoch_days(self) -> int:
        """Days since 1 January 1970."""
        return (self._day - date(1970, 1, 1)).days


@lru_cache(maxsize=8192)
def period_of(grain: str, number: int) -> Period:
    """The period with that number."""
    if grain == "year":
        return Period(date(number, 1, 1), date(number, 12, 31))
    if grain == "quarter":
        return parse_period(f"{number // 4}-Q{number % 4 + 1}")
    if grain == "day":
        day = date(1970, 1, 1) + timedelta(days=number)
        return Period(day, day)
    month = parse_period(f"{number // 12}-{number % 12 + 1:02}")
    if grain == "month":
        return month
    if grain == "to_date":
        return Period(date(month.end.year, 1, 1), month.end)
    first = number - 11
    return Period(date(first // 12, first % 12 + 1, 1), month.end)


def numbered(grain: str, day: date) -> int:
    """The number of the first period of a grain that ends on or after a day."""
    return int(NUMBERS[grain].ends(Day(day)))


def previous(grain: str, number: int) -> int:
    """The period with which one is compared: the one before; a year earlier where periods overlap."""
    return number - (12 if NUMBERS[grain].overlapping else 1)


@dataclass(frozen=True, slots=True)
class Asked:
    """The periods that are asked for: from number `first` up to and including `last` of a grain."""

    grain: str
    first: int
    last: int

    @property
    def periods(self) -> dict[int, Period]:
        """Each period by its number."""
        return {
            number: period_of(self.grain, number) for number in range(self.first, self.last + 1)
        }

    @property
    def start(self) -> date:
        """The first day of all."""
        return period_of(self.grain, self.first).start

    @property
    def end(self) -> date:
        """The last day of all."""
        return period_of(self.grain, self.last).end


def asked(text: str, grain: str = "") -> Asked:
    """Read '2018..2022', '2022-Q1..2023-Q2', '2022' and the like.

    The grain is that of the words, unless one is given: months within 2022, rolling periods that end
    in 2022. Raises ValueError with a Dutch sentence.
    """
    first, dots, last = text.partition("..")
    begin, end = parse_period(first), parse_period(last if dots else first)
    if end.end < begin.start:
        raise ValueError(f"'{text}' eindigt eerder dan het begint")
    grain = grain or _grain(begin)
    if grain not in GRAINS:
        raise ValueError(f"'{grain}' is geen tijdvak; wel: {', '.join(GRAINS)}")
    found = Asked(grain, numbered(grain, begin.start), numbered(grain, end.end))
    if found.last - found.first > 4000:
        raise ValueError(f"'{text}' zijn {found.last - found.first + 1} tijdvakken; hooguit 4000")
    return found


def _grain(period: Period) -> str:
    days = (period.end - period.start).days
    return "day" if days == 0 else "month" if days < 31 else "quarter" if days < 93 else "year"
