"""Which municipalities a simulation has: how large, in which parts, under invented names."""

import csv
from dataclasses import dataclass
from functools import cache
from importlib import resources

import numpy as np

from noaber.simulation.calendar import Window
from noaber.simulation.chance import Chance
from noaber.simulation.parameters import Parameters
from noaber.vocabulary.iv3.lists import FIRST_YEAR, LAST_YEAR
from noaber.vocabulary.places import EXAMPLES, municipalities

FEWEST, MOST = 100, 20_000_000
MOST_MUNICIPALITIES, MOST_YEARS = 400, 10
FIRST_CLAIMS = 2021
"""The first year that claims of release 3.2 may be about (CS100)."""
PART = 50_000
"""A municipality is made in parts of at most so many inhabitants: memory does not grow with it."""

_BEGIN = (
    "Aalder", "Berken", "Bronker", "Diepen", "Elder", "Groene", "Haver", "Hoorn", "Kloos", "Lange",
    "Marke", "Nieuwe", "Oester", "Oude", "Roder", "Schalk", "Veen", "Wester", "Zand", "Zwane",
)  # fmt: skip
_END = (
    "broek", "dam", "drecht", "dorp", "haar", "horst", "kerk", "lo", "meer", "oord", "rade",
    "stad", "veld", "vliet", "voorde", "wijk", "woude", "zicht",
)  # fmt: skip
_AREA = (
    "Noord", "Zuid", "Oost", "West", "Centrum", "Kerkbuurt", "Stationsbuurt", "Molenbuurt",
    "Bloemenbuurt", "Vogelbuurt", "Componistenbuurt", "Schildersbuurt", "Havenbuurt", "Bosrand",
    "De Esch", "De Brink", "Het Veld", "De Maten", "Hoge Land", "Lage Land",
)  # fmt: skip


class CannotSimulate(ValueError):
    """What was asked for cannot be made; the message is a Dutch sentence."""


@dataclass(frozen=True, slots=True)
class Order:
    """What is asked for: inhabitants in all, first year and years, seed, municipalities, and whether messages
    too.
    """

    inhabitants: int
    first_year: int
    years: int
    seed: int
    municipalities: int = 1
    messages: bool = False

    @property
    def window(self) -> Window:
        """The years."""
        return Window(self.first_year, self.years)

    def hold(self) -> None:
        """Raise CannotSimulate where it asks for too little, too much or other years than are known."""
        if not FEWEST <= self.inhabitants <= MOST:
            raise CannotSimulate(
                f"{self.inhabitants} inwoners kan niet: het moeten er {FEWEST} tot {MOST:,} zijn".replace(
                    ",", "."
                )
            )
        if not 1 <= self.municipalities <= MOST_MUNICIPALITIES:
            raise CannotSimulate(
                f"{self.municipalities} gemeenten kan niet: het moeten er 1 tot {MOST_MUNICIPALITIES} zijn"
            )
        if self.inhabitants < FEWEST * self.municipalities:
            raise CannotSimulate(
                f"{self.inhabitants} inwoners is te weinig voor {self.municipalities} gemeenten: elk heeft "
                f"er ten minste {FEWEST}"
            )
        if not 1 <= self.years <= MOST_YEARS:
            raise CannotSimulate(
                f"{self.years} jaren kan niet: het moeten er 1 tot {MOST_YEARS} zijn"
            )
        last = self.first_year + self.years - 1
        if self.first_year < FIRST_YEAR or last > LAST_YEAR:
            raise CannotSimulate(
                f"{self.first_year} tot en met {last} kan niet: van de taakvelden zijn de jaren "
                f"{FIRST_YEAR} tot en met {LAST_YEAR} bekend"
            )
        if self.messages and last < FIRST_CLAIMS:
            raise CannotSimulate(
                f"berichten kunnen pas over {FIRST_CLAIMS} en later gaan; neem meer jaren, of laat ze weg"
            )
        if not 0 <= self.seed < 2**63:
            raise CannotSimulate(f"zaad {self.seed} kan niet: het is een getal van 0 of hoger")


@dataclass(frozen=True, slots=True)
class Place:
    """A municipality that does not exist: number, code, name, inhabitants by part, and the level of its
    needs.
    """

    number: int
    code: str
    name: str
    parts: tuple[int, ...]
    level: float

    @property
    def inhabitants(self) -> int:
        """Inhabitants in all."""
        return sum(self.parts)

    def areas(self, part: int, given: Parameters) -> tuple[str, ...]:
        """The names of the areas of a part (from 1), other than those of other parts, in order of name."""
        size = self.parts[part - 1]
        count = max(1, min(99, round(size / given.raw["population"]["inhabitants_per_area"])))
        village = "" if len(self.parts) == 1 else f"{_place_name(self.number * 41 + part)} "
        names = [
            f"{village}{_AREA[at % len(_AREA)]}{f' {at // len(_AREA) + 1}' if at >= len(_AREA) else ''}"
            for at in range(count)
        ]
        return tuple(sorted(names))


def places(order: Order, given: Parameters) -> tuple[Place, ...]:
    """The municipalities of an order. One is like the reference; many differ in size as those of the
    Netherlands do.

    Raises CannotSimulate.
    """
    order.hold()
    spread = given.raw["population"]["vulnerability"]["municipality"]
    stream = Chance(order.seed, 2**31, 0).stream("levels")
    levels = np.exp(stream.normal(0, spread, order.municipalities) - spread**2 / 2)
    sizes = _sizes(order)
    return tuple(
        Place(
            at, _code(at), _name(at), _parts(int(size)),
            1.0 if order.municipalities == 1 else float(levels[at]),
        )
        for at, size in enumerate(sizes)
    )  # fmt: skip


def _sizes(order: Order) -> list[int]:
    """Sizes in the proportions of Dutch municipalities, the reference size first; their sum is what was
    asked.
    """
    count = order.municipalities
    if count == 1:
        return [order.inhabitants]
    text = resources.files("noaber.vocabulary").joinpath("regions.csv").read_text("utf-8")
    known = np.sort([int(row["inhabitants"]) for row in csv.DictReader(text.splitlines())])
    at = (np.arange(count) + 0.5) / count * len(known)
    share = np.interp(at, np.arange(len(known)) + 0.5, known)
    free = order.inhabitants - FEWEST * count
    bounds = np.rint(np.cumsum(share) / share.sum() * free).astype(np.int64)
    sizes = np.diff(np.concatenate([[0], bounds])) + FEWEST
    middle = int(np.abs(sizes - np.median(sizes)).argmin())
    rest = np.delete(sizes, middle)
    return [int(sizes[middle]), *(int(size) for size in rest[::-1])]


def _parts(size: int) -> tuple[int, ...]:
    count = -(-size // PART)
    return tuple(size // count + (at < size % count) for at in range(count))


def _code(number: int) -> str:
    """A code that CBS gives to nobody: 9901 and on, then 9001 and on."""
    return f"{9901 + number if number < 99 else 9001 + number - 99:04d}"


def _name(number: int) -> str:
    return EXAMPLES[number].name if number < len(EXAMPLES) else _place_name(number)


@cache
def _names() -> tuple[str, ...]:
    """All names that can be put together, but those of places that exist."""
    real = {place.name for place in municipalities()}
    # Both lists are walked at a pace that is no divisor of their length, so that names do not come in a row.
    made = [
        _BEGIN[at * 7 % len(_BEGIN)] + _END[(at * 5 + at // len(_BEGIN)) % len(_END)]
        for at in range(len(_BEGIN) * len(_END))
    ]
    return tuple(name for name in made if name not in real)


def _place_name(number: int) -> str:
    names = _names()
    again = number // len(names)
    return names[number % len(names)] + (f" {again + 1}" if again else "")
