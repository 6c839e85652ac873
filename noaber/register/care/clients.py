"""A client as whoever enters one gives it: the few things that an allocation must tell a provider."""

from dataclasses import dataclass
from datetime import date
from typing import Any


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

    def particulars(self) -> dict[str, Any]:
        """What is known besides the number, as a message tells it."""
        name = {
            "Geslachtsnaam": _filled({"Achternaam": self.surname, "Voorvoegsel": self.prefix}),
            "Voornamen": self.given_names,
            "Voorletters": self.initials,
        }
        told: dict[str, Any] = {
            "Geboortedatum": {"Datum": self.born},
            "Geslacht": self.gender,
            "Naam": _filled(name),
        }
        if self.address is not None:
            told["Contactgegevens"] = {"Contact": [_contact(self.address)]}
        return told


def _contact(address: Address) -> dict[str, Any]:
    house = {
        "Huisnummer": address.house_number,
        "Huisletter": address.house_letter,
        "HuisnummerToevoeging": address.house_addition,
    }
    place = {
        "Huis": _filled(house),
        "Postcode": address.postcode,
        "Straatnaam": address.street[:24],
        "Plaatsnaam": address.town,
        "LandCode": "NL",
    }
    return {"Soort": "01", "Adres": _filled(place)}


def _filled(values: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if value not in ("", None)}
