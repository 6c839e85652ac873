"""What a snapshot holds for a definition: which origins, from when until when, and how claims came in.

Each question is asked of the facts once, and kept for the other definitions of a run.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any
from weakref import WeakKeyDictionary, ref

from noaber.facts.tables import TABLES
from noaber.measures.asking import Asks, as_text
from noaber.measures.definition import Definition
from noaber.measures.honest import Coverage
from noaber.measures.periods import DAY_OF
from noaber.measures.placing import declared

Key = tuple[str, ...]
_KNOWN: WeakKeyDictionary[Asks, "dict[date | None, Sources]"] = WeakKeyDictionary()


def sources_of(store: Asks, known_on: date | None) -> "Sources":
    """What was asked of a store before is known: a snapshot never changes."""
    return _KNOWN.setdefault(store, {}).setdefault(known_on, Sources(store, known_on))


class Sources:
    """Looks into the fact tables of one store, as they were known on a day."""

    def __init__(self, store: Asks, known_on: date | None) -> None:
        """Ask nothing yet."""
        # Not held: what is known of a store goes when it goes.
        self._ref, self._known_on = ref(store), known_on
        self._seen: dict[str, list[dict[str, Any]]] = {}
        self._arrival: dict[Key, tuple[list[tuple[int, int, int]], int]] = {}
        self._known: dict[str, date] | None = None

    def _rows(self, expression: Any) -> list[dict[str, Any]]:
        store = self._ref()
        assert store is not None
        found = store.query(as_text(expression, store.dialect))
        return list(found.to_pylist())

    def _of(self, fact: str) -> list[dict[str, Any]]:
        """By municipality, origin and kind of one table, the first day and until when was kept."""
        if fact not in self._seen:
            day = DAY_OF.get(fact, "known_on")
            names = [name for name in ("municipality", "origin", "kind") if fact != "population"]
            rows = declared(fact, ["municipality", *names, "known_on", day])
            rows = rows.filter(rows.known_on <= self._known_on) if self._known_on else rows
            keys = names or ["municipality"]
            self._seen[fact] = self._rows(
                rows.group_by(keys).aggregate(first=rows[day].min(), last=rows.known_on.max())
            )
        return self._seen[fact]

    def has(self, definition: Definition) -> bool:
        """Whether there is any fact of its table and origin."""
        return any(row["origin"] == definition.origin for row in self._of(definition.fact))

    def coverage(self, definition: Definition) -> Mapping[str, Coverage]:
        """By municipality, from when until when there are facts of its table, origin and kind."""
        kind = definition.only.get("kind")
        kinds = [kind] if isinstance(kind, str) else kind if isinstance(kind, list) else []
        first: dict[str, date] = {}
        for row in self._of(definition.fact):
            if row["origin"] != definition.origin or row["first"] is None:
                continue
            if not kinds or row["kind"] in kinds:
                at = row["municipality"]
                first[at] = min(first.get(at, row["first"]), row["first"])
        until = self._until()
        return {at: Coverage(day, until[at]) for at, day in first.items()}

    def _until(self) -> Mapping[str, date]:
        """By municipality, the last day on which anything at all was kept."""
        if self._known is None:
            known: dict[str, date] = {}
            for name in TABLES:
                for row in self._of(name):
                    last = known.get(row["municipality"], row["last"])
                    known[row["municipality"]] = max(last, row["last"])
            self._known = known
        return self._known

    def span(self, definition: Definition) -> tuple[date, date] | None:
        """From the first day to the last that anything was kept, over all municipalities."""
        known = self.coverage(definition).values()
        if not known:
            return None
        first = max(min(one.first for one in known), definition.valid_from)
        return first, max(first, *(one.known_on for one in known))

    def municipalities(self) -> list[str]:
        """Every municipality of which the snapshot holds anything, in order of code."""
        return sorted(self._until())

    def arrival(self, definition: Definition) -> tuple[list[tuple[int, int, int]], int]:
        """(month of care, month in which known, cents) of all claims, and the month until which is known."""
        key = (definition.fact, definition.origin)
        if key not in self._arrival:
            table = declared("amount", ["origin", "period_start", "known_on", "cents"])
            rows = table.filter(table.origin == definition.origin, table.period_start.notnull())
            if self._known_on:
                rows = rows.filter(rows.known_on <= self._known_on)
            month = rows.period_start.year() * 12 + rows.period_start.month() - 1
            known = rows.known_on.year() * 12 + rows.known_on.month() - 1
            rows = rows.select("cents", month=month, known=known)
            found = self._rows(
                rows.group_by(["month", "known"]).aggregate(cents=rows.cents.sum().cast("int64"))
            )
            triples = [(row["month"], row["known"], row["cents"]) for row in found]
            as_of = max((known for _, known, _ in triples), default=0)
            self._arrival[key] = (triples, as_of)
        return self._arrival[key]
