"""Allocations: the list, and one with its versions, deliveries and what was claimed on it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from types import MappingProxyType
from typing import Any

from django.db.models import Count, Max, Min, OuterRef, Q, QuerySet, Subquery, Sum

from noaber.guard.actor import Actor
from noaber.guard.audit.trail import note
from noaber.guard.roles import ALLOCATIONS, IDENTIFYING
from noaber.guard.secrets import keys_of
from noaber.register.care.fields import AMSTERDAM
from noaber.register.care.lookups.mailboxes import mailboxes
from noaber.register.care.models import (
    Allocation,
    AllocationVersion,
    ClaimLine,
    DeliveryStart,
    DeliveryStop,
    Mailbox,
    MessageRecord,
)
from noaber.register.care.rules.values import Allocated
from noaber.register.care.rules.volumes import HOUR, counted, most_in_total
from noaber.register.care.store import allocated

SORTS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "number": ("number", "pk"),
        "start": ("start", "number", "pk"),
        "end": ("end", "number", "pk"),
        "provider": ("provider_code", "number", "pk"),
    }
)


@dataclass(frozen=True, slots=True)
class Choice:
    """Which allocations: everything where a field is empty."""

    number: int | None = None
    party: str = ""
    law: str = ""
    state: str = ""
    sort: str = "-number"


def allocations(
    actor: Actor, mailbox: Mailbox, choice: Choice, today: date
) -> QuerySet[Allocation]:
    """The allocations of a mailbox that fit, each with the period of its current version."""
    latest = (
        AllocationVersion.objects.standing()
        .filter(allocation=OuterRef("pk"))
        .order_by("-decided_at", "-pk")
    )
    rows = Allocation.objects.filter(mailbox__in=mailboxes(actor), mailbox=mailbox).annotate(
        start=Subquery(latest.values("start")[:1]),
        end=Subquery(latest.values("end")[:1]),
        category=Subquery(latest.values("category")[:1]),
        product=Subquery(latest.values("code")[:1]),
        reason=Subquery(latest.values("reason")[:1]),
    )
    if choice.number is not None:
        rows = rows.filter(number=choice.number)
    if choice.party:
        rows = rows.filter(Q(provider_code=choice.party) | Q(municipality_code=choice.party))
    if choice.law:
        rows = rows.filter(law=choice.law)
    if choice.state == "running":
        rows = rows.filter(Q(end__isnull=True) | Q(end__gte=today), start__lte=today)
    elif choice.state == "ended":
        rows = rows.filter(end__lt=today)
    elif choice.state == "coming":
        rows = rows.filter(start__gt=today)
    name = choice.sort.removeprefix("-")
    down = "-" if choice.sort.startswith("-") else ""
    order = [f"{down}{one}" for one in SORTS.get(name, SORTS["number"])]
    return (
        rows.select_related("person").defer("person__bsn", "person__particulars").order_by(*order)
    )


def note_list(actor: Actor, mailbox: Mailbox, rows: Sequence[Allocation], now: datetime) -> None:
    """Leave the audit line for a page of the list. Raises NotAllowed."""
    people = {row.person_id for row in rows}
    if people:
        selection = f"lijst van toewijzingen in postbus {mailbox.code}"
        note(actor, mailbox.municipality.code, ALLOCATIONS, selection, len(people), now)


def of_client(actor: Actor, mailbox: Mailbox, bsn: str, now: datetime) -> list[Allocation]:
    """The allocations of one client, latest first; the number goes no further than its pseudonym.

    Leaves an audit line, also where nobody was found. Raises NotABsn, and NotAllowed for a role that
    may not know whom it is about.
    """
    code = mailbox.municipality.code
    name = keys_of(code).pseudonym(bsn)
    rows = allocations(actor, mailbox, Choice(), now.astimezone(AMSTERDAM).date())
    found = list(rows.filter(person__pseudonym=name))
    selection = f"gezocht op een BSN in postbus {mailbox.code}"
    note(actor, code, IDENTIFYING, selection, len({row.person_id for row in found}), now)
    return found


@dataclass(frozen=True, slots=True)
class Used:
    """What was granted of what may be claimed: hours counted as minutes, or cents of a budget.

    `most` is None where nothing bounds it; `until` is set where there is no last day and the most is
    that up to that day.
    """

    granted: int
    most: int | None
    unit: str
    until: date | None = None

    @property
    def part(self) -> float | None:
        """The granted part, 1.0 for all of it; None where nothing bounds it."""
        return None if not self.most else self.granted / self.most

    def in_unit(self, amount: int) -> str:
        """An amount in the unit of the allocation: hours from minutes, with a decimal where needed."""
        if self.unit != HOUR:
            return f"{amount:,}".replace(",", ".")
        hours = amount / 60
        return (
            f"{hours:,.1f}".replace(",", " ").replace(".", ",").replace(" ", ".").removesuffix(",0")
        )


@dataclass(frozen=True, slots=True)
class Shown:
    """One allocation with everything that was told of it, and the message that told it."""

    allocation: Allocation
    current: AllocationVersion | None
    versions: Sequence[AllocationVersion]
    starts: Sequence[DeliveryStart]
    stops: Sequence[DeliveryStop]
    lines: QuerySet[ClaimLine]
    used: Used | None
    sums: Mapping[str, tuple[int, int]]


def allocation(actor: Actor, key: int, today: date, now: datetime) -> Shown:
    """One allocation by its key; leaves an audit line.

    Raises Allocation.DoesNotExist, also for one of another municipality.
    """
    found = (
        Allocation.objects.select_related("mailbox__municipality", "person")
        .defer("person__bsn", "person__particulars")
        .get(pk=key, mailbox__in=mailboxes(actor))
    )
    code = found.mailbox.municipality.code
    note(actor, code, ALLOCATIONS, f"toewijzing {found.number} ({found.law})", 1, now)
    versions = list(_told(found.versions).order_by("-decided_at", "-pk"))
    standing = [one for one in versions if one.message.state != MessageRecord.State.REJECTED]
    lines = lines_of(found)
    current = standing[0] if standing else None
    return Shown(
        found,
        current,
        versions,
        list(_told(found.deliverystarts, "removed_by").order_by("begin", "pk")),
        list(_told(found.deliverystops, "removed_by").order_by("end", "pk")),
        lines,
        _used(current, lines, today) if current else None,
        _sums(lines),
    )


def _told(rows: Any, *more: str) -> Any:
    sealed = ("content", "findings")
    names = ("message", *more)
    return rows.select_related(*names).defer(*(f"{n}__{s}" for n in names for s in sealed))


def lines_of(found: Allocation) -> QuerySet[ClaimLine]:
    """The claim lines on an allocation of claims that stand, the latest month first."""
    rejected = MessageRecord.State.REJECTED
    return (
        ClaimLine.objects.filter(
            allocation_number=found.number,
            claim__mailbox=found.mailbox,
            claim__law=found.law,
            claim__municipality_code=found.municipality_code,
            claim__provider_code=found.provider_code,
        )
        .exclude(claim__message__state=rejected)
        .select_related("claim__message")
        .defer("claim__message__content", "claim__message__findings")
        .order_by("-start", "-pk")
    )


def _sums(lines: QuerySet[ClaimLine]) -> dict[str, tuple[int, int]]:
    """Number of lines and cents by verdict; a credit takes away."""
    signed = Sum("amount", filter=Q(is_credit=False), default=0) - Sum(
        "amount", filter=Q(is_credit=True), default=0
    )
    rows = lines.order_by().values_list("verdict").annotate(Count("pk"), cents=signed)
    return {verdict: (number, int(cents)) for verdict, number, cents in rows}


def _used(current: AllocationVersion, lines: QuerySet[ClaimLine], today: date) -> Used | None:
    plain = allocated(current)
    granted = lines.filter(verdict=ClaimLine.Verdict.APPROVED).order_by()
    sums = granted.values_list("unit", "is_credit").annotate(Sum("volume"), Sum("amount"))
    volume = cents = 0
    for unit, is_credit, units, amount in sums:
        sign = -1 if is_credit else 1
        volume += sign * counted(int(units), unit)
        cents += sign * int(amount)
    if plain.budget is not None:
        return Used(cents, plain.budget, "")
    most, until = most_in_total(plain), None
    if most is None and plain.volume is not None and plain.start <= today:
        until = today
        most = most_in_total(_until(plain, today))
    return Used(volume, most, plain.unit, until) if plain.volume is not None else None


def _until(plain: Allocated, day: date) -> Allocated:
    return replace(plain, end=day)


def span(lines: QuerySet[ClaimLine]) -> tuple[date | None, date | None]:
    """The first and last day that claim lines tell of."""
    found = lines.order_by().aggregate(first=Min("start"), last=Max("end"))
    return found["first"], found["last"]
