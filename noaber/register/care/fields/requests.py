"""Requests (315, 317) and the municipality's answers to them (319) as plain values, and back."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from noaber.intake.messages.message import Message
from noaber.register.care.fields.clients import short_tree
from noaber.register.care.fields.heads import Place, placed
from noaber.register.care.fields.products import extent, extent_tree, product, product_tree
from noaber.register.care.rules.values import Wish


@dataclass(frozen=True, slots=True)
class Asked:
    """One product that a provider asks for, under its own reference.

    `referrer` is kind, name and AGB code of who sent the client: kind 02 is a general practitioner, 06 no one.
    """

    reference: str
    wish: Wish
    referrer: tuple[str, str, str] = ("06", "", "")
    award_number: int | None = None
    award_start: date | None = None


@dataclass(frozen=True, slots=True)
class Change:
    """A request for change: its reference and reason, and each product with its place."""

    place: Place
    reference: str
    reason: str
    unchanged: tuple[tuple[Place, int], ...]
    changed: tuple[tuple[Place, Wish], ...]
    new: tuple[tuple[Place, Wish], ...]


@dataclass(frozen=True, slots=True)
class Said:
    """An answer to a request; `elsewhere` is the municipality that is responsible, with its place."""

    place: Place
    reference: str
    verdict: str
    reason: str
    elsewhere: tuple[Place, str] | None


def asked(message: Message) -> Iterator[tuple[Place, Asked]]:
    """The products of a 315."""
    for place, row in placed(message, "AangevraagdProduct"):
        wish = Wish(
            start=row["ToewijzingIngangsdatum"],
            end=row["ToewijzingEinddatum"],
            **product(row),
            **extent(row),
        )
        referrer = (
            row["Verwijzer.Type"] or "",
            row["Verwijzer.Naam"] or "",
            row["Verwijzer.ZorgverlenerCode"] or "",
        )
        yield (
            place,
            Asked(
                row["ReferentieAanbieder"],
                wish,
                referrer,
                row["BeschikkingNummer"],
                row["BeschikkingIngangsdatum"],
            ),
        )


def change(message: Message) -> Change:
    """A 317 as one whole."""
    place, row = next(placed(message, "Verzoek"))
    return Change(
        place,
        row["ReferentieAanbieder"],
        row["RedenVerzoek"],
        tuple((at, one["ToewijzingNummer"]) for at, one in placed(message, "OngewijzigdProduct")),
        tuple(
            (at, _wanted(one, {"number": one["ToewijzingNummer"]}))
            for at, one in placed(message, "TeWijzigenProduct")
        ),
        tuple((at, _wanted(one, product(one))) for at, one in placed(message, "NieuwProduct")),
    )


def _wanted(row: Mapping[str, Any], of: Mapping[str, Any]) -> Wish:
    return Wish(start=row["GewensteIngangsdatum"], end=row["Einddatum"], **of, **extent(row))


def said(message: Message) -> Said:
    """A 319 as plain values."""
    place, row = next(placed(message, "Antwoord"))
    elsewhere = next(placed(message, "Woonplaatsbeginsel"), None)
    return Said(
        place,
        row["ReferentieAanbieder"],
        row["VerzoekAntwoord"],
        row["RedenAfwijzingVerzoek"] or "",
        (elsewhere[0], elsewhere[1]["Gemeente"]) if elsewhere else None,
    )


def asked_body(bsn: str, known: Mapping[str, Any], products: Iterable[Asked]) -> dict[str, Any]:
    """A 315 without its header."""
    listed = [
        {
            "ReferentieAanbieder": one.reference,
            "BeschikkingNummer": one.award_number,
            **product_tree(one.wish),
            "BeschikkingIngangsdatum": one.award_start,
            "ToewijzingIngangsdatum": one.wish.start,
            "ToewijzingEinddatum": one.wish.end,
            **extent_tree(one.wish),
            "Verwijzer": {
                "Type": one.referrer[0],
                "Naam": one.referrer[1] or None,
                "ZorgverlenerCode": one.referrer[2] or None,
            },
        }
        for one in products
    ]
    client = {
        **short_tree(bsn, known),
        "AangevraagdeProducten": {"AangevraagdProduct": listed},
    }
    return {"Client": client}


def change_body(
    bsn: str, reference: str, reason: str, unchanged: Iterable[int], wishes: Iterable[Wish]
) -> dict[str, Any]:
    """A 317 without its header: wishes with a number change that allocation, the others are new."""
    wanted = list(wishes)
    lists = {
        "OngewijzigdeProducten": {
            "OngewijzigdProduct": [{"ToewijzingNummer": number} for number in unchanged]
        },
        "TeWijzigenProducten": {
            "TeWijzigenProduct": [
                {"ToewijzingNummer": one.number, **_wish(one)}
                for one in wanted
                if one.number is not None
            ]
        },
        "NieuweProducten": {
            "NieuwProduct": [
                {**product_tree(one), **_wish(one)} for one in wanted if one.number is None
            ]
        },
    }
    filled = {name: listed for name, listed in lists.items() if any(listed.values())}
    request = {"ReferentieAanbieder": reference, "RedenVerzoek": reason, **filled}
    return {"Client": {"Bsn": bsn, "Verzoek": request}}


def _wish(wish: Wish) -> dict[str, Any]:
    return {"GewensteIngangsdatum": wish.start, "Einddatum": wish.end, **extent_tree(wish)}


def said_body(
    reference: str, verdict: Any, reason: str = "", responsible_code: str = ""
) -> dict[str, Any]:
    """A 319 without its header."""
    elsewhere = {"Woonplaatsbeginsel": {"Gemeente": responsible_code}} if responsible_code else {}
    return {
        "Antwoord": {
            "ReferentieAanbieder": reference,
            "VerzoekAntwoord": verdict,
            "RedenAfwijzingVerzoek": reason or None,
            **elsewhere,
        }
    }
