"""Allocations (301): judged by what was given before, kept as one version each."""

from collections.abc import Collection

from noaber.intake.messages.message import Message
from noaber.register.care import store
from noaber.register.care.exchange import Exchange, Judged
from noaber.register.care.fields import allocations as fields
from noaber.register.care.fields import clients
from noaber.register.care.models import Allocation, AllocationVersion, MessageRecord
from noaber.register.care.persons import keep_person, person_of
from noaber.register.care.rules import allocations as rules
from noaber.register.care.rules import messages


def judge(exchange: Exchange, message: Message, judged: Judged) -> None:
    """Hold every product against numbers, requests and granted claims (TR332, TR379, TR385, TR381)."""
    bsn = clients.client(message).bsn
    client = (exchange.keys.pseudonym(bsn), exchange.provider_code)
    given = list(fields.granted(message))
    numbers = [one.allocated.number for _, one in given]
    holders = _holders(exchange, numbers)
    claimed = store.granted_lines(exchange, numbers)
    open_ones = store.open_references(exchange, person_of(exchange, bsn))
    products = store.products(exchange)
    for place, one in given:
        allocated = one.allocated
        names = open_ones | _sent_before(exchange, one) | _not_seen(exchange, one)
        holder = (*client, allocated.category, allocated.code, allocated.start)
        judged.hold(rules.tr332(holder, holders.get(allocated.number)), "TR332", place)
        judged.hold(rules.tr379(one.reference, names), "TR379", place)
        judged.hold(rules.tr385(allocated, claimed), "TR385", place)
        coded = messages.tr381(allocated.category, allocated.code, products)
        judged.hold(coded, "TR381", place)


def _holders(exchange: Exchange, numbers: Collection[int]) -> dict[int, tuple[object, ...]]:
    """Whose each number is in this municipality and law: client by pseudonym, provider, product, first day.

    A number that was only given in a message that was rejected is nobody's.
    """
    rows = (
        AllocationVersion.objects.standing()
        .filter(
            allocation__mailbox=exchange.mailbox,
            allocation__law=exchange.law,
            allocation__municipality_code=exchange.municipality_code,
            allocation__number__in=numbers,
        )
        .order_by("pk")
        .values_list(
            "allocation__number",
            "allocation__person__pseudonym",
            "allocation__provider_code",
            "category",
            "code",
            "start",
        )
    )
    return {number: tuple(holder) for number, *holder in rows}


def _sent_before(exchange: Exchange, one: fields.Granted) -> set[str]:
    """The reference itself where this very decision was told before: it may be sent again (IV013)."""
    again = AllocationVersion.objects.standing().filter(
        allocation__mailbox=exchange.mailbox,
        allocation__law=exchange.law,
        allocation__municipality_code=exchange.municipality_code,
        allocation__number=one.allocated.number,
        reference=one.reference,
        decided_at=one.decided_at,
    )
    return {one.reference} if one.reference and again.exists() else set()


def _not_seen(exchange: Exchange, one: fields.Granted) -> set[str]:
    """The reference of a request that never passed here, of what was allocated by another system."""
    if not exchange.elsewhere:
        return set()
    return {one.reference} - store.known_references(exchange, [one.reference])


def keep(exchange: Exchange, message: Message, record: MessageRecord) -> None:
    """Keep the client in full, and each product as a version of its allocation."""
    person = keep_person(exchange, clients.client(message), leading=True)
    for place, one in fields.granted(message):
        of = one.allocated
        allocation, made = Allocation.objects.get_or_create(
            mailbox=exchange.mailbox,
            law=exchange.law,
            municipality_code=exchange.municipality_code,
            number=of.number,
            defaults={"person": person, "provider_code": exchange.provider_code},
        )
        if not made and (allocation.person_id, allocation.provider_code) != (
            person.pk,
            exchange.provider_code,
        ):
            # Only a rejected message ever gave this number to someone else (TR332).
            allocation.person, allocation.provider_code = person, exchange.provider_code
            allocation.save(update_fields=["person", "provider_code"])
        AllocationVersion.objects.create(
            allocation=allocation,
            message=record,
            line=place.line,
            reference=one.reference,
            start=of.start,
            end=of.end,
            reason=of.reason,
            decided_at=one.decided_at,
            category=of.category,
            code=of.code,
            volume=of.volume,
            unit=of.unit,
            frequency=of.frequency,
            budget=of.budget,
        )
