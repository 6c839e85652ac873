"""What the last build read, so that the next one leaves alone what did not change.

A group is what is read at once: the care of a municipality, its claims of a year. It is remembered
with the state in which it was and the slices that came of it. Losing this file costs time and nothing
else: a build without it reads everything and gives the same snapshot.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from noaber.facts.making import FORMAT, Making
from noaber.facts.snapshot import replace_text

# Raised when the way from rows to facts changes, so that nothing is kept of the old way.
WAY = 1


@dataclass
class Memory:
    """By group its state, slices and what was left out; by municipality what was found in it."""

    snapshot: str = ""
    groups: dict[str, dict[str, Any]] = field(default_factory=dict)
    found: dict[str, dict[str, Any]] = field(default_factory=dict)

    def same(self, root: Path, group: str, state: Any) -> bool:
        """Whether a group is as it was, and its slices are still there."""
        kept = self.groups.get(group)
        if kept is None or kept["state"] != plain(state):
            return False
        return all(
            (root / self.snapshot / path).is_file()
            and (root / self.snapshot / path).stat().st_size == told["bytes"]
            for path, told in kept["slices"].items()
        )

    def take_over(self, root: Path, group: str, making: Making) -> dict[str, Any]:
        """Link the slices of a group that is as it was; what was kept of it."""
        kept = self.groups[group]
        for path, told in kept["slices"].items():
            making.link(path, root / self.snapshot / path, told)
        return kept


def plain(state: Any) -> Any:
    """A state as it is kept: what comes from another database as Decimal is text."""
    return json.loads(json.dumps(state, default=str))


def recall(root: Path, scope: str) -> Memory:
    """What the last build of this scope read; nothing where there is no such file, or an old one."""
    try:
        kept = json.loads(_file(root, scope).read_text("utf-8"))
        if kept["way"] != [FORMAT, WAY]:
            return Memory()
        return Memory(kept["snapshot"], kept["groups"], kept["found"])
    except (OSError, ValueError, KeyError):
        return Memory()


def remember(root: Path, scope: str, memory: Memory) -> None:
    """Keep what this build read, for the next."""
    kept: Mapping[str, Any] = {
        "way": [FORMAT, WAY],
        "snapshot": memory.snapshot,
        "groups": memory.groups,
        "found": memory.found,
    }
    replace_text(_file(root, scope), json.dumps(kept, default=str))


def _file(root: Path, scope: str) -> Path:
    return root / f".read.{scope or 'all'}.json"
