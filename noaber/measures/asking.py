"""What is asked of measures, and what they ask of an engine: facts of one snapshot, in its own words."""

from dataclasses import dataclass
from datetime import date
from typing import Any, Protocol, runtime_checkable

import ibis
import pyarrow as pa
from ibis.config import Config

from noaber.facts.snapshot import Snapshot
from noaber.measures.periods import Asked


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked of definitions: over which periods, by what, as known on which day.

    Without `by` a measure is given by its own dimensions and optional ones, without `asked` over every
    period of its grain for which there are facts. `people` counts the different people behind each
    result, as disclosure control needs.
    """

    asked: Asked | None = None
    by: tuple[str, ...] | None = None
    known_on: date | None = None
    people: bool = False


EVERYTHING = Question()


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
