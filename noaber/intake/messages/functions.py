"""Checks that look at more than one row: keys, overlaps, sums, whole months.

Each takes a part of a message and its parameters from the catalogue. What is about the message as a whole
gathers per part and answers at the end (`finish`), so that a long message need never be in memory whole.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from noaber.intake.messages.expressions import Mask, Rows, compile_expression
from noaber.intake.messages.keys import hashes
from noaber.intake.messages.message import LINE, PARENT

Hits = list[tuple[int, int]]  # row in its part, and line in the file


def rows_of(mask: Mask | np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
    """The numbers of the rows for which a mask is true; unknown counts as false."""
    if not isinstance(mask, np.ndarray):
        flat = mask.combine_chunks() if isinstance(mask, pa.ChunkedArray) else mask
        mask = pc.fill_null(flat, False).to_numpy(zero_copy_only=False)
    found: np.ndarray[Any, Any] = np.flatnonzero(mask)
    return found


def chosen(rows: Rows, params: Mapping[str, Any]) -> np.ndarray[Any, Any]:
    """The rows for which the check's `where` holds; all where it has none."""
    where = params.get("where")
    made = np.zeros(rows.count, bool)
    made[rows_of(compile_expression(where)(rows)) if where else slice(None)] = True
    return made


@dataclass
class Gathered:
    """A check over the whole message: fed part by part, answered once."""

    message_wide = True
    params: Mapping[str, Any]
    at: str

    def feed(self, rows: Rows) -> None:
        """Take in the rows of one part."""
        raise NotImplementedError

    def finish(self) -> Hits:
        """The rows that break the rule; row -1 where only the line is known, line 0 where not even that."""
        raise NotImplementedError


@dataclass
class Unique(Gathered):
    """No two rows with the same key. Keys are kept as 64-bit hashes: some 12 bytes a row."""

    keys: list[np.ndarray[Any, Any]] = field(default_factory=list)
    lines: list[np.ndarray[Any, Any]] = field(default_factory=list)
    places: list[np.ndarray[Any, Any]] = field(default_factory=list)
    parts: int = 0

    def feed(self, rows: Rows) -> None:
        """Keep the keys of the rows whose key is filled (and for which `where` holds)."""
        columns = [rows.column(path) for path in self.params["unique"]]
        if self.params.get("within") == "parent":
            columns.append(rows.column(PARENT))
        wanted = np.zeros(rows.count, bool)
        for column in columns[: len(self.params["unique"])]:
            wanted |= pc.is_valid(column).to_numpy()
        at = np.flatnonzero(wanted & chosen(rows, self.params))
        self.keys.append(hashes(columns)[at])
        self.lines.append(_lines(rows)[at])
        self.places.append(at.astype(np.int32))
        self.parts += 1

    def finish(self) -> Hits:
        """Every row whose key stood earlier in the message."""
        if not self.keys:
            return []
        keys = np.concatenate(self.keys)
        order = np.argsort(keys, kind="stable")
        ranked = keys[order]
        again = np.sort(order[1:][ranked[1:] == ranked[:-1]])
        lines, places = np.concatenate(self.lines), np.concatenate(self.places)
        single = self.parts == 1
        return [(int(places[i]) if single else -1, int(lines[i])) for i in again]


@dataclass
class NotAmong(Gathered):
    """No value of `at` stands in the other column, anywhere in the message."""

    values: list[np.ndarray[Any, Any]] = field(default_factory=list)
    others: list[np.ndarray[Any, Any]] = field(default_factory=list)
    lines: list[np.ndarray[Any, Any]] = field(default_factory=list)
    places: list[np.ndarray[Any, Any]] = field(default_factory=list)

    def feed(self, rows: Rows) -> None:
        """Keep both columns as hashes."""
        value = rows.column(self.at)
        at = rows_of(pc.is_valid(value))
        self.values.append(hashes([value])[at])
        self.places.append(at)
        self.lines.append(_lines(rows)[at])
        other = rows.column(self.params["not_among"])
        self.others.append(hashes([other])[rows_of(pc.is_valid(other))])

    def finish(self) -> Hits:
        """The rows whose value stands in the other column."""
        if not self.values:
            return []
        found = np.flatnonzero(np.isin(np.concatenate(self.values), np.concatenate(self.others)))
        lines, places = np.concatenate(self.lines), np.concatenate(self.places)
        single = len(self.places) == 1
        return [(int(places[i]) if single else -1, int(lines[i])) for i in found]


@dataclass
class OneOfClasses(Gathered):
    """At least one row of any of these classes stands in the message."""

    seen: int = 0
    line: int = 0

    def feed(self, rows: Rows) -> None:
        """Count the rows of the classes."""
        tables = rows.message.tables
        for shape in rows.message.type.tables:
            if shape.of in self.params["one_of_classes"]:
                self.seen += tables[shape.name].num_rows
        if rows.count and not self.line:
            self.line = int(_lines(rows)[0])

    def finish(self) -> Hits:
        """The first row of the class that should hold them, where there is none."""
        return [] if self.seen else [(0, self.line)]


@dataclass
class SignedSum(Gathered):
    """A total equals debits minus credits of an amount; both may be debit or credit."""

    total: int = 0
    summed: int = 0
    line: int = 0

    def feed(self, rows: Rows) -> None:
        """Add the amounts of one part."""
        params = self.params["signed_sum"]
        self.line = int(_lines(rows)[0])
        self.total = signed(rows, params["total"])
        for shape in rows.message.type.tables:
            if shape.of == params["class"]:
                self.summed += signed(Rows(rows.message, shape.name), params["amount"])

    def finish(self) -> Hits:
        """The row with the total, where it differs."""
        return [] if self.total == self.summed else [(0, self.line)]


@dataclass
class RejectedSum(SignedSum):
    """What was claimed minus what was granted equals the rejected lines, where `where` holds."""

    def feed(self, rows: Rows) -> None:
        """Add the rejected amounts of one part."""
        params = self.params["rejected_sum"]
        if not rows_of(chosen(rows, self.params)).size:
            return
        self.line = int(_lines(rows)[0])
        self.total = signed(rows, params["submitted"]) - signed(rows, params["granted"])
        for shape in rows.message.type.tables:
            if shape.of == params["class"]:
                self.summed += signed(Rows(rows.message, shape.name), params["amount"])


def signed(rows: Rows, path: str) -> int:
    """Debits minus credits of an amount group, in cents."""
    amount = "TotaalBedrag" if rows.under(f"{path}.TotaalBedrag") else "Bedrag"
    cents = rows.column(f"{path}.{amount}")
    sign = pc.if_else(pc.equal(rows.column(f"{path}.DebetCredit"), "C"), -1, 1)
    return int(pc.sum(pc.multiply(cents, sign)).as_py() or 0)


def no_overlap(rows: Rows, params: Mapping[str, Any]) -> Mask:
    """Rows whose period overlaps that of an earlier row with the same product.

    Without code the category decides, without category every product counts; categories in `free` may
    overlap (TR302, TR386, TR410).
    """
    names = params["no_overlap"]
    counted = chosen(rows, params)
    category, code = (rows.column(names[k]).to_pylist() for k in ("category", "code"))
    begin, end = (rows.column(names[k]).to_pylist() for k in ("from", "to"))
    free = set(names.get("free", ()))
    hit = np.zeros(rows.count, bool)
    at = [i for i in range(rows.count) if counted[i] and begin[i] is not None]
    for number, later in enumerate(at):
        for earlier in at[:number]:
            if not _same_product(category, code, earlier, later, free):
                continue
            ends = end[earlier] is None or end[earlier] >= begin[later]
            if ends and (end[later] is None or end[later] >= begin[earlier]):
                hit[later] = True
    return hit


def _same_product(
    category: list[str | None], code: list[str | None], a: int, b: int, free: set[str]
) -> bool:
    if category[a] in free or category[b] in free:
        return False
    if category[a] is None or category[b] is None:
        return True
    if category[a] != category[b]:
        return False
    return code[a] is None or code[b] is None or code[a] == code[b]


def some(rows: Rows, params: Mapping[str, Any]) -> Mask:
    """Rows below which no row of the class in `class` fulfils the expression (TR061)."""
    kind = rows.message.type
    found = np.zeros(rows.count, bool)
    for shape in kind.tables:
        if shape.of == params["of_class"] and shape.parent == rows.table:
            below = Rows(rows.message, shape.name)
            at = rows_of(compile_expression(params["some"])(below))
            found[below.column(PARENT).to_numpy()[at]] = True
    return ~found


def whole_month(rows: Rows, params: Mapping[str, Any]) -> Mask:
    """Periods that are not exactly one calendar month (CS340)."""
    begin, end = (rows.column(f"{params['whole_month']}.{e}") for e in ("Begindatum", "Einddatum"))
    after = pc.add_checked(pc.cast(end, pa.int32()), pa.scalar(1, pa.int32()))
    ends = pc.equal(pc.day(pc.cast(after, pa.date32())), 1)
    good = pc.and_(pc.and_(pc.equal(pc.day(begin), 1), ends), _same_month(begin, end))
    return pc.invert(good)


def same_month(rows: Rows, params: Mapping[str, Any]) -> Mask:
    """Periods that begin and end in different months (CS337)."""
    begin, end = (rows.column(f"{params['same_month']}.{e}") for e in ("Begindatum", "Einddatum"))
    return pc.invert(_same_month(begin, end))


def _same_month(begin: Any, end: Any) -> Mask:
    return pc.and_(pc.equal(pc.year(begin), pc.year(end)), pc.equal(pc.month(begin), pc.month(end)))


def birth_date(rows: Rows, params: Mapping[str, Any]) -> Mask:
    """Birth dates that do not fit the part of them that is said to be known (CS139)."""
    day = rows.column(f"{params['birth_date']}.Datum")
    use = rows.column(f"{params['birth_date']}.DatumGebruik")
    first = pc.equal(pc.day(day), 1)
    january = pc.and_(first, pc.equal(pc.month(day), 1))
    unknown = pc.and_(january, pc.equal(pc.year(day), 1900))
    wrong = pc.or_kleene(
        pc.and_kleene(pc.equal(use, "3"), pc.invert(unknown)),
        pc.or_kleene(
            pc.and_kleene(pc.equal(use, "2"), pc.invert(january)),
            pc.and_kleene(pc.equal(use, "1"), pc.invert(first)),
        ),
    )
    return wrong


def product_of(rows: Rows, params: Mapping[str, Any]) -> Mask:
    """Amounts that are not the product of two others, for the rows of `where` (TR346)."""
    names = params["product_of"]
    first, second = (rows.column(path) for path in names["of"])
    wrong = pc.not_equal(rows.column(names["amount"]), pc.multiply(first, second))
    return pc.and_kleene(wrong, pa.array(chosen(rows, params)))


ROW_WISE: dict[str, Callable[[Rows, Mapping[str, Any]], Mask]] = {
    "no_overlap": no_overlap,
    "some": some,
    "whole_month": whole_month,
    "same_month": same_month,
    "birth_date": birth_date,
    "product_of": product_of,
}
MESSAGE_WIDE: dict[str, type[Gathered]] = {
    "unique": Unique,
    "not_among": NotAmong,
    "one_of_classes": OneOfClasses,
    "signed_sum": SignedSum,
    "rejected_sum": RejectedSum,
}


def _lines(rows: Rows) -> np.ndarray[Any, Any]:
    lines: np.ndarray[Any, Any] = rows.message.tables[rows.table].column(LINE).to_numpy()
    return lines
