"""Residents in households: who lives where, of what age, how vulnerable, and when they come and go."""

from dataclasses import dataclass, fields

import numpy as np

from noaber.simulation.calendar import FAR, Window, year_of
from noaber.simulation.chance import Chance, Flags, Floats, Ints, choose
from noaber.simulation.fitting import AGES
from noaber.simulation.parameters import Parameters

STAYED, DIED, MOVED = 0, 1, 2
YEAR = 365.25
_HOME = 25
"""Below this age most who are not yet on their own live with parents."""


@dataclass(frozen=True, slots=True)
class People:
    """Residents as columns: day of birth, sex (0 male, 1 female), number of household and area,
    vulnerability.

    `entered` and `left` are the first and last day here (left is FAR for who stays), `why` STAYED, DIED or
    MOVED. Vulnerability is that of the household, 1 on average: who is twice as vulnerable needs help twice
    as often.
    """

    birth: Ints
    sex: Ints
    household: Ints
    area: Ints
    vulnerability: Floats
    entered: Ints
    left: Ints
    why: Ints

    def __len__(self) -> int:
        return len(self.birth)

    def age_on(self, day: int) -> Ints:
        """Age in whole years on a day, at most 99; negative for who is yet to be born."""
        return np.floor((day - self.birth) / YEAR).astype(np.int64).clip(-1, AGES - 1)

    def here(self, start: int, end: int) -> Floats:
        """The share of that time in which each lives here."""
        first, last = np.maximum(self.entered, start), np.minimum(self.left, end)
        return np.maximum(0, last - first + 1) / (end - start + 1)

    def take(self, rows: Ints | Flags) -> "People":
        """Some of the rows."""
        return People(*(getattr(self, one.name)[rows] for one in fields(self)))


def _join(parts: list[People]) -> People:
    names = [one.name for one in fields(People)]
    return People(*(np.concatenate([getattr(part, name) for part in parts]) for name in names))


def settle(given: Parameters, chance: Chance, window: Window, count: int, areas: int) -> People:
    """Make a population of so many inhabitants on the window's first day, and let the years pass over it."""
    base = _base(given, chance, window, count, areas)
    people = _join([base, _newcomers(given, chance, window, base)])
    return _come_and_go(given, chance, window, people)


def _base(given: Parameters, chance: Chance, window: Window, count: int, areas: int) -> People:
    stream = chance.stream("people")
    age = np.sort(choose(stream, given.ages, count))
    birth = window.start - ((age + stream.random(count)) * YEAR).astype(np.int64)
    sex = (stream.random(count) < 0.5 + np.where(age > 70, (age - 70) * 0.007, 0)).astype(np.int64)
    household = _households(stream, age)
    number = int(household.max()) + 1
    area = choose(stream, 0.4 + stream.random(areas), number)
    vulnerability = _vulnerability(given, stream, area, areas)
    long_ago = np.full(count, window.start - 100 * 366)
    return People(
        birth, sex, household, area[household], vulnerability[household],
        np.maximum(birth, long_ago), np.full(count, FAR), np.zeros(count, np.int64),
    )  # fmt: skip


def _households(stream: np.random.Generator, age: Ints) -> Ints:
    """The household of each, from ages in order: couples of about one age, and children with who may be
    parents.
    """
    count = len(age)
    leaving = np.interp(age, [18, _HOME], [0.04, 0.85])
    child = (age < 18) | ((age < _HOME) & (stream.random(count) > leaving))
    adults = np.flatnonzero(~child)
    coupled = stream.random(len(adults)) < np.interp(
        age[adults], [18, 25, 35, 60, 75, 85, 95], [0.1, 0.45, 0.74, 0.72, 0.66, 0.42, 0.15]
    )
    made = np.full(count, -1)
    paired, alone = adults[coupled], adults[~coupled]
    made[paired] = np.arange(len(paired)) // 2
    couples = (len(paired) + 1) // 2
    made[alone] = couples + np.arange(len(alone))
    # A parent is some 31 years older; one who lives alone is a parent less often.
    eldest = paired[::2]
    lone = alone[(age[alone] > 22) & (stream.random(len(alone)) < 0.16)]
    parents = np.concatenate([eldest, lone]) if len(eldest) + len(lone) else adults
    parents = parents[np.argsort(age[parents], kind="stable")]
    children = np.flatnonzero(child)
    if not len(parents):
        made[children] = np.arange(len(children)) + couples + len(alone)
        return made
    wanted = age[children] + 31 + stream.normal(0, 4.5, len(children))
    place = np.searchsorted(age[parents] + 0.0, wanted)
    # Among parents of that age by chance.
    place = place + stream.integers(0, max(2, len(parents) // 25), len(children))
    made[children] = made[parents[place.clip(0, len(parents) - 1)]]
    return made


def _vulnerability(
    given: Parameters, stream: np.random.Generator, area: Ints, areas: int
) -> Floats:
    spread = given.raw["population"]["vulnerability"]
    shape = 1 / spread["household"] ** 2
    of_area = np.exp(stream.normal(0, spread["area"], areas) - spread["area"] ** 2 / 2)
    made = stream.gamma(shape, 1 / shape, len(area)) * of_area[area]
    # Nobody is beyond need of anything; the rest is as unequal as asked.
    made = 0.12 + 0.88 * made
    return made / made.mean()


def _newcomers(given: Parameters, chance: Chance, window: Window, base: People) -> People:
    """Who is born in the window, and households that come from elsewhere: as those that are here."""
    stream, rates = chance.stream("newcomers"), given.raw["population"]
    days = window.end - window.start + 1
    age = base.age_on(window.start)
    mothers = np.flatnonzero((age >= 24) & (age < 40))
    born = stream.poisson(rates["births"] * len(base) * days / YEAR) if len(mothers) else 0
    at = mothers[stream.integers(0, max(1, len(mothers)), born)]
    birth = window.start + stream.integers(1, days, born)
    babies = People(
        birth, stream.integers(0, 2, born), base.household[at], base.area[at],
        base.vulnerability[at], birth, np.full(born, FAR), np.zeros(born, np.int64),
    )  # fmt: skip
    return _join([babies, _arrivals(stream, rates["moves"] * days / YEAR, window, base)])


def _arrivals(stream: np.random.Generator, share: float, window: Window, base: People) -> People:
    number = int(base.household.max()) + 1
    model = np.flatnonzero(stream.random(number) < share)
    renumbered = np.full(number, -1)
    renumbered[model] = number + np.arange(len(model))
    came = base.take(renumbered[base.household] >= 0)
    household = renumbered[came.household]
    arrived = window.start + stream.integers(1, window.end - window.start + 1, len(model))
    entered = arrived[household - number]
    # As old when they come as their models were on the first day, give or take a year or two.
    birth = came.birth + (entered - window.start) + stream.integers(-400, 400, len(came))
    return People(
        np.minimum(birth, entered), came.sex, household, came.area, came.vulnerability,
        entered, came.left, came.why,
    )  # fmt: skip


def _come_and_go(given: Parameters, chance: Chance, window: Window, people: People) -> People:
    """Deaths by age and removals of whole households, the first that comes."""
    stream, rates = chance.stream("leaving"), given.raw["population"]
    since = np.maximum(people.entered, window.start)
    age = (since - people.birth) / YEAR
    slope, intercept = rates["mortality"]["slope"], rates["mortality"]["intercept"]
    # Gompertz: the time until death from the age one has.
    hazard = np.exp(intercept + slope * age)
    until = np.log1p(stream.exponential(1.0, len(people)) * slope / hazard) / slope
    dies = since + (until * YEAR).astype(np.int64)
    number = int(people.household.max()) + 1
    first = np.full(number, window.start)
    np.maximum.at(first, people.household, since)
    moves = first + (stream.exponential(1 / rates["moves"], number) * YEAR).astype(np.int64)
    moves = moves[people.household]
    left = np.minimum(dies, moves)
    gone = left <= window.end
    why = np.where(gone, np.where(dies <= moves, DIED, MOVED), STAYED)
    return People(
        people.birth, people.sex, people.household, people.area, people.vulnerability,
        people.entered, np.where(gone, left, FAR), why,
    )  # fmt: skip


def counted(people: People, window: Window) -> dict[str, Ints]:
    """Inhabitants on 1 January of each year of the window, by area, age and sex; only what is not zero."""
    found: dict[str, list[Ints]] = {name: [] for name in ("day", "area", "age", "sex", "count")}
    for year in window.told_years:
        first = int(np.datetime64(f"{year}-01-01").astype(np.int64))
        here = people.take((people.entered <= first) & (people.left >= first))
        key = (here.area * AGES + here.age_on(first).clip(0)) * 2 + here.sex
        cells, counts = np.unique(key, return_counts=True)
        for name, values in (
            ("day", np.full(len(cells), first)),
            ("area", cells // (2 * AGES)),
            ("age", cells // 2 % AGES),
            ("sex", cells % 2),
            ("count", counts),
        ):
            found[name].append(values)
    return {name: np.concatenate(values) for name, values in found.items()}


def birth_years(people: People) -> Ints:
    """The year of birth of each."""
    return year_of(people.birth)
