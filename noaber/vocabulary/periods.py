"""Periods: a year, a quarter, a month or a day, written as in '2022', '2022-Q3', '2022-09'."""

import re
from dataclasses import dataclass
from datetime import date, timedelta

_FORM = re.compile(
    r"(?P<year>[12][0-9]{3})(?:-(?:Q(?P<quarter>[1-4])|(?P<month>[01][0-9])(?:-(?P<day>[0-3][0-9]))?))?"
)


@dataclass(frozen=True, slots=True)
class Period:
    """From `start` up to and including `end`; days are dates in Europe/Amsterdam."""

    start: date
    end: date

    @property
    def year(self) -> int:
        """The calendar year in which the period begins."""
        return self.start.year

    def __str__(self) -> str:
        """The shortest written form, the inverse of `parse_period`."""
        for form in (f"{self.year}", f"{self.year}-Q{(self.start.month + 2) // 3}"):
            if parse_period(form) == self:
                return form
        month = f"{self.start:%Y-%m}"
        return month if parse_period(month) == self else self.start.isoformat()


def parse_period(text: str) -> Period:
    """Read a written period. Raises ValueError with a Dutch sentence where it is none."""
    match = _FORM.fullmatch(text.strip())
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
        first = 3 * int(match["quarter"]) - 2
        return Period(date(year, first, 1), _month_end(year, first + 2))
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
