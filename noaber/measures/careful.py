"""Rules at the exit on top of the proof in disclosure.py, for what its table of people can't see.

The proof protects the small counts that stand in a table. What is small without standing anywhere (who is
left when a part is taken from the whole, or one measure from another that holds it) is looked for here, and
a split of which one part can't be told is not told at all: a hole in a table is an invitation.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import permutations
from typing import Any

import pyarrow as pa

from noaber.measures.definition import DERIVED, Definition
from noaber.measures.disclosure import (
    THRESHOLD,
    Control,
    Row,
    control,
    derived_of,
    hidden_row,
    is_said,
    same_result,
)
from noaber.measures.results import DIMENSIONS, as_table
from noaber.vocabulary.gaps import Gap

_PARTS = tuple(name for name in DIMENSIONS if name != "indicator")
Numbers = Iterator[int]


def leave(
    results: pa.Table,
    definitions: Mapping[str, Definition],
    earlier: Iterable[pa.Table] = (),
    round_to: int = 0,
) -> Control:
    """What of these results may leave, by the proof and by these rules. Arguments as of `control`."""
    before = list(earlier)
    found = control(results, definitions, before, round_to=round_to)
    rows, told = results.to_pylist(), found.rows.to_pylist()
    gone = Gap.TOO_FEW.value
    public = [row for table in before for row in table.to_pylist() if is_said(row)]
    public = [row for row in public if row["gap"] != gone]
    known = {same_result(row) for row in public}
    stands = {number for number, row in enumerate(rows) if same_result(row) in known}
    hidden = {number for number, row in enumerate(told) if row["gap"] == gone}
    while True:
        more = {
            *_small_rests(rows, hidden, definitions),
            *_broken_splits(rows, hidden, definitions),
            *_one_within_another(rows, hidden, public, definitions),
            *derived_of(rows, hidden, definitions),
        }
        more -= hidden | stands
        if not more:
            break
        hidden |= more
    keys = {same_result(rows[number]) for number in hidden}
    kept = [
        {**row, "gap": gone} if same_result(row) in keys else row for row in found.kept.to_pylist()
    ]
    leaving = [hidden_row(row) if number in hidden else row for number, row in enumerate(told)]
    return Control(as_table(leaving), as_table(kept), len(hidden), found.warnings)


def untold(definition: Definition, definitions: Mapping[str, Definition]) -> str:
    """Why a measure can't stand in a publication, in Dutch; empty where it can.

    What a result is made of has to be controlled with it: not so where its parts are given by something else
    than the municipality alone, or belong to other municipalities.
    """
    if definition.against == "region":
        return "zij vertelt over andere gemeenten, van wie hier niet bewaakt wordt wat naar buiten gaat"
    if set(definition.dimensions) - {"municipality", "indicator"}:
        return "zij wordt niet over de hele gemeente gegeven"
    for name in definition.made_of:
        if name in definitions and (why := untold(definitions[name], definitions)):
            return f"maat {name} waar zij van gemaakt is: {why}"
    return ""


def _is_small(count: Any) -> bool:
    return count is not None and 0 < count < THRESHOLD


def _counts(row: Row, definitions: Mapping[str, Definition]) -> Definition | None:
    """The definition of a result that counts people itself; nothing of others and of what says nothing."""
    definition = definitions.get(row["measure"])
    if definition is None or definition.statistic in DERIVED or not definition.is_of_people:
        return None
    return definition if is_said(row) and row["persons"] is not None else None


def _small_rests(
    rows: Sequence[Row], hidden: set[int], definitions: Mapping[str, Definition]
) -> Numbers:
    """Shares of which what lies outside the part is small, or the part itself, in people or in facts."""
    for number, row in enumerate(rows):
        definition = _counts(row, definitions)
        if number in hidden or definition is None or definition.statistic != "share":
            continue
        part, whole = row["numerator"], row["denominator"]
        people = row["part_persons"]
        rests = [part, None if part is None or whole is None else whole - part, people]
        rests.append(None if people is None else row["persons"] - people)
        if any(_is_small(rest) for rest in rests):
            yield number


def _place(row: Row) -> tuple[Any, ...]:
    return (row["measure"], row["municipality"], row["indicator"], *_when(row))


def _when(row: Row) -> tuple[Any, ...]:
    return row["period_start"], row["period_end"]


def _by(row: Row) -> tuple[str, ...]:
    return tuple(name for name in _PARTS if row[name] is not None)


def _broken_splits(
    rows: Sequence[Row], hidden: set[int], definitions: Mapping[str, Definition]
) -> Numbers:
    """Splits of which a part is hidden, or of which a handful is in no part at all."""
    splits: dict[tuple[Any, ...], list[int]] = {}
    wholes: dict[tuple[Any, ...], int] = {}
    for number, row in enumerate(rows):
        if by := _by(row):
            splits.setdefault((*_place(row), by), []).append(number)
        else:
            wholes[_place(row)] = number
    for (*place, _by_names), numbers in splits.items():
        if not hidden.isdisjoint(numbers):
            yield from numbers
            continue
        whole = wholes.get(tuple(place))
        counted = [rows[one]["persons"] for one in numbers if _counts(rows[one], definitions)]
        if whole is None or whole in hidden or len(counted) < len(numbers):
            continue
        total = rows[whole]["persons"]
        if total is not None and _is_small(total - sum(counted)):
            yield from numbers


def _one_within_another(
    rows: Sequence[Row],
    hidden: set[int],
    public: Sequence[Row],
    definitions: Mapping[str, Definition],
) -> Numbers:
    """Results that count some of those whom another counts, and all but a handful of them."""
    groups: dict[tuple[Any, ...], list[tuple[Row, int]]] = {}
    numbered = [(row, number) for number, row in enumerate(rows) if number not in hidden]
    for row, number in (*numbered, *((row, -1) for row in public)):
        if _counts(row, definitions):
            parts = tuple(row[name] for name in _PARTS)
            groups.setdefault((row["municipality"], *_when(row), parts), []).append((row, number))
    for group in groups.values():
        for (less, number), (more, other) in permutations(group, 2):
            one, another = definitions[less["measure"]], definitions[more["measure"]]
            if one.id == another.id or not is_within(one, another):
                continue
            if any(_is_small(more[name] - less[name]) for name in ("persons", "n")):
                yield number if number >= 0 else other


def is_within(one: Definition, other: Definition) -> bool:
    """Whether all that one definition counts is counted by another too, as far as their words tell."""
    if (one.fact, one.origin, one.on) != (other.fact, other.origin, other.on):
        return False
    if one.select != other.select and other.select != "active":
        return False
    if other.ages and (not one.ages or not _ages_within(one.ages, other.ages)):
        return False
    return all(
        name in one.only and _meets(one.only[name], asked) for name, asked in other.only.items()
    )


def _ages_within(one: Sequence[int], other: Sequence[int]) -> bool:
    return other[0] <= one[0] and (len(other) < 2 or (len(one) > 1 and one[1] <= other[1]))


def _meets(given: Any, asked: Any) -> bool:
    """Whether a condition asks for no other rows than another does."""
    if given == asked:
        return True
    if asked == {"known": True}:
        return isinstance(given, str | list)
    wanted = [asked] if isinstance(asked, str) else asked
    has = [given] if isinstance(given, str) else given
    return isinstance(wanted, list) and isinstance(has, list) and set(has) <= set(wanted)
