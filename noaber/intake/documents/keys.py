"""Kinds of keys of the own format: what a value must be, its Dutch, and what an editor is told.

A key is declared once. Reading holds a value against it, the schema for editors and the reference
page are made from it, and what a tired person types instead is answered with what to type.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from difflib import get_close_matches
from math import isfinite
from typing import Any

from noaber.vocabulary.money import to_cents
from noaber.vocabulary.numbers import NotANumber, parse_number
from noaber.vocabulary.periods import parse_period

# What is wrong with a value, given it and how it is written in the file; None where nothing is.
Judge = Callable[[Any, str], str | None]
TOO_BIG = 10**15
UNKNOWN = "unknown"
PERIOD_PATTERN = (
    r"^[12][0-9]{3}(-(Q[1-4]|[01][0-9](-[0-3][0-9])?))?"
    r"(/[12][0-9]{3}(-(Q[1-4]|[01][0-9](-[0-3][0-9])?))?)?$"
)
_DUTCH_DAY = re.compile(r"(?P<day>[0-9]{1,2})[-/. ](?P<month>[0-9]{1,2})[-/. ](?P<year>[0-9]{4})")
_GROUPED = re.compile(r"[+-]?[1-9][0-9]{0,2}\.[0-9]{3}")


def _as_it_is(value: Any) -> Any:
    return value


@dataclass(frozen=True, slots=True)
class Key:
    """One key of a table.

    `expected` is Dutch; `schema` what an editor holds it against; `takes` makes the value that a
    reading keeps; `inner` the keys of the table or tables that it holds; `near` a year that lies
    within ten years of the document's.
    """

    expected: str
    wrong: Judge
    schema: Mapping[str, Any]
    required: bool = True
    dutch: str = ""
    meaning: str = ""
    takes: Callable[[Any], Any] = _as_it_is
    inner: Mapping[str, "Key"] = field(default_factory=dict)
    near: bool = False

    def optional(self) -> "Key":
        """The same key, which may be left out."""
        return replace(self, required=False)

    def called(self, dutch: str, meaning: str) -> "Key":
        """The same key with its Dutch and what it means."""
        return replace(self, dutch=dutch, meaning=meaning)


def key(fits: Callable[[Any], bool], expected: str, schema: Mapping[str, Any]) -> Key:
    """A key whose value fits or does not."""
    return Key(expected, lambda value, _: None if fits(value) else f"verwacht {expected}", schema)


def one_of(words: Iterable[str]) -> Key:
    """A key that holds one of these words."""
    known = tuple(words)
    expected = "een van " + ", ".join(f'"{word}"' for word in known)

    def wrong(value: Any, _: str) -> str | None:
        if isinstance(value, str) and value in known:
            return None
        meant = nearest(value, known) if isinstance(value, str) else None
        return f"verwacht {expected}" + (f"; bedoelt u '{meant}'?" if meant else "")

    return Key(expected, wrong, {"enum": list(known)})


def table(inner: Mapping[str, Key]) -> Key:
    """A key that holds a table with these keys."""
    made = key(lambda value: isinstance(value, dict), "een tabel, zoals { sleutel = 12 }", {})
    return replace(made, inner=inner)


def tables(inner: Mapping[str, Key]) -> Key:
    """A key that holds tables: [[key]] for each, or a list of them."""
    expected = "een of meer tabellen"

    def wrong(value: Any, _: str) -> str | None:
        if isinstance(value, list) and all(isinstance(one, dict) for one in value):
            return None
        if is_whole(value) and "printed_line" in inner:
            return f"verwacht {expected}; de regel in de bron heet hier 'printed_line'"
        return f"verwacht {expected}"

    return Key(expected, wrong, {"type": "array"}, inner=inner)


def nearest(word: str, known: Iterable[str]) -> str | None:
    """The known word that looks most like this one; None where none does."""
    plain = {one.casefold(): one for one in known}
    found = get_close_matches(word.casefold(), plain, 1)
    return plain[found[0]] if found else None


def short(text: str) -> str:
    """A text to name in a sentence: cut where it is long."""
    return text if len(text) <= 60 else f"{text[:57]}..."


def is_whole(value: object) -> bool:
    """A whole number; true and false are none."""
    return isinstance(value, int) and not isinstance(value, bool)


def is_number(value: object) -> bool:
    """A finite number; true and false are none."""
    return is_whole(value) or (isinstance(value, float) and isfinite(value))


def is_text(value: object) -> bool:
    """A string with something in it, and no NUL, which no database keeps."""
    return isinstance(value, str) and bool(value.strip()) and "\0" not in value


def looks_grouped(written: str) -> bool:
    """Whether a number is written as '1.234', which in TOML is one and a bit."""
    return _GROUPED.fullmatch(written) is not None


def number_wrong(value: Any, written: str) -> str | None:
    """What is wrong with a number: quotes, a point between thousands, too big."""
    if isinstance(value, str):
        try:
            printed = parse_number(value).value
        except NotANumber:
            printed = None
        meant = f"; schrijf {printed:f}" if printed is not None else ""
        return f"verwacht een getal zonder quotes{meant}"
    if not is_number(value):
        return "verwacht een getal"
    if abs(value) >= TOO_BIG:
        return "dit getal is te groot"
    if looks_grouped(written):
        return (
            f"bedoelt u {written.replace('.', '')}? Een punt scheidt hier decimalen; "
            f"schrijf duizendtallen als {written.replace('.', '_')} "
            f"(en drie decimalen als {written}0)"
        )
    return None


def euros_wrong(value: Any, written: str) -> str | None:
    """What is wrong with an amount in euros: as a number, or more than two decimals."""
    if looks_grouped(written) and is_number(value):
        return (
            f"bedoelt u {written.replace('.', '')}? Een punt scheidt hier decimalen; "
            f"schrijf duizendtallen als {written.replace('.', '_')}"
        )
    found = number_wrong(value, written)
    if found is not None:
        return found
    try:
        exact = Decimal(written.replace("_", ""))
    except InvalidOperation:
        exact = Decimal(str(value))
    return None if in_cents(exact) else "verwacht een bedrag in euro's met hoogstens twee decimalen"


def in_cents(eur: Decimal) -> bool:
    """Whether an amount is a whole number of cents."""
    try:
        to_cents(eur)
    except ValueError:
        return False
    return True


def day_wrong(value: Any, _: str = "") -> str | None:
    """What is wrong with a day: not a day, not one that exists, or day-month-year."""
    if isinstance(value, datetime):
        return "verwacht een dag zonder tijd, zoals 2023-06-27"
    if isinstance(value, date):
        return None
    if not isinstance(value, str):
        return "verwacht een dag, zoals 2023-06-27"
    if turned := _turned(value):
        return turned
    if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", value):
        return f"'{value}' is geen dag; verwacht een dag, zoals 2023-06-27"
    return period_wrong(value)


def period_wrong(value: Any, _: str = "") -> str | None:
    """What is wrong with a period; a year may be a whole number and a day a date of TOML."""
    if isinstance(value, date) and not isinstance(value, datetime):
        return None
    if not (isinstance(value, str) or is_whole(value)):
        return "verwacht een periode, zoals 2022, 2022-Q3, 2022-09 of 2022-09-30"
    text = str(value)
    if turned := _turned(text):
        return turned
    if text != text.strip():
        return f"'{text}' heeft een spatie voor of achter de periode"
    try:
        found = parse_period(text)
    except ValueError as error:
        return str(error)
    return None if 1900 <= found.year < 2100 else f"{found.year} is geen jaar tussen 1900 en 2100"


def _turned(text: str) -> str | None:
    """What to write instead of day-month-year."""
    match = _DUTCH_DAY.fullmatch(text.strip())
    if match is None:
        return None
    day, month = int(match["day"]), int(match["month"])
    return f"'{text}': schrijf {match['year']}-{month:02}-{day:02}"


def as_written(value: Any) -> Any:
    """A period or day as text."""
    return value.isoformat() if isinstance(value, date) else str(value)


def _yes_wrong(value: Any, _: str) -> str | None:
    if isinstance(value, bool):
        return None
    return "verwacht true of false" + (
        f"; schrijf {'true' if value.casefold() == 'ja' else 'false'} zonder quotes"
        if isinstance(value, str) and value.casefold() in ("ja", "nee")
        else ""
    )


def code(pattern: str, expected: str) -> Key:
    """A code of a list, in quotes."""

    def wrong(value: Any, written: str) -> str | None:
        if isinstance(value, str) and re.fullmatch(pattern, value):
            return None
        quotes = f'; schrijf "{written}" met quotes' if is_number(value) else ""
        return f"verwacht {expected}{quotes}"

    return Key(expected, wrong, {"type": "string", "pattern": f"^(?:{pattern})$"})


_TEXT_SCHEMA = {"type": "string", "pattern": r"\S"}
TEXT = key(is_text, "een tekst in quotes", _TEXT_SCHEMA)
ID = key(
    lambda value: is_text(value) and len(value) <= 100,
    "een korte naam in quotes, hoogstens 100 tekens",
    {**_TEXT_SCHEMA, "maxLength": 100},
)
TEXTS = replace(
    key(
        lambda value: isinstance(value, list) and all(is_text(one) for one in value),
        'een lijst van teksten, zoals ["n1"]',
        {"type": "array", "items": _TEXT_SCHEMA},
    ),
    takes=tuple,
)
LINE = key(
    lambda value: is_whole(value) and value > 0,
    "een regelnummer vanaf 1",
    {"type": "integer", "minimum": 1},
)
YEAR = replace(
    key(
        lambda value: is_whole(value) and 1900 <= value < 2100,
        "een jaar, zoals 2022",
        {"type": "integer", "minimum": 1900, "maximum": 2099},
    ),
    near=True,
)
YEAR_OR_UNKNOWN = replace(
    key(
        lambda value: value == UNKNOWN or (is_whole(value) and 1900 <= value < 2100),
        f'een jaar, zoals 2022, of "{UNKNOWN}"',
        {"anyOf": [YEAR.schema, {"const": UNKNOWN, "type": "string"}]},
    ),
    near=True,
)
EUR = Key("een bedrag in euro's", euros_wrong, {"type": "number"})
NUMBER = Key("een getal", number_wrong, {"type": "number"})
DAY = Key(
    "een dag, zoals 2023-06-27",
    day_wrong,
    {"type": "string", "pattern": "^[0-9]{4}-[01][0-9]-[0-3][0-9]$"},
    takes=as_written,
)
PERIOD = Key(
    "een periode, zoals 2022, 2022-Q3, 2022-09 of 2022-09-30",
    period_wrong,
    {
        "anyOf": [
            {"type": "string", "pattern": PERIOD_PATTERN},
            {"type": "integer", "minimum": 1900, "maximum": 2099},
        ]
    },
    takes=as_written,
)
YES = Key("true of false", _yes_wrong, {"type": "boolean"})
SHA256 = key(
    lambda value: isinstance(value, str) and re.fullmatch("[0-9a-f]{64}", value) is not None,
    "64 hexadecimale tekens",
    {"type": "string", "pattern": "^[0-9a-f]{64}$"},
)
TAAKVELD = code(
    r"[0-9]\.[0-9]{1,3}[A-Za-z]?", 'een code van een taakveld in quotes, zoals "6.1" of "6.81a"'
)
CATEGORY = code(
    r"[A-Z]?[0-9]+(?:\.[0-9]+){0,2}", 'een code van een categorie in quotes, zoals "3.5.1"'
)
