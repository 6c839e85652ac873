"""Where and when a simulation plays, and the columns in which a fact says of whom and where it is."""

from dataclasses import dataclass

import pyarrow as pa

from noaber.simulation.calendar import Window
from noaber.simulation.chance import Chance, Flags, Ints
from noaber.simulation.parameters import Parameters
from noaber.simulation.people import People, birth_years
from noaber.simulation.rows import Cell, Words


@dataclass(frozen=True, slots=True)
class Setting:
    """One part of a municipality: parameters, chance, years, code, number of the part (from 1), inhabitants
    of the part and the level of its needs (1 is that of the parameters).
    """

    given: Parameters
    chance: Chance
    window: Window
    code: str
    part: int
    inhabitants: int
    level: float

    def kind(self, name: str) -> str:
        """The name of a kind of record, by part: numbers are unique within it."""
        return f"{name}.{self.part}"

    def count(self, reference: float) -> float:
        """A count of the reference municipality, for this part and its level."""
        return self.given.per_reference(reference, self.inhabitants) * self.level

    def told(self, start: Ints, end: Ints) -> Flags:
        """Which episodes are seen in the window."""
        return (start <= self.window.end) & (end >= self.window.start)


@dataclass(frozen=True, slots=True)
class Register:
    """The residents with their pseudonyms, for facts."""

    people: People
    persons: pa.Array
    households: pa.Array
    areas: tuple[str, ...]

    def who(self, person: Ints) -> dict[str, Cell]:
        """Of whom rows are: pseudonyms, year of birth and area."""
        household = self.people.household[person]
        return {
            "person": Words(self.persons, person),
            "household": Words(self.households, household),
            "birth_year": birth_years(self.people)[person],
            "area": Words(self.areas, self.people.area[person]),
        }


def register(setting: Setting, people: People, areas: tuple[str, ...]) -> Register:
    """Give everybody a pseudonym of which nothing leads back."""
    stream = setting.chance.stream("pseudonyms")
    made = []
    for letter, count in (("p", len(people)), ("h", int(people.household.max()) + 1)):
        numbers = stream.integers(0, 2**63, count)
        made.append(pa.array([f"{letter}{number:016x}" for number in numbers.tolist()]))
    return Register(people, made[0], made[1], areas)
