"""Cases about what is allocated, asked for, started and stopped, and about answers to requests."""

from datetime import date, timedelta
from typing import Any

from tests.spec.messages.case import Case, breaks
from tests.spec.messages.trees import DAY, Change, Tree, again, put

NEXT = DAY + timedelta(days=1)
VOLUME = {"Volume": 2, "Eenheid": "04", "Frequentie": "4"}
# message, list of products (0 specific with volume, 1 wide with budget), name of start and end, TR of overlap
PLACES = {
    "ToegewezenProduct": ("301", "Client.ToegewezenProducten", "Ingangsdatum", "Einddatum"),
    "AangevraagdProduct": (
        "315",
        "Client.AangevraagdeProducten",
        "ToewijzingIngangsdatum",
        "ToewijzingEinddatum",
    ),
    "NieuwProduct": (
        "317",
        "Client.Verzoek.NieuweProducten",
        "GewensteIngangsdatum",
        "Einddatum",
    ),
    "TeWijzigenProduct": (
        "317",
        "Client.Verzoek.TeWijzigenProducten",
        "GewensteIngangsdatum",
        "Einddatum",
    ),
}
WITHOUT_CODE = {
    "ToegewezenProduct": "CD080",
    "AangevraagdProduct": "CD095",
    "NieuwProduct": "CD096",
}
OVERLAP = {"ToegewezenProduct": "TR302", "AangevraagdProduct": "TR386", "NieuwProduct": "TR410"}
KEY: dict[str, dict[str, Any]] = {
    "ToegewezenProduct": {"ToewijzingNummer": 1009},
    "AangevraagdProduct": {"ReferentieAanbieder": "V9"},
    "NieuwProduct": {"GewensteIngangsdatum": date(2026, 4, 2)},
}


def _products(name: str) -> list[Case]:
    number, holder, start, end = PLACES[name]
    place = f"{holder}.{name}"
    path = place.replace(".", "/")
    specific, wide = f"{path}[1]", f"{path}[2]"
    frequency = "CS343" if name == "AangevraagdProduct" else "CS338"
    cases = [
        breaks("CD075", number, f"{wide}/{end}", put(f"{place}.1.{end}", None)),
        breaks("CD076", number, f"{specific}/{end}", put(f"{place}.0.{end}", None)),
        breaks("CD077", number, f"{specific}/Omvang", put(f"{place}.0.Budget", 1), also="CD078"),
        breaks("CD078", number, f"{specific}/Budget", put(f"{place}.0.Budget", 1), also="CD077"),
        breaks("CS003", number, f"{specific}/{end}", put(f"{place}.0.{end}", date(2025, 6, 1))),
    ]
    for unit in ("14", "16", "83", "84"):
        wrong = {"Volume": 2, "Eenheid": unit, "Frequentie": "1"}
        at = f"{specific}/Omvang/Frequentie"
        cases.append(breaks(frequency, number, at, put(f"{place}.0.Omvang", wrong)))
    if name != "TeWijzigenProduct":
        cases += _with_product(name, number, place, specific, start)
    return cases


def _with_product(name: str, number: str, place: str, specific: str, start: str) -> list[Case]:
    third = f"{specific[:-3]}[3]/{start}"
    code = OVERLAP[name]
    return [
        breaks("CD041", number, f"{specific}/Omvang", put(f"{place}.0.Omvang", None)),
        breaks(
            "CD079",
            number,
            f"{specific}/Product",
            put(f"{place}.0.Product", None),
            put(f"{place}.0.Omvang", None),
        ),
        breaks(
            WITHOUT_CODE[name], number, f"{specific}/Omvang", put(f"{place}.0.Product.Code", None)
        ),
        breaks(code, number, third, again(place, **KEY[name])),
        # Without a code the whole category is taken.
        breaks(code, number, third, again(place, **KEY[name], Product_Code="9"), _no_code(place)),
    ]


def _no_code(place: str) -> Change:
    """The first product only by its category, with a budget."""

    def change(tree: Tree) -> None:
        for one in (
            put(f"{place}.0.Product.Code", None),
            put(f"{place}.0.Omvang", None),
            put(f"{place}.0.Budget", 1),
        ):
            one(tree)

    return change


T, A = (
    "Client.ToegewezenProducten.ToegewezenProduct",
    "Client.AangevraagdeProducten.AangevraagdProduct",
)
IN_T, IN_A = T.replace(".", "/"), A.replace(".", "/")
START, STOP = "Client.StartProducten.StartProduct", "Client.StopProducten.StopProduct"
IN_START, IN_STOP = START.replace(".", "/"), STOP.replace(".", "/")
V = "Client.Verzoek"

ALLOCATIONS = [
    breaks("CS335", "301", f"{IN_T}[1]/RedenWijziging", put(f"{T}.0.RedenWijziging", "13")),
    breaks(
        "CS335",
        "301",
        f"{IN_T}[1]/RedenWijziging",
        put(f"{T}.0.RedenWijziging", "13"),
        put(f"{T}.0.Einddatum", None),
        put(f"{T}.0.Omvang.Frequentie", "4"),
    ),
    breaks("CS336", "301", f"{IN_T}[1]/RedenWijziging", put(f"{T}.0.RedenWijziging", "01")),
    breaks(
        "TR101",
        "301",
        f"{IN_T}[3]/ToewijzingNummer",
        again(T, Ingangsdatum=date(2025, 1, 1), Einddatum=date(2025, 2, 1)),
    ),
    breaks("TR134", "301", f"{IN_T}[1]/Toewijzingsdatum", put(f"{T}.0.Toewijzingsdatum", NEXT)),
]

DELIVERIES = [
    breaks(
        "CS058", "305", f"{IN_START}/StatusAanlevering", put(f"{START}.0.StatusAanlevering", "2")
    ),
    breaks("CS058", "307", f"{IN_STOP}/StatusAanlevering", put(f"{STOP}.0.StatusAanlevering", "9")),
    breaks("TR018", "307", f"{IN_STOP}/Einddatum", put(f"{STOP}.0.Einddatum", date(2026, 1, 4))),
    breaks("TR101", "305", f"{IN_START}[2]/ToewijzingNummer", again(START, StatusAanlevering="3")),
    breaks("TR101", "307", f"{IN_STOP}[2]/ToewijzingNummer", again(STOP, StatusAanlevering="3")),
    breaks("TR134", "305", f"{IN_START}/Begindatum", put(f"{START}.0.Begindatum", NEXT)),
    breaks(
        "TR134",
        "307",
        f"{IN_STOP}/Einddatum",
        put(f"{STOP}.0.Einddatum", NEXT),
    ),
]

REFERRER = f"{IN_A}[1]/Verwijzer"
REQUESTS = [
    breaks(
        "CD043",
        "315",
        f"{IN_A}[1]/BeschikkingIngangsdatum",
        put(f"{A}.0.BeschikkingIngangsdatum", None),
    ),
    breaks(
        "CD043", "315", f"{IN_A}[1]/BeschikkingIngangsdatum", put(f"{A}.0.BeschikkingNummer", None)
    ),
    breaks(
        "CD066",
        "315",
        f"{REFERRER}/Naam",
        put(f"{A}.0.Verwijzer", {"Type": "03", "Naam": "Uil", "ZorgverlenerCode": "87654321"}),
    ),
    breaks("CD067", "315", f"{REFERRER}/Naam", put(f"{A}.0.Verwijzer", {"Type": "05"})),
    breaks(
        "CD068",
        "315",
        f"{REFERRER}/ZorgverlenerCode",
        put(f"{A}.0.Verwijzer.ZorgverlenerCode", "87654321"),
    ),
    breaks(
        "TR383",
        "315",
        f"{IN_A}[2]/ReferentieAanbieder",
        put(f"{A}.1.ReferentieAanbieder", "V1"),
    ),
]

CHANGES = [
    breaks(
        "TR101",
        "317",
        "Client/Verzoek/OngewijzigdeProducten/OngewijzigdProduct[2]/ToewijzingNummer",
        again(f"{V}.OngewijzigdeProducten.OngewijzigdProduct"),
    ),
    breaks(
        "TR101",
        "317",
        "Client/Verzoek/TeWijzigenProducten/TeWijzigenProduct[3]/ToewijzingNummer",
        again(f"{V}.TeWijzigenProducten.TeWijzigenProduct"),
    ),
    breaks(
        "TR101",
        "317",
        "Client/Verzoek/NieuweProducten/NieuwProduct[3]/GewensteIngangsdatum",
        again(f"{V}.NieuweProducten.NieuwProduct"),
        also="TR410",
    ),
    breaks(
        "TR352",
        "317",
        "Client/Verzoek",
        put(f"{V}.OngewijzigdeProducten", None),
        put(f"{V}.TeWijzigenProducten", None),
    ),
    breaks(
        "TR353",
        "317",
        "Client/Verzoek",
        put(f"{V}.NieuweProducten", None),
        put(f"{V}.TeWijzigenProducten", None),
    ),
    breaks(
        "TR380",
        "317",
        "Client/Verzoek/NieuweProducten/NieuwProduct[1]/GewensteIngangsdatum",
        put(f"{V}.NieuweProducten.NieuwProduct.0.GewensteIngangsdatum", DAY),
    ),
]

REASON = "Antwoord/RedenAfwijzingVerzoek"
ELSEWHERE = put("Antwoord.Woonplaatsbeginsel.Gemeente", "0141")
ANSWERS = [
    breaks("CD085", "319", REASON, put("Antwoord.RedenAfwijzingVerzoek", None)),
    breaks("CD086", "319", REASON, put("Antwoord.VerzoekAntwoord", "2")),
    breaks("TR377", "319", REASON, put("Antwoord.RedenAfwijzingVerzoek", "8"), only="ijw"),
    breaks("TR409", "319", REASON, ELSEWHERE, only="ijw"),
]

CASES = [
    *(case for name in PLACES for case in _products(name)),
    *ALLOCATIONS,
    *DELIVERIES,
    *REQUESTS,
    *CHANGES,
    *ANSWERS,
]
