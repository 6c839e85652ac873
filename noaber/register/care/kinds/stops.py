"""Stops of deliveries (307)."""

from noaber.intake.messages.message import Message
from noaber.register.care import store
from noaber.register.care.exchange import Exchange, Judged
from noaber.register.care.fields import clients
from noaber.register.care.fields import deliveries as fields
from noaber.register.care.kinds.starts import columns, known_numbers
from noaber.register.care.models import DeliveryStop, MessageRecord
from noaber.register.care.persons import keep_person, person_of
from noaber.register.care.rules import deliveries as rules
from noaber.register.care.rules import messages
from noaber.register.care.rules.values import REMOVE


def judge(exchange: Exchange, message: Message, judged: Judged) -> None:
    """Hold every stop against allocations, its start and earlier stops; removals are taken first.

    The key of a stop is that of its start with its reason and last day: another last day is another stop.
    """
    person = person_of(exchange, clients.client(message).bsn)
    numbers = known_numbers(exchange, person)
    starts = set(store.starts(exchange, person))
    stops = set(store.stops(exchange, person))
    products = store.products(exchange)
    for one in fields.delivered(message):
        stop, status, place = one.stop, one.status, one.place
        if status == REMOVE:
            if judged.hold(rules.tr063(status, stop, stops), "TR063", place):
                stops.discard(stop)
            continue
        coded = messages.tr381(stop.key.category, stop.key.code, products)
        good = [
            judged.hold(rules.tr019(stop.key.number, numbers), "TR019", place),
            judged.hold(coded, "TR381", place),
        ]
        if not all(good) or not judged.hold(rules.tr382(status, stop.key, starts), "TR382", place):
            continue
        good = [
            judged.hold(rules.tr074(status, stop, stops), "TR074", place),
            judged.hold(rules.tr413(status, stop, stops), "TR413", place),
            judged.hold(rules.tr414(status, stop, stops), "TR414", place),
            judged.hold(rules.tr415(status, stop, stops), "TR415", place),
        ]
        if all(good):
            stops.add(stop)


def keep(exchange: Exchange, message: Message, record: MessageRecord) -> None:
    """Keep each stop, and mark what is taken back."""
    person = keep_person(exchange, clients.client(message), leading=False)
    for one in fields.delivered(message):
        stop = one.stop
        if one.status == REMOVE:
            taken = store.stops(exchange, person)[stop]
            taken.removed_by = record
            taken.save(update_fields=["removed_by"])
        else:
            DeliveryStop.objects.create(
                **columns(exchange, person, one, record), reason=stop.reason, end=stop.end
            )
