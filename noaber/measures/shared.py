"""Passes that several definitions share: the same rows placed in the same periods, once.

Most indicators count the same people of the same episodes by other conditions. Counting distinct
persons over every row is what costs; so where definitions agree on fact, origin, moment and periods,
their rows are first brought together into one table of distinct (slice, period, person, household), with
how many rows and cents lie in each, and every definition is a small query on that.
"""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from noaber.measures.asking import Asks
from noaber.measures.definition import Definition
from noaber.measures.sources import Sources

if TYPE_CHECKING:
    from noaber.measures.engine import Question


class Shared:
    """Holds the shared tables of one run; `query` gives a definition's query on one, or nothing."""

    def __init__(
        self,
        store: Asks,
        sources: Sources,
        question: "Question",
        definitions: Iterable[Definition],
    ) -> None:
        """Decide what to share."""
        self._store = store

    def query(self, definition: Definition, by: tuple[str, ...], question: "Question") -> Any:
        """The query of a definition on a shared table; nothing where it has none."""
        return None

    def close(self) -> None:
        """Drop the shared tables."""
