"""Reserves: a register that runs from one year into the next, and meets the cost table."""

from collections.abc import Iterable, Iterator

from noaber.intake.documents.audit.case import Case
from noaber.intake.documents.audit.values import called, cents, text
from noaber.intake.documents.audit.words import STAGES, euro, finding
from noaber.intake.documents.reading import AmountStage, CheckItem, Reading, Record, Span
from noaber.vocabulary.names import normalise

# Which movements lead to the closing that a document prints: the first kind that it has.
_CLOSING_BY = {
    "account": ("actual",),
    "interim": ("forecast", "revised"),
    "budget": ("revised", "original"),
    "other": ("actual",),
}
_STAGES: tuple[AmountStage, ...] = ("actual", "revised", "original")


def reserve_closes(case: Case) -> Iterator[CheckItem]:
    """Opening and additions less withdrawals give the closing of each reserve.

    Accounts are held to their actual movements, a budget to the budgeted ones. Silent where no
    movement of that kind is printed in the whole document.

    Why: a reserve is money of the council, and each movement needs its decision.
    Law: BBV 54: the course of every reserve over the year is shown.
    Prevents: a withdrawal that is left out, an addition that is counted in two reserves.
    """
    reserves = case.records("reserve")
    stage = _closing_stage(case, reserves)
    for reserve in reserves:
        opening, closing = cents(reserve, "opening"), cents(reserve, "closing")
        if stage is None or opening is None or closing is None:
            continue
        moved = sum(_signed(one) for one in _movements(reserve, stage))
        if abs(opening + moved - closing) > 100:
            yield finding(
                "reserve",
                f"Reserve {called(reserve)}: {euro(opening)} aan het begin en {euro(moved)} aan "
                f"mutaties ({STAGES[stage]}) geven {euro(opening + moved)}, als eindstand staat er "
                f"{euro(closing)}: {euro(abs(opening + moved - closing))} verschil. Welke mutatie "
                "ontbreekt of staat er te veel?",
                (reserve.span, *(one.span for one in _movements(reserve, stage))),
                expected=opening + moved,
                found=closing,
                tolerance=100,
            )


def reserve_within_ceiling(case: Case) -> Iterator[CheckItem]:
    """The closing of a reserve is not above the ceiling that the council set.

    Why: what is above the ceiling belongs to the general reserve, so the council decides on it.
    Law: Gemeentewet 212 and the municipality's own note on reserves.
    Prevents: a purpose reserve that goes on growing unseen.
    """
    for reserve in case.records("reserve"):
        ceiling, closing = cents(reserve, "ceiling"), cents(reserve, "closing")
        if ceiling is not None and closing is not None and closing > ceiling:
            yield finding(
                "reserve",
                f"Reserve {called(reserve)}: de eindstand van {euro(closing)} is "
                f"{euro(closing - ceiling)} boven het plafond van {euro(ceiling)}. Wat gebeurt er met "
                "het meerdere?",
                (reserve.span,),
                expected=ceiling,
                found=closing,
            )


def reserve_meets_cost_table(case: Case) -> Iterator[CheckItem]:
    """The movements of the reserves add up to the reserve lines of the cost table, per stage.

    Held per theme, or over the programme where a movement names no theme. Only a register counts: a
    reserve with an opening or closing; reserves that are named in passing need not be complete.

    Why: the result after reserves and the reserves on the balance sheet tell of the same euros.
    Law: BBV 17 (reserve movements per programme) and 54.
    Prevents: a register that moves other amounts than the result was computed with.
    """
    reserves = case.records("reserve")
    if not case.money.knows_reserves or not all(_is_kept(one) for one in reserves):
        return
    for stage in _STAGES:
        register = _by_theme(reserves, stage)
        if None in register:
            register = {None: _joined(register.values())}
        off = [
            (*one, *register[theme])
            for theme in register
            if (one := _table(case, theme, stage)) is not None
            and abs(one[1] - register[theme][0]) > case.money.unit
        ]
        if off:
            yield finding(
                "reserve",
                f"De mutaties van de reserves sluiten niet op de tabel van baten en lasten "
                f"({STAGES[stage]}): "
                + "; ".join(
                    f"{name} {euro(kept)} in het verloop, {euro(printed)} in de tabel"
                    for name, printed, _, kept, _ in off
                )
                + ". Welke van de twee is juist?",
                tuple(span for _, _, printed, _, kept in off for span in (*printed, *kept)),
                expected=sum(kept for _, _, _, kept, _ in off),
                found=sum(printed for _, printed, _, _, _ in off),
                tolerance=case.money.unit,
            )


def reserve_opens_where_it_closed(case: Case) -> Iterator[CheckItem]:
    """The opening of a reserve is its closing in the accounts of the year before.

    Reserves are the same when they have the same name; one that is new or gone is left alone.

    Why: between 31 December and 1 January no decision can move money.
    Law: BBV 54; the accounts of the year before, as the council adopted them (Gemeentewet 198).
    Prevents: a correction of last year that nobody decided on.
    """
    before = case.previous()
    if before is None or case.kind not in ("account", "interim"):
        return
    closed = _closings(before)
    for reserve in case.records("reserve"):
        opening, closing = cents(reserve, "opening"), closed.get(normalise(called(reserve)))
        if opening is not None and closing is not None and abs(opening - closing) > 100:
            yield finding(
                "reserve",
                f"Reserve {called(reserve)} begint met {euro(opening)}, in {before.document.title} "
                f"eindigde zij op {euro(closing)}: {euro(abs(opening - closing))} verschil. Waar komt "
                "dat vandaan?",
                (reserve.span,),
                expected=closing,
                found=opening,
                tolerance=100,
            )


def _closings(reading: Reading) -> dict[str, int]:
    return {
        normalise(called(one)): amount
        for one in reading.records
        if one.section == "reserve" and (amount := cents(one, "closing")) is not None
    }


def _closing_stage(case: Case, reserves: tuple[Record, ...]) -> str | None:
    stages = _CLOSING_BY[case.kind]
    return next((one for one in stages if any(_movements(r, one) for r in reserves)), None)


def _movements(reserve: Record, stage: str) -> tuple[Record, ...]:
    return tuple(
        one
        for one in reserve.entries.get("movement", ())
        if text(one, "stage") == stage and cents(one, "eur") is not None
    )


def _signed(movement: Record) -> int:
    amount = cents(movement, "eur") or 0
    return -amount if text(movement, "direction") == "withdrawal" else amount


def _is_kept(reserve: Record) -> bool:
    return cents(reserve, "opening") is not None or cents(reserve, "closing") is not None


_Moved = tuple[int, tuple[Span, ...]]


def _by_theme(reserves: tuple[Record, ...], stage: str) -> dict[str | None, _Moved]:
    found: dict[str | None, _Moved] = {}
    for reserve in reserves:
        for one in _movements(reserve, stage):
            theme = text(one, "theme") or None
            amount, spans = found.get(theme, (0, ()))
            found[theme] = (amount + _signed(one), (*spans, one.span))
    return found


def _joined(moved: Iterable[_Moved]) -> _Moved:
    parts = list(moved)
    return sum(one[0] for one in parts), tuple(span for one in parts for span in one[1])


def _table(
    case: Case, theme: str | None, stage: AmountStage
) -> tuple[str, int, tuple[Span, ...]] | None:
    printed = case.money.at(theme, "reserve", stage, case.year)
    name = "het programma" if theme is None else case.name(theme)
    return None if printed is None else (name, printed.cents, printed.spans)
