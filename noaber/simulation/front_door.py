"""The front door: a queue for talks, the ladder, and decisions; and the waiting that comes of it."""

from dataclasses import dataclass

import numpy as np

from noaber.simulation.calendar import FAR, Window, day, month_start, steps
from noaber.simulation.chance import Chance, Flags, Floats, Ints, choose
from noaber.simulation.needs import Needs
from noaber.simulation.parameters import LAWS, Parameters

LADDER = ("own_strength", "network", "general", "custom")
CUSTOM = 3
GRANTED, REFUSED, WITHDRAWN, UNDECIDED = range(4)


@dataclass(frozen=True, slots=True)
class Requests:
    """What became of each need, row by row: day of the talk and of the decision (FAR where there is none),
    step of the ladder, result (GRANTED, REFUSED, WITHDRAWN, or UNDECIDED where no decision was asked for),
    and whether it was household help that the general provision took over.
    """

    talk: Ints
    decided: Ints
    layer: Ints
    result: Ints
    converted: Flags


def handle(given: Parameters, chance: Chance, window: Window, needs: Needs) -> Requests:
    """Everybody in turn: reports wait for a talk, talks end on the ladder, applications in a decision."""
    stream, door = chance.stream("front door"), given.raw["front_door"]
    count = len(needs)
    layer = choose(stream, [door["ladder"][name] for name in LADDER], count)
    layer[needs.past_door] = CUSTOM
    withdrawn = (stream.random(count) < door["withdrawn"]) & ~needs.past_door
    talk = np.full(count, FAR)
    waits = np.flatnonzero(~needs.past_door & ~withdrawn)
    talk[waits] = queue(
        needs.day[waits] + door["first_days"], _capacity(given, window, needs.day[waits])
    )
    means = np.array([door["decision_days"][law] for law in LAWS])[needs.law]
    takes = 1 + stream.gamma(3.0, means / 3.0).astype(np.int64)
    decided = np.where(needs.past_door, needs.day, talk) + takes
    converted = _converted(given, stream, needs, layer, talk)
    layer[converted] = LADDER.index("general")
    custom = (layer == CUSTOM) & ~withdrawn
    refused = custom & ~needs.past_door & (stream.random(count) < door["refused"])
    gives_up = needs.day + 1 + stream.exponential(18, count).astype(np.int64)
    result = np.select(
        [withdrawn, refused, custom], [WITHDRAWN, REFUSED, GRANTED], default=UNDECIDED
    )
    decided = np.select([withdrawn, custom], [gives_up, decided], default=FAR)
    return Requests(talk, decided, layer, result, converted)


def _converted(
    given: Parameters, stream: np.random.Generator, needs: Needs, layer: Ints, talk: Ints
) -> Flags:
    conversion = given.raw["conversion"]
    of = [one.name for one in given.provisions].index(conversion["of"])
    may = (needs.provision == of) & (layer == CUSTOM) & (talk < FAR)
    may &= talk >= day(conversion["from"])
    return may & (stream.random(len(needs)) < conversion["share"])


def _capacity(given: Parameters, window: Window, arrivals: Ints) -> tuple[Ints, Floats]:
    """By month, from when on and how many talks a day the team can hold.

    It grows as needs do on average, so that only the factors of the parameters make a waiting list.
    """
    first = (window.all_years[0] - 1970) * 12
    months = np.arange(first, (window.all_years[-1] + 3 - 1970) * 12)
    years = (months - first) / 12
    growth = 1 + np.mean(list(given.raw["course"]["growth"].values()))
    span = len(window.all_years)
    mean = growth ** np.arange(span)
    a_day = len(arrivals) / (365.25 * span) * growth**years / mean.mean()
    return month_start(months), a_day * steps(given.raw["front_door"]["capacity"], months)


def queue(ready: Ints, capacity: tuple[Ints, Floats]) -> Ints:
    """The day on which each is served, first come first served, by so much capacity a day from each day on.

    Counted in work instead of days each takes one unit; then the turn of who is k-th comes at the largest of
    (ready of j) + (k - j) over all j up to k: a running maximum, no loop.
    """
    starts, a_day = capacity
    work = np.concatenate([[0.0], np.cumsum(np.diff(starts) * a_day[:-1])])
    order = np.argsort(ready, kind="stable")
    arrived = np.interp(ready[order], starts, work)
    place = np.arange(len(ready))
    done = np.maximum.accumulate(arrived - place) + place
    served = np.empty(len(ready), np.int64)
    served[order] = np.ceil(np.interp(done, work, starts)).astype(np.int64)
    return np.maximum(served, ready)
