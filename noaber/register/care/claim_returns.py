"""The answer to a claim (325) comes in at the provider: which lines are granted, which refused."""

from collections.abc import Iterable

from django.db import connection

from noaber.intake.messages.message import Message
from noaber.register.care import records, store
from noaber.register.care.exchange import Exchange, Judged
from noaber.register.care.fields import CLAIM, GOOD, Head, clients, header_place
from noaber.register.care.fields import claims as fields
from noaber.register.care.models import Claim, ClaimAnswer, ClaimLine, MessageRecord
from noaber.register.care.persons import chunks
from noaber.register.care.records import State
from noaber.register.care.rules import claim_answers as rules
from noaber.register.care.rules import messages
from noaber.register.care.ruling import judge_header


def take_in_claim_answer(
    exchange: Exchange, message: Message, head: Head, record: MessageRecord
) -> None:
    """Hold a 325 against its claim; where it fits, settle every line of that claim."""
    judged = Judged()
    judge_header(exchange, message, head, judged)
    claim = _claim(exchange, message, head, judged)
    answered = fields.answered(message)
    refused = fields.refused(message)
    if claim is not None and answered is not None:
        judged.hold(rules.tr376(answered.number, claim.number), "TR376", answered.place)
        _judge_lines(exchange, message, claim, refused, judged)
    record.findings += judged.as_json(message)
    if claim is None or judged.faults:
        record.save()
        return
    record.answers, record.state = claim.message, State.ACCEPTED
    record.save()
    _settle(claim, message, record)


def take_in_own_answer(
    exchange: Exchange, message: Message, record: MessageRecord, claim: Claim
) -> list[str]:
    """Settle a claim that came in by the 325 that another system of this party sent.

    Gives why it does not fit the claim, in sentences; then nothing is settled.
    """
    judged = Judged()
    answered = fields.answered(message)
    refused = fields.refused(message)
    made_by = fields.answer_head(message).versions
    place = header_place(message)
    judged.hold(rules.tr371(made_by, claim.message.versions), "TR371", place)
    wrong = []
    if answered is not None:
        judged.hold(rules.tr376(answered.number, claim.number), "TR376", answered.place)
        _judge_lines(exchange, message, claim, refused, judged)
        if answered.submitted != claim.total:
            wrong.append("het totaal ingediende bedrag is niet dat van de declaratie")
    wrong += [fault["text"] for fault in judged.as_json(message)]
    if not wrong:
        record.answers, record.state = claim.message, State.SENT
        record.save()
        _settle(claim, message, record)
    return list(dict.fromkeys(wrong))


def _claim(exchange: Exchange, message: Message, head: Head, judged: Judged) -> Claim | None:
    """The claim that is answered and waits for it (TR337, TR371)."""
    place, named = header_place(message), fields.answer_head(message)
    found = records.sent(exchange.mailbox, head, CLAIM, *named.claim)
    sent = found.filter(receiver=head.sender, state=State.WAITING).first()
    known = [named.claim] if sent is not None else []
    if not judged.hold(rules.tr337(named.claim, known), "TR337", place):
        return None
    judged.hold(rules.tr371(named.versions, sent.versions), "TR371", place)
    return Claim.objects.select_related("message").get(message=sent)


def _judge_lines(
    exchange: Exchange,
    message: Message,
    claim: Claim,
    refused: list[fields.Refused],
    judged: Judged,
) -> None:
    people = [exchange.keys.pseudonym(number) for number in clients.numbers(message)]
    sent = _sent(claim, {one.line.reference for one in refused})
    for one in refused:
        found = sent.get(one.line.reference)
        was = store.line_value(found) if found is not None else None
        if not judged.hold(rules.tr366(one.line, was), "TR366", one.place) or found is None:
            continue
        judged.hold(rules.tr367(one.line, store.line_value(found)), "TR367", one.place)
        same = found.person.pseudonym == people[one.client]
        judged.hold(messages.tr304(same), "TR304", one.place)


def _sent(claim: Claim, references: Iterable[str]) -> dict[str, ClaimLine]:
    found: dict[str, ClaimLine] = {}
    for chunk in chunks(sorted(references)):
        rows = claim.lines.filter(reference__in=chunk).select_related("person")
        found |= {row.reference: row for row in rows}
    return found


def _settle(claim: Claim, message: Message, record: MessageRecord) -> None:
    """Grant every line but the refused; a claim that is refused as a whole counts as never sent."""
    answered = fields.answered(message)
    codes = [*fields.answer_head(message).codes, *(answered.codes if answered else ())]
    wrong = [code for code in dict.fromkeys(codes) if code not in GOOD]
    if wrong or answered is None:
        claim.message.state = State.REJECTED
        claim.lines.update(verdict=ClaimLine.Verdict.REJECTED, return_codes=" ".join(wrong))
    else:
        claim.message.state = State.ACCEPTED
        claim.lines.update(verdict=ClaimLine.Verdict.APPROVED)
        _refuse(claim, fields.refused(message))
    claim.message.save(update_fields=["state"])
    ClaimAnswer.objects.create(
        claim=claim,
        message=record,
        line=answered.place.line if answered else None,
        submitted=answered.submitted if answered else claim.total,
        granted=answered.granted if answered else 0,
        return_codes=" ".join(dict.fromkeys(codes)),
    )


def _refuse(claim: Claim, refused: list[fields.Refused]) -> None:
    quote = connection.ops.quote_name
    columns = (quote(name) for name in ("verdict", "return_codes", "claim_id", "reference"))
    verdict, codes, of, reference = columns
    update = (
        f"UPDATE {quote(ClaimLine._meta.db_table)} SET {verdict} = %s, {codes} = %s "  # noqa: S608
        f"WHERE {of} = %s AND {reference} = %s"
    )
    rows = [
        (str(ClaimLine.Verdict.REJECTED), " ".join(one.codes), claim.pk, one.line.reference)
        for one in refused
    ]
    with connection.cursor() as cursor:
        cursor.executemany(update, rows)
