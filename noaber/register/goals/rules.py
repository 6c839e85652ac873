"""Pure rules about goals: paths that last, values as printed, targets as meant."""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from difflib import SequenceMatcher

from noaber.intake.documents.reading import GoalItem, IndicatorItem, ValueItem
from noaber.vocabulary.gaps import Gap
from noaber.vocabulary.names import normalise, slug, unused
from noaber.vocabulary.targets import Target, TargetKind


def paths(code: str, goals: Iterable[GoalItem]) -> dict[str, str]:
    """Item id -> lasting path. Two nodes with one name under one parent get '-2', '-3'.

    Raises ValueError where a parent is unknown or stands after its child.
    """
    made: dict[str, str] = {}
    taken: set[str] = set()
    for goal in goals:
        if goal.parent is not None and goal.parent not in made:
            raise ValueError(f"'{goal.text}' hoort bij '{goal.parent}', dat er niet voor staat")
        above = made[goal.parent] if goal.parent is not None else code
        made[goal.id] = unused(f"{above}/{slug(goal.text)}", taken)
        taken.add(made[goal.id])
    return made


def indicator_paths(
    node_paths: Mapping[str, str], root: str, indicators: Iterable[IndicatorItem]
) -> dict[str, str]:
    """Item id -> lasting path of an indicator under its goal (the programme where none is said)."""
    made: dict[str, str] = {}
    taken: set[str] = set()
    for item in indicators:
        above = node_paths.get(item.goal or "", root)
        made[item.id] = unused(f"{above}:{slug(item.name, 80)}", taken)
        taken.add(made[item.id])
    return made


def cell(item: ValueItem) -> dict[str, object]:
    """The columns value, word, gap and scale of one printed cell. Yes is 1 and no is 0."""
    value = item.value
    if value is None:
        return {"value": None, "word": "", "gap": Gap.NOT_PRINTED.value, "scale": 0}
    if isinstance(value, str):
        return {"value": None, "word": value, "gap": "", "scale": 0}
    number = Decimal(int(value)) if isinstance(value, bool) else Decimal(str(value))
    scale = max(0, -int(number.as_tuple().exponent))
    return {"value": number, "word": "", "gap": "", "scale": min(scale, 6)}


def printed_value(
    value: Decimal | None, word: str, scale: int, yes_or_no: bool
) -> int | float | bool | str | None:
    """The way back from `cell`: what the reading held."""
    if value is None:
        return word or None
    if yes_or_no:
        return bool(value)
    return float(value) if scale else int(value)


_WANTED = {
    "at_least": TargetKind.AT_LEAST,
    "at_most": TargetKind.AT_MOST,
    "up": TargetKind.AT_LEAST,
    "hold_or_up": TargetKind.AT_LEAST,
    "down": TargetKind.AT_MOST,
    "hold_or_down": TargetKind.AT_MOST,
}


def target(value: Decimal | None, direction: str) -> Target:
    """What is wanted of an indicator in a period: a printed value, else a direction, else none set.

    A printed value counts as a floor or a ceiling where a bound or a direction is stated, else just
    as a value.
    """
    if value is not None:
        return Target(_WANTED.get(direction, TargetKind.VALUE), value)
    return Target(TargetKind(direction)) if direction else Target(TargetKind.NONE_SET)


# Below this two names are different things; found by holding the chapters of two years side by side.
LIKENESS = 0.6


def continuations(
    older: Mapping[str, str], newer: Mapping[str, str]
) -> list[tuple[str, str, float]]:
    """Which of this year's names may be last year's: (older path, newer path, likeness from 0 to 1).

    Both are names by lasting path. What has the same path is the same and is not proposed; each path
    stands in one proposal at most, the likest first.
    """
    gone = {path: name for path, name in older.items() if path not in newer}
    come = {path: name for path, name in newer.items() if path not in older}
    pairs = sorted(
        (
            (round(_likeness(old_name, new_name), 3), old, new)
            for old, old_name in gone.items()
            for new, new_name in come.items()
        ),
        key=lambda pair: (-pair[0], pair[1], pair[2]),
    )
    made: list[tuple[str, str, float]] = []
    for likeness, old, new in pairs:
        if likeness < LIKENESS:
            break
        if old in gone and new in come:
            del gone[old], come[new]
            made.append((old, new, likeness))
    return made


def _likeness(one: str, other: str) -> float:
    return SequenceMatcher(None, normalise(one), normalise(other), autojunk=False).ratio()
