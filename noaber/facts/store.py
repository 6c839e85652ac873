"""The one door to the engine that counts: fact tables of a snapshot as ibis tables on DuckDB."""

from collections.abc import Mapping
from typing import Any

import ibis
import pyarrow as pa
from ibis.backends.duckdb import Backend

from noaber.facts.snapshot import Snapshot
from noaber.facts.tables import TABLES


class Store:
    """A connection in memory over the Parquet folders of one snapshot; nothing is ever written."""

    def __init__(self, snapshot: Snapshot) -> None:
        """Make a view for each table; a table without rows is an empty table of its schema."""
        self.snapshot = snapshot
        self._engine: Backend = ibis.duckdb.connect(":memory:", threads=2)
        self.tables: Mapping[str, Any] = {name: self._table(name) for name in TABLES}

    def _table(self, name: str) -> Any:
        columns = [column.name for column in TABLES[name].columns]
        if any((self.snapshot.folder / name).rglob("*.parquet")):
            pattern = str(self.snapshot.folder / name / "**" / "*.parquet")
            view = self._engine.read_parquet(pattern, table_name=name, hive_partitioning=False)
            return view.select(*columns)
        return self._engine.create_table(name, TABLES[name].schema.empty_table(), temp=True)

    def run(self, expression: Any) -> pa.Table:
        """The rows of an ibis expression."""
        return self._engine.to_pyarrow(expression)

    def sql(self, expression: Any) -> str:
        """The query text of an ibis expression, for evidence; it names tables, never a path."""
        return str(ibis.to_sql(expression, dialect="duckdb"))

    def close(self) -> None:
        """Let go of the engine."""
        self._engine.disconnect()
