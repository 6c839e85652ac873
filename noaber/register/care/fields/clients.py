"""Clients: what a message tells of one, and how one is told to the other party."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from noaber.intake.messages.message import Message
from noaber.register.care.clients import Address, Client
from noaber.register.care.fields.heads import CLIENT, Place, placed

_SHORT_NAME = ("Geslachtsnaam", "Voornamen", "Voorletters")
_NOT_PARTICULAR = frozenset(
    {
        "Bsn", "ToegewezenProducten", "StartProducten", "StopProducten", "AangevraagdeProducten",
        "Verzoek", "GezagsdragerBekend", "Commentaar", "RetourCodes",
    }
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Told:
    """The client of a message: number, day of birth where it is told, and all else as it was told."""

    place: Place
    bsn: str
    born: date | None
    particulars: Mapping[str, Any]


def client(message: Message) -> Told:
    """The one client of a message about one client."""
    place, row = next(placed(message, CLIENT))
    told = message.tree()["Client"]
    particulars = {name: value for name, value in told.items() if name not in _NOT_PARTICULAR}
    return Told(place, row["Bsn"], row.get("Geboortedatum.Datum"), particulars)


def numbers(message: Message) -> list[str]:
    """The numbers of all clients in a claim or its answer, in order."""
    found: list[str] = message.tables[CLIENT].column("Bsn").to_pylist()
    return found


def is_client(table: str) -> bool:
    """Whether a class is that of the client."""
    return table == CLIENT


def has_address(particulars: Mapping[str, Any]) -> bool:
    """Whether enough is known of a client to allocate something."""
    return "Contactgegevens" in particulars


def full_tree(bsn: str, known: Mapping[str, Any]) -> dict[str, Any]:
    """A client as an allocation tells one: all that is known."""
    return {"Bsn": bsn, **known, "Naam": {"NaamGebruik": "1", **known["Naam"]}}


def short_tree(bsn: str, known: Mapping[str, Any]) -> dict[str, Any]:
    """A client as starts, stops and requests tell one: number, birth, gender and name."""
    name = known["Naam"]
    return {
        "Bsn": bsn,
        "Geboortedatum": known["Geboortedatum"],
        "Geslacht": known["Geslacht"],
        "Naam": {part: name[part] for part in _SHORT_NAME if part in name},
    }


def particulars(of: Client) -> dict[str, Any]:
    """What is entered of a client besides the number, as a message tells it."""
    name = {
        "Geslachtsnaam": _filled({"Achternaam": of.surname, "Voorvoegsel": of.prefix}),
        "Voornamen": of.given_names,
        "Voorletters": of.initials,
    }
    told: dict[str, Any] = {
        "Geboortedatum": {"Datum": of.born},
        "Geslacht": of.gender,
        "Naam": _filled(name),
    }
    if of.address is not None:
        told["Contactgegevens"] = {"Contact": [_contact(of.address)]}
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
        # The standard holds 24 characters of a street.
        "Straatnaam": address.street[:24],
        "Plaatsnaam": address.town,
        "LandCode": "NL",
    }
    return {"Soort": "01", "Adres": _filled(place)}


def _filled(values: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if value not in ("", None)}


def full_name(told: Mapping[str, Any]) -> str:
    """Initials or given names, then prefix and surname."""
    name = told.get("Naam", {})
    family = name.get("Geslachtsnaam", {})
    first = name.get("Voorletters") or name.get("Voornamen") or ""
    if name.get("Voorletters"):
        first = "".join(f"{letter}." for letter in first)
    parts = (first, family.get("Voorvoegsel"), family.get("Achternaam"))
    return " ".join(part for part in parts if part)


def home(told: Mapping[str, Any]) -> str:
    """The first address that was told, on one line."""
    for contact in told.get("Contactgegevens", {}).get("Contact", ()):
        if place := contact.get("Adres"):
            house = place.get("Huis", {})
            number = "".join(
                str(house.get(part, ""))
                for part in ("Huisnummer", "Huisletter", "HuisnummerToevoeging")
            )
            street = f"{place.get('Straatnaam', '')} {number}".strip()
            town = f"{place.get('Postcode', '')} {place.get('Plaatsnaam', '')}".strip()
            return ", ".join(part for part in (street, town) if part)
    return ""
