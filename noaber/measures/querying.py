"""One definition and grouping as a query: an expression that any engine can be given, and its text."""

from functools import lru_cache
from typing import Any

from noaber.measures.aggregates import aggregated
from noaber.measures.asking import Question, as_text
from noaber.measures.definition import BadDefinition, Definition, Said
from noaber.measures.mistakes import AGE_GROUP, NOBODY, columns_of
from noaber.measures.placing import PERIOD, conditions_of, needed, paired, placed, table_of
from noaber.measures.results import DIMENSIONS


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
