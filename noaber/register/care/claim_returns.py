"""The answer to a claim (325) comes in at the provider: which lines are granted, which refused."""

from collections.abc import Iterable

from noaber.intake.messages.message import Message
from noaber.register.care import fields, records, store
from noaber.register.care.exchange import Exchange, Judged
from noaber.register.care.models import Claim, ClaimAnswer, ClaimLine, MessageRecord
from noaber.register.care.persons import chunks
from noaber.register.care.records import State
from noaber.register.care.rules import claim_answers as rules
from noaber.register.care.rules import messages
from noaber.register.care.rules.values import Line

TABLE, CLIENT, LINE = "DeclaratieAntwoord", "Client", "Prestatie"


def take_in_claim_answer(
    exchange: Exchange, message: Message, head: fields.Head, record: MessageRecord
) -> None:
    """Hold a 325 against its claim; where it fits, settle every line of that claim."""
    judged = Judged()
    claim = _judge_head(exchange, message, head, judged)
    answers = fields.rows(message, TABLE)
    refused = _refused(message)
    if claim is not None and answers:
        where = (TABLE, 0, answers[0]["_line"])
        number = answers[0]["DeclaratieNummer"]
        judged.hold(rules.tr376(number, claim.number), "TR376", *where)
        _judge_lines(exchange, message, claim, refused, judged)
    record.findings = [fault.as_json() for fault in judged.faults][: records.MOST]
    if claim is None or judged.faults:
        record.save()
        return
    record.answers, record.state = claim.message, State.ACCEPTED
    record.save()
    _settle(claim, message, refused, record)


def _judge_head(
    exchange: Exchange, message: Message, head: fields.Head, judged: Judged
) -> Claim | None:
    row = fields.rows(message, "Header")[0]
    where = ("Header", 0, row["_line"])
    same = store.same_identification(exchange, head.number, head.sender, head.identification)
    judged.hold(messages.tr056(head.identification, same), "TR056", *where)
    judged.hold(messages.tr135(head.dated, exchange.today), "TR135", *where)
    judged.hold(messages.tr378(head.sender), "TR378", *where)
    name = (
        row["DeclaratieIdentificatie.Identificatie"],
        row["DeclaratieIdentificatie.Dagtekening"],
    )
    found = records.sent(exchange.mailbox, head, fields.CLAIM, *name)
    sent = found.filter(receiver=head.sender, state=State.WAITING).first()
    known = [name] if sent is not None else []
    if not judged.hold(rules.tr337(name, known), "TR337", *where):
        return None
    made_by = fields.versions(row, "XsdVersieDeclaratie")
    judged.hold(rules.tr371(made_by, sent.versions), "TR371", *where)
    return Claim.objects.select_related("message").get(message=sent)


def _refused(message: Message) -> dict[int, tuple[Line, str]]:
    """The refused lines by their place in the message, each with its return codes."""
    rows = fields.rows(message, LINE)
    return {at: (fields.line_of(row), row["RetourCodes"] or "") for at, row in enumerate(rows)}


def _judge_lines(
    exchange: Exchange,
    message: Message,
    claim: Claim,
    refused: dict[int, tuple[Line, str]],
    judged: Judged,
) -> None:
    people = _people(exchange, message)
    sent = _sent(claim, {line.reference for line, _ in refused.values()})
    parents = message.tables[LINE].column("_parent").to_pylist()
    lines = message.tables[LINE].column("_line").to_pylist()
    for at, (line, _) in refused.items():
        where = (LINE, at, lines[at])
        found = sent.get(line.reference)
        if not judged.hold(rules.tr366(line, found), "TR366", *where) or found is None:
            continue
        judged.hold(rules.tr367(line, store.line_value(found)), "TR367", *where)
        judged.hold(messages.tr304(found.person.pseudonym == people[parents[at]]), "TR304", *where)


def _people(exchange: Exchange, message: Message) -> list[str]:
    numbers = message.tables[CLIENT].column("Bsn").to_pylist()
    return [exchange.keys.pseudonym(number) for number in numbers]


def _sent(claim: Claim, references: Iterable[str]) -> dict[str, ClaimLine]:
    found: dict[str, ClaimLine] = {}
    for chunk in chunks(sorted(references)):
        rows = claim.lines.filter(reference__in=chunk).select_related("person")
        found |= {row.reference: row for row in rows}
    return found


def _settle(
    claim: Claim, message: Message, refused: dict[int, tuple[Line, str]], record: MessageRecord
) -> None:
    """Grant every line but the refused; a claim that is refused as a whole counts as never sent."""
    header, answers = fields.rows(message, "Header")[0], fields.rows(message, TABLE)
    row = answers[0] if answers else None
    codes = set((header["RetourCodes"] or "").split())
    codes |= set((row["RetourCodes"] or "").split()) if row else set()
    if codes - fields.GOOD or row is None:
        claim.message.state = State.REJECTED
        claim.lines.update(
            verdict=ClaimLine.Verdict.REJECTED, return_codes=" ".join(sorted(codes - fields.GOOD))
        )
    else:
        claim.message.state = State.ACCEPTED
        claim.lines.update(verdict=ClaimLine.Verdict.APPROVED)
        for line, said in refused.values():
            claim.lines.filter(reference=line.reference).update(
                verdict=ClaimLine.Verdict.REJECTED, return_codes=said
            )
    claim.message.save(update_fields=["state"])
    ClaimAnswer.objects.create(
        claim=claim,
        message=record,
        line=row["_line"] if row else None,
        submitted=fields.signed(row, "TotaalIngediendBedrag") if row else claim.total,
        granted=fields.signed(row, "TotaalToegekendBedrag") if row else 0,
        return_codes=" ".join(sorted(codes)),
    )
