"""The plain values that rules are decided on."""

from dataclasses import dataclass
from datetime import date

REMOVED = ("01", "13")
TEMPORARY = "20"
FIRST, REMOVE = "1", "3"


@dataclass(frozen=True, slots=True)
class Allocated:
    """An allocation as its latest decision states it. Volume in `unit`, budget in cents."""

    number: int
    start: date
    end: date | None
    category: str = ""
    code: str = ""
    volume: int | None = None
    unit: str = ""
    frequency: str = ""
    budget: int | None = None
    reason: str = ""

    @property
    def removed(self) -> bool:
        """Whether it counts as never sent."""
        return self.reason in REMOVED and self.start == self.end

    def current(self, day: date) -> bool:
        """Whether it holds on or after that day, and was not removed (TR349)."""
        return not self.removed and (self.end is None or self.end >= day)


@dataclass(frozen=True, slots=True)
class Wish:
    """What a request wants of one product, or how one allocation should become."""

    start: date
    end: date | None = None
    category: str = ""
    code: str = ""
    volume: int | None = None
    unit: str = ""
    frequency: str = ""
    budget: int | None = None
    number: int | None = None


def extent_of(of: Allocated | Wish) -> tuple[int | None, str, str, int | None]:
    """How much: volume, unit, frequency and budget."""
    return (of.volume, of.unit, of.frequency, of.budget)


@dataclass(frozen=True, slots=True)
class Key:
    """What tells one delivery from another: allocation number, product, first day (IV096)."""

    number: int | None
    category: str
    code: str
    begin: date

    @property
    def place(self) -> tuple[int | None, str, str]:
        """Where only one delivery can be going on: an allocation, or else a product."""
        return (None, self.category, self.code) if self.number is None else (self.number, "", "")


@dataclass(frozen=True, slots=True)
class Stop:
    """The end of a delivery: which one, why, and its last day."""

    key: Key
    reason: str
    end: date


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a claim. Volume in `unit` (euros: cents); tariff and amount in cents."""

    reference: str
    previous: str
    number: int
    category: str
    code: str
    start: date
    end: date
    volume: int
    unit: str
    tariff: int | None
    amount: int
    is_credit: bool


@dataclass(frozen=True, slots=True)
class Price:
    """A price in a contract: cents for one unit."""

    unit: str
    cents: int
