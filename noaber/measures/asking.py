"""What measures ask of an engine: the facts of one snapshot, by a query in its own words."""

from typing import Any, Protocol, runtime_checkable

import ibis
import pyarrow as pa
from ibis.config import Config

from noaber.facts.snapshot import Snapshot


class Asks(Protocol):
    """A store of facts, on whatever engine. `dialect` names the words that it is asked in."""

    dialect: str
    snapshot: Snapshot

    def query(self, text: str) -> pa.Table:
        """The rows of a query over the fact tables by name."""
        ...


class _Spark(Config):
    """What the compiler for Spark asks of its settings, which only come with Spark itself."""

    treat_nan_as_null: bool = False


def as_text(expression: Any, dialect: str) -> str:
    """A query in the words of an engine, which itself need not be there."""
    if dialect == "pyspark" and ibis.options.pyspark is None:
        ibis.options.pyspark = _Spark()
    return str(ibis.to_sql(expression, dialect=dialect))


@runtime_checkable
class Keeps(Protocol):
    """A store that can keep the rows of a query under a name, for further questions."""

    dialect: str

    def keep_query(self, name: str, text: str) -> None:
        """Keep the rows of a query under a name."""
        ...

    def drop(self, name: str) -> None:
        """Let go of what was kept."""
        ...
