"""The rows of a parsed message that is valid by its schema, element by element."""

from collections.abc import Collection
from contextlib import suppress
from datetime import date
from functools import cache
from typing import Any

import pyarrow as pa
from lxml import etree

from noaber.intake.messages.description import LINE, PARENT, Column, MessageType
from noaber.intake.messages.finding import Finding, Layer
from noaber.intake.messages.message import Message, RowTables, arrow_schema
from noaber.intake.messages.opening import local_name

# So many rows are checked as lists; of more, columns are made.
FEW = 400


class RowReader:
    """Collects the rows of a valid message, class by class, in the order of the file."""

    def __init__(self, kind: MessageType, findings: list[Finding]) -> None:
        self.kind = kind
        self.findings = findings
        self.rows: dict[str, list[dict[str, Any]]] = {t.name: [] for t in kind.tables}

    def read(self, root: etree._Element) -> Message:
        """The whole document as a message; its rows stay plain where there are few."""
        self._children(root, None, -1)
        few = sum(map(len, self.rows.values())) <= FEW
        tables = RowTables(self.kind, self.rows)
        return Message(self.kind, tables, plain=self.rows if few else None)

    def add(self, element: etree._Element, table: str) -> None:
        """Take in one row of a table whose rows stand under one row above, and what is below it."""
        self._row(element, table, 0)

    def tables(self, names: Collection[str] = ()) -> dict[str, pa.Table]:
        """What was collected so far, as tables; all of them where no names are given."""
        return {
            t.name: pa.Table.from_pylist(self.rows[t.name], schema=arrow_schema(t))
            for t in self.kind.tables
            if not names or t.name in names
        }

    def _children(self, element: etree._Element, table: str | None, index: int) -> None:
        below = _below(self.kind, table)
        for child in element:
            found = below.get(local_name(child))
            if found is None:
                continue
            name, contained = found
            for row in child if contained else (child,):
                self._row(row, name, index)

    def _row(self, element: etree._Element, name: str, parent: int) -> None:
        rows = self.rows[name]
        row: dict[str, Any] = {PARENT: parent, LINE: element.sourceline}
        rows.append(row)
        self._leaves(element, name, "", row)
        self._children(element, name, len(rows) - 1)

    def _leaves(self, element: etree._Element, name: str, before: str, row: dict[str, Any]) -> None:
        columns = _columns(self.kind, name)
        for child in element:
            path = before + local_name(child)
            column = columns.get(path)
            if column is None:
                if len(child) and path in _groups(self.kind, name):
                    self._leaves(child, name, f"{path}.", row)
            elif column.many:
                row[path] = " ".join(code.text or "" for code in child)
            else:
                row[path] = self._value(column.type.base, child.text or "", path, child)

    def _value(self, base: str, text: str, path: str, element: etree._Element) -> Any:
        if base == "integer":
            return int(text)
        if base != "date":
            return text
        with suppress(ValueError):
            return date.fromisoformat(text.strip())
        self.findings.append(
            Finding(
                Layer.RULE,
                "RS032",
                None,
                path.replace(".", "/"),
                element.sourceline,
                text.strip(),
                "deze datum ligt buiten de jaren 1 tot en met 9999 en is niet overgenomen",
                "this date lies outside the years 1 to 9999 and was not taken over",
            )
        )
        return None


@cache
def _below(kind: MessageType, table: str | None) -> dict[str, tuple[str, bool]]:
    return {t.steps[0]: (t.name, len(t.steps) > 1) for t in kind.tables if t.parent == table}


@cache
def _columns(kind: MessageType, table: str) -> dict[str, Column]:
    return {c.path: c for c in kind.table(table).columns}


@cache
def _groups(kind: MessageType, table: str) -> frozenset[str]:
    paths = (c.path.split(".") for c in kind.table(table).columns)
    return frozenset(".".join(path[:end]) for path in paths for end in range(1, len(path)))
