"""A message against store and world: its header first, then what its kind is judged by."""

from noaber.intake.messages.message import Message
from noaber.register.care import fields, store
from noaber.register.care.exchange import Exchange, Judged
from noaber.register.care.kinds import KINDS
from noaber.register.care.rules import messages


def judge(exchange: Exchange, message: Message, head: fields.Head) -> Judged:
    """The rules that a message breaks; a fault in the header stops there (IV028)."""
    judged = Judged()
    judge_header(exchange, message, head, judged)
    if not judged.faults:
        KINDS[head.number].judge(exchange, message, judged)
    return judged


def judge_header(exchange: Exchange, message: Message, head: fields.Head, judged: Judged) -> None:
    """Hold name, day and municipality of a message (TR056, TR135, TR378)."""
    place = fields.header_place(message)
    same = store.same_identification(exchange, head.number, head.sender, head.identification)
    judged.hold(messages.tr056(head.identification, same), "TR056", place)
    judged.hold(messages.tr135(head.dated, exchange.today), "TR135", place)
    judged.hold(
        messages.tr378(exchange.municipality_code, fields.first_day(message)), "TR378", place
    )
