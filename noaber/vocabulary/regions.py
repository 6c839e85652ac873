"""Which municipalities buy youth care together, and how many people live there (1 January 2022).

Source: CBS, table 85067NED 'Gebieden in Nederland 2022' (CC BY 4.0): the 42 youth care regions, by
which municipalities that are near each other look at each other's figures.
"""

import csv
from dataclasses import dataclass
from functools import cache
from importlib import resources

from noaber.vocabulary.places import EXAMPLES


@dataclass(frozen=True, slots=True)
class Region:
    """A youth care region: code of CBS and name."""

    code: str
    name: str


# The municipalities that do not exist are each other's neighbours.
_EXAMPLE = Region("JZ99", "Voorbeeldstreek")


def region_of(municipality: str) -> Region | None:
    """The region of a municipality by its CBS code; None where the list of 2022 does not have it."""
    return _regions().get(municipality)


@cache
def _regions() -> dict[str, Region]:
    text = resources.files(__package__).joinpath("regions.csv").read_text("utf-8")
    found = {
        row["code"]: Region(row["region_code"], row["region"])
        for row in csv.DictReader(text.splitlines())
    }
    return {**found, **{place.code: _EXAMPLE for place in EXAMPLES}}
