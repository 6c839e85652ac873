"""The language of conditions and constraints, compiled to operations on whole columns.

    IngediendBedrag.DebetCredit = C and not (Omvang filled or Budget filled)

A term is `PATH filled`, `PATH empty`, `PATH = VALUE` (also != < <= > >=, also PATH on the right, also with
`- 5 years` behind it), `PATH in {a, b}`, `PATH matches /regex/` or `PATH passes elfproef`. A path may begin
with the name of a class above. A comparison with an absent value is unknown, and so is what follows from it.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

import pyarrow as pa

from noaber.intake.messages import kleene
from noaber.intake.messages.description import PARENT
from noaber.intake.messages.kleene import Column, Mask
from noaber.intake.messages.message import Message, arrow_type

Evaluate = Callable[["Rows"], Mask]
_TOKEN = re.compile(r"\s*(?:(/(?:\\.|[^/])*/)|([{}(),])|(<=|>=|!=|=|<|>)|([^\s{}(),=<>!]+))")
_WORDS = {"and", "or", "not", "filled", "empty", "in", "matches", "passes"}


class WrongExpression(ValueError):
    """A rule's expression that cannot be read, or names what its class does not have."""


@dataclass(frozen=True, slots=True)
class Rows:
    """The rows of one table of a message, with a way to the rows above and below them.

    Columns are lists where the message was read row by row, and Arrow arrays where it came in parts.
    """

    message: Message
    table: str

    @property
    def count(self) -> int:
        """How many rows there are."""
        return self.message.count(self.table)

    def column(self, path: str) -> Column:
        """One leaf for every row, by its path; from another row where the path names its class.

        That may be a row above, one below, or the one row of a class that stands in the message once.
        """
        kind = self.message.type
        shape = kind.table(self.table)
        if path in shape.paths:
            return self.message.column(self.table, path)
        first, _, rest = path.partition(".")
        at, rows = shape, None
        while at.parent is not None:
            step = self.message.column(at.name, PARENT)
            rows = step if rows is None else _taken(step, rows)
            at = kind.table(at.parent)
            if at.of == first:
                return _taken(self.message.column(at.name, rest), rows)
        for below in kind.tables:
            if below.of == first and below.parent == self.table:
                return self._below(below.name, rest)
        single = next((t for t in kind.tables if t.name == first and t.parent is None), None)
        if single is None or rest not in single.paths:
            raise WrongExpression(f"{self.table} has no {path}")
        return self._single(first, rest)

    def _single(self, table: str, path: str) -> Column:
        column = self.message.column(table, path)
        if isinstance(column, list):
            return column * self.count
        return pa.chunked_array([pa.repeat(column[0], self.count)])

    def _below(self, table: str, path: str) -> Column:
        """A leaf of the row below each row; absent where there is no such row."""
        parents, found = (_listed(self.message.column(table, c)) for c in (PARENT, path))
        values = dict(zip(parents, found, strict=True))
        return self.like([values.get(row) for row in range(self.count)], table, path)

    def like(self, values: list[Any], table: str, path: str) -> Column:
        """Values of a leaf, one for each row, in the form that this message's columns have."""
        if self.message.plain is not None:
            return values
        leaf = next(c for c in self.message.type.table(table).columns if c.path == path)
        return pa.chunked_array([values], type=arrow_type(leaf))

    def values(self, path: str) -> list[Any]:
        """One leaf as a list, for checks that go row by row."""
        return _listed(self.column(path))

    def arrow(self, path: str) -> pa.ChunkedArray:
        """One leaf of the class itself as an Arrow array, for checks over many rows."""
        return self.message.tables[self.table].column(path)

    def under(self, path: str) -> tuple[str, ...]:
        """The leaves at or below a path within the class itself."""
        return self.message.type.table(self.table).under(path)

    def filled(self, path: str) -> Mask:
        """Whether the element stands there, for every row; of a group, whether any leaf does."""
        leaves = self.under(path) or (path,)
        masks = [kleene.present(self.column(leaf)) for leaf in leaves]
        made = masks[0]
        for mask in masks[1:]:
            made = kleene.either(made, mask)
        return made


def _listed(column: Column) -> list[Any]:
    found: list[Any] = column if isinstance(column, list) else column.to_pylist()
    return found


def _taken(column: Column, rows: Column) -> Column:
    if isinstance(column, list):
        return [column[row] for row in rows]
    return column.take(rows)


@cache
def compile_expression(text: str) -> Evaluate:
    """The expression as a function from rows to a mask of true, false and unknown; made once.

    Raises WrongExpression for what it cannot read.
    """
    parser = _Parser(text)
    made = parser.alternatives()
    parser.end()
    return made


class _Parser:
    def __init__(self, text: str) -> None:
        self.text = text
        self.tokens = self._cut(text)
        self.at = 0

    def _cut(self, text: str) -> list[str]:
        tokens, at = [], 0
        while text[at:].strip():
            found = _TOKEN.match(text, at)
            if found is None:
                raise WrongExpression(f"cannot read {text[at:]!r} in {text!r}")
            tokens.append(found[0].strip())
            at = found.end()
        return tokens

    def peek(self) -> str:
        return self.tokens[self.at] if self.at < len(self.tokens) else ""

    def take(self, wanted: str = "") -> str:
        token = self.peek()
        if not token or (wanted and token != wanted):
            raise WrongExpression(f"expected {wanted or 'more'} in {self.text!r}")
        self.at += 1
        return token

    def end(self) -> None:
        if self.peek():
            raise WrongExpression(f"{self.peek()!r} is too much in {self.text!r}")

    def alternatives(self) -> Evaluate:
        made = self.together()
        while self.peek() == "or":
            self.take()
            made = _joined(kleene.either, made, self.together())
        return made

    def together(self) -> Evaluate:
        made = self.term()
        while self.peek() == "and":
            self.take()
            made = _joined(kleene.both, made, self.term())
        return made

    def term(self) -> Evaluate:
        if self.peek() == "not":
            self.take()
            inner = self.term()
            return lambda rows: kleene.negate(inner(rows))
        if self.peek() == "(":
            self.take()
            inner = self.alternatives()
            self.take(")")
            return inner
        path, word = self.take(), self.take()
        if word == "filled":
            return lambda rows: rows.filled(path)
        if word == "empty":
            return lambda rows: kleene.negate(rows.filled(path))
        if word == "in":
            return self._among(path)
        if word == "matches":
            pattern = self.take()[1:-1]
            return lambda rows: kleene.matches(rows.column(path), pattern)
        if word == "passes":
            self.take("elfproef")
            return lambda rows: kleene.elfproef(rows.column(path))
        return self._comparison(path, word)

    def _among(self, path: str) -> Evaluate:
        self.take("{")
        values = [self.take()]
        while self.peek() == ",":
            self.take()
            values.append(self.take())
        self.take("}")

        def among(rows: Rows) -> Mask:
            kind = _kind(rows, path)
            return kleene.among(rows.column(path), [_value(v, kind) for v in values])

        return among

    def _comparison(self, path: str, sign: str) -> Evaluate:
        if sign not in kleene.SIGNS:
            raise WrongExpression(f"{sign!r} is no comparison in {self.text!r}")
        right, years = self.take(), 0
        if self.peek() == "-":
            self.take()
            years = int(self.take())
            self.take("years")

        def comparison(rows: Rows) -> Mask:
            column = rows.column(path)
            other = _right(rows, right, column, path)
            if years:
                return kleene.compare_years_before(sign, column, other, years)
            return kleene.compare(sign, column, other)

        return comparison


def _joined(join: Callable[[Mask, Mask], Mask], left: Evaluate, right: Evaluate) -> Evaluate:
    return lambda rows: join(left(rows), right(rows))


def _right(rows: Rows, text: str, column: Column, path: str) -> Column:
    """A path where the text looks like one, else a value of the type of the left side."""
    if re.fullmatch(r"[A-Z][A-Za-z0-9]{2,}(\.[A-Z][A-Za-z0-9]+)*", text):
        return rows.column(text)
    kind = _kind(rows, path)
    return kleene.constant(_value(text, kind), column, kind)


def _kind(rows: Rows, path: str) -> pa.DataType:
    """The type of a leaf by its path, of the class itself or of another that the path names."""
    kind = rows.message.type
    first, _, rest = path.partition(".")
    for shape in (kind.table(rows.table), *kind.tables):
        wanted = path if shape.name == rows.table else rest if shape.of == first else ""
        found = next((c for c in shape.columns if c.path == wanted), None)
        if found is not None:
            return arrow_type(found)
    raise WrongExpression(f"{rows.table} has no {path}")


def _value(text: str, wanted: pa.DataType) -> Any:
    if pa.types.is_date32(wanted):
        return date.fromisoformat(text)
    return int(text) if pa.types.is_integer(wanted) else text
