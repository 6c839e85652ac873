"""What goes out: written, read back, judged by our own store, and kept as the receiver will keep it."""

from collections.abc import Mapping
from typing import Any

from noaber.intake.messages.checking import check_message
from noaber.intake.messages.reading import read_message
from noaber.intake.messages.writing import NotWritten, write_message
from noaber.register.care import fields, records
from noaber.register.care.exchange import Exchange
from noaber.register.care.kinds import KINDS
from noaber.register.care.models import MessageRecord
from noaber.register.care.records import OUT, State
from noaber.register.care.ruling import judge
from noaber.register.sources.services import Refused


def send(exchange: Exchange, number: str, body: Mapping[str, Any]) -> tuple[MessageRecord, bytes]:
    """Write and keep one message to the other party, within the caller's transaction.

    `body` is the message without its header. Raises Refused, with every reason, where the message
    would break a rule that its receiver can see.
    """
    mailbox = exchange.mailbox
    ours = mailbox.code
    other = exchange.provider_code if mailbox.is_municipality else exchange.municipality_code
    header = fields.header_tree(ours, other, records.next_identification(mailbox), exchange.today)
    standard = fields.STANDARD_OF[exchange.law]
    try:
        content = write_message(standard, number, {"Header": header, **body})
    except NotWritten as wrong:
        raise Refused(f"dit bericht kan niet worden geschreven: {wrong}") from None
    message = read_message(content).message
    if message is None:
        raise AssertionError(f"a {number} that was just written cannot be read")
    found = check_message(message)
    wrong_inside = [finding.text for finding in found if not records.is_warning(finding)]
    head = fields.head(message)
    wrong_outside = [fault["text"] for fault in judge(exchange, message, head).as_json(message)]
    if reasons := list(dict.fromkeys(wrong_inside + wrong_outside)):
        raise Refused(f"bericht {number} is niet verstuurd: {'; '.join(reasons)}")
    record = records.of_head(exchange, OUT, head, State.WAITING, records.sha256(content))
    record.findings = records.told(found)
    records.seal(exchange, record, content)
    record.save()
    KINDS[number].keep(exchange, message, record)
    return record, content
