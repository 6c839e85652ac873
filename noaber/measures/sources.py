"""What a snapshot holds for a definition: which origins, from when until when, and how claims came in.

Each question is asked of the facts once, and kept for the other definitions of a run.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any

import ibis

from noaber.facts.tables import TABLES
from noaber.measures.asking import Asks
from noaber.measures.definition import Definition
from noaber.measures.honest import Coverage
from noaber.measures.periods import DAY_OF
from noaber.measures.placing import declared

Key = tuple[str, ...]


class Sources:
    """Looks into the fact tables of one store, as they were known on a day."""

    def __init__(self, store: Asks, known_on: date | None) -> None:
        """Ask nothing yet."""
        self._store, self._known_on = store, known_on
        self._origins: dict[str, set[str]] = {}
        self._coverage: dict[Key, Mapping[str, Coverage]] = {}
        self._arrival: dict[Key, tuple[list[tuple[int, int, int]], int]] = {}
        self._known: dict[str, date] | None = None

    def _rows(self, expression: Any) -> list[dict[str, Any]]:
        found = self._store.query(str(ibis.to_sql(expression, dialect=self._store.dialect)))
        return list(found.to_pylist())

    def has(self, definition: Definition) -> bool:
        """Whether there is any fact of its table and origin."""
        if definition.fact not in self._origins:
            table = declared(definition.fact, ["origin"])
            found = self._rows(table.select("origin").distinct())
            self._origins[definition.fact] = {row["origin"] for row in found}
        return definition.origin in self._origins[definition.fact]

    def coverage(self, definition: Definition) -> Mapping[str, Coverage]:
        """By municipality, from when until when there are facts of its table, origin and kind."""
        kind = definition.only.get("kind")
        kinds = [kind] if isinstance(kind, str) else kind if isinstance(kind, list) else []
        key = (definition.fact, definition.origin, *sorted(kinds))
        if key not in self._coverage:
            self._coverage[key] = self._look(definition, kinds) if self.has(definition) else {}
        return self._coverage[key]

    def _look(self, definition: Definition, kinds: list[str]) -> Mapping[str, Coverage]:
        day = DAY_OF[definition.fact]
        rows = declared(definition.fact, ["origin", "municipality", "kind", "known_on", day])
        conditions = [rows.origin == definition.origin]
        conditions += [rows.known_on <= self._known_on] if self._known_on else []
        conditions += [rows.kind.isin(kinds)] if kinds else []
        rows = rows.filter(*conditions)
        found = self._rows(rows.group_by("municipality").aggregate(first=rows[day].min()))
        until = self._until()
        return {
            row["municipality"]: Coverage(row["first"], until[row["municipality"]])
            for row in found
            if row["first"] is not None
        }

    def _until(self) -> Mapping[str, date]:
        """By municipality, the last day on which anything at all was kept."""
        if self._known is None:
            known: dict[str, date] = {}
            for name in TABLES:
                table = declared(name, ["municipality", "known_on"])
                rows = table.filter(table.known_on <= self._known_on) if self._known_on else table
                rows = rows.group_by("municipality").aggregate(last=rows.known_on.max())
                for row in self._rows(rows):
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
