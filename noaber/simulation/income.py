"""Benefits, schemes and help with debts: who has them, since when, and what is paid."""

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any

import numpy as np

from noaber.simulation.calendar import FAR, Window, day
from noaber.simulation.chance import Flags, Floats, Ints, choose, pick
from noaber.simulation.people import DIED, STAYED, YEAR, People
from noaber.simulation.rows import Cell, Record, Told, Words
from noaber.simulation.setting import Register, Setting

ADULTS = (18, 67)
# Removals, deaths and reaching the age of the state pension end benefits too; they are taken off the chance
# to leave.
_OTHERWISE = 0.055


class Spells:
    """Episodes with a first and last day; never two of a household at a time."""

    def __init__(self, person: Ints, start: Ints, end: Ints) -> None:
        self.person, self.start, self.end = person, start, end

    def __len__(self) -> int:
        return len(self.person)

    def take(self, rows: Ints | Flags) -> "Spells":
        """Some of the rows."""
        return Spells(self.person[rows], self.start[rows], self.end[rows])


def stay(
    setting: Setting, people: People, name: str, stock: float, change: float,
    kinds: Sequence[Mapping[str, float]], ages: tuple[int, int], power: float = 1.3,
) -> Spells:  # fmt: skip
    """Spells of which so many run on the last day of the reference year, and which change by so much a year.

    `kinds` are kinds of stay: the share of the stock, and the chance to leave within a year. Who is there at
    the start has been there as long as will still be on average; who comes in, comes in as many as leave, and
    the change.
    """
    stream, window = setting.chance.stream(f"stay {name}"), setting.window
    reference = day(f"{setting.given.raw['reference_year']}-12-31")
    drawn: list[Spells] = []
    for kind in kinds:
        leave = max(0.02, kind["leave"] - _OTHERWISE)
        begin = stock * kind["share"] * np.exp(change * (window.start - reference) / YEAR)
        drawn.append(_running(setting, people, stream, begin, leave, ages, power))
        for year in window.told_years:
            first = day(f"{year}-01-01")
            level = stock * kind["share"] * np.exp(change * (first + 182 - reference) / YEAR)
            inflow = max(0.0, level * (kind["leave"] + change)) * setting.given.raw["fit"]["inflow"]
            drawn.append(_coming(setting, people, stream, first, inflow, leave, ages, power))
    joined = [
        np.concatenate([getattr(one, at) for one in drawn]) for at in ("person", "start", "end")
    ]
    return _apart(people, Spells(*joined))


def _weights(people: People, on: int, ages: tuple[int, int], power: float) -> Floats:
    age = people.age_on(on)
    fits = (age >= ages[0]) & (age < ages[1]) & (people.entered <= on) & (people.left > on)
    return fits * people.vulnerability**power


def _running(
    setting: Setting, people: People, stream: np.random.Generator, count: float, leave: float,
    ages: tuple[int, int], power: float,
) -> Spells:  # fmt: skip
    on, wanted = setting.window.start, stream.poisson(count)
    weights, person = _weights(people, on, ages, power), np.zeros(0, np.int64)
    # Of a household one: drawn again until there are so many, or nobody is left.
    for _ in range(8):
        more = pick(stream, weights, 1.1 * (wanted - len(person)) + 1)
        person = np.concatenate([person, more])
        _, first = np.unique(people.household[person], return_index=True)
        person = person[np.sort(first)][:wanted]
        if len(person) == wanted:
            break
    past = (stream.exponential(1 / leave, len(person)) * YEAR).astype(np.int64)
    future = (stream.exponential(1 / leave, len(person)) * YEAR).astype(np.int64)
    grown = (people.birth[person] + ages[0] * YEAR).astype(np.int64)
    return Spells(person, np.minimum(np.maximum(on - past, grown), on - 1), on + future)


def _coming(
    setting: Setting, people: People, stream: np.random.Generator, first: int, count: float,
    leave: float, ages: tuple[int, int], power: float,
) -> Spells:  # fmt: skip
    person = pick(stream, _weights(people, first + 182, ages, power), count)
    start = first + stream.integers(0, 365, len(person))
    length = np.maximum(28, stream.exponential(1 / leave, len(person)) * YEAR)
    return Spells(person, start, start + length.astype(np.int64))


def _apart(people: People, spells: Spells) -> Spells:
    """Without a second one of a household before the first has ended."""
    household = people.household[spells.person]
    spells = spells.take(np.lexsort((spells.person, spells.start, household)))
    household = people.household[spells.person]
    while True:
        again = np.zeros(len(spells), bool)
        same = household[1:] == household[:-1]
        again[1:] = same & (spells.start[1:] <= spells.end[:-1])
        if not again.any():
            return spells
        spells, household = spells.take(~again), household[~again]


def _ended(
    setting: Setting, people: People, spells: Spells, pension: int, reasons: Mapping[str, float],
    name: str,
) -> tuple[Spells, Words]:  # fmt: skip
    """Cut off where somebody leaves or grows too old; and why each ended, where it did."""
    stream = setting.chance.stream(f"reasons {name}")
    names = list(reasons)
    number = choose(stream, list(reasons.values()), len(spells))
    left, old = people.left[spells.person], people.birth[spells.person] + int(pension * YEAR)
    words = [*names, "deceased", "moved_away", "other_income"]
    number = np.where(
        spells.end >= left,
        np.where(people.why[spells.person] == DIED, len(names), len(names) + 1), number,
    )  # fmt: skip
    end = np.minimum(spells.end, left)
    number = np.where(end >= old, len(names) + 2, number)
    end = np.minimum(end, old)
    gone = (end <= setting.window.end) & ((people.why[spells.person] != STAYED) | (end < FAR))
    number = np.where(gone, number, -1)
    return Spells(spells.person, spells.start, end), Words(tuple(words), number)


def benefits(setting: Setting, who: Register) -> tuple[list[Told], dict[str, Floats]]:
    """Units on benefit, and what is paid to them by month in cents."""
    told, paid = [], {}
    for name, one in setting.given.raw["benefits"].items():
        kinds = [one["short"], one["long"]]
        spells = stay(
            setting, who.people, name, setting.count(one["stock"]), one["change"], kinds,
            (one["ages"][0], one["ages"][1] + 1),
        )  # fmt: skip
        told.append(_episodes(setting, who, spells, name, "benefit", one["reasons"]))
        paid[name] = pay(setting.window, spells, who.people, one["month_cents"])
    return told, paid


def _episodes(
    setting: Setting, who: Register, spells: Spells, name: str, kind: str,
    reasons: Mapping[str, float],
) -> Told:  # fmt: skip
    spells, reason = _ended(setting, who.people, spells, 67, reasons, name)
    seen = (spells.start <= spells.end) & setting.told(spells.start, spells.end)
    rows = np.flatnonzero(seen)
    spells = spells.take(rows)
    return Told("episode", len(rows), {
        "kind": kind, "record": Record(setting.kind(name), rows), "known_on": spells.start,
        **who.who(spells.person), "law": "participation", "product": name,
        "started_on": spells.start,
        "ended_on": np.where(spells.end <= setting.window.end, spells.end, FAR),
        "end_reason": Words(reason.words, reason.numbers[rows]),
    })  # fmt: skip


def pay(window: Window, spells: Spells, people: People, month_cents: int) -> Floats:
    """What is paid in each month of the window, in cents at the prices of the reference year, by the day."""
    first = (window.first_year - 1970) * 12
    starts = np.arange(first, first + window.years * 12 + 1).astype("datetime64[M]")
    bounds = starts.astype("datetime64[D]").astype(np.int64)
    end = np.minimum(spells.end, people.left[spells.person])
    paid = np.zeros(window.years * 12)
    for at, (a, b) in enumerate(pairwise(bounds)):
        days = np.clip(np.minimum(end + 1, b) - np.maximum(spells.start, a), 0, None)
        paid[at] = days.sum() / (b - a) * month_cents
    return paid


def schemes(setting: Setting, who: Register) -> tuple[list[Told], dict[str, Floats]]:
    """What is awarded a number of times a year, and what runs; with what is paid by month in cents."""
    told, paid = [], {}
    for name, one in setting.given.raw["schemes"].items():
        if "events" in one:
            made, on = _awards(setting, who, name, one)
            told += made
            paid[name] = _by_month(setting.window, on) * one["cents"]
        else:
            kinds = [{"share": 1.0, "leave": one["leave"]}]
            spells = stay(
                setting, who.people, name, setting.count(one["stock"]), one["change"], kinds, ADULTS
            )
            reasons = {"as_planned": 0.5, "to_work": 0.3, "other": 0.2}
            told.append(_episodes(setting, who, spells, name, one["kind"], reasons))
            paid[name] = pay(setting.window, spells, who.people, one.get("month_cents", 0))
    return told, paid


def _by_month(window: Window, days: Ints) -> Floats:
    month = days.astype("datetime64[D]").astype("datetime64[M]").astype(np.int64)
    counts = np.bincount(month - (window.first_year - 1970) * 12, minlength=window.years * 12)
    return counts.astype(np.float64)


def happen(
    setting: Setting, people: People, name: str, counts: Mapping[int, float],
    ages: tuple[int, int], power: float = 1.3,
) -> tuple[Ints, Ints]:  # fmt: skip
    """Persons and days of something that happens so many times in each year, in order of day."""
    stream = setting.chance.stream(f"happens {name}")
    persons, days = [np.zeros(0, np.int64)], [np.zeros(0, np.int64)]
    for year in setting.window.told_years:
        first = day(f"{year}-01-01")
        person = pick(stream, _weights(people, first + 182, ages, power), counts[year])
        persons.append(person)
        days.append(first + stream.integers(0, 365, len(person)))
    person, on = np.concatenate(persons), np.concatenate(days)
    here = (people.left[person] > on) & (people.entered[person] <= on)
    order = np.flatnonzero(here)
    order = order[np.lexsort((person[order], on[order]))]
    return person[order], on[order]


def yearly(setting: Setting, reference: float, change: float) -> dict[int, float]:
    """A count of the reference year for every year, for this part."""
    year0 = setting.given.raw["reference_year"]
    return {
        year: setting.count(reference) * float(np.exp(change * (year - year0)))
        for year in setting.window.told_years
    }


def _awards(
    setting: Setting, who: Register, name: str, one: Mapping[str, Any]
) -> tuple[list[Told], Ints]:
    person, on = happen(
        setting, who.people, name, yearly(setting, one["events"], one["change"]), ADULTS
    )
    stream = setting.chance.stream(f"awards {name}")
    taken = 7 + stream.gamma(3.0, 7.0, len(on)).astype(np.int64)
    asked = np.maximum(on - taken, setting.window.start)
    common: dict[str, Cell] = {**who.who(person), "law": "participation", "product": name}
    rows = np.arange(len(on))
    return [
        Told("event", len(on), {
            "kind": "application", "record": Record(setting.kind(f"application.{name}"), rows),
            "known_on": asked, **common, "happened_on": asked, "term_days": 56,
        }),
        Told("event", len(on), {
            "kind": "decision", "record": Record(setting.kind(f"decision.{name}"), rows),
            "known_on": on, **common, "happened_on": on, "outcome": "granted",
            "days_taken": on - asked, "term_days": 56,
        }),
    ], on  # fmt: skip


def debts(setting: Setting, who: Register) -> list[Told]:
    """Reports of debts, the first talk within its term, help that runs and arrangements that last for years."""
    given, window = setting.given.raw["debt_help"], setting.window
    stream = setting.chance.stream("debts")
    counts = dict.fromkeys(
        window.told_years, given["starts"] / 1000 * setting.inhabitants * setting.level
    )
    person, on = happen(setting, who.people, "debts", counts, (18, 80))
    count, rows = len(on), np.arange(len(on))
    waits = 1 + stream.gamma(2.2, given["first_talk_days"] / 2.2, count).astype(np.int64)
    talk = on + waits
    begins = talk + stream.integers(5, 40, count)
    stops = stream.random(count) < given["stopped"]
    agreed = ~stops & (stream.random(count) < given["arrangement"] / (1 - given["stopped"]))
    until = begins + np.where(
        stops, stream.integers(20, 200, count), stream.integers(60, 300, count)
    )
    until = np.minimum(until, who.people.left[person])
    over = until + (given["months"] * 30.44 * stream.uniform(0.8, 1.2, count)).astype(np.int64)
    over = np.minimum(over, who.people.left[person])
    common: dict[str, Cell] = {**who.who(person), "law": "debt"}
    asked = Told("event", count, {
        "kind": "support_request", "record": Record(setting.kind("debt_request"), rows),
        "known_on": on, **common, "happened_on": on, "referrer": "self",
    })  # fmt: skip
    had = np.flatnonzero(talk <= window.end)
    met = Told("event", len(had), {
        "kind": "assessment", "record": Record(setting.kind("debt_talk"), had),
        "known_on": talk[had], **who.who(person[had]), "law": "debt", "happened_on": talk[had],
        "days_taken": waits[had], "term_days": given["term_days"],
    })  # fmt: skip
    helped = _debt_episodes(
        setting, who, "trajectory", person, begins, until, np.where(stops, 1, 0), "debt_help"
    )
    settled = _debt_episodes(
        setting, who, "debt_arrangement", person[agreed], until[agreed] + 1, over[agreed],
        np.zeros(int(agreed.sum()), np.int64), "debt_arrangement",
    )  # fmt: skip
    return [asked, met, helped, settled]


def _debt_episodes(
    setting: Setting, who: Register, kind: str, person: Ints, start: Ints, end: Ints, reason: Ints,
    name: str,
) -> Told:  # fmt: skip
    rows = np.flatnonzero((start <= end) & (start <= setting.window.end))
    over = end[rows] <= setting.window.end
    return Told("episode", len(rows), {
        "kind": kind, "record": Record(setting.kind(name), rows), "known_on": start[rows],
        **who.who(person[rows]), "law": "debt", "product": name, "started_on": start[rows],
        "ended_on": np.where(over, end[rows], FAR),
        "end_reason": Words(("as_planned", "by_client"), np.where(over, reason[rows], -1)),
    })  # fmt: skip
