"""For each message a tree that obeys every rule, to be broken in one place at a time.

Persons in them do not exist: their numbers are of the range for tests.
"""

from collections.abc import Callable, Mapping
from copy import deepcopy
from datetime import date
from typing import Any

Tree = dict[str, Any]
Change = Callable[[Tree], None]

DAY = date(2026, 3, 10)
FIRST_BSN, SECOND_BSN, NO_BSN = "999900006", "999900018", "999900007"
CATEGORIES = {"ijw": ("45", "50", "54"), "iwmo": ("01", "02", "07")}
AID = "11"


def base(standard: str, number: str) -> Tree:
    """A tree of that message without any fault."""
    sender, receiver = ("0344", "12345678") if number in _OF_MUNICIPALITY else ("12345678", "0344")
    header: Tree = {
        "Afzender": sender,
        "Ontvanger": receiver,
        "BerichtIdentificatie": {"Identificatie": "B1", "Dagtekening": DAY},
    }
    return deepcopy(_BASES[number](CATEGORIES[standard], header))


_OF_MUNICIPALITY = {"301", "319", "325"}


def _person() -> Tree:
    return {
        "Bsn": FIRST_BSN,
        "Geboortedatum": {"Datum": date(2010, 2, 14)},
        "Geslacht": "1",
        "Naam": {"Geslachtsnaam": {"Achternaam": "Vos"}},
    }


def _address() -> Tree:
    return {"Huis": {"Huisnummer": 9}, "Postcode": "9999XX", "LandCode": "NL"}


def _phone() -> Tree:
    return {"Telefoon01": {"Telefoonnummer": "0201234567", "Landnummer": "0031"}}


def _volume(unit: str = "04", frequency: str = "2") -> Tree:
    return {"Volume": 2, "Eenheid": unit, "Frequentie": frequency}


def _allocation(categories: tuple[str, ...], header: Tree) -> Tree:
    client = _person()
    client["Naam"]["NaamGebruik"] = "1"
    client["Communicatie"] = {"Vorm": "1", "Taal": "Zweeds"}
    relation = {
        "Nummer": "1",
        "Soort": "12",
        "Geboortedatum": {"Datum": date(1980, 4, 7)},
        "Naam": {"Geslachtsnaam": {"Achternaam": "Haas"}, "NaamGebruik": "1"},
        "Contact": {"Soort": "02", "Telefoon": _phone()},
    }
    period = {"Begindatum": date(2026, 1, 1), "Einddatum": date(2026, 2, 1)}
    client["Relaties"] = {"Relatie": [relation]}
    client["Contactgegevens"] = {
        "Contact": [
            {"Soort": "01", "Adres": _address()},
            {"Soort": "04", "Adres": _address(), "Telefoon": _phone(), "Periode": period},
        ]
    }
    decided = {"Toewijzingsdatum": DAY, "Toewijzingstijd": "12:00:00"}
    specific = {
        "ToewijzingNummer": 1001,
        "Product": {"Categorie": categories[0], "Code": f"{categories[0]}A01"},
        **decided,
        "Ingangsdatum": date(2026, 1, 1),
        "Einddatum": date(2026, 6, 30),
        "Omvang": _volume(),
    }
    wide = {
        "ToewijzingNummer": 1002,
        "Product": {"Categorie": categories[1]},
        **decided,
        "Ingangsdatum": date(2026, 7, 1),
        "Einddatum": date(2026, 12, 31),
        "Budget": 500000,
    }
    client["ToegewezenProducten"] = {"ToegewezenProduct": [specific, wide]}
    return {"Header": header, "Client": client}


def _delivery(categories: tuple[str, ...]) -> Tree:
    return {
        "ToewijzingNummer": 1001,
        "Product": {"Categorie": categories[0], "Code": f"{categories[0]}A01"},
        "ToewijzingIngangsdatum": date(2026, 1, 1),
        "Begindatum": date(2026, 1, 5),
        "StatusAanlevering": "1",
    }


def _start(categories: tuple[str, ...], header: Tree) -> Tree:
    started = {"StartProduct": [_delivery(categories)]}
    return {"Header": header, "Client": {**_person(), "StartProducten": started}}


def _stop(categories: tuple[str, ...], header: Tree) -> Tree:
    end = {"RedenBeeindiging": "31", "Einddatum": date(2026, 3, 1)}
    stopped = {"StopProduct": [{**_delivery(categories), **end}]}
    return {"Header": header, "Client": {**_person(), "StopProducten": stopped}}


def _request(categories: tuple[str, ...], header: Tree) -> Tree:
    specific = {
        "ReferentieAanbieder": "V1",
        "BeschikkingNummer": 77,
        "Product": {"Categorie": categories[0], "Code": f"{categories[0]}A01"},
        "BeschikkingIngangsdatum": date(2026, 3, 1),
        "ToewijzingIngangsdatum": date(2026, 4, 1),
        "ToewijzingEinddatum": date(2026, 6, 30),
        "Omvang": _volume(),
        "Verwijzer": {"Type": "01", "Naam": "gemeente"},
    }
    wide = {
        "ReferentieAanbieder": "V2",
        "Product": {"Categorie": categories[1]},
        "ToewijzingIngangsdatum": date(2026, 7, 1),
        "ToewijzingEinddatum": date(2026, 12, 31),
        "Budget": 500000,
        "Verwijzer": {"Type": "02", "ZorgverlenerCode": "87654321"},
    }
    asked = {"AangevraagdProduct": [specific, wide]}
    return {"Header": header, "Client": {**_person(), "AangevraagdeProducten": asked}}


def _change(categories: tuple[str, ...], header: Tree) -> Tree:
    first, last = date(2026, 4, 1), date(2026, 6, 30)
    changed = {"GewensteIngangsdatum": first, "Einddatum": last}
    wanted: Tree = {
        "ReferentieAanbieder": "V1",
        "RedenVerzoek": "1",
        "OngewijzigdeProducten": {"OngewijzigdProduct": [{"ToewijzingNummer": 1001}]},
        "TeWijzigenProducten": {
            "TeWijzigenProduct": [
                {"ToewijzingNummer": 1002, **changed, "Omvang": _volume()},
                {"ToewijzingNummer": 1003, **changed, "Budget": 500000},
            ]
        },
        "NieuweProducten": {
            "NieuwProduct": [
                {
                    "Product": {"Categorie": categories[0], "Code": f"{categories[0]}A01"},
                    **changed,
                    "Omvang": _volume(),
                },
                {
                    "Product": {"Categorie": categories[1]},
                    "GewensteIngangsdatum": date(2026, 7, 1),
                    "Einddatum": date(2026, 12, 31),
                    "Budget": 500000,
                },
            ]
        },
    }
    return {"Header": header, "Client": {"Bsn": FIRST_BSN, "Verzoek": wanted}}


def _answer(categories: tuple[str, ...], header: Tree) -> Tree:
    answer = {"ReferentieAanbieder": "V1", "VerzoekAntwoord": "1", "RedenAfwijzingVerzoek": "1"}
    return {"Header": header, "Antwoord": answer}


def line(
    categories: tuple[str, ...], reference: str, volume: int, tariff: int, month: int = 2
) -> Tree:
    """A debit line over February 2026 (or January), in hours."""
    last = {1: 31, 2: 28}[month]
    return {
        "ProductReferentie": {"ReferentieNummer": reference},
        "ToewijzingNummer": 1001,
        "ProductCategorie": categories[0],
        "ProductCode": f"{categories[0]}A01",
        "ProductPeriode": {
            "Begindatum": date(2026, month, 1),
            "Einddatum": date(2026, month, last),
        },
        "GeleverdVolume": volume,
        "Eenheid": "04",
        "ProductTarief": tariff,
        "IngediendBedrag": {"Bedrag": volume * tariff, "DebetCredit": "D"},
    }


def _credit(categories: tuple[str, ...]) -> Tree:
    made = line(categories, "R2", 5, 5000, month=1)
    made["ProductReferentie"]["VorigReferentieNummer"] = "P1"
    made["IngediendBedrag"]["DebetCredit"] = "C"
    return made


def _euros(categories: tuple[str, ...]) -> Tree:
    made = line(categories, "R3", 12000, 1)
    del made["ProductTarief"]
    return {**made, "ToewijzingNummer": 1002, "Eenheid": "83"}


def _claim(categories: tuple[str, ...], header: Tree) -> Tree:
    first = {"Prestatie": [line(categories, "R1", 10, 5000), _credit(categories)]}
    clients = [
        {"Bsn": FIRST_BSN, "Prestaties": first},
        {"Bsn": SECOND_BSN, "Prestaties": {"Prestatie": [_euros(categories)]}},
    ]
    period = {"Begindatum": date(2026, 2, 1), "Einddatum": date(2026, 2, 28)}
    claim = {
        "DeclaratieNummer": "D1",
        "DeclaratiePeriode": period,
        "DeclaratieDagtekening": DAY,
        "TotaalIngediendBedrag": {"TotaalBedrag": 37000, "DebetCredit": "D"},
        "Clienten": {"Client": clients},
    }
    return {"Header": header, "Declaratie": claim}


def _codes(*codes: str) -> Tree:
    return {"RetourCode": list(codes)}


def _claim_answer(categories: tuple[str, ...], header: Tree) -> Tree:
    version = {"BasisschemaXsdVersie": "1.0.0", "BerichtXsdVersie": "1.0.0"}
    rejected = [
        {**line(categories, "R1", 10, 5000), "RetourCodes": _codes("9338")},
        {**_credit(categories), "RetourCodes": _codes("8017", "9339")},
    ]
    first = {"Prestaties": {"Prestatie": rejected}, "RetourCodes": _codes("0200")}
    answer = {
        "DeclaratieNummer": "D1",
        "TotaalIngediendBedrag": {"TotaalBedrag": 37000, "DebetCredit": "D"},
        "TotaalToegekendBedrag": {"TotaalBedrag": 12000, "DebetCredit": "D"},
        "Clienten": {"Client": [{"Bsn": FIRST_BSN, **first}]},
        "RetourCodes": _codes("0200"),
    }
    more = {
        "DeclaratieIdentificatie": {"Identificatie": "B1", "Dagtekening": DAY},
        "XsdVersieDeclaratie": version,
        "RetourCodes": _codes("0200"),
    }
    return {"Header": {**header, **more}, "DeclaratieAntwoord": answer}


_BASES: Mapping[str, Callable[[tuple[str, ...], Tree], Tree]] = {
    "301": _allocation,
    "305": _start,
    "307": _stop,
    "315": _request,
    "317": _change,
    "319": _answer,
    "323": _claim,
    "325": _claim_answer,
}


def put(path: str, value: Any) -> Change:
    """Set (or with None remove) what stands at a dotted path; a number is a place in a list."""

    def change(tree: Tree) -> None:
        *way, last = path.split(".")
        place: Any = tree
        for step in way:
            place = place[int(step)] if isinstance(place, list) else place.setdefault(step, {})
        if isinstance(place, list):
            if value is None:
                del place[int(last)]
            else:
                place[int(last)] = value
        elif value is None:
            place.pop(last, None)
        else:
            place[last] = value

    return change


def again(path: str, **values: Any) -> Change:
    """Repeat the first item of the list at that path; `values` differ in it (a_b stands for a.b)."""

    def change(tree: Tree) -> None:
        place: Any = tree
        for step in path.split("."):
            place = place[int(step)] if isinstance(place, list) else place[step]
        copy = deepcopy(place[0])
        for name, value in values.items():
            put(name.replace("_", "."), value)(copy)
        place.append(copy)

    return change


def changed(tree: Tree, *changes: Change) -> Tree:
    """The tree after these changes."""
    for change in changes:
        change(tree)
    return tree
