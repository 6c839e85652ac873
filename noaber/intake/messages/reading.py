"""From bytes to a message: structure as the published schema has it, then rows of Arrow tables."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
from lxml import etree

from noaber.intake.messages.bulk import cut_open, parts
from noaber.intake.messages.checking import Checker
from noaber.intake.messages.description import PARENT, MessageType
from noaber.intake.messages.finding import Finding
from noaber.intake.messages.message import Message
from noaber.intake.messages.opening import (
    Refusal,
    broken,
    message_type,
    refuse_doctype,
    safe_parser,
    too_long,
)
from noaber.intake.messages.patterns import Long, NotPlain, long_classes
from noaber.intake.messages.rows import RowReader
from noaber.intake.messages.schema import schema_of
from noaber.intake.messages.sentences import structure_findings
from noaber.intake.messages.streaming import judge_stream, stream_parts

_LOOK = 1 << 20
# What is shorter is parsed whole: cutting it open gains nothing.
SHORT = 1 << 18
# What is longer and not written plainly is judged by the schema in a stream, and not kept in memory.
WHOLE = 64 << 20


@dataclass(frozen=True)
class Read:
    """What reading gave: the message, or None with the reason; `type` where at least that could be told."""

    message: Message | None
    findings: tuple[Finding, ...]
    type: MessageType | None = None

    @property
    def valid(self) -> bool:
        """Whether the file is valid by the schema of its message."""
        return self.message is not None


def read_message(content: bytes) -> Read:
    """Read a whole message into memory. Never raises for what stands in `content`; see Read."""
    reading = Reading(content)
    found = list(reading.parts())
    if not reading.valid:
        return Read(None, tuple(reading.findings), reading.type)
    return Read(_joined(found), tuple(reading.findings), reading.type)


@dataclass
class Reading:
    """A message read part by part, in memory that does not grow with its length.

    `content` is bytes or a FileContent. Go through `parts()` to the end; only then `valid` is known, and
    with it whether what the parts held may be kept.
    """

    content: Any
    type: MessageType | None = None
    findings: list[Finding] = field(default_factory=list)
    valid: bool = False

    def parts(self) -> Iterator[Message]:
        """The parts in the order of the file; a message about one person is one part."""
        try:
            self.type = message_type(bytes(self.content[:_LOOK]))
        except Refusal as refusal:
            self.findings.append(refusal.finding)
            return
        long = long_classes(self.type)
        if long is not None and len(self.content) > SHORT:
            try:
                yield from parts(cut_open(self.type, self.content))
                self.valid = True
                return
            except NotPlain:
                pass
        if len(self.content) <= WHOLE:
            yield from self._whole(self.type)
        elif long is not None:
            yield from self._stream(self.type, long)
        else:
            self.findings.append(too_long(self.type, len(self.content)).finding)

    def _stream(self, kind: MessageType, long: Long) -> Iterator[Message]:
        root, found = judge_stream(kind, long, self.content)
        self.findings += found
        self.valid = root is not None
        if self.valid:
            yield from stream_parts(kind, long, self.content, root)

    def _whole(self, kind: MessageType) -> Iterator[Message]:
        try:
            root = etree.fromstring(
                self.content[:], safe_parser(remove_comments=True, remove_pis=True)
            )
            refuse_doctype(root)
        except etree.XMLSyntaxError as error:
            self.findings.append(broken(error).finding)
            return
        except Refusal as refusal:
            self.findings.append(refusal.finding)
            return
        schema = schema_of(kind)
        self.valid = schema.validate(root.getroottree())
        if self.valid:
            yield RowReader(kind, self.findings).read(root)
        else:
            self.findings += structure_findings(kind, schema.error_log, root)


@dataclass(frozen=True)
class Checked:
    """What the whole check of a file gave: `valid` by the schema, and everything found by every layer.

    `sender` is the code in the header, where the file could be read so far.
    """

    type: MessageType | None
    valid: bool
    findings: tuple[Finding, ...]
    sender: str | None = None


def check_content(content: Any) -> Checked:
    """Read and check a file of any length in flat memory; `content` is bytes or a FileContent."""
    reading = Reading(content)
    checker: Checker | None = None
    sender: str | None = None
    for part in reading.parts():
        if checker is None:
            checker, sender = Checker(part.type), part.cell("Header", "Afzender", 0)
        checker.feed(part)
    found = checker.finish() if checker is not None and reading.valid else ()
    return Checked(reading.type, reading.valid, (*reading.findings, *found), sender)


def _joined(found: list[Message]) -> Message:
    """The parts as one message: rows above once, parent rows counted on."""
    if len(found) == 1:
        return found[0]
    kind = found[0].type
    long = long_classes(kind)
    tables = dict(found[0].tables)
    if long is not None:
        outer, inner = long.outer.name, long.inner.name
        tables[outer] = pa.concat_tables([m.tables[outer] for m in found])
        tables[inner] = pa.concat_tables([_moved(m, outer, inner) for m in found])
    return Message(kind, tables)


def _moved(part: Message, outer: str, inner: str) -> pa.Table:
    table = part.tables[inner]
    on = pa.scalar(part.first.get(outer, 0), pa.int32())
    return table.set_column(
        table.column_names.index(PARENT), PARENT, pc.add_checked(table.column(PARENT), on)
    )
