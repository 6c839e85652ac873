"""Dutch municipalities by their CBS code: layouts of 1 January 2022 and 1 January 2026.

Source: CBS, table 85067NED 'Gebieden in Nederland 2022' (CC BY 4.0) and the municipality list of
1 January 2026.
"""

import csv
import re
from dataclasses import dataclass
from functools import cache
from importlib import resources

from noaber.vocabulary.names import normalise


@dataclass(frozen=True, slots=True)
class Place:
    """A municipality: four-digit CBS code, name, province, and when it began or ended if it did."""

    code: str
    name: str
    province: str
    began: str
    ended: str


# Municipalities that do not exist, for examples and training; CBS gives no codes so high.
EXAMPLES = (
    Place("9901", "Noaberstad", "Overijssel", "", ""),
    Place("9902", "Oostermarke", "Overijssel", "", ""),
)


@cache
def municipalities() -> tuple[Place, ...]:
    """All municipalities of both layouts, by code, and those that do not exist."""
    text = resources.files(__package__).joinpath("municipalities.csv").read_text("utf-8")
    return (*(Place(**row) for row in csv.DictReader(text.splitlines())), *EXAMPLES)


@cache
def _by_name() -> dict[str, Place]:
    """Places by full name, and by bare name where only one bears it: 'Bergen' alone is nobody's."""
    bare = [normalise(bare_name(place.name)) for place in municipalities()]
    named = zip(bare, municipalities(), strict=True)
    unique = {key: place for key, place in named if bare.count(key) == 1}
    return unique | {normalise(place.name): place for place in municipalities()}


def bare_name(name: str) -> str:
    """The name without the suffix that tells namesakes apart: 'Rijswijk (ZH.)' is 'Rijswijk'."""
    return re.sub(r" \([A-Za-z.]+\)$", "", name)


def municipality_named(name: str) -> Place | None:
    """The municipality of that name, 'gemeente' in front allowed.

    None where there is none, or where two bear the name and no suffix tells which.
    """
    names = _by_name()
    wanted = normalise(name).removeprefix("gemeente ")
    return names.get(wanted) or names.get(normalise(bare_name(name)).removeprefix("gemeente "))


def municipality_coded(code: str) -> Place | None:
    """The municipality with that CBS code, as '1700' or 'GM1700'; None where there is none."""
    wanted = code.removeprefix("GM")
    return next((place for place in municipalities() if place.code == wanted), None)
