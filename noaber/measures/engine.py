"""Runs definitions on a snapshot: one query per definition and grouping, through ibis.

The only room that counts. Results carry how many facts are behind them, which ones, and whether a
break in the series stands between a period and the one before.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from typing import Any

import pyarrow as pa

from noaber.measures.aggregates import aggregated
from noaber.measures.asking import Asks, as_text
from noaber.measures.definition import DERIVED, BadDefinition, Definition, Said, held, shipped
from noaber.measures.derived import derive
from noaber.measures.fused import Fused
from noaber.measures.honest import concerning, fill, mark_breaks, mark_late, mark_provisional
from noaber.measures.inhabitants import per_inhabitant
from noaber.measures.mistakes import AGE_GROUP, NOBODY, columns_of
from noaber.measures.periods import GRAINS, Asked, numbered
from noaber.measures.placing import PERIOD, conditions_of, needed, paired, placed, table_of
from noaber.measures.results import DIMENSIONS, as_table
from noaber.measures.rows import blank, made
from noaber.measures.shared import Shared
from noaber.measures.sources import Sources, sources_of
from noaber.vocabulary.gaps import Gap

Row = dict[str, Any]


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


def groupings(definition: Definition, by: tuple[str, ...] | None = None) -> list[tuple[str, ...]]:
    """The groupings in which a measure is given: its dimensions, and these with each optional one.

    With `by`: its dimensions with all of these. Raises BadDefinition where it has no such column.
    """
    own = definition.dimensions
    if by is None:
        return [own, *((*own, name) for name in definition.optional)]
    for name in by:
        if name in NOBODY or name not in {*columns_of(definition.fact), AGE_GROUP, *own}:
            raise BadDefinition(
                f"{definition.id}: '{definition.fact}' is niet te splitsen naar {name}"
            )
        if name not in {*DIMENSIONS, "municipality", "document"}:
            raise BadDefinition(f"{definition.id}: naar {name} wordt een uitkomst niet gesplitst")
    return [tuple(dict.fromkeys((*own, *by)))]


def expression(
    definition: Definition, by: tuple[str, ...], question: Question, shared: Any = None
) -> Any:
    """The query of one definition and grouping, as an expression that any engine can be given.

    On the facts, or on a table that several definitions share; there amounts are in their periods.
    """
    rows = table_of(definition, by, question) if shared is None else shared
    conditions = conditions_of(rows, definition, question)
    # What a fact does not say, it is not split by; it is in the result without the split.
    extra = [name for name in by if name not in definition.dimensions]
    conditions += [rows[name].notnull() for name in extra if name != AGE_GROUP]
    if definition.statistic == "only":
        return _single(rows, definition, by, question, conditions)
    if definition.period == "plan_year":
        if asked := question.asked:
            conditions.append(rows.plan_year.between(asked.start.year, asked.end.year))
        return aggregated(rows.filter(*conditions), definition, [*by, "plan_year"], question.people)
    asked = question.asked
    assert asked is not None
    if definition.statistic == "change":
        rows, conditions = paired(rows.filter(*conditions), by), []
    keep = needed(definition, by)
    keep = (*keep, "person") if question.people and "person" in rows.columns else keep
    if shared is not None and PERIOD in rows.columns:
        rows = rows.filter(*conditions)
    else:
        rows = placed(rows, definition, asked, tuple(dict.fromkeys(keep)), conditions)
    if AGE_GROUP in extra:
        rows = rows.filter(rows.age_group.notnull())
    return aggregated(rows, definition, [*by, PERIOD], question.people)


def _single(
    facts: Any,
    definition: Definition,
    by: tuple[str, ...],
    question: Question,
    conditions: list[Any],
) -> Any:
    if asked := question.asked:
        conditions += [facts.period_start >= asked.start, facts.period_end <= asked.end]
    keys = list(dict.fromkeys([*by, "unit", "period_start", "period_end"]))
    return (
        facts.filter(*conditions)
        .group_by(keys)
        .aggregate(
            value=lambda rows: rows.value.max(),
            word=lambda rows: rows.word.max(),
            gap=lambda rows: rows.gap.max(),
            scale=lambda rows: rows.scale.max(),
            behind=lambda rows: rows.n.max(),
            spread=lambda rows: rows.spread.max(),
            n=lambda rows: rows.count(),
            evidence=lambda rows: rows.evidence.collect(),
        )
        .order_by(keys)
    )


@lru_cache(maxsize=4096)
def _text(key: Said, by: tuple[str, ...], question: Question, dialect: str) -> str:
    return as_text(expression(key.definition, by, question), dialect)


def text_of(
    definition: Definition, by: tuple[str, ...], question: Question, dialect: str = "duckdb"
) -> str:
    """The query as text; it names tables, never a path, and so is the same for every snapshot."""
    return _text(Said(repr(definition), definition), by, question, dialect)


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
