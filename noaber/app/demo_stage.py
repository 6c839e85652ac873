"""The stage of the demo's exchange: its parties, its calendar, and what the municipality has agreed."""

import heapq
from calendar import monthrange
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, time
from itertools import count

from noaber.guard.actor import Actor
from noaber.guard.models import Municipality
from noaber.register.care.fields import AMSTERDAM
from noaber.register.care.models import Mailbox
from noaber.register.care.terms import first_working_day
from noaber.register.supply import services as supply

MONTHS, HOUR, WEEKLY = 4, "04", "2"


@dataclass(frozen=True, slots=True)
class Kind:
    """A provider of the demo: under which law, which product, at what tariff in cents an hour."""

    code: str
    name: str
    law: str
    category: str
    product: str
    product_name: str
    tariff: int
    planned_end: str


KINDS = (
    Kind("42429001", "Jeugdhulp De Wierde", "youth", "45", "45A04", "Ambulante begeleiding jeugd", 7840, "31"),
    Kind("42429002", "Thuiszorg Het Essenhuis", "wmo", "02", "02A03", "Begeleiding individueel", 6120, "19"),
)  # fmt: skip


def offer(actor: Actor, municipality: Municipality, kind: Kind, today: date) -> None:
    """Keep provider, product, contract and tariff, as the municipality keeps them."""
    since = date(today.year - 1, 1, 1)
    provider = supply.keep_provider(actor, municipality, kind.code, kind.name)
    product = supply.keep_product(
        actor, municipality, kind.law, kind.category, kind.product, kind.product_name, HOUR
    )
    number = f"{since.year}-{kind.code[-3:]}"
    contract = supply.keep_contract(actor, provider, kind.law, number, since)
    supply.keep_tariff(actor, contract, supply.Price(product, HOUR, kind.tariff, since))


@dataclass(slots=True)
class Stage:
    """The calendar: what happens on which day, in order, and nothing after today."""

    actor: Actor
    municipality: Municipality
    town: Mailbox
    today: date
    day: date = date.min
    _queue: list[tuple[date, int, Callable[[], None]]] = field(default_factory=list)
    _turn: "count[int]" = field(default_factory=count)
    _minute: int = 0

    @property
    def now(self) -> datetime:
        """The moment of what happens now: each thing a few minutes after the one before."""
        self._minute += 3
        at = time(8 + self._minute // 60 % 9, self._minute % 60)
        return datetime.combine(self.day, at, AMSTERDAM)

    @property
    def first(self) -> date:
        """The first day of the first month of the story."""
        return months_before(self.today, MONTHS)

    def on(self, day: date, act: Callable[[], None]) -> None:
        """Let something happen on the first working day from `day`; what lies ahead does not happen."""
        day = first_working_day(max(day, self.day))
        if day <= self.today:
            heapq.heappush(self._queue, (day, next(self._turn), act))

    def run(self) -> None:
        """Let everything happen in order."""
        while self._queue:
            day, _, act = heapq.heappop(self._queue)
            if day != self.day:
                self.day, self._minute = day, 0
            act()


def months_before(day: date, number: int) -> date:
    """The first day of the month that many months before that day's; below zero is after."""
    months = day.year * 12 + day.month - 1 - number
    return date(months // 12, months % 12 + 1, 1)


def last_day(month: date) -> date:
    """The last day of that month."""
    return month.replace(day=monthrange(month.year, month.month)[1])
