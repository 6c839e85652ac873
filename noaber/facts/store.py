"""The one door to the engine that counts: fact tables of a snapshot as ibis tables on DuckDB."""

import os
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from uuid import uuid4

import duckdb
import ibis
import pyarrow as pa
from ibis.backends.duckdb import Backend

from noaber.facts.snapshot import BrokenSnapshot, Snapshot, verify
from noaber.facts.tables import TABLES

# What the engine raises where a disk is full or a file cannot be read.
DISK = (duckdb.IOException, duckdb.OutOfMemoryException)


class Store:
    """A connection in memory over the Parquet folders of one snapshot; nothing is ever written."""

    dialect = "duckdb"

    def __init__(
        self, snapshot: Snapshot, municipality: str | None = None, memory: int | None = None
    ) -> None:
        """Make a view for each table; a table without rows is an empty table of its schema.

        With a CBS code only the folders of that municipality are opened. The engine holds at most
        `memory` bytes, half of the machine's where it is not said, and goes to disk past it. Raises
        BrokenSnapshot.
        """
        self.snapshot = snapshot
        self._below = f"m={municipality}/**" if municipality else "**"
        self._engine: Backend = ibis.duckdb.connect(
            ":memory:",
            threads=2,
            memory_limit=f"{(memory or _half_of_memory()) // 1_000_000}MB",
            temp_directory=str(Path(tempfile.gettempdir()) / f"noaber-facts-{uuid4().hex}"),
        )
        try:
            self.tables: Mapping[str, Any] = {name: self._table(name) for name in TABLES}
        except duckdb.Error as error:
            self._engine.disconnect()
            raise self._broken() from error

    def _table(self, name: str) -> Any:
        folder, table = self.snapshot.folder / name, TABLES[name]
        if not any(folder.glob(f"{self._below}/*.parquet")):
            return self._engine.create_table(name, table.schema.empty_table(), temp=True)
        pattern = str(folder / self._below / "*.parquet")
        files = self._engine.read_parquet(
            pattern, table_name=f"{name}_files", hive_partitioning=False
        )
        # A snapshot of before a column was there says nothing about it.
        empty = ibis.schema(table.schema)
        missing = {
            column.name: ibis.null(empty[column.name])
            for column in table.columns
            if column.name not in files.columns
        }
        if not missing:
            view = self._engine.read_parquet(pattern, table_name=name, hive_partitioning=False)
            return view.select(*table.schema.names)
        whole = files.mutate(**missing).select(*table.schema.names)
        return self._engine.create_view(name, whole, overwrite=True)

    def run(self, expression: Any) -> pa.Table:
        """The rows of an ibis expression. Raises BrokenSnapshot where a slice cannot be read."""
        try:
            return self._engine.to_pyarrow(expression)
        except (duckdb.IOException, duckdb.InvalidInputException) as error:
            raise self._broken() from error

    def query(self, text: str) -> pa.Table:
        """The rows of a query in DuckDB's words, over the tables by name. Raises BrokenSnapshot."""
        try:
            return self._engine.con.execute(text).to_arrow_table()
        except (duckdb.IOException, duckdb.InvalidInputException) as error:
            raise self._broken() from error

    def keep_query(self, name: str, text: str) -> None:
        """Keep the rows of a query in a table, for further questions; `drop` lets go of it."""
        try:
            self._engine.con.execute(f'CREATE OR REPLACE TEMP TABLE "{name}" AS {text}')
        except (duckdb.IOException, duckdb.InvalidInputException) as error:
            raise self._broken() from error

    def drop(self, name: str) -> None:
        """Let go of a kept table."""
        self._engine.con.execute(f'DROP TABLE IF EXISTS "{name}"')

    def sql(self, expression: Any) -> str:
        """The query text of an ibis expression, for evidence; it names tables, never a path."""
        return str(ibis.to_sql(expression, dialect="duckdb"))

    def close(self) -> None:
        """Let go of the engine."""
        self._engine.disconnect()

    def _broken(self) -> BrokenSnapshot:
        try:
            verify(self.snapshot, deep=True)
        except BrokenSnapshot as found:
            return found
        return BrokenSnapshot(
            f"momentopname {self.snapshot.id} is niet te lezen; maak haar opnieuw met "
            "`noaber facts build`"
        )


def _half_of_memory() -> int:
    return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") // 2


def engine(scratch: Path, memory: str = "600MB") -> duckdb.DuckDBPyConnection:
    """An engine for sorting and looking over facts in the making: past `memory` it uses `scratch`."""
    return duckdb.connect(
        ":memory:",
        config={
            "threads": 2,
            "memory_limit": memory,
            "temp_directory": str(scratch),
            "preserve_insertion_order": False,
        },
    )
