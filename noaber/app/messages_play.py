"""An exercise: a provider that exists in a trial mailbox only, with messages ready to be sent.

Two clients who do not exist were allocated care a while ago; the provider began to deliver, claims the
month that is behind us, and claims too many hours for one of them. What the municipality makes of
it is for whoever does the exercise.
"""

from datetime import date, datetime, timedelta

from django.db import transaction

from noaber.app.errors import Failure
from noaber.app.messages_exchange import file_name, outbox_of
from noaber.guard.actor import Actor
from noaber.register.care.models import Allocation, Mailbox, MessageRecord
from noaber.register.care.rules.values import Allocated, Line
from noaber.register.care.services import (
    Address,
    Client,
    allocate,
    answer,
    claim,
    receive,
    start,
    stop,
)

HOME = Address("Oefenstraat", 1, "1234AB", "Oefenstad")
# The numbers are of the range that is kept for tests: nobody has them.
CLIENTS = (
    Client("999900006", date(2012, 2, 14), "1", "Oefening", initials="A", address=HOME),
    Client("999900018", date(2014, 9, 3), "2", "Proef", initials="B", address=HOME),
)
PRODUCTS = {"youth": ("45", "45A04"), "wmo": ("02", "02A03")}
HOURS, A_WEEK = "04", "2"
CENTS, ALLOWED, CLAIMED = 6000, 3, (12, 60)


def prepare(actor: Actor, town: Mailbox, care: Mailbox, law: str, now: datetime) -> list[str]:
    """Play everything up to what the provider is about to send; gives the number of each of those.

    All or nothing. Raises Failure where a mailbox is no trial, or was used before.
    """
    if not (town.trial and care.trial):
        raise Failure("een oefening speelt tussen proefpostbussen (--trial)")
    if MessageRecord.objects.filter(mailbox__in=(town, care)).exists():
        raise Failure(
            f"in de proefpostbussen {town.code} en {care.code} staan al berichten; een oefening begint in "
            "lege postbussen: kies een andere code voor de aanbieder"
        )
    month = (now.date().replace(day=1) - timedelta(days=1)).replace(day=1)
    with transaction.atomic():
        first, second = (_allocate(actor, town, care, law, one, month, now) for one in CLIENTS)
        lines = [
            _line(f"P{at}", number, law, month, hours)
            for at, (number, hours) in enumerate(zip((first, second), CLAIMED, strict=True), 1)
        ]
        sent = [
            start(actor, care, law, town.code, first, month, now),
            start(actor, care, law, town.code, second, month, now),
            claim(actor, care, law, town.code, "D1", month, lines, now),
            stop(actor, care, law, town.code, first, _last(month), "31", now),
        ]
    return [record.number for record, _ in sent]


def _allocate(
    actor: Actor, town: Mailbox, care: Mailbox, law: str, client: Client, month: date, now: datetime
) -> int:
    """Allocate to one client, and let the provider accept it, both before the month began."""
    then = now - (now.date() - month + timedelta(days=5))
    category, code = PRODUCTS[law]
    product = Allocated(
        0, month, _last(month) + timedelta(days=180), category, code, ALLOWED, HOURS, A_WEEK
    )
    record, content = allocate(actor, town, law, care.code, client, [product], then)
    receipt = receive(actor, care, content, f"301-{record.identification}.xml", then)
    back = answer(actor, care, receipt.record, then)
    assert back is not None
    receive(actor, town, back, f"302-{record.identification}.xml", then)
    for box, out in ((town, record), (care, receipt.record.answered_by.get())):
        outbox_of(box).note(file_name(box, out), out.sha256)
    return int(Allocation.objects.get(versions__message=record).number)


def _line(reference: str, number: int, law: str, month: date, hours: int) -> Line:
    category, code = PRODUCTS[law]
    return Line(
        reference, "", number, category, code, month, _last(month), hours, HOURS, CENTS,
        hours * CENTS, False,
    )  # fmt: skip


def _last(month: date) -> date:
    return (month.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)
