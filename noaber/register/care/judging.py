"""The lines of a claim, each granted or refused with its return codes.

Lines are read back client by client in the order of the claim, some thousands at once, so that a
claim of millions needs no more memory than one of thousands. A client stands in a claim once
(TR101) and an allocation has one client, so what adds up per allocation adds up within a client.
Credits come first, then debits (OP366). What was granted before counts; what was refused never did.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import groupby
from typing import Any

from django.db import connection
from django.db.models import Count, Q, Sum

from noaber.register.care import prices, store
from noaber.register.care.exchange import Exchange
from noaber.register.care.models import Claim, ClaimLine
from noaber.register.care.persons import chunks
from noaber.register.care.rules import TEXTS, messages
from noaber.register.care.rules import claims as rules
from noaber.register.care.rules.values import Allocated, Line, Price
from noaber.register.care.rules.volumes import counted

APPROVED, REJECTED = ClaimLine.Verdict.APPROVED, ClaimLine.Verdict.REJECTED
BATCH = 2_000


@dataclass(slots=True)
class Known:
    """What was granted before, of the allocations and references in one batch."""

    allocated: dict[int, tuple[int, Allocated]] = field(default_factory=dict)
    used: set[str] = field(default_factory=set)
    debits: dict[str, tuple[int, Line]] = field(default_factory=dict)
    credited: set[str] = field(default_factory=set)
    standing: set[tuple[object, ...]] = field(default_factory=set)
    volumes: dict[int, int] = field(default_factory=lambda: defaultdict(int))
    cents: dict[int, int] = field(default_factory=lambda: defaultdict(int))


@dataclass(frozen=True, slots=True)
class Row:
    """One line that is judged: its key, whose it is, and whether that is a known client."""

    pk: int
    person: int
    known: bool
    line: Line


Prices = Callable[[str, str, date], Sequence[Price] | None]


@dataclass(frozen=True, slots=True)
class Case:
    """What all lines of a claim are held against."""

    exchange: Exchange
    claim: Claim
    products: set[tuple[str, str]]
    prices: Prices
    doubles: set[str]


def judge_claim(exchange: Exchange, claim: Claim) -> None:
    """Give every line of a claim its verdict and return codes, within the caller's transaction."""
    case = Case(
        exchange,
        claim,
        store.products(exchange),
        prices.prices_of(exchange),
        _doubles(claim),
    )
    refused: list[tuple[str, int]] = []
    for batch in _batches(claim):
        known = _known(case, batch)
        for row, codes in _verdicts(case, known, batch):
            if codes:
                refused.append((" ".join(codes), row.pk))
        if len(refused) >= BATCH:
            _refuse(refused)
            refused.clear()
    _refuse(refused)
    claim.lines.filter(verdict="").update(verdict=APPROVED)


def _batches(claim: Claim) -> Iterator[list[Row]]:
    """The lines in order, in pieces that never part a client."""
    batch: list[Row] = []
    found = claim.lines.order_by("pk").values_list(
        "pk", "person_id", "person__born", *store.LINE_FIELDS
    )
    rows = (
        Row(pk, person, born is not None, Line(*line))
        for pk, person, born, *line in found.iterator(BATCH)
    )
    for _, group in groupby(rows, key=lambda row: row.person):
        batch.extend(group)
        if len(batch) >= BATCH:
            yield batch
            batch = []
    if batch:
        yield batch


def _doubles(claim: Claim) -> set[str]:
    """References that stand in the claim more than once: none of their lines can be told apart."""
    counts = claim.lines.order_by().values("reference").annotate(times=Count("pk"))
    return set(counts.filter(times__gt=1).values_list("reference", flat=True))


def _refuse(refused: list[tuple[str, int]]) -> None:
    table = connection.ops.quote_name(ClaimLine._meta.db_table)
    names = [connection.ops.quote_name(name) for name in ("verdict", "return_codes", "id")]
    update = f"UPDATE {table} SET {names[0]} = %s, {names[1]} = %s WHERE {names[2]} = %s"  # noqa: S608
    with connection.cursor() as cursor:
        cursor.executemany(update, [(str(REJECTED), codes, pk) for codes, pk in refused])


def _known(case: Case, batch: list[Row]) -> Known:
    known = Known()
    earlier = ClaimLine.objects.filter(claim__in=store.claims(case.exchange)).exclude(
        claim=case.claim
    )
    granted = earlier.filter(verdict=APPROVED)
    # Of two claims that wait together the one that came first has the older right to a reference.
    before = earlier.filter(Q(claim__lt=case.claim.pk) | Q(verdict=APPROVED))
    lines = [row.line for row in batch]
    months = {line.start for line in lines}
    for numbers in chunks(sorted({line.number for line in lines})):
        known.allocated |= store.holders(case.exchange, numbers)
        _add_sums(known, granted.filter(allocation_number__in=numbers))
        _add_debits(known, granted.filter(allocation_number__in=numbers, start__in=months))
    for chunk in chunks(sorted({line.reference for line in lines})):
        known.used.update(before.filter(reference__in=chunk).values_list("reference", flat=True))
    previous = {line.previous for line in lines if line.is_credit}
    for chunk in chunks(sorted(previous - set(known.debits))):
        _add_debits(known, granted.filter(reference__in=chunk))
    for chunk in chunks(sorted(known.debits)):
        taken = granted.filter(previous_reference__in=chunk, is_credit=True)
        known.credited.update(taken.values_list("previous_reference", flat=True))
    known.standing = {
        rules.place_of(line)
        for reference, (_, line) in known.debits.items()
        if reference not in known.credited
    }
    return known


def _add_debits(known: Known, granted: Any) -> None:
    found = granted.filter(is_credit=False).values_list("person_id", *store.LINE_FIELDS)
    for person, *values in found:
        line = Line(*values)
        known.debits[line.reference] = (person, line)


def _add_sums(known: Known, granted: Any) -> None:
    sums = (
        granted.order_by()
        .values_list("allocation_number", "unit", "is_credit")
        .annotate(volume=Sum("volume"), cents=Sum("amount"))
    )
    for number, unit, is_credit, volume, cents in sums:
        sign = -1 if is_credit else 1
        known.volumes[number] += sign * counted(int(volume), unit)
        known.cents[number] += sign * int(cents)


def _verdicts(case: Case, known: Known, batch: list[Row]) -> Iterator[tuple[Row, list[str]]]:
    """Each line with the return codes of the rules it breaks; no codes is granted."""
    for credit in (True, False):
        for row in batch:
            if row.line.is_credit is not credit:
                continue
            broken = _broken(case, known, row)
            if not broken:
                _count(known, row.line)
            codes = dict.fromkeys(TEXTS[code].return_code for code in broken)
            yield row, list(codes)


def _broken(case: Case, known: Known, row: Row) -> list[str]:
    line = row.line
    if not messages.tr304(row.known):
        return ["TR304"]
    used = known.used | case.doubles if line.reference in case.doubles else known.used
    always = _which(
        ("TR314", rules.tr314(line.reference, used)),
        ("TR319", rules.tr319(line, case.claim.period_end)),
    )
    if line.is_credit:
        return always + _of_credit(known, row)
    mine = known.allocated.get(line.number)
    numbers = {line.number} if mine is not None and mine[0] == row.person else set()
    if not rules.tr338(line.number, numbers) or mine is None:
        return [*always, "TR338"]
    if not rules.tr384(mine[1]):
        return [*always, "TR384"]
    return always + _of_debit(case, known, line, mine[1])


def _of_credit(known: Known, row: Row) -> list[str]:
    line = row.line
    holder, debit = known.debits.get(line.previous, (None, None))
    return _which(
        ("TR323", rules.tr323(line, debit if holder == row.person else None)),
        ("TR390", rules.tr390(line, known.credited)),
    )


def _of_debit(case: Case, known: Known, line: Line, allocated: Allocated) -> list[str]:
    agreed = case.prices(line.category, line.code, line.start)
    listed = agreed or ()
    return _which(
        ("TR307", rules.tr307(line, allocated)),
        ("TR308", rules.tr308(line, allocated)),
        ("TR387", rules.tr387(line, allocated)),
        ("TR388", rules.tr388(line, allocated)),
        ("TR339", rules.tr339(line, allocated)),
        ("TR340", rules.tr340(line, allocated)),
        ("TR381", messages.tr381(line.category, line.code, case.products)),
        ("TR341", rules.tr341(line, allocated, listed)),
        ("TR346", rules.tr346(line, listed)),
        ("TR418", rules.tr418(line, agreed)),
        ("TR321", rules.tr321(line, allocated, case.exchange.law)),
        ("TR322", rules.tr322(line, allocated, known.volumes[line.number])),
        ("TR369", rules.tr369(line, allocated, known.cents[line.number])),
        ("TR389", rules.tr389(line, known.standing)),
    )


def _which(*held: tuple[str, bool]) -> list[str]:
    return [code for code, obeyed in held if not obeyed]


def _count(known: Known, line: Line) -> None:
    """A granted line counts for those after it."""
    sign = -1 if line.is_credit else 1
    known.volumes[line.number] += sign * counted(line.volume, line.unit)
    known.cents[line.number] += sign * line.amount
    if line.is_credit:
        known.credited.add(line.previous)
        known.standing.discard(rules.place_of(line))
    else:
        known.standing.add(rules.place_of(line))
