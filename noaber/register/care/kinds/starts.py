"""Starts of deliveries (305)."""

from typing import Any

from noaber.intake.messages.message import Message
from noaber.register.care import fields, store
from noaber.register.care.exchange import Exchange, Judged
from noaber.register.care.models import Allocation, DeliveryStart, MessageRecord, Person
from noaber.register.care.persons import keep_person, person_of
from noaber.register.care.rules import deliveries as rules
from noaber.register.care.rules import messages
from noaber.register.care.rules.values import REMOVE

TABLE = "StartProduct"


def judge(exchange: Exchange, message: Message, judged: Judged) -> None:
    """Hold every start against allocations, earlier starts and stops.

    Removals are taken first: a wrong start and the right one may stand in one message (IV008).
    """
    person = person_of(exchange, fields.rows(message, "Client")[0]["Bsn"])
    numbers = known_numbers(exchange, person)
    starts = set(store.starts(exchange, person))
    stops = set(store.stops(exchange, person))
    products = store.products(exchange)
    for at, row in removals_first(fields.rows(message, TABLE)):
        key, status = fields.key(row), row["StatusAanlevering"]
        where = (TABLE, at, row["_line"])
        if status == REMOVE:
            known = judged.hold(rules.tr063(status, key, starts), "TR063", *where)
            if known and judged.hold(rules.tr071(status, key, stops), "TR071", *where):
                starts.discard(key)
            continue
        good = [
            judged.hold(rules.tr019(key.number, numbers), "TR019", *where),
            judged.hold(rules.tr074(status, key, starts), "TR074", *where),
            judged.hold(messages.tr381(key.category, key.code, products), "TR381", *where),
        ]
        if all(good) and judged.hold(rules.tr326(status, key, starts, stops), "TR326", *where):
            starts.add(key)


def known_numbers(exchange: Exchange, person: Person | None) -> set[int]:
    """The allocations of a client that count: what was removed counts as never sent."""
    found = store.allocations(exchange, person)
    return {number for number, allocated in found.items() if not allocated.removed}


def removals_first(rows: list[dict[str, Any]]) -> list[tuple[int, dict[str, Any]]]:
    """The rows with their place in the message, those that take something back in front."""
    return sorted(enumerate(rows), key=lambda item: item[1]["StatusAanlevering"] != REMOVE)


def keep(exchange: Exchange, message: Message, record: MessageRecord) -> None:
    """Keep each start, and mark what is taken back."""
    person = keep_client(exchange, message)
    for _, row in removals_first(fields.rows(message, TABLE)):
        key = fields.key(row)
        if row["StatusAanlevering"] == REMOVE:
            taken = store.starts(exchange, person)[key]
            taken.removed_by = record
            taken.save(update_fields=["removed_by"])
            continue
        DeliveryStart.objects.create(**delivered(exchange, person, row, record))


def keep_client(exchange: Exchange, message: Message) -> Person:
    """The client of a message; what it tells is kept only where nothing was known."""
    tree = message.tree()
    return keep_person(
        exchange,
        tree["Client"]["Bsn"],
        fields.born(tree),
        fields.particulars(tree),
        leading=False,
    )


def delivered(
    exchange: Exchange, person: Person, row: dict[str, Any], record: MessageRecord
) -> dict[str, Any]:
    """The columns that a start and a stop share."""
    key = fields.key(row)
    allocation = Allocation.objects.filter(**exchange.between, number=key.number).first()
    return {
        **exchange.between,
        "message": record,
        "line": row["_line"],
        "person": person,
        "allocation": allocation,
        "allocation_start": row["ToewijzingIngangsdatum"],
        "begin": key.begin,
        "category": key.category,
        "code": key.code,
    }
