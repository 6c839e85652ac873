"""Very long messages that are not written plainly: the schema judges them as a stream, in flat memory."""

from collections.abc import Iterator
from typing import Any

from lxml import etree

from noaber.intake.messages.description import MessageType
from noaber.intake.messages.finding import Finding
from noaber.intake.messages.message import Message
from noaber.intake.messages.opening import broken
from noaber.intake.messages.patterns import Long
from noaber.intake.messages.rows import RowReader
from noaber.intake.messages.schema import schema_of
from noaber.intake.messages.sentences import structure_findings

# So many clients make a part.
CLIENTS = 2000


class _Source:
    """The bytes of a message as a file to read from."""

    def __init__(self, content: Any) -> None:
        self.content, self.at = content, 0

    def read(self, size: int = -1) -> bytes:
        """The next bytes; empty at the end."""
        stop = len(self.content) if size < 0 else self.at + size
        part = bytes(self.content[self.at : stop])
        self.at += len(part)
        return part


def judge_stream(kind: MessageType, long: Long, content: Any) -> tuple[Any, list[Finding]]:
    """The document without its clients where it is valid, else None; and what is wrong with it.

    Goes through it twice: whether it is well-formed, which libxml2 does not say while it validates, and
    whether it is valid.
    """
    plain = _events(kind, long, content, None)
    try:
        _exhaust(plain)
    except etree.XMLSyntaxError as error:
        return None, [broken(error).finding]
    judged = _events(kind, long, content, schema_of(kind))
    try:
        _exhaust(judged)
    except etree.XMLSyntaxError:
        log = [entry for entry in judged.error_log if entry.domain_name == "SCHEMASV"]
        return None, list(structure_findings(kind, log, None))
    return plain.root, []


def stream_parts(kind: MessageType, long: Long, content: Any, root: Any) -> Iterator[Message]:
    """The message in parts of some thousands of clients; `root` is what judge_stream gave."""
    below = (long.outer.name, long.inner.name)
    above = {n: t for n, t in RowReader(kind, []).read(root).tables.items() if n not in below}
    first, rows, count = 0, RowReader(kind, []), 0
    for _, element in _events(kind, long, content, None):
        rows.add(element, long.outer.name)
        _forget(element)
        count += 1
        if count == CLIENTS:
            yield Message(kind, {**above, **rows.tables(below)}, {long.outer.name: first})
            first, rows, count = first + count, RowReader(kind, []), 0
    if count:
        yield Message(kind, {**above, **rows.tables(below)}, {long.outer.name: first})


def _events(kind: MessageType, long: Long, content: Any, schema: Any) -> Any:
    return etree.iterparse(
        _Source(content),
        events=("end",),
        tag=f"{{{kind.namespace}}}{long.outer.steps[-1]}",
        schema=schema,
        no_network=True,
        load_dtd=False,
        resolve_entities=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )


def _forget(element: Any) -> None:
    element.clear()
    while element.getprevious() is not None:
        del element.getparent()[0]


def _exhaust(events: Any) -> None:
    for _, element in events:
        _forget(element)
