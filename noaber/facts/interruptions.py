"""What a mapping tells of a series beside its rows: what was not delivered, and where counting changed.

    [[missing]]
    period = "2022-03"          # or from = 2022-03-01 and to = 2022-04-15
    reason = "de export van maart is niet gemaakt"

    [[breaks]]
    before = "2021"             # the last period before, the first one after; left out where unknown
    after = "2022"
    reason = "telt sinds 2022 ook de doorverwijzingen"

Each is about all rows of the import, or about those of the municipality, kind, law or indicator that it
names. It is kept with the import, and stands in every snapshot that takes the import in.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from noaber.facts.columns import Table
from noaber.vocabulary.bsn import holds_bsn
from noaber.vocabulary.periods import Period, parse_period
from noaber.vocabulary.places import municipality_coded, municipality_named

Scope = Mapping[str, str]
Told = Mapping[str, Any]

# By which columns it is told what an interruption is about; origin follows from the mapping alone.
NAMED = ("municipality", "kind", "law", "indicator")
_SCOPE = ("origin", *NAMED)
_MISSING = frozenset({"period", "from", "to", "reason", *NAMED})
_BREAKS = frozenset({"before", "after", "reason", *NAMED})


@dataclass(frozen=True, slots=True)
class Missing:
    """A delivery that did not come: of which period, why, and of which rows (all where it is empty)."""

    period: str
    reason: str
    scope: Scope = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Break:
    """Counted otherwise between two periods, each empty where that is unknown; why, and which rows."""

    before: str
    after: str
    reason: str
    scope: Scope = field(default_factory=dict)


def missing(
    raw: Any, table: Table, constants: Scope, name: str, wrong: list[str]
) -> tuple[Missing, ...]:
    """The deliveries that a mapping says did not come; what is wrong in them goes to `wrong`."""
    return tuple(
        Missing(
            _period(one, where, wrong),
            _reason(one, where, wrong),
            _scope(one, table, constants, where, wrong),
        )
        for where, one in _each(raw, "missing", _MISSING, name, wrong)
    )


def breaks(
    raw: Any, table: Table, constants: Scope, name: str, wrong: list[str]
) -> tuple[Break, ...]:
    """The breaks that a mapping tells of; what is wrong in them goes to `wrong`."""
    return tuple(
        Break(
            *_between(one, where, wrong),
            _reason(one, where, wrong),
            _scope(one, table, constants, where, wrong),
        )
        for where, one in _each(raw, "breaks", _BREAKS, name, wrong)
    )


def told(
    name: str,
    table: str,
    absent: Iterable[Missing],
    broken: Iterable[Break],
    codes: Iterable[str],
) -> dict[str, list[Told]]:
    """Both as they are kept and stand in a snapshot, one for each municipality that it is about.

    `codes` are the municipalities of which the import has rows, for what names none itself. A document's
    breaks stand beside these, so each has the same keys, empty where it says nothing.
    """
    codes = sorted(codes)
    return {
        "missing": [
            {**_about(name, table, one.scope, code), "period": one.period, "reason": one.reason}
            for one in absent
            for code in _codes(one.scope, codes)
        ],
        "breaks": [
            {
                **_about(name, table, one.scope, code),
                "document": None,
                "before": one.before,
                "after": one.after,
                "reason": one.reason,
            }
            for one in broken
            for code in _codes(one.scope, codes)
        ],
    }


def reasons(told: Iterable[Told], kind: str, origin: str, month: date) -> list[str]:
    """Why rows of a kind and origin may stand out in the month that begins on this day, as far as told.

    A delivery is missing within it, or it is the first one after a break.
    """
    return [
        one["reason"]
        for one in told
        if one.get("kind") in (None, kind)
        and one.get("origin") in (None, origin)
        and _touches(one, parse_period(f"{month:%Y-%m}"))
    ]


def _touches(told: Told, month: Period) -> bool:
    if "period" in told:
        period = parse_period(told["period"])
        return period.start <= month.end and month.start <= period.end
    if told["after"]:
        return month.start <= parse_period(told["after"]).start <= month.end
    return bool(told["before"]) and (
        month.start <= parse_period(told["before"]).end + timedelta(days=1) <= month.end
    )


def _codes(scope: Scope, codes: list[str]) -> list[str]:
    return [scope["municipality"]] if "municipality" in scope else codes


def _about(name: str, table: str, scope: Scope, code: str) -> Told:
    return {
        "import": name,
        "fact": table,
        **{column: scope.get(column) for column in _SCOPE},
        "municipality": code,
    }


def _each(
    raw: Any, key: str, keys: frozenset[str], name: str, wrong: list[str]
) -> Iterable[tuple[str, Mapping[str, Any]]]:
    """Each table of a list that has only keys it may have, with how it is called in a sentence."""
    if not isinstance(raw, list):
        wrong.append(f"{name}: {key} staat tussen dubbele haken, als [[{key}]]")
        return
    for number, one in enumerate(raw, 1):
        where = f"{name}: [[{key}]] {number}"
        if not isinstance(one, dict):
            wrong.append(f"{name}: {key} staat tussen dubbele haken, als [[{key}]]")
        elif unknown := sorted(set(one) - keys):
            wrong.append(f"{where} kent '{unknown[0]}' niet; wel {', '.join(sorted(keys))}")
        else:
            yield where, one


def _period(one: Mapping[str, Any], where: str, wrong: list[str]) -> str:
    given = set(one) & {"period", "from", "to"}
    if given == {"period"}:
        text = str(one["period"])
    elif given == {"from", "to"}:
        text = f"{one['from']}/{one['to']}"
    else:
        wrong.append(f"{where} noemt een period, of een from en een to")
        return ""
    found = _parsed(text, where, wrong)
    return str(found) if found else ""


def _parsed(text: str, where: str, wrong: list[str]) -> Period | None:
    try:
        return parse_period(text)
    except ValueError as error:
        wrong.append(f"{where}: {error}")
        return None


def _between(one: Mapping[str, Any], where: str, wrong: list[str]) -> tuple[str, str]:
    before, after = (
        _parsed(str(one[key]), where, wrong) if key in one else None for key in ("before", "after")
    )
    if before and after and before.end >= after.start:
        wrong.append(f"{where}: before ({before}) ligt niet vóór after ({after})")
    return str(before or ""), str(after or "")


def _reason(one: Mapping[str, Any], where: str, wrong: list[str]) -> str:
    reason = " ".join(str(one.get("reason", "")).split())
    if not reason:
        wrong.append(f"{where} zegt niet waarom ('reason')")
    if holds_bsn(reason):
        wrong.append(f"{where}: in reason staat wat een BSN kan zijn; laat dat weg")
        return ""
    return reason


def _scope(
    one: Mapping[str, Any], table: Table, constants: Scope, where: str, wrong: list[str]
) -> Scope:
    """What it is about: what the mapping says of every row, and what it names itself."""
    scope = {column: constants[column] for column in _SCOPE if column in constants}
    for column in NAMED:
        if column not in one:
            continue
        value = str(one[column])
        if column not in table.schema.names:
            wrong.append(f"{where}: {table.name} heeft geen kolom '{column}'")
            continue
        if column == "municipality":
            place = municipality_coded(value) or municipality_named(value)
            if place is None:
                wrong.append(f"{where}: '{value}' is geen gemeente in de lijst van het CBS")
                continue
            value = place.code
        elif refusal := table.column(column).refusal(value):
            wrong.append(f"{where}: {column}: {refusal}")
        if scope.setdefault(column, value) != value:
            wrong.append(f"{where}: {column} is in deze koppeling altijd '{scope[column]}'")
    return scope
