"""Answers of the municipality to a request that it does not grant at once (319)."""

from noaber.intake.messages.message import Message
from noaber.register.care import store
from noaber.register.care.exchange import Exchange, Judged
from noaber.register.care.fields import requests as fields
from noaber.register.care.models import MessageRecord, RequestAnswer
from noaber.register.care.rules import messages
from noaber.register.care.rules import requests as rules


def judge(exchange: Exchange, message: Message, judged: Judged) -> None:
    """Hold an answer against the request and what was said of it before."""
    said = fields.said(message)
    reference, place = said.reference, said.place
    if exchange.elsewhere:
        _sent_elsewhere(exchange, said, judged)
    elif judged.hold(
        rules.tr355(reference, store.known_references(exchange, [reference])), "TR355", place
    ):
        earlier = store.verdicts(exchange, [reference]).get(reference, [])
        granted = store.granted_references(exchange, [reference])
        judged.hold(rules.tr359(reference, granted), "TR359", place)
        judged.hold(rules.tr360(said.verdict, earlier), "TR360", place)
        judged.hold(rules.tr365(earlier), "TR365", place)
    if said.elsewhere is not None:
        judged.hold(messages.tr378(said.elsewhere[1], None), "TR378", said.elsewhere[0])


def _sent_elsewhere(exchange: Exchange, said: fields.Said, judged: Judged) -> None:
    """What another system sent is read in here in any order, and maybe without the request.

    So only a refusal of what is known to be granted contradicts what is known.
    """
    granted = store.granted_references(exchange, [said.reference])
    refused = said.verdict == RequestAnswer.Verdict.REFUSED
    judged.hold(not refused or rules.tr359(said.reference, granted), "TR359", said.place)


def keep(exchange: Exchange, message: Message, record: MessageRecord) -> None:
    """Keep the answer under the reference that it names."""
    said = fields.said(message)
    RequestAnswer.objects.create(
        **exchange.between,
        message=record,
        line=said.place.line,
        reference=said.reference,
        verdict=said.verdict,
        reason=said.reason,
        responsible_code=said.elsewhere[1] if said.elsewhere else "",
    )
