"""Codes of the standard in words, as its own code lists have them."""

from collections.abc import Mapping
from functools import cache

from noaber.intake.messages.description import Code, release, releases
from noaber.register.care.fields import STANDARD_OF

# Under which law which list gives a code its meaning.
_LISTS: Mapping[str, Mapping[str, str]] = {
    "category": {"wmo": "WMO020", "youth": "JZ020"},
    "reason": {"wmo": "WMO002", "youth": "JZ002"},
    "ended": {"wmo": "WMO588", "youth": "JZ588"},
    "unit": {"": "WJ756"},
    "frequency": {"": "WMO757"},
    "return": {"": "WJ001"},
    "refused": {"": "WJ759"},
}


@cache
def _list(name: str) -> Mapping[str, Code]:
    codes: Mapping[str, Code] = release(releases()[-1]).codes[name]
    return codes


def meaning(kind: str, code: str, law: str = "") -> str:
    """What a code means; the code itself where no list is known for that law, or it is not in there."""
    lists = _LISTS[kind]
    known = lists.get(law) or lists.get("")
    found = _list(known).get(code) if known else None
    return found.meaning if found else code


def message_name(law: str, number: str) -> str:
    """'JW301 Toewijzing'; a file that is no message has no name."""
    if not number:
        return "geen bericht"
    kind = release(releases()[-1]).message(STANDARD_OF[law], number)
    return f"{'JW' if law == 'youth' else 'WMO'}{number} {kind.name}"


def numbers() -> tuple[tuple[str, str], ...]:
    """Every kind of message: number and name."""
    shown = release(releases()[-1])
    kinds = ("301", "302", "305", "306", "307", "308", "315", "316", "317", "318", "319", "320")
    return tuple((n, shown.message("ijw", n).name) for n in (*kinds, "323", "325"))


def unit_words(volume: int, unit: str, frequency: str = "") -> tuple[str, str]:
    """The name of a unit beside that volume, and how often: ('uur', 'per week'). Euros are amounts."""
    one, many = _ONE_MANY.get(unit) or (meaning("unit", unit),) * 2
    often = meaning("frequency", frequency) if frequency else ""
    return (one if volume == 1 else many, often[:1].lower() + often[1:])


_ONE_MANY: Mapping[str, tuple[str, str]] = {
    "01": ("minuut", "minuten"),
    "04": ("uur", "uur"),
    "14": ("etmaal", "etmalen"),
    "16": ("dagdeel", "dagdelen"),
    "82": ("stuk", "stuks"),
    "84": ("stuk", "stuks"),
    "83": ("eurocent", "eurocent"),
}
