"""What this party itself sent by another system, read in here: kept as what went out, never exported.

A case system sends the allocations, and claims can only be judged by who knows them. So a message whose
sender is the mailbox itself is checked and kept by the same code as one that Noaber sends. What contradicts
what is known is refused with its reasons, and can be offered again. What is only not known here (a request
that passed before Noaber was there) contradicts nothing.
"""

from collections.abc import Iterable
from typing import Any

from noaber.intake.messages.message import Message
from noaber.register.care import fields, records, store
from noaber.register.care.claim_returns import take_in_own_answer
from noaber.register.care.exchange import Exchange
from noaber.register.care.fields.claims import answer_head, answered
from noaber.register.care.fields.heads import returned
from noaber.register.care.kinds import KINDS
from noaber.register.care.models import Claim, MessageRecord
from noaber.register.care.records import IN, State
from noaber.register.care.ruling import judge
from noaber.register.sources.services import Refused


def require_right(head: fields.Head, wrong: Iterable[str]) -> None:
    """Refuse a message with its faults, each said once."""
    if reasons := list(dict.fromkeys(wrong)):
        raise Refused(
            f"deze {head.number} is volgens de afzender door {head.sender} zelf verstuurd, maar klopt niet "
            f"met wat hier bekend is of met de standaard: {'; '.join(reasons)}"
        )


def require_new_references(exchange: Exchange, head: fields.Head, record: MessageRecord) -> None:
    """Refuse a claim of which lines were claimed before under the same reference."""
    again = store.references_again(exchange, record)
    require_right(head, [f"referentienummer {name} is al eerder gedeclareerd" for name in again])


def take_in(
    exchange: Exchange, message: Message, head: fields.Head, record: MessageRecord, content: Any
) -> None:
    """Keep one message, or the answer that it is, within the caller's transaction. Raises Refused."""
    if head.number == fields.CLAIM_ANSWER:
        _claim_answer(exchange, message, head, record, content)
    elif head.number in fields.FORTH_OF:
        _return(exchange, message, head, record, content)
    else:
        faults = judge(exchange, message, head).as_json(message)
        require_right(head, [fault["text"] for fault in faults])
        record.state = State.WAITING
        records.seal(exchange, record, content)
        record.save()
        KINDS[head.number].keep(exchange, message, record)


def _return(
    exchange: Exchange, message: Message, head: fields.Head, record: MessageRecord, content: Any
) -> None:
    """A return message: the message that it answers came in here, and was judged alike."""
    number = fields.FORTH_OF[head.number]
    forth = _came_in(exchange, head, number, (head.identification, head.dated), head.sender)
    rejects = bool({code for _, code in returned(message)} - fields.GOOD)
    if rejects != (forth.state == State.REJECTED):
        said, here = ("afgekeurd", "goedgekeurd")[:: 1 if rejects else -1]
        why = "; ".join(one["text"] for one in records.rejecting(forth))
        raise Refused(
            f"volgens deze {head.number} is {number} {head.identification} {said}, maar hier is die {here}"
            + (f": {why}" if why and not rejects else "")
        )
    record.answers, record.state = forth, State.SENT
    records.seal(exchange, record, content)
    record.save()


def _claim_answer(
    exchange: Exchange, message: Message, head: fields.Head, record: MessageRecord, content: Any
) -> None:
    """The answer to a claim settles its lines; what was judged here already must say the same."""
    name = answer_head(message).claim
    forth = _came_in(exchange, head, fields.CLAIM, name, head.receiver)
    claim = Claim.objects.select_related("message").filter(message=forth).first()
    said = answered(message)
    if claim is None or forth.state == State.REJECTED:
        if said is not None and {*said.codes} <= fields.GOOD:
            why = "; ".join(one["text"] for one in records.rejecting(forth))
            raise Refused(f"deze declaratie is hier afgekeurd, en volgens deze 325 niet: {why}")
        record.answers, record.state = forth, State.SENT
        records.seal(exchange, record, content)
        record.save()
        return
    records.seal(exchange, record, content)
    require_right(head, take_in_own_answer(exchange, message, record, claim))


def _came_in(
    exchange: Exchange, head: fields.Head, number: str, name: tuple[str, Any], sender: str
) -> MessageRecord:
    """The message that came in and is answered; it had no answer yet. Raises Refused."""
    found = MessageRecord.objects.filter(
        mailbox=exchange.mailbox,
        direction=IN,
        law=head.law,
        number=number,
        sender=sender,
        identification=name[0],
        dated=name[1],
    ).order_by("-pk")
    forth = found.first()
    if forth is None:
        raise Refused(
            f"dit is een antwoord op {number} {name[0]} van {sender}, en die is hier niet ontvangen; lees "
            "dat bericht eerst in"
        )
    if forth.answered_by.filter(direction=records.OUT).exists():
        raise Refused(
            f"{number} {name[0]} van {sender} is hier al beantwoord, anders dan dit bericht"
        )
    return forth
