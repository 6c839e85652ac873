"""What care gives to be counted: plain rows of one municipality, with persons by pseudonym alone.

Only rows of messages that stand, in mailboxes of municipalities that are no trial. `state_of_*` tells
cheaply whether anything changed since it was asked before. Reading rows leaves one audit line.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple

from django.db.models import Count, F, Max, Q, QuerySet, Sum
from django.utils import timezone

from noaber.guard.actor import Actor
from noaber.guard.audit import trail
from noaber.guard.roles import ALLOCATIONS, CLAIMS
from noaber.register.care.fields import AMSTERDAM
from noaber.register.care.models import (
    AllocationVersion,
    Claim,
    ClaimAnswer,
    ClaimLine,
    DeliveryStart,
    DeliveryStop,
    Mailbox,
    MessageRecord,
    Person,
    Request,
    RequestAnswer,
    RequestLine,
)
from noaber.register.care.models.messages import StandingQuerySet
from noaber.register.care.terms import TERMS

CHUNK = 20_000
REJECTED = MessageRecord.State.REJECTED


class Source(NamedTuple):
    """Which message told a row: under which law, by whom, its name and moment, and the line."""

    law: str
    number: str
    sender: str
    identification: str
    moment: datetime
    line: int | None


class Version(NamedTuple):
    """An allocation as one decision states it; the last of an allocation is the current one."""

    pk: int
    allocation: int
    allocation_number: int
    law: str
    provider: str
    person: str
    born: date | None
    category: str
    code: str
    volume: int | None
    unit: str
    frequency: str
    budget: int | None
    start: date
    end: date | None
    reason: str
    reference: str
    decided_at: datetime
    source: Source


class Delivery(NamedTuple):
    """A start or, with its end and reason, a stop of a delivery; both name the first day."""

    pk: int
    law: str
    provider: str
    person: str
    born: date | None
    allocation: int | None
    category: str
    code: str
    begin: date
    source: Source
    end: date | None
    reason: str


class Asked(NamedTuple):
    """One product that a provider asked for; `until` is the last day for a first answer."""

    pk: int
    kind: str
    law: str
    provider: str
    person: str
    born: date | None
    reference: str
    category: str
    code: str
    volume: int | None
    unit: str
    frequency: str
    dated: date
    reason: str
    referrer: str
    allocation_number: int | None
    source: Source

    @property
    def until(self) -> date:
        """The day until which the municipality may take to answer, counted from receipt (OP274, OP346)."""
        received = self.source.moment.astimezone(AMSTERDAM).date()
        return TERMS[f"{self.kind}_request"].due(received)


class Answered(NamedTuple):
    """What the municipality said of a request: refused with a reason, or under investigation."""

    pk: int
    law: str
    provider: str
    reference: str
    verdict: str
    reason: str
    source: Source


class Line(NamedTuple):
    """A granted line of a claim, without what the claim itself tells."""

    pk: int
    person: str
    born: date | None
    line: int | None
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
class Granted:
    """A claim of which lines were granted, with the message of its answer where that was sent."""

    pk: int
    provider: str
    source: Source
    answer: Source | None


def municipalities(actor: Actor) -> list[str]:
    """The codes of the municipalities whose own mailbox is kept here and may be counted."""
    found = Mailbox.objects.filter(
        role=Mailbox.Role.MUNICIPALITY, trial=False, messages__isnull=False
    )
    if not actor.everywhere:
        found = found.filter(municipality__code__in=actor.municipalities)
    codes = found.values_list("municipality__code", flat=True)
    return sorted(set(codes.filter(code=F("municipality__code")).distinct()))


def _within(code: str, mailbox: str = "mailbox") -> dict[str, Any]:
    """The rows of that municipality, in its own mailbox."""
    return {
        f"{mailbox}__role": Mailbox.Role.MUNICIPALITY,
        f"{mailbox}__trial": False,
        f"{mailbox}__municipality__code": code,
        f"{mailbox}__code": code,
    }


def _sums(rows: QuerySet[Any], stands: Q) -> dict[str, Any]:
    # What a message told never changes; what stands does, and is told by the sum of its numbers.
    return rows.aggregate(n=Count("pk"), last=Max("pk"), stands=Sum("pk", filter=stands))


def state_of_care(actor: Actor, code: str) -> list[Any]:
    """A few numbers that differ once any allocation, delivery, request or answer of it changed."""
    actor.require(code, f"gemeente {code}")
    stands = ~Q(message__state=REJECTED)
    kept = stands & (Q(removed_by__isnull=True) | Q(removed_by__state=REJECTED))
    return [
        _sums(AllocationVersion.objects.filter(**_within(code, "allocation__mailbox")), stands),
        _sums(DeliveryStart.objects.filter(**_within(code)), kept),
        _sums(DeliveryStop.objects.filter(**_within(code)), kept),
        _sums(Request.objects.filter(**_within(code)), stands),
        _sums(RequestAnswer.objects.filter(**_within(code)), stands),
        state_of_persons(actor, code),
    ]


def state_of_persons(actor: Actor, code: str, until: int | None = None) -> dict[str, Any]:
    """Numbers that differ once a day of birth changed; of those known up to row `until`, else of all."""
    actor.require(code, f"gemeente {code}")
    found = Person.objects.filter(**_within(code), **({} if until is None else {"pk__lte": until}))
    sums = {part: Sum(f"born__{part}") for part in ("year", "month", "day")}
    return found.aggregate(last=Max("pk"), known=Count("born"), **sums)


def state_of_claims(actor: Actor, code: str) -> dict[int, list[Any]]:
    """By year of the claimed month: numbers that differ once a claim or its answer changed."""
    actor.require(code, f"gemeente {code}")
    rows = _claims(code).order_by("period_start__year").values("period_start__year")
    answered = Q(claim_answers__isnull=False) & ~Q(claim_answers__message__state=REJECTED)
    counted = rows.annotate(
        n=Count("pk"),
        last=Max("pk"),
        stands=Sum("pk", filter=~Q(message__state=REJECTED)),
        answers=Sum("claim_answers__pk", filter=answered),
    )
    return {
        row["period_start__year"]: [row["n"], row["last"], row["stands"], row["answers"]]
        for row in counted
    }


def _claims(code: str) -> QuerySet[Any]:
    return Claim.objects.filter(**_within(code))


_SOURCE = ("law", "number", "sender", "identification", "moment")


def _source(prefix: str, line: str) -> tuple[str, ...]:
    return (*(f"{prefix}__{name}" for name in _SOURCE), line)


_MESSAGE = _source("message", "line")


def _rows(rows: QuerySet[Any], *names: str) -> Iterator[tuple[Any, ...]]:
    return rows.order_by("pk").values_list(*names).iterator(CHUNK)


def _told(row: tuple[Any, ...]) -> tuple[Any, ...]:
    """A row whose last six columns are one value: the message that told it."""
    return (*row[:-6], Source._make(row[-6:]))


def _noted(actor: Actor, code: str, purpose: str, what: str, count: int) -> None:
    trail.note(actor, code, purpose, f"feiten tellen: {what}", count, timezone.now())


def versions(actor: Actor, code: str) -> Iterator[Version]:
    """Every decision on an allocation that stands, by allocation, the oldest first."""
    found = AllocationVersion.objects.standing().filter(**_within(code, "allocation__mailbox"))
    _noted(actor, code, ALLOCATIONS, "toewijzingen", found.count())
    names = (
        "pk", "allocation_id", "allocation__number", "allocation__law", "allocation__provider_code",
        "allocation__person__pseudonym", "allocation__person__born", "category", "code", "volume",
        "unit", "frequency", "budget", "start", "end", "reason", "reference", "decided_at",
    )  # fmt: skip
    ordered = found.order_by("allocation_id", "decided_at", "reason", "pk")
    for row in ordered.values_list(*names, *_MESSAGE).iterator(CHUNK):
        yield Version._make(_told(row))


_DELIVERY = (
    "pk", "law", "provider_code", "person__pseudonym", "person__born", "allocation_id", "category",
    "code", "begin",
)  # fmt: skip


def starts(actor: Actor, code: str) -> Iterator[Delivery]:
    """Every start of a delivery that stands and was not taken back."""
    found = DeliveryStart.objects.standing().filter(**_within(code))
    _noted(actor, code, ALLOCATIONS, "begonnen leveringen", found.count())
    for row in _rows(found, *_DELIVERY, *_MESSAGE):
        yield Delivery._make((*_told(row), None, ""))


def stops(actor: Actor, code: str) -> Iterator[Delivery]:
    """Every end of a delivery that stands and was not taken back."""
    found = DeliveryStop.objects.standing().filter(**_within(code))
    _noted(actor, code, ALLOCATIONS, "beëindigde leveringen", found.count())
    for row in _rows(found, *_DELIVERY, *_MESSAGE, "end", "reason"):
        yield Delivery._make((*_told(row[:-2]), *row[-2:]))


def asked(actor: Actor, code: str) -> Iterator[Asked]:
    """Every product that was asked for, or asked to change, in a request that stands."""
    requests = Request.objects.filter(**_within(code)).exclude(message__state=REJECTED)
    found = RequestLine.objects.filter(request__in=requests).exclude(
        kind=RequestLine.Kind.UNCHANGED
    )
    _noted(actor, code, ALLOCATIONS, "verzoeken van aanbieders", found.count())
    names = (
        "pk", "request__kind", "request__law", "request__provider_code",
        "request__person__pseudonym", "request__person__born", "reference", "category", "code",
        "volume", "unit", "frequency", "request__dated", "request__reason", "referrer_type",
        "allocation_number",
    )  # fmt: skip
    for row in _rows(found, *names, *_source("request__message", "line")):
        yield Asked._make(_told(row))


def answered(actor: Actor, code: str) -> Iterator[Answered]:
    """Every answer to a request that stands."""
    actor.require(code, f"gemeente {code}")
    found: StandingQuerySet = RequestAnswer.objects.standing().filter(**_within(code))
    names = ("pk", "law", "provider_code", "reference", "verdict", "reason")
    for row in _rows(found, *names, *_MESSAGE):
        yield Answered._make(_told(row))


def _granted(code: str, year: int) -> list[Granted]:
    """The claims over months of that year that stand, each with its answer."""
    found = _claims(code).exclude(message__state=REJECTED).filter(period_start__year=year)
    answers = {
        row[0]: Source._make((*row[1:], None))
        for row in ClaimAnswer.objects.standing()
        .filter(claim__in=found)
        .order_by("pk")
        .values_list("claim_id", *(f"message__{name}" for name in _SOURCE))
    }
    rows = _rows(found, "pk", "provider_code", *_MESSAGE)
    return [Granted(row[0], row[1], Source._make(row[2:]), answers.get(row[0])) for row in rows]


def lines(actor: Actor, code: str, year: int) -> Iterator[tuple[Granted, Line]]:
    """The granted lines of the claims over months of that year, claim by claim."""
    approved = ClaimLine.objects.filter(verdict=ClaimLine.Verdict.APPROVED)
    of_year = approved.filter(
        **_within(code, "claim__mailbox"), claim__period_start__year=year
    ).exclude(claim__message__state=REJECTED)
    _noted(actor, code, CLAIMS, f"toegekende declaratieregels van {year}", of_year.count())
    names = (
        "pk", "person__pseudonym", "person__born", "line", "category", "code", "start", "end",
        "volume", "unit", "tariff", "amount", "is_credit",
    )  # fmt: skip
    for claim in _granted(code, year):
        for row in _rows(approved.filter(claim_id=claim.pk), *names):
            yield claim, Line._make(row)


def not_counted(actor: Actor, code: str) -> dict[str, int]:
    """What is registered and is no fact (yet), by why."""
    actor.require(code, f"gemeente {code}")
    claim_lines = ClaimLine.objects.filter(**_within(code, "claim__mailbox"))
    stands = claim_lines.exclude(claim__message__state=REJECTED)
    verdicts = dict(stands.order_by().values_list("verdict").annotate(n=Count("pk")))
    found = {
        "declaratieregel nog niet beoordeeld": verdicts.get("", 0),
        "declaratieregel afgewezen": verdicts.get("rejected", 0),
        "declaratieregel in een afgekeurd bericht": claim_lines.count() - stands.count(),
        **{
            f"{what} in een afgekeurd of ingetrokken bericht": rows.count()
            - rows.standing().count()
            for what, rows in (
                (
                    "toewijzing",
                    AllocationVersion.objects.filter(**_within(code, "allocation__mailbox")),
                ),
                ("begin van levering", DeliveryStart.objects.filter(**_within(code))),
                ("einde van levering", DeliveryStop.objects.filter(**_within(code))),
                ("verzoek", Request.objects.filter(**_within(code))),
                ("antwoord op een verzoek", RequestAnswer.objects.filter(**_within(code))),
            )
        },
    }
    return {why: count for why, count in found.items() if count}
