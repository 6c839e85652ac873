"""The door to Spark: the same fact tables of a snapshot, for queries in Spark's words.

PySpark is an extra; nothing else of Noaber needs it.
"""

from importlib import import_module
from typing import Any

import pyarrow as pa

from noaber.facts.snapshot import Snapshot
from noaber.facts.tables import TABLES


class NoSpark(RuntimeError):
    """Spark is not there; the message is a Dutch sentence that says what to install."""


class SparkStore:
    """A Spark session over the Parquet folders of one snapshot; nothing is ever written."""

    dialect = "pyspark"

    def __init__(
        self, snapshot: Snapshot, municipality: str | None = None, master: str = "local[2]"
    ) -> None:
        """Make a view for each table; one without rows is an empty view. Raises NoSpark."""
        try:
            spark = import_module("pyspark.sql")
        except ImportError as error:
            raise NoSpark(
                "voor --engine spark is pyspark nodig: pip install pyspark==4.3.0"
            ) from error
        self.snapshot = snapshot
        self._session: Any = (
            spark.SparkSession.builder.master(master)
            .appName("noaber")
            .config("spark.sql.session.timeZone", "UTC")
            .config("spark.ui.enabled", "false")
            .config("spark.sql.shuffle.partitions", "8")
            .getOrCreate()
        )
        self._session.sparkContext.setLogLevel("ERROR")
        for name in TABLES:
            self._view(name, f"m={municipality}/" if municipality else "")

    def _view(self, name: str, below: str) -> None:
        folder = self.snapshot.folder / name
        table = TABLES[name]
        if not any(folder.glob(f"{below}**/*.parquet")):
            columns = ", ".join(
                f"CAST(NULL AS {_type(one.type)}) AS {one.name}" for one in table.columns
            )
            self._session.sql(f"SELECT {columns} WHERE 1 = 0").createOrReplaceTempView(name)
            return
        read = self._session.read.option("recursiveFileLookup", "true")
        read.parquet(str(folder / below)).createOrReplaceTempView(name)

    def query(self, text: str) -> pa.Table:
        """The rows of a query in Spark's words, over the tables by name."""
        return self._session.sql(text).toArrow()

    def close(self) -> None:
        """Stop the session."""
        self._session.stop()


def _type(kind: pa.DataType) -> str:
    if pa.types.is_decimal(kind):
        return f"DECIMAL({kind.precision}, {kind.scale})"
    names = {"string": "STRING", "date32[day]": "DATE", "int16": "SMALLINT", "int32": "INT"}
    return names.get(str(kind), "BIGINT")
