"""What the municipality is made to look like: the parameters, read once, and rates fitted to published totals."""

import csv
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from typing import Any

import numpy as np

from noaber.simulation.chance import Floats, Ints

AGES = 100
LAWS = ("wmo", "youth")
WEEKS = 365.25 / 12 / 7
"""Weeks in a month."""


@dataclass(frozen=True, slots=True)
class Provision:
    """An individual provision: see parameters.toml. `taakveld` is that up to 2022 and that from 2023 on."""

    name: str
    law: str
    category: str
    code: str
    dutch: str
    taakveld: tuple[str, str]
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
    """All parameters. `rates` are awards per inhabitant and year by age and provision in the reference year.

    `volumes` is by law the factor on volumes (or on the price of what is given once) with which counts and
    spending both come out as published.
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
    rates = np.zeros((AGES, len(provisions)))
    volumes = {}
    for law in LAWS:
        chosen = [at for at, one in enumerate(provisions) if one.law == law]
        fitted, volumes[law] = fit([provisions[at] for at in chosen], ages, spending[law])
        rates[:, chosen] = fitted * raw["fit"]["awards"][law]
        volumes[law] *= raw["fit"]["volume"][law]
    return Parameters(raw, provisions, ages, rates, volumes, spending)


def _provision(name: str, given: Mapping[str, Any]) -> Provision:
    ages = tuple((int(age), float(weight)) for age, weight in given["ages"])
    return Provision(name=name, **{**given, "taakveld": tuple(given["taakveld"]), "ages": ages})


def age_structure(groups: list[dict[str, Any]]) -> Floats:
    """The share of inhabitants of each age, from broad groups and five-year groups; ages within five years alike.

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


def fit(provisions: list[Provision], ages: Floats, spending: Floats) -> tuple[Floats, float]:
    """Awards per inhabitant by age and provision, so that both counts and spending by age come out.

    Spending in a cell (age, provision) is fitted to two margins in turn (iterative proportional fitting): what
    is spent on each age, and what the awards of each provision cost. `spending` is in euros per inhabitant of
    that age. Gives the rates and the factor on volumes with which both margins have one total.
    """
    cost = np.array([one.cents for one in provisions]) / 100
    counts = np.array([one.per_inhabitant for one in provisions])
    cells = np.stack([by_age(one.ages) for one in provisions], axis=1) * ages[:, None]
    cells[spending <= 0] = 0
    wanted = spending * ages
    factor = float(wanted[cells.sum(1) > 0].sum() / (counts * cost).sum())
    columns = counts * cost * factor
    for _ in range(200):
        cells *= (columns / cells.sum(0))[None, :]
        rows = cells.sum(1)
        cells *= np.divide(wanted, rows, out=np.zeros(AGES), where=rows > 0)[:, None]
    cells *= (columns / cells.sum(0))[None, :]
    return cells / (ages[:, None] * cost[None, :] * factor), factor
