"""Laying results beside others: the period before, the whole municipality, the region; price and volume."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise
from typing import Any

from noaber.measures.results import DIMENSIONS
from noaber.vocabulary.regions import region_of

Row = dict[str, Any]
_DAY = timedelta(days=1)
Key = tuple[Any, ...]


def compared(rows: Sequence[Row], against: str) -> Iterator[tuple[Row, Decimal | None]]:
    """Each row with the value it is laid beside; nothing where there is none.

    Against "previous": the same slice one period before (a year before, where periods overlap).
    Against "municipality": the rows by area, each beside its whole municipality. Against "region": each
    beside all municipalities of its region together, of a measure that is a quotient.
    """
    if against == "previous":
        yield from _beside_previous(rows)
    elif against == "municipality":
        wholes = {_key(row, without="area"): row for row in rows if row["area"] is None}
        for row in rows:
            if row["area"] is not None:
                other = wholes.get(_key(row, without="area"))
                yield row, other["value"] if other else None
    else:
        yield from _beside_region(rows)


def _beside_previous(rows: Sequence[Row]) -> Iterator[tuple[Row, Decimal | None]]:
    """The period before ends on the day before; that of a period to date, a year earlier."""
    ends = {(*_slice(row), row["period_end"]): row for row in rows}
    for row in rows:
        start, after = row["period_start"], row["period_end"] + _DAY
        year_ago = date(after.year - 1, after.month, min(after.day, 28)) - _DAY
        before = [ends.get((*_slice(row), end)) for end in (start - _DAY, year_ago)]
        alike = [one for one in before if one and abs(_days(one) - _days(row)) <= 3]
        yield row, alike[0]["value"] if alike else None


def _days(row: Row) -> int:
    return int((row["period_end"] - row["period_start"]).days)


def _beside_region(rows: Sequence[Row]) -> Iterator[tuple[Row, Decimal | None]]:
    groups: dict[Key, list[Row]] = {}
    for row in rows:
        groups.setdefault(_key(row, region=True), []).append(row)
    for group in groups.values():
        parts = [row for row in group if row["denominator"] and row["numerator"] is not None]
        known = len({row["municipality"] for row in parts}) > 1
        for row in group:
            if not known or row["value"] is None or not row["numerator"] or not row["denominator"]:
                yield row, None
                continue
            # Its own factor (per 1,000, percent) is the value over its quotient.
            factor = row["value"] * row["denominator"] / row["numerator"]
            above = sum(one["numerator"] for one in parts)
            below = sum(one["denominator"] for one in parts)
            yield row, (above * factor / below).quantize(Decimal("0.000001"))


def _slice(row: Row) -> Key:
    return (row["municipality"], row["document"], *(row[name] for name in DIMENSIONS))


def _key(row: Row, without: str = "", region: bool = False) -> Key:
    place = (region_of(row["municipality"]) if region else None) or row["municipality"]
    slices = (row[name] for name in DIMENSIONS if name != without)
    return (place, *slices, row["period_start"], row["period_end"])


def effect(rows: Sequence[Row], of: str) -> Iterator[tuple[Row, Decimal, list[Row]]]:
    """What volume or price did since the period before: (a row to be like, euros, what it rests on).

    The rows are prices by product: `numerator` euros, `denominator` volume. With q the volume and p the
    price, volume did the sum of (q1 - q0) x p0 and price the sum of (p1 - p0) x q1; a product that is new
    or gone is all volume. Price is what volume leaves of the whole, so that both always add up to it.
    """
    periods = sorted({(row["period_start"], row["period_end"]) for row in rows})
    at: dict[Key, dict[Key, Row]] = {}
    for row in rows:
        if row["numerator"] is not None:
            place = (row["municipality"], row["period_start"])
            at.setdefault(place, {})[row["product"], row["volume_unit"]] = row
    for (start, _), (now, _) in pairwise(periods):
        for municipality in sorted({place for place, _ in at}):
            before, after = at.get((municipality, start)), at.get((municipality, now))
            if not before or not after:
                continue
            volume = sum(
                (_by_volume(before.get(one), after.get(one)) for one in {*before, *after}),
                Decimal(0),
            ).quantize(Decimal("0.01"))
            whole = _euros(after) - _euros(before)
            value = volume if of == "volume" else whole - volume
            first = next(iter(after.values()))
            like = {**first, "product": None, "volume_unit": None}
            yield like, value, [*before.values(), *after.values()]


def _euros(rows: dict[Key, Row]) -> Decimal:
    return sum((row["numerator"] for row in rows.values()), Decimal(0))


def _by_volume(before: Row | None, after: Row | None) -> Decimal:
    if before is None or not before["denominator"]:
        return after["numerator"] if after else Decimal(0)
    old = Decimal(before["numerator"])
    if after is None or not after["denominator"]:
        return -old
    return old * Decimal(after["denominator"]) / Decimal(before["denominator"]) - old
