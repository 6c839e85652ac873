"""Care claimed month by month: what was delivered, at which price, when the line arrived, and what was
corrected.
"""

from dataclasses import dataclass, fields

import numpy as np

from noaber.simulation.calendar import FAR, Window, factors, month_of, month_start, year_of_month
from noaber.simulation.care import Care
from noaber.simulation.chance import Chance, Flags, Ints, choose, whole
from noaber.simulation.parameters import Parameters
from noaber.simulation.supply import Supply

DEBIT, CREDIT = 1, -1


@dataclass(frozen=True, slots=True)
class Claims:
    """Lines as columns: the row of the care, its month, first and last day in it, volume, price, day of
    arrival.

    `sign` is CREDIT for a line that takes back an earlier one in full; `number` numbers the lines and `of` is
    the line that a credit or its replacement is about (-1 for a first line).
    """

    care: Ints
    month: Ints
    first: Ints
    last: Ints
    volume: Ints
    price: Ints
    arrived: Ints
    sign: Ints
    number: Ints
    of: Ints

    def __len__(self) -> int:
        return len(self.care)

    def take(self, rows: Ints) -> "Claims":
        """Some of the rows."""
        return Claims(*(getattr(self, one.name)[rows] for one in fields(self)))


def claim(given: Parameters, chance: Chance, window: Window, care: Care, supply: Supply) -> Claims:
    """All lines for care delivered in the window; personal budgets are lines of the bank that pays them."""
    stream = chance.stream("claims")
    first = np.maximum(care.delivered_from, window.start)
    last = np.minimum(care.end, window.end)
    # What is given once is claimed in the month in which it was given.
    once = np.array([one.once for one in given.provisions])[care.provision]
    last = np.where(once, np.where(care.delivered_from <= window.end, first, -1), last)
    first = np.where(once & (care.delivered_from < window.start), FAR, first)
    rows = np.flatnonzero((first <= last) & (care.delivered_from < FAR))
    start, end = month_of(first[rows]), month_of(last[rows])
    lengths = end - start + 1
    at = np.repeat(rows, lengths)
    month = np.repeat(start - np.cumsum(lengths) + lengths, lengths) + np.arange(lengths.sum())
    begin = np.maximum(first[at], month_start(month))
    finish = np.minimum(last[at], month_start(month + 1) - 1)
    volume = _delivered(given, stream, care, at, month, finish - begin + 1)
    # The period of a line is the month as far as it was allocated, also where care began later in it (TR387,
    # TR388).
    begin = np.maximum(care.start[at], month_start(month))
    finish = np.minimum(care.end[at], month_start(month + 1) - 1)
    keep = volume > 0
    at, month, begin, finish, volume = (x[keep] for x in (at, month, begin, finish, volume))
    provider = supply.provider(care.provision, care.luck)[at]
    price = supply.prices[provider, care.provision[at], year_of_month(month) - supply.first_year]
    arrived = _arrives(given, stream, month, care.budget[at])
    count = len(at)
    lines = Claims(
        at, month, begin, finish, volume, price, arrived, np.full(count, DEBIT),
        np.arange(count), np.full(count, -1),
    )  # fmt: skip
    return _corrected(given, stream, lines)


def _delivered(
    given: Parameters, stream: np.random.Generator, care: Care, at: Ints, month: Ints, days: Ints
) -> Ints:
    """How much was delivered in a month: whole units, never more than was allocated for those days."""
    provision = care.provision[at]
    calendar = np.array([given.raw["course"]["delivered"][one.law] for one in given.provisions])[
        provision, month % 12
    ]
    fixed = np.array([one.fixed for one in given.provisions])[provision]
    room = np.array([one.in_room for one in given.provisions])[provision]
    put_off = factors(given.raw["course"]["care_put_off"], month)
    course = np.where(fixed, 1.0, calendar) * np.where(room, put_off, 1.0)
    noise = np.exp(stream.normal(0, 1, len(at)) * np.where(fixed, 0, 0.18))
    per_item = np.array([one.once or one.monthly for one in given.provisions])[provision]
    weeks = np.where(per_item, 1.0, days / 7.0)
    wanted = care.weekly[at] * weeks * course * noise
    # Hire is for a month or for nothing; what is used of it is a chance.
    limit = np.where(per_item, 1, np.floor(care.allocated[at] * weeks))
    return np.minimum(whole(stream, wanted), limit).astype(np.int64)


def _arrives(given: Parameters, stream: np.random.Generator, month: Ints, budget: Flags) -> Ints:
    later = given.raw["claims"]["arrives_after"]
    months = np.array([int(one[0]) for one in later])
    after = months[choose(stream, [one[1] for one in later], len(month))]
    # The bank that pays personal budgets tells of a month in the next.
    after = np.where(budget, 1, after)
    return month_start(month + after) + stream.integers(4, 27, len(month))


def _corrected(given: Parameters, stream: np.random.Generator, lines: Claims) -> Claims:
    """Some lines are taken back and claimed again with another volume, some weeks after."""
    wrong = np.flatnonzero(
        (stream.random(len(lines)) < given.raw["claims"]["corrected"]) & (lines.volume > 1)
    )
    back = lines.take(wrong)
    arrived = back.arrived + stream.integers(20, 120, len(wrong))
    # Never in the same month as the line itself, which is one claim (TR316).
    arrived = np.maximum(arrived, month_start(month_of(back.arrived) + 1) + 4)
    again = np.maximum(1, back.volume - 1 - (stream.random(len(wrong)) < 0.4))
    number, count = len(lines), len(wrong)
    made = (
        lines,
        Claims(back.care, back.month, back.first, back.last, back.volume, back.price, arrived,
               np.full(count, CREDIT), number + np.arange(count), back.number),
        Claims(back.care, back.month, back.first, back.last, again, back.price, arrived,
               np.full(count, DEBIT), number + count + np.arange(count), back.number),
    )  # fmt: skip
    return Claims(*(np.concatenate([getattr(one, c.name) for one in made]) for c in fields(Claims)))


def cents(lines: Claims) -> Ints:
    """What each line is for; a credit is negative."""
    return lines.volume * lines.price * lines.sign


def by_month(lines: Claims, groups: Ints, number: int, window: Window) -> Ints:
    """Cents by group and month of the window, of lines whose group is 0 or more."""
    first, months = (window.first_year - 1970) * 12, window.years * 12
    told = groups >= 0
    key = groups[told] * months + (lines.month[told] - first)
    # Sums of whole numbers below 2^53 are exact as floats.
    total = np.bincount(key, cents(lines)[told], number * months)
    return total.astype(np.int64).reshape(number, months)
