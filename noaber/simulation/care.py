"""Individual provisions: awards, allocations that are extended again and again, and care that is delivered."""

from dataclasses import dataclass, fields

import numpy as np

from noaber.simulation.calendar import FAR, Window, day
from noaber.simulation.chance import Chance, Flags, Floats, Ints
from noaber.simulation.fitting import AGES
from noaber.simulation.front_door import GRANTED, Requests
from noaber.simulation.needs import Needs, first_rates, which
from noaber.simulation.parameters import ADULT, BREAKS_OFF, LAWS, Parameters, by_age
from noaber.simulation.people import DIED, YEAR, People

REASONS = (
    "as_planned", "goal_reached", "by_client", "by_provider", "by_agreement", "moved_away",
    "deceased", "of_age", "reassessed_longer",
)  # fmt: skip
PLANNED, MOVED_AWAY, DECEASED, OF_AGE, LONGER = 0, 5, 6, 7, 8


@dataclass(frozen=True, slots=True)
class Care:
    """Awarded provisions as columns.

    `request` is the row of the need it came from, `generation` 0 for the first award and 1, 2 ... for
    extensions of the same `chain`. `decided`, `start`, `end` and `delivered_from` are days; `end` lies as
    planned or where it broke off, `delivered_from` is FAR where care never began. `weekly` is what is used a
    week (of `allocated`), `budget` whether it is a personal budget; `luck` (0 to 1) decides the provider.
    """

    person: Ints
    provision: Ints
    request: Ints
    chain: Ints
    generation: Ints
    decided: Ints
    start: Ints
    end: Ints
    reason: Ints
    delivered_from: Ints
    weekly: Floats
    allocated: Ints
    budget: Flags
    luck: Floats

    def __len__(self) -> int:
        return len(self.person)

    def take(self, rows: Ints | Flags) -> "Care":
        """Some of the rows."""
        return Care(*(getattr(self, one.name)[rows] for one in fields(self)))


def award(
    given: Parameters, chance: Chance, window: Window, people: People, needs: Needs,
    requests: Requests,
) -> Care:  # fmt: skip
    """What is awarded to whom and for how long; extended until nobody asks for more or the window is over."""
    first = _first(given, chance, people, needs, requests)
    generations, stream = [_run(given, chance, people, first, 0)], chance.stream("extensions")
    again = np.array([one.again for one in given.provisions])
    while True:
        last = generations[-1]
        asks = (last.reason == PLANNED) & (last.end < window.end)
        asks &= stream.random(len(last)) < again[last.provision]
        if not asks.any():
            break
        last.reason[asks] = LONGER
        before = last.take(asks)
        number = len(generations)
        generations.append(_run(given, chance, people, _next(stream, before, number), number))
    made = [np.concatenate([getattr(one, c.name) for one in generations]) for c in fields(Care)]
    care = Care(*made)
    care = care.take(np.lexsort((care.generation, care.chain)))
    return _registered(given, care)


def _first(
    given: Parameters, chance: Chance, people: People, needs: Needs, requests: Requests
) -> Care:
    """One award for each granted request, and of some a second and a third of another kind."""
    stream = chance.stream("awards")
    granted = np.flatnonzero(requests.result == GRANTED)
    together = np.array([given.raw["front_door"]["together"][law] for law in LAWS])
    request, provision, last = [granted], [needs.provision[granted]], granted
    for _ in range(2):
        last = last[stream.random(len(last)) < together[needs.law[last]]]
        request.append(last)
        provision.append(_other(given, stream, people, needs, last))
    rows, kinds = np.concatenate(request), np.concatenate(provision)
    # Twice the same in one request is once.
    _, single = np.unique(rows * len(given.provisions) + kinds, return_index=True)
    rows, kinds = rows[single], kinds[single]
    count = len(rows)
    lead = stream.integers(1, 15, count)
    weekly, allocated = _volumes(given, stream, kinds)
    budgets = np.array([given.raw["claims"]["personal_budget"][law] for law in LAWS])
    once = np.array([one.once for one in given.provisions])
    budget = (stream.random(count) < budgets[needs.law[rows]]) & ~once[kinds]
    decided = requests.decided[rows]
    nothing = np.zeros(count, np.int64)
    return Care(
        needs.person[rows], kinds, rows, np.arange(count), nothing, decided, decided + lead,
        nothing, nothing, nothing, weekly, allocated, budget, stream.random(count),
    )  # fmt: skip


def _other(
    given: Parameters, stream: np.random.Generator, people: People, needs: Needs, rows: Ints
) -> Ints:
    rates, made = first_rates(given), np.zeros(len(rows), np.int64)
    age = (needs.day[rows] - people.birth[needs.person[rows]]) / YEAR
    for number, law in enumerate(LAWS):
        of_law = needs.law[rows] == number
        ages = age[of_law].astype(np.int64).clip(0, AGES - 1)
        made[of_law] = which(stream, rates, given.of_law(law), ages)
    return made


def _volumes(given: Parameters, stream: np.random.Generator, kinds: Ints) -> tuple[Floats, Ints]:
    """Used and allocated a week: what is allocated is in whole units and never less than what is needed."""
    mean = np.array(
        [one.volume * (1 if one.fixed else given.volumes[one.law]) for one in given.provisions]
    )
    spread = np.array([0.0 if one.fixed else 0.45 for one in given.provisions])[kinds]
    noise = np.exp(stream.normal(0, 1, len(kinds)) * spread - spread**2 / 2)
    needed = mean[kinds] * noise
    used = np.array([one.used for one in given.provisions])
    return needed * used[kinds], np.maximum(1, np.ceil(needed - 1e-9)).astype(np.int64)


def _run(given: Parameters, chance: Chance, people: People, care: Care, generation: int) -> Care:
    """How long each award lasts, why it ends, and when care begins."""
    stream = chance.stream(f"run {generation}")
    count = len(care)
    months = np.array([one.months for one in given.provisions])[care.provision]
    days = np.maximum(28, stream.gamma(6.0, months / 6.0) * 30.44).astype(np.int64)
    planned = care.start + days - 1
    breaks_off = (stream.random(count) < BREAKS_OFF) & (months > 1)
    cut = care.start + (days * (0.25 + 0.7 * stream.random(count))).astype(np.int64)
    end = np.where(breaks_off, cut, planned)
    reason = np.where(breaks_off, 1 + stream.integers(0, 4, count), PLANNED)
    young = np.array([one.law == "youth" for one in given.provisions])[care.provision]
    birthday = _of_age(given, people, care)
    left = people.left[care.person]
    for limit, why in (
        (np.where(young, birthday - 1, FAR), np.full(count, OF_AGE)),
        (left, np.where(people.why[care.person] == DIED, DECEASED, MOVED_AWAY)),
    ):
        cuts = end > limit
        end, reason = np.where(cuts, limit, end), np.where(cuts, why, reason)
    wait = np.array([one.wait for one in given.provisions])[care.provision]
    waits = stream.gamma(1.5, np.maximum(wait, 0.1) / 1.5).astype(np.int64) * (generation == 0)
    begins = care.start + waits
    made = Care(
        care.person, care.provision, care.request, care.chain, np.full(count, generation),
        care.decided, care.start, end, reason, np.where(begins <= end, begins, FAR),
        care.weekly, care.allocated, care.budget, care.luck,
    )  # fmt: skip
    return made.take(made.start <= made.end)


def _of_age(given: Parameters, people: People, care: Care) -> Ints:
    """The day on which youth care ends at the latest: the eighteenth birthday, or for some care a while after.

    The luck of the chain decides, so that an extension does not draw again.
    """
    may = np.array([by_age(one.ages)[18] > 0 for one in given.provisions])[care.provision]
    on = np.where(may, np.minimum(-ADULT * np.log(1 - ((care.luck * 7919) % 1)), 4.9), 0.0)
    return people.birth[care.person] + ((18 + on) * YEAR).astype(np.int64)


def _next(stream: np.random.Generator, care: Care, generation: int) -> Care:
    count = len(care)
    early = stream.integers(0, 31, count)
    # A tenth goes to another provider.
    luck = np.where(stream.random(count) < 0.1, stream.random(count), care.luck)
    return Care(
        care.person, care.provision, care.request, care.chain, np.full(count, generation),
        np.maximum(care.end - early, care.decided + 1), care.end + 1, care.end, care.reason,
        care.end, care.weekly, care.allocated, care.budget, luck,
    )  # fmt: skip


def _registered(given: Parameters, care: Care) -> Care:
    """As it was registered: until the change of registration an extension in youth care was no award of its
    own.
    """
    change = day(given.raw["front_door"]["registration_change"])
    young = np.array([one.law == "youth" for one in given.provisions])[care.provision]
    joined = young & (care.generation > 0) & (care.start < change)
    first = np.flatnonzero(~joined)
    if len(first) == len(care):
        return care
    last = np.append(first[1:], len(care)) - 1
    made = care.take(first)
    return Care(
        made.person, made.provision, made.request, made.chain, made.generation, made.decided,
        made.start, care.end[last], care.reason[last], made.delivered_from, made.weekly,
        made.allocated, made.budget, made.luck,
    )  # fmt: skip
