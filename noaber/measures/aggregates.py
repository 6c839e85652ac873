"""What each statistic makes of the rows of a slice: sums only, from which results are made.

An aggregate gives, for every slice, at least `n` (the rows behind it); with it the sums that its
result is computed from, so that money stays in whole cents and nothing is rounded twice.
"""

from collections.abc import Callable
from typing import Any

import ibis

from noaber.measures.definition import Definition
from noaber.measures.placing import holds

Keys = list[str]
# The column that says for how many facts a row stands, where rows were summed beforehand.
SIZE = "facts"


def counted(rows: Any, where: Any = None) -> Any:
    """The number of facts in rows, also where these were summed beforehand."""
    if SIZE in rows.columns:
        return rows[SIZE].sum(where=where).cast("int64").fill_null(0)
    return rows.count(where=where)


def aggregated(rows: Any, definition: Definition, keys: Keys, people: bool) -> Any:
    """One row for each slice. With `people`, also how many different people stand behind it."""
    if definition.statistic in SUMS:
        if (condition := known(rows, definition)) is not None:
            rows = rows.filter(condition)
        made = rows.group_by(keys).aggregate(**sums_of(rows, definition, people))
    else:
        made = MAKERS[definition.statistic](rows, definition, keys, people)
    return made.order_by(keys)


def sums_of(
    rows: Any, definition: Definition, people: bool, where: Any = None, ending: str = ""
) -> dict[str, Any]:
    """What a definition sums of the rows of a slice that meet a condition, by name with an ending.

    Of statistics in SUMS; the rows without a value (`known`) are left out beforehand or by the condition.
    """
    found = {"n": counted(rows, where), **_people(rows, definition, people, where)}
    found |= SUMS[definition.statistic](rows, definition, where)
    if people and "part" in found and "person" in rows.columns:
        found["part_persons"] = rows.person.nunique(where=_meets(rows, definition, where))
    return {name + ending: one for name, one in found.items()}


def known(rows: Any, definition: Definition) -> Any:
    """That a row has the value that a definition is about; nothing where it is about none."""
    if definition.statistic in ("count", "share"):
        return None
    return rows[definition.value or "value"].notnull()


def _people(rows: Any, definition: Definition, people: bool, where: Any = None) -> dict[str, Any]:
    return (
        {"persons": rows.person.nunique(where=where)} if people and "person" in rows.columns else {}
    )


def _count(rows: Any, definition: Definition, where: Any) -> dict[str, Any]:
    if definition.count == "rows":
        return {}
    return {"counted": rows[definition.count].nunique(where=where)}


def _several(rows: Any, definition: Definition, keys: Keys, people: bool) -> Any:
    """How many persons or households have at least so many of something, at the same time."""
    rows = rows.filter(rows[definition.count].notnull())
    by = [*keys, definition.count]
    if people:
        each = rows.group_by(by).aggregate(
            things=rows[definition.of].nunique(),
            rows=counted(rows),
            **_people(rows, definition, people),
        )
    else:
        # Each thing first by itself: that takes less than counting what is different beside what is there.
        things = rows.group_by(list(dict.fromkeys([*by, definition.of]))).aggregate(
            size=counted(rows)
        )
        each = things.group_by(by).aggregate(
            things=things[definition.of].nunique()
            if definition.of in by
            else things[definition.of].count(),
            rows=things["size"].sum().cast("int64"),
        )
    each = each.filter(each.things >= definition.at_least)
    sums = {"n": each.rows.sum().cast("int64"), "counted": each.count()}
    if "persons" in each.columns:
        sums["persons"] = each.persons.sum().cast("int64")
    return each.group_by(keys).aggregate(**sums)


def weighed(rows: Any, definition: Definition) -> Any:
    """The amounts of the kinds and stages of a definition, with their weight in `weighed`."""
    weights, stages = definition.weights, definition.stages
    rows = rows.filter(rows.amount_kind.isin(list(weights)))
    if set(weights.values()) == {1} and not stages:
        return rows.mutate(weighed=rows.cents)
    weight = ibis.cases(*((rows.amount_kind == kind, sign) for kind, sign in weights.items()))
    if stages:
        rows = rows.filter(rows.stage.isin(list(stages)))
        weight *= ibis.cases(*((rows.stage == stage, sign) for stage, sign in stages.items()))
    return rows.mutate(weighed=rows.cents * weight)


def _sum(rows: Any, definition: Definition, keys: Keys, people: bool) -> Any:
    rows = weighed(rows, definition)
    sums = {
        "cents": rows.weighed.sum().cast("int64"),
        "n": counted(rows),
        **_people(rows, definition, people),
    }
    if definition.stages:
        sums["stages"] = rows.stage.nunique()
    if not definition.is_of_people:
        sums["evidence"] = rows.evidence.collect()
    summed = rows.group_by(keys).aggregate(**sums)
    if definition.stages:
        summed = summed.filter(summed.stages == len(definition.stages))
    return summed


def _price(rows: Any, definition: Definition, keys: Keys, people: bool) -> Any:
    rows = weighed(rows, definition)
    rows = rows.filter(rows.volume.notnull())
    return rows.group_by(keys).aggregate(
        cents=rows.weighed.sum().cast("int64"),
        volume=rows.volume.sum(),
        n=counted(rows),
        **_people(rows, definition, people),
    )


def _moments(rows: Any, definition: Definition, where: Any) -> dict[str, Any]:
    """With n, the sum and sum of squares: all that a mean, its spread and its interval need."""
    value = rows[definition.value or "value"]
    return {
        "total": value.cast("decimal(38, 6)").sum(where=where),
        "squares": (value.cast("float64") * value.cast("float64")).sum(where=where),
    }


def _change(rows: Any, definition: Definition, keys: Keys, people: bool) -> Any:
    rows = rows.filter(known(rows, definition))
    sums = {"n": counted(rows), **_moments(rows, definition, None)}
    return rows.group_by(keys).aggregate(**sums, **_people(rows, definition, people))


def _median(rows: Any, definition: Definition, where: Any) -> dict[str, Any]:
    return {"middle": rows[definition.value].cast("float64").median(where=where)}


def _share(rows: Any, definition: Definition, where: Any) -> dict[str, Any]:
    meets = _meets(rows, definition, where)
    if definition.count == "rows":
        return {"counted": counted(rows, where), "part": counted(rows, meets)}
    unit = rows[definition.count]
    return {"counted": unit.nunique(where=where), "part": unit.nunique(where=meets)}


def _meets(rows: Any, definition: Definition, where: Any) -> Any:
    conditions = [holds(rows, name, one) for name, one in definition.part.items()]
    return ibis.and_(*([] if where is None else [where]), *conditions)


# Made in one grouping, and so of the rows that meet a condition as well as of all.
SUMS: dict[str, Callable[[Any, Definition, Any], dict[str, Any]]] = {
    "count": _count,
    "mean": _moments,
    "total": _moments,
    "median": _median,
    "share": _share,
}
MAKERS: dict[str, Callable[[Any, Definition, Keys, bool], Any]] = {
    "several": _several,
    "sum": _sum,
    "price": _price,
    "change": _change,
}
