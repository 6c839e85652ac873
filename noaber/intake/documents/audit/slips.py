"""Slips: what a tired person types. A finding only when the evidence is strong.

A printed sum that holds with an amount in it proves the amount, however odd it looks: 634 budgeted
against 670.029 received can be true.
"""

from collections.abc import Iterator, Sequence
from statistics import median

from noaber.intake.documents.audit.case import Case
from noaber.intake.documents.audit.money import Money
from noaber.intake.documents.audit.values import to_cents
from noaber.intake.documents.audit.words import KINDS, STAGES, euro, finding, listed
from noaber.intake.documents.reading import (
    AmountItem,
    AmountKind,
    CheckItem,
    IndicatorItem,
    Span,
    ValueItem,
)
from noaber.vocabulary.names import normalise

_ALIKE = 3  # siblings are alike when the largest is at most three times the smallest
_FEW = 3


def amount_a_thousand_times_off(case: Case) -> Iterator[CheckItem]:
    """An amount is not about a thousand times larger or smaller than the others of its line.

    The others (at least two) must be alike, and no sum of the table may hold with the amount in it.

    Why: a point for a comma, or thousands where euros are asked, changes an amount a thousandfold.
    Law: none; the line itself.
    Prevents: 18.971 typed for 18.971.249.
    """
    proven = _proven(case)
    for table in case.money.tables:
        for row in table.rows:
            items = [case.reading.finance[cell] for cell in row.cells.values()]
            for item in _outliers([one for one in items if _is_whole(one)]):
                if item.span not in proven:
                    others = [one for one in items if _is_whole(one) and one is not item]
                    yield finding(
                        "difference",
                        f"{_place(item)}: {_eur(item)} is zo'n duizend keer zo "
                        f"{_size(item, others)} als de andere bedragen van deze regel "
                        f"({', '.join(_eur(one) for one in others)}). Staat er een punt, een komma of "
                        "drie nullen verkeerd?",
                        (item.span, *(one.span for one in others)),
                    )


def budget_a_thousand_times_off(case: Case) -> Iterator[CheckItem]:
    """The original budget in accounts or interim report is that of the budget, not a thousandfold.

    Compared are themes and programme with the budget of the same year; one finding for all.

    Why: one document in euros and one in thousands look alike until they are added.
    Law: none; both print what the council adopted.
    Prevents: a table 'x € 1.000' that is kept without its multiplier.
    """
    budget = case.other("budget", case.year)
    if budget is None or case.kind not in ("account", "interim"):
        return
    adopted = Money(budget)
    names: list[str] = []
    spans: list[Span] = []
    for theme, kind, stage, year in case.money.axes:
        if stage != "original" or kind not in ("expense", "income"):
            continue
        name = None if theme is None else case.name(theme)
        ours, theirs = case.money.at(theme, kind, stage, year), _same(adopted, name, kind, year)
        if ours is not None and theirs is not None and _is_thousandfold(ours.cents, theirs):
            names.append(
                f"{name or 'programma'}, {KINDS[kind]}: {euro(ours.cents)} tegen {euro(theirs)}"
            )
            spans += ours.spans
    if names:
        yield finding(
            "difference",
            f"De oorspronkelijke begroting staat hier zo'n duizend keer anders dan in "
            f"{budget.document.title}: {listed(names)}. Is een van de twee in duizenden euro's?",
            spans,
        )


def value_a_thousand_times_off(case: Case) -> Iterator[CheckItem]:
    """A value of an indicator is not about a thousand times the others of its series.

    Of percentages a hundred times is enough: 0,58 among 56 and 61. The others (at least three) must be
    alike. A series with a break is left alone.

    Why: a point for a comma changes a figure without anyone seeing it in the sentence.
    Law: none; the series itself.
    Prevents: 3,27 typed for 3.270.
    """
    for one in case.reading.indicators:
        for value, others in _odd_values(one):
            yield finding(
                "series_break",
                f"{one.name}: {_number(value)} in {value.period} past niet bij "
                f"{', '.join(f'{_number(other)} ({other.period})' for other in others)}. Staat de komma "
                "of de punt verkeerd?",
                (value.span, *(other.span for other in others)),
            )


def income_with_another_sign(case: Case) -> Iterator[CheckItem]:
    """An amount of income has the sign of the other income in the table.

    Said where at least four other amounts of income, and four of every five, have the other sign, and
    no sum of the table holds with this one in it.

    Why: some municipalities print income below zero, and who types along forgets one.
    Law: none; the table's own convention.
    Prevents: income that is subtracted instead of added, twice its amount off.
    """
    income = [
        one
        for one in case.reading.finance
        if one.kind == "income" and _is_whole(one) and to_cents(one.eur)
    ]
    below = [one for one in income if one.eur < 0]
    above = [one for one in income if one.eur > 0]
    odd, usual = sorted((below, above), key=len)
    if len(usual) < 4 or 5 * len(odd) > len(income):
        return
    proven = _proven(case)
    for item in odd:
        if item.span not in proven:
            sign = "negatief" if item.eur < 0 else "positief"
            yield finding(
                "balance",
                f"{_place(item)}: {_eur(item)} is {sign}, terwijl de andere {len(usual)} bedragen aan "
                "baten dat niet zijn. Is het teken verkeerd, of is dit een correctie?",
                (item.span, usual[0].span),
            )


def _proven(case: Case) -> frozenset[Span]:
    """The places of amounts with which a printed sum holds, and that are in none that fails."""
    held = {span for one in case.sums if one.status == "ok" for span in one.spans}
    broken = {span for one in case.sums if one.status == "off" for span in one.spans}
    return frozenset(held - broken)


def _is_whole(item: AmountItem) -> bool:
    return item.stage not in ("incidental", "difference") and item.recurrence != "one_off"


def _outliers(items: Sequence[AmountItem]) -> list[AmountItem]:
    found = []
    for item in items:
        others = [abs(one.eur) for one in items if one is not item]
        if len(others) >= 2 and _are_alike(others) and _is_thousandfold(item.eur, median(others)):
            found.append(item)
    return found


def _are_alike(amounts: Sequence[int | float]) -> bool:
    return min(amounts) > 0 and max(amounts) <= _ALIKE * min(amounts)


def _is_thousandfold(left: int | float, right: int | float, factor: int = 1000) -> bool:
    """Whether one is a thousand times the other, give or take half."""
    small, large = sorted((abs(left), abs(right)))
    return small > 0 and factor / 2 <= large / small <= factor * 2


def _odd_values(one: IndicatorItem) -> Iterator[tuple[ValueItem, list[ValueItem]]]:
    values = [
        value
        for value in one.values
        if value.kind == "actual" and to_cents(value.value) not in (None, 0)
    ]
    factors = (100, 1000) if one.unit == "percent" else (1000,)
    for value in values if not one.breaks else ():
        others = [other for other in values if other is not value]
        sizes = [abs(_float(other)) for other in others]
        if len(others) >= _FEW and _are_alike(sizes):
            middle = median(sizes)
            if any(_is_thousandfold(_float(value), middle, factor) for factor in factors):
                yield value, others


def _float(value: ValueItem) -> float:
    return float(value.value) if isinstance(value.value, int | float) else 0.0


def _number(value: ValueItem) -> str:
    return str(value.value).replace(".", ",")


def _same(money: Money, name: str | None, kind: AmountKind, year: int | None) -> int | None:
    """The original budget of a theme by its name, or of the programme, in another document."""
    if name is None:
        theme = None
    else:
        same = (key for key, one in money.names.items() if normalise(one) == normalise(name))
        theme = next(same, "")
    found = money.at(theme, kind, "original", year)
    return found.cents if found else None


def _place(item: AmountItem) -> str:
    where = item.column or STAGES.get(item.stage or "", "")
    return ", ".join(part for part in (item.heading, item.line, where) if part)


def _eur(item: AmountItem) -> str:
    return euro(to_cents(item.eur) or 0)


def _size(item: AmountItem, others: Sequence[AmountItem]) -> str:
    return "groot" if abs(item.eur) > max(abs(one.eur) for one in others) else "klein"
