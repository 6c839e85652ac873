"""Rules over contracts and tariffs: pure functions on days and amounts."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from enum import StrEnum

Period = tuple[date, date | None]
_DAY = timedelta(days=1)


def overlapping(period: Period, others: Iterable[Period]) -> Period | None:
    """The first of the others that shares a day with this period; no last day is: still."""
    return next((other for other in others if share(period, other)), None)


def share(one: Period, other: Period) -> bool:
    """Whether two periods share a day."""
    return one[0] <= (other[1] or date.max) and other[0] <= (one[1] or date.max)


def holds(period: Period, day: date) -> bool:
    """Whether a period holds on a day."""
    return period[0] <= day <= (period[1] or date.max)


@dataclass(frozen=True, slots=True, order=True)
class Agreed:
    """A price in cents for one unit, from a day to a day; without cents the days of a contract."""

    start: date
    end: date | None
    cents: int | None = None

    @property
    def period(self) -> Period:
        """From its first day to its last."""
        return self.start, self.end


class Why(StrEnum):
    """Why a price cannot be laid over another."""

    BEGINS_WITHIN = "begins_within"
    GOES_ON = "goes_on"


@dataclass(frozen=True, slots=True)
class Clash:
    """A price that is given against one that is kept, and the first day that nobody decided."""

    given: Agreed
    kept: Agreed
    why: Why
    day: date


@dataclass(slots=True)
class Laid:
    """What holds afterwards, what was changed into what (None: taken away), and what cannot be."""

    after: list[Agreed] = field(default_factory=list)
    changes: list[tuple[Agreed, Agreed | None]] = field(default_factory=list)
    clashes: list[Clash] = field(default_factory=list)


def lay(kept: Iterable[Agreed], given: Sequence[Agreed], replacing: bool = False) -> Laid:
    """Lay new prices of one product over those that are kept; no two of either share a day.

    What begins on the same day takes the place of what was there. A price that began earlier ends the day
    before. One that began later stays where it is, and that is a clash, unless `replacing`. A price that
    would go on after the new ones is a clash always: whether it does is not for this rule to guess.
    """
    made, starts = Laid(after=list(given)), {one.start: one for one in given}
    for one in sorted(kept):
        over = sorted(new for new in given if share(one.period, new.period))
        if new := starts.get(one.start):
            if new != one:
                made.changes.append((one, new))
            continue
        if not over:
            made.after.append(one)
            continue
        open_day = _undecided(one, over)
        if open_day is not None:
            made.clashes.append(Clash(over[-1], one, Why.GOES_ON, open_day))
        elif one.start < over[0].start:
            ended = replace(one, end=over[0].start - _DAY)
            made.changes.append((one, ended))
            made.after.append(ended)
        elif replacing:
            made.changes.append((one, None))
        else:
            made.clashes.append(Clash(over[0], one, Why.BEGINS_WITHIN, one.start))
    made.after.sort()
    return made


def _undecided(one: Agreed, over: Sequence[Agreed]) -> date | None:
    """The first day after the first new price on which the kept one would still hold."""
    day = over[0].start
    for new in over:
        if new.start > day:
            return day
        if new.end is None:
            return None
        day = new.end + _DAY
    return day if holds(one.period, day) else None


@dataclass(frozen=True, slots=True)
class Listed:
    """A price within the days of its contract, which has this number in the register."""

    contract: int
    days: Period
    unit: str
    agreed: Agreed

    def holds_on(self, day: date) -> bool:
        """Whether both the price and its contract hold on that day."""
        return holds(self.days, day) and holds(self.agreed.period, day)

    @property
    def price(self) -> tuple[str, int | None]:
        """What a claim is held against: unit and cents."""
        return self.unit, self.agreed.cents


def lost(day: date, before: Iterable[Listed], after: Iterable[Listed]) -> list[Listed]:
    """The prices of a product that held on a day before, and no more after."""
    still = {one.price for one in after if one.holds_on(day)}
    return [one for one in before if one.holds_on(day) and one.price not in still]
