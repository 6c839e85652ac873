"""The municipality's answer to a claim (325), made from the judged lines."""

from collections.abc import Iterable
from itertools import groupby
from typing import Any

from django.db.models import Sum

from noaber.intake.messages.writing import write_message
from noaber.register.care import fields, judging, records, store
from noaber.register.care.exchange import Exchange
from noaber.register.care.models import Claim, ClaimAnswer, ClaimLine, MessageRecord
from noaber.register.care.persons import bsn_of
from noaber.register.care.records import State

UNKNOWN_CLIENT = "8187"


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
    kept = records.keep_answer(exchange, record, fields.CLAIM_ANSWER, name, content)
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
    sums = dict(
        claim.lines.filter(verdict=ClaimLine.Verdict.APPROVED)
        .order_by()
        .values_list("is_credit")
        .annotate(sum=Sum("amount"))
    )
    return int(sums.get(False, 0)) - int(sums.get(True, 0))


def write_answer(
    exchange: Exchange, record: MessageRecord, claim: Claim | None, name: str, dated: Any
) -> bytes:
    """The 325 as bytes."""
    header = {
        **fields.header_tree(record.receiver, record.sender, name, dated),
        "DeclaratieIdentificatie": {
            "Identificatie": record.identification,
            "Dagtekening": record.dated,
        },
        "XsdVersieDeclaratie": record.versions,
        "RetourCodes": fields.codes_tree(_header_codes(record, claim)),
    }
    tree: dict[str, Any] = {"Header": header}
    if claim is not None:
        clients = list(_clients(exchange, claim))
        tree["DeclaratieAntwoord"] = {
            "DeclaratieNummer": claim.number,
            "TotaalIngediendBedrag": fields.total_tree(claim.total),
            "TotaalToegekendBedrag": fields.total_tree(granted(claim)),
            **({"Clienten": {"Client": clients}} if clients else {}),
            "RetourCodes": fields.codes_tree(_codes_of(record, claim)),
        }
    standard = fields.STANDARD_OF[record.law]
    return write_message(standard, fields.CLAIM_ANSWER, tree, record.release)


def _header_codes(record: MessageRecord, claim: Claim | None) -> list[str]:
    if claim is not None:
        return [fields.NO_REMARK]
    if any("table" not in finding for finding in record.findings):
        return [fields.UNFIT]
    return list(dict.fromkeys(finding["retourcode"] for finding in record.findings))


def _codes_of(record: MessageRecord, claim: Claim) -> list[str]:
    if record.state == State.REJECTED:
        return list(dict.fromkeys(finding["retourcode"] for finding in record.findings))
    refused = claim.lines.filter(verdict=ClaimLine.Verdict.REJECTED)
    return [fields.NO_REMARK if refused.exists() else fields.GRANTED]


def _clients(exchange: Exchange, claim: Claim) -> Iterable[dict[str, Any]]:
    """Only clients with refused lines, in the order of the claim."""
    refused = (
        claim.lines.filter(verdict=ClaimLine.Verdict.REJECTED)
        .select_related("person")
        .order_by("pk")
    )
    for _, group in groupby(refused.iterator(2000), key=lambda line: line.person_id):
        lines = list(group)
        unknown = lines[0].return_codes == UNKNOWN_CLIENT
        yield {
            "Bsn": bsn_of(exchange, lines[0].person),
            "Prestaties": {"Prestatie": [_line(line, unknown) for line in lines]},
            "RetourCodes": fields.codes_tree([UNKNOWN_CLIENT if unknown else fields.NO_REMARK]),
        }


def _line(line: ClaimLine, unjudged: bool) -> dict[str, Any]:
    codes = [fields.NOT_JUDGED] if unjudged else line.return_codes.split()
    tree = fields.line_tree(store.line_value(line))
    return {**tree, "RetourCodes": fields.codes_tree(codes)}
