"""What the municipality sends of itself: allocations (301), and answers to requests (319)."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Max

from noaber.guard.actor import Actor
from noaber.register.care import changing, store
from noaber.register.care.changing import REMOVED
from noaber.register.care.clients import Client
from noaber.register.care.exchange import Exchange, exchange_of
from noaber.register.care.fields import allocations, clients
from noaber.register.care.fields import requests as fields
from noaber.register.care.fields.allocations import Granted
from noaber.register.care.models import (
    Allocation,
    AllocationVersion,
    Mailbox,
    MessageRecord,
    Person,
    Request,
    RequestAnswer,
    RequestLine,
)
from noaber.register.care.outbox import send
from noaber.register.care.persons import bsn_of, enter_person, particulars_of
from noaber.register.care.rules.values import Allocated, Wish
from noaber.register.sources.services import Refused

Sent = tuple[MessageRecord, bytes]


def open_exchange(
    actor: Actor, mailbox: Mailbox, law: str, other: str, now: datetime, role: Any
) -> Exchange:
    """The exchange of a mailbox with another party. Raises NotAllowed, and Refused for the wrong role."""
    actor.require(mailbox.municipality.code, mailbox.municipality.name)
    if mailbox.role != role:
        raise Refused(f"{mailbox} is geen {Mailbox.Role(role).label} in dit berichtenverkeer")
    Mailbox.objects.select_for_update().get(pk=mailbox.pk)
    return exchange_of(mailbox, law, (mailbox.code, other), now)


def allocate(
    actor: Actor,
    mailbox: Mailbox,
    law: str,
    provider_code: str,
    client: Client | Person,
    products: Sequence[Allocated],
    now: datetime,
    references: Sequence[str] = (),
) -> Sent:
    """Allocate products to a client with one provider, and send the 301.

    A product with number 0 is new and gets the next number; another number changes that allocation,
    with its reason (IV066, IV099). `references` names, product by product, the request that each
    grants. What else is current with this provider goes along unchanged (OP087). Raises Refused, also
    for a new number where an allocation must be made longer (OP380).
    """
    with transaction.atomic():
        exchange = open_exchange(actor, mailbox, law, provider_code, now, Mailbox.Role.MUNICIPALITY)
        person = _person(exchange, client)
        current = store.allocations(exchange, person).values()
        for product in products:
            if not product.number:
                changing.require_no_extension(product, current, exchange.today)
        return _send(exchange, person, list(_decided(exchange, products, references)))


def _person(exchange: Exchange, client: Client | Person) -> Person:
    if isinstance(client, Person):
        return client
    return enter_person(exchange, client, leading=True)


def _decided(
    exchange: Exchange, products: Sequence[Allocated], references: Sequence[str]
) -> Iterable[Granted]:
    """The products as decided now: new ones get a number, each names the request that it grants.

    What does not differ from what was decided before has no reason, and keeps its moment (IV099, IV013).
    """
    numbers = [product.number for product in products if product.number]
    known = store.versions(exchange, allocation__number__in=numbers)
    claimed = store.claimed(exchange, numbers)
    number = _last_number(exchange)
    padded = [*references, *[""] * (len(products) - len(references))]
    for product, reference in zip(products, padded, strict=True):
        before = known.get(product.number)
        if not product.number:
            number += 1
            product = replace(product, number=number)
        elif before is None:
            raise Refused(f"toewijzing {product.number} bestaat niet bij deze aanbieder")
        else:
            was = store.allocated(before)
            changing.require_allowed(was, product)
            changing.require_lawful(was, product, claimed.get(product.number))
            if product == replace(was, reason=product.reason):
                product = replace(product, reason="")
        unchanged = before is not None and not product.reason
        moment = before.decided_at if before and unchanged else _moment(exchange, before)
        yield Granted(product, reference, moment)


def _moment(exchange: Exchange, before: AllocationVersion | None) -> datetime:
    """The moment of a decision: after the one before it, by the second that a message can tell."""
    now = exchange.now.replace(microsecond=0)
    return now if before is None else max(now, before.decided_at + timedelta(seconds=1))


def _last_number(exchange: Exchange) -> int:
    found = Allocation.objects.filter(mailbox=exchange.mailbox, law=exchange.law)
    return found.aggregate(last=Max("number"))["last"] or 0


def _send(exchange: Exchange, person: Person, granted: Sequence[Granted]) -> Sent:
    """Send what was decided, with what else is current for this client with this provider."""
    told = particulars_of(exchange, person)
    if not clients.has_address(told):
        raise Refused("van deze cliënt is geen adres bekend; geef het bij de toewijzing")
    named = {one.allocated.number for one in granted}
    others = [
        Granted(replace(store.allocated(version), reason=""), "", version.decided_at)
        for number, version in store.versions(exchange, allocation__person=person).items()
        if number not in named and store.allocated(version).current(exchange.today)
    ]
    body = allocations.body(bsn_of(exchange, person), told, (*granted, *others))
    return send(exchange, "301", body)


def grant(
    actor: Actor,
    mailbox: Mailbox,
    request: Request,
    now: datetime,
    client: Client | None = None,
    lines: Sequence[RequestLine] = (),
) -> Sent:
    """Grant a request as it was asked, with the 301 that names its references (IV093, IV094, IV097).

    Of a request for allocation `lines` names which products are granted, all where it names none; a
    request for change is granted as a whole. `client` fills in what the request does not tell, such as
    an address. Raises Refused.
    """
    with transaction.atomic():
        exchange = open_exchange(
            actor, mailbox, request.law, request.provider_code, now, Mailbox.Role.MUNICIPALITY
        )
        person = request.person if client is None else _person(exchange, client)
        asked = list(lines) if lines else list(request.lines.all())
        made = (
            _asked(exchange, person, asked)
            if request.kind == Request.Kind.ALLOCATION
            else _changed(exchange, person, list(request.lines.all()))
        )
        decided = _decided(exchange, [one for one, _ in made], [name for _, name in made])
        return _send(exchange, person, list(decided))


def _asked(
    exchange: Exchange, person: Person, lines: Sequence[RequestLine]
) -> list[tuple[Allocated, str]]:
    current = list(store.allocations(exchange, person).values())
    return [
        (changing.asked(_wanted(line), current, exchange.today), line.reference) for line in lines
    ]


def _wanted(line: RequestLine) -> Allocated:
    """A product that was asked for, without a number."""
    return Allocated(
        0, line.start, line.end, line.category, line.code, line.volume, line.unit, line.frequency,
        line.budget,
    )  # fmt: skip


def _changed(
    exchange: Exchange, person: Person, lines: Sequence[RequestLine]
) -> list[tuple[Allocated, str]]:
    """A request for change as products: unchanged, changed under its number, or ended and given anew."""
    current = store.allocations(exchange, person)
    made: list[tuple[Allocated, str]] = []
    for line in lines:
        before = current.get(line.allocation_number) if line.allocation_number else None
        if before is None:
            products = [_wanted(line)]
        elif line.kind == RequestLine.Kind.UNCHANGED:
            products = [replace(before, reason="")]
        else:
            products = changing.changed(before, _wish(line))
        made += [(product, line.reference) for product in products]
    return made


def _wish(line: RequestLine) -> Wish:
    return Wish(
        line.start, line.end, volume=line.volume, unit=line.unit, frequency=line.frequency,
        budget=line.budget,
    )  # fmt: skip


def remove(actor: Actor, mailbox: Mailbox, allocation: Allocation, now: datetime) -> Sent:
    """Take an allocation back as if it was never sent (reason 13). Raises Refused."""
    with transaction.atomic():
        exchange = open_exchange(
            actor,
            mailbox,
            allocation.law,
            allocation.provider_code,
            now,
            Mailbox.Role.MUNICIPALITY,
        )
        version: AllocationVersion = store.versions(exchange, allocation=allocation)[
            allocation.number
        ]
        gone = replace(store.allocated(version), end=version.start, reason=REMOVED)
        return _send(exchange, allocation.person, [Granted(gone, "", _moment(exchange, version))])


def refuse(
    actor: Actor,
    mailbox: Mailbox,
    request: Request,
    reference: str,
    reason: str,
    now: datetime,
    responsible_code: str = "",
) -> Sent:
    """Refuse a request by its reference with a reason, and send the 319.

    Reason 8 (iJw, woonplaatsbeginsel) names the municipality that is responsible. Raises Refused.
    """
    answer = fields.said_body(reference, RequestAnswer.Verdict.REFUSED, reason, responsible_code)
    return _answer(actor, mailbox, request, answer, now)


def investigate(
    actor: Actor, mailbox: Mailbox, request: Request, reference: str, now: datetime
) -> Sent:
    """Say that a request is under investigation, once, and send the 319. Raises Refused."""
    answer = fields.said_body(reference, RequestAnswer.Verdict.INVESTIGATING)
    return _answer(actor, mailbox, request, answer, now)


def _answer(
    actor: Actor, mailbox: Mailbox, request: Request, answer: dict[str, Any], now: datetime
) -> Sent:
    with transaction.atomic():
        exchange = open_exchange(
            actor, mailbox, request.law, request.provider_code, now, Mailbox.Role.MUNICIPALITY
        )
        return send(exchange, "319", answer)
