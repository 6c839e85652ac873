"""Messages made at random from the description, valid by the schema: for tests, fuzzing and timing.

Persons in them do not exist: a BSN is one of the numbers that are kept for tests (999900006 and further).
"""

import random
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from noaber.intake.messages.description import Element, MessageType, SimpleType, release
from noaber.vocabulary.bsn import is_bsn

_FIRST_BSN, _LAST_BSN = 999_900_006, 999_999_990
_DAY = date(2026, 1, 1)
_LETTERS = "abcdefghijklmnopqrstuvwxyz ABCDEFG éëï-'&<>"
_CODE = "ABCDEFGHJK0123456789"


def make_message(
    standard: str, number: str, chance: random.Random, folder: str = "v3_2", most: int = 3
) -> dict[str, Any]:
    """A random tree of that message, valid by its schema; it need not obey the rules beyond that.

    Optional elements stand in it by the toss of a coin, repeated ones one to `most` times.
    """
    kind = release(folder).message(standard, number)
    return _group(kind, kind.classes["Root"], chance, most)


def spare_bsn(chance: random.Random) -> str:
    """A number of the range for tests that passes the eleven test; nobody has it."""
    while True:
        made = str(chance.randint(_FIRST_BSN, _LAST_BSN))
        if is_bsn(made):
            return made


def _group(
    kind: MessageType, elements: tuple[Element, ...], chance: random.Random, most: int
) -> dict[str, Any]:
    made: dict[str, Any] = {}
    for element in elements:
        if element.optional and chance.random() < 0.5:
            continue
        times = chance.randint(1, most) if element.many else 1
        values = [_value(kind, element, chance, most) for _ in range(times)]
        filled = [value for value in values if value != {}]
        if filled:
            made[element.name] = filled if element.many else filled[0]
    return made


def _value(kind: MessageType, element: Element, chance: random.Random, most: int) -> Any:
    inner = kind.classes.get(element.type) or kind.release.groups.get(element.type)
    if inner is not None:
        return _group(kind, inner, chance, most)
    fixed = kind.fixed(element.name)
    if fixed is not None:
        return fixed
    return simple_value(kind, kind.release.simple[kind.standard][element.type], chance)


def simple_value(kind: MessageType, simple: SimpleType, chance: random.Random) -> Any:
    """A random value of a simple type: text, whole number or day."""
    if simple.codes:
        return chance.choice(list(kind.release.codes[simple.codes]))
    if simple.name in _OF_TYPE:
        return _OF_TYPE[simple.name](chance)
    if simple.base == "date":
        return _DAY - timedelta(days=chance.randint(0, 9000))
    if simple.base == "integer":
        return chance.randint(simple.min or 0, simple.max or 99)
    longest = min(simple.max_length or 30, 40)
    text = "".join(chance.choice(_LETTERS) for _ in range(chance.randint(1, longest)))
    return text if text.strip() else "x"


def _digits(count: int) -> Callable[[random.Random], str]:
    return lambda chance: "".join(chance.choice("0123456789") for _ in range(count))


def _signs(signs: str, longest: int) -> Callable[[random.Random], str]:
    return lambda chance: "".join(chance.choice(signs) for _ in range(chance.randint(1, longest)))


def _time(chance: random.Random) -> str:
    return f"{chance.randint(0, 23):02}:{chance.randint(0, 59):02}:{chance.randint(0, 59):02}"


_OF_TYPE: dict[str, Callable[[random.Random], str]] = {
    "BurgerServicenummer": spare_bsn,
    "AgbCode": _digits(8),
    "Gemeente": _digits(4),
    "Telefoonnummer": _digits(10),
    "Tijd": _time,
    "Versie": lambda chance: (
        f"{chance.randint(0, 9)}.{chance.randint(0, 9)}.{chance.randint(0, 9)}"
    ),
    "Voorletters": _signs("ABCDEÉ", 6),
    "DeclaratieNummer": _signs(_CODE, 12),
}
