"""Pure rules about printed money: which axes a line stands on, and the way there and back."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from noaber.intake.documents.reading import (
    AmountItem,
    AmountKind,
    AmountRecurrence,
    AmountStage,
)
from noaber.intake.documents.signs import SignConvention
from noaber.vocabulary.money import Recurrence, Stage

KIND_OF_LINE: dict[AmountKind, str] = {
    "expense": "expense",
    "income": "income",
    "balance": "balance",
    "reserve": "reserve_movement",
    "result": "financial_result",
    "other": "other",
}
LINE_OF_KIND = {kind: line for line, kind in KIND_OF_LINE.items()}
# Only the lowest level is counted; the rest is recomputed and held against what is printed.
COUNTED = frozenset({"expense", "income", "reserve_movement"})
_STAGE = {
    "actual": Stage.ACTUAL,
    "incidental": Stage.ACTUAL,
    "original": Stage.ORIGINAL,
    "revised": Stage.REVISED,
    "forecast": Stage.FORECAST,
    "commitment": Stage.COMMITMENT,
}


def printed_recurrence(stage: str, recurrence: str) -> AmountRecurrence | None:
    """The way back from `axes`: said apart, but not where the stage 'incidental' says it already."""
    if recurrence == Recurrence.RECURRING:
        return "recurring"
    return "one_off" if recurrence == Recurrence.ONE_OFF and stage != Stage.ACTUAL else None


_PRINTED: dict[str, AmountStage] = {
    Stage.ACTUAL: "actual",
    Stage.ORIGINAL: "original",
    Stage.REVISED: "revised",
    Stage.FORECAST: "forecast",
    Stage.COMMITMENT: "commitment",
}


@dataclass(frozen=True, slots=True)
class Axes:
    """Where an amount stands: kind, stage ('' where not said), recurrence, check or counted."""

    kind: str
    stage: str
    recurrence: str
    is_check: bool
    is_difference: bool


def axes(item: AmountItem, has_theme: bool) -> Axes:
    """The axes of a printed line; without a theme it is a total, and so a check."""
    kind = KIND_OF_LINE[item.kind]
    difference = item.stage == "difference"
    return Axes(
        kind=kind,
        stage=_STAGE.get(item.stage or "", ""),
        recurrence=Recurrence.ONE_OFF
        if item.stage == "incidental"
        else Recurrence(item.recurrence or Recurrence.UNDIVIDED),
        is_check=kind not in COUNTED or not has_theme or difference or item.stage is None,
        is_difference=difference,
    )


def printed_stage(stage: str, recurrence: str, is_difference: bool) -> AmountStage | None:
    """The way back from `axes`: the stage as a reading names it."""
    if is_difference:
        return "difference"
    if stage == Stage.ACTUAL and recurrence == Recurrence.ONE_OFF:
        return "incidental"
    return _PRINTED.get(stage)


def factor(kind: str, signs: SignConvention) -> int:
    """+1 or -1: what a printed amount of this kind is multiplied by to give its magnitude."""
    return signs.factor(LINE_OF_KIND[kind])


def printed(eur: Decimal) -> int | float:
    """An amount as a reading holds it: whole euros as int."""
    return int(eur) if eur == eur.to_integral_value() else float(eur)


def lowest(explanations: Iterable[tuple[int, int | None, Decimal]]) -> set[int]:
    """Which explanations are counted, given as (id, id of the whole, euros).

    The parts where they add up to the whole, to within a euro each; else the whole, for what its parts
    leave out was explained too. A document says 'of which' of some part of an amount now and then.
    """
    rows = list(explanations)
    parts: dict[int, list[tuple[int, Decimal]]] = {}
    for number, whole, eur in rows:
        if whole is not None:
            parts.setdefault(whole, []).append((number, eur))

    def below(number: int, eur: Decimal) -> set[int]:
        mine = parts.get(number, [])
        if not mine or abs(sum(part for _, part in mine) - eur) > len(mine):
            return {number}
        return {one for part in mine for one in below(*part)}

    return {one for number, whole, eur in rows if whole is None for one in below(number, eur)}


def subtotals(items: Iterable[AmountItem]) -> set[str]:
    """The ids of lines that repeat what lines with a taakveld below the same heading add up to.

    Only the lowest level is counted: where a heading splits its expenses by taakveld, the line without
    one is their total.
    """
    items = list(items)
    split = {_cell(item) for item in items if item.taakveld and item.heading}
    return {item.id for item in items if not item.taakveld and _cell(item) in split}


def _cell(item: AmountItem) -> tuple[object, ...]:
    return (item.heading, item.kind, item.stage, item.year, item.recurrence, item.column)
