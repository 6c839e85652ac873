"""When sums do not hold: which one amount, printed otherwise, would make all of them hold?"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from noaber.intake.documents.equations import Equation

_MOST_CANDIDATES = 40
_MOST_FAILURES = 100


@dataclass(frozen=True, slots=True)
class Suspect:
    """The amount at index `cell` that explains all failures if it is `cents` instead."""

    cell: int
    cents: int


def find_suspects(
    failing: Sequence[Equation],
    equations: Sequence[Equation],
    cents: Sequence[int],
    tolerances: Mapping[str, int],
) -> tuple[tuple[tuple[Equation, ...], tuple[Suspect, ...]], ...]:
    """Failures that hang together, each group with the amounts that alone would explain it.

    Failures hang together where they speak of the same amount. An amount explains a group when some
    other value makes every equation of the group hold and breaks none that held. Of several
    candidates those stay that a slip of the pen explains (one other digit, two digits swapped, a
    sign lost), and of those the ones that make most sums exact, unless the change is no more than
    rounding. Nothing is sought where
    a great many sums fail: then it is not one amount.
    """
    if len(failing) > _MOST_FAILURES:
        return tuple(((equation,), ()) for equation in failing)
    by_cell: dict[int, list[Equation]] = {}
    for equation in equations:
        for cell in equation.cells:
            by_cell.setdefault(cell, []).append(equation)
    return tuple(
        (group, _suspects(group, by_cell, cents, tolerances)) for group in _groups(failing)
    )


def _groups(failing: Iterable[Equation]) -> list[tuple[Equation, ...]]:
    groups: list[tuple[Equation, ...]] = []
    for equation in failing:
        mine = set(equation.cells)
        touching = [g for g in groups if any(not mine.isdisjoint(other.cells) for other in g)]
        groups = [group for group in groups if group not in touching]
        groups.append((*(one for group in touching for one in group), equation))
    return groups


def _suspects(
    group: tuple[Equation, ...],
    by_cell: Mapping[int, list[Equation]],
    cents: Sequence[int],
    tolerances: Mapping[str, int],
) -> tuple[Suspect, ...]:
    shared = set(group[0].cells).intersection(*(equation.cells for equation in group))
    if len(shared) > _MOST_CANDIDATES:
        return ()
    ranked: list[tuple[tuple[bool, int], Suspect]] = []
    for cell in sorted(shared):
        change = _change(cell, by_cell[cell], cents, tolerances)
        if change:
            suspect = Suspect(cell, cents[cell] + change)
            exact = sum(_after(one, cell, change, cents) == 0 for one in by_cell[cell])
            room = max(tolerances[one.family] for one in by_cell[cell])
            missed = len(by_cell[cell]) - exact if abs(change) > room else 0
            ranked.append(((not is_slip(cents[cell], suspect.cents), missed), suspect))
    best = min((rank for rank, _ in ranked), default=None)
    return tuple(suspect for rank, suspect in ranked if rank == best)


def _weight(equation: Equation, cell: int) -> int:
    """How much the residual changes when the cell grows by one."""
    return sum(weight for term, weight in equation.terms if term == cell) - (
        equation.target == cell
    )


def _after(equation: Equation, cell: int, change: int, cents: Sequence[int]) -> int:
    return equation.residual(cents) + _weight(equation, cell) * change


def _change(
    cell: int, touching: Sequence[Equation], cents: Sequence[int], tolerances: Mapping[str, int]
) -> int:
    """The change of the cell that makes all its equations hold; 0 if there is none.

    A slip goes before a change that makes more sums exact: rounding may leave the true amount a
    euro beside the sum.
    """
    wanted: list[int] = []
    near: list[int] = []
    for one in touching:
        if (weight := _weight(one, cell)) != 0:
            exact, room = -one.residual(cents) * weight, min(tolerances[one.family], one.bound)
            wanted.append(exact)
            near += (exact, exact - room, exact + room)
    fitting = [
        change
        for change in dict.fromkeys(near)
        if change
        and all(
            abs(_after(one, cell, change, cents)) <= min(tolerances[one.family], one.bound)
            for one in touching
        )
    ]
    return max(
        fitting,
        key=lambda change: (is_slip(cents[cell], cents[cell] + change), wanted.count(change)),
        default=0,
    )


def is_slip(printed: int, meant: int) -> bool:
    """Whether one digit was printed wrong, two neighbours were swapped, or the sign was lost."""
    if printed == -meant:
        return True
    if (printed < 0 < meant) or (meant < 0 < printed):
        return False
    width = max(len(str(abs(printed))), len(str(abs(meant))))
    left, right = str(abs(printed)).zfill(width), str(abs(meant)).zfill(width)
    different = [at for at in range(width) if left[at] != right[at]]
    if len(different) == 2:
        first, second = different
        return second == first + 1 and left[first] + left[second] == right[second] + right[first]
    return len(different) == 1
