"""The one field map of care: the standard's words on one side, plain values and rows on the other.

Dates and whole numbers come as such from the message's tables; what is absent is None there and an
empty text here.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from noaber.intake.messages.message import Message
from noaber.register.care.rules.values import Allocated, Key, Line, Stop, Wish

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
LAW_OF = {"iwmo": "wmo", "ijw": "youth"}
STANDARD_OF = {law: standard for standard, law in LAW_OF.items()}
RETURN_OF = {"301": "302", "305": "306", "307": "308", "315": "316", "317": "318", "319": "320"}
FORTH_OF = {back: forth for forth, back in RETURN_OF.items()}
CLAIM, CLAIM_ANSWER = "323", "325"
NO_REMARK, NOT_JUDGED, UNFIT, GRANTED = "0200", "0233", "0001", "8001"
GOOD = frozenset({NO_REMARK, GRANTED})
# The tables of which each row carries return codes, per message, in the order of the message.
BODY = {
    "301": ("Client", "Relatie", "Contact", "ClientContact", "ToegewezenProduct"),
    "305": ("Client", "StartProduct"),
    "307": ("Client", "StopProduct"),
    "315": ("Client", "AangevraagdProduct"),
    "317": ("Client", "Verzoek", "OngewijzigdProduct", "TeWijzigenProduct", "NieuwProduct"),
    "319": ("Antwoord", "Woonplaatsbeginsel"),
}
_SHORT_NAME = ("Geslachtsnaam", "Voornamen", "Voorletters")
_NOT_PARTICULAR = frozenset(
    {
        "Bsn", "ToegewezenProducten", "StartProducten", "StopProducten", "AangevraagdeProducten",
        "GezagsdragerBekend", "Commentaar", "RetourCodes",
    }
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Head:
    """Who sent a message to whom, its name and day, and the schema versions it was made by."""

    law: str
    number: str
    release: str
    sender: str
    receiver: str
    identification: str
    dated: date
    versions: Mapping[str, str]


def rows(message: Message, table: str) -> list[dict[str, Any]]:
    """The rows of one class, `_line` and `_parent` with them."""
    return message.tables[table].to_pylist()


def head(message: Message) -> Head:
    """The header as plain values. A return message keeps that of the message it answers."""
    row = rows(message, "Header")[0]
    return Head(
        LAW_OF[message.standard],
        message.number,
        message.release,
        row["Afzender"],
        row["Ontvanger"],
        row["BerichtIdentificatie.Identificatie"],
        row["BerichtIdentificatie.Dagtekening"],
        versions(row, "XsdVersie"),
    )


def versions(row: Mapping[str, Any], element: str) -> dict[str, str]:
    """The two schema versions of a header."""
    names = ("BasisschemaXsdVersie", "BerichtXsdVersie")
    return {name: row[f"{element}.{name}"] for name in names}


def header_tree(sender: str, receiver: str, identification: str, dated: date) -> dict[str, Any]:
    """The header of a message that goes out; codes and versions are filled when it is written."""
    return {
        "Afzender": sender,
        "Ontvanger": receiver,
        "BerichtIdentificatie": {"Identificatie": identification, "Dagtekening": dated},
    }


def return_codes(message: Message) -> set[str]:
    """All return codes in an answer, wherever they stand."""
    texts = (
        text
        for table in message.tables.values()
        if "RetourCodes" in table.column_names
        for text in table.column("RetourCodes").to_pylist()
        if text
    )
    return {code for text in texts for code in text.split()}


def particulars(tree: Mapping[str, Any]) -> dict[str, Any]:
    """What a message tells of a client besides number and products, as its own tree."""
    client = tree.get("Client", {})
    return {name: value for name, value in client.items() if name not in _NOT_PARTICULAR}


def born(tree: Mapping[str, Any]) -> date | None:
    """The day of birth of the client, where the message has one."""
    return tree.get("Client", {}).get("Geboortedatum", {}).get("Datum")


def client_tree(number: str, bsn: str, known: Mapping[str, Any]) -> dict[str, Any]:
    """The client as a message of that number wants it: in full in a 301, the number alone in a 317."""
    if number in ("317", CLAIM, CLAIM_ANSWER):
        return {"Bsn": bsn}
    name = known["Naam"]
    if number == "301":
        return {"Bsn": bsn, **known, "Naam": {"NaamGebruik": "1", **name}}
    return {
        "Bsn": bsn,
        "Geboortedatum": known["Geboortedatum"],
        "Geslacht": known["Geslacht"],
        "Naam": {part: name[part] for part in _SHORT_NAME if part in name},
    }


def extent(row: Mapping[str, Any]) -> dict[str, Any]:
    """Volume, unit, frequency and budget of a product."""
    return {
        "volume": row["Omvang.Volume"],
        "unit": row["Omvang.Eenheid"] or "",
        "frequency": row["Omvang.Frequentie"] or "",
        "budget": row["Budget"],
    }


def product(row: Mapping[str, Any]) -> dict[str, Any]:
    """Category and code of a product."""
    return {"category": row["Product.Categorie"] or "", "code": row["Product.Code"] or ""}


def extent_tree(of: Any) -> dict[str, Any]:
    """The extent of anything that has volume, unit, frequency and budget."""
    if of.volume is None:
        return {} if of.budget is None else {"Budget": of.budget}
    return {"Omvang": {"Volume": of.volume, "Eenheid": of.unit, "Frequentie": of.frequency}}


def product_tree(of: Any) -> dict[str, Any]:
    """The product of anything that has category and code; none where it has no category."""
    if not of.category:
        return {}
    return {"Product": {"Categorie": of.category, **({"Code": of.code} if of.code else {})}}


@dataclass(frozen=True, slots=True)
class Granted:
    """One product of a 301: the allocation, whose request it grants, and when it was decided."""

    allocated: Allocated
    reference: str
    decided_at: datetime


def granted(row: Mapping[str, Any]) -> Granted:
    """One product of a 301 as plain values."""
    allocated = Allocated(
        number=row["ToewijzingNummer"],
        start=row["Ingangsdatum"],
        end=row["Einddatum"],
        reason=row["RedenWijziging"] or "",
        **product(row),
        **extent(row),
    )
    decided = _moment(row["Toewijzingsdatum"], row["Toewijzingstijd"])
    return Granted(allocated, row["ReferentieAanbieder"] or "", decided)


def _moment(day: date, clock: str) -> datetime:
    if clock.startswith("24"):
        day, clock = day + timedelta(days=1), "00:00:00"
    return datetime.combine(day, time.fromisoformat(clock[:8]), AMSTERDAM)


def granted_tree(one: Granted) -> dict[str, Any]:
    """One product of a 301 as its XML wants it."""
    allocated = one.allocated
    decided = one.decided_at.astimezone(AMSTERDAM)
    return {
        "ToewijzingNummer": allocated.number,
        "ReferentieAanbieder": one.reference or None,
        **product_tree(allocated),
        "Toewijzingsdatum": decided.date(),
        "Toewijzingstijd": decided.time().replace(microsecond=0),
        "Ingangsdatum": allocated.start,
        "Einddatum": allocated.end,
        "RedenWijziging": allocated.reason or None,
        **extent_tree(allocated),
    }


def asked(row: Mapping[str, Any]) -> Wish:
    """One product of a 315 as plain values."""
    return Wish(
        start=row["ToewijzingIngangsdatum"],
        end=row["ToewijzingEinddatum"],
        **product(row),
        **extent(row),
    )


def changed(row: Mapping[str, Any]) -> Wish:
    """One product of a 317 that should change, as plain values."""
    return Wish(
        start=row["GewensteIngangsdatum"],
        end=row["Einddatum"],
        number=row["ToewijzingNummer"],
        **extent(row),
    )


def new(row: Mapping[str, Any]) -> Wish:
    """One new product of a 317 as plain values."""
    return Wish(
        start=row["GewensteIngangsdatum"], end=row["Einddatum"], **product(row), **extent(row)
    )


def key(row: Mapping[str, Any]) -> Key:
    """What tells a delivery from another, of a 305 or 307."""
    return Key(row["ToewijzingNummer"], **product(row), begin=row["Begindatum"])


def stop(row: Mapping[str, Any]) -> Stop:
    """One stop of a 307 as plain values."""
    return Stop(key(row), row["RedenBeeindiging"], row["Einddatum"])


def key_tree(of: Key, allocation_start: date | None, status: str) -> dict[str, Any]:
    """A start as its XML wants it; a stop has reason and last day besides."""
    return {
        "ToewijzingNummer": of.number,
        **product_tree(of),
        "ToewijzingIngangsdatum": allocation_start,
        "Begindatum": of.begin,
        "StatusAanlevering": status,
    }


def line_of(row: Mapping[str, Any]) -> Line:
    """One line of a claim or its answer as plain values."""
    return Line(
        row["ProductReferentie.ReferentieNummer"],
        row["ProductReferentie.VorigReferentieNummer"] or "",
        row["ToewijzingNummer"],
        row["ProductCategorie"],
        row["ProductCode"],
        row["ProductPeriode.Begindatum"],
        row["ProductPeriode.Einddatum"],
        row["GeleverdVolume"],
        row["Eenheid"],
        row["ProductTarief"],
        row["IngediendBedrag.Bedrag"],
        row["IngediendBedrag.DebetCredit"] == "C",
    )


def line_tree(line: Line) -> dict[str, Any]:
    """One line of a claim or its answer as its XML wants it."""
    return {
        "ProductReferentie": {
            "ReferentieNummer": line.reference,
            "VorigReferentieNummer": line.previous or None,
        },
        "ToewijzingNummer": line.number,
        "ProductCategorie": line.category,
        "ProductCode": line.code,
        "ProductPeriode": {"Begindatum": line.start, "Einddatum": line.end},
        "GeleverdVolume": line.volume,
        "Eenheid": line.unit,
        "ProductTarief": line.tariff,
        "IngediendBedrag": {"Bedrag": line.amount, "DebetCredit": "C" if line.is_credit else "D"},
    }


def total_tree(cents: int) -> dict[str, Any]:
    """A total with its sign: what is below zero is a credit."""
    return {"TotaalBedrag": abs(cents), "DebetCredit": "C" if cents < 0 else "D"}


def signed(row: Mapping[str, Any], element: str) -> int:
    """A total in cents, negative where it is a credit."""
    cents = int(row[f"{element}.TotaalBedrag"])
    return -cents if row[f"{element}.DebetCredit"] == "C" else cents


def codes_tree(codes: Iterable[str]) -> dict[str, Any]:
    """Return codes as the XML wants them."""
    return {"RetourCode": list(codes)}
