"""One query for several definitions that count the same facts by the same columns over the same periods.

Placing facts in their periods and grouping them is most of the work, and the same for all of them. So they
are asked together, each of the rows that meet its own conditions; the text that goes with a result is its
own. Of statistics that are made in one grouping, and not of a time elapsed, which differs by period.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import Any

import ibis

from noaber.measures.aggregates import SUMS, known, sums_of
from noaber.measures.asking import Asks, Question, as_text
from noaber.measures.definition import Definition, Said
from noaber.measures.mistakes import AGE_GROUP
from noaber.measures.periods import GRAINS
from noaber.measures.placing import (
    PERIOD,
    asks,
    conditions_of,
    declared,
    holds,
    needed,
    placed,
    table_of,
)  # fmt: skip

# No more definitions than these in one query: what they count is held in memory at once.
MOST = 8
By = tuple[str, ...]
Ask = tuple[Definition, By, Question]


class Fused:
    """The queries of one run that are asked together; `rows` gives what a definition sums, or nothing."""

    def __init__(self, store: Asks, asked: Iterable[Ask]) -> None:
        """Decide which are asked together; they are when the first of them is."""
        self._store = store
        self._of: dict[Any, tuple[Sequence[Definition], int]] = {}
        self._found: dict[Any, Any] = {}
        groups: dict[Any, list[Definition]] = {}
        for definition, by, question in asked:
            if _can(definition, question):
                groups.setdefault(_key(definition, by, question), []).append(definition)
        for key, group in groups.items():
            for first in range(0, len(group), MOST):
                together = group[first : first + MOST]
                if len(together) > 1:
                    for number, one in enumerate(together):
                        self._of[key, one.id] = (together, number)

    def rows(
        self, definition: Definition, by: By, question: Question
    ) -> list[dict[str, Any]] | None:
        """What a definition sums of each slice; nothing where it is asked by itself."""
        place = _key(definition, by, question), definition.id
        if place not in self._of:
            return None
        together, number = self._of[place]
        which = place[0], together[0].id
        if which not in self._found:
            said = tuple(Said(repr(one), one) for one in together)
            self._found[which] = self._store.query(_text(said, by, question, self._store.dialect))
        table, ending = self._found[which], f"_{number}"
        names = [name for name in table.column_names if name in (*by, PERIOD)]
        names += [name for name in table.column_names if name.endswith(ending)]
        own = table.select(names).rename_columns([name.removesuffix(ending) for name in names])
        return [row for row in own.to_pylist() if row["n"]]


def _can(definition: Definition, question: Question) -> bool:
    summed = definition.statistic in SUMS and definition.period in GRAINS
    return summed and question.asked is not None and not asks(definition, "elapsed")


def _key(definition: Definition, by: By, question: Question) -> Any:
    rows = (definition.fact, definition.origin, definition.select, definition.on, definition.ages)
    return rows, by, question


@lru_cache(maxsize=1024)
def _text(together: Sequence[Said], by: By, question: Question, dialect: str) -> str:
    return as_text(expression([one.definition for one in together], by, question), dialect)


def expression(together: Sequence[Definition], by: By, question: Question) -> Any:
    """The query: sums of every definition, by name with its number, of each slice that any of them has."""
    like, asked = together[0], question.asked
    assert asked is not None
    columns = {name for one in together for name in table_of(one, by, question).columns}
    facts = declared(like.fact, columns)
    alike = {
        name: condition
        for name, condition in like.only.items()
        if all(one.only.get(name) == condition for one in together)
    }
    conditions = conditions_of(facts, replace(like, only=alike), question)
    own = [_own(facts, one, by, alike) for one in together]
    if all(own):
        conditions.append(ibis.or_(*(ibis.and_(*each) for each in own)))
    keep = {"person"} & columns if question.people else set()
    for one in together:
        keep |= {*needed(one, by), *needed(replace(one, part=one.only), by)}
    rows = placed(facts, like, asked, tuple(sorted(keep)), conditions)
    sums: dict[str, Any] = {}
    for number, one in enumerate(together):
        meets = _own(rows, one, by, alike)
        if AGE_GROUP in by and AGE_GROUP not in one.dimensions:
            meets.append(rows.age_group.notnull())
        if (condition := known(rows, one)) is not None:
            meets.append(condition)
        where = ibis.and_(*meets) if meets else None
        sums |= sums_of(rows, one, question.people, where, f"_{number}")
    keys = [*by, PERIOD]
    return rows.group_by(keys).aggregate(**sums).order_by(keys)


def _own(rows: Any, definition: Definition, by: By, alike: Mapping[str, Any]) -> list[Any]:
    """What a definition asks of a row that not all of them ask alike."""
    only = {name: one for name, one in definition.only.items() if name not in alike}
    extra = [name for name in by if name not in definition.dimensions and name != AGE_GROUP]
    return [holds(rows, name, one) for name, one in only.items()] + [
        rows[name].notnull() for name in extra
    ]
