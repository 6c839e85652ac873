"""Needs that arise: who asks for help, when, for what and by which road."""

from dataclasses import dataclass

import numpy as np

from noaber.simulation.calendar import Window, factors, month_start
from noaber.simulation.chance import Chance, Flags, Floats, Ints, choose, pick
from noaber.simulation.parameters import LAWS, Parameters
from noaber.simulation.people import People


@dataclass(frozen=True, slots=True)
class Needs:
    """Requests for help as columns, in order of day: person, day, law (number in LAWS), the provision that
    would help (number), the road by which it came (number in the referrers of that law), and whether that
    road goes past the front door, straight to care.
    """

    person: Ints
    day: Ints
    law: Ints
    provision: Ints
    referrer: Ints
    past_door: Flags

    def __len__(self) -> int:
        return len(self.person)


def first_rates(given: Parameters) -> Floats:
    """First awards of which no other came first in the same request."""
    together = given.raw["front_door"]["together"]
    further = np.array([1 + together[one.law] + together[one.law] ** 2 for one in given.provisions])
    return given.rates / further


def past_door_share(given: Parameters, law: str) -> float:
    """Of what is awarded, the share that came by a doctor, court or institution (youth only)."""
    if law != "youth":
        return 0.0
    roads = given.raw["front_door"]["referrers"]["youth"]
    return 1 - float(roads["municipality"] + roads["self"]) / sum(roads.values())


def per_award(given: Parameters, law: str) -> tuple[float, float]:
    """How many requests there are for each that ends in an award, and the share of them that go past the
    door.
    """
    door, past = given.raw["front_door"], past_door_share(given, law)
    passes = door["ladder"]["custom"] * (1 - door["refused"]) * (1 - door["withdrawn"])
    requests = past + (1 - past) / passes
    return requests, past / requests


def arise(given: Parameters, chance: Chance, window: Window, people: People, level: float) -> Needs:
    """All requests of the years in which something happens, of people who live here then."""
    first = first_rates(given)
    made = [
        _of_year(given, chance, window, people, level, law, year, first)
        for law in range(len(LAWS))
        for year in window.all_years
    ]
    columns = [np.concatenate([one[at] for one in made]) for at in range(4)]
    person, day, law, provision = columns
    here = (people.entered[person] <= day) & (people.left[person] > day)
    here &= (people.birth[person] <= day) & ((day < window.start) | (day <= window.end))
    order = np.flatnonzero(here)
    order = order[np.lexsort((person[order], day[order]))]
    person, day, law, provision = (column[order] for column in columns)
    referrer, past_door = _roads(given, chance, law)
    return Needs(person, day, law, provision, referrer, past_door)


def _of_year(
    given: Parameters, chance: Chance, window: Window, people: People, level: float, law: int,
    year: int, first: Floats,
) -> tuple[Ints, Ints, Ints, Ints]:  # fmt: skip
    name = LAWS[law]
    stream = chance.stream(f"needs {name} {year}")
    chosen = given.of_law(name)
    months = (year - 1970) * 12 + np.arange(12)
    course = given.raw["course"]
    weights = np.array(course["season"][name]) * factors(course["needs_put_off"], months)
    growth = (1 + course["growth"][name]) ** (year - given.raw["reference_year"])
    middle = int(month_start(months[6:7])[0])
    age = people.age_on(middle)
    by_age = first[:, chosen].sum(1)
    rates = by_age[age] * people.vulnerability * (age >= 0)
    if year >= window.first_year:
        start = int(month_start(months[:1])[0])
        rates = rates * people.here(start, int(month_start(months[-1:] + 1)[0]) - 1)
    else:
        # Before the window the same people are there; nobody has come or gone.
        rates = rates * (people.entered < window.start)
    requests, _ = per_award(given, name)
    expected = (
        rates.sum() * requests * growth * level * weights.mean() / np.mean(course["season"][name])
    )
    person = pick(stream, rates, expected)
    count = len(person)
    month = choose(stream, weights, count)
    first_day, next_first = month_start(months)[month], month_start(months + 1)[month]
    day = first_day + (stream.random(count) * (next_first - first_day)).astype(np.int64)
    return person, day, np.full(count, law), which(stream, first, chosen, age[person])


def which(stream: np.random.Generator, rates: Floats, chosen: Ints, ages: Ints) -> Ints:
    """For each age one of the chosen provisions, in the measure of its rate at that age."""
    bounds = np.cumsum(rates[:, chosen], axis=1)
    total = bounds[:, -1:]
    bounds = np.divide(bounds, total, out=np.ones_like(bounds), where=total > 0)
    at = (bounds[ages] <= stream.random(len(ages))[:, None]).sum(1)
    return chosen[at.clip(0, len(chosen) - 1)]


def _roads(given: Parameters, chance: Chance, law: Ints) -> tuple[Ints, Flags]:
    stream = chance.stream("roads")
    referrer = np.zeros(len(law), np.int64)
    past_door = np.zeros(len(law), bool)
    for number, name in enumerate(LAWS):
        rows = np.flatnonzero(law == number)
        roads = given.raw["front_door"]["referrers"][name]
        names, shares = list(roads), np.array(list(roads.values()))
        at_door = np.array([name != "youth" or road in ("municipality", "self") for road in names])
        _, past_share = per_award(given, name)
        past = stream.random(len(rows)) < past_share
        chosen = np.zeros(len(rows), np.int64)
        chosen[~past] = choose(stream, shares * at_door, int((~past).sum()))
        if past.any():
            chosen[past] = choose(stream, shares * ~at_door, int(past.sum()))
        referrer[rows], past_door[rows] = chosen, past
    return referrer, past_door
