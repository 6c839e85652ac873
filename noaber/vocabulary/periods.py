"""Periods: a year, quarter, month or day, written '2022', '2022-Q3', '2022-09', '2022-09-30'.

Any other period is written as its first and last day: '2022-01-01/2022-03-15'.
"""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

_FORM = re.compile(
    r"(?P<year>[12][0-9]{3})(?:-(?:Q(?P<quarter>[1-4])|(?P<month>[01][0-9])(?:-(?P<day>[0-3][0-9]))?))?"
)


@dataclass(frozen=True, slots=True)
class Period:
    """From `start` up to and including `end`; days are dates in Europe/Amsterdam."""

    start: date
    end: date

    def __post_init__(self) -> None:
        """Hold that a period does not end before it begins."""
        if self.end < self.start:
            raise ValueError(f"een periode van {self.start} eindigt niet eerder, op {self.end}")

    @property
    def year(self) -> int:
        """The calendar year in which the period begins."""
        return self.start.year

    def __str__(self) -> str:
        """The shortest written form, the inverse of `parse_period`."""
        for form in (f"{self.year}", f"{self.year}-Q{(self.start.month + 2) // 3}"):
            if parse_period(form) == self:
                return form
        for form in (f"{self.start:%Y-%m}", self.start.isoformat()):
            if parse_period(form) == self:
                return form
        return f"{self.start}/{self.end}"


@lru_cache(maxsize=4096)
def parse_period(text: str) -> Period:
    """Read a written period; the same few are asked for again and again.

    Raises ValueError with a Dutch sentence where it is none.
    """
    first, stroke, last = text.strip().partition("/")
    return Period(_parse(first).start, _parse(last).end) if stroke else _parse(first)


def _parse(text: str) -> Period:
    match = _FORM.fullmatch(text)
    if match is None:
        raise ValueError(f"'{text}' is geen periode; verwacht 2022, 2022-Q3, 2022-09 of 2022-09-30")
    year = int(match["year"])
    if match["day"]:
        try:
            day = date(year, int(match["month"]), int(match["day"]))
        except ValueError as error:
            raise ValueError(f"'{text}' is geen bestaande dag") from error
        return Period(day, day)
    if match["quarter"]:
        opening = 3 * int(match["quarter"]) - 2
        return Period(date(year, opening, 1), _month_end(year, opening + 2))
    if match["month"]:
        month = int(match["month"])
        if not 1 <= month <= 12:
            raise ValueError(f"'{text}' heeft geen bestaande maand")
        return Period(date(year, month, 1), _month_end(year, month))
    return Period(date(year, 1, 1), date(year, 12, 31))


def _month_end(year: int, month: int) -> date:
    if month == 12:
        return date(year, 12, 31)
    return date(year, month + 1, 1) - timedelta(days=1)
