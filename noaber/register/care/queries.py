"""What may be asked of care. Who asks decides what is seen; persons are named by pseudonym alone."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from noaber.guard.actor import Actor
from noaber.register.care.models import (
    AllocationVersion,
    ClaimLine,
    DeliveryStart,
    DeliveryStop,
    Mailbox,
    MessageRecord,
    Person,
    Request,
)
from noaber.register.care.outgoing import to_send, unanswered
from noaber.register.care.waiting import Waiting, waiting

__all__ = [
    "NoSuchPerson",
    "PersonFile",
    "Waiting",
    "allocation_versions",
    "claim_lines",
    "counted",
    "deliveries_started",
    "deliveries_stopped",
    "mailboxes",
    "messages",
    "person_file",
    "requests",
    "to_send",
    "unanswered",
    "waiting",
]


class NoSuchPerson(LookupError):
    """There is no such person for this actor; the message is a Dutch sentence."""


def mailboxes(actor: Actor) -> QuerySet[Mailbox]:
    """The mailboxes of the actor's own municipalities."""
    found = Mailbox.objects.select_related("municipality").order_by("municipality", "code", "trial")
    if actor.everywhere:
        return found
    return found.filter(municipality__code__in=actor.municipalities)


def counted(actor: Actor) -> QuerySet[Mailbox]:
    """The mailboxes whose rows are facts: of municipalities, and no trial."""
    return mailboxes(actor).filter(role=Mailbox.Role.MUNICIPALITY, trial=False)


def messages(actor: Actor, mailbox: Mailbox) -> QuerySet[MessageRecord]:
    """What came in and went out, in the order of the moments."""
    return MessageRecord.objects.filter(
        mailbox__in=mailboxes(actor), mailbox=mailbox
    ).select_related("mailbox", "answers")


def requests(actor: Actor) -> QuerySet[Request]:
    """The requests that stand, of all counted mailboxes, with their lines."""
    rows = Request.objects.standing().filter(mailbox__in=counted(actor))
    return rows.select_related("person", "message").prefetch_related("lines")


def allocation_versions(actor: Actor) -> QuerySet[AllocationVersion]:
    """Every decision that stands, the oldest of each allocation first: the last one is current."""
    rows = AllocationVersion.objects.standing().filter(allocation__mailbox__in=counted(actor))
    return rows.select_related("allocation__person", "message").order_by(
        "allocation", "decided_at", "reason", "pk"
    )


def deliveries_started(actor: Actor) -> QuerySet[DeliveryStart]:
    """The starts that stand, of all counted mailboxes."""
    rows = DeliveryStart.objects.standing().filter(mailbox__in=counted(actor))
    return rows.select_related("person", "allocation", "message")


def deliveries_stopped(actor: Actor) -> QuerySet[DeliveryStop]:
    """The stops that stand, of all counted mailboxes."""
    rows = DeliveryStop.objects.standing().filter(mailbox__in=counted(actor))
    return rows.select_related("person", "allocation", "message")


def claim_lines(actor: Actor) -> QuerySet[ClaimLine]:
    """The lines of claims that stand, of all counted mailboxes; each names its verdict."""
    return (
        ClaimLine.objects.filter(claim__mailbox__in=counted(actor))
        .exclude(claim__message__state=MessageRecord.State.REJECTED)
        .select_related("claim__message", "person")
    )


@dataclass(frozen=True, slots=True)
class PersonFile:
    """All that messages told of one person in one mailbox, without name or number."""

    person: Person
    requests: tuple[Request, ...]
    allocations: tuple[AllocationVersion, ...]
    starts: tuple[DeliveryStart, ...]
    stops: tuple[DeliveryStop, ...]
    claims: tuple[ClaimLine, ...]

    def evidence(self) -> Iterator[tuple[MessageRecord, int | None]]:
        """The message and line behind each row."""
        rows: tuple[Any, ...] = (*self.requests, *self.allocations, *self.starts, *self.stops)
        yield from ((row.message, row.line) for row in rows)
        yield from ((row.claim.message, row.line) for row in self.claims)


def person_file(actor: Actor, mailbox: Mailbox, pseudonym: str) -> PersonFile:
    """Everything of one person, by pseudonym. Raises NoSuchPerson, also for a stranger."""
    person = Person.objects.filter(
        mailbox__in=mailboxes(actor), mailbox=mailbox, pseudonym=pseudonym
    ).first()
    if person is None:
        raise NoSuchPerson("deze persoon is hier niet bekend")
    return PersonFile(
        person,
        tuple(Request.objects.standing().filter(person=person).select_related("message")),
        tuple(
            AllocationVersion.objects.standing()
            .filter(allocation__person=person)
            .select_related("allocation", "message")
        ),
        tuple(
            DeliveryStart.objects.standing()
            .filter(person=person)
            .select_related("allocation", "message")
        ),
        tuple(
            DeliveryStop.objects.standing()
            .filter(person=person)
            .select_related("allocation", "message")
        ),
        tuple(
            ClaimLine.objects.filter(person=person)
            .exclude(claim__message__state=MessageRecord.State.REJECTED)
            .select_related("claim__message")
        ),
    )
