"""Who provides what and for how much: providers with contracts, and prices that rise every year."""

from dataclasses import dataclass

import numpy as np

from noaber.simulation.calendar import Window
from noaber.simulation.chance import Chance, Floats, Ints
from noaber.simulation.parameters import LAWS, Parameters

PARTS_ALIKE = 0
"""The number under which a municipality as a whole has its chance; its parts are numbered from 1."""

_FIRST = (
    "Berk", "Linde", "Vonder", "Wijde", "Stille", "Hoge", "Nieuwe", "Zonne", "Beek", "Veld",
    "Brink", "Eiken", "Heide", "Hof", "Klare", "Gouden",
)  # fmt: skip
_LAST = (
    "hof", "zorg", "brug", "haven", "weg", "kring", "stee", "oord", "werk", "huis", "bron", "mark",
    "tuin", "kamp",
)  # fmt: skip
_KIND = {
    "wmo": ("Thuis", "Ondersteuning", "Wmo-diensten"),
    "youth": ("Jeugd", "Jeugdhulp", "Gezin"),
}


@dataclass(frozen=True, slots=True)
class Supply:
    """Providers and prices of one municipality.

    `codes` and `names` by provider; `shares[provision]` are the providers of a provision and how often each
    is chosen; `prices[provider, provision, year]` in cents for the years from `first_year` on (0 without
    contract).
    """

    codes: tuple[str, ...]
    names: tuple[str, ...]
    laws: tuple[str, ...]
    of_provision: tuple[tuple[Ints, Floats], ...]
    prices: Ints
    first_year: int

    def provider(self, provision: Ints, luck: Floats) -> Ints:
        """The provider of each provision, by a number between 0 and 1 that stays with the person."""
        made = np.zeros(len(provision), np.int64)
        for number, (providers, bounds) in enumerate(self.of_provision):
            rows = provision == number
            made[rows] = providers[
                np.searchsorted(bounds, luck[rows], side="right").clip(0, len(providers) - 1)
            ]
        return made


def contract(
    given: Parameters, seed: int, municipality: int, window: Window, inhabitants: int
) -> Supply:
    """The providers of a municipality and what they may claim, the same for all its parts."""
    chance = Chance(seed, municipality, PARTS_ALIKE)
    stream, asked = chance.stream("supply"), given.raw["providers"]
    numbers = [max(3, round(asked["per_100000"][law] * inhabitants / 100_000)) for law in LAWS]
    laws = [law for law, number in zip(LAWS, numbers, strict=True) for _ in range(number)]
    total = len(laws)
    # Numbers of the range 99 are given to nobody; they differ within a municipality.
    codes = 99_000_000 + stream.choice(1_000_000, total, replace=False)
    of_provision, offers = [], np.zeros((total, len(given.provisions)), bool)
    for at, one in enumerate(given.provisions):
        providers = np.flatnonzero(np.array(laws) == one.law)
        some = max(2, round(len(providers) * 0.4))
        chosen = np.sort(stream.choice(providers, some, replace=False))
        sizes = (1.0 + stream.permutation(some)) ** -asked["inequality"]
        of_provision.append((chosen, np.cumsum(sizes / sizes.sum())))
        offers[chosen, at] = True
    own = 1 + (2 * stream.random(total) - 1) * asked["price_range"]
    years = window.all_years
    base = np.array([base_price(given, at) for at in range(len(given.provisions))])
    level = np.array([price_level(given, year) for year in years])
    prices = np.rint(own[:, None, None] * base[None, :, None] * level[None, None, :])
    return Supply(
        tuple(f"{code:08d}" for code in codes), _names(stream, laws), tuple(laws),
        tuple(of_provision), (prices * offers[:, :, None]).astype(np.int64), years[0],
    )  # fmt: skip


def base_price(given: Parameters, provision: int) -> float:
    """The price in cents in the reference year; what has a fixed volume carries its factor in the price."""
    one = given.provisions[provision]
    return one.price * (given.volumes[one.law] if one.fixed else 1.0)


def price_level(given: Parameters, year: int) -> float:
    """The level of prices in a year; before and after the list, by the step at that end."""
    index = {int(key): float(value) for key, value in given.raw["prices"]["index"].items()}
    first, last = min(index), max(index)
    if year < first:
        return index[first] * (index[first] / index[first + 1]) ** (first - year)
    if year > last:
        return index[last] * (index[last] / index[last - 1]) ** (year - last)
    return index[year]


def _names(stream: np.random.Generator, laws: list[str]) -> tuple[str, ...]:
    made: list[str] = []
    for law in laws:
        kinds = _KIND[law]
        name = (
            f"{_FIRST[stream.integers(len(_FIRST))]}{_LAST[stream.integers(len(_LAST))]} "
            f"{kinds[stream.integers(len(kinds))]}"
        )
        number = sum(one == name or one.startswith(f"{name} ") for one in made)
        made.append(f"{name} {number + 1}" if number else name)
    return tuple(made)
