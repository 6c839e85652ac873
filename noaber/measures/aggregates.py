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
    made = MAKERS[definition.statistic](rows, definition, keys, people)
    return made.order_by(keys)


def _people(rows: Any, definition: Definition, people: bool) -> dict[str, Any]:
    return {"persons": rows.person.nunique()} if people and "person" in rows.columns else {}


def _count(rows: Any, definition: Definition, keys: Keys, people: bool) -> Any:
    sums = {"n": counted(rows), **_people(rows, definition, people)}
    if definition.count != "rows":
        sums["counted"] = rows[definition.count].nunique()
    return rows.group_by(keys).aggregate(**sums)


def _several(rows: Any, definition: Definition, keys: Keys, people: bool) -> Any:
    """How many persons or households have at least so many of something, at the same time."""
    rows = rows.filter(rows[definition.count].notnull())
    each = rows.group_by([*keys, definition.count]).aggregate(
        things=rows[definition.of].nunique(),
        rows=counted(rows),
        **_people(rows, definition, people),
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


def _moments(rows: Any, definition: Definition, keys: Keys, people: bool) -> Any:
    """n, sum and sum of squares: all that a mean, its spread and its interval need."""
    name = definition.value or "value"
    rows = rows.filter(rows[name].notnull())
    value = rows[name]
    return rows.group_by(keys).aggregate(
        n=counted(rows),
        total=value.cast("decimal(38, 6)").sum(),
        squares=(value.cast("float64") * value.cast("float64")).sum(),
        **_people(rows, definition, people),
    )


def _median(rows: Any, definition: Definition, keys: Keys, people: bool) -> Any:
    rows = rows.filter(rows[definition.value].notnull())
    return rows.group_by(keys).aggregate(
        n=counted(rows),
        middle=rows[definition.value].cast("float64").median(),
        **_people(rows, definition, people),
    )


def _share(rows: Any, definition: Definition, keys: Keys, people: bool) -> Any:
    meets = ibis.and_(*(holds(rows, name, one) for name, one in definition.part.items()))
    sums = {"n": counted(rows), **_people(rows, definition, people)}
    if definition.count == "rows":
        sums |= {"counted": counted(rows), "part": counted(rows, meets)}
    else:
        unit = rows[definition.count]
        sums |= {"counted": unit.nunique(), "part": unit.nunique(where=meets)}
    if "persons" in sums:
        sums["part_persons"] = rows.person.nunique(where=meets)
    return rows.group_by(keys).aggregate(**sums)


MAKERS: dict[str, Callable[[Any, Definition, Keys, bool], Any]] = {
    "count": _count,
    "several": _several,
    "sum": _sum,
    "price": _price,
    "mean": _moments,
    "total": _moments,
    "median": _median,
    "share": _share,
    "change": _moments,
}
