"""Checks about the message as a whole: keys that stand once, sums, classes of which one must be there.

They are fed part by part and answered once, so that a long message need never be in memory whole.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pyarrow.compute as pc

from noaber.intake.messages import kleene
from noaber.intake.messages.description import LINE, PARENT
from noaber.intake.messages.expressions import Rows
from noaber.intake.messages.functions import chosen
from noaber.intake.messages.keys import hashes

Hits = list[tuple[int, int]]  # row in its part or -1, and line in the file
Numbers = np.ndarray[Any, Any]


@dataclass
class Gathered:
    """A check over the whole message, with the parameters of the catalogue; `at` is what a finding names."""

    params: Mapping[str, Any]
    at: str

    def feed(self, rows: Rows) -> None:
        """Take in the rows of one part."""
        raise NotImplementedError

    def finish(self) -> Hits:
        """The rows that break the rule; row -1 where the part is gone and only the line is known."""
        raise NotImplementedError


@dataclass
class Keys:
    """Keys of rows with the lines where they stand: some 12 bytes a row; the rows only of a single part."""

    hashed: list[Numbers] = field(default_factory=list)
    lines: list[Numbers] = field(default_factory=list)
    rows: Numbers | None = None

    def add(self, keys: Numbers, lines: Numbers, rows: Numbers) -> None:
        """Keep the keys of one part."""
        self.rows = rows if not self.hashed else None
        self.hashed.append(keys)
        self.lines.append(lines)

    def all(self) -> Numbers:
        """The keys of all parts."""
        if len(self.hashed) > 1:
            self.hashed = [np.concatenate(self.hashed)]
        return self.hashed[0] if self.hashed else np.zeros(0, np.uint64)

    def hits(self, found: Numbers) -> Hits:
        """The places of these keys."""
        if not len(found):
            return []
        lines, rows = np.concatenate(self.lines), self.rows
        return [(-1 if rows is None else int(rows[i]), int(lines[i])) for i in found]


@dataclass
class Unique(Gathered):
    """No two rows with the same key; an absent part equals an absent part, a wholly absent key is none."""

    kept: Keys = field(default_factory=Keys)
    few: Hits = field(default_factory=list)

    def feed(self, rows: Rows) -> None:
        """Keep the keys of the rows for which `where` holds."""
        if rows.message.plain is not None:
            self._feed_few(rows)
            return
        columns = [rows.column(path) for path in self.params["unique"]]
        filled = np.zeros(rows.count, bool)
        for column in columns:
            filled |= pc.is_valid(column).to_numpy()
        if self.params.get("within") == "parent":
            columns.append(rows.column(PARENT))
        at = np.array(chosen(rows, self.params), np.int64)
        at = at[filled[at]]
        lines = rows.column(LINE).to_numpy()
        self.kept.add(hashes(columns)[at], lines[at], at.astype(np.int32))

    def _feed_few(self, rows: Rows) -> None:
        """The same for rows of which there are few."""
        keys = list(zip(*(rows.values(path) for path in self.params["unique"]), strict=True))
        within = self.params.get("within") == "parent"
        parents, lines = rows.values(PARENT), rows.values(LINE)
        seen: set[tuple[Any, ...]] = set()
        for row in chosen(rows, self.params):
            key = (*keys[row], parents[row] if within else None)
            if key in seen and any(part is not None for part in keys[row]):
                self.few.append((row, lines[row]))
            seen.add(key)

    def finish(self) -> Hits:
        """Every row whose key stood earlier in the message."""
        keys = self.kept.all()
        order = np.argsort(keys, kind="stable")
        ranked = keys[order]
        return self.few or self.kept.hits(np.sort(order[1:][ranked[1:] == ranked[:-1]]))


@dataclass
class NotAmong(Gathered):
    """No value of `at` stands in the other column, anywhere in the message."""

    kept: Keys = field(default_factory=Keys)
    others: list[Numbers] = field(default_factory=list)

    def feed(self, rows: Rows) -> None:
        """Keep both columns as hashes."""
        value, other = rows.arrow(self.at), rows.arrow(self.params["not_among"])
        at = np.array(kleene.true_rows(pc.is_valid(value)), np.int64)
        lines = rows.arrow(LINE).to_numpy()
        self.kept.add(hashes([value])[at], lines[at], at)
        self.others.append(hashes([other])[pc.is_valid(other).to_numpy()])

    def finish(self) -> Hits:
        """The rows whose value stands in the other column."""
        others = np.concatenate(self.others) if self.others else np.zeros(0, np.uint64)
        return self.kept.hits(np.flatnonzero(np.isin(self.kept.all(), others)))


@dataclass
class OneOfClasses(Gathered):
    """At least one row of any of these classes stands in the message."""

    seen: int = 0
    line: int = 0

    def feed(self, rows: Rows) -> None:
        """Count the rows of the classes."""
        for shape in rows.message.type.tables:
            if shape.of in self.params["one_of_classes"]:
                self.seen += rows.message.count(shape.name)
        self.line = self.line or rows.values(LINE)[0]

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
        """Add the amounts of one part; the row with the total stands in every part."""
        params = self.params["signed_sum"]
        self._add(rows, params, signed(rows, params["total"]))

    def _add(self, rows: Rows, params: Mapping[str, Any], total: int) -> None:
        self.line, self.total = rows.values(LINE)[0], total
        for shape in rows.message.type.tables:
            if shape.of == params["class"]:
                self.summed += signed(Rows(rows.message, shape.name), params["amount"])

    def finish(self) -> Hits:
        """The row with the total, where it differs."""
        return [] if self.total == self.summed else [(0, self.line)]


@dataclass
class RejectedSum(SignedSum):
    """What was submitted minus what was granted equals the rejected lines, where `where` holds."""

    def feed(self, rows: Rows) -> None:
        """Add the rejected amounts of one part."""
        params = self.params["rejected_sum"]
        if chosen(rows, self.params):
            difference = signed(rows, params["submitted"]) - signed(rows, params["granted"])
            self._add(rows, params, difference)


def signed(rows: Rows, path: str) -> int:
    """Debits minus credits of an amount group, in cents."""
    amount = "TotaalBedrag" if rows.under(f"{path}.TotaalBedrag") else "Bedrag"
    if rows.message.plain is not None:
        marks = rows.values(f"{path}.DebetCredit")
        cents = rows.values(f"{path}.{amount}")
        return sum(-c if mark == "C" else c for c, mark in zip(cents, marks, strict=True) if c)
    sign = pc.if_else(pc.equal(rows.column(f"{path}.DebetCredit"), "C"), -1, 1)
    return int(pc.sum(pc.multiply(rows.column(f"{path}.{amount}"), sign)).as_py() or 0)


MESSAGE_WIDE: dict[str, type[Gathered]] = {
    "unique": Unique,
    "not_among": NotAmong,
    "one_of_classes": OneOfClasses,
    "signed_sum": SignedSum,
    "rejected_sum": RejectedSum,
}
