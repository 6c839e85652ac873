"""What comes back: return messages (302, 306, 308, 316, 318, 320) and answers to claims (325).

They have no answer themselves. What is wrong with one is kept with it, and is for both parties to
settle outside the messages.
"""

from typing import Any

from noaber.intake.messages.message import Message
from noaber.register.care import fields, records
from noaber.register.care.claim_returns import take_in_claim_answer
from noaber.register.care.exchange import MOST, Exchange
from noaber.register.care.fields.heads import meanings, returned
from noaber.register.care.models import MessageRecord
from noaber.register.care.records import State


def take_in(exchange: Exchange, message: Message, head: fields.Head, record: MessageRecord) -> None:
    """Keep an answer and settle what it answers."""
    if head.number == fields.CLAIM_ANSWER:
        take_in_claim_answer(exchange, message, head, record)
        return
    number = fields.FORTH_OF[head.number]
    found = records.sent(exchange.mailbox, head, number, head.identification, head.dated)
    forth = found.filter(receiver=head.receiver).first()
    if forth is None:
        _unplaced(record, f"er is geen {number} verstuurd met deze identificatie en dagtekening")
        return
    if forth.state != State.WAITING:
        _unplaced(record, f"deze {number} heeft al een antwoord; een tweede telt niet")
        return
    codes = {code for _, code in returned(message)} - fields.GOOD
    forth.state = State.REJECTED if codes else State.ACCEPTED
    if codes:
        forth.findings = _said(message)
    record.answers, record.state = forth, State.ACCEPTED
    record.save()
    forth.save(update_fields=["state", "findings"])


def _unplaced(record: MessageRecord, sentence: str) -> None:
    """Keep an answer that answers nothing here; the finding says so."""
    record.findings += [
        {
            "layer": "store",
            "rule": "IV028",
            "retourcode": None,
            "path": "Header",
            "line": None,
            "value": None,
            "text": sentence,
            "english": "this return message answers no message that is waiting for one",
        }
    ]
    record.save()


def _said(message: Message) -> list[dict[str, Any]]:
    """What the other party found, as findings on what was sent: its return codes, with their place."""
    known = meanings(message)
    said = [
        {
            "layer": "store",
            "rule": "IV032",
            "retourcode": code,
            "path": message.path(place.table, place.row),
            "line": place.line,
            "value": None,
            "text": f"afgekeurd door de ontvanger: {known.get(code, 'onbekende retourcode')}",
            "english": f"rejected by the receiver with return code {code}",
        }
        for place, code in returned(message)
        if code not in fields.GOOD and code != fields.NOT_JUDGED
    ]
    return said[:MOST]
