"""The rows of a definition, each once for every period that it belongs to: named steps of a query.

Tables are declared with only the columns that a query needs, by the name under which an engine has
them: so one expression is text for any engine, and made in little time.
"""

from collections.abc import Iterable, Mapping
from typing import Any

import ibis

from noaber.facts.tables import TABLES
from noaber.measures.asking import Question
from noaber.measures.definition import Definition
from noaber.measures.mistakes import AGE_GROUP, BOUNDS, COMPUTED
from noaber.measures.periods import DAY_OF, NUMBERS, Asked

PERIOD = "period"
# The lowest age of each group, by the age reached in the year in which a period ends.
AGE_GROUPS = ((0, "0-17"), (18, "18-64"), (65, "65-79"), (80, "80+"))


def declared(fact: str, names: Iterable[str]) -> Any:
    """A fact table as an expression, of these columns alone."""
    wanted = set(names)
    columns = {one.name: one.type for one in TABLES[fact].columns if one.name in wanted}
    return ibis.table(ibis.schema(columns), name=fact)


def table_of(definition: Definition, by: Iterable[str], question: Question) -> Any:
    """The table of a definition with the columns that it asks of it."""
    if definition.statistic == "only":
        return declared(
            definition.fact, (column.name for column in TABLES[definition.fact].columns)
        )
    names = {"origin", "municipality", *by, *needed(definition, tuple(by))}
    for conditions in (definition.only, definition.part):
        names |= set(_named(conditions))
    names |= {"known_on"} if question.known_on else set()
    names |= {"person"} if question.people else set()
    names |= {"birth_year"} if definition.ages or AGE_GROUP in by else set()
    names |= {"plan_year"} if definition.period == "plan_year" else {definition.on or ""}
    names |= {DAY_OF.get(definition.fact, "")}
    names |= {"started_on", "ended_on"} if definition.fact == "episode" else set()
    names |= {"person", "instrument", "effort", "moment"} if definition.fact == "score" else set()
    return declared(definition.fact, names)


def _named(conditions: Mapping[str, Any]) -> Iterable[str]:
    for name, condition in conditions.items():
        yield name
        if isinstance(condition, dict):
            yield from (one for one in condition.values() if isinstance(one, str))


def conditions_of(rows: Any, definition: Definition, question: Question) -> list[Any]:
    """Which facts count: of its origin, meeting every condition, as known on a day where one is given."""
    found = [rows.origin == definition.origin]
    if question.known_on and "known_on" in rows.columns:
        found.append(rows.known_on <= question.known_on)
    early = {name: one for name, one in definition.only.items() if name != "elapsed"}
    return found + [holds(rows, name, condition) for name, condition in early.items()]


def holds(rows: Any, name: str, condition: Any) -> Any:
    """One condition as an expression; an empty cell meets none but `known = false`."""
    column = _column(rows, name)
    if isinstance(condition, list):
        return column.isin(condition)
    if not isinstance(condition, dict):
        return column == condition
    parts = []
    for word, bound in condition.items():
        other = rows[bound] if isinstance(bound, str) and word in BOUNDS else bound
        if word == "known":
            parts.append(column.notnull() if bound else column.isnull())
        elif word == "named":
            parts.append((column == bound) | column.endswith(f"/{bound}"))
        elif word == "not":
            parts.append(column.notin(bound if isinstance(bound, list) else [bound]))
        else:
            bounds = {"min": column >= other, "max": column <= other, "above": column > other}
            parts.append(bounds[word])
    return ibis.and_(*parts)


def _column(rows: Any, name: str) -> Any:
    if name == "duration" and name not in rows.columns:
        return rows.ended_on.epoch_days() - rows.started_on.epoch_days()
    return rows[name]


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


def placed(
    rows: Any,
    definition: Definition,
    asked: Asked,
    keep: tuple[str, ...],
    conditions: Iterable[Any] = (),
) -> Any:
    """The rows with the number of each asked period that they belong to, and the columns in `keep`.

    A point in time belongs to one period (to several where periods overlap), an episode by `select`.
    """
    first, last = _bounds(rows, definition, asked)
    columns = {name: _column(rows, name) for name in keep if name not in ("elapsed", AGE_GROUP)}
    if AGE_GROUP in keep or definition.ages:
        columns["birth_year"] = rows.birth_year
    if asks(definition, "elapsed"):
        columns["started_on"] = rows.started_on
    if first is last:
        rows = rows.filter(*conditions, first.between(asked.first, asked.last))
        rows = rows.select(**columns, **{PERIOD: first})
    else:
        if definition.fact != "episode" or definition.select in ("started", "ended"):
            # What has no such day lies in no period; the greatest of nothing and a number is a number.
            rows = rows.filter(first.notnull())
        begin = ibis.greatest(first, asked.first).cast("int64")
        end = ibis.least(last, asked.last).cast("int64")
        rows = rows.filter(*conditions, begin <= end)
        if asked.first == asked.last:
            rows = rows.select(**columns, **{PERIOD: begin})
        else:
            rows = rows.select(**columns, **{PERIOD: ibis.range(begin, end + 1).unnest()})
    return _by_age(_elapsed(rows, definition, asked), definition, asked, keep)


def _bounds(rows: Any, definition: Definition, asked: Asked) -> tuple[Any, Any]:
    """The first and last period that a row belongs to; the same expression where it is one moment."""
    numbers = NUMBERS[asked.grain]
    if definition.fact != "episode" or definition.select in ("started", "ended"):
        day = definition.on or DAY_OF[definition.fact]
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
    if not asks(definition, "elapsed"):
        return rows
    rows = rows.mutate(elapsed=last_day(rows[PERIOD], asked.grain) - rows.started_on.epoch_days())
    late = definition.only.get("elapsed")
    return rows.filter(holds(rows, "elapsed", late)) if late is not None else rows


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
        rows = rows.filter(age.between(*definition.ages))
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
    return ((number - number % step) / step).cast("int64")


def asks(definition: Definition, name: str) -> bool:
    """Whether a definition is about a column, or has a condition on it."""
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
        "sum": ["cents", "amount_kind", "evidence", *(["stage"] if definition.stages else [])],
        "price": ["cents", "amount_kind", "volume"],
        "change": ["value"],
    }.get(definition.statistic, [])
    names += [definition.count] if definition.count != "rows" else []
    late = {name: one for name, one in definition.only.items() if name == "elapsed"}
    names += [*_named(late), *_named(definition.part)]
    columns = {*(one.name for one in TABLES[definition.fact].columns), AGE_GROUP}
    columns |= set(COMPUTED.get(definition.fact, ()))
    return tuple(name for name in dict.fromkeys(names) if name in columns)
