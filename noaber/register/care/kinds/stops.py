"""Stops of deliveries (307)."""

from noaber.intake.messages.message import Message
from noaber.register.care import fields, store
from noaber.register.care.exchange import Exchange, Judged
from noaber.register.care.kinds.starts import (
    delivered,
    keep_client,
    known_numbers,
    removals_first,
)
from noaber.register.care.models import DeliveryStop, MessageRecord
from noaber.register.care.persons import person_of
from noaber.register.care.rules import deliveries as rules
from noaber.register.care.rules import messages
from noaber.register.care.rules.values import REMOVE, Stop

TABLE = "StopProduct"


def judge(exchange: Exchange, message: Message, judged: Judged) -> None:
    """Hold every stop against allocations, its start and earlier stops; removals are taken first."""
    person = person_of(exchange, fields.rows(message, "Client")[0]["Bsn"])
    numbers = known_numbers(exchange, person)
    starts = set(store.starts(exchange, person))
    stops = set(store.stops(exchange, person))
    products = store.products(exchange)
    for at, row in removals_first(fields.rows(message, TABLE)):
        stop, status = fields.stop(row), row["StatusAanlevering"]
        known = {_name(one) for one in stops}
        where = (TABLE, at, row["_line"])
        if status == REMOVE:
            if judged.hold(rules.tr063(status, _name(stop), known), "TR063", *where):
                stops = {one for one in stops if _name(one) != _name(stop)}
            continue
        key = stop.key
        good = [
            judged.hold(rules.tr019(key.number, numbers), "TR019", *where),
            judged.hold(messages.tr381(key.category, key.code, products), "TR381", *where),
        ]
        if not all(good) or not judged.hold(rules.tr382(status, key, starts), "TR382", *where):
            continue
        good = [
            judged.hold(rules.tr074(status, _name(stop), known), "TR074", *where),
            judged.hold(rules.tr413(status, stop, stops), "TR413", *where),
            judged.hold(rules.tr414(status, stop, stops), "TR414", *where),
            judged.hold(rules.tr415(status, stop, stops), "TR415", *where),
        ]
        if all(good):
            stops.add(stop)


def _name(stop: Stop) -> tuple[object, ...]:
    """The key of a stop: since 3.2 the reason is part of it."""
    return (stop.key, stop.reason)


def keep(exchange: Exchange, message: Message, record: MessageRecord) -> None:
    """Keep each stop, and mark what is taken back."""
    person = keep_client(exchange, message)
    for _, row in removals_first(fields.rows(message, TABLE)):
        stop = fields.stop(row)
        if row["StatusAanlevering"] == REMOVE:
            found = store.stops(exchange, person).items()
            taken = next(kept for one, kept in found if _name(one) == _name(stop))
            taken.removed_by = record
            taken.save(update_fields=["removed_by"])
            continue
        DeliveryStop.objects.create(
            **delivered(exchange, person, row, record), reason=stop.reason, end=stop.end
        )
