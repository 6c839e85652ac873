"""The record of each message: who sent it, how far it came, what was found in it."""

import hashlib
from collections.abc import Sequence
from datetime import date
from typing import Any

from noaber.intake.messages.finding import Finding, Layer
from noaber.intake.messages.message import Message
from noaber.intake.messages.reading import read_message
from noaber.register.care import fields
from noaber.register.care.exchange import MOST, Exchange
from noaber.register.care.models import Mailbox, MessageRecord

IN, OUT = MessageRecord.Direction.IN, MessageRecord.Direction.OUT
State = MessageRecord.State
# What is kept of a message itself, in bytes: all but long claims, of which the lines say all.
KEPT = 8_000_000
_PIECE = 1 << 20


def sha256(content: Any) -> str:
    """The hash by which the same file is known again; bytes, or the content of a long file."""
    digest = hashlib.sha256()
    for start in range(0, len(content), _PIECE):
        digest.update(content[start : start + _PIECE])
    return digest.hexdigest()


def finding_json(finding: Finding) -> dict[str, Any]:
    """A finding of reading or checking as the record keeps it."""
    return {
        "layer": finding.layer.value,
        "rule": finding.rule,
        "retourcode": finding.return_code,
        "path": finding.path,
        "line": finding.line,
        "value": finding.value,
        "text": finding.text,
        "english": finding.english,
    }


def told(findings: Sequence[Finding]) -> list[dict[str, Any]]:
    """Findings as the record keeps them, the first of them where there are very many."""
    return [finding_json(finding) for finding in findings[:MOST]]


def is_warning(finding: Finding) -> bool:
    """Whether a finding rejects nothing: a code out of its days has no return code."""
    return finding.layer == Layer.CODELIST and finding.return_code is None


def rejecting(record: MessageRecord) -> list[dict[str, Any]]:
    """The findings of a record for which it was rejected, without the warnings."""
    return [
        one for one in record.findings if one["retourcode"] or one["layer"] != Layer.CODELIST.value
    ]


def of_head(
    exchange: Exchange,
    direction: Any,
    head: fields.Head,
    state: Any,
    digest: str,
    name: str = "",
) -> MessageRecord:
    """A record, not saved yet, of a message with this header."""
    return MessageRecord(
        mailbox=exchange.mailbox,
        direction=direction,
        law=head.law,
        number=head.number,
        release=head.release,
        identification=head.identification,
        dated=head.dated,
        sender=head.sender,
        receiver=head.receiver,
        versions=dict(head.versions),
        file_name=name,
        sha256=digest,
        moment=exchange.now,
        state=state,
        elsewhere=exchange.elsewhere,
    )


def seal(exchange: Exchange, record: MessageRecord, content: Any) -> None:
    """Put the message itself in its record, sealed; latin-1 gives every byte back as it was."""
    if len(content) <= KEPT:
        record.content = exchange.keys.seal(content[:].decode("latin-1"))


def unsealed(exchange: Exchange, record: MessageRecord) -> bytes | None:
    """The message itself, where it was kept."""
    if record.content is None:
        return None
    return exchange.keys.open(record.content).encode("latin-1")


def message_of(exchange: Exchange, record: MessageRecord) -> Message:
    """The kept message, read again. Raises ValueError where it was not kept."""
    content = unsealed(exchange, record)
    message = read_message(content).message if content is not None else None
    if message is None:
        raise ValueError(f"message {record.pk} is not kept")
    return message


def next_identification(mailbox: Mailbox) -> str:
    """A name for the next message that goes out: its number among all that this mailbox sent.

    A number that another system of this party used already is passed over.
    """
    sent = MessageRecord.objects.filter(mailbox=mailbox, direction=OUT)
    number = sent.count() + 1
    while sent.filter(identification=str(number)).exists():
        number += 1
    return str(number)


def sent(mailbox: Mailbox, head: fields.Head, number: str, name: str, dated: date) -> Any:
    """The messages of that kind, name and day that this mailbox sent, the latest first."""
    return MessageRecord.objects.filter(
        mailbox=mailbox,
        direction=OUT,
        law=head.law,
        number=number,
        identification=name,
        dated=dated,
    ).order_by("-pk")


def keep_answer(
    exchange: Exchange, record: MessageRecord, number: str, name: str, content: bytes
) -> MessageRecord:
    """Keep an answer that goes out; a return message keeps sender and receiver of what it answers."""
    back = number in fields.FORTH_OF
    sender, receiver = record.sender, record.receiver
    made = MessageRecord(
        mailbox=exchange.mailbox,
        direction=OUT,
        law=record.law,
        number=number,
        release=record.release,
        identification=name,
        dated=exchange.today,
        sender=sender if back else receiver,
        receiver=receiver if back else sender,
        sha256=sha256(content),
        moment=exchange.now,
        state=State.SENT,
        answers=record,
    )
    seal(exchange, made, content)
    made.save()
    return made
