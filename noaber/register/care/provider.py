"""What a provider sends: requests (315, 317), starts and stops (305, 307), and claims (323)."""

from calendar import monthrange
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from django.db import transaction

from noaber.guard.actor import Actor
from noaber.register.care import store
from noaber.register.care.clients import Client
from noaber.register.care.exchange import Exchange
from noaber.register.care.fields import claims, deliveries, requests
from noaber.register.care.fields.requests import Asked
from noaber.register.care.models import ClaimLine, DeliveryStart, DeliveryStop, Mailbox, Person
from noaber.register.care.municipality import Sent, open_exchange
from noaber.register.care.outbox import send
from noaber.register.care.persons import bsn_of, chunks, enter_person, particulars_of
from noaber.register.care.rules.values import FIRST, REMOVE, Allocated, Key, Line, Stop, Wish
from noaber.register.sources.services import Refused

PROVIDER = Mailbox.Role.PROVIDER
UNKNOWN = "toewijzing {} is hier niet bekend bij deze gemeente"


def request(
    actor: Actor,
    mailbox: Mailbox,
    law: str,
    municipality_code: str,
    client: Client | Person,
    asked: Sequence[Asked],
    now: datetime,
) -> Sent:
    """Ask the municipality to allocate products to a client (315). Raises Refused."""
    with transaction.atomic():
        exchange = open_exchange(actor, mailbox, law, municipality_code, now, PROVIDER)
        if isinstance(client, Client):
            client = enter_person(exchange, client, leading=False)
        return send(exchange, "315", requests.asked_body(*_told(exchange, client), asked))


def request_change(
    actor: Actor,
    mailbox: Mailbox,
    law: str,
    municipality_code: str,
    person: Person,
    reference: str,
    wishes: Sequence[Wish],
    now: datetime,
    reason: str = "1",
) -> Sent:
    """Ask for another whole: wishes with a number change that allocation, those without are new (317).

    What is current and not among the wishes stays as it is (TR349). Raises Refused.
    """
    with transaction.atomic():
        exchange = open_exchange(actor, mailbox, law, municipality_code, now, PROVIDER)
        changed = {wish.number for wish in wishes}
        unchanged = [
            number
            for number, one in store.allocations(exchange, person).items()
            if number not in changed and one.current(exchange.today)
        ]
        bsn = bsn_of(exchange, person)
        body = requests.change_body(bsn, reference, reason, unchanged, wishes)
        return send(exchange, "317", body)


def start(
    actor: Actor, mailbox: Mailbox, law: str, municipality_code: str, number: int, begin: date,
    now: datetime,
) -> Sent:  # fmt: skip
    """Say that delivery on an allocation has really begun (305). Raises Refused."""
    with transaction.atomic():
        exchange = open_exchange(actor, mailbox, law, municipality_code, now, PROVIDER)
        person, allocated = _allocated(exchange, number)
        key = Key(number, allocated.category, allocated.code, begin)
        told = _told(exchange, person)
        return send(exchange, "305", deliveries.start_body(*told, key, allocated.start, FIRST))


def stop(
    actor: Actor, mailbox: Mailbox, law: str, municipality_code: str, number: int, end: date,
    reason: str, now: datetime,
) -> Sent:  # fmt: skip
    """Say that the latest delivery on an allocation has ended, for a while (reason 20) or for good (307).

    Raises Refused.
    """
    with transaction.atomic():
        exchange = open_exchange(actor, mailbox, law, municipality_code, now, PROVIDER)
        person, allocated = _allocated(exchange, number)
        keys = [key for key in store.starts(exchange, person) if key.number == number]
        if not keys:
            raise Refused(f"op toewijzing {number} is geen levering gestart")
        ended = Stop(max(keys, key=lambda key: key.begin), reason, end)
        told = _told(exchange, person)
        return send(exchange, "307", deliveries.stop_body(*told, ended, allocated.start, FIRST))


def take_back(
    actor: Actor, mailbox: Mailbox, delivery: DeliveryStart | DeliveryStop, now: datetime
) -> Sent:
    """Take back a start or stop that was sent: the same again with status 3 (IV008). Raises Refused."""
    with transaction.atomic():
        law, other = delivery.law, delivery.municipality_code
        exchange = open_exchange(actor, mailbox, law, other, now, PROVIDER)
        told = _told(exchange, delivery.person)
        key, since = store.key_of(delivery), delivery.allocation_start
        if isinstance(delivery, DeliveryStart):
            return send(exchange, "305", deliveries.start_body(*told, key, since, REMOVE))
        ended = Stop(key, delivery.reason, delivery.end)
        return send(exchange, "307", deliveries.stop_body(*told, ended, since, REMOVE))


def _told(exchange: Exchange, person: Person) -> tuple[str, dict[str, Any]]:
    return bsn_of(exchange, person), particulars_of(exchange, person)


def _allocated(exchange: Exchange, number: int) -> tuple[Person, Allocated]:
    found = store.versions(exchange, allocation__number=number).get(number)
    if found is None:
        raise Refused(UNKNOWN.format(number))
    return found.allocation.person, store.allocated(found)


def claim(
    actor: Actor,
    mailbox: Mailbox,
    law: str,
    municipality_code: str,
    claim_number: str,
    month: date,
    lines: Sequence[Line],
    now: datetime,
) -> Sent:
    """Claim lines over the month of `month`, and send the 323. Credits are lines too (see credit).

    Each line belongs to the client of its allocation, and has a reference of its own (TR314). Raises
    Refused.
    """
    with transaction.atomic():
        exchange = open_exchange(actor, mailbox, law, municipality_code, now, PROVIDER)
        of = _by_client(exchange, lines)
        used = store.used_line_references(exchange, [line.reference for line in lines])
        if used:
            raise Refused(
                f"al eerder gedeclareerd onder dit referentienummer: {', '.join(sorted(used))}"
            )
        first = month.replace(day=1)
        period = (first, first.replace(day=monthrange(first.year, first.month)[1]))
        body = claims.body(claim_number, period, exchange.today, of.values())
        return send(exchange, "323", body)


def _by_client(exchange: Exchange, lines: Sequence[Line]) -> dict[int, tuple[str, list[Line]]]:
    """The lines under the person of their allocation, each with the number of that person."""
    holders: dict[int, tuple[int, Allocated]] = {}
    for numbers in chunks(sorted({line.number for line in lines})):
        holders |= store.holders(exchange, numbers)
    of: dict[int, tuple[str, list[Line]]] = {}
    for line in lines:
        if line.number not in holders:
            raise Refused(UNKNOWN.format(line.number))
        person, _ = holders[line.number]
        if person not in of:
            of[person] = (bsn_of(exchange, Person.objects.get(pk=person)), [])
        of[person][1].append(line)
    return of


def credit(line: ClaimLine, reference: str) -> Line:
    """The line that takes back a granted one: the same but for its reference (IV091). Raises Refused."""
    if line.verdict != ClaimLine.Verdict.APPROVED or line.is_credit:
        raise Refused("alleen een toegekende debetregel kan worden gecrediteerd")
    of = store.line_value(line)
    return replace(of, reference=reference, previous=of.reference, is_credit=True)
