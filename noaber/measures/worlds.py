"""Which cells of a table must stay hidden, so that nobody's small count follows by subtraction.

A cell counts people at coordinates: (area=a, law=wmo) within a *family*, what is counted. A category
of a dimension is a set of parts (a district is its neighbourhoods, a year its quarters); a cell that
does not name a dimension is about all of it. So every cell is a sum over the same unknown table of
people, and an attacker may combine all cells that were ever published.

A count of 1 up to `threshold` - 1 is safe only while two other worlds fit everything that is
published: one in which it is 0, and one in which it is `threshold`. Such a world differs from ours
by a *move*: some people stand at another part of one or more dimensions (or are not there), which
changes some cells and leaves all others as they are. Where no such move changes hidden cells only,
the move that costs least is taken and the cells that it changes are hidden too. So for each small
count the proof that it can't be had is found, not assumed. Because a move is made in the unknown
table itself, no linear combination of published cells sees it.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product

WHOLE = ""  # the category of a dimension that a cell does not name
REST = "\x00rest of "
# Of the ways to move people along one dimension, those that change fewest categories are tried first.
FIRST = 12

Coordinates = tuple[str, ...]
Makeup = Mapping[str, Mapping[str, frozenset[str]]]
Steps = tuple[tuple[str, int], ...]
_ONLY_WHOLE: Steps = ((WHOLE, 1),)


@dataclass(frozen=True, slots=True)
class Cell:
    """One count of people. `at` holds a category per dimension, of which it names only some.

    `public` says that it was published before, and can't be taken back. A cell that is not `wanted`
    is known to us but not meant to be published: parts of overlapping areas, for one.
    """

    family: str
    at: Mapping[str, str]
    count: int
    public: bool = False
    wanted: bool = True


@dataclass(frozen=True, slots=True)
class Protected:
    """What stays hidden, by index in the cells that were given: because it is small, or to protect.

    `already_known` are small counts that were public, or that follow from what was.
    """

    small: frozenset[int]
    protecting: frozenset[int]
    already_known: frozenset[int]

    @property
    def hidden(self) -> frozenset[int]:
        """Every cell that may not be shown."""
        return self.small | self.protecting


def protect(cells: Sequence[Cell], makeup: Makeup, threshold: int = 5) -> Protected:
    """Decide what to hide of all these cells together.

    `makeup` gives the parts of the categories that have any, by dimension; a category that is not
    named is a part itself. Takes time with the number of small counts times the parts.
    """
    families: dict[str, list[int]] = {}
    for index, cell in enumerate(cells):
        families.setdefault(cell.family, []).append(index)
    found = [
        _Table([(index, cells[index]) for index in part], names, makeup, threshold).protect()
        for family in families.values()
        for names, part in apart(cells, family, makeup)
    ]
    return Protected(
        frozenset().union(*(one.small for one in found)),
        frozenset().union(*(one.protecting for one in found)),
        frozenset().union(*(one.already_known for one in found)),
    )


def apart(
    cells: Sequence[Cell], family: list[int], makeup: Makeup
) -> Iterator[tuple[list[str], list[int]]]:
    """Split a family along the dimensions in which nothing ever adds up, such as single years.

    Gives the dimensions that are left, and the cells of each piece.
    """
    names = sorted({name for index in family for name in cells[index].at})
    loose = []
    for name in names:
        used = [cells[index].at.get(name, WHOLE) for index in family]
        parts = [makeup.get(name, {}).get(one, frozenset({one})) for one in set(used)]
        if WHOLE not in used and sum(map(len, parts)) == len(frozenset().union(*parts)):
            loose.append(name)
    split: dict[Coordinates, list[int]] = {}
    for index in family:
        split.setdefault(tuple(cells[index].at[name] for name in loose), []).append(index)
    left = [name for name in names if name not in loose]
    for piece in split.values():
        yield left, piece


class _Table:
    """The cells of one family that may add up to each other."""

    def __init__(
        self,
        numbered: Sequence[tuple[int, Cell]],
        names: list[str],
        makeup: Makeup,
        threshold: int,
    ) -> None:
        self.threshold, self.names = threshold, names
        self.indices: dict[Coordinates, list[int]] = {}
        self.counts: dict[Coordinates, int] = {}
        self.public: set[Coordinates] = set()
        self.shown: set[Coordinates] = set()
        for index, cell in numbered:
            at = tuple(cell.at.get(name, WHOLE) for name in self.names)
            self.indices.setdefault(at, []).append(index)
            self.counts[at] = cell.count
            self.public |= {at} if cell.public else set()
            self.shown |= {at} if cell.wanted or cell.public else set()
        self.parts = [self._parts(position, makeup) for position in range(len(self.names))]
        for position in range(len(self.names)):
            self._add_rests(position)
        self.parts = [_merged(parts) for parts in self.parts]
        self._ways: dict[tuple[int, str], list[Steps]] = {}

    def _parts(self, position: int, makeup: Makeup) -> dict[str, frozenset[str]]:
        given = makeup.get(self.names[position], {})
        used = {at[position] for at in self.counts} - {WHOLE}
        found = {one: given.get(one, frozenset({one})) for one in used}
        every = frozenset().union(*found.values()) if found else frozenset()
        # The whole may hold more than its named parts: somebody of whom the area is not known.
        return {**found, WHOLE: every | {REST + WHOLE}}

    def _add_rests(self, position: int) -> None:
        """Make cells of what is left of a category beside others that it holds.

        What is left can be had by subtraction as soon as the others are shown, so it may not be small
        either. The whole has a part of its own for whoever is in no named part; where that is nothing
        everywhere, it is no place to be moved to.
        """
        unnamed = frozenset({REST + WHOLE})
        for big in sorted(self.parts[position], key=lambda one: (one != WHOLE, one)):
            for cover in self._covers(position, big):
                parts = self.parts[position]
                left = parts[big] - frozenset().union(*(parts[one] for one in cover))
                worth = self._worth(position, big, cover)
                if not left or not worth:
                    continue
                if min(worth.values()) < 0 or (left == unnamed and not any(worth.values())):
                    # People counted in two parts make the parts more than the whole: who reads is taken
                    # to know by how many, so that a move leaves that difference as it is too.
                    self.parts[position] = {one: held - left for one, held in parts.items()}
                    continue
                name = REST + "+".join((big, *cover))
                parts[name] = left
                for at, count in worth.items():
                    self.counts.setdefault(_with(at, position, name), count)

    def _covers(self, position: int, big: str) -> list[tuple[str, ...]]:
        """Sets of categories that lie apart within a larger one, each as full as it can be."""
        parts = self.parts[position]
        within = [one for one in parts if parts[one] < parts[big] and not one.startswith(REST)]
        within.sort(key=lambda one: (-len(parts[one]), one))
        found: dict[tuple[str, ...], None] = {}
        for first in within:
            cover, held = [first], parts[first]
            for one in within:
                if not parts[one] & held:
                    cover.append(one)
                    held |= parts[one]
            found[tuple(sorted(cover))] = None
        return list(found)

    def _worth(self, position: int, big: str, cover: tuple[str, ...]) -> dict[Coordinates, int]:
        """What is left of each cell of a category when the cells of a cover are taken away."""
        worth = {}
        for at in [at for at in self.counts if at[position] == big]:
            inner = [_with(at, position, one) for one in cover]
            if all(one in self.counts for one in inner):
                worth[at] = self.counts[at] - sum(self.counts[one] for one in inner)
        return worth

    def protect(self) -> Protected:
        hidden = {
            at
            for at, count in self.counts.items()
            if at in self.shown and at not in self.public and 0 < count < self.threshold
        }
        small = set(hidden)
        targets = [at for at, count in self.counts.items() if 0 < count < self.threshold]
        known = {at for at in targets if at in self.public}
        for at in sorted(set(targets) - known, key=lambda one: (self.counts[one], one)):
            for rise in (self.threshold - self.counts[at], -self.counts[at]):
                changed = self._world(at, rise, hidden)
                if changed is None:
                    known.add(at)
                else:
                    hidden |= changed
        return Protected(self._numbers(small), self._numbers(hidden - small), self._numbers(known))

    def _numbers(self, found: Iterable[Coordinates]) -> frozenset[int]:
        return frozenset(index for at in found for index in self.indices.get(at, ()))

    def _world(
        self, at: Coordinates, rise: int, hidden: set[Coordinates]
    ) -> set[Coordinates] | None:
        """The cells to hide for a world in which this count differs by `rise`; None if there is none.

        As one move of so many people where that can be; else of one person at a time, from where there
        still is somebody.
        """
        whole = self._cheapest(at, rise, hidden, {})
        if whole is not None:
            return {one for one in whole if one in self.shown}
        world: dict[Coordinates, int] = {}
        step = 1 if rise > 0 else -1
        for _ in range(abs(rise)):
            moved = self._cheapest(at, step, hidden | world.keys(), world)
            if moved is None:
                return None
            for one, change in moved.items():
                world[one] = world.get(one, 0) + change
        return {one for one in world if one in self.shown}

    def _cheapest(
        self,
        at: Coordinates,
        rise: int,
        hidden: set[Coordinates],
        world: Mapping[Coordinates, int],
    ) -> dict[Coordinates, int] | None:
        """The changes of the move that costs least, in a world that differs so much from ours already."""
        named = [place for place, one in enumerate(at) if one != WHOLE]
        ways = [self._ways_of(place, at[place]) for place in named]
        few = [each[:FIRST] for each in ways]
        best = self._best(named, product(*few), rise, hidden, world)
        if best is not None or few == ways:
            return best
        return self._best(named, product(*ways), rise, hidden, world)

    def _best(
        self,
        named: Sequence[int],
        moves: Iterable[tuple[Steps, ...]],
        rise: int,
        hidden: set[Coordinates],
        world: Mapping[Coordinates, int],
    ) -> dict[Coordinates, int] | None:
        """Of the moves along the named dimensions, the one that costs least with those along the rest.

        A move along a dimension that the count does not name puts the people in some part of it: that
        changes other cells only as far as the move changes the total over the named dimensions.
        """
        best: dict[Coordinates, int] | None = None
        least = float("inf")
        for chosen in moves:
            steps: list[Steps] = [_ONLY_WHOLE] * len(self.names)
            for place, step in zip(named, chosen, strict=True):
                steps[place] = step
            changed = self._changed(steps, rise, world)
            if changed is None or self._costs(changed, hidden) >= least:
                continue
            changed = self._along_the_rest(named, steps, rise, hidden, world)
            if changed is None:
                continue
            cost = self._costs(changed, hidden)
            if cost < least:
                best, least = changed, cost
                if not cost:
                    break
        return best

    def _along_the_rest(
        self,
        named: Sequence[int],
        steps: list[Steps],
        rise: int,
        hidden: set[Coordinates],
        world: Mapping[Coordinates, int],
    ) -> dict[Coordinates, int] | None:
        """The changes once each dimension that is not named has its cheapest part, one after the other."""
        changed = self._changed(steps, rise, world)
        for place in range(len(self.names)):
            if place in named:
                continue
            best, least = None, float("inf")
            for way in self._ways_of(place, WHOLE):
                found = self._changed([*steps[:place], way, *steps[place + 1 :]], rise, world)
                if found is not None and (cost := self._costs(found, hidden)) < least:
                    best, least, changed = way, cost, found
                    if changed.keys() <= hidden or cost == 0:
                        break
            if best is None:
                return None
            steps[place] = best
        return changed

    def _costs(self, changed: Iterable[Coordinates], hidden: set[Coordinates]) -> float:
        return sum(self._cost(one) for one in changed if one not in hidden)

    def _ways_of(self, position: int, category: str) -> list[Steps]:
        """How people may be moved into a category: from another part, or from nowhere.

        Each way is the categories that change, and by which sign. Into the whole they come from nowhere.
        """
        key = (position, category)
        if key not in self._ways:
            parts = self.parts[position]
            inside, outside = parts[category], parts[WHOLE] - parts[category]
            ways: dict[Steps, None] = {}
            for here in sorted(inside):
                for there in [*sorted(outside), None]:
                    steps = tuple(
                        (one, int(here in held) - int(there in held))
                        for one, held in sorted(parts.items())
                        if (here in held) != (there in held)
                    )
                    ways[steps] = None
            self._ways[key] = sorted(ways, key=len)
        return self._ways[key]

    def _changed(
        self, steps: Sequence[Steps], rise: int, world: Mapping[Coordinates, int]
    ) -> dict[Coordinates, int] | None:
        """By how much a move changes which known cells; None where it may not be made.

        It may not where it changes what is public, or leaves fewer than nobody somewhere.
        """
        changed = {}
        for combined in product(*steps):
            at = tuple(one for one, _ in combined)
            if at not in self.counts:
                continue
            change = rise
            for _, step in combined:
                change *= step
            if at in self.public or self.counts[at] + world.get(at, 0) + change < 0:
                return None
            changed[at] = change
        return changed

    def _cost(self, at: Coordinates) -> float:
        """What is lost by hiding a cell: its people, and a total more than a part."""
        if at not in self.shown:
            return 0
        wholes = sum(one == WHOLE for one in at)
        return float((1 + self.counts[at]) ** 0.5 * 10**wholes)


def _merged(parts: dict[str, frozenset[str]]) -> dict[str, frozenset[str]]:
    """The categories with one part for all parts that lie in the same ones: no cell tells them apart."""
    held: dict[str, list[str]] = {}
    for category, inner in parts.items():
        for part in inner:
            held.setdefault(part, []).append(category)
    first: dict[tuple[str, ...], str] = {}
    for part in sorted(held):
        first.setdefault(tuple(held[part]), part)
    kept = set(first.values())
    return {category: inner & kept for category, inner in parts.items()}


def _with(at: Coordinates, position: int, category: str) -> Coordinates:
    return (*at[:position], category, *at[position + 1 :])
