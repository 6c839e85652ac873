"""One cell of a price list to a value: a code, a day, an amount. What it cannot be is said in Dutch."""

import re
from datetime import date

from noaber.intake.supply.columns import (
    LAWS,
    MOST_CENTS,
    categories,
    category_named,
    unit_named,
    units,
)
from noaber.vocabulary.money import to_cents
from noaber.vocabulary.names import normalise
from noaber.vocabulary.numbers import NotANumber, parse_number
from noaber.vocabulary.quantities import Qualifier, Unit

STILL = date(9999, 12, 31)
"""How many systems write that there is no last day."""

_YEARS = range(1990, 2200)
_DUTCH_DAY = re.compile(r"(?P<day>[0-9]{1,2})[-/.](?P<month>[0-9]{1,2})[-/.](?P<year>[0-9]{4})")
_ISO_DAY = re.compile(r"(?P<year>[0-9]{4})-(?P<month>[0-9]{2})-(?P<day>[0-9]{2})")
_MIDNIGHT = re.compile(r"[ T]0{1,2}:00(:00(\.0+)?)?$")
_CENTS = re.compile(r"[0-9]{1,12}")


class Wrong(ValueError):
    """The cell cannot be what its column holds; the message is the rest of a Dutch sentence."""


def agb_code(text: str) -> str:
    """Eight digits. Raises Wrong."""
    if re.fullmatch(r"[0-9]{8}", text):
        return text
    lost = re.fullmatch(r"[0-9]{5,7}", text)
    raise Wrong(
        "is geen AGB-code van acht cijfers"
        + ("; staat de kolom op Tekst? Anders raakt een nul vooraan kwijt" if lost else "")
    )


def law(text: str) -> str:
    """'wmo' or 'youth'. Raises Wrong."""
    found = LAWS.get(normalise(text))
    if found is None:
        raise Wrong("is geen wet waaronder zorg wordt ingekocht; schrijf Wmo of Jeugdwet")
    return found


def category(under: str, text: str) -> str:
    """The code of a product category under a law. Raises Wrong."""
    found = category_named(under, text)
    if found is None:
        known = ", ".join(sorted(categories(under)))
        raise Wrong(f"staat niet in de lijst van productcategorieën; kies uit {known}")
    return found


def product(text: str) -> str:
    """A product code. Raises Wrong."""
    if len(text) > 5:
        raise Wrong("is te lang; een productcode heeft hooguit 5 tekens")
    return text


def contract(text: str) -> str:
    """The number of a contract. Raises Wrong."""
    if len(text) > 40:
        raise Wrong("is te lang; een contractnummer heeft hooguit 40 tekens")
    return text


def unit(text: str) -> str:
    """The code of a unit. Raises Wrong."""
    found = unit_named(text)
    if found is None:
        known = ", ".join(f"{code} {one.meaning}" for code, one in sorted(units().items()))
        raise Wrong(f"is geen eenheid van de standaard; kies uit {known}")
    return found


def cents_of_euros(text: str) -> int:
    """A tariff in euros as whole cents. Raises Wrong."""
    try:
        read = parse_number(text)
    except NotANumber as error:
        raise Wrong(str(error).removeprefix(f"'{text}' ")) from error
    if read.value is None or read.qualifier is not Qualifier.EXACT or read.unit is Unit.PERCENT:
        raise Wrong("is geen tarief; schrijf een bedrag in euro's zoals 61,20")
    try:
        return _allowed(to_cents(read.value))
    except ValueError as error:
        if isinstance(error, Wrong):
            raise
        raise Wrong("heeft meer dan twee decimalen; rond af op hele centen") from error


def whole_cents(text: str) -> int:
    """A tariff that stands there in cents. Raises Wrong."""
    if text.startswith("-"):
        raise Wrong(_NEGATIVE)
    if not _CENTS.fullmatch(text):
        raise Wrong("is geen heel aantal centen")
    return _allowed(int(text))


_NEGATIVE = "is negatief; een tarief is nul of meer"


def _allowed(cents: int) -> int:
    if cents < 0:
        raise Wrong(_NEGATIVE)
    if cents > MOST_CENTS:
        raise Wrong("is te hoog; in een declaratie past een tarief tot 999.999,99")
    return cents


def day(text: str) -> date:
    """A day as 1-1-2026 or 2026-01-01. Raises Wrong."""
    plain = _MIDNIGHT.sub("", text)
    match = _ISO_DAY.fullmatch(plain) or _DUTCH_DAY.fullmatch(plain)
    if match is None:
        raise Wrong("is geen datum; schrijf dag, maand en jaar zoals 1-1-2026")
    try:
        found = date(int(match["year"]), int(match["month"]), int(match["day"]))
    except ValueError as error:
        raise Wrong("is geen dag die bestaat") from error
    if found.year not in _YEARS and found != STILL:
        raise Wrong(f"ligt niet tussen {_YEARS[0]} en {_YEARS[-1]}; klopt het jaartal?")
    return found


def last_day(text: str) -> date | None:
    """A last day; none for nothing, and for the day that many systems write for that. Raises Wrong."""
    found = day(text) if text else None
    return None if found == STILL else found
