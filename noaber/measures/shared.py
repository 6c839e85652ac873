"""A pass that several definitions share: amounts, summed once on the way from the files.

Claims are many: where a run asks several queries of them, reading the files again for each is what
costs. So they are summed first by period and every column that some definition asks for, with the number
of rows in each, so that sums, prices and counts still come out the same. A query is then the same query
on that table; the text that goes with a result is that on the facts themselves. Episodes, and counts of
people, are not shared: what has to stay one by one costs more to keep than it saves (docs/decisions/0032).
"""

from collections.abc import Iterable
from typing import Any

import ibis

from noaber.measures.aggregates import SIZE
from noaber.measures.asking import Asks, Keeps, Question, as_text
from noaber.measures.definition import DERIVED, Definition
from noaber.measures.mistakes import AGE_GROUP
from noaber.measures.periods import DAY_OF, GRAINS, NUMBERS
from noaber.measures.placing import PERIOD, placed, table_of
from noaber.measures.querying import expression

# Fewer queries than these on one table are asked of the files themselves.
ENOUGH = 3
# A measure of a value needs each row; what is summed beforehand serves these.
OF_SUMS = ("count", "sum", "price", "total", "share")
_SUMMED = ("cents", "volume")
Key = tuple[str, str, str, Question]


class Shared:
    """Holds the shared tables of one run; `query` gives a definition's query on one, or nothing."""

    def __init__(
        self,
        store: Asks,
        asked: Iterable[tuple[Definition, tuple[str, ...], Question]],
    ) -> None:
        """Decide which tables to share, and make them."""
        self._store = store if isinstance(store, Keeps) else None
        self._tables: dict[Key, Any] = {}
        groups: dict[Key, list[tuple[Definition, tuple[str, ...]]]] = {}
        for definition, by, question in asked:
            if self._store is not None and _can(definition, by, question):
                groups.setdefault(_key(definition, question), []).append((definition, by))
        for key, group in groups.items():
            if len(group) >= ENOUGH:
                self._make(key, group)

    def _make(self, key: Key, group: list[tuple[Definition, tuple[str, ...]]]) -> None:
        assert self._store is not None
        question = key[-1]
        columns: set[str] = set()
        for definition, by in group:
            columns |= set(table_of(definition, by, question).columns)
        name = f"shared_amount_{len(self._tables)}"
        rows = table_of(group[0][0], tuple(columns), question)
        rows = _summed(rows, group, question, columns)
        text = as_text(rows, self._store.dialect)
        self._store.keep_query(name, text)
        self._tables[key] = ibis.table(rows.schema(), name=name)

    def query(self, definition: Definition, by: tuple[str, ...], question: Question) -> str:
        """The query of a definition on a shared table; nothing where it has none."""
        table = self._tables.get(_key(definition, question))
        if table is None or self._store is None or not _can(definition, by, question):
            return ""
        asked = expression(definition, by, question, table)
        return as_text(asked, self._store.dialect)

    def close(self) -> None:
        """Drop the shared tables."""
        for table in self._tables.values():
            if self._store is not None:
                self._store.drop(table.get_name())
        self._tables.clear()


def _can(definition: Definition, by: tuple[str, ...], question: Question) -> bool:
    if definition.statistic in DERIVED or definition.period not in GRAINS:
        return False
    if definition.fact != "amount" or question.asked is None:
        return False
    grain = question.asked.grain
    is_summed = definition.statistic in OF_SUMS and definition.value in ("", "volume")
    # Who is counted once has to be there one by one, and then there is little left to sum.
    is_summed = is_summed and definition.count == "rows" and not question.people
    is_aged = bool(definition.ages) or AGE_GROUP in by
    return is_summed and not NUMBERS[grain].overlapping and not is_aged


def _key(definition: Definition, question: Question) -> Key:
    # They are placed in their periods beforehand, so they share only with those of the same day.
    return definition.origin, definition.on, definition.period, question


def _summed(
    rows: Any,
    group: list[tuple[Definition, tuple[str, ...]]],
    question: Question,
    columns: set[str],
) -> Any:
    """Amounts by period and every column that is asked for, with what was cents and volume in each.

    A condition that all definitions have alike is met beforehand; its column then says the same everywhere.
    """
    asked = question.asked
    assert asked is not None
    like = group[0][0]
    alike = {
        name: value
        for name, value in like.only.items()
        if isinstance(value, str) and all(one.only.get(name) == value for one, _ in group)
    } | {"origin": like.origin}
    conditions = [rows[name] == value for name, value in alike.items()]
    if question.known_on:
        conditions.append(rows.known_on <= question.known_on)
    dropped = {*_SUMMED, *alike, like.on or DAY_OF[like.fact], "evidence", "known_on"}
    if not any(one.stages for one, _ in group):
        dropped.add("stage")
    keys = tuple(sorted(columns - dropped))
    rows = placed(
        rows, like, asked, (*keys, *(name for name in _SUMMED if name in columns)), conditions
    )
    sums: dict[str, Any] = {SIZE: rows.count()}
    if "cents" in columns:
        sums["cents"] = rows.cents.sum().cast("int64")
    groups: dict[str, Any] = {name: rows[name] for name in (*keys, PERIOD)}
    if "volume" in columns:
        # Apart, so that the price of what has a volume is not mixed with what has none.
        groups["has_volume"] = rows.volume.notnull()
        sums["volume"] = rows.volume.sum().cast("decimal(38, 6)")
    made = rows.group_by(**groups).aggregate(**sums)
    return made.mutate(**{name: ibis.literal(value) for name, value in alike.items()})
