"""Is an indicator where the municipality wanted it? 'No target set' and 'cannot tell' are answers."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum

from noaber.measures.results import Result
from noaber.vocabulary.gaps import Gap
from noaber.vocabulary.numbers import format_plain
from noaber.vocabulary.periods import Period, parse_period
from noaber.vocabulary.targets import WITH_VALUE, Target, TargetKind

LAPSES_AFTER = 3


class Standing(StrEnum):
    """What can be said of an indicator against its target."""

    ATTAINED = "attained"
    NOT_ATTAINED = "not_attained"
    NO_TARGET_SET = "no_target_set"
    CANNOT_TELL = "cannot_tell"
    LAPSED = "lapsed"


class Movement(StrEnum):
    """How the last value compares with the one before; only where no break lies between."""

    UP = "up"
    DOWN = "down"
    SAME = "same"
    BROKEN = "broken"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Attainment:
    """The judgement on one indicator in one period, with the sentence that says why."""

    standing: Standing
    movement: Movement
    why: str


@dataclass(frozen=True, slots=True)
class Baseline:
    """What an indicator is held against from its start: the period, as written, and the value."""

    period: str
    value: Decimal | None


def judge(
    series: Sequence[Result], target: Target, period: Period, baseline: Baseline | None = None
) -> Attainment:
    """Judge a series (results of one indicator, in order of time) in a period against its target.

    Where there is a baseline, the answer ends with what became of it; unless a break lies between.

    Three periods in a row without a value, this one the last, and the indicator has lapsed: nobody
    keeps it any more (the rule of the province of Utrecht for its policy indicators).
    """
    made = _judged(series, target, period)
    since = _since(series, period, baseline)
    return replace(made, why=f"{made.why} {since}") if since else made


def _since(series: Sequence[Result], period: Period, baseline: Baseline | None) -> str:
    now = next((result for result in series if result.period_start == period.start), None)
    if baseline is None or baseline.value is None or now is None or now.value is None:
        return ""
    start = parse_period(baseline.period).start
    if start >= now.period_start:
        return ""
    if any(r.broken != "no" for r in series if start < r.period_start <= now.period_start):
        return (
            f"Met de nulmeting ({baseline.period}) is het door een trendbreuk niet te vergelijken."
        )
    return f"Bij de nulmeting ({baseline.period}) was het {_shown(baseline.value, now.unit)}."


def _judged(series: Sequence[Result], target: Target, period: Period) -> Attainment:
    now = next((result for result in series if result.period_start == period.start), None)
    before = _before(series, period)
    movement = _movement(series, before, now)
    if _lapsed(series, period):
        why = f"Al {LAPSES_AFTER} perioden is er geen waarde: deze indicator wordt niet meer bijgehouden."
        return Attainment(Standing.LAPSED, movement, why)
    if target.kind is TargetKind.NONE_SET:
        return Attainment(Standing.NO_TARGET_SET, movement, _no_target(movement, before, now))
    if now is None or now.value is None:
        why = f"Voor {period} is er geen waarde ({_missing(now)}), dus dit is niet te zeggen."
        return Attainment(Standing.CANNOT_TELL, movement, why)
    if target.kind in WITH_VALUE and target.value is not None:
        return _against_value(now.value, target, target.value, movement, now.unit)
    return _against_before(movement, target, before, now)


def _lapsed(series: Sequence[Result], period: Period) -> bool:
    last = [result for result in series if result.period_start <= period.start][-LAPSES_AFTER:]
    empty = all(
        result.value is None and not result.word and result.gap != Gap.TOO_FEW for result in last
    )
    return len(last) == LAPSES_AFTER and empty


def _before(series: Sequence[Result], period: Period) -> Result | None:
    earlier = [r for r in series if r.period_start < period.start and r.value is not None]
    return earlier[-1] if earlier else None


def _movement(series: Sequence[Result], before: Result | None, now: Result | None) -> Movement:
    if now is None or before is None or now.value is None or before.value is None:
        return Movement.UNKNOWN
    # A break at a year without a value between the two stands in the way just as well.
    between = (r for r in series if before.period_start < r.period_start <= now.period_start)
    if any(result.broken != "no" for result in between):
        return Movement.BROKEN
    if now.value == before.value:
        return Movement.SAME
    return Movement.UP if now.value > before.value else Movement.DOWN


def _against_value(
    value: Decimal, target: Target, wanted: Decimal, movement: Movement, unit: str
) -> Attainment:
    aim, became = _shown(wanted, unit), _shown(value, unit)
    if target.kind is TargetKind.VALUE and value != wanted:
        why = (
            f"Als streefwaarde staat er {aim}; het werd {became}. Het document "
            "zegt niet of meer of minder beter is."
        )
        return Attainment(Standing.CANNOT_TELL, movement, why)
    reached = {
        TargetKind.AT_LEAST: value >= wanted,
        TargetKind.AT_MOST: value <= wanted,
        TargetKind.VALUE: True,
    }[target.kind]
    words = {TargetKind.AT_LEAST: "minstens ", TargetKind.AT_MOST: "hoogstens "}
    why = f"De streefwaarde is {words.get(target.kind, '')}{aim}; het werd {became}."
    return Attainment(Standing.ATTAINED if reached else Standing.NOT_ATTAINED, movement, why)


_ACCEPTED = {
    TargetKind.UP: {Movement.UP},
    TargetKind.DOWN: {Movement.DOWN},
    TargetKind.HOLD: {Movement.SAME},
    TargetKind.HOLD_OR_UP: {Movement.SAME, Movement.UP},
    TargetKind.HOLD_OR_DOWN: {Movement.SAME, Movement.DOWN},
}
_WANTED = {
    TargetKind.UP: "een stijging",
    TargetKind.DOWN: "een daling",
    TargetKind.HOLD: "dat het gelijk blijft",
    TargetKind.HOLD_OR_UP: "dat het gelijk blijft of stijgt",
    TargetKind.HOLD_OR_DOWN: "dat het gelijk blijft of daalt",
}


def _against_before(
    movement: Movement, target: Target, before: Result | None, now: Result
) -> Attainment:
    wanted = f"De gemeente wil {_WANTED[target.kind]}."
    if movement is Movement.BROKEN:
        why = f"{wanted} Er zit een trendbreuk tussen, dus dit is niet te zeggen."
        return Attainment(Standing.CANNOT_TELL, movement, why)
    if movement is Movement.UNKNOWN or before is None:
        why = f"{wanted} Er is geen eerdere waarde om mee te vergelijken."
        return Attainment(Standing.CANNOT_TELL, movement, why)
    reached = movement in _ACCEPTED[target.kind]
    why = f"{wanted} {_compared(movement, before, now)}"
    return Attainment(Standing.ATTAINED if reached else Standing.NOT_ATTAINED, movement, why)


def _no_target(movement: Movement, before: Result | None, now: Result | None) -> str:
    if movement is Movement.BROKEN:
        return (
            "Er is geen streefwaarde afgesproken. Door een trendbreuk is ook niet te zeggen of het "
            "meer of minder werd."
        )
    if movement is Movement.UNKNOWN or before is None or now is None:
        return "Er is geen streefwaarde afgesproken."
    return f"Er is geen streefwaarde afgesproken. {_compared(movement, before, now)}"


def _compared(movement: Movement, before: Result, now: Result) -> str:
    if before.value is None or now.value is None:
        raise ValueError("a comparison needs two values")
    year = before.period_start.year
    if now.unit == "yesno":
        words = {Decimal(1): "ja", Decimal(0): "nee"}
        old, new = words.get(before.value, "?"), words.get(now.value, "?")
        return f"In {year} was het {old}, nu {new}."
    old, new = _shown(before.value, now.unit), _shown(now.value, now.unit)
    if movement is Movement.SAME:
        return f"De waarde is gelijk aan die van {year}: {new}."
    word = "gestegen" if movement is Movement.UP else "gedaald"
    return f"De waarde is {word} van {old} in {year} naar {new}."


def _shown(value: Decimal, unit: str = "") -> str:
    if unit == "yesno":
        return "ja" if value else "nee"
    if unit == "eur":
        return f"€ {format_plain(value)}"
    return f"{format_plain(value)}%" if unit == "percent" else format_plain(value)


def _missing(now: Result | None) -> str:
    if now is None:
        return "niet in het document"
    if now.word:
        return f"er staat '{now.word}'"
    return Gap(now.gap).dutch if now.gap else "onbekend"
