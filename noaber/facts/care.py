"""Care becomes facts: waiting, allocations, entitlements, deliveries, requests, answers and claims.

Each row names the registered row and, as evidence, the message and the line that told it. An
entitlement is what allocations of the same product to the same person come to when one follows the
other without a day between: a change of provider or extent does not begin a new one.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime, timedelta
from functools import lru_cache
from itertools import chain, islice
from typing import Any
from zoneinfo import ZoneInfo

import pyarrow as pa

from noaber.facts import care_words as codes
from noaber.facts.columns import Table
from noaber.facts.tables import AMOUNT, EPISODE, EVENT, conform
from noaber.facts.words import EndReason, EpisodeKind, EventKind, Origin, Outcome
from noaber.guard.actor import Actor
from noaber.register.care import facts_queries as care
from noaber.vocabulary.money import AmountKind, Basis, Recurrence, Stage

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
STANDARDS = {"wmo": "iwmo", "youth": "ijw"}
# An allocation that says so counts as never sent (IV013).
REMOVED = frozenset({"01", "13"})
BATCH = 50_000
Row = dict[str, Any]


@lru_cache(maxsize=100_000)
def day_of(moment: datetime) -> date:
    """The day of a moment, in the Netherlands."""
    return moment.astimezone(AMSTERDAM).date()


def evidence_of(source: care.Source) -> str:
    """Where a message told it: 'ijw 323 42420001 D1 regel 12' (standard, number, sender, name, line)."""
    told = f"{STANDARDS[source.law]} {source.number} {source.sender} {source.identification}"
    return told if source.line is None else f"{told} regel {source.line}"


def episodes_and_events(actor: Actor, code: str) -> dict[str, pa.Table]:
    """Everything of one municipality but claims, as the tables `episode` and `event`."""
    current = _current(care.versions(actor, code))
    asked = _with_products(care.asked(actor, code), current)
    answered = list(care.answered(actor, code))
    starts = list(care.starts(actor, code))
    stops = list(care.stops(actor, code))
    granted = _granted(current)
    referrers = {(one.law, one.provider, one.reference): one.referrer for one in asked}
    episodes = chain(
        (_allocation(code, one, referrers) for one in current.values()),
        _entitlements(_allocation(code, one, referrers) for one in current.values()),
        _deliveries(code, starts, stops),
        _waiting(code, asked, granted, answered, starts),
    )
    events = chain(
        (_request(code, one) for one in asked),
        _decisions(code, asked, granted, answered),
        (_exit(code, one) for one in stops if one.reason != "20"),
    )
    return {"episode": _table(EPISODE, episodes), "event": _table(EVENT, events)}


def _table(table: Table, rows: Iterable[Row]) -> pa.Table:
    """Rows as a table, a batch at a time: a row as a dict takes twenty times the room."""
    waiting = iter(rows)
    parts = [conform(table, [])]
    while batch := list(islice(waiting, BATCH)):
        parts.append(conform(table, batch))
    return pa.concat_tables(parts)


def _current(versions: Iterable[care.Version]) -> dict[int, care.Version]:
    """The last decision on each allocation; what was removed is none."""
    last = {one.allocation: one for one in versions}
    return {
        key: one
        for key, one in last.items()
        if not (one.reason in REMOVED and one.end == one.start)
    }


def _with_products(
    asked: Iterable[care.Asked], current: Mapping[int, care.Version]
) -> list[care.Asked]:
    """What is asked, with the product of the allocation that is to change where only that is named."""
    known = {(one.law, one.provider, one.allocation_number): one for one in current.values()}
    found = []
    for one in asked:
        changed = known.get((one.law, one.provider, one.allocation_number or 0))
        if changed and not one.category:
            one = one._replace(category=changed.category, code=changed.code)
        found.append(one)
    return found


Name = tuple[str, str, str]


def _granted(current: Mapping[int, care.Version]) -> dict[Name, care.Version]:
    return {
        (one.law, one.provider, one.reference): one for one in current.values() if one.reference
    }


def _told(code: str, kind: str, model: str, one: Any) -> Row:
    """What every row of care says of itself."""
    return {
        "kind": kind,
        "origin": Origin.REGISTERED.value,
        "municipality": code,
        "record": f"care.{model}:{one.pk}",
        "evidence": evidence_of(one.source),
        "known_on": day_of(one.source.moment),
        "law": one.law,
        "provider": one.provider,
        "care_provision": "custom",
        "layer": "custom",
    }


def _of(code: str, kind: str, model: str, one: Any) -> Row:
    """A row about one person and one product."""
    return _told(code, kind, model, one) | {
        "person": one.person,
        "birth_year": one.born.year if one.born else None,
        "product_category": one.category or None,
        "product": one.code or None,
    }


def _extent(one: Any) -> Row:
    return {
        "volume": codes.volume(one.volume, one.unit),
        "volume_unit": codes.closed_word(codes.UNITS, one.unit),
        "frequency": codes.closed_word(codes.FREQUENCIES, one.frequency),
    }


def _allocation(code: str, one: care.Version, referrers: Mapping[Name, str]) -> Row:
    referrer = referrers.get((one.law, one.provider, one.reference), "")
    return {
        **_of(code, EpisodeKind.ALLOCATION, "allocation", one),
        **_extent(one),
        "record": f"care.allocation:{one.allocation}",
        "started_on": one.start,
        "ended_on": one.end,
        "end_reason": codes.word(codes.ALLOCATION_REASONS, one.reason) if one.end else None,
        "referrer": codes.word(codes.REFERRERS, referrer),
    }


def _entitlements(allocations: Iterable[Row]) -> Iterator[Row]:
    """Allocations that follow each other without a day between, as one."""
    of: dict[tuple[Any, ...], list[Row]] = defaultdict(list)
    for row in allocations:
        of[row["person"], row["law"], row["product_category"], row["product"]].append(row)
    for rows in of.values():
        rows.sort(key=lambda row: (row["started_on"], row["record"]))
        joined = rows[0]
        for row in rows[1:]:
            if joined["ended_on"] and row["started_on"] > joined["ended_on"] + timedelta(days=1):
                yield _entitlement(joined)
                joined = row
            elif joined["ended_on"] and (
                not row["ended_on"] or row["ended_on"] > joined["ended_on"]
            ):
                joined = joined | {name: row[name] for name in ("ended_on", "end_reason")}
        yield _entitlement(joined)


def _entitlement(row: Row) -> Row:
    return row | {
        "kind": EpisodeKind.ENTITLEMENT.value,
        "record": row["record"].replace("care.allocation:", "care.entitlement:"),
        "provider": None,
        "volume": None,
        "volume_unit": None,
        "frequency": None,
    }


def _key(one: care.Delivery) -> tuple[Any, ...]:
    """What tells one delivery from another (IV096)."""
    place = (one.allocation,) if one.allocation else (None, one.person, one.category, one.code)
    return (one.law, one.provider, *place, one.begin)


def _deliveries(
    code: str, starts: Iterable[care.Delivery], stops: Iterable[care.Delivery]
) -> Iterator[Row]:
    ends = {_key(one): one for one in stops}
    for one in starts:
        end = ends.get(_key(one))
        yield {
            **_of(code, EpisodeKind.DELIVERY, "deliverystart", one),
            "started_on": one.begin,
            "ended_on": end.end if end else None,
            "end_reason": codes.word(codes.STOP_REASONS[one.law], end.reason) if end else None,
        }


def _waiting(
    code: str,
    asked: Iterable[care.Asked],
    granted: Mapping[Name, care.Version],
    answered: Iterable[care.Answered],
    starts: Iterable[care.Delivery],
) -> Iterator[Row]:
    """From the day of a request for an allocation to the first day of care, or to the refusal."""
    refused = {_name(one): one for one in answered if one.verdict == "1"}
    first: dict[int, date] = {}
    for start in starts:
        if start.allocation:
            first[start.allocation] = min(first.get(start.allocation, start.begin), start.begin)
    for one in asked:
        if one.kind != "allocation":
            continue
        end, reason = None, None
        if version := granted.get(_name(one)):
            begun = first.get(version.allocation)
            # Care may have begun before the request for it: then nobody waited.
            end, reason = (max(begun, one.dated), EndReason.STARTED) if begun else (None, None)
        elif no := refused.get(_name(one)):
            end, reason = max(day_of(no.source.moment), one.dated), EndReason.REFUSED
        yield {
            **_of(code, EpisodeKind.WAITING, "requestline", one),
            "referrer": codes.word(codes.REFERRERS, one.referrer),
            "started_on": one.dated,
            "ended_on": end,
            "end_reason": reason.value if reason else None,
        }


def _name(one: Any) -> Name:
    return (one.law, one.provider, one.reference)


def _request(code: str, one: care.Asked) -> Row:
    return {
        **_of(code, EventKind.REQUEST, "requestline", one),
        "referrer": codes.word(codes.REFERRERS, one.referrer),
        "happened_on": one.dated,
        "reason": codes.word(codes.REQUEST_REASONS, one.reason),
    }


def _decisions(
    code: str,
    asked: Iterable[care.Asked],
    granted: Mapping[Name, care.Version],
    answered: Iterable[care.Answered],
) -> Iterator[Row]:
    """Each word of the municipality on a request: granted by an allocation, or answered otherwise."""
    said: dict[Name, list[care.Answered]] = defaultdict(list)
    for answer in answered:
        said[_name(answer)].append(answer)
    seen: set[Name] = set()
    for one in asked:
        name = _name(one)
        if name in seen:  # the lines of a request for change share one reference, and one answer
            continue
        seen.add(name)
        if version := granted.get(name):
            yield _decision(code, one, version, "allocationversion", day_of(version.decided_at)) | {
                "outcome": Outcome.GRANTED.value
            }
        for answer in said[name]:
            day = day_of(answer.source.moment)
            yield _decision(code, one, answer, "requestanswer", day) | {
                "outcome": codes.word(codes.VERDICTS, answer.verdict),
                "reason": codes.word(codes.REFUSALS, answer.reason),
            }


def _decision(code: str, one: care.Asked, said: Any, model: str, day: date) -> Row:
    return {
        **_of(code, EventKind.DECISION, "requestline", one),
        "record": f"care.{model}:{said.pk}",
        "evidence": evidence_of(said.source),
        "known_on": day_of(said.source.moment),
        "referrer": codes.word(codes.REFERRERS, one.referrer),
        "happened_on": day,
        "days_taken": (day - one.dated).days,
        "term_days": (one.until - one.dated).days,
    }


def _exit(code: str, one: care.Delivery) -> Row:
    return {
        **_of(code, EventKind.EXIT, "deliverystop", one),
        "happened_on": one.end,
        "reason": codes.word(codes.STOP_REASONS[one.law], one.reason),
    }


def claims(actor: Actor, code: str, year: int) -> pa.Table:
    """The granted lines of claims over months of that year, as rows of `amount`.

    A credit takes back what was granted: its amount and volume are negative.
    """
    parts, batch = [], []
    for pair in care.lines(actor, code, year):
        batch.append(pair)
        if len(batch) == BATCH:
            parts.append(_amounts(code, batch))
            batch = []
    parts.append(_amounts(code, batch))
    return pa.concat_tables(parts)


def _amounts(code: str, pairs: list[tuple[care.Granted, care.Line]]) -> pa.Table:
    lines = [line for _, line in pairs]
    signs = [-1 if line.is_credit else 1 for line in lines]
    units = [codes.closed_word(codes.UNITS, line.unit) for line in lines]
    volumes = [codes.volume(line.volume, line.unit) or 0 for line in lines]
    columns: dict[str, list[Any]] = {
        "record": [f"care.claimline:{line.pk}" for line in lines],
        "evidence": [_claimed(claim, line) for claim, line in pairs],
        "known_on": [day_of((claim.answer or claim.source).moment) for claim, _ in pairs],
        "law": [claim.source.law for claim, _ in pairs],
        "provider": [claim.provider for claim, _ in pairs],
        "person": [line.person for line in lines],
        "birth_year": [line.born.year if line.born else None for line in lines],
        "product_category": [line.category or None for line in lines],
        "product": [line.code or None for line in lines],
        "plan_year": [line.start.year for line in lines],
        "cents": [sign * line.amount for sign, line in zip(signs, lines, strict=True)],
        "period_start": [line.start for line in lines],
        "period_end": [line.end for line in lines],
        "volume": [sign * volume for sign, volume in zip(signs, volumes, strict=True)],
        "volume_unit": units,
        "price_cents": [line.tariff for line in lines],
    }
    return _filled(AMOUNT, len(lines), columns, _CLAIMED | {"municipality": code})


_CLAIMED = {
    "kind": AmountKind.EXPENSE.value,
    "origin": Origin.CLAIM.value,
    "care_provision": "custom",
    "layer": "custom",
    "amount_kind": AmountKind.EXPENSE.value,
    "stage": Stage.ACTUAL.value,
    "recurrence": Recurrence.UNDIVIDED.value,
    "basis": Basis.BOOKED.value,
}


def _claimed(claim: care.Granted, line: care.Line) -> str:
    told = evidence_of(claim.source._replace(line=line.line))
    return f"{told}; {evidence_of(claim.answer)}" if claim.answer else told


def _filled(
    table: Table, size: int, columns: Mapping[str, list[Any]], same: Mapping[str, str]
) -> pa.Table:
    """Columns as an Arrow table: given, the same in each row, or empty."""
    made = {}
    for column in table.columns:
        if column.name in columns:
            made[column.name] = pa.array(columns[column.name], column.type)
        elif column.name in same:
            made[column.name] = pa.repeat(pa.scalar(same[column.name], column.type), size)
        else:
            made[column.name] = pa.nulls(size, column.type)
    return pa.table(made)
