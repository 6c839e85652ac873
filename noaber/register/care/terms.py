"""Until when an answer may take: the terms of iWmo and iJw, in Dutch working days.

Source: iStandaarden 3.2, the OP rules that each term names. A term counts from the day after the event.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

import holidays


@dataclass(frozen=True, slots=True)
class Term:
    """How long something may take: working days, or weeks that end on a working day."""

    rule: str
    days: int
    weeks: bool
    about: str

    def due(self, since: date) -> date:
        """The last day in time for something that began on `since`."""
        if not self.weeks:
            return after_working_days(since, self.days)
        return first_working_day(since + timedelta(weeks=self.days))


TERMS: Mapping[str, Term] = {
    "return": Term("OP090", 3, False, "retourbericht"),
    "claim_answer": Term("OP090x4", 10, False, "declaratie-antwoord"),
    "allocation_request": Term("OP274", 5, False, "antwoord op een verzoek om toewijzing"),
    "change_request": Term("OP346", 5, False, "antwoord op een verzoek om wijziging"),
    "allocation_decision": Term("OP274", 8, True, "besluit na onderzoek"),
    "change_decision": Term("OP346", 8, True, "besluit na onderzoek"),
    "other_municipality": Term("OP359", 2, True, "afwijzing om het woonplaatsbeginsel"),
    "start": Term("OP271", 5, False, "startbericht"),
    "stop": Term("OP272", 5, False, "stopbericht"),
}


@cache
def _days_off(year: int) -> frozenset[date]:
    # The library lists Good Friday, and the fifth of May only where offices are closed, once in five years.
    return frozenset({*holidays.country_holidays("NL", years=year), date(year, 5, 5)})


def is_working_day(day: date) -> bool:
    """Whether it is no weekend and no day off by the Algemene termijnenwet, article 3.

    Those are New Year's Day, Good Friday, Easter Monday, Ascension Day, Whit Monday, both days of Christmas,
    the day on which the birthday of the King is celebrated, and the fifth of May of every year.
    """
    return day.weekday() < 5 and day not in _days_off(day.year)


def first_working_day(day: date) -> date:
    """The day itself, or else the first working day after it (Algemene termijnenwet, art. 1)."""
    while not is_working_day(day):
        day += timedelta(days=1)
    return day


def after_working_days(since: date, count: int) -> date:
    """The day that is `count` working days after `since`."""
    day = since
    for _ in range(count):
        day = first_working_day(day + timedelta(days=1))
    return day
