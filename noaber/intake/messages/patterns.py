"""The regular expression of a long message's rows, made from the description.

It accepts less than the schema does: plain ASCII values, no attributes, no comments. So what it matches from
first to last byte is valid, and reading it takes one pass of a compiled expression over the bytes.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from noaber.intake.messages.description import Column, Element, MessageType, SimpleType, TableShape
from noaber.intake.messages.message import arrow_type

_SPACE = rb"[ \t\r\n]*"


class NotPlain(Exception):
    """The file is not written plainly enough to be cut into parts; it has to be read whole."""


@dataclass(frozen=True, slots=True)
class Long:
    """The two classes that make a message long: `outer` rows (clients), each with its `inner` rows."""

    outer: TableShape
    inner: TableShape


@cache
def long_classes(kind: MessageType) -> Long | None:
    """The classes of a message that can be long; None where a message is about one person."""
    for outer in kind.tables:
        if len(outer.steps) < 2 or outer.parent is None:
            continue
        above = kind.table(outer.parent)
        inner = [t for t in kind.tables if t.parent == outer.name and len(t.steps) > 1]
        if above.parent is None and len(above.steps) == 1 and len(inner) == 1:
            below_person = "Bsn" in {c.path for c in above.columns}
            return None if below_person else Long(outer, inner[0])
    return None


@dataclass(frozen=True, slots=True)
class Pattern:
    """One inner row, with the start of its outer row before it and the end behind it where they stand.

    `start`, `row` and `end` are the numbers of the empty groups that mark these places; the values of
    `before`, `inner` and `after` stand in the groups behind the first two marks and before the last.
    """

    regex: re.Pattern[bytes]
    before: tuple[Column, ...]
    inner: tuple[Column, ...]
    after: tuple[Column, ...]

    @property
    def start(self) -> int:
        """The mark where an outer row begins."""
        return 1

    @property
    def row(self) -> int:
        """The mark where an inner row begins."""
        return self.start + len(self.before) + 1

    @property
    def end(self) -> int:
        """The mark where an outer row ends."""
        return self.row + len(self.inner) + len(self.after) + 1


@cache
def row_pattern(kind: MessageType, own: bytes, shared: bytes) -> Pattern:
    """The expression for a long message with these prefixes (`b'jw323:'`, `b''`). Raises NotPlain."""
    long = long_classes(kind)
    if long is None:
        raise NotPlain
    build = _Builder(kind, own, shared)
    before: list[Element] = []
    after: list[Element] = []
    side = before
    for element in kind.classes[long.outer.of]:
        if element.name == long.inner.steps[0]:
            side = after
        else:
            side.append(element)
    client, (container, row) = long.outer.steps[-1], long.inner.steps
    inside = b"".join(build.element(e, own) for e in kind.classes[long.inner.of])
    begin = b"()" + build.open(client, own) + build.all(before) + build.open(container, own)
    finish = build.shut(container, own) + build.all(after) + b"()" + build.shut(client, own)
    text = (
        b"(?:%s)?()" % begin
        + build.open(row, own)
        + inside
        + build.shut(row, own)
        + b"(?:%s)?" % finish
    )
    return Pattern(
        re.compile(text),
        tuple(_columns(long.outer, before)),
        long.inner.columns,
        tuple(_columns(long.outer, after)),
    )


def _columns(shape: TableShape, elements: Sequence[Element]) -> Iterator[Column]:
    for element in elements:
        yield from (c for c in shape.columns if c.steps[0][0] == element.name)


class _Builder:
    def __init__(self, kind: MessageType, own: bytes, shared: bytes) -> None:
        self.kind, self.own, self.shared = kind, own, shared

    def open(self, name: str, prefix: bytes) -> bytes:
        return b"<%s%s>%s" % (prefix, name.encode(), _SPACE)

    def shut(self, name: str, prefix: bytes) -> bytes:
        return b"</%s%s>%s" % (prefix, name.encode(), _SPACE)

    def all(self, elements: Sequence[Element]) -> bytes:
        return b"".join(self.element(e, self.own) for e in elements)

    def element(self, element: Element, prefix: bytes) -> bytes:
        """The expression of an element, with one group for each leaf in it."""
        made = self._inside(element, prefix)
        return b"(?:%s)?" % made if element.optional else made

    def _inside(self, element: Element, prefix: bytes) -> bytes:
        head, foot = self.open(element.name, prefix), self.shut(element.name, prefix)
        group = self.kind.release.groups.get(element.type)
        if group is not None:
            return head + b"".join(self.element(e, self.shared) for e in group) + foot
        codes = self.kind.classes.get(element.type)
        if codes is not None:
            return head + b"((?:%s)+)" % self._leaf(codes[0], prefix, b"(?:%s)") + foot
        return self._leaf(element, prefix, b"(%s)")

    def _leaf(self, element: Element, prefix: bytes, held: bytes) -> bytes:
        value = held % _value(self.kind, self.kind.release.simple[self.kind.standard][element.type])
        name = prefix + element.name.encode()
        return b"<%s>%s</%s>%s" % (name, value, name, _SPACE)


def _value(kind: MessageType, simple: SimpleType) -> bytes:
    """What plain values of a type look like: never more than the schema accepts."""
    if simple.codes:
        return b"|".join(re.escape(c.encode()) for c in kind.release.codes[simple.codes])
    if simple.base == "date":
        return rb"[0-9]{4}-[0-9]{2}-[0-9]{2}"
    if simple.base == "integer" and simple.min == 0 and set(str(simple.max)) == {"9"}:
        return b"[0-9]{1,%d}" % len(str(simple.max))
    if simple.name == "BurgerServicenummer":
        return b"[0-9]{9}"
    if simple.base == "string" and simple.pattern in (None, r".*[^\s].*"):
        return b"[A-Za-z0-9._/-]{1,%d}" % (simple.max_length or 1)
    raise NotPlain


def arrow_array(column: Column, values: Sequence[bytes | None]) -> pa.Array:
    """The texts of one leaf as its Arrow type. Raises ArrowInvalid for a day that does not exist."""
    if column.many:
        return pa.array([v and b" ".join(_CODES.findall(v)) for v in values]).cast(pa.string())
    made = pa.array(values, pa.binary()).cast(pa.string()).cast(arrow_type(column))
    if column.type.base == "date" and len(made):
        first: Any = pc.min(made).as_py()
        if first is not None and first.year < 1:
            raise pa.ArrowInvalid("a year before the first")
    return made


_CODES = re.compile(rb">([^<\s]+)<")
