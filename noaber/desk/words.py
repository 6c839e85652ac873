"""How values read on a screen: amounts, moments, codes and states in words."""

import re
from calendar import monthrange
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from noaber.desk.care import codes
from noaber.intake.messages.finding import is_bsn
from noaber.publication.design.formats import day_text, sentence_case
from noaber.register.care.terms import TERMS

if TYPE_CHECKING:
    from noaber.register.care.models import Mailbox
    from noaber.register.care.queries import Waiting

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
_SPACE = "\N{NO-BREAK SPACE}"
_NINE_DIGITS = re.compile(r"\d{9}")


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


def period_words(start: date, end: date) -> str:
    """'maart 2026' for a whole month, else its days: '12-03 – 31-03-2026'."""
    if start.day == 1 and end == start.replace(day=monthrange(start.year, start.month)[1]):
        return month(start)
    first = f"{start:%d-%m}" if start.year == end.year else f"{start:%d-%m-%Y}"
    return f"{first} – {end:%d-%m-%Y}"


def veiled(text: str) -> str:
    """A name that a sender chose, without any BSN in it."""
    return _NINE_DIGITS.sub(lambda found: "*" * 9 if is_bsn(found[0]) else found[0], text)


def term_words(one: "Waiting") -> str:
    """What waits, in a few words: 'Startbericht bij toewijzing 12'."""
    about = sentence_case(TERMS[one.term].about)
    if one.term in ("start", "stop"):
        return f"{about} bij toewijzing {one.about}"
    if one.term in ("return", "claim_answer"):
        return f"{about} op {veiled(one.about)}"
    return f"{about}: {veiled(one.about)}"


def unit_name(unit: str) -> str:
    """A unit in the plural, without a number."""
    return codes.units(2, unit).removeprefix("2 ")


def kinds_labelled(kinds: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
    """Kinds of messages as choices."""
    return [(number, f"{number} {name}") for number, name in kinds]


def parties_labelled(found: Sequence[str], names: Mapping[str, str]) -> list[tuple[str, str]]:
    """Parties as choices, by name."""
    return sorted(((code, names.get(code, code)) for code in found), key=lambda one: one[1])


def codes_labelled(counts: Sequence[tuple[str, int]]) -> list[tuple[str, str]]:
    """Return codes as choices."""
    return [(code, f"{code} {codes.meaning('return', code)}") for code, _ in counts]


def boxes_labelled(boxes: "Sequence[Mailbox]") -> list[tuple[int, str]]:
    """Mailboxes as choices."""
    return [(box.pk, f"{box} (proef)" if box.trial else str(box)) for box in boxes]


LAYERS: Mapping[str, str] = {
    "structure": "structuur",
    "codelist": "codelijst",
    "rule": "regel binnen het bericht",
    "store": "tegenover eerdere berichten",
    "world": "tegenover contract en kalender",
}
FILTERS: dict[str, Any] = {
    "cents": cents,
    "count": count,
    "on_day": on_day,
    "at_moment": at_moment,
    "month": month,
    "pseudonym": pseudonym,
    "veiled": veiled,
}
# A screen for everyone has no account, no form and no place in the menu.
GLOBALS: dict[str, Any] = {
    "account": None,
    "token": "",
    "here": "",
    "bsn_refused": False,
    "LAYERS": LAYERS,
    "period_words": period_words,
    "term_words": term_words,
    "unit_name": unit_name,
    "units": codes.units,
    "meaning": codes.meaning,
    "message_name": codes.message_name,
    "kinds_labelled": kinds_labelled,
    "parties_labelled": parties_labelled,
    "codes_labelled": codes_labelled,
    "boxes_labelled": boxes_labelled,
}
