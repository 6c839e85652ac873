"""Long messages in parts: a claim of a gigabyte is read some megabytes at a time.

A part is matched by the expression of patterns.py; one that does not fit is parsed and validated by libxml2
between the head and the tail of the message. Where even that fails the message is not valid, and the schema
judges the whole file, so that verdict and findings are always its own.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from lxml import etree

from noaber.intake.messages.description import LINE, MessageType, TableShape
from noaber.intake.messages.message import Message, arrow_schema
from noaber.intake.messages.opening import safe_parser
from noaber.intake.messages.patterns import Long, NotPlain, arrow_array, long_classes, row_pattern
from noaber.intake.messages.rows import RowReader
from noaber.intake.messages.schema import schema_of

# So much is read at a time; a part ends at the end of the client in which this is reached.
PART = 2 << 20
_ENDS = 1 << 16
# In a comment, a section or an instruction, text can look like the end of a client.
_MARKS = (b"<!", b"<?")
_LONGEST_MARK = 16 << 20


@dataclass(frozen=True)
class Plain:
    """A long message cut open at `start`, its first client, and `end`, behind its last.

    `own` and `shared` are the prefixes of the two namespaces in bytes (`b'jw323:'`, or empty).
    """

    kind: MessageType
    long: Long
    content: Any
    start: int
    end: int
    own: bytes
    shared: bytes

    @property
    def head(self) -> bytes:
        """Everything before the first client."""
        return bytes(self.content[: self.start])

    @property
    def tail(self) -> bytes:
        """Everything behind the last client."""
        return bytes(self.content[self.end :])

    @property
    def close(self) -> bytes:
        """The tag that ends a client."""
        return b"</" + self.own + self.long.outer.steps[-1].encode() + b">"

    @property
    def first_line(self) -> int:
        """The line on which the first client stands."""
        return self.head.count(b"\n") + 1


def cut_open(kind: MessageType, content: Any) -> Plain:
    """The places where a long message can be cut: its first client and what follows its last.

    Raises NotPlain where the message is about one person, in another encoding than UTF-8, or has comments or
    other marks before its first client or behind its last.
    """
    long = long_classes(kind)
    if long is None:
        raise NotPlain
    look = bytes(content[:_ENDS])
    if look.startswith((b"\xff\xfe", b"\xfe\xff", b"\x00")):
        raise NotPlain
    named = re.search(rb"<\?xml[^>]*encoding=[\"']([^\"']+)", look)
    if named is not None and named[1].lower() not in (b"utf-8", b"us-ascii", b"ascii"):
        raise NotPlain
    own = _prefix(look, kind.namespace)
    shared = _prefix(look, kind.release.shared_namespace(kind.standard))
    name = own + long.outer.steps[-1].encode()
    start, last = content.find(b"<" + name + b">"), content.rfind(b"</" + name + b">")
    if start < 0 or last < start or start > _ENDS or len(content) - last > _ENDS:
        raise NotPlain
    plain = Plain(kind, long, content, start, last + len(name) + 3, own, shared)
    if any(mark in end for end in (plain.head[2:], plain.tail) for mark in _MARKS):
        raise NotPlain
    return plain


def _prefix(start: bytes, namespace: str) -> bytes:
    mark = rb"xmlns(?::([A-Za-z0-9_]+))?=[\"']" + re.escape(namespace.encode()) + rb"[\"']"
    found = re.findall(mark, start)
    if len(found) != 1:
        raise NotPlain
    prefix: bytes = found[0]
    return prefix + b":" if prefix else b""


def parts(plain: Plain) -> Iterator[Message]:
    """The message part by part, each valid by the schema. Raises NotPlain at one that is not."""
    outer, inner = plain.long.outer.name, plain.long.inner.name
    stop = plain.content.find(plain.close, plain.start) + len(plain.close)
    whole = _valid(plain, bytes(plain.content[plain.start : stop]))
    above = {name: table for name, table in whole.items() if name not in (outer, inner)}
    line, at, first = plain.first_line, plain.start, 0
    while at < plain.end:
        part, tables = _part(plain, at, line)
        yield Message(plain.kind, {**above, **tables}, {outer: first})
        first += tables[outer].num_rows
        line += part.count(b"\n")
        at += len(part)


def _part(plain: Plain, at: int, line: int) -> tuple[bytes, dict[str, pa.Table]]:
    """The next part from a place between two clients, and its rows.

    Where it holds a mark in which its end may lie, the part is made longer until it can be read: a part cut
    within a mark is not well-formed.
    """
    size = PART
    while True:
        stop = plain.content.find(plain.close, min(at + size, plain.end) - len(plain.close))
        stop = plain.end if stop < 0 else stop + len(plain.close)
        part = bytes(plain.content[at:stop])
        try:
            return part, _matched(plain, part, line) or _parsed(plain, part, line)
        except NotPlain:
            marked = any(mark in part for mark in _MARKS)
            if not marked or stop == plain.end or size > PART + _LONGEST_MARK:
                raise
        size += PART


def _parsed(plain: Plain, part: bytes, line: int) -> dict[str, pa.Table]:
    tables = _valid(plain, part)
    made = {}
    for shape in (plain.long.outer, plain.long.inner):
        table = tables[shape.name]
        moved = pc.add_checked(table.column(LINE), pa.scalar(line - plain.first_line, pa.int32()))
        made[shape.name] = table.set_column(table.column_names.index(LINE), LINE, moved)
    return made


def _valid(plain: Plain, part: bytes) -> dict[str, pa.Table]:
    """The tables of some clients between head and tail; NotPlain where that is not valid."""
    whole = b"".join((plain.head, part, plain.tail))
    try:
        root = etree.fromstring(whole, safe_parser(remove_comments=True, remove_pis=True))
    except etree.XMLSyntaxError:
        raise NotPlain from None
    faults: list[Any] = []
    if not schema_of(plain.kind).validate(root.getroottree()):
        raise NotPlain
    tables = dict(RowReader(plain.kind, faults).read(root).tables)
    if faults:
        raise NotPlain
    return tables


def _matched(plain: Plain, part: bytes, line: int) -> dict[str, pa.Table] | None:
    """The rows of a part by the expression; None where it does not fit from first to last byte."""
    try:
        pattern = row_pattern(plain.kind, plain.own, plain.shared)
    except NotPlain:
        return None
    start, row, end = pattern.start, pattern.row, pattern.end
    values: list[tuple[bytes | None, ...]] = []
    clients: list[tuple[int, int]] = []
    rows: list[int] = []
    last: list[int] = []
    at, within = len(part) - len(part.lstrip(b" \t\r\n")), False
    for found in pattern.regex.finditer(part):
        begins, ends = found.start(start) >= 0, found.start(end) >= 0
        if found.start() != at or begins == within:
            return None
        if begins:
            clients.append((len(values), found.start(start)))
        if ends:
            last.append(len(values))
        values.append(found.groups())
        rows.append(found.start(row))
        within, at = not ends, found.end()
    if within or at != len(part):
        return None
    columns = list(zip(*values, strict=True))
    first = [number for number, _ in clients]
    try:
        inner = [arrow_array(c, columns[row + i]) for i, c in enumerate(pattern.inner)]
        outer = {
            c.path: arrow_array(c, [columns[start + i][n] for n in first])
            for i, c in enumerate(pattern.before)
        } | {
            c.path: arrow_array(c, [columns[row + len(inner) + i][n] for n in last])
            for i, c in enumerate(pattern.after)
        }
    except pa.ArrowInvalid:
        return None  # a day that does not exist: let the schema say so
    breaks = np.flatnonzero(np.frombuffer(part, np.uint8) == 10)
    parents = np.zeros(len(rows), np.int32)
    parents[first[1:]] = 1
    clients_at = [place for _, place in clients]
    shape = plain.long.outer
    above = np.zeros(len(first), np.int32)
    return {
        shape.name: _table(
            shape, [outer[c.path] for c in shape.columns], above, breaks, clients_at, line
        ),
        plain.long.inner.name: _table(
            plain.long.inner, inner, np.cumsum(parents, dtype=np.int32), breaks, rows, line
        ),
    }


def _table(
    shape: TableShape, columns: list[pa.Array], parents: Any, breaks: Any, places: Any, line: int
) -> pa.Table:
    lines = (line + np.searchsorted(breaks, np.array(places))).astype(np.int32)
    return pa.Table.from_arrays(
        [*columns, pa.array(parents), pa.array(lines)], schema=arrow_schema(shape)
    )
