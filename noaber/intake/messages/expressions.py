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
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from noaber.intake.messages.elfproef import passes_elfproef
from noaber.intake.messages.message import PARENT, Message

Mask = Any  # an Arrow array of true, false and unknown, one for every row
Evaluate = Callable[["Rows"], Mask]
_TOKEN = re.compile(r"\s*(?:(/(?:\\.|[^/])*/)|([{}(),])|(<=|>=|!=|=|<|>)|([^\s{}(),=<>!]+))")
_WORDS = {"and", "or", "not", "filled", "empty", "in", "matches", "passes"}
_COMPARE = {
    "=": pc.equal,
    "!=": pc.not_equal,
    "<": pc.less,
    "<=": pc.less_equal,
    ">": pc.greater,
    ">=": pc.greater_equal,
}


class WrongExpression(ValueError):
    """A rule's expression that cannot be read, or names what its class does not have."""


@dataclass(frozen=True, slots=True)
class Rows:
    """The rows of one table of a message, with a way to the rows above them."""

    message: Message
    table: str

    @property
    def count(self) -> int:
        """How many rows there are."""
        return int(self.message.tables[self.table].num_rows)

    def column(self, path: str) -> pa.ChunkedArray:
        """One leaf for every row, by its path; from a row above where the path names its class."""
        own = self.message.tables[self.table]
        if path in own.column_names:
            return own.column(path)
        first, _, rest = path.partition(".")
        at, indices = self.table, None
        while (parent := self.message.type.table(at).parent) is not None:
            step = self.message.tables[at].column(PARENT)
            indices = step if indices is None else step.take(indices)
            at = parent
            if self.message.type.table(at).of == first:
                return self.message.tables[at].column(rest).take(indices)
        for shape in self.message.type.tables:
            if shape.of == first and shape.parent == self.table:
                return self._below(shape.name, rest)
        single = self.message.tables.get(first)
        if single is not None and single.num_rows == 1:
            return pa.chunked_array([pa.repeat(single.column(rest)[0], self.count)])
        raise WrongExpression(f"{self.table} has no {path}")

    def _below(self, table: str, path: str) -> pa.ChunkedArray:
        """A leaf of the row below each row; absent where there is no such row."""
        rows = self.message.tables[table]
        values = dict(
            zip(rows.column(PARENT).to_pylist(), rows.column(path).to_pylist(), strict=True)
        )
        found = [values.get(row) for row in range(self.count)]
        return pa.chunked_array([found], type=rows.schema.field(path).type)

    def under(self, path: str) -> list[str]:
        """The leaves at or below a path within the class itself."""
        names = self.message.tables[self.table].column_names
        return [n for n in names if n == path or n.startswith(f"{path}.")]

    def filled(self, path: str) -> Mask:
        """Whether the element stands there, for every row; of a group, whether any leaf does."""
        leaves = self.under(path)
        if not leaves:
            return pc.is_valid(self.column(path))
        masks = [pc.is_valid(self.column(leaf)) for leaf in leaves]
        made = masks[0]
        for mask in masks[1:]:
            made = pc.or_(made, mask)
        return made


def compile_expression(text: str) -> Evaluate:
    """The expression as a function from rows to a mask of true, false and unknown.

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
            made = _both(pc.or_kleene, made, self.together())
        return made

    def together(self) -> Evaluate:
        made = self.term()
        while self.peek() == "and":
            self.take()
            made = _both(pc.and_kleene, made, self.term())
        return made

    def term(self) -> Evaluate:
        if self.peek() == "not":
            self.take()
            inner = self.term()
            return lambda rows: pc.invert(inner(rows))
        if self.peek() == "(":
            self.take()
            inner = self.alternatives()
            self.take(")")
            return inner
        path, word = self.take(), self.take()
        if word == "filled":
            return lambda rows: rows.filled(path)
        if word == "empty":
            return lambda rows: pc.invert(rows.filled(path))
        if word == "in":
            return self._among(path)
        if word == "matches":
            pattern = f"^(?:{self.take()[1:-1]})$"
            return lambda rows: pc.match_substring_regex(rows.column(path), pattern)
        if word == "passes":
            self.take("elfproef")
            return lambda rows: passes_elfproef(rows.column(path))
        return self._comparison(path, word)

    def _among(self, path: str) -> Evaluate:
        self.take("{")
        values = [self.take()]
        while self.peek() == ",":
            self.take()
            values.append(self.take())
        self.take("}")

        def among(rows: Rows) -> Mask:
            column = rows.column(path)
            known = pa.array([_value(v, column.type) for v in values], column.type)
            return pc.if_else(pc.is_valid(column), pc.is_in(column, value_set=known), None)

        return among

    def _comparison(self, path: str, sign: str) -> Evaluate:
        if sign not in _COMPARE:
            raise WrongExpression(f"{sign!r} is no comparison in {self.text!r}")
        right, years = self.take(), 0
        if self.peek() == "-":
            self.take()
            years = int(self.take())
            self.take("years")
        compare = _COMPARE[sign]

        def comparison(rows: Rows) -> Mask:
            column = rows.column(path)
            other = _right(rows, right, column.type)
            if not years:
                return compare(column, other)
            earlier = pc.subtract(_day_number(other), pa.scalar(10000 * years, pa.int64()))
            return compare(_day_number(column), earlier)

        return comparison


def _both(join: Callable[[Mask, Mask], Mask], left: Evaluate, right: Evaluate) -> Evaluate:
    return lambda rows: join(left(rows), right(rows))


def _right(rows: Rows, text: str, wanted: pa.DataType) -> Any:
    """A path where the text begins with a capital and more, else a value of the column's type."""
    if re.fullmatch(r"[A-Z][A-Za-z0-9]{2,}(\.[A-Z][A-Za-z0-9]+)*", text):
        return rows.column(text)
    return pa.scalar(_value(text, wanted), wanted)


def _value(text: str, wanted: pa.DataType) -> Any:
    if pa.types.is_date32(wanted):
        return date.fromisoformat(text)
    return int(text) if pa.types.is_integer(wanted) else text


def _day_number(days: Any) -> Any:
    """A day as the number yyyymmdd, so that years can be taken off."""
    parts = (pc.year(days), pc.month(days), pc.day(days))
    year, month, day = (pc.cast(part, pa.int64()) for part in parts)
    return pc.add(pc.add(pc.multiply(year, 10000), pc.multiply(month, 100)), day)
