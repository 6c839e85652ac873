"""Starts of deliveries (305)."""

from typing import Any

from noaber.intake.messages.message import Message
from noaber.register.care import store
from noaber.register.care.exchange import Exchange, Judged
from noaber.register.care.fields import clients
from noaber.register.care.fields import deliveries as fields
from noaber.register.care.models import Allocation, DeliveryStart, MessageRecord, Person
from noaber.register.care.persons import keep_person, person_of
from noaber.register.care.rules import deliveries as rules
from noaber.register.care.rules import messages
from noaber.register.care.rules.values import REMOVE


def judge(exchange: Exchange, message: Message, judged: Judged) -> None:
    """Hold every start against allocations, earlier starts and stops.

    Removals are taken first: a wrong start and the right one may stand in one message (IV008).
    """
    person = person_of(exchange, clients.client(message).bsn)
    numbers = known_numbers(exchange, person)
    starts = set(store.starts(exchange, person))
    stops = set(store.stops(exchange, person))
    products = store.products(exchange)
    for one in fields.delivered(message):
        key, status, place = one.key, one.status, one.place
        if status == REMOVE:
            known = judged.hold(rules.tr063(status, key, starts), "TR063", place)
            if known and judged.hold(rules.tr071(status, key, stops), "TR071", place):
                starts.discard(key)
            continue
        coded = messages.tr381(key.category, key.code, products)
        good = [
            judged.hold(rules.tr019(key.number, numbers), "TR019", place),
            judged.hold(rules.tr074(status, key, starts), "TR074", place),
            judged.hold(coded, "TR381", place),
        ]
        if all(good) and judged.hold(rules.tr326(status, key, starts, stops), "TR326", place):
            starts.add(key)


def known_numbers(exchange: Exchange, person: Person | None) -> set[int]:
    """The allocations of a client that count: what was removed counts as never sent."""
    found = store.allocations(exchange, person)
    return {number for number, allocated in found.items() if not allocated.removed}


def keep(exchange: Exchange, message: Message, record: MessageRecord) -> None:
    """Keep each start, and mark what is taken back."""
    person = keep_person(exchange, clients.client(message), leading=False)
    for one in fields.delivered(message):
        if one.status == REMOVE:
            taken = store.starts(exchange, person)[one.key]
            taken.removed_by = record
            taken.save(update_fields=["removed_by"])
        else:
            DeliveryStart.objects.create(**columns(exchange, person, one, record))


def columns(
    exchange: Exchange, person: Person, one: fields.Delivered, record: MessageRecord
) -> dict[str, Any]:
    """The columns that a start and a stop share."""
    key = one.key
    return {
        **exchange.between,
        "message": record,
        "line": one.place.line,
        "person": person,
        "allocation": Allocation.objects.filter(**exchange.between, number=key.number).first(),
        "allocation_start": one.allocation_start,
        "begin": key.begin,
        "category": key.category,
        "code": key.code,
    }
