"""A message that was read: its rows as Arrow tables, one table per class."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import pyarrow as pa

from noaber.intake.messages.description import (
    LINE,
    PARENT,
    Column,
    MessageType,
    TableShape,
    is_container,
)
from noaber.intake.messages.kleene import compare, constant, true_rows

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


class RowTables(Mapping[str, pa.Table]):
    """Rows as tables, each made when it is asked for: most rules look at rows of which there are few."""

    def __init__(self, kind: MessageType, rows: Mapping[str, list[dict[str, Any]]]) -> None:
        self._kind, self._rows = kind, rows
        self._made: dict[str, pa.Table] = {}

    def __getitem__(self, name: str) -> pa.Table:
        if name not in self._made:
            schema = arrow_schema(self._kind.table(name))
            self._made[name] = pa.Table.from_pylist(self._rows[name], schema=schema)
        return self._made[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._rows)

    def __len__(self) -> int:
        return len(self._rows)


@dataclass(frozen=True)
class Message:
    """A message of a standard that fits its schema. `tables` holds every table of its type, some empty.

    Of a long message this may be a part: the rows above (Header, Declaratie) stand in every part, and `first`
    tells how many rows of a table stood in earlier parts. `plain` holds the same rows as dicts, where the
    message was read row by row; a leaf that is absent has no key.
    """

    type: MessageType
    tables: Mapping[str, pa.Table]
    first: Mapping[str, int] = field(default_factory=dict)
    plain: Mapping[str, list[dict[str, Any]]] | None = None

    def count(self, table: str) -> int:
        """How many rows a table has."""
        return len(self.plain[table]) if self.plain else int(self.tables[table].num_rows)

    def column(self, table: str, path: str) -> Any:
        """One leaf of a table: a list where the rows are plain, else an Arrow array."""
        if self.plain is not None:
            return [row.get(path) for row in self.plain[table]]
        return self.tables[table].column(path)

    def cell(self, table: str, path: str, row: int) -> Any:
        """One value, or None."""
        if self.plain is not None:
            return self.plain[table][row].get(path)
        return self.tables[table].column(path)[row].as_py()

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
                parent = self.cell(at, PARENT, row)
                parents = self.column(at, PARENT)
                beside = true_rows(compare("=", parents, constant(parent, parents, pa.int32())))
                before = self.first.get(at, 0)
                if len(shape.steps) > 1 and len(beside) + before > 1:
                    number = f"[{row - beside[0] + 1 + before}]"
                row = parent
            steps = [*shape.steps[:-1], shape.steps[-1] + number, *steps]
            at = shape.parent
        return "/".join(["Bericht", *steps])

    def tree(self) -> dict[str, Any]:
        """The message as nested dicts and lists, as its XML stands; what is absent has no key."""
        rows = self.plain or {name: table.to_pylist() for name, table in self.tables.items()}
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
        value = row.get(column.path)
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
