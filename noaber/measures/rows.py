"""From the sums of a slice to a result row: value or gap, what it is made of, and its interval."""

from collections.abc import Callable, Mapping, Sequence
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from noaber.facts.snapshot import Snapshot
from noaber.measures import intervals
from noaber.measures.definition import Definition
from noaber.measures.periods import Asked, period_of
from noaber.measures.results import SCHEMA
from noaber.vocabulary.gaps import Gap
from noaber.vocabulary.periods import Period, parse_period

Row = dict[str, Any]
Sums = Mapping[str, Any]
_FINEST = Decimal("0.000001")
HUNDRED = 100
# What is made of the sums, rather than taken over.
_COMPUTED = frozenset({"evidence", "period_start", "period_end", "spread"})


def blank(snapshot: Snapshot, definition: Definition, period: Period | None, **slices: Any) -> Row:
    """A result row without a value yet."""
    row: Row = dict.fromkeys(SCHEMA.names)
    return row | {
        "measure": definition.id,
        "version": definition.version,
        "snapshot": snapshot.id,
        "unit": definition.unit,
        "scale": definition.decimals,
        "n": 0,
        "broken": "no",
        "provisional": [],
        "evidence": [],
        # What a municipality has printed itself is public; anything else waits for disclosure
        # control at the exit.
        "disclosed": definition.origin == "printed",
        "period_start": period.start if period else None,
        "period_end": period.end if period else None,
        **slices,
    }


def made(
    snapshot: Snapshot, definition: Definition, found: Sequence[Sums], asked: Asked | None
) -> list[Row]:
    """The result rows of one query, from what the engine summed of each slice."""
    if not found:
        return []
    names = [name for name in SCHEMA.names if name in found[0] and name not in _COMPUTED]
    like = blank(snapshot, definition, None)
    value = VALUES[definition.statistic]
    rows = []
    for sums in found:
        row = like.copy()
        for name in names:
            row[name] = sums[name]
        period = _period(definition, sums, asked)
        row["period_start"], row["period_end"] = period.start, period.end
        row["provisional"] = []
        evidence = sums.get("evidence")
        row["evidence"] = sorted(evidence, key=_numerically) if evidence else []
        row.update(value(definition, sums))
        rows.append(row)
    return rows


def _numerically(evidence: str) -> tuple[int, str]:
    return (int(evidence), "") if evidence.isdigit() else (1 << 62, evidence)


def _period(definition: Definition, sums: Sums, asked: Asked | None) -> Period:
    if definition.statistic == "only":
        return Period(sums["period_start"], sums["period_end"])
    if definition.period == "plan_year":
        return parse_period(str(sums["plan_year"]))
    assert asked is not None
    return period_of(asked.grain, sums["period"])


def rounded(value: Decimal, definition: Definition) -> Decimal:
    """A value to the decimals of its definition, halves away from zero."""
    return value.quantize(definition.scale, ROUND_HALF_UP)


def quotient(
    definition: Definition, numerator: Decimal, denominator: Decimal, factor: Decimal | int = 1
) -> Row:
    """A quotient with what it is made of; a gap where it would be divided by nothing."""
    parts = {"numerator": numerator, "denominator": denominator}
    if not denominator:
        return {**parts, "value": None, "gap": Gap.ZERO_DENOMINATOR.value}
    return {**parts, "value": rounded(numerator * factor / denominator, definition)}


def _only(definition: Definition, sums: Sums) -> Row:
    found = {"unit": definition.unit or sums["unit"], "scale": sums["scale"]}
    if definition.unit and sums["unit"] != definition.unit:
        # A share can't stand in a series of numbers.
        return found | {"value": None, "word": None, "gap": Gap.NOT_COMPARABLE.value}
    if sums["n"] > 1:
        return found | {"value": None, "word": None, "gap": Gap.NOT_UNIQUE.value}
    if sums.get("spread") is not None and sums.get("behind") and sums["value"] is not None:
        # The supplier says how many and how spread: then its mean has an interval too.
        n, deviation = int(sums["behind"]), float(sums["spread"])
        if n > 1:
            half = _decimal(intervals.student(n - 1) * deviation / n**0.5)
            found |= {"low": sums["value"] - half, "high": sums["value"] + half}
    return found | {"denominator": sums.get("behind")}


def _sum(definition: Definition, sums: Sums) -> Row:
    cents = sums["cents"]
    return {"value": Decimal(cents) / HUNDRED, "scale": 2 if cents % HUNDRED else 0}


def _count(definition: Definition, sums: Sums) -> Row:
    return {"value": Decimal(sums.get("counted", sums["n"]))}


def _total(definition: Definition, sums: Sums) -> Row:
    return {"value": rounded(Decimal(sums["total"]), definition)}


def _price(definition: Definition, sums: Sums) -> Row:
    euros = Decimal(sums["cents"]) / HUNDRED
    return quotient(definition, euros, Decimal(sums["volume"] or 0))


def _mean(definition: Definition, sums: Sums) -> Row:
    n, total = sums["n"], _decimal(sums["total"])
    found = quotient(definition, total, Decimal(n))
    if bounds := intervals.of_mean(n, float(sums["total"]), sums["squares"]):
        low, high, deviation = map(_decimal, bounds)
        found |= {"low": low, "high": high, "spread": deviation}
    return found


def _median(definition: Definition, sums: Sums) -> Row:
    return {"value": rounded(_decimal(sums["middle"]), definition)}


def _share(definition: Definition, sums: Sums) -> Row:
    part, whole = sums["part"], sums["counted"]
    found = quotient(definition, Decimal(part), Decimal(whole), definition.factor)
    if bounds := intervals.of_share(part, whole):
        low, high = (_decimal(bound * definition.factor) for bound in bounds)
        found |= {"low": low, "high": high}
    return found


def _decimal(number: Any) -> Decimal:
    return Decimal(repr(number) if isinstance(number, float) else number).quantize(
        _FINEST, ROUND_HALF_UP
    )


VALUES: dict[str, Callable[[Definition, Sums], Row]] = {
    "only": _only,
    "sum": _sum,
    "count": _count,
    "several": _count,
    "total": _total,
    "price": _price,
    "mean": _mean,
    "change": _mean,
    "median": _median,
    "share": _share,
}
