"""What measures ask of an engine: the facts of one snapshot, by a query in its own words."""

from typing import Protocol

import pyarrow as pa

from noaber.facts.snapshot import Snapshot


class Asks(Protocol):
    """A store of facts, on whatever engine. `dialect` names the words that it is asked in."""

    dialect: str
    snapshot: Snapshot

    def query(self, text: str) -> pa.Table:
        """The rows of a query over the fact tables by name."""
        ...
