"""A message that was read: its rows as Arrow tables, one table per class."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from noaber.intake.messages.description import Column, MessageType, TableShape, is_container

PARENT, LINE = "_parent", "_line"
_ARROW = {
    "string": pa.string(),
    "integer": pa.int64(),
    "date": pa.date32(),
    "time": pa.string(),
}


def arrow_schema(shape: TableShape) -> pa.Schema:
    """The columns of a table: the leaves of the class, then parent row and line in the file."""
    fields = [pa.field(c.path, arrow_type(c)) for c in shape.columns]
    return pa.schema([*fields, pa.field(PARENT, pa.int32()), pa.field(LINE, pa.int32())])


def arrow_type(column: Column) -> pa.DataType:
    """How a leaf is kept: text, whole number or day; repeated codes are one text with spaces."""
    return pa.string() if column.many else _ARROW[column.type.base]


@dataclass(frozen=True)
class Message:
    """A message of a standard that fits its schema. `tables` holds every table of its type, some empty.

    Of a long message this may be a part: the rows above (Header, Declaratie) stand in every part, and `first`
    tells how many rows of a table stood in earlier parts.
    """

    type: MessageType
    tables: Mapping[str, pa.Table]
    first: Mapping[str, int] = field(default_factory=dict)

    @property
    def standard(self) -> str:
        """'iwmo' or 'ijw'."""
        return self.type.standard

    @property
    def number(self) -> str:
        """'301', '323' ..."""
        return self.type.number

    @property
    def release(self) -> str:
        """The folder of the release: 'v3_2'."""
        return self.type.release.folder

    def path(self, table: str, row: int) -> str:
        """Where a row stands in its message; without numbers for row -1."""
        steps: list[str] = []
        at: str | None = table
        while at is not None:
            shape, number = self.type.table(at), ""
            if row >= 0:
                parents = self.tables[at].column(PARENT)
                beside = pc.indices_nonzero(pc.equal(parents, parents[row])).to_pylist()
                before = self.first.get(at, 0)
                if len(shape.steps) > 1 and len(beside) + before > 1:
                    number = f"[{row - beside[0] + 1 + before}]"
                row = parents[row].as_py()
            steps = [*shape.steps[:-1], shape.steps[-1] + number, *steps]
            at = shape.parent
        return "/".join(["Bericht", *steps])

    def tree(self) -> dict[str, Any]:
        """The message as nested dicts and lists, as its XML stands; what is absent has no key."""
        rows = {name: table.to_pylist() for name, table in self.tables.items()}
        return _below(self.type, rows, None, -1, "Root")


def _below(
    message: MessageType,
    rows: Mapping[str, list[dict[str, Any]]],
    parent: str | None,
    index: int,
    of: str,
) -> dict[str, Any]:
    made: dict[str, Any] = {}
    shapes = [t for t in message.tables if t.parent == parent]
    for element in message.classes[of]:
        inner = message.classes.get(element.type)
        if inner is None:
            continue
        name = inner[0].type if is_container(inner) else element.type
        shape = next((t for t in shapes if t.of == name), None)
        if shape is None:
            continue
        found = [
            {**_leaves(shape, row), **_below(message, rows, shape.name, at, shape.of)}
            for at, row in enumerate(rows[shape.name])
            if row[PARENT] == index
        ]
        if not found:
            continue
        ordered = [_in_order(message, shape.of, item) for item in found]
        made[element.name] = {inner[0].name: ordered} if is_container(inner) else ordered[0]
    return made


def _in_order(message: MessageType, of: str, item: dict[str, Any]) -> dict[str, Any]:
    return {e.name: item[e.name] for e in message.classes[of] if e.name in item}


def _leaves(shape: TableShape, row: Mapping[str, Any]) -> dict[str, Any]:
    made: dict[str, Any] = {}
    for column in shape.columns:
        value = row[column.path]
        if value is None:
            continue
        if column.many:
            made[column.steps[0][0]] = {column.steps[1][0]: value.split()}
            continue
        *way, last = (step for step, _ in column.steps)
        place = made
        for step in way:
            place = place.setdefault(step, {})
        place[last] = value
    return made
