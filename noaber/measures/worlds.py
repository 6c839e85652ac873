"""Which cells of a table must stay hidden, so that nobody's small count follows by subtraction.

A cell counts people at coordinates: (area=a, law=wmo) within a *family*, what is counted. A category
of a dimension is a set of parts (a district is its neighbourhoods, a year its quarters); a cell that
does not name a dimension is about all of it. So every cell is a sum over the same unknown table of
people, and an attacker may combine all cells that were ever published.

A count of 1 up to `threshold` - 1 is safe only while two other worlds fit everything that is
published: one in which it is 0, and one in which it is `threshold`. Such a world differs from ours
by a *move*: some people stand at another part of one or more dimensions (or are not there), which
changes some cells and leaves all others as they are (moves.py). Where no such move changes hidden cells
only, the move that costs least is taken and the cells that it changes are hidden too. So for each small
count the proof that it can't be had is found, not assumed. Because a move is made in the unknown
table itself, no linear combination of published cells sees it.

What was published before is fixed in every world, also where the number is another by now: the attacker
is taken to know by how much. Only where no world is left then, as for a count that was published and has
become small, may numbers that changed differ again. What was withheld stays so while it is the same.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

from noaber.measures.moves import WHOLE, Cells, Coordinates, Moves, cost_of, each

REST = "\x00rest of "

Makeup = Mapping[str, Mapping[str, frozenset[str]]]
Numbered = Sequence[tuple[int, "Cell"]]


@dataclass(frozen=True, slots=True)
class Cell:
    """One count of people. `at` holds a category per dimension, of which it names only some.

    `public` says that it was published before, and can't be taken back. A cell that is not `wanted`
    is known to us but not meant to be published: it was withheld before, or is a part of areas that overlap.
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

    small: frozenset[int] = frozenset()
    protecting: frozenset[int] = frozenset()
    already_known: frozenset[int] = frozenset()

    @property
    def hidden(self) -> frozenset[int]:
        """Every cell that may not be shown."""
        return self.small | self.protecting


def protect(cells: Sequence[Cell], makeup: Makeup, threshold: int = 5) -> Protected:
    """Decide what to hide of all these cells together, those of earlier editions in their order.

    `makeup` gives the parts of the categories that have any, by dimension; a category that is not
    named is a part itself. Takes time with the number of small counts times the parts; where nothing is
    asked but what was asked before, hardly any.
    """
    families: dict[str, list[int]] = {}
    for index, cell in enumerate(cells):
        families.setdefault(cell.family, []).append(index)
    found = []
    for family in families.values():
        for names, part in apart(cells, family, makeup):
            said = _Said([(index, cells[index]) for index in part], names, threshold)
            hidden, known = said.withheld_still, said.small & said.stand
            if said.has_news:
                hidden, known = _Table(said, names, makeup, threshold).protect()
            found.append(said.protected(hidden, known))
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


class _Said:
    """What is asked now at each place of a table, what was published there, and what withheld."""

    def __init__(self, numbered: Numbered, names: Sequence[str], threshold: int) -> None:
        self.threshold = threshold
        self.published: dict[Coordinates, dict[int, int]] = {}
        self.asked: dict[Coordinates, dict[int, int]] = {}
        self.withheld: dict[Coordinates, dict[int, int]] = {}
        for index, cell in numbered:
            at = tuple(cell.at.get(name, WHOLE) for name in names)
            kind = self.asked if cell.wanted else self.withheld
            kind = self.published if cell.public else kind
            kind.setdefault(at, {})[index] = cell.count
        # What was withheld is withheld again while it is the same, unless it came out since.
        self.withheld_still = {
            at
            for at, asked in self.asked.items()
            if _values(asked) & _values(self.withheld.get(at)) - _values(self.published.get(at))
        }
        # Where the same number was published, it stands; nor can what is asked no more be taken back.
        self.stand = {
            at
            for at, before in self.published.items()
            if at not in self.asked or _values(self.asked[at]) & _values(before)
        }
        self.counts = {
            at: self._count(at) for at in chain(self.asked, self.published, self.withheld)
        }
        self.small = {at for at, count in self.counts.items() if 0 < count < threshold}

    def _count(self, at: Coordinates) -> int:
        """The count at a place: that of now, else the last one of before.

        Where measures of one place differ (some know a value of fewer people), that of fewest.
        """
        if asked := self.asked.get(at):
            return min((one for one in asked.values() if one), default=0)
        return [*(self.published.get(at) or self.withheld[at]).values()][-1]

    @property
    def has_news(self) -> bool:
        """Whether a number is asked that was neither published nor withheld before."""
        return any(
            _values(asked) - _values(self.published.get(at)) - _values(self.withheld.get(at))
            for at, asked in self.asked.items()
        )

    def protected(self, hidden: set[Coordinates], known: set[Coordinates]) -> Protected:
        """What stays hidden by index, given the places that do. A small number never comes anew."""
        small = {
            index
            for asked in self.asked.values()
            for index, count in asked.items()
            if 0 < count < self.threshold
        }
        gone = {index for at in hidden for index in self.asked.get(at, ())}
        places = (self.asked, self.published, self.withheld)
        told = {index for at in known for one in places for index in one.get(at, ())}
        return Protected(frozenset(small), frozenset(gone - small), frozenset(told))


def _values(counts: Mapping[int, int] | None) -> set[int]:
    return set((counts or {}).values())


class _Table:
    """The cells of one family that may add up to each other."""

    def __init__(self, said: _Said, names: Sequence[str], makeup: Makeup, threshold: int) -> None:
        self.said, self.threshold, self.names = said, threshold, names
        self.counts = dict(said.counts)
        # The places of which the count is one of now; with what is left of them beside each other.
        self.present = set(said.asked)
        self.parts = [self._parts(position, makeup) for position in range(len(self.names))]
        for position in range(len(self.names)):
            self._add_rests(position)
        self.parts = [_merged(parts) for parts in self.parts]
        self.cells = list(self.counts)
        shown = said.asked.keys() | said.published.keys()
        self.shown = self._bits(shown)
        costs = [cost_of(at, self.counts[at]) if at in shown else 0 for at in self.cells]
        self.moves = Moves(self.cells, self.parts, costs)

    def _bits(self, places: Iterable[Coordinates]) -> Cells:
        wanted = set(places)
        return sum(1 << number for number, at in enumerate(self.cells) if at in wanted)

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
                    rest = _with(at, position, name)
                    self.counts.setdefault(rest, count)
                    if all(_with(at, position, one) in self.present for one in (big, *cover)):
                        self.present.add(rest)

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

    def protect(self) -> tuple[set[Coordinates], set[Coordinates]]:
        """The places to hide, and the small counts that are known whatever is hidden."""
        said = self.said
        hidden = self._bits(said.withheld_still | (said.small & said.asked.keys() - said.stand))
        everything, standing = self._bits(said.published), self._bits(said.stand)
        targets = {at for at, count in self.counts.items() if 0 < count < self.threshold}
        known = targets & said.stand
        for at in sorted(targets - known, key=lambda one: (self.counts[one], one)):
            for rise in (self.threshold - self.counts[at], -self.counts[at]):
                changed = self._world(at, rise, hidden, everything)
                if changed is None and at in self.present and standing != everything:
                    changed = self._world(at, rise, hidden, standing)
                if changed is None:
                    known.add(at)
                else:
                    hidden |= changed
        return {self.cells[number] for number in each(hidden)}, known

    def _world(self, at: Coordinates, rise: int, hidden: Cells, fixed: Cells) -> Cells | None:
        """The cells to hide for a world in which this count differs by `rise`; None if there is none.

        As one move of so many people where that can be; else of one person at a time, from where there
        still is somebody.
        """
        people = [self.counts[one] for one in self.cells]
        whole = self.moves.cheapest(at, rise, hidden, fixed, _below(people, abs(rise)))
        if whole is not None:
            return whole[0] & self.shown
        world, step = 0, 1 if rise > 0 else -1
        for _ in range(abs(rise)):
            moved = self.moves.cheapest(at, step, hidden | world, fixed, _below(people, 1))
            if moved is None:
                return None
            changed, fallen = moved
            for number in each(changed):
                people[number] += -1 if fallen >> number & 1 else 1
            world |= changed
        return world & self.shown


def _below(people: Sequence[int], count: int) -> Cells:
    return sum(1 << number for number, one in enumerate(people) if one < count)


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
