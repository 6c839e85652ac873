"""The rows of a definition, each once for every period that it belongs to: named steps of a query."""

from collections.abc import Mapping
from datetime import date
from typing import Any

import ibis

from noaber.measures.definition import Definition
from noaber.measures.mistakes import AGE_GROUP
from noaber.measures.periods import DAY_OF, NUMBERS, Asked

PERIOD = "period"
# The lowest age of each group, by the age reached in the year in which a period ends.
AGE_GROUPS = ((0, "0-17"), (18, "18-64"), (65, "65-79"), (80, "80+"))


def chosen(table: Any, definition: Definition, known_on: date | None = None) -> Any:
    """The facts that meet every condition, as known on a day where one is given."""
    rows = table.filter(table.origin == definition.origin)
    if known_on:
        rows = rows.filter(rows.known_on <= known_on)
    if definition.fact == "episode" and _asks(definition, "duration"):
        duration = rows.ended_on.epoch_days() - rows.started_on.epoch_days() + 1
        rows = rows.mutate(duration=duration)
    early = {name: one for name, one in definition.only.items() if name != "elapsed"}
    return meeting(rows, early)


def paired(rows: Any, by: tuple[str, ...]) -> Any:
    """Of everyone measured before and after with one instrument, one row: the last less the first.

    It lies on the day, and in the area and the like, of the measurement after. Who was measured more
    often at one moment counts with the mean of these.
    """
    rows = rows.filter(rows.moment.isin(["before", "after"]), rows.person.notnull())
    after, value = rows.moment == "after", rows.value.cast("float64")
    same = ["municipality", "person", "instrument", "effort"]
    more = [name for name in dict.fromkeys([*by, "birth_year"]) if name not in same]
    pairs = rows.group_by(same).aggregate(
        before=value.mean(where=~after),
        after=value.mean(where=after),
        measured_on=rows.measured_on.max(where=after),
        **{name: rows[name].max(where=after) for name in more if name in rows.columns},
    )
    pairs = pairs.filter(pairs.before.notnull(), pairs.after.notnull())
    return pairs.mutate(value=pairs.after - pairs.before)


def meeting(rows: Any, conditions: Mapping[str, Any]) -> Any:
    """The rows that meet all conditions."""
    for name, condition in conditions.items():
        rows = rows.filter(holds(rows, name, condition))
    return rows


def holds(rows: Any, name: str, condition: Any) -> Any:
    """One condition as an expression; an empty cell meets none but `known = false`."""
    column = rows[name]
    if isinstance(condition, list):
        return column.isin(condition)
    if not isinstance(condition, dict):
        return column == condition
    parts = []
    for word, bound in condition.items():
        other = rows[bound] if isinstance(bound, str) and word in ("min", "max") else bound
        if word == "known":
            parts.append(column.notnull() if bound else column.isnull())
        elif word == "not":
            parts.append(column.notin(bound if isinstance(bound, list) else [bound]))
        else:
            parts.append(column >= other if word == "min" else column <= other)
    return ibis.and_(*parts)


def placed(rows: Any, definition: Definition, asked: Asked, keep: tuple[str, ...]) -> Any:
    """The rows with the number of each asked period that they belong to, and the columns in `keep`.

    A point in time belongs to one period (to several where periods overlap), an episode by `select`.
    """
    first, last = _bounds(rows, definition, asked)
    columns = {name: rows[name] for name in keep if name in rows.columns}
    needed = dict(columns)
    if AGE_GROUP in keep or definition.ages:
        needed["birth_year"] = rows.birth_year
    if _asks(definition, "elapsed"):
        needed["started_on"] = rows.started_on
    if first is last and not NUMBERS[asked.grain].overlapping:
        rows = rows.filter(first.between(asked.first, asked.last))
        rows = rows.select(**needed, **{PERIOD: first})
    else:
        first = ibis.greatest(first, asked.first).cast("int64")
        last = ibis.least(last, asked.last).cast("int64")
        rows = rows.select(**needed, first_period=first, last_period=last)
        rows = rows.filter(rows.first_period <= rows.last_period)
        if asked.first == asked.last:
            rows = rows.select(*needed, **{PERIOD: rows.first_period})
        else:
            numbers = ibis.range(rows.first_period, rows.last_period + 1).unnest()
            rows = rows.select(*needed, **{PERIOD: numbers})
    return _by_age(_elapsed(rows, definition, asked), definition, asked, keep)


def _bounds(rows: Any, definition: Definition, asked: Asked) -> tuple[Any, Any]:
    """The first and last period that a row belongs to; the same expression where it is one moment."""
    numbers = NUMBERS[asked.grain]
    if definition.period == "plan_year":
        year = rows.plan_year.cast("int64")
        return year, year
    day = definition.on or DAY_OF[definition.fact]
    if definition.fact != "episode" or definition.select in ("started", "ended"):
        column = rows.ended_on if definition.select == "ended" else rows[day]
        first = numbers.ends(column)
        return (first, numbers.starts(column)) if numbers.overlapping else (first, first)
    began, ended = rows.started_on, rows.ended_on
    day_after = (ended + ibis.interval(days=1)).cast("date")
    day_before = (began - ibis.interval(days=1)).cast("date")
    first, last = {
        "active": lambda: (numbers.ends(began), numbers.starts(ended)),
        "at_end": lambda: (numbers.ends(began), numbers.ends(day_after) - 1),
        "at_start": lambda: (numbers.starts(day_before) + 1, numbers.starts(ended)),
        "through": lambda: (numbers.starts(began) + 1, numbers.ends(ended) - 1),
    }[definition.select]()
    return first, last.fill_null(asked.last)


def _elapsed(rows: Any, definition: Definition, asked: Asked) -> Any:
    """The days that an episode has lasted on the last day of the period, where that is asked."""
    if not _asks(definition, "elapsed"):
        return rows
    end = last_day(rows[PERIOD], asked.grain)
    rows = rows.mutate(elapsed=end - rows.started_on.epoch_days() + 1)
    late = {name: one for name, one in definition.only.items() if name == "elapsed"}
    return meeting(rows, late)


def last_day(number: Any, grain: str) -> Any:
    """The last day of a period by its number, as days since 1 January 1970."""
    if grain == "day":
        return number
    step = {"year": 1, "quarter": 4}.get(grain, 12)
    after = number + 1
    month = after % step * (12 // step) + 1
    start = ibis.date((after - after % step) // step, month, 1)
    return start.epoch_days() - 1


def _by_age(rows: Any, definition: Definition, asked: Asked, keep: tuple[str, ...]) -> Any:
    if not definition.ages and AGE_GROUP not in keep:
        return rows
    age = _year(rows[PERIOD], asked.grain) - rows.birth_year
    if definition.ages:
        lowest, highest = definition.ages
        rows = rows.filter(age.between(lowest, highest))
        age = _year(rows[PERIOD], asked.grain) - rows.birth_year
    if AGE_GROUP in keep:
        groups = [(age >= low, name) for low, name in reversed(AGE_GROUPS)]
        rows = rows.mutate(age_group=ibis.cases(*groups))
    return rows


def _year(number: Any, grain: str) -> Any:
    if grain == "year":
        return number
    if grain == "day":
        # Counted in days since 1970: the year of the day itself.
        return (ibis.date(1970, 1, 1) + number.as_interval("D")).cast("date").year()
    step = 4 if grain == "quarter" else 12
    return (number - number % step) // step


def _asks(definition: Definition, name: str) -> bool:
    conditions = (definition.only, definition.part)
    return definition.value == name or any(name in one for one in conditions)


def needed(definition: Definition, by: tuple[str, ...]) -> tuple[str, ...]:
    """The columns of a fact that its statistic and grouping ask for."""
    names: list[str] = [*by]
    names += {
        "mean": [definition.value],
        "median": [definition.value],
        "total": [definition.value],
        "several": [definition.of],
        "sum": ["cents", "amount_kind", "stage", "evidence"],
        "price": ["cents", "amount_kind", "volume"],
        "change": ["value"],
    }.get(definition.statistic, [])
    names += [definition.count] if definition.count != "rows" else []
    for name, condition in definition.part.items():
        names.append(name)
        if isinstance(condition, dict):
            names += [bound for bound in condition.values() if isinstance(bound, str)]
    return tuple(dict.fromkeys(names))
