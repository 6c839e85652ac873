"""A client as whoever enters one gives it: the few things that an allocation must tell a provider."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Address:
    """A home address in the Netherlands."""

    street: str
    house_number: int
    postcode: str
    town: str
    house_letter: str = ""
    house_addition: str = ""


@dataclass(frozen=True, slots=True)
class Client:
    """Who needs care. `gender` is 0 unknown, 1 male, 2 female, as the register of persons has it."""

    bsn: str
    born: date
    gender: str
    surname: str
    prefix: str = ""
    given_names: str = ""
    initials: str = ""
    address: Address | None = None
