"""How values read on a screen: amounts, moments, codes and states in words."""

import re
from calendar import monthrange
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from markupsafe import Markup, escape

from noaber.desk.care import codes
from noaber.publication.design.formats import SOURCE_LANGUAGE, day_text, euros, number
from noaber.register.care.fields import AMSTERDAM
from noaber.register.care.terms import TERMS
from noaber.vocabulary.bsn import is_bsn
from noaber.vocabulary.money import from_cents

if TYPE_CHECKING:
    from noaber.register.care.models import Mailbox
    from noaber.register.care.queries import Waiting

_NINE_DIGITS = re.compile(r"\d{9}")


def cents(amount: int | None) -> str:
    """'€ 1.234,56'; an empty text for an amount that is not known."""
    if amount is None:
        return ""
    sign = "-" if amount < 0 else ""
    return sign + euros(from_cents(abs(amount)), 2)


def count(many: int | None) -> str:
    """'1.234.567'."""
    return "" if many is None else number(many)


def on_day(language: str, value: date | datetime | None) -> str:
    """'3 maart 2026', '3 March 2026'; a moment by its day in the Netherlands."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        value = value.astimezone(AMSTERDAM).date()
    return day_text(value.isoformat(), language)


def at_moment(language: str, value: datetime) -> str:
    """'3 maart 2026, 09:30'."""
    return f"{on_day(language, value)}, {value.astimezone(AMSTERDAM):%H:%M}"


def month(language: str, value: date) -> str:
    """'maart 2026'."""
    return on_day(language, value.replace(day=1)).removeprefix("1").strip()


def period_words(language: str, period: tuple[date, date]) -> str:
    """'maart 2026' for a whole month, else its days: '12-03 – 31-03-2026'."""
    start, end = period
    if start.day == 1 and end == start.replace(day=monthrange(start.year, start.month)[1]):
        return month(language, start)
    first = f"{start:%d-%m}" if start.year == end.year else f"{start:%d-%m-%Y}"
    return f"{first} – {end:%d-%m-%Y}"


def meaning(language: str, kind: str, code: str, law: str = "") -> Markup:
    """What a code means; the lists of the standard are in Dutch, and marked so on another page."""
    text = escape(codes.meaning(kind, code, law))
    if language == SOURCE_LANGUAGE:
        return text
    return Markup('<span lang="nl">{}</span>').format(text)


def pseudonym(name: str) -> str:
    """The first of a pseudonym, enough to tell two people on a page apart."""
    return name[:8]


def veiled(text: str) -> str:
    """A name that a sender chose, without any BSN in it."""
    return _NINE_DIGITS.sub(lambda found: "*" * 9 if is_bsn(found[0]) else found[0], text)


def N_(text: str) -> str:  # noqa: N802 - the name by which such texts are found
    """Mark a text for translation where it stands; the template translates it."""
    return text


# What models and views say, marked here so that the catalogue holds it.
SAID = (
    N_("ontvangen"), N_("verzonden"), N_("ontvangen, nog niet beoordeeld"), N_("goedgekeurd"),
    N_("afgekeurd"), N_("geen geldig bericht"), N_("verzonden, wacht op antwoord"),
    N_("nog niet beoordeeld"), N_("toegekend"), N_("afgewezen"), N_("in onderzoek"),
    N_("aangevraagd"), N_("ongewijzigd"), N_("te wijzigen"), N_("nieuw"), N_("gemeente"),
    N_("aanbieder"), N_("loopt"), N_("moet nog beginnen"), N_("afgelopen"), N_("Jeugdwet"), N_("Wmo"),
    N_("retourbericht"), N_("declaratie-antwoord"), N_("antwoord op een verzoek om toewijzing"),
    N_("antwoord op een verzoek om wijziging"), N_("besluit na onderzoek"), N_("startbericht"),
    N_("stopbericht"), N_("afwijzing om het woonplaatsbeginsel"),
    N_("minuut"), N_("minuten"), N_("uur"), N_("etmaal"), N_("etmalen"), N_("dagdeel"),
    N_("dagdelen"), N_("stuk"), N_("stuks"), N_("eurocent"), N_("per dag"), N_("per week"),
    N_("per maand"), N_("totaal binnen geldigheidsduur toewijzing"), N_("proef"),
)  # fmt: skip


def about_of(one: "Waiting") -> str:
    """What waits, as the terms call it; the template says it in the reader's language."""
    return TERMS[one.term].about


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
    return [(box.pk, f"{box} *" if box.trial else str(box)) for box in boxes]


LAYERS: Mapping[str, str] = {
    "structure": N_("structuur"),
    "codelist": N_("codelijst"),
    "rule": N_("regel binnen het bericht"),
    "store": N_("tegenover eerdere berichten"),
    "world": N_("tegenover contract en kalender"),
}
FILTERS: dict[str, Any] = {
    "cents": cents,
    "count": count,
    "pseudonym": pseudonym,
    "veiled": veiled,
}
# What stands differently in each language: the first argument of each.
DAYS: dict[str, Any] = {
    "on_day": on_day,
    "at_moment": at_moment,
    "month": month,
    "period_words": period_words,
}
# A screen for everyone has no account, no form and no place in the menu.
GLOBALS: dict[str, Any] = {
    "account": None,
    "token": "",
    "here": "",
    "bsn_refused": False,
    "this_page": "",
    "LAYERS": LAYERS,
    "about_of": about_of,
    "unit_words": codes.unit_words,
    "message_name": codes.message_name,
    "kinds_labelled": kinds_labelled,
    "parties_labelled": parties_labelled,
    "codes_labelled": codes_labelled,
    "boxes_labelled": boxes_labelled,
}
