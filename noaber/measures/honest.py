"""What a series has to say of itself: breaks, what is not there and why, what may still change.

These are fields of each result, so that no page can leave them out by forgetting a note.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from noaber.measures.definition import Break, Definition
from noaber.measures.results import DIMENSIONS
from noaber.vocabulary.gaps import Gap
from noaber.vocabulary.periods import parse_period

Row = dict[str, Any]

PERIOD_NOT_OVER = "period_not_over"
LATE_CLAIMS = "late_claims"
MISSING_DELIVERY = "missing_delivery"
# Below this part of what as a rule comes in, a period's claims are not complete.
COMPLETE = Decimal("0.995")
# A period is old enough to show how late claims come in when it ended so many months ago.
MATURE = 24


@dataclass(frozen=True, slots=True)
class Coverage:
    """From which day a municipality has facts of a kind, and until when they were kept."""

    first: date
    known_on: date


def fill(
    rows: list[Row], blanks: Iterable[Row], coverage: Mapping[str, Coverage], counts: bool
) -> list[Row]:
    """The rows, and a row for every period that has none: zero where that was counted, else a gap.

    `blanks` are the rows that should be there and are not. Nothing is zero only within the time of
    which there are facts: before the first, or after the last day that anything was kept, nobody knows.
    """
    for row in blanks:
        known = coverage.get(row["municipality"])
        covered = (
            known and known.first <= row["period_end"] and row["period_start"] <= known.known_on
        )
        zero = bool(covered) and counts and row["gap"] is None
        filled = {"value": Decimal(0)} if zero else {"gap": row["gap"] or Gap.NO_FACTS.value}
        rows.append({**row, **filled})
    return sorted(
        rows, key=lambda row: (row["municipality"], row["period_start"], row["period_end"])
    )


def concerning(
    told: Iterable[Mapping[str, Any]], definition: Definition
) -> list[Mapping[str, Any]]:
    """What is told of missing deliveries or breaks that is about rows which a definition counts."""
    return [
        one
        for one in told
        if one["fact"] == definition.fact
        and one.get("origin") in (None, definition.origin)
        and all(_meets(one.get(name), definition.only.get(name)) for name in ("kind", "law"))
    ]


def _meets(value: str | None, condition: Any) -> bool:
    """Whether rows with this value may be among those that a condition asks for."""
    if value is None or condition is None:
        return True
    if isinstance(condition, dict):
        refused = condition.get("not", ())
        return value not in ([refused] if isinstance(refused, str) else refused)
    return value in ([condition] if isinstance(condition, str) else condition)


def _is_of(told: Mapping[str, Any], row: Row) -> bool:
    """Whether a result may rest on rows of which something is told: by municipality, kind, law, indicator."""
    return bool(told["municipality"] == row["municipality"]) and all(
        told.get(name) is None or row[name] in (None, told[name])
        for name in ("kind", "law", "indicator")
    )


def mark_provisional(
    rows: Iterable[Row], coverage: Mapping[str, Coverage], missing: Iterable[Mapping[str, Any]]
) -> None:
    """Say of each result why it may still change: its period is not over, or somebody did not deliver.

    Where nothing was counted in a period of which the whole delivery is missing, nobody knows: no zero.
    """
    late = [(one, parse_period(one["period"])) for one in missing]
    for row in rows:
        known = coverage.get(row["municipality"])
        if known and known.known_on < row["period_end"] and row["gap"] is None:
            row["provisional"].append(PERIOD_NOT_OVER)
        absent = [
            period
            for one, period in late
            if _is_of(one, row)
            and period.start <= row["period_end"]
            and row["period_start"] <= period.end
        ]
        if not absent:
            continue
        row["provisional"].append(MISSING_DELIVERY)
        whole = any(
            period.start <= row["period_start"] and row["period_end"] <= period.end
            for period in absent
        )
        if row["gap"] == Gap.NO_FACTS or (whole and row["n"] == 0 and row["gap"] is None):
            row |= {"value": None, "gap": Gap.NOT_DELIVERED.value}


def mark_late(rows: Iterable[Row], arrived: Sequence[tuple[int, int, int]], as_of: int) -> None:
    """Say of sums of claims what part of a period has come in, by how it went before.

    `arrived` has (month of care, month in which it was known, cents); `as_of` is the month until which
    is known, all as year x 12 + month. Periods that ended MATURE months ago or longer show the pace.
    """
    mature = [(known - month, cents) for month, known, cents in arrived if month <= as_of - MATURE]
    whole = sum(cents for _, cents in mature)
    if whole <= 0:
        return
    pace: dict[int, Decimal] = {}
    for row in rows:
        if row["value"] is None:
            continue
        end, start = _month(row["period_end"]), _month(row["period_start"])
        parts = []
        for month in range(start, min(end, as_of) + 1):
            age = as_of - month
            if age not in pace:
                come = sum(cents for lag, cents in mature if lag <= age)
                pace[age] = Decimal(come) / Decimal(whole)
            parts.append(pace[age])
        if parts:
            row["completeness"] = (sum(parts, Decimal(0)) / len(parts)).quantize(Decimal("0.0001"))
            if row["completeness"] < COMPLETE:
                row["provisional"].append(LATE_CLAIMS)


def _month(day: date) -> int:
    return day.year * 12 + day.month - 1


def mark_breaks(
    rows: Sequence[Row], definition: Definition, in_force: Iterable[Mapping[str, Any]]
) -> None:
    """Say of each result whether a break stands between it and the period before.

    A break between 2021 and 2022 makes 2022 incomparable with what came before. Where only the last
    period before is known, the next one carries it; where neither is, every period is in doubt.
    A document's breaks are of its indicators, those that an import tells of the rows that it names, a
    definition's own of all its series.
    """
    told = list(in_force)
    printed: dict[tuple[str, str], list[Row]] = {}
    for row in rows:
        if row["document"] is not None and row["indicator"] is not None:
            printed.setdefault((row["document"], row["indicator"]), []).append(row)
    for found in told:
        _mark(printed.get((found["document"], found["indicator"]), []), _break(found))
    imported = concerning((one for one in told if one["document"] is None), definition)
    if not imported and not definition.breaks:
        return
    apart: dict[tuple[Any, ...], list[Row]] = {}
    for row in rows:
        at = tuple(row[name] for name in ("municipality", "document", *DIMENSIONS))
        apart.setdefault(at, []).append(row)
    for points in apart.values():
        for one in imported:
            if _is_of(one, points[0]):
                _mark(points, _break(one))
        for own in definition.breaks:
            _mark(points, own)


def _break(told: Mapping[str, Any]) -> Break:
    return Break(told.get("reason", ""), told["before"], told["after"])


def _mark(points: list[Row], found: Break) -> None:
    points.sort(key=lambda row: row["period_start"])
    if not found.before and not found.after:
        for row in points[1:]:
            if row["broken"] == "no":
                row |= {"broken": "unknown", "break_reason": found.reason or None}
        return
    later = [row for row in points if _after(row, found)]
    if later and later[0] is not points[0]:
        later[0] |= {"broken": "yes", "break_reason": found.reason or None}


def _after(row: Row, found: Break) -> bool:
    if found.after:
        return bool(row["period_start"] >= parse_period(found.after).start)
    return bool(row["period_start"] > parse_period(found.before).end)
