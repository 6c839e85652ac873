"""What waits for whom: since when, until when it is in time, and whether that day has passed.

The terms are in terms.py. A message that should have come and did not is told as well: the standard
leaves it to the one who misses it to act (OP090).
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from noaber.guard.actor import Actor
from noaber.register.care import fields
from noaber.register.care.models import (
    AllocationVersion,
    DeliveryStart,
    DeliveryStop,
    Mailbox,
    MessageRecord,
    Request,
    RequestAnswer,
)
from noaber.register.care.records import IN, OUT, State
from noaber.register.care.terms import TERMS, Term

INVESTIGATING, REFUSED = RequestAnswer.Verdict.INVESTIGATING, RequestAnswer.Verdict.REFUSED


@dataclass(frozen=True, slots=True)
class Waiting:
    """One thing that waits.

    `term` is a key of TERMS, `about` the message, request reference or allocation number, `ours` whether
    it waits for this mailbox itself; `counterpart` is the other party's code. `pseudonym` is empty for
    what is about a message as a whole.
    """

    term: str
    law: str
    about: str
    counterpart: str
    ours: bool
    since: date
    due: date
    late: bool
    pseudonym: str
    message: MessageRecord


def waiting(actor: Actor, mailbox: Mailbox, today: date) -> list[Waiting]:
    """All that waits in a mailbox, the most pressing first. Raises NotAllowed."""
    actor.require(mailbox.municipality.code, mailbox.municipality.name)
    found = [
        *_messages(mailbox, today),
        *_requests(mailbox, today),
        *_starts(mailbox, today),
        *_stops(mailbox, today),
    ]
    return sorted(found, key=lambda one: (one.due, one.since, one.about))


def _day(moment: datetime) -> date:
    return moment.astimezone(fields.AMSTERDAM).date()


def _told_on(message: MessageRecord) -> date:
    """The day on which a message came in or went out; of one sent elsewhere its own date."""
    return message.dated if message.elsewhere and message.dated else _day(message.moment)


def _one(
    term: str, row: Any, about: str, ours: bool, since: date, due: date, today: date, **more: Any
) -> Waiting:
    message = row if isinstance(row, MessageRecord) else row.message
    return Waiting(
        term,
        message.law,
        about,
        more.get("counterpart") or message.counterpart,
        ours,
        since,
        due,
        today > due,
        more.get("pseudonym", ""),
        message,
    )


def _messages(mailbox: Mailbox, today: date) -> Iterator[Waiting]:
    """Messages without an answer: what came in waits for us, what went out for the other party."""
    asking = [*fields.RETURN_OF, fields.CLAIM]
    rows = MessageRecord.objects.filter(mailbox=mailbox, number__in=asking).select_related(
        "mailbox"
    )
    incoming = rows.filter(direction=IN, answered_by__isnull=True).exclude(state=State.MALFORMED)
    outgoing = rows.filter(direction=OUT, state=State.WAITING)
    for ours, found in ((True, incoming), (False, outgoing)):
        for row in found:
            term = "claim_answer" if row.number == fields.CLAIM else "return"
            since = _told_on(row)
            due = TERMS[term].due(since)
            about = f"{row.number} {row.identification}"
            yield _one(term, row, about, ours, since, due, today)


def _requests(mailbox: Mailbox, today: date) -> Iterator[Waiting]:
    """Requests that were neither granted nor refused, each reference by itself (OP274, OP346)."""
    rows = (
        Request.objects.standing()
        .filter(mailbox=mailbox)
        .select_related("message__mailbox", "person")
        .prefetch_related("lines")
    )
    references = {
        (row.law, row.provider_code, line.reference) for row in rows for line in row.lines.all()
    }
    settled = _settled(mailbox, references)
    studied = _studied(mailbox)
    for row in rows:
        for reference in dict.fromkeys(line.reference for line in row.lines.all()):
            name = (row.law, row.provider_code, reference)
            if name in settled:
                continue
            since = _told_on(row.message)
            term = _term_of(row, name in studied)
            # The eight weeks of a request for change run from its own date (OP346).
            start = row.dated if term == "change_decision" else since
            due = TERMS[term].due(start)
            yield _one(
                term, row, reference, mailbox.is_municipality, since, due, today,
                pseudonym=row.person.pseudonym,
            )  # fmt: skip


def _term_of(row: Request, studied: bool) -> str:
    kind = "allocation" if row.kind == Request.Kind.ALLOCATION else "change"
    return f"{kind}_decision" if studied else f"{kind}_request"


def _settled(mailbox: Mailbox, references: Iterable[tuple[Any, ...]]) -> set[tuple[Any, ...]]:
    answers = RequestAnswer.objects.standing().filter(mailbox=mailbox, verdict=REFUSED)
    granted = (
        AllocationVersion.objects.standing()
        .filter(allocation__mailbox=mailbox)
        .exclude(reference="")
    )
    return {
        *answers.values_list("law", "provider_code", "reference"),
        *granted.values_list("allocation__law", "allocation__provider_code", "reference"),
    } & set(references)


def _studied(mailbox: Mailbox) -> set[tuple[Any, ...]]:
    rows = RequestAnswer.objects.standing().filter(mailbox=mailbox, verdict=INVESTIGATING)
    return set(rows.values_list("law", "provider_code", "reference"))


def _current(mailbox: Mailbox) -> list[AllocationVersion]:
    """The latest decision on each allocation that was not removed."""
    rows = (
        AllocationVersion.objects.standing()
        .filter(allocation__mailbox=mailbox)
        .select_related("allocation__person", "message__mailbox")
        .order_by("decided_at", "reason", "pk")
    )
    latest = {row.allocation_id: row for row in rows}
    return [row for row in latest.values() if not row.removed]


def _first_told(mailbox: Mailbox) -> dict[int, date]:
    rows = AllocationVersion.objects.standing().filter(allocation__mailbox=mailbox)
    told: dict[int, date] = {}
    for row in rows.select_related("message"):
        day = _told_on(row.message)
        told[row.allocation_id] = min(day, told.get(row.allocation_id, day))
    return told


def _starts(mailbox: Mailbox, today: date) -> Iterator[Waiting]:
    """Allocations that began without word that care did: five working days, or after the 301 (OP271)."""
    begun = set(
        DeliveryStart.objects.standing()
        .filter(mailbox=mailbox)
        .values_list("allocation_id", flat=True)
    )
    told = _first_told(mailbox)
    for row in _current(mailbox):
        if row.allocation_id in begun or row.start > today:
            continue
        since = max(row.start, told[row.allocation_id])
        yield _of_allocation("start", row, since, TERMS["start"], mailbox, today)


def _stops(mailbox: Mailbox, today: date) -> Iterator[Waiting]:
    """Deliveries whose allocation has ended without word that care did (OP272, OP288)."""
    keys = ("allocation_id", "begin", "category", "code")
    ended = set(
        DeliveryStop.objects.standing()
        .filter(mailbox=mailbox)
        .exclude(reason=DeliveryStop.TEMPORARY)
        .values_list(*keys)
    )
    begun = DeliveryStart.objects.standing().filter(mailbox=mailbox, allocation__isnull=False)
    open_ones = {key[0] for key in begun.values_list(*keys) if key not in ended}
    for row in _current(mailbox):
        if row.allocation_id in open_ones and row.end is not None and row.end < today:
            since = max(row.end, _told_on(row.message))
            yield _of_allocation("stop", row, since, TERMS["stop"], mailbox, today)


def _of_allocation(
    name: str, row: AllocationVersion, since: date, term: Term, mailbox: Mailbox, today: date
) -> Waiting:
    of = row.allocation
    other = of.provider_code if mailbox.is_municipality else of.municipality_code
    return _one(
        name, row, str(of.number), not mailbox.is_municipality, since, term.due(since), today,
        pseudonym=of.person.pseudonym, counterpart=other,
    )  # fmt: skip
