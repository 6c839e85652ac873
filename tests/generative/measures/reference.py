"""A slow, obvious reference: a definition and facts as plain rows in, values out, by walking day by day.

It knows nothing of the engine: no periods by number, no queries, no shared passes.
"""

from collections import defaultdict
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from statistics import median

FAR = date(2100, 1, 1)
DAY = {"event": "happened_on", "score": "measured_on", "amount": "period_start"}


def values(definition, facts, periods, by):
    """{(slices..., start, end): value} for every slice in which the definition counts anything."""
    found = defaultdict(list)
    for period in periods:
        for fact in facts:
            if _counts(definition, fact, period) and _is_split(definition, fact, by, period):
                found[(*_slices(fact, by, period), period.start, period.end)].append((fact, period))
    made = {}
    for at, rows in found.items():
        value = _value(definition, rows)
        if value is not None:
            made[at] = value
    return made


def _counts(definition, fact, period):
    return (
        fact["origin"] == definition.origin
        and all(_meets(fact, name, one, period) for name, one in definition.only.items())
        and _lies(definition, fact, period)
        and _of_age(definition, fact, period)
    )


def _meets(fact, name, condition, period):
    value = _cell(fact, name, period)
    if isinstance(condition, list):
        return value in condition
    if not isinstance(condition, dict):
        return value == condition
    for word, bound in condition.items():
        if word == "known":
            if (value is not None) != bound:
                return False
            continue
        if value is None:
            return False
        other = (
            fact.get(bound) if isinstance(bound, str) and word in ("min", "max", "above") else bound
        )
        if other is None:
            return False
        good = {
            "not": lambda v, o: v not in (o if isinstance(o, list) else [o]),
            "min": lambda v, o: v >= o, "max": lambda v, o: v <= o, "above": lambda v, o: v > o,
        }[word](value, other)  # fmt: skip
        if not good:
            return False
    return True


def _cell(fact, name, period):
    if name == "duration":
        return (fact["ended_on"] - fact["started_on"]).days if fact["ended_on"] else None
    if name == "elapsed":
        return (period.end - fact["started_on"]).days
    return fact.get(name)


def _days(period):
    day = period.start
    while day <= period.end:
        yield day
        day += timedelta(days=1)


def _lies(definition, fact, period):
    if definition.fact != "episode":
        return period.start <= fact[definition.on or DAY[definition.fact]] <= period.end
    start, end = fact["started_on"], fact["ended_on"] or FAR
    return {
        "started": lambda: period.start <= start <= period.end,
        "ended": lambda: period.start <= end <= period.end,
        "active": lambda: any(start <= day <= end for day in _days(period)),
        "at_end": lambda: start <= period.end <= end,
        "at_start": lambda: start <= period.start <= end,
        "through": lambda: start < period.start and end > period.end,
    }[definition.select]()


def _of_age(definition, fact, period):
    if not definition.ages:
        return True
    born = fact.get("birth_year")
    return born is not None and definition.ages[0] <= period.end.year - born <= definition.ages[1]


def _group(fact, period):
    born = fact.get("birth_year")
    age = -1 if born is None else period.end.year - born
    return next(
        (
            name
            for low, name in ((80, "80+"), (65, "65-79"), (18, "18-64"), (0, "0-17"))
            if age >= low
        ),
        None,
    )


def _slice(fact, name, period):
    return _group(fact, period) if name == "age_group" else fact.get(name)


def _is_split(definition, fact, by, period):
    return all(
        _slice(fact, name, period) is not None for name in by if name not in definition.dimensions
    )


def _slices(fact, by, period):
    return tuple(_slice(fact, name, period) for name in by)


def _value(definition, rows):
    facts = [fact for fact, _ in rows]
    unit = definition.count
    if definition.statistic == "count":
        return Decimal(len(facts) if unit == "rows" else len({f[unit] for f in facts if f[unit]}))
    if definition.statistic == "several":
        things = defaultdict(set)
        for fact in facts:
            if fact[unit] is not None and fact[definition.of] is not None:
                things[fact[unit]].add(fact[definition.of])
        many = sum(len(one) >= definition.at_least for one in things.values())
        return Decimal(many) if many else None
    if definition.statistic == "sum":
        weights = definition.weights
        told = [
            f["cents"] * weights[f["amount_kind"]] for f in facts if f["amount_kind"] in weights
        ]
        return Decimal(sum(told)) / 100 if told else None
    if definition.statistic == "share":
        part = [f for f, p in rows if all(_meets(f, n, c, p) for n, c in definition.part.items())]
        sizes = [
            len(x) if unit == "rows" else len({f[unit] for f in x if f[unit]})
            for x in (part, facts)
        ]
        return (
            _round(Decimal(sizes[0] * definition.factor) / sizes[1], definition)
            if sizes[1]
            else None
        )
    told = [_cell(f, definition.value, p) for f, p in rows]
    told = [one for one in told if one is not None]
    if not told:
        return None
    if definition.statistic == "median":
        return _round(Decimal(median(told)), definition)
    total = sum(map(Decimal, told))
    return _round(total if definition.statistic == "total" else total / len(told), definition)


def _round(value, definition):
    return value.quantize(Decimal(1).scaleb(-definition.decimals), ROUND_HALF_UP)
