"""What comes in: read, checked, judged and kept, each message in one transaction."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from noaber.guard.actor import Actor
from noaber.intake.messages.checking import check_message
from noaber.intake.messages.message import Message
from noaber.intake.messages.reading import read_message
from noaber.register.care import fields, records, returns, store
from noaber.register.care.exchange import Exchange, Judged, exchange_of
from noaber.register.care.kinds import KINDS, claims
from noaber.register.care.models import Mailbox, MessageRecord
from noaber.register.care.records import IN, State
from noaber.register.care.rules import messages
from noaber.register.sources.services import Refused

# At which class a broken rule means that nothing of the message is kept.
HEADER, WHOLE = "Header", "Declaratie"


@dataclass(frozen=True, slots=True)
class Receipt:
    """What receiving did. `outcome`: accepted, rejected, received (a claim, to be judged), malformed
    or known (this file came in before; nothing was changed). `sentence` says it in Dutch."""

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
    "malformed": "geen geldig bericht; er is niets van vastgelegd",
}


def receive(actor: Actor, mailbox: Mailbox, content: bytes, name: str, now: datetime) -> Receipt:
    """Take in one message. The same bytes again change nothing.

    `now` is an aware moment. A message that does not fit its schema, breaks a rule inside itself or
    one against the store is kept as a record with findings and nothing else. Raises Refused for a
    message that is addressed to someone else, and NotAllowed.
    """
    actor.require(mailbox.municipality.code, mailbox.municipality.name)
    digest = records.sha256(content)
    if known := _known(mailbox, digest):
        return _again(known)
    read = read_message(content)
    findings = [records.finding_json(finding) for finding in read.findings]
    if read.message is None:
        return _malformed(mailbox, digest, name, now, findings)
    findings += [records.finding_json(finding) for finding in check_message(read.message)]
    return keep(mailbox, read.message, content, digest, name, now, findings)


def keep(
    mailbox: Mailbox,
    message: Message,
    content: bytes,
    digest: str,
    name: str,
    now: datetime,
    findings: Sequence[dict[str, Any]],
) -> Receipt:
    """Judge and keep a message that was read and checked; `findings` are those of the check."""
    head = fields.head(message)
    _require_ours(mailbox, head)
    exchange = exchange_of(mailbox, head.law, (head.sender, head.receiver), now)
    with transaction.atomic():
        # One message at a time in a mailbox: the second waits here for the first.
        Mailbox.objects.select_for_update().get(pk=mailbox.pk)
        if known := _known(mailbox, digest):
            return _again(known)
        record = records.of_head(exchange, IN, head, State.REJECTED, digest, name, findings)
        if findings:
            record.save()
        elif head.number in KINDS:
            _take_in(exchange, message, head, record, content)
        else:
            returns.take_in(exchange, message, head, record)
    outcome = str(record.state)
    return Receipt(outcome, record, f"{name or 'bericht'}: {_SENTENCES[outcome]}")


def _take_in(
    exchange: Exchange, message: Message, head: fields.Head, record: MessageRecord, content: bytes
) -> None:
    faults = judge(exchange, message, head)
    record.findings = [fault.as_json() for fault in faults][: records.MOST]
    is_claim = head.number == fields.CLAIM
    if not is_claim:
        records.seal(exchange, record, content)
    if not faults:
        record.state = State.RECEIVED if is_claim else State.ACCEPTED
    record.save()
    if not faults:
        KINDS[head.number].keep(exchange, message, record)
    elif is_claim and all(fault.table == WHOLE for fault in faults):
        claims.keep_head(exchange, message, record)


def judge(exchange: Exchange, message: Message, head: fields.Head) -> list[Any]:
    """The rules against store and world that a message breaks; a fault in the header stops there."""
    judged = Judged()
    where = (HEADER, 0, fields.rows(message, HEADER)[0]["_line"])
    same = store.same_identification(exchange, head.number, head.sender, head.identification)
    judged.hold(messages.tr056(head.identification, same), "TR056", *where)
    judged.hold(messages.tr135(head.dated, exchange.today), "TR135", *where)
    judged.hold(messages.tr378(exchange.municipality_code), "TR378", *where)
    if not judged.faults:
        KINDS[head.number].judge(exchange, message, judged)
    return judged.faults


def _require_ours(mailbox: Mailbox, head: fields.Head) -> None:
    """Refuse what is addressed to someone else; an answer still names whom it answers as sender."""
    comes_back = head.number in fields.FORTH_OF
    to = head.sender if comes_back else head.receiver
    if to != mailbox.code:
        raise Refused(
            f"dit bericht is voor {to} en niet voor {mailbox} ({mailbox.code}); leg het in de "
            "postbus van die partij"
        )
    lengths = (len(head.sender), len(head.receiver))
    if sorted(lengths) != [4, 8]:
        raise Refused("dit bericht gaat niet tussen een gemeente en een aanbieder")


def _known(mailbox: Mailbox, digest: str) -> MessageRecord | None:
    return MessageRecord.objects.filter(mailbox=mailbox, direction=IN, sha256=digest).first()


def _again(known: MessageRecord) -> Receipt:
    moment = known.moment.astimezone(fields.AMSTERDAM)
    return Receipt(
        "known",
        known,
        f"{known.file_name or 'dit bericht'} is al ontvangen op {moment:%d-%m-%Y om %H:%M}; "
        "er is niets veranderd",
    )


def _malformed(
    mailbox: Mailbox, digest: str, name: str, now: datetime, findings: Sequence[dict[str, Any]]
) -> Receipt:
    record, made = MessageRecord.objects.get_or_create(
        mailbox=mailbox,
        direction=IN,
        sha256=digest,
        defaults={
            "moment": now,
            "file_name": name,
            "state": State.MALFORMED,
            "findings": list(findings[: records.MOST]),
        },
    )
    if not made:
        return _again(record)
    return Receipt("malformed", record, f"{name or 'bericht'}: {_SENTENCES['malformed']}")
