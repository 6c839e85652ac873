"""Answers of the municipality to a request that it does not grant at once (319)."""

from noaber.intake.messages.message import Message
from noaber.register.care import fields, store
from noaber.register.care.exchange import Exchange, Judged
from noaber.register.care.models import MessageRecord, RequestAnswer
from noaber.register.care.rules import messages
from noaber.register.care.rules import requests as rules

TABLE, ELSEWHERE = "Antwoord", "Woonplaatsbeginsel"


def judge(exchange: Exchange, message: Message, judged: Judged) -> None:
    """Hold an answer against the request and what was said of it before."""
    row = fields.rows(message, TABLE)[0]
    where = (TABLE, 0, row["_line"])
    reference, verdict = row["ReferentieAanbieder"], row["VerzoekAntwoord"]
    if judged.hold(rules.tr355(reference, store.requested(exchange)), "TR355", *where):
        earlier = store.verdicts(exchange, [reference]).get(reference, [])
        granted = store.granted_references(exchange, [reference])
        judged.hold(rules.tr359(reference, granted), "TR359", *where)
        judged.hold(rules.tr360(verdict, earlier), "TR360", *where)
        judged.hold(rules.tr365(earlier), "TR365", *where)
    for at, other in enumerate(fields.rows(message, ELSEWHERE) if exchange.law == "youth" else []):
        judged.hold(messages.tr378(other["Gemeente"]), "TR378", ELSEWHERE, at, other["_line"])


def keep(exchange: Exchange, message: Message, record: MessageRecord) -> None:
    """Keep the answer under the reference that it names."""
    row = fields.rows(message, TABLE)[0]
    elsewhere = fields.rows(message, ELSEWHERE) if exchange.law == "youth" else []
    RequestAnswer.objects.create(
        **exchange.between,
        message=record,
        line=row["_line"],
        reference=row["ReferentieAanbieder"],
        verdict=row["VerzoekAntwoord"],
        reason=row["RedenAfwijzingVerzoek"] or "",
        responsible_code=elsewhere[0]["Gemeente"] if elsewhere else "",
    )
