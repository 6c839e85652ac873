"""What measures ask of an engine: the facts of one snapshot, by a query in its own words."""

from typing import Protocol, runtime_checkable

import pyarrow as pa

from noaber.facts.snapshot import Snapshot


class Asks(Protocol):
    """A store of facts, on whatever engine. `dialect` names the words that it is asked in."""

    dialect: str
    snapshot: Snapshot

    def query(self, text: str) -> pa.Table:
        """The rows of a query over the fact tables by name."""
        ...


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
