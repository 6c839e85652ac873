"""Headers, return codes, and where in a message something stands."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from noaber.intake.messages.message import Message

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
LAW_OF = {"iwmo": "wmo", "ijw": "youth"}
STANDARD_OF = {law: standard for standard, law in LAW_OF.items()}
RETURN_OF = {"301": "302", "305": "306", "307": "308", "315": "316", "317": "318", "319": "320"}
FORTH_OF = {back: forth for forth, back in RETURN_OF.items()}
CLAIM, CLAIM_ANSWER = "323", "325"
NO_REMARK, NOT_JUDGED, UNFIT, GRANTED = "0200", "0233", "0001", "8001"
GOOD = frozenset({NO_REMARK, GRANTED})
HEADER, CLIENT = "Header", "Client"
_CODES = "RetourCodes"


@dataclass(frozen=True, slots=True)
class Place:
    """Where something stands: which row of which class, and the line of the file."""

    table: str
    row: int
    line: int | None

    @property
    def in_header(self) -> bool:
        """Whether it is the header itself."""
        return self.table == HEADER


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


def placed(message: Message, table: str) -> Iterator[tuple[Place, dict[str, Any]]]:
    """The rows of one class, each with its place; none where the message has no such class."""
    if table not in message.tables:
        return
    for at, row in enumerate(message.tables[table].to_pylist()):
        yield Place(table, at, row["_line"]), row


def header_row(message: Message) -> dict[str, Any]:
    """The header as its row."""
    return next(row for _, row in placed(message, HEADER))


def header_place(message: Message) -> Place:
    """Where the header stands."""
    return next(place for place, _ in placed(message, HEADER))


def head(message: Message) -> Head:
    """The header as plain values. A return message keeps that of the message it answers."""
    row = header_row(message)
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


def first_day(message: Message) -> date | None:
    """The first day of what a message allocates, delivers or asks for; None where it tells no such day."""
    names = ("Ingangsdatum", "ToewijzingIngangsdatum")
    days = [
        row[name]
        for table in ("ToegewezenProduct", "AangevraagdProduct", "StartProduct", "StopProduct")
        for _, row in placed(message, table)
        for name in names
        if row.get(name) is not None
    ]
    return min(days, default=None)


def versions(row: Mapping[str, Any], element: str) -> dict[str, str]:
    """The two schema versions that a header gives under one element."""
    names = ("BasisschemaXsdVersie", "BerichtXsdVersie")
    return {name: row[f"{element}.{name}"] for name in names}


def header_tree(sender: str, receiver: str, identification: str, dated: date) -> dict[str, Any]:
    """The header of a message that goes out; codes and versions are filled when it is written."""
    return {
        "Afzender": sender,
        "Ontvanger": receiver,
        "BerichtIdentificatie": {"Identificatie": identification, "Dagtekening": dated},
    }


def return_header_tree(
    forth: Mapping[str, Any],
    made_by: Mapping[str, str],
    name: str,
    dated: date,
    own_version: str,
    codes: Iterable[str],
) -> dict[str, Any]:
    """The header of a return message: that of what it answers, with its own name, day and codes."""
    version = {"BasisschemaXsdVersie": own_version, "BerichtXsdVersie": own_version}
    told = list(codes)
    return {
        **forth,
        "XsdVersie": dict(made_by),
        "IdentificatieRetour": name,
        "DagtekeningRetour": dated,
        "XsdVersieRetour": version,
        **({_CODES: codes_tree(told)} if told else {}),
    }


def codes_tree(codes: Iterable[str]) -> dict[str, Any]:
    """Return codes as the XML wants them."""
    return {"RetourCode": list(codes)}


def with_codes(tree: Mapping[str, Any], codes: Iterable[str]) -> dict[str, Any]:
    """A class with its return codes, which stand at its end."""
    return {**tree, _CODES: codes_tree(codes)}


def codes_of(row: Mapping[str, Any]) -> list[str]:
    """The return codes of one row of an answer."""
    return (row.get(_CODES) or "").split()


def returned(message: Message) -> Iterator[tuple[Place, str]]:
    """Every return code in an answer, with its place."""
    for name in message.tables:
        for place, row in placed(message, name):
            for code in codes_of(row):
                yield place, code


def meanings(message: Message) -> Mapping[str, str]:
    """What each return code means, in Dutch."""
    return {code: one.meaning for code, one in message.type.release.codes["WJ001"].items()}
