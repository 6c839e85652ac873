"""A small municipality whose accounts, budget and last year's accounts close: what a rule may look at.

Every figure is invented. A test plants one defect by `replace`, `with_amount` or `with_record`.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from itertools import count
from typing import Any

from noaber.intake.documents.audit.case import Case
from noaber.intake.documents.audit.rules import Check
from noaber.intake.documents.reading import (
    AmountItem,
    AmountKind,
    AmountStage,
    CheckItem,
    DocumentHead,
    GoalItem,
    IndicatorItem,
    Reading,
    Record,
    Span,
    ValueItem,
)

TODAY = date(2023, 5, 1)
Column = tuple[str, AmountStage, int]
ACTUAL: Column = ("Realisatie 2022", "actual", 2022)
REVISED: Column = ("Begroting 2022 na wijziging", "revised", 2022)
ORIGINAL: Column = ("Begroting 2022", "original", 2022)
PLAN: tuple[Column, ...] = tuple(
    (f"Begroting {year}", "original", year) for year in range(2022, 2026)
)
NAMES = {"T1": "Jeugdhulp", "T2": "Werk en inkomen"}
Amounts = Mapping[tuple[str, AmountKind], Sequence[int]]
# Realised, allowed, original; an addition to a reserve is above zero.
ACCOUNTS: Amounts = {
    ("T1", "expense"): (930_750, 950_750, 900_500),
    ("T1", "income"): (310_400, 300_400, 300_400),
    ("T1", "reserve"): (-40_300, -40_300, -30_300),
    ("T2", "expense"): (490_900, 500_900, 500_900),
    ("T2", "income"): (100_100, 100_100, 100_100),
    ("T2", "reserve"): (5_000, 5_000, 5_000),
}
BUDGET: Amounts = {
    ("T1", "expense"): (900_500, 910_100, 915_300, 920_700),
    ("T1", "income"): (300_400, 300_500, 300_600, 300_700),
    ("T1", "reserve"): (-30_300, 0, 0, 0),
    ("T2", "expense"): (500_900, 510_200, 512_300, 514_400),
    ("T2", "income"): (100_100, 100_200, 100_300, 100_400),
    ("T2", "reserve"): (5_000, 0, 0, 0),
}
GOALS = (
    GoalItem("P", None, "programme", "Samenleving", (0, 1)),
    GoalItem("T1", "P", "theme", "Jeugdhulp", (2, 3)),
    GoalItem("T2", "P", "theme", "Werk en inkomen", (4, 5)),
    GoalItem("G1", "T1", "goal", "Jongeren groeien veilig op", (6, 7)),
    GoalItem("S1", "G1", "subgoal", "Hulp is op tijd", (8, 9)),
    GoalItem("G2", "T2", "goal", "Iedereen doet mee", (10, 11)),
)


def value(period: str, found: Any, kind: str = "actual", at: int = 0) -> ValueItem:
    """One cell of an indicator; its place follows from its period."""
    start = 100_000 + 10 * sum(map(ord, period + kind)) + at
    return ValueItem(period, found, kind, (start, start + 1))  # type: ignore[arg-type]


def series(**found: Any) -> tuple[ValueItem, ...]:
    """Realised values by year: series(y2022=12)."""
    return tuple(value(name[1:], one) for name, one in found.items())


INDICATORS = (
    IndicatorItem(
        "I1", "S1", "Jongeren met hulp op tijd", "percent", "Zorgmonitor", "up", (),
        (*series(y2019=81, y2020=83, y2021=85, y2022=88), value("2022", 86, "target")),
        (200, 210), kind="outcome",
    ),
    IndicatorItem(
        "I2", "G2", "Inwoners met werk", "number", "CBS", None, (),
        series(y2019=3270, y2020=3310, y2021=3295, y2022=3402), (220, 230), kind="outcome",
    ),
)  # fmt: skip


def record(section: str, key: str, **values: Any) -> Record:
    """One record; entries are given as lists of records under the name of their section."""
    entries = {name: tuple(one) for name, one in values.items() if isinstance(one, list)}
    plain = {name: one for name, one in values.items() if not isinstance(one, list)}
    start = 10_000 + 20 * sum(map(ord, section + key))
    return Record(section, key, plain, (start, start + 5), entries=entries)


def movement(theme: str, direction: str, stage: str, eur: int) -> Record:
    """Money into or out of a reserve."""
    return record("movement", "", theme=theme, direction=direction, stage=stage, eur=eur)


def change(theme: str, kind: str, eur: int, **more: Any) -> Record:
    """One line of an amendment."""
    return record("line", "", theme=theme, kind=kind, eur=eur, **more)


RECORDS = (
    record(
        "effort", "E1", name="Snelle toegang", goals=("G1",),
        status=[record("status", "", on="2022-03", status="running")],
    ),
    record("effort", "E2", name="Naar werk", goals=("T2",), waits_for=("E1",)),
    record(
        "budget_amendment", "B1", number="1", authority="council", on="2022-06-28",
        line=[change("T1", "expense", 50_250), change("T1", "reserve_movement", -10_000)],
    ),
    record(
        "reserve", "R1", name="Reserve sociaal domein", opening=200_000, closing=164_700,
        ceiling=250_000,
        movement=[
            movement("T1", "withdrawal", "actual", 40_300),
            movement("T1", "withdrawal", "revised", 40_300),
            movement("T1", "withdrawal", "original", 30_300),
            *(movement("T2", "addition", stage, 5_000) for stage in ("actual", "revised", "original")),
        ],
    ),
    record("explanation", "X1", theme="T1", about="Minder verblijf", cause="volume", eur=18_000),
    record("explanation", "X2", theme="T1", about="Dure plekken", eur=10_000, part_of="X1"),
    record("explanation", "X3", theme="T1", about="Kortere duur", eur=8_000, part_of="X1"),
    record("explanation", "X4", theme="T1", about="Aanpak eenzaamheid later", eur=12_000),
    record("explanation", "X5", theme="T2", about="Minder bijstand", cause="volume", eur=10_000),
    record("grant_received", "U1", scheme="SPUK", eur=50_000, spent=50_000, deadline="2022-12-31"),
    record("savings_target", "V1", name="Inkoop", year=2022, booked=10_000, realised=4_000, reason="later"),
)  # fmt: skip
HEAD = DocumentHead("Rekening 2022", "Twenterand", "account", 2022, "Samenleving")


def finance(
    amounts: Amounts, columns: Sequence[Column], names: Mapping[str, str] = NAMES
) -> tuple[AmountItem, ...]:
    """A table that prints expense and income above zero, balances, totals, reserves, results."""
    place = count(1000, 2)
    number = count(1)

    def row(
        heading: str | None, line: str, kind: AmountKind, found: Sequence[int]
    ) -> Iterator[AmountItem]:
        for (head, stage, year), eur in zip(columns, found, strict=True):
            at: Span = (next(place), 0)
            yield AmountItem(
                f"F{next(number)}", heading, line, kind, head, stage, year, eur, None, (at[0], at[0] + 1)
            )  # fmt: skip

    def added(kind: AmountKind) -> list[int]:
        return [sum(one) for one in zip(*(amounts[key, kind] for key in names), strict=True)]

    made: list[AmountItem] = []
    for key, name in names.items():
        spent, earned = amounts[key, "expense"], amounts[key, "income"]
        made += row(name, "Lasten", "expense", spent)
        made += row(name, "Baten", "income", earned)
        made += row(name, "Saldo", "balance", _less(earned, spent))
    balance = _less(added("income"), added("expense"))
    made += row(None, "Totaal lasten", "expense", added("expense"))
    made += row(None, "Totaal baten", "income", added("income"))
    made += row(None, "Totaal saldo", "balance", balance)
    for key, name in names.items():
        made += row(None, f"Mutaties reserves {name}", "reserve", amounts[key, "reserve"])
    made += row(None, "Totaal mutaties reserves", "reserve", added("reserve"))
    made += row(None, "Resultaat", "result", _less(balance, added("reserve")))
    return tuple(made)


def _less(left: Sequence[int], right: Sequence[int]) -> list[int]:
    return [one - other for one, other in zip(left, right, strict=True)]


def accounts(**changed: Any) -> Reading:
    """The accounts of 2022, with parts of the Reading changed."""
    made = Reading(HEAD, GOALS, INDICATORS, finance=finance(ACCOUNTS, (ACTUAL, REVISED, ORIGINAL)), records=RECORDS)  # fmt: skip
    return replace(made, **changed)


def budget(**changed: Any) -> Reading:
    """The budget of 2022 with its plan years."""
    head = replace(HEAD, title="Begroting 2022", kind="budget")
    efforts = tuple(one for one in RECORDS if one.section == "effort")
    series_before = tuple(
        replace(one, values=one.values[:3] + one.values[4:]) for one in INDICATORS
    )
    made = Reading(head, GOALS, series_before, finance=finance(BUDGET, PLAN), records=efforts)
    return replace(made, **changed)


def last_year(**changed: Any) -> Reading:
    """The accounts of 2021: where this year's reserves and appropriations come from."""
    head = replace(HEAD, title="Rekening 2021", year=2021)
    kept = (
        record("reserve", "R1", name="Reserve Sociaal Domein", closing=200_000),
        record("result_appropriation", "A1", purpose="Aanpak eenzaamheid ouderen", eur=25_000, year=2022),
    )  # fmt: skip
    return replace(Reading(head, GOALS, records=kept), **changed)


def with_amounts(amounts: Mapping[tuple[str, AmountKind], Sequence[int]]) -> Reading:
    """The accounts with other amounts for some themes; all sums follow."""
    return accounts(finance=finance({**ACCOUNTS, **amounts}, (ACTUAL, REVISED, ORIGINAL)))


def with_cell(reading: Reading, line: str, column: str, eur: int, heading: str | None) -> Reading:
    """The reading with one printed amount changed and no sum with it."""
    return replace(
        reading,
        finance=tuple(
            replace(one, eur=eur)
            if (one.heading, one.line, one.column) == (heading, line, column)
            else one
            for one in reading.finance
        ),
    )


def with_record(reading: Reading, key: str, **values: Any) -> Reading:
    """The reading with fields or entries of one record changed; a field that is None falls away."""
    return replace(
        reading,
        records=tuple(_changed(one, values) if one.id == key else one for one in reading.records),
    )


def _changed(one: Record, values: Mapping[str, Any]) -> Record:
    plain = {**one.values, **{key: got for key, got in values.items() if not isinstance(got, list)}}
    lists = {key: tuple(got) for key, got in values.items() if isinstance(got, list)}
    stated = {key: got for key, got in plain.items() if got is not None}
    return replace(one, values=stated, entries={**one.entries, **lists})


def without(reading: Reading, *sections: str) -> Reading:
    """The reading without the records of these sections."""
    return replace(
        reading, records=tuple(one for one in reading.records if one.section not in sections)
    )


def run(
    rule: Check, reading: Reading, *others: Reading, today: date | None = TODAY
) -> list[CheckItem]:
    """What one rule finds."""
    return list(rule(Case(reading, today, others)))


def only(rule: Check, reading: Reading, *others: Reading, today: date | None = TODAY) -> CheckItem:
    """The one finding of a rule."""
    (found,) = run(rule, reading, *others, today=today)
    return found
