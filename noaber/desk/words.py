"""How values read on a screen: amounts, moments, codes and states in words."""

from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from noaber.publication.design.formats import day_text

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
_SPACE = "\N{NO-BREAK SPACE}"


def cents(amount: int | None) -> str:
    """'€ 1.234,56'; an empty text for an amount that is not known."""
    if amount is None:
        return ""
    whole, rest = divmod(abs(amount), 100)
    sign = "-" if amount < 0 else ""
    return f"{sign}€{_SPACE}{whole:,}".replace(",", ".") + f",{rest:02}"


def count(number: int | None) -> str:
    """'1.234.567'."""
    return "" if number is None else f"{number:,}".replace(",", ".")


def on_day(value: date | datetime | None) -> str:
    """'3 maart 2026'; a moment by its day in the Netherlands."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        value = value.astimezone(AMSTERDAM).date()
    return day_text(value.isoformat(), "nl")


def at_moment(value: datetime) -> str:
    """'3 maart 2026, 09:30'."""
    return f"{on_day(value)}, {value.astimezone(AMSTERDAM):%H:%M}"


def month(value: date) -> str:
    """'maart 2026'."""
    return on_day(value.replace(day=1)).removeprefix("1").strip()


def pseudonym(name: str) -> str:
    """The first of a pseudonym, enough to tell two people on a page apart."""
    return name[:8]


FILTERS: dict[str, Any] = {
    "cents": cents,
    "count": count,
    "on_day": on_day,
    "at_moment": at_moment,
    "month": month,
    "pseudonym": pseudonym,
}
# A screen for everyone has no account, no form and no place in the menu.
GLOBALS: dict[str, Any] = {"account": None, "token": "", "here": ""}
