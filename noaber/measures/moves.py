"""The move of people that costs least: which known cells it changes, and which it leaves as they are.

A set of cells is a whole number with a bit for each. Along one dimension a move raises the categories
that hold the part where people arrive and lowers those that hold the part that they leave; a cell changes
where each of its categories does, downward where an odd number of them goes down.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from math import isqrt
from operator import and_

WHOLE = ""  # the category of a dimension that a cell does not name
# Of the ways to move people along one dimension, those that change fewest categories are tried first.
FIRST = 12

Coordinates = tuple[str, ...]
Cells = int
# The cells of the categories that a move along one dimension changes, and of those those that go down.
Way = tuple[Cells, Cells]
# Costs are whole, so that their sum is the same in any order.
_SCALE = 1_000_000


class Moves:
    """Every move among the cells of one table."""

    def __init__(
        self,
        cells: Sequence[Coordinates],
        parts: Sequence[Mapping[str, frozenset[str]]],
        costs: Sequence[int],
    ) -> None:
        """Cells with the cost of hiding each, and by dimension the parts of each category."""
        self._parts, self._costs = parts, costs
        self._of_category: list[dict[str, Cells]] = [{} for _ in parts]
        for number, at in enumerate(cells):
            for held, category in zip(self._of_category, at, strict=True):
                held[category] = held.get(category, 0) | 1 << number
        self._of_part = [
            _by_part(each, held) for each, held in zip(parts, self._of_category, strict=True)
        ]
        self._ways: dict[tuple[int, str], list[Way]] = {}

    def cheapest(
        self, at: Coordinates, rise: int, hidden: Cells, fixed: Cells, low: Cells
    ) -> Way | None:
        """The cells that change, and those that lose, when a count rises so much as cheaply as can be.

        `hidden` cells cost nothing, `fixed` ones may not change, and from `low` ones so many people can't
        be taken. None where there is no such move.
        """
        own = [held.get(one, 0) for held, one in zip(self._of_category, at, strict=True)]
        named = [place for place, one in enumerate(at) if one != WHOLE]
        rest = [place for place, one in enumerate(at) if one == WHOLE]
        ways = [self._ways_of(place, at[place]) for place in named]
        search = _Search(
            self._costs, (1 << len(self._costs)) - 1, rise > 0, ~hidden, fixed, low,
            [own[place] for place in named],
            [(own[place], self._ways_of(place, WHOLE)) for place in rest],
        )  # fmt: skip
        few = [each[:FIRST] for each in ways]
        best = search.best(few)
        return best if best is not None or few == ways else search.best(ways)

    def _ways_of(self, place: int, category: str) -> list[Way]:
        """How people may be moved into a category: from another part, or from nowhere.

        Into the whole they come from nowhere.
        """
        key = (place, category)
        if key not in self._ways:
            parts, found = self._parts[place], self._of_part[place]
            outside = [found[one] for one in sorted(parts[WHOLE] - parts[category])]
            ways: dict[Way, int] = {}
            for here in sorted(parts[category]):
                cells, categories = found[here]
                for others, other in [*outside, (0, 0)]:
                    way = (cells ^ others, others & ~cells)
                    ways.setdefault(way, (categories ^ other).bit_count())
            self._ways[key] = sorted(ways, key=lambda way: ways[way])
        return self._ways[key]


def _by_part(
    parts: Mapping[str, frozenset[str]], held: Mapping[str, Cells]
) -> dict[str, tuple[Cells, int]]:
    """By part, the cells of all categories that hold it, and those categories as bits."""
    found: dict[str, tuple[Cells, int]] = {}
    for number, category in enumerate(sorted(parts)):
        for part in parts[category]:
            cells, categories = found.get(part, (0, 0))
            found[part] = (cells | held.get(category, 0), categories | 1 << number)
    return found


@dataclass(slots=True)
class _Search:
    """Looks for the cheapest move of one count, in one state of what is hidden.

    `named` are the cells of the count's own category in each dimension that it names, `rest` those of
    the whole in each other one, with the ways to move people along it.
    """

    costs: Sequence[int]
    every: Cells
    up: bool
    shown: Cells
    fixed: Cells
    low: Cells
    named: Sequence[Cells]
    rest: Sequence[tuple[Cells, Sequence[Way]]]
    found: Way | None = None
    least: int | None = None

    def best(self, ways: Sequence[Sequence[Way]]) -> Way | None:
        """Of the moves along the named dimensions, the one that costs least with those along the rest.

        A move along a dimension that the count does not name puts the people in some part of it: that
        changes other cells only as far as the move changes the total over the named dimensions.
        """
        # Whatever the way along a dimension, the count's own category goes up in it: so what a move along
        # the first few dimensions must change is known before the others are chosen.
        sure = [reduce(and_, (cells for cells, _ in self.rest), self.every)]
        for cells in reversed(self.named):
            sure.append(sure[-1] & cells)
        self.found = self.least = None
        self._along_named(ways, sure[-2::-1], self.every, 0)
        return self.found

    def _along_named(
        self, ways: Sequence[Sequence[Way]], sure: Sequence[Cells], so_far: Cells, down: Cells
    ) -> None:
        if not ways:
            self._try(so_far, down)
            return
        for cells, falls in ways[0]:
            changed, lower = so_far & cells, down ^ falls
            if self._cost(changed & sure[0], lower, self.least) is not None:
                self._along_named(ways[1:], sure[1:], changed, lower)
                if self.least == 0:
                    return

    def _try(self, so_far: Cells, down: Cells) -> None:
        """Take a move along the named dimensions, with the cheapest part of each other dimension in turn."""
        later = [self.every]
        for cells, _ in reversed(self.rest):
            later.append(later[-1] & cells)
        cost = self._cost(so_far & later[-1], down, self.least)
        for place, (_, ways) in enumerate(self.rest):
            within, best, cost = so_far & later[-place - 2], None, None
            for cells, falls in ways:
                found = self._cost(within & cells, down ^ falls, cost)
                if found is not None:
                    best, cost = (cells, falls), found
                    if not found:
                        break
            if best is None:
                return
            so_far, down = so_far & best[0], down ^ best[1]
        if cost is not None and (self.least is None or cost < self.least):
            self.found, self.least = (so_far, so_far & (down if self.up else ~down)), cost

    def _cost(self, changed: Cells, down: Cells, most: int | None) -> int | None:
        """What is lost by hiding what changes; None where it may not change, or costs as much as `most`.

        It may not where it is fixed, or where there would be fewer than nobody.
        """
        if changed & self.fixed or changed & self.low & (down if self.up else ~down):
            return None
        left, total = changed & self.shown, 0
        while left:
            one = left & -left
            total += self.costs[one.bit_length() - 1]
            if most is not None and total >= most:
                return None
            left ^= one
        return total if most is None or total < most else None


def each(cells: Cells) -> Iterable[int]:
    """The numbers of the cells in a set."""
    while cells:
        one = cells & -cells
        yield one.bit_length() - 1
        cells ^= one


def cost_of(at: Coordinates, count: int) -> int:
    """What is lost by hiding a cell: its people, and a total more than a part."""
    wholes = sum(one == WHOLE for one in at)
    return isqrt((1 + count) * _SCALE) * int(10**wholes)
