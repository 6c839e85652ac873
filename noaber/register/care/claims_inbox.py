"""A claim comes in: its lines are kept while it is read, and taken back where it turns out wrong."""

from collections.abc import Iterator, Sequence
from itertools import chain

from django.db import transaction

from noaber.intake.messages.checking import Checker
from noaber.intake.messages.finding import Finding
from noaber.intake.messages.message import Message
from noaber.intake.messages.reading import Reading
from noaber.register.care import fields, records
from noaber.register.care.exchange import Exchange
from noaber.register.care.kinds import claims
from noaber.register.care.models import MessageRecord
from noaber.register.care.records import State
from noaber.register.care.ruling import judge


class _TakenBack(Exception):
    """What was kept of a claim goes again."""


def take_in(
    exchange: Exchange,
    record: MessageRecord,
    reading: Reading,
    first: Message,
    parts: Iterator[Message],
) -> Sequence[Finding]:
    """Keep record, claim and lines of one claim; what is found inside it means that nothing is kept.

    Gives what was found. Rules about single lines that have a return code of their own are judged with the
    answer; a code out of its days is a warning, and stands with the record.
    """
    checker = Checker(first.type)

    def checked() -> Iterator[Message]:
        for part in chain([first], parts):
            checker.feed(part)
            yield part

    found: list[Finding] = []
    try:
        with transaction.atomic():
            _keep(exchange, record, first, checked())
            found += reading.findings
            inside = checker.finish() if reading.valid else ()
            found += [one for one in inside if one.return_code == fields.UNFIT]
            if found or not reading.valid:
                raise _TakenBack
            if warnings := [one for one in inside if records.is_warning(one)]:
                record.findings += records.told(warnings)
                record.save(update_fields=["findings"])
    except _TakenBack:
        record.pk = None
    return found


def _keep(
    exchange: Exchange, record: MessageRecord, first: Message, parts: Iterator[Message]
) -> None:
    judged = judge(exchange, first, fields.head(first))
    record.findings = judged.as_json(first)
    if judged.faults:
        record.state = State.REJECTED
    record.save()
    if not judged.faults:
        claims.keep_lines(exchange, claims.keep_whole(exchange, first, record), parts)
        return
    if not any(fault.place.in_header for fault in judged.faults):
        claims.keep_whole(exchange, first, record)
    for _ in parts:
        pass  # What is wrong inside a claim goes before what is wrong with it as a whole.
