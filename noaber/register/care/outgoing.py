"""What is to be sent: the messages of a mailbox that go out, and the bytes of each."""

from django.db.models import QuerySet

from noaber.guard.actor import Actor
from noaber.register.care import claim_answering, fields, records
from noaber.register.care.exchange import exchange_of
from noaber.register.care.models import Mailbox, MessageRecord
from noaber.register.care.records import IN, OUT, State
from noaber.register.sources.services import Refused


def to_send(actor: Actor, mailbox: Mailbox, answers_only: bool = False) -> QuerySet[MessageRecord]:
    """What the mailbox sends, the oldest first; not what another system of the same party sent.

    Raises NotAllowed.
    """
    actor.require(mailbox.municipality.code, mailbox.municipality.name)
    rows = MessageRecord.objects.filter(mailbox=mailbox, direction=OUT, elsewhere=False)
    if answers_only:
        rows = rows.filter(answers__isnull=False)
    return rows.order_by("pk")


def unanswered(actor: Actor, mailbox: Mailbox) -> QuerySet[MessageRecord]:
    """What came in, must have an answer and has none yet, the oldest first. Raises NotAllowed."""
    actor.require(mailbox.municipality.code, mailbox.municipality.name)
    answerable = (*fields.RETURN_OF, fields.CLAIM)
    found = MessageRecord.objects.filter(
        mailbox=mailbox, direction=IN, number__in=answerable, answered_by__isnull=True
    )
    return found.exclude(state=State.MALFORMED).order_by("moment", "pk")


def outgoing(actor: Actor, mailbox: Mailbox, record: MessageRecord) -> bytes:
    """The bytes of a message that this mailbox sends; every time the same.

    Raises Refused for what is not sent from here, or was too long to keep, and NotAllowed.
    """
    actor.require(mailbox.municipality.code, mailbox.municipality.name)
    if record.mailbox_id != mailbox.pk or record.direction != OUT:
        raise Refused(f"{record} is geen bericht dat {mailbox} verstuurt")
    if record.elsewhere:
        raise Refused(f"{record} is door een ander systeem verstuurd en gaat van hier niet uit")
    between = (record.sender, record.receiver)
    exchange = exchange_of(mailbox, record.law, between, record.moment)
    content = records.unsealed(exchange, record)
    if content is not None:
        return content
    if record.answers is None or record.number != fields.CLAIM_ANSWER:
        raise Refused(f"van {record} is de inhoud niet bewaard; het is te groot")
    return claim_answering.again(exchange, record.answers, record)
