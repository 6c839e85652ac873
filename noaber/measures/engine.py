"""Runs definitions on a snapshot: one query per definition and grouping, through ibis.

The only room that counts. Results carry how many facts are behind them, which ones, and whether a
break in the series stands between a period and the one before.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

import pyarrow as pa

from noaber.measures.asking import EVERYTHING as EVERYTHING
from noaber.measures.asking import Asks
from noaber.measures.asking import Question as Question
from noaber.measures.definition import DERIVED, BadDefinition, Definition, held, shipped
from noaber.measures.derived import derive
from noaber.measures.fused import Fused
from noaber.measures.honest import concerning, fill, mark_breaks, mark_late, mark_provisional
from noaber.measures.inhabitants import per_inhabitant
from noaber.measures.periods import GRAINS, Asked, numbered
from noaber.measures.querying import groupings as groupings
from noaber.measures.querying import text_of as text_of
from noaber.measures.results import as_table
from noaber.measures.rows import blank, made
from noaber.measures.shared import Shared
from noaber.measures.sources import Sources, sources_of
from noaber.vocabulary.gaps import Gap

Row = dict[str, Any]


def run(
    store: Asks,
    definitions: Iterable[Definition],
    question: Question = EVERYTHING,
    known: Mapping[str, Definition] | None = None,
) -> tuple[pa.Table, dict[str, str]]:
    """Results of all definitions on the store's snapshot, and the query text by measure.

    What a derived measure is made of is run too (of those `known`, else shipped), and left out where it
    was not asked for. Raises BadDefinition where a measure can't be asked so.
    """
    wanted = {definition.id: definition for definition in definitions}
    ordered = held(with_parts(wanted, known))
    sources = sources_of(store, question.known_on)
    asked = [
        (one, by, own)
        for one in ordered.values()
        if not one.made_of and sources.has(one)
        for own in [at_its_grain(one, question, sources)]
        for by in groupings(one, question.by)
    ]
    shared, fused = Shared(store, asked), Fused(store, asked)
    found: dict[str, list[Row]] = {}
    queries: dict[str, str] = {}
    try:
        for definition in ordered.values():
            if definition.statistic in DERIVED:
                found[definition.id] = derive(definition, found)
                texts = [queries[part] for part in definition.made_of]
                queries[definition.id] = ";\n\n".join(dict.fromkeys(filter(None, texts)))
            else:
                one = _Run(store, definition, question, sources, shared, fused)
                found[definition.id] = one.rows()
                queries[definition.id] = ";\n\n".join(one.texts)
    finally:
        shared.close()
    rows = [row for name in wanted for row in found[name]]
    return as_table(rows), {name: queries[name] for name in wanted}


def with_parts(
    asked: Mapping[str, Definition], others: Mapping[str, Definition] | None = None
) -> Mapping[str, Definition]:
    """The definitions with what they are made of, from these others where it was not given."""
    needed_too = dict(asked)
    waiting = list(asked.values())
    while waiting:
        for part in waiting.pop().made_of:
            if part in needed_too:
                continue
            known = shipped() if others is None else others
            if part in known:
                needed_too[part] = known[part]
                waiting.append(known[part])
    return needed_too


def explained(definition: Definition, known: Mapping[str, Definition]) -> str:
    """The query of a measure, as it would be asked of the years 2018 to 2022 where it is over periods."""
    question = Question(Asked("year", 2018, 2022)) if definition.period in GRAINS else EVERYTHING
    parts = [
        one
        for one in held(with_parts({definition.id: definition}, known)).values()
        if not one.made_of
    ]
    texts = [text_of(one, by, question) for one in parts for by in groupings(one)]
    return ";\n\n".join(dict.fromkeys(texts))


def at_its_grain(definition: Definition, question: Question, sources: Sources) -> Question:
    """The question as it is asked of one definition: over all periods of its facts where none are given.

    Raises BadDefinition where it can't be asked over those that are.
    """
    asked = question.asked
    if definition.period not in GRAINS:
        if asked and asked.grain != "year" and definition.period == "plan_year":
            raise BadDefinition(
                f"{definition.id}: deze maat is per begrotingsjaar; vraag hele jaren"
            )
        return question
    if asked is None and (span := sources.span(definition)):
        grain = definition.period
        asked = Asked(grain, numbered(grain, span[0]), numbered(grain, span[1]))
    return replace(question, asked=asked)


class _Run:
    """One definition on one store: its queries, and its rows with what they say of themselves."""

    def __init__(
        self,
        store: Asks,
        definition: Definition,
        question: Question,
        sources: Sources,
        shared: Shared,
        fused: Fused,
    ) -> None:
        self.store, self.definition, self.sources = store, definition, sources
        self.shared, self.fused = shared, fused
        self.question = at_its_grain(definition, question, sources)
        self.texts: list[str] = []

    def rows(self) -> list[Row]:
        definition = self.definition
        nothing = definition.period in GRAINS and self.question.asked is None
        if nothing or not self.sources.has(definition):
            return self._finished(self._filled([]))
        rows = []
        for by in groupings(definition, self.question.by):
            text = text_of(definition, by, self.question, self.store.dialect)
            self.texts.append(text)
            sums = self.fused.rows(definition, by, self.question)
            if sums is None:
                query = self.shared.query(definition, by, self.question) or text
                sums = self.store.query(query).to_pylist()
            found = made(self.store.snapshot, definition, sums, self.question.asked)
            rows += self._filled(found) if by == definition.dimensions else found
        return self._finished(rows)

    def _filled(self, rows: list[Row]) -> list[Row]:
        """A row for every municipality and period, where a measure is asked over periods at all."""
        definition, asked = self.definition, self.question.asked
        if (
            definition.period not in GRAINS
            or definition.dimensions != ("municipality",)
            or not asked
        ):
            return rows
        rows = [row for row in rows if row["period_start"] >= definition.valid_from]
        there = {(row["municipality"], row["period_start"], row["period_end"]) for row in rows}
        blanks = [
            blank(self.store.snapshot, definition, period, municipality=municipality)
            for municipality in self.sources.municipalities()
            for period in asked.periods.values()
            if (municipality, period.start, period.end) not in there
        ]
        for row in blanks:
            if row["period_start"] < definition.valid_from:
                row["gap"] = Gap.NOT_APPLICABLE.value
        counts = definition.statistic in ("count", "several", "sum", "total")
        return fill(rows, blanks, self.sources.coverage(definition), counts)

    def _finished(self, rows: list[Row]) -> list[Row]:
        definition, in_force = self.definition, self.store.snapshot.in_force
        if definition.per:
            per_inhabitant(self.store, definition, rows)
        mark_breaks(rows, definition, in_force.get("breaks", ()))
        if definition.period in GRAINS:
            missing = concerning(in_force.get("missing", ()), definition)
            mark_provisional(rows, self.sources.coverage(definition), missing)
        if definition.origin == "claim" and definition.statistic in ("sum", "price"):
            mark_late(rows, *self.sources.arrival(definition))
        return rows
