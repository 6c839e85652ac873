"""The municipality's answer to a claim (325), made from the judged lines."""

from collections.abc import Iterable
from datetime import date
from itertools import groupby
from typing import Any

from django.db.models import Sum

from noaber.intake.messages.writing import write_message
from noaber.register.care import judging, records, store
from noaber.register.care.exchange import Exchange
from noaber.register.care.fields import (
    CLAIM_ANSWER,
    GRANTED,
    NO_REMARK,
    NOT_JUDGED,
    STANDARD_OF,
    UNFIT,
    header_tree,
)
from noaber.register.care.fields import claims as fields
from noaber.register.care.models import Claim, ClaimAnswer, ClaimLine, MessageRecord
from noaber.register.care.persons import bsn_of
from noaber.register.care.records import State
from noaber.register.care.rules import TEXTS

UNKNOWN_CLIENT = TEXTS["TR304"].return_code


def answer_claim(exchange: Exchange, record: MessageRecord) -> bytes:
    """Judge what was not judged yet, and give the answer.

    A claim that was rejected in its header or inside itself gets a header alone; one that fails as a
    whole is granted nothing; else every line is granted or refused.
    """
    claim = Claim.objects.filter(message=record).first()
    if claim is not None and record.state == State.RECEIVED:
        judging.judge_claim(exchange, claim)
        record.state = State.ACCEPTED
        record.save(update_fields=["state"])
    name = records.next_identification(exchange.mailbox)
    content = write_answer(exchange, record, claim, name, exchange.today)
    kept = records.keep_answer(exchange, record, CLAIM_ANSWER, name, content)
    if claim is not None:
        ClaimAnswer.objects.create(
            claim=claim,
            message=kept,
            submitted=claim.total,
            granted=granted(claim),
            return_codes=" ".join(_codes_of(record, claim)),
        )
    return content


def again(exchange: Exchange, record: MessageRecord, given: MessageRecord) -> bytes:
    """An answer that was too long to keep, made again from the same rows."""
    claim = Claim.objects.filter(message=record).first()
    return write_answer(exchange, record, claim, given.identification, given.dated)


def granted(claim: Claim) -> int:
    """What is granted of a claim in cents: approved debits less approved credits."""
    approved = claim.lines.filter(verdict=ClaimLine.Verdict.APPROVED).order_by()
    sums = dict(approved.values_list("is_credit").annotate(sum=Sum("amount")))
    return int(sums.get(False, 0)) - int(sums.get(True, 0))


def write_answer(
    exchange: Exchange, record: MessageRecord, claim: Claim | None, name: str, dated: date
) -> bytes:
    """The 325 as bytes."""
    tree: dict[str, Any] = {
        "Header": fields.answer_header_tree(
            header_tree(record.receiver, record.sender, name, dated),
            (record.identification, record.dated),
            record.versions,
            [NO_REMARK] if claim is not None else _header_codes(record),
        )
    }
    if claim is not None:
        clients = list(_clients(exchange, claim))
        codes = _codes_of(record, claim)
        tree |= fields.answer_body(claim.number, claim.total, granted(claim), clients, codes)
    return write_message(STANDARD_OF[record.law], CLAIM_ANSWER, tree, record.release)


def _header_codes(record: MessageRecord) -> list[str]:
    """Its own code for a fault against store or world, else that the message as such is unfit."""
    found = records.rejecting(record)
    if any("table" not in finding for finding in found):
        return [UNFIT]
    return list(dict.fromkeys(finding["retourcode"] for finding in found))


def _codes_of(record: MessageRecord, claim: Claim) -> list[str]:
    if record.state == State.REJECTED:
        return list(dict.fromkeys(one["retourcode"] for one in records.rejecting(record)))
    refused = claim.lines.filter(verdict=ClaimLine.Verdict.REJECTED)
    return [NO_REMARK if refused.exists() else GRANTED]


def _clients(exchange: Exchange, claim: Claim) -> Iterable[dict[str, Any]]:
    """Only clients with refused lines, in the order of the claim."""
    rows = claim.lines.filter(verdict=ClaimLine.Verdict.REJECTED)
    refused = rows.select_related("person").order_by("pk").iterator(2000)
    for _, group in groupby(refused, key=lambda line: line.person_id):
        lines = list(group)
        unknown = lines[0].return_codes == UNKNOWN_CLIENT
        yield fields.refused_client(
            bsn_of(exchange, lines[0].person),
            [UNKNOWN_CLIENT if unknown else NO_REMARK],
            [
                (store.line_value(line), [NOT_JUDGED] if unknown else line.return_codes.split())
                for line in lines
            ],
        )
