"""Cases about clients, relations, contact details and the header of any message."""

from datetime import date, timedelta

from tests.spec.messages.case import Case, breaks
from tests.spec.messages.trees import DAY, NO_BSN, again, put

NEXT = DAY + timedelta(days=1)
CONTACT = "Client.Contactgegevens.Contact"
FIRST, SECOND = "Client/Contactgegevens/Contact[1]", "Client/Contactgegevens/Contact[2]"
RELATION, IN_RELATION = "Client.Relaties.Relatie.0", "Client/Relaties/Relatie"
OLD = date(1900, 3, 1)

CONTACTS = [
    breaks("CD005", "301", f"{FIRST}/Adres/LandCode", put(f"{CONTACT}.0.Adres.LandCode", None)),
    breaks("CD005", "301", f"{SECOND}/Adres/LandCode", put(f"{CONTACT}.1.Adres.Postcode", None)),
    breaks("CD009", "301", f"{FIRST}/Periode", put(f"{CONTACT}.0.Periode", {"Begindatum": OLD})),
    breaks("CD025", "301", f"{SECOND}/Adres/Huis", put(f"{CONTACT}.1.Adres.Huis", None)),
    breaks(
        "CD034",
        "301",
        f"{FIRST}/Adres/Postcode",
        put(f"{CONTACT}.0.Adres", {"Plaatsnaam": "Almelo"}),
        put(f"{CONTACT}.0.Telefoon.Telefoon01", {"Telefoonnummer": "1", "Landnummer": "31"}),
    ),
    breaks(
        "CD034",
        "301",
        f"{IN_RELATION}/Contact/Adres/Postcode",
        put(f"{RELATION}.Contact.Soort", "03"),
    ),
    breaks(
        "CS003", "301", f"{SECOND}/Periode/Einddatum", put(f"{CONTACT}.1.Periode.Einddatum", OLD)
    ),
    breaks("CS089", "301", f"{FIRST}/Adres/Postcode", put(f"{CONTACT}.0.Adres.Postcode", "0999XX")),
    breaks(
        "CS089", "301", f"{FIRST}/Adres/Postcode", put(f"{CONTACT}.0.Adres.Postcode", "9999 XX")
    ),
    breaks("TR006", "301", f"{FIRST}/Telefoon", put(f"{CONTACT}.0.Adres", None), also="CD034"),
    breaks(
        "TR006", "301", f"{IN_RELATION}/Contact/Telefoon", put(f"{RELATION}.Contact.Telefoon", None)
    ),
    breaks("TR061", "301", "Client/Contactgegevens", put(f"{CONTACT}.0", None)),
    breaks("TR101", "301", "Client/Contactgegevens/Contact[3]/Soort", again(CONTACT)),
]

NAMES = [
    breaks("CD007", "301", "Client/Communicatie/Taal", put("Client.Communicatie.Taal", None)),
    breaks("CD007", "301", "Client/Communicatie/Taal", put("Client.Communicatie.Vorm", "2")),
    breaks(
        "CS050",
        "301",
        "Client/Naam/NaamGebruik",
        put("Client.Naam.Partnernaam.Achternaam", "Das"),
        put("Client.Naam.NaamGebruik", "5"),
    ),
    breaks("CS050", "301", "Client/Naam/NaamGebruik", put("Client.Naam.NaamGebruik", "2")),
    breaks(
        "CS050",
        "301",
        f"{IN_RELATION}/Naam/NaamGebruik",
        put(f"{RELATION}.Naam.Partnernaam.Achternaam", "Das"),
        put(f"{RELATION}.Naam.NaamGebruik", "6"),
    ),
    breaks(
        "CS050", "301", f"{IN_RELATION}/Naam/NaamGebruik", put(f"{RELATION}.Naam.NaamGebruik", "3")
    ),
    breaks("CS318", "301", "Client/Naam/NaamGebruik", put("Client.Naam.NaamGebruik", "6")),
    breaks("TR101", "301", f"{IN_RELATION}[2]/Nummer", again("Client.Relaties.Relatie")),
]


def _births() -> list[Case]:
    cases = []
    for number, place, path in [
        *((n, "Client", "Client") for n in ("301", "305", "307", "315")),
        ("301", RELATION, IN_RELATION),
    ]:
        birth = f"{place}.Geboortedatum"
        use = f"{path}/Geboortedatum/DatumGebruik"
        day = f"{path}/Geboortedatum/Datum"
        for known, wrong in (
            ("1", date(2010, 2, 2)),
            ("2", date(2010, 2, 1)),
            ("3", date(1901, 1, 1)),
        ):
            value = {"Datum": wrong, "DatumGebruik": known}
            also = "TR002" if wrong.year == 1901 else ""
            cases.append(breaks("CS139", number, use, put(birth, value), also=also))
        cases.append(breaks("TR002", number, day, put(f"{birth}.Datum", date(1906, 3, 9))))
        cases.append(breaks("TR134", number, day, put(f"{birth}.Datum", NEXT)))
    return cases


NUMBERS = [
    breaks("CS002", number, path.replace(".0", "[1]").replace(".", "/"), put(path, NO_BSN))
    for number, path in [
        *((n, "Client.Bsn") for n in ("301", "305", "307", "315", "317")),
        ("323", "Declaratie.Clienten.Client.0.Bsn"),
    ]
] + [
    breaks(
        "CS002",
        "325",
        "DeclaratieAntwoord/Clienten/Client/Bsn",
        put("DeclaratieAntwoord.Clienten.Client.0.Bsn", NO_BSN),
    )
]

CASES = [*CONTACTS, *NAMES, *_births(), *NUMBERS]
