"""Who it is: the one road to a name, for a role that may, with a line in the audit trail."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from noaber.guard.actor import Actor
from noaber.guard.audit.trail import note
from noaber.guard.roles import IDENTIFYING
from noaber.guard.secrets import keys_of
from noaber.register.care.models import Allocation


@dataclass(frozen=True, slots=True)
class Particulars:
    """Who someone is, without the number: what a front-door worker needs to speak to them."""

    name: str
    born: date | None
    address: str


def open_person(actor: Actor, found: Allocation, now: datetime) -> Particulars:
    """The particulars of the client of an allocation. The line is there before the seal is broken.

    Raises NotAllowed for a role that may not know.
    """
    code = found.mailbox.municipality.code
    selection = f"naam en adres bij toewijzing {found.number} ({found.law})"
    note(actor, code, IDENTIFYING, selection, 1, now)
    sealed = found.person.particulars
    told = {} if sealed is None else json.loads(keys_of(code).open(sealed))
    return Particulars(_name(told), found.person.born, _address(told))


def _name(told: Mapping[str, Any]) -> str:
    """Initials or given names, then prefix and surname."""
    name = told.get("Naam", {})
    family = name.get("Geslachtsnaam", {})
    first = name.get("Voorletters") or name.get("Voornamen") or ""
    if name.get("Voorletters"):
        first = "".join(f"{letter}." for letter in first)
    parts = (first, family.get("Voorvoegsel"), family.get("Achternaam"))
    return " ".join(part for part in parts if part)


def _address(told: Mapping[str, Any]) -> str:
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
