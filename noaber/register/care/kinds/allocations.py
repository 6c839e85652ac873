"""Allocations (301): judged by what was given before, kept as one version each."""

from noaber.intake.messages.message import Message
from noaber.register.care import fields, store
from noaber.register.care.exchange import Exchange, Judged
from noaber.register.care.models import (
    Allocation,
    AllocationVersion,
    MessageRecord,
    Person,
)
from noaber.register.care.persons import keep_person, person_of
from noaber.register.care.rules import allocations as rules
from noaber.register.care.rules import messages

TABLE = "ToegewezenProduct"


def judge(exchange: Exchange, message: Message, judged: Judged) -> None:
    """Hold every product against numbers, requests and granted claims (TR332, TR379, TR385, TR381)."""
    client = fields.rows(message, "Client")[0]
    holder = f"{exchange.keys.pseudonym(client['Bsn'])} {exchange.provider_code}"
    person = person_of(exchange, client["Bsn"])
    rows = fields.rows(message, TABLE)
    given = [fields.granted(row) for row in rows]
    numbers = [one.allocated.number for one in given]
    holders = _holders(exchange, numbers)
    claimed = store.granted_lines(exchange, numbers)
    products = store.products(exchange)
    for at, (row, one) in enumerate(zip(rows, given, strict=True)):
        allocated, where = one.allocated, (TABLE, at, row["_line"])
        judged.hold(rules.tr332(holder, holders.get(allocated.number)), "TR332", *where)
        judged.hold(rules.tr379(one.reference, _references(exchange, person, one)), "TR379", *where)
        judged.hold(rules.tr385(allocated, claimed), "TR385", *where)
        judged.hold(messages.tr381(allocated.category, allocated.code, products), "TR381", *where)


def _holders(exchange: Exchange, numbers: list[int]) -> dict[int, str]:
    """Who has each number in this municipality and law: the client by pseudonym, and the provider.

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
        .values_list(
            "allocation__number", "allocation__person__pseudonym", "allocation__provider_code"
        )
    )
    return {number: f"{pseudonym} {provider}" for number, pseudonym, provider in rows}


def _references(exchange: Exchange, person: Person | None, one: fields.Granted) -> set[str]:
    """The references that may stand here: open ones, and this decision's own where it is sent again."""
    found = store.open_references(exchange, person)
    again = AllocationVersion.objects.standing().filter(
        allocation__mailbox=exchange.mailbox,
        allocation__law=exchange.law,
        allocation__number=one.allocated.number,
        reference=one.reference,
        decided_at=one.decided_at,
    )
    return found | {one.reference} if one.reference and again.exists() else found


def keep(exchange: Exchange, message: Message, record: MessageRecord) -> None:
    """Keep the client in full, and each product as a version of its allocation."""
    tree = message.tree()
    person = keep_person(
        exchange,
        tree["Client"]["Bsn"],
        fields.born(tree),
        fields.particulars(tree),
        leading=True,
    )
    for row in fields.rows(message, TABLE):
        one = fields.granted(row)
        allocation, made = Allocation.objects.get_or_create(
            mailbox=exchange.mailbox,
            law=exchange.law,
            municipality_code=exchange.municipality_code,
            number=one.allocated.number,
            defaults={"person": person, "provider_code": exchange.provider_code},
        )
        if not made and allocation.person_id != person.pk:
            # Only a rejected message ever gave this number to someone else (TR332).
            allocation.person, allocation.provider_code = person, exchange.provider_code
            allocation.save(update_fields=["person", "provider_code"])
        AllocationVersion.objects.create(
            allocation=allocation,
            message=record,
            line=row["_line"],
            reference=one.reference,
            start=one.allocated.start,
            end=one.allocated.end,
            reason=one.allocated.reason,
            decided_at=one.decided_at,
            **fields.product(row),
            **fields.extent(row),
        )
