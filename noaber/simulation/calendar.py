"""Days and months as numbers: days since 1970, months since 1970-01."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np

from noaber.simulation.chance import Floats, Ints

FAR = 10**6
"""A day that never comes: who lives here still, what lasts still."""


def day(text: str) -> int:
    """'2020-03-01' or '2020-03' (its first day) as a number."""
    return int(np.datetime64(text, "D").astype(np.int64))


def as_date(number: int) -> date:
    """The date of a number of days."""
    return date.fromordinal(719163 + int(number))


def month_of(days: Ints) -> Ints:
    """The month in which each day lies."""
    return days.astype("datetime64[D]").astype("datetime64[M]").astype(np.int64)


def month_start(months: Ints) -> Ints:
    """The first day of each month."""
    return np.asarray(months).astype("datetime64[M]").astype("datetime64[D]").astype(np.int64)


def year_of(days: Ints) -> Ints:
    """The year in which each day lies."""
    return days.astype("datetime64[D]").astype("datetime64[Y]").astype(np.int64) + 1970


def year_of_month(months: Ints) -> Ints:
    """The year in which each month lies."""
    return np.asarray(months) // 12 + 1970


@dataclass(frozen=True, slots=True)
class Window:
    """The years that become facts. Care begins some years before, so that the first year is as full as the
    last.
    """

    first_year: int
    years: int
    BEFORE = 4

    @property
    def start(self) -> int:
        """The first day."""
        return day(f"{self.first_year}-01-01")

    @property
    def end(self) -> int:
        """The last day."""
        return day(f"{self.first_year + self.years}-01-01") - 1

    @property
    def known(self) -> int:
        """The day on which everything is looked at: when accounts are made, in the third month after."""
        return day(f"{self.first_year + self.years}-03-31")

    @property
    def all_years(self) -> range:
        """All years in which something happens, also before the window."""
        return range(self.first_year - self.BEFORE, self.first_year + self.years)

    @property
    def told_years(self) -> range:
        """The years of the window."""
        return range(self.first_year, self.first_year + self.years)


def factors(periods: Sequence[Mapping[str, Any]], months: Ints) -> Floats:
    """The factor of each month: that of the period it is in, 1 outside them."""
    made = np.ones(len(months))
    for period in periods:
        first, last = (int(np.datetime64(period[key], "M").astype(int)) for key in ("from", "to"))
        made[(months >= first) & (months <= last)] = period["factor"]
    return made


def steps(levels: Sequence[Mapping[str, Any]], months: Ints) -> Floats:
    """The factor that holds in each month: that of the last date that has come."""
    starts = np.array([int(np.datetime64(one["from"], "M").astype(int)) for one in levels])
    values = np.array([one["factor"] for one in levels])
    return values[(np.searchsorted(starts, months, side="right") - 1).clip(0)]
