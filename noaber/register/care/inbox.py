"""What comes in: read, checked, judged and kept, each message in one transaction."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from noaber.guard.actor import Actor
from noaber.intake.messages.checking import check_message
from noaber.intake.messages.finding import Finding
from noaber.intake.messages.message import Message
from noaber.intake.messages.reading import Reading, read_message
from noaber.register.care import claims_inbox, fields, records, returns, sent_elsewhere
from noaber.register.care.exchange import Exchange, exchange_of
from noaber.register.care.kinds import KINDS
from noaber.register.care.models import Mailbox, MessageRecord
from noaber.register.care.records import IN, OUT, State
from noaber.register.care.ruling import judge
from noaber.register.sources.services import Refused


@dataclass(frozen=True, slots=True)
class Receipt:
    """What receiving did.

    `outcome`: accepted, rejected, received (a claim, to be judged when it is answered), elsewhere (what this
    party itself sent by another system), malformed, or known (these bytes came in or went out before;
    nothing was changed). `sentence` says it in Dutch.
    """

    outcome: str
    record: MessageRecord
    sentence: str

    @property
    def findings(self) -> list[dict[str, Any]]:
        """What was found: layer, rule, retourcode, path, line, value, text and english."""
        return self.record.findings


_SENTENCES = {
    "accepted": "goedgekeurd en vastgelegd",
    "rejected": "afgekeurd; er is niets van vastgelegd",
    "received": "vastgelegd; de regels worden beoordeeld bij het antwoord",
    "elsewhere": "door een ander systeem verstuurd; vastgelegd als verzonden",
    "malformed": "geen geldig bericht; er is niets van vastgelegd",
}


@dataclass(frozen=True, slots=True)
class File:
    """The bytes that came in (or a memory map of them), their hash and the name they came under."""

    content: Any
    digest: str
    name: str


def receive(actor: Actor, mailbox: Mailbox, content: Any, name: str, now: datetime) -> Receipt:
    """Take in one message: bytes, or a memory map of a long one. The same bytes again change nothing.

    `now` is an aware moment. A message that does not fit its schema, breaks a rule inside itself or
    one against the store is kept as a record with findings and nothing else. A message whose sender is
    this mailbox was sent by another system of the same party: it is kept as what went out, and never
    exported. Raises Refused for a message between others, for one sent elsewhere that contradicts what is
    known, and NotAllowed.
    """
    actor.require(mailbox.municipality.code, mailbox.municipality.name)
    file = File(content, records.sha256(content), name)
    if known := _known(mailbox, file.digest):
        return _again(known)
    reading = Reading(content)
    parts = reading.parts()
    first = next(parts, None)
    if first is not None and first.number == fields.CLAIM:
        return _receive_claim(mailbox, file, reading, first, parts, now)
    message = first if next(parts, None) is None else read_message(content).message
    if message is None:
        return _malformed(mailbox, file, reading.findings, now)
    found = (*reading.findings, *check_message(message))
    return _receive_whole(mailbox, file, message, found, now)


def _receive_whole(
    mailbox: Mailbox, file: File, message: Message, found: Sequence[Finding], now: datetime
) -> Receipt:
    head, exchange = _exchange(mailbox, message, now)
    wrong = [one for one in found if not records.is_warning(one)]
    with transaction.atomic():
        if known := _one_at_a_time(mailbox, file):
            return _again(known)
        direction = OUT if exchange.elsewhere else IN
        record = records.of_head(exchange, direction, head, State.REJECTED, file.digest, file.name)
        record.findings = records.told(found)
        if exchange.elsewhere:
            sent_elsewhere.require_right(head, [one.text for one in wrong])
            sent_elsewhere.take_in(exchange, message, head, record, file.content)
        elif wrong:
            record.save()
        elif head.number not in KINDS:
            returns.take_in(exchange, message, head, record)
        else:
            judged = judge(exchange, message, head)
            record.findings += judged.as_json(message)
            record.state = State.REJECTED if judged.faults else State.ACCEPTED
            records.seal(exchange, record, file.content)
            record.save()
            if not judged.faults:
                KINDS[head.number].keep(exchange, message, record)
    return _receipt(record)


def _receive_claim(
    mailbox: Mailbox,
    file: File,
    reading: Reading,
    first: Message,
    parts: Iterator[Message],
    now: datetime,
) -> Receipt:
    """Take in a claim part by part: whether it may be kept is only known at its end."""
    head, exchange = _exchange(mailbox, first, now)
    direction, state = (OUT, State.WAITING) if exchange.elsewhere else (IN, State.RECEIVED)
    with transaction.atomic():
        if known := _one_at_a_time(mailbox, file):
            return _again(known)
        record = records.of_head(exchange, direction, head, state, file.digest, file.name)
        found = claims_inbox.take_in(exchange, record, reading, first, parts)
        if not reading.valid:
            return _malformed(mailbox, file, found, now)
        if exchange.elsewhere:
            rejected = record.findings if record.state == State.REJECTED else ()
            told = [*(one.text for one in found), *(one["text"] for one in rejected)]
            sent_elsewhere.require_right(head, told)
            sent_elsewhere.require_new_references(exchange, head, record)
        elif found:
            record = records.of_head(exchange, IN, head, State.REJECTED, file.digest, file.name)
            record.findings = records.told(found)
            record.save()
    return _receipt(record)


def _receipt(record: MessageRecord) -> Receipt:
    outcome = "elsewhere" if record.elsewhere else str(record.state)
    return Receipt(outcome, record, f"{record.file_name or 'bericht'}: {_SENTENCES[outcome]}")


def _exchange(mailbox: Mailbox, message: Message, now: datetime) -> tuple[fields.Head, Exchange]:
    """Between whom a message went, and whether this party sent it itself. Raises Refused.

    A return message still names whom it answers as sender.
    """
    head = fields.head(message)
    by, to = head.sender, head.receiver
    if head.number in fields.FORTH_OF:
        by, to = to, by
    if mailbox.code not in (by, to):
        raise Refused(
            f"dit bericht is voor {to} en niet voor {mailbox} ({mailbox.code}); leg het in de "
            "postbus van die partij"
        )
    return head, exchange_of(mailbox, head.law, (by, to), now, elsewhere=by == mailbox.code)


def _known(mailbox: Mailbox, digest: str) -> MessageRecord | None:
    return MessageRecord.objects.filter(
        mailbox=mailbox, direction__in=(IN, OUT), sha256=digest
    ).first()


def _one_at_a_time(mailbox: Mailbox, file: File) -> MessageRecord | None:
    """Wait for whoever is writing in this mailbox; the message itself where it came in meanwhile."""
    Mailbox.objects.select_for_update().get(pk=mailbox.pk)
    return _known(mailbox, file.digest)


def _again(known: MessageRecord) -> Receipt:
    moment = known.moment.astimezone(fields.AMSTERDAM)
    went = "ontvangen" if known.direction == IN else "hier verstuurd"
    if known.elsewhere:
        went = "ingelezen"
    return Receipt(
        "known",
        known,
        f"{known.file_name or 'dit bericht'} is al {went} op {moment:%d-%m-%Y om %H:%M}; "
        "er is niets veranderd",
    )


def _malformed(mailbox: Mailbox, file: File, found: Sequence[Finding], now: datetime) -> Receipt:
    record, made = MessageRecord.objects.get_or_create(
        mailbox=mailbox,
        direction=IN,
        sha256=file.digest,
        defaults={
            "moment": now,
            "file_name": file.name,
            "state": State.MALFORMED,
            "findings": records.told(found),
        },
    )
    return _receipt(record) if made else _again(record)
