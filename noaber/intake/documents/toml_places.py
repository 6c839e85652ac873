"""Where each key and value of a TOML text stands: what `tomllib` leaves out.

The values come from `tomllib`; the places from a syntax tree. Both speak of the same paths: keys
and list positions from the top, as ("indicator", 2, "values", "2021").
"""

import tomllib
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field

import tree_sitter_toml
from tree_sitter import Language, Node, Parser

from noaber.intake.documents.reading import Span

Path = tuple[str | int, ...]
_LANGUAGE = Language(tree_sitter_toml.language())
_KEYS = ("bare_key", "quoted_key", "dotted_key")


@dataclass(slots=True)
class Places:
    """The span of the value (strings without their quotes) and of the key at each path.

    A table's value is the whole table, from its bracket to its last line.
    """

    text: str
    values: dict[Path, Span] = field(default_factory=dict)
    keys: dict[Path, Span] = field(default_factory=dict)
    _starts: list[int] = field(default_factory=list)

    def value(self, path: Path) -> Span:
        """Where the value stands, or the nearest table above it."""
        while path and path not in self.values:
            path = path[:-1]
        return self.values.get(path, (0, 0))

    def line(self, path: Path) -> int:
        """The line, from 1, of the key at `path` or of the nearest thing above it; 0 for the file."""
        while path and path not in self.keys and path not in self.values:
            path = path[:-1]
        if not path:
            return 0
        return self.line_at((self.keys.get(path) or self.values[path])[0])

    def line_at(self, offset: int) -> int:
        """The line, from 1, in which the character at `offset` stands."""
        if not self._starts:
            self._starts = [0, *(at + 1 for at, char in enumerate(self.text) if char == "\n")]
        return bisect_right(self._starts, offset)


def places(text: str) -> Places:
    """The places of a text that `tomllib` accepts; what it does not accept has places in part."""
    return _Walk(text).places


class _Walk:
    """One walk over the syntax tree, noting places on the way."""

    def __init__(self, text: str) -> None:
        self.source = text.encode()
        self.plain = len(self.source) == len(text)
        self.offsets: list[int] = [] if self.plain else _offsets(text)
        self.places = Places(text)
        self.counts: dict[Path, int] = {}
        for node in Parser(_LANGUAGE).parse(self.source).root_node.children:
            self._top(node)

    def _top(self, node: Node) -> None:
        if node.type == "pair":
            self._pair((), node)
        elif node.type in ("table", "table_array_element"):
            path = self._header(node)
            for child in node.children:
                if child.type == "pair":
                    self._pair(path, child)

    def _header(self, node: Node) -> Path:
        """The path of a table; one more in its list for a [[table]]."""
        key = next(child for child in node.children if child.type in _KEYS)
        path: Path = ()
        names = list(self._names(key))
        for at, name in enumerate(names):
            path = (*path, name)
            self.places.keys.setdefault(path, self._span(key))
            last = at == len(names) - 1
            if last and node.type == "table_array_element":
                self.counts[path] = self.counts.get(path, -1) + 1
            if path in self.counts:
                path = (*path, self.counts[path])
        self.places.values[path] = self._trimmed(node)
        self.places.keys[path] = self._span(key)
        return path

    def _pair(self, path: Path, node: Node) -> None:
        key, value = node.children[0], node.children[-1]
        for name in self._names(key):
            path = (*path, name)
            self.places.keys.setdefault(path, self._span(key))
        self._value(path, value)

    def _value(self, path: Path, value: Node) -> None:
        """Note the value and what is inside it, without recursion: lists may be very deep."""
        waiting = [(path, value)]
        while waiting:
            path, node = waiting.pop()
            self.places.values[path] = self._inside(node)
            if node.type == "inline_table":
                for pair in (child for child in node.children if child.type == "pair"):
                    inner = (*path, *self._names(pair.children[0]))
                    self.places.keys[inner] = self._span(pair.children[0])
                    waiting.append((inner, pair.children[-1]))
            elif node.type == "array":
                items = [child for child in node.named_children if child.type != "comment"]
                waiting += [((*path, at), child) for at, child in enumerate(items)]

    def _names(self, key: Node) -> Iterator[str]:
        """The names of a key: one for a bare key, several for a dotted one."""
        stack = [key]
        while stack:
            node = stack.pop()
            if node.type == "dotted_key":
                stack += reversed(node.named_children)
            else:
                yield _name(node)

    def _inside(self, node: Node) -> Span:
        start, end = self._span(node)
        if node.type != "string":
            return (start, end)
        quotes = 3 if self.places.text.startswith(('"""', "'''"), start) else 1
        return (start + quotes, max(start + quotes, end - quotes))

    def _trimmed(self, node: Node) -> Span:
        start, end = self._span(node)
        return (start, start + len(self.places.text[start:end].rstrip()))

    def _span(self, node: Node) -> Span:
        if self.plain:
            return (node.start_byte, node.end_byte)
        return (self.offsets[node.start_byte], self.offsets[node.end_byte])


def _name(node: Node) -> str:
    raw = (node.text or b"").decode()
    if node.type != "quoted_key":
        return raw
    try:
        return str(next(iter(tomllib.loads(f"{raw} = 0"))))
    except ValueError:
        return raw


def _offsets(text: str) -> list[int]:
    """The character in which each byte of the UTF-8 text stands, and one past the end."""
    offsets: list[int] = []
    for at, char in enumerate(text):
        offsets += [at] * len(char.encode())
    return [*offsets, len(text)]
