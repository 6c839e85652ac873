"""From the register to a snapshot: everything that was registered becomes a fact, nothing else.

Reads the register through its queries alone, group by group: the documents, the care of each
municipality, its claims year by year, and what was imported. A build is a pure function of what is
registered and imported, and of the day for which definitions are in force, so running it twice gives the
same snapshot. A group that did not change since the last build is not read again: its slices are linked.
"""

import shutil
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow as pa
from django.utils import timezone

from noaber.facts import care, documents, kept_imports, quality
from noaber.facts.making import Making, alone
from noaber.facts.memory import Memory, plain, recall, remember
from noaber.facts.snapshot import Snapshot, finish
from noaber.facts.tables import AMOUNT, SUPPLIED, TABLES, conform
from noaber.guard.actor import Actor
from noaber.register.care import facts_queries
from noaber.register.goals import definition_queries

Read = Callable[[], Mapping[str, pa.Table]]


def build(
    actor: Actor, root: Path, municipality: str | None = None, day: date | None = None
) -> Snapshot:
    """Build a snapshot of all the actor may see, of one municipality where its code is given.

    With the own definitions that are in force on a day (today). Raises NotAFact, BlockingIOError where
    another build is at work, and OSError; the snapshots that were there stay as they are.
    """
    scope = municipality or ""
    with alone(root):
        building = _Building(root, recall(root, scope))
        try:
            in_force = _documents(building, actor, municipality)
            for code in facts_queries.municipalities(actor):
                if municipality in (None, code):
                    _care(building, actor, code)
            sources = kept_imports.link(building.making, municipality)
            told = kept_imports.in_force(root, municipality)
            in_force |= {
                "missing": told["missing"],
                "breaks": [*in_force["breaks"], *told["breaks"]],
                "definitions": _definitions(actor, municipality, day),
            }
            found = quality.Examined(
                building.making, building.memory.found, [*told["missing"], *told["breaks"]]
            )
            more = {"left_out": building.left_out, "imports": sources}
            snapshot = finish(building.making, in_force, scope, more, found.write)
            remember(root, scope, building.now(snapshot.id, found.by_municipality()))
            return snapshot
        finally:
            shutil.rmtree(building.making.folder, ignore_errors=True)


class _Building:
    """One build: what is made, what the last one read, and what this one reads."""

    def __init__(self, root: Path, memory: Memory) -> None:
        self.root, self.memory = root, memory
        self.making = Making(root, memory.snapshot)
        self.groups: dict[str, dict[str, Any]] = {}
        self.left_out: dict[str, Mapping[str, int]] = {}

    def group(self, name: str, state: Any, source: str, read: Read) -> None:
        """Take over a group that is as it was, or read it again."""
        if self.memory.same(self.root, name, state):
            self.groups[name] = self.memory.take_over(self.root, name, self.making)
            return
        paths = [
            path
            for table, rows in read().items()
            for path in self.making.add(TABLES[table], rows, source)
        ]
        slices = {path: self.making.slices[path] for path in paths}
        self.groups[name] = {"state": state, "slices": slices}

    def now(self, snapshot: str, found: dict[str, dict[str, Any]]) -> Memory:
        """What the next build has to know."""
        return Memory(snapshot, self.groups, found)


def _documents(building: _Building, actor: Actor, municipality: str | None) -> dict[str, Any]:
    chosen = documents.seen(actor, municipality)
    building.making.add(SUPPLIED, conform(SUPPLIED, documents.supplied(actor, chosen)), "printed")
    building.making.add(AMOUNT, conform(AMOUNT, documents.amounts(actor, chosen)), "printed")
    return documents.in_force(actor, chosen)


def _definitions(actor: Actor, municipality: str | None, day: date | None) -> dict[str, str]:
    """By name the text of each own definition that is in force."""
    versions = definition_queries.own_definitions(actor, municipality)
    found = definition_queries.in_force(versions, day or timezone.localdate())
    return {name: one.text for name, one in found.items()}


def _care(building: _Building, actor: Actor, code: str) -> None:
    """The care of one municipality at once, and its claims year by year."""

    def read_claims(year: int) -> Read:
        return lambda: {"amount": care.claims(actor, code, year)}

    building.group(
        f"care/{code}",
        facts_queries.state_of_care(actor, code),
        "care",
        lambda: care.episodes_and_events(actor, code),
    )
    born = _births(building, actor, code)
    for year, state in facts_queries.state_of_claims(actor, code).items():
        name = f"claims-{year}"
        building.group(f"claims/{code}/{year}", [born, state], name, read_claims(year))
    if left_out := facts_queries.not_counted(actor, code):
        building.left_out[code] = left_out


def _births(building: _Building, actor: Actor, code: str) -> Any:
    """The days of birth as they were at the last build, so that a correction alone reads claims again.

    Someone new changes no claim that was granted before: a claim is granted for known clients only.
    """
    kept = building.memory.groups.get(f"births/{code}")
    if kept is not None:
        before = facts_queries.state_of_persons(actor, code, kept["state"]["last"])
        if plain(before) == kept["state"]:
            building.groups[f"births/{code}"] = {
                "state": facts_queries.state_of_persons(actor, code),
                "slices": {},
                "since": kept["since"],
            }
            return kept["since"]
    now = facts_queries.state_of_persons(actor, code)
    building.groups[f"births/{code}"] = {"state": now, "slices": {}, "since": now}
    return now
