"""The answer to a message that came in: a return message, or the answer to a claim.

Source: iStandaarden 3.2, IV028 and IV032 (return messages), IV087 and IV088 (325).
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from noaber.guard.actor import Actor
from noaber.intake.messages.description import MessageType, is_container, release
from noaber.intake.messages.writing import write_message
from noaber.register.care import claim_answering, fields, records
from noaber.register.care.exchange import Exchange, exchange_of
from noaber.register.care.fields.clients import is_client
from noaber.register.care.fields.heads import HEADER, return_header_tree, with_codes
from noaber.register.care.models import Mailbox, MessageRecord
from noaber.register.care.records import OUT, State

Codes = Mapping[tuple[str, int], list[str]]


def answer(actor: Actor, mailbox: Mailbox, record: MessageRecord, now: datetime) -> bytes | None:
    """The one answer to a message that came in: made, kept and given; the same again when asked again.

    None where the standard has none: for what is itself an answer, and for a file that is no message.
    A claim is judged here, line by line. Raises NotAllowed.
    """
    actor.require(mailbox.municipality.code, mailbox.municipality.name)
    if record.state == State.MALFORMED or record.direction == OUT:
        return None
    if record.number not in fields.RETURN_OF and record.number != fields.CLAIM:
        return None
    exchange = exchange_of(mailbox, record.law, (record.sender, record.receiver), now)
    with transaction.atomic():
        Mailbox.objects.select_for_update().get(pk=mailbox.pk)
        # Read again: another may have answered while this one waited.
        record = MessageRecord.objects.get(pk=record.pk, mailbox=mailbox)
        if given := record.answered_by.filter(direction=OUT).first():
            kept = records.unsealed(exchange, given)
            return kept if kept is not None else claim_answering.again(exchange, record, given)
        if record.number == fields.CLAIM:
            return claim_answering.answer_claim(exchange, record)
        return _return(exchange, record)


def _return(exchange: Exchange, record: MessageRecord) -> bytes:
    number = fields.RETURN_OF[record.number]
    name = records.next_identification(exchange.mailbox)
    codes = _codes(record)
    kind = release(record.release).message(fields.STANDARD_OF[record.law], number)
    header = return_header_tree(
        fields.header_tree(record.sender, record.receiver, record.identification, record.dated),
        record.versions,
        name,
        exchange.today,
        kind.release.schema,
        codes.get((HEADER, 0), ()),
    )
    tree = {**_below_header(exchange, record, codes), HEADER: header}
    content = write_message(kind.standard, number, tree, record.release)
    records.keep_answer(exchange, record, number, name, content)
    return content


def _codes(record: MessageRecord) -> Codes:
    """Return codes by class and row. What breaks a rule inside the message tells nothing per class."""
    if record.state != State.REJECTED:
        return {}
    found: dict[tuple[str, int], list[str]] = defaultdict(list)
    for finding in records.rejecting(record):
        if "table" not in finding:
            return {(HEADER, 0): [fields.UNFIT]}
        codes = found[finding["table"], finding["row"]]
        if finding["retourcode"] not in codes:
            codes.append(finding["retourcode"])
    found.setdefault((HEADER, 0), [fields.NO_REMARK])
    return found


def _below_header(exchange: Exchange, record: MessageRecord, codes: Codes) -> dict[str, Any]:
    """The classes of the message that is answered, each with its codes; none without a fault in them.

    Where the client itself fails, what stands below was not judged.
    """
    if all(table == HEADER for table, _ in codes):
        return {}
    message = records.message_of(exchange, record)
    client_fails = any(is_client(table) for table, _ in codes)

    def code_of(table: str, row: int) -> list[str]:
        unjudged = client_fails and not is_client(table)
        return codes.get((table, row)) or [fields.NOT_JUDGED if unjudged else fields.NO_REMARK]

    return coded(message.type, message.tree(), code_of)


def coded(
    kind: MessageType, tree: Mapping[str, Any], code_of: Callable[[str, int], Iterable[str]]
) -> dict[str, Any]:
    """A message's tree with return codes at the end of every class below the root, but the header."""
    seen: dict[str, int] = defaultdict(int)

    def below(of: str, table: str | None, node: Mapping[str, Any]) -> dict[str, Any]:
        made = dict(node)
        for element in kind.classes[of]:
            inner = kind.classes.get(element.type)
            if inner is None or element.name not in node or element.name == HEADER:
                continue
            repeated = is_container(inner)
            name = inner[0].type if repeated else element.type
            shape = next(t for t in kind.tables if t.of == name and t.parent == table)
            child = node[element.name]
            if repeated:
                rows = [row(shape.of, shape.name, one) for one in child[inner[0].name]]
                made[element.name] = {inner[0].name: rows}
            else:
                made[element.name] = row(shape.of, shape.name, child)
        return made

    def row(of: str, table: str, node: Mapping[str, Any]) -> dict[str, Any]:
        at = seen[table]
        seen[table] += 1
        return with_codes(below(of, table, node), code_of(table, at))

    return below("Root", None, tree)
