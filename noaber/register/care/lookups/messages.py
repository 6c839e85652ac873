"""Messages of a mailbox: the list, and one of them with what it answers, tells and was found to be."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from typing import Any

from django.db.models import Q, QuerySet

from noaber.guard.actor import Actor
from noaber.guard.audit.trail import note
from noaber.guard.roles import MESSAGES
from noaber.register.care import queries
from noaber.register.care.lookups.mailboxes import mailboxes
from noaber.register.care.models import (
    AllocationVersion,
    Claim,
    ClaimAnswer,
    DeliveryStart,
    DeliveryStop,
    Mailbox,
    MessageRecord,
    Request,
    RequestAnswer,
    RequestLine,
)

SORTS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "moment": ("moment", "pk"),
        "number": ("number", "moment", "pk"),
        "state": ("state", "moment", "pk"),
        "dated": ("dated", "moment", "pk"),
    }
)


@dataclass(frozen=True, slots=True)
class Choice:
    """Which messages: everything where a field is empty. `wrong` is what someone has to look at."""

    direction: str = ""
    number: str = ""
    state: str = ""
    party: str = ""
    words: str = ""
    sort: str = "-moment"


def messages(actor: Actor, mailbox: Mailbox, choice: Choice) -> QuerySet[MessageRecord]:
    """The messages of a mailbox that fit the choice, in its order; what is sealed is not fetched."""
    rows = queries.messages(actor, mailbox)
    if choice.direction:
        rows = rows.filter(direction=choice.direction)
    if choice.number:
        rows = rows.filter(number=choice.number)
    if choice.state:
        rows = rows.filter(state=choice.state)
    if choice.party:
        rows = rows.filter(Q(sender=choice.party) | Q(receiver=choice.party))
    if choice.words:
        rows = rows.filter(
            Q(identification__iexact=choice.words) | Q(file_name__icontains=choice.words)
        )
    name = choice.sort.removeprefix("-")
    down = "-" if choice.sort.startswith("-") else ""
    order = [f"{down}{one}" for one in SORTS.get(name, SORTS["moment"])]
    # Of an answer only its own columns are shown.
    return rows.select_related(None).defer("content", "findings").order_by(*order)


def parties(actor: Actor, mailbox: Mailbox) -> list[str]:
    """The codes of those with whom this mailbox exchanges messages."""
    rows = queries.messages(actor, mailbox)
    codes = set(rows.order_by().values_list("sender", flat=True).distinct())
    codes |= set(rows.order_by().values_list("receiver", flat=True).distinct())
    return sorted(codes - {mailbox.code, ""})


@dataclass(frozen=True, slots=True)
class Shown:
    """One message with everything around it."""

    record: MessageRecord
    answers: MessageRecord | None
    answered_by: Sequence[MessageRecord]
    claim: Claim | None
    claim_answer: ClaimAnswer | None
    told: Mapping[str, Sequence[Any]]
    became: Mapping[str, Sequence[Any]]
    asked: Mapping[str, MessageRecord]


def message(actor: Actor, key: int, now: datetime) -> Shown:
    """One message by its key; a look at what it tells of persons leaves an audit line.

    Raises MessageRecord.DoesNotExist, also for a message of another municipality.
    """
    record = (
        MessageRecord.objects.select_related("mailbox__municipality", "answers")
        .defer("content")
        .get(pk=key, mailbox__in=mailboxes(actor))
    )
    told = _told(record)
    people = {row.person_id for rows in told.values() for row in rows if hasattr(row, "person_id")}
    people |= {row.allocation.person_id for row in told["allocations"]}
    if people:
        code = record.mailbox.municipality.code
        selection = (
            f"bericht {record.number} {record.identification} in postbus {record.mailbox.code}"
        )
        note(actor, code, MESSAGES, selection, len(people), now)
    claim = Claim.objects.filter(message=record).first()
    answer = ClaimAnswer.objects.filter(message=record).select_related("claim__message").first()
    return Shown(
        record,
        record.answers,
        list(record.answered_by.defer("content", "findings").order_by("pk")),
        claim,
        answer,
        told,
        _became(record, told["requests"]),
        _asked(record, told),
    )


def _became(record: MessageRecord, requests: Sequence[Request]) -> dict[str, list[Any]]:
    """What came of requests, by reference: answers and allocations, in the order of their messages."""
    references = {line.reference for one in requests for line in one.lines.all()}
    if not references:
        return {}
    code = requests[0].provider_code
    answers = RequestAnswer.objects.standing().filter(
        mailbox=record.mailbox, law=record.law, provider_code=code, reference__in=references
    )
    granted = AllocationVersion.objects.standing().filter(
        allocation__mailbox=record.mailbox,
        allocation__law=record.law,
        allocation__provider_code=code,
        reference__in=references,
    )
    found: dict[str, list[Any]] = {}
    rows = [
        *answers.select_related("message"),
        *granted.select_related("message", "allocation").order_by("message", "pk"),
    ]
    for row in sorted(rows, key=lambda one: one.message.moment):
        found.setdefault(row.reference, []).append(row)
    return found


def _asked(record: MessageRecord, told: Mapping[str, Sequence[Any]]) -> dict[str, MessageRecord]:
    """The message that made the request to which an answer or allocation belongs, by reference."""
    references = {one.reference for name in ("answers", "allocations") for one in told[name]} - {""}
    lines = RequestLine.objects.filter(
        request__mailbox=record.mailbox, request__law=record.law, reference__in=references
    )
    rows = lines.select_related("request__message").defer("request__message__content")
    return {row.reference: row.request.message for row in rows} if references else {}


def _told(record: MessageRecord) -> dict[str, list[Any]]:
    """The rows that a message about one client told; a claim's lines are asked for apart."""
    of: dict[str, QuerySet[Any]] = {
        "requests": Request.objects.select_related("person").prefetch_related("lines"),
        "answers": RequestAnswer.objects.all(),
        "allocations": AllocationVersion.objects.select_related("allocation__person"),
        "starts": DeliveryStart.objects.select_related("allocation", "person"),
        "stops": DeliveryStop.objects.select_related("allocation", "person"),
    }
    return {name: list(rows.filter(message=record).order_by("pk")) for name, rows in of.items()}
