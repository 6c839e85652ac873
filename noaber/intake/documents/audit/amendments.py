"""Amendments: the budget that the council adopted, and every change of it, give the revised budget."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from noaber.intake.documents.audit.case import Case
from noaber.intake.documents.audit.money import Sum
from noaber.intake.documents.audit.values import cents, text, year
from noaber.intake.documents.audit.words import KINDS, counted, euro, finding, listed
from noaber.intake.documents.reading import AmountKind, CheckItem, Record, Span

_KIND: dict[str, AmountKind] = {
    "expense": "expense",
    "income": "income",
    "reserve_movement": "reserve",
}
Place = tuple[str, AmountKind, int | None]


@dataclass
class _Changes:
    """The amendments of one theme, kind and plan year."""

    cents: int = 0
    numbers: list[str] = field(default_factory=list)
    spans: list[Span] = field(default_factory=list)


def amendments_add_up(case: Case) -> Iterator[CheckItem]:
    """The original budget and the adopted amendments give the revised budget.

    Held per theme, kind and plan year, and only where the document lists amendments. An amendment on
    a theme and year without an original budget is named, and so are budgets that changed without one.

    Why: the council's original must stay in view, and every euro that was moved has a decision.
    Law: Gemeentewet 189, 191 and 192; the council adopts the budget and each change of it.
    Prevents: a revised budget that no decision carries, an amendment that is booked twice or on the
    wrong theme or year.
    """
    changes = _changes(case)
    if not changes:
        return
    for place, change in changes.items():
        yield from _held(case, place, change)
    yield from _unfounded(case, changes)


def _changes(case: Case) -> dict[Place, _Changes]:
    found: dict[Place, _Changes] = {}
    for amendment in case.records("budget_amendment"):
        for line in amendment.entries.get("line", ()):
            kind, amount = _KIND.get(text(line, "kind")), cents(line, "eur")
            if kind is None or amount is None:
                continue
            stated = year(line)
            place = (text(line, "theme"), kind, case.year if stated is None else stated)
            _add(found.setdefault(place, _Changes()), amendment, line, amount)
    return found


def _add(change: _Changes, amendment: Record, line: Record, amount: int) -> None:
    change.cents += amount
    change.numbers.append(text(amendment, "number") or amendment.id)
    change.spans.append(line.span)


def _held(case: Case, place: Place, change: _Changes) -> Iterator[CheckItem]:
    theme, kind, plan_year = place
    original = case.money.at(theme, kind, "original", plan_year)
    revised = case.money.at(theme, kind, "revised", plan_year)
    where = _where(case, place)
    if original is None:
        if _has(case, "original") and _tells_reserves(case, kind):
            yield finding(
                "amendment",
                f"{where}: {_said(change)} wijzigt een begroting die niet in het document staat: "
                "er is geen oorspronkelijk bedrag van dit thema in dit jaar. Hoort de wijziging bij "
                "een ander thema of jaar?",
                change.spans,
                found=change.cents,
            )
    elif revised is not None and _tells_reserves(case, kind):
        yield from _summed(case, where, original, revised, change)


def _summed(
    case: Case, where: str, original: Sum, revised: Sum, change: _Changes
) -> Iterator[CheckItem]:
    expected = original.cents + change.cents
    gap = abs(expected - revised.cents)
    if gap <= case.money.unit:
        return
    yield finding(
        "amendment",
        f"{where}: oorspronkelijk {euro(original.cents)} en {_said(change)} geven "
        f"{euro(expected)}, na wijziging staat er {euro(revised.cents)}: {euro(gap)} verschil. "
        "Ontbreekt er een wijziging, of staat er een op het verkeerde thema of jaar?",
        (*revised.spans, *original.spans, *change.spans),
        expected=expected,
        found=revised.cents,
        tolerance=case.money.unit,
    )


def _unfounded(case: Case, changes: dict[Place, _Changes]) -> Iterator[CheckItem]:
    """Budgets that differ from the original without an amendment, as one finding."""
    money, names, spans = case.money, [], []
    for theme, kind, stage, plan_year in money.axes:
        if theme is None or stage != "revised" or kind not in _KIND.values():
            continue
        place = (theme, kind, plan_year)
        original, revised = (
            money.at(theme, kind, "original", plan_year),
            money.at(theme, kind, "revised", plan_year),
        )
        if place in changes or original is None or revised is None:
            continue
        gap = revised.cents - original.cents
        if abs(gap) > money.unit and _tells_reserves(case, kind):
            names.append(f"{_where(case, place)}: {euro(gap)}")
            spans += [*revised.spans, *original.spans]
    if names:
        yield finding(
            "amendment",
            f"{counted(len(names), 'bedrag is', 'bedragen zijn')} na wijziging anders dan "
            f"oorspronkelijk, zonder dat het document er een wijziging bij noemt: {listed(names)}. "
            "Welke besluiten horen hierbij?",
            spans,
        )


def _has(case: Case, stage: str) -> bool:
    return any(axes[2] == stage for axes in case.money.axes)


def _tells_reserves(case: Case, kind: AmountKind) -> bool:
    return kind != "reserve" or case.money.knows_reserves


def _where(case: Case, place: Place) -> str:
    theme, kind, plan_year = place
    return f"{case.name(theme)}, {KINDS[kind]} {plan_year or ''}".rstrip()


def _said(change: _Changes) -> str:
    numbers = ", ".join(dict.fromkeys(change.numbers))
    return f"wijziging {numbers} van samen {euro(change.cents)}"
