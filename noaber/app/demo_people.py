"""The people of the demo's exchange: invented, under numbers that are kept for tests."""

import random
from dataclasses import dataclass, replace
from datetime import date, timedelta

from noaber.intake.messages.long_claims import spare_bsns
from noaber.intake.messages.writing import write_message
from noaber.register.care.fields import CLAIM, header_tree
from noaber.register.care.fields.claims import body
from noaber.register.care.rules.values import Line
from noaber.register.care.services import Address, Client

_SURNAMES = (
    ("", "Aaltink"), ("te", "Brake"), ("", "Dijkhof"), ("ten", "Elsen"), ("", "Fokkert"),
    ("", "Grashof"), ("", "Heidekamp"), ("op", "Immink"), ("", "Jannink"), ("", "Koerkamp"),
    ("ter", "Linde"), ("", "Morskate"), ("", "Nieuwmeijer"), ("", "Oldenhave"), ("", "Pasman"),
    ("", "Reefhuis"), ("", "Slagers"), ("", "Tijink"), ("", "Veldscholte"), ("", "Wolberink"),
)  # fmt: skip
_STREETS = ("Brinkweg", "Essenlaan", "Kerkpad", "Markestraat", "Molenberg", "Veenkade")


@dataclass(frozen=True, slots=True)
class Household:
    """A client of the demo."""

    client: Client


def people(chance: random.Random, number: int) -> list[Household]:
    """So many clients, none of whom exists."""
    bsns = chance.sample(spare_bsns()[:-1], number)
    names = chance.sample(_SURNAMES, number)
    return [_person(chance, bsn, name) for bsn, name in zip(bsns, names, strict=True)]


def _person(chance: random.Random, bsn: str, name: tuple[str, str]) -> Household:
    home = Address(
        chance.choice(_STREETS), chance.randint(1, 180), f"99{chance.randint(10, 99)}NS", "Noaberstad"
    )  # fmt: skip
    born = date(2009, 1, 1) + timedelta(days=chance.randint(0, 3600))
    return Household(
        Client(
            bsn, born, chance.choice("12"), name[1], prefix=name[0],
            initials=chance.choice("ABDEFGHJKLMNRST"), address=home,
        )
    )  # fmt: skip


def outside_claim(
    provider: str, municipality: str, day: date, month: date, known: Line, bsn: str
) -> bytes:
    """A 323 as another program made it: a number nobody gave out, and a client nobody knows."""
    period = (known.start.replace(day=1), known.end)
    clients = [
        (number, [replace(known, reference=f"EXT-{unknown}", number=unknown, start=period[0])])
        for number, unknown in ((bsn, 880_001), (spare_bsns()[-1], 880_002))
    ]
    name = f"EXT{month:%y%m}"
    header = header_tree(provider, municipality, name, day)
    return write_message("ijw", CLAIM, {"Header": header, **body(name, period, day, clients)})
