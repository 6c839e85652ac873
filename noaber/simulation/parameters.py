"""What the municipality is made to look like: the parameters, read once, and rates fitted to published
totals.
"""

import csv
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from typing import Any

import numpy as np

from noaber.simulation.chance import Floats, Ints
from noaber.simulation.fitting import AGES, Lasting, first_awards, fit

LAWS = ("wmo", "youth")
WEEKS = 365.25 / 12 / 7
"""Weeks in a month."""
BREAKS_OFF = 0.12
"""The share of awards that end before their time."""
ADULT = 1.2
"""Years after the eighteenth birthday that youth care goes on, on average, where it may."""


@dataclass(frozen=True, slots=True)
class Provision:
    """An individual provision: see parameters.toml. `taakveld` has one for each division."""

    name: str
    law: str
    category: str
    code: str
    dutch: str
    taakveld: tuple[str, str, str]
    months: float
    again: float
    volume: float
    unit: str
    price: int
    used: float
    wait: int
    ages: tuple[tuple[int, float], ...]
    awarded: float = 0.0
    active: float = 0.0
    monthly: bool = False
    once: bool = False
    in_room: bool = False

    @property
    def fixed(self) -> bool:
        """Whether its volume is always the same, so that only its price can make it cost more."""
        return self.once or self.monthly or (self.unit == "day_and_night" and self.volume >= 5)

    @property
    def per_inhabitant(self) -> float:
        """Awards per inhabitant and year. What is active in a year began in it, or ran when it began."""
        return (self.awarded + self.active / (1 + self.months / 12)) / 1000

    @property
    def cents(self) -> float:
        """What one award costs over its whole time, at the prices of the reference year."""
        if self.once:
            return self.price * self.used
        periods = self.months * (1.0 if self.monthly else WEEKS)
        return periods * self.volume * self.price * self.used


@dataclass(frozen=True, slots=True)
class Parameters:
    """All parameters. `rates` are first awards per inhabitant and year by age and provision in the reference
    year.

    They count what begins; extensions come by themselves. `volumes` is by law the factor on volumes (or on
    the price of what is given once) with which counts and spending both come out as published.
    """

    raw: Mapping[str, Any]
    provisions: tuple[Provision, ...]
    ages: Floats
    rates: Floats
    volumes: Mapping[str, float]
    spending: Mapping[str, Floats] = field(repr=False)

    def of_law(self, law: str) -> Ints:
        """The numbers of the provisions of a law."""
        return np.array([at for at, one in enumerate(self.provisions) if one.law == law])

    def per_reference(self, count: float, inhabitants: float) -> float:
        """A count of the reference municipality, for so many inhabitants."""
        return count * inhabitants / float(self.raw["reference_inhabitants"])


@cache
def parameters() -> Parameters:
    """The parameters that ship."""
    folder = resources.files(__package__)
    raw = tomllib.loads(folder.joinpath("parameters.toml").read_text("utf-8"))
    rows = list(
        csv.DictReader(folder.joinpath("spending_by_age.csv").read_text("utf-8").splitlines())
    )
    spending = {law: np.array([float(row[law]) for row in rows]) for law in LAWS}
    provisions = tuple(
        _provision(name, one) for name, one in raw["provisions"].items() if isinstance(one, dict)
    )
    ages = age_structure(raw["population"]["groups"])
    rates, volumes = np.zeros((AGES, len(provisions))), {}
    for law in LAWS:
        chosen = [at for at, one in enumerate(provisions) if one.law == law]
        weights = np.stack([by_age(provisions[at].ages) for at in chosen], axis=1)
        costs = np.array([provisions[at].cents / 100 for at in chosen])
        counts = np.array([provisions[at].per_inhabitant for at in chosen])
        awards, factor = fit(weights, counts, costs, ages, spending[law])
        for column, at in enumerate(chosen):
            lasting = _lasting(raw, provisions[at])
            begun = first_awards(awards[:, column] * ages, provisions[at].months, lasting)
            rates[:, at] = begun / ages * raw["fit"]["awards"][law]
        volumes[law] = factor * raw["fit"]["volume"][law]
    return Parameters(raw, provisions, ages, rates, volumes, spending)


def _lasting(raw: Mapping[str, Any], one: Provision) -> Lasting:
    mortality = raw["population"]["mortality"]
    return Lasting(
        again=one.again * (1 - BREAKS_OFF),
        months=one.months,
        lag=round(one.wait / 30.4 + 1),
        leaves=raw["population"]["moves"],
        mortality=(mortality["intercept"], mortality["slope"]),
        adult=(one.law == "youth") * (ADULT if by_age(one.ages)[18] else 0.01),
    )


def _provision(name: str, given: Mapping[str, Any]) -> Provision:
    ages = tuple((int(age), float(weight)) for age, weight in given["ages"])
    return Provision(name=name, **{**given, "taakveld": tuple(given["taakveld"]), "ages": ages})


def age_structure(groups: list[dict[str, Any]]) -> Floats:
    """The share of inhabitants of each age, from broad groups and five-year groups; ages within five years
    alike.

    Of the oldest, who are few, the ages run down instead.
    """
    made = np.zeros(AGES)
    for group in groups:
        weights = np.array(group["weights"])
        for at, weight in enumerate(weights / weights.sum()):
            first = group["from"] + 5 * at
            within = np.exp(-0.17 * np.arange(5)) if first >= 80 else np.ones(5)
            made[first : first + 5] = group["share"] * weight * within / within.sum()
    return made / made.sum()


def by_age(steps: tuple[tuple[int, float], ...] | list[list[float]]) -> Floats:
    """A weight for every age from weights 'from this age on'; 0 before the first."""
    made = np.zeros(AGES)
    for age, weight in steps:
        made[int(age) :] = weight
    return made
