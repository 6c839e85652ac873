"""Cases about claims (323) and the answers to them (325)."""

from datetime import date, timedelta

from tests.spec.messages.case import breaks
from tests.spec.messages.trees import DAY, FIRST_BSN, again, put

NEXT = DAY + timedelta(days=1)
D, DA = "Declaratie", "DeclaratieAntwoord"
LINES, ANSWERED = (f"{d}.Clienten.Client.0.Prestaties.Prestatie" for d in (D, DA))
IN_LINES = "Declaratie/Clienten/Client[1]/Prestaties/Prestatie"
IN_EUROS = "Declaratie/Clienten/Client[2]/Prestaties/Prestatie"
IN_ANSWERED = "DeclaratieAntwoord/Clienten/Client/Prestaties/Prestatie"
EUROS = f"{D}.Clienten.Client.1.Prestaties.Prestatie.0"
PREVIOUS = "ProductReferentie/VorigReferentieNummer"


def period(begin: date, end: date) -> dict[str, date]:
    """A closed period as it stands in a message."""
    return {"Begindatum": begin, "Einddatum": end}


def total(cents: int, letter: str = "D") -> dict[str, object]:
    """A total as it stands in a message."""
    return {"TotaalBedrag": cents, "DebetCredit": letter}


def amount(cents: int, letter: str = "D") -> dict[str, object]:
    """An amount as it stands in a message."""
    return {"Bedrag": cents, "DebetCredit": letter}


PERIODS = [
    breaks(
        "CS100",
        "323",
        "Declaratie/DeclaratiePeriode/Begindatum",
        put(f"{D}.DeclaratiePeriode", period(date(2020, 12, 1), date(2020, 12, 31))),
        put(f"{LINES}.0.ProductPeriode", period(date(2021, 1, 1), date(2021, 1, 31))),
        put(f"{LINES}.1.ProductPeriode", period(date(2021, 2, 1), date(2021, 2, 28))),
        put(f"{D}.DeclaratieDagtekening", date(2021, 3, 1)),
        also="TR319",
    ),
    breaks(
        "CS100",
        "323",
        f"{IN_LINES}[1]/ProductPeriode/Begindatum",
        put(f"{LINES}.0.ProductPeriode", period(date(2020, 12, 1), date(2020, 12, 31))),
        put(f"{D}.DeclaratieDagtekening", date(2025, 12, 31)),
    ),
    *(
        breaks(
            "CS340",
            "323",
            "Declaratie/DeclaratiePeriode/Begindatum",
            put(f"{D}.DeclaratiePeriode", period(begin, date(2026, 2, 28))),
        )
        for begin in (date(2026, 2, 2), date(2026, 1, 1))
    ),
    breaks(
        "CS340",
        "323",
        "Declaratie/DeclaratiePeriode/Begindatum",
        put(f"{D}.DeclaratiePeriode.Einddatum", date(2026, 2, 27)),
        also="TR319",
    ),
    breaks(
        "CS337",
        "323",
        f"{IN_LINES}[1]/ProductPeriode/Einddatum",
        put(f"{LINES}.0.ProductPeriode.Begindatum", date(2026, 1, 31)),
    ),
    breaks(
        "CS337",
        "323",
        f"{IN_LINES}[1]/ProductPeriode/Einddatum",
        put(f"{LINES}.0.ProductPeriode.Begindatum", date(2025, 2, 1)),
    ),
    breaks(
        "TR134",
        "323",
        "Declaratie/DeclaratiePeriode/Begindatum",
        put(f"{D}.DeclaratiePeriode", period(date(2026, 4, 1), date(2026, 4, 30))),
        also="TR137",
    ),
    breaks(
        "TR134",
        "323",
        f"{IN_LINES}[1]/ProductPeriode/Begindatum",
        put(f"{LINES}.0.ProductPeriode", period(NEXT, date(2026, 3, 31))),
        also="TR137 TR319",
    ),
    breaks(
        "TR134",
        "325",
        f"{IN_ANSWERED}[1]/ProductPeriode/Begindatum",
        put(f"{ANSWERED}.0.ProductPeriode", period(NEXT, date(2026, 3, 31))),
        also="TR137",
    ),
    breaks(
        "TR137",
        "323",
        "Declaratie/DeclaratiePeriode/Einddatum",
        put(f"{D}.DeclaratiePeriode", period(date(2026, 3, 1), date(2026, 3, 31))),
    ),
    breaks(
        "TR137",
        "323",
        f"{IN_LINES}[1]/ProductPeriode/Einddatum",
        put(f"{LINES}.0.ProductPeriode", period(date(2026, 2, 9), date(2026, 2, 8))),
    ),
    breaks(
        "TR137",
        "325",
        f"{IN_ANSWERED}[1]/ProductPeriode/Einddatum",
        put(f"{ANSWERED}.0.ProductPeriode", period(date(2026, 2, 9), date(2026, 2, 8))),
    ),
    breaks(
        "TR319",
        "323",
        f"{IN_LINES}[1]/ProductPeriode/Einddatum",
        put(f"{LINES}.0.ProductPeriode", period(date(2026, 3, 1), date(2026, 3, 9))),
    ),
    breaks(
        "TR335",
        "323",
        f"{IN_LINES}[1]/ProductPeriode/Einddatum",
        put(f"{LINES}.0.ProductPeriode", period(date(2021, 3, 1), date(2021, 3, 9))),
    ),
]

MONEY = [
    breaks("CD087", "323", f"{IN_LINES}[1]/ProductTarief", put(f"{LINES}.0.ProductTarief", None)),
    breaks("CD087", "323", f"{IN_EUROS}/ProductTarief", put(f"{EUROS}.ProductTarief", 1)),
    breaks("CS339", "323", f"{IN_EUROS}/IngediendBedrag/Bedrag", put(f"{EUROS}.GeleverdVolume", 1)),
    breaks(
        "CS325",
        "323",
        "Declaratie/TotaalIngediendBedrag/DebetCredit",
        put(f"{D}.Clienten.Client.1", None),
        put(f"{LINES}.0.GeleverdVolume", 5),
        put(f"{LINES}.0.IngediendBedrag", amount(25000)),
        put(f"{D}.TotaalIngediendBedrag", total(0, "C")),
    ),
    breaks(
        "CS325",
        "323",
        f"{IN_LINES}[2]/IngediendBedrag/DebetCredit",
        put(f"{LINES}.1.GeleverdVolume", 0),
        put(f"{LINES}.1.IngediendBedrag", amount(0, "C")),
        put(f"{D}.TotaalIngediendBedrag", total(62000)),
    ),
    breaks(
        "CS325",
        "325",
        f"{IN_ANSWERED}[2]/IngediendBedrag/DebetCredit",
        put(f"{ANSWERED}.1.IngediendBedrag", amount(0, "C")),
        put(f"{DA}.TotaalIngediendBedrag", total(62000)),
    ),
    breaks(
        "CS325",
        "325",
        "DeclaratieAntwoord/TotaalIngediendBedrag/DebetCredit",
        put(f"{DA}.TotaalIngediendBedrag", total(0, "C")),
        put(f"{DA}.TotaalToegekendBedrag", total(25000, "C")),
    ),
    breaks(
        "CS325",
        "325",
        "DeclaratieAntwoord/TotaalToegekendBedrag/DebetCredit",
        put(f"{DA}.TotaalIngediendBedrag", total(25000)),
        put(f"{DA}.TotaalToegekendBedrag", total(0, "C")),
    ),
    breaks(
        "TR342",
        "325",
        "DeclaratieAntwoord/TotaalToegekendBedrag/TotaalBedrag",
        put(f"{DA}.TotaalToegekendBedrag", total(12001)),
    ),
    breaks(
        "TR342",
        "325",
        "DeclaratieAntwoord/TotaalToegekendBedrag/TotaalBedrag",
        put(f"{DA}.RetourCodes.RetourCode", ["9333"]),
        put(f"{DA}.Clienten", None),
    ),
    breaks(
        "TR346",
        "323",
        f"{IN_LINES}[1]/IngediendBedrag/Bedrag",
        put(f"{LINES}.0.IngediendBedrag", amount(50001)),
        put(f"{D}.TotaalIngediendBedrag", total(37001)),
    ),
    breaks(
        "TR358",
        "323",
        "Declaratie/TotaalIngediendBedrag/TotaalBedrag",
        put(f"{D}.TotaalIngediendBedrag", total(37001)),
    ),
    breaks(
        "TR358",
        "323",
        "Declaratie/TotaalIngediendBedrag/TotaalBedrag",
        put(f"{D}.TotaalIngediendBedrag", total(37000, "C")),
    ),
]

OTHER_NUMBER = {"ToewijzingNummer": 1007, "GeleverdVolume": 0, "IngediendBedrag_Bedrag": 0}
REFERENCES = [
    breaks(
        "CD060",
        "323",
        f"{IN_LINES}[2]/{PREVIOUS}",
        put(f"{LINES}.1.ProductReferentie.VorigReferentieNummer", None),
    ),
    breaks(
        "CD060",
        "323",
        f"{IN_LINES}[1]/{PREVIOUS}",
        put(f"{LINES}.0.ProductReferentie.VorigReferentieNummer", "P9"),
    ),
    breaks(
        "CD060",
        "325",
        f"{IN_ANSWERED}[2]/{PREVIOUS}",
        put(f"{ANSWERED}.1.ProductReferentie.VorigReferentieNummer", None),
    ),
    breaks(
        "CD060",
        "325",
        f"{IN_ANSWERED}[1]/{PREVIOUS}",
        put(f"{ANSWERED}.0.ProductReferentie.VorigReferentieNummer", "P9"),
    ),
    breaks(
        "TR101",
        "323",
        "Declaratie/Clienten/Client[2]/Bsn",
        put(f"{D}.Clienten.Client.1.Bsn", FIRST_BSN),
    ),
    breaks(
        "TR101",
        "323",
        f"{IN_LINES}[3]/ProductReferentie/ReferentieNummer",
        again(LINES, **OTHER_NUMBER),
        also="TR314",
    ),
    breaks(
        "TR101",
        "325",
        f"{IN_ANSWERED}[3]/ProductReferentie/ReferentieNummer",
        again(ANSWERED, IngediendBedrag_Bedrag=0),
    ),
    breaks(
        "TR101",
        "325",
        "DeclaratieAntwoord/Clienten/Client[2]/Bsn",
        again(f"{DA}.Clienten.Client"),
        put(f"{DA}.TotaalToegekendBedrag", total(13000, "C")),
    ),
    breaks(
        "TR314",
        "323",
        f"{IN_EUROS}/ProductReferentie/ReferentieNummer",
        put(f"{EUROS}.ProductReferentie.ReferentieNummer", "R1"),
    ),
    breaks(
        "TR315",
        "323",
        f"{IN_EUROS}/{PREVIOUS}",
        put(f"{EUROS}.ProductReferentie.VorigReferentieNummer", "P1"),
        put(f"{EUROS}.IngediendBedrag", amount(12000, "C")),
        put(f"{D}.TotaalIngediendBedrag", total(13000)),
    ),
    breaks(
        "TR316",
        "323",
        f"{IN_LINES}[2]/{PREVIOUS}",
        put(f"{LINES}.1.ProductReferentie.VorigReferentieNummer", "R1"),
    ),
    breaks(
        "TR416",
        "323",
        f"{IN_LINES}[3]/ToewijzingNummer",
        again(LINES, ProductReferentie_ReferentieNummer="R9"),
        put(f"{D}.TotaalIngediendBedrag", total(87000)),
    ),
]

CASES = [*PERIODS, *MONEY, *REFERENCES]
