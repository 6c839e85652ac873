"""Every rule that is decided inside a message: what obeys it, what breaks it, and what is said of that."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest

from noaber.intake.messages.catalogue import Check, Rule, catalogue
from noaber.intake.messages.checking import check_message
from noaber.intake.messages.description import STANDARDS
from noaber.intake.messages.finding import Finding
from noaber.intake.messages.reading import read_message
from noaber.intake.messages.writing import write_message
from tests.spec.messages import broken_claims, broken_persons, broken_products
from tests.spec.messages.case import Case
from tests.spec.messages.trees import AID, DAY, Tree, again, base, changed, put

CASES = [*broken_persons.CASES, *broken_products.CASES, *broken_claims.CASES]
NUMBERS = ("301", "305", "307", "315", "317", "319", "323", "325")
RULES = {rule.code: rule for rule in catalogue()}
T = "Client.ToegewezenProducten.ToegewezenProduct"


def findings(standard: str, number: str, tree: Tree) -> tuple[Finding, ...]:
    """What is said of the message; it must be valid by its schema."""
    read = read_message(write_message(standard, number, tree))
    assert read.message is not None, read.findings
    return (*read.findings, *check_message(read.message))


@pytest.mark.parametrize("standard", STANDARDS)
@pytest.mark.parametrize("number", NUMBERS)
def test_what_obeys_every_rule_has_no_findings(standard: str, number: str) -> None:
    assert findings(standard, number, base(standard, number)) == ()


@pytest.mark.parametrize(
    ("case", "standard"),
    [
        pytest.param(case, standard, id=f"{case.name}-{standard}")
        for case in CASES
        for standard in case.standards
    ],
)
def test_what_breaks_a_rule_is_told_once_with_place_and_code(case: Case, standard: str) -> None:
    tree = changed(base(standard, case.number), *case.changes)
    found = findings(standard, case.number, tree)
    own = [finding for finding in found if finding.rule == case.code]
    assert [finding.path for finding in own] == [f"Bericht/{case.path}"]
    assert {finding.rule for finding in found} == {case.code, *case.also}
    finding, rule = own[0], RULES[case.code]
    assert finding.line is not None
    assert finding.line > 0
    assert finding.return_code == rule.return_code
    assert (finding.text, finding.english) == (rule.nl, rule.en)
    assert finding.value is None or not finding.path.endswith("Bsn")


def checks() -> Iterator[tuple[Rule, Check, str, str]]:
    """Every check in every message and standard in which it is made."""
    for rule in catalogue():
        for check in rule.checks:
            for number in check.messages:
                for standard in set(check.standards) & set(rule.standards):
                    yield rule, check, number, standard


def test_every_check_is_broken_by_a_case_in_every_message_and_standard() -> None:
    broken: dict[tuple[str, str, str], list[list[str]]] = {}
    for case in CASES:
        for standard in case.standards:
            place = broken.setdefault((case.code, case.number, standard), [])
            place.append([step.partition("[")[0] for step in case.path.split("/")])
    missing = [
        (rule.code, number, standard, check.of, check.at)
        for rule, check, number, standard in checks()
        if not any(_ends(p, check) for p in broken.get((rule.code, number, standard), []))
    ]
    assert missing == []


def test_every_case_is_about_a_check() -> None:
    made = {(rule.code, number, standard) for rule, _, number, standard in checks()}
    assert {(c.code, c.number, s) for c in CASES for s in c.standards} == made


def _ends(path: list[str], check: Check) -> bool:
    at = check.at.split(".") if check.at else []
    return path[-len(at) - 1 :] == [check.of, *at]


OBEYED: dict[str, tuple[str, Any]] = {
    # The standard's exceptions and the last value that is still allowed.
    "CD007 no interpreter": ("301", [put("Client.Communicatie", {"Vorm": "2"})]),
    "CD034 a telephone alone": (
        "301",
        [
            put("Client.Contactgegevens.Contact.0.Adres", None),
            put("Client.Contactgegevens.Contact.0.Soort", "02"),
            put(
                "Client.Contactgegevens.Contact.0.Telefoon.Telefoon01",
                {"Telefoonnummer": "1", "Landnummer": "31"},
            ),
        ],
    ),
    "CD080 before 2021": (
        "301",
        [
            put(f"{T}.0.Product.Code", None),
            put(f"{T}.0.Ingangsdatum", date(2020, 1, 1)),
            put(f"{T}.0.Einddatum", date(2020, 12, 31)),
        ],
    ),
    "CS338 before 2021": (
        "301",
        [
            put(f"{T}.0.Omvang", {"Volume": 1, "Eenheid": "14", "Frequentie": "1"}),
            put(f"{T}.0.Ingangsdatum", date(2020, 1, 1)),
            put(f"{T}.0.Einddatum", date(2020, 12, 31)),
        ],
    ),
    "CS003 one day": ("301", [put(f"{T}.0.Einddatum", date(2026, 1, 1))]),
    "CS139 unknown, and TR002": (
        "301",
        [put("Client.Geboortedatum", {"Datum": date(1900, 1, 1), "DatumGebruik": "3"})],
    ),
    "TR002 120 years to the day": (
        "301",
        [put("Client.Geboortedatum.Datum", date(1906, 3, 10))],
    ),
    "CS335 removed, and TR302": (
        "301",
        [
            again(
                T,
                ToewijzingNummer=1003,
                RedenWijziging="13",
                Einddatum=date(2026, 1, 1),
            )
        ],
    ),
    "TR302 one after the other": (
        "301",
        [
            again(
                T,
                ToewijzingNummer=1003,
                Ingangsdatum=date(2026, 7, 1),
                Einddatum=date(2026, 8, 1),
            )
        ],
    ),
    "TR302 another code of the category": (
        "301",
        [again(T, ToewijzingNummer=1003, Product_Code="99X99")],
    ),
    "TR101 corrected part of the key": (
        "305",
        [again("Client.StartProducten.StartProduct", Begindatum=date(2026, 1, 6))],
    ),
    "TR018 and TR134 on the day itself": (
        "307",
        [
            put("Client.StopProducten.StopProduct.0.Begindatum", DAY),
            put("Client.StopProducten.StopProduct.0.Einddatum", DAY),
        ],
    ),
    "TR319 an earlier month": (
        "323",
        [
            put(
                "Declaratie.Clienten.Client.0.Prestaties.Prestatie.0.ProductPeriode",
                {"Begindatum": date(2025, 11, 1), "Einddatum": date(2025, 11, 30)},
            )
        ],
    ),
    "TR335 five years to the day": (
        "323",
        [
            put(
                "Declaratie.Clienten.Client.0.Prestaties.Prestatie.0.ProductPeriode",
                {"Begindatum": date(2021, 3, 1), "Einddatum": date(2021, 3, 10)},
            )
        ],
    ),
    "TR346 minutes at a tariff per hour": (
        "323",
        [
            put("Declaratie.Clienten.Client.0.Prestaties.Prestatie.0.Eenheid", "01"),
            put("Declaratie.Clienten.Client.0.Prestaties.Prestatie.0.GeleverdVolume", 601),
            put("Declaratie.Clienten.Client.0.Prestaties.Prestatie.0.ProductTarief", 83),
        ],
    ),
    "TR342 the whole claim rejected": (
        "325",
        [
            put("DeclaratieAntwoord.RetourCodes.RetourCode", ["9333"]),
            put("DeclaratieAntwoord.Clienten", None),
            put(
                "DeclaratieAntwoord.TotaalToegekendBedrag", {"TotaalBedrag": 0, "DebetCredit": "D"}
            ),
        ],
    ),
    "TR342 all granted": (
        "325",
        [
            put("DeclaratieAntwoord.RetourCodes.RetourCode", ["8001"]),
            put("DeclaratieAntwoord.Clienten", None),
            put(
                "DeclaratieAntwoord.TotaalToegekendBedrag",
                {"TotaalBedrag": 37000, "DebetCredit": "D"},
            ),
        ],
    ),
}


@pytest.mark.parametrize("standard", STANDARDS)
@pytest.mark.parametrize("name", OBEYED)
def test_what_is_just_allowed_has_no_findings(name: str, standard: str) -> None:
    number, changes = OBEYED[name]
    assert findings(standard, number, changed(base(standard, number), *changes)) == ()


def test_another_municipality_is_named_where_it_is_the_reason() -> None:
    tree = base("ijw", "319")
    named = [
        put("Antwoord.RedenAfwijzingVerzoek", "8"),
        put("Antwoord.Woonplaatsbeginsel.Gemeente", "0141"),
    ]
    assert findings("ijw", "319", changed(tree, *named)) == ()


@pytest.mark.parametrize(
    ("number", "place", "key"),
    [
        ("301", T, {"ToewijzingNummer": 1009}),
        ("315", "Client.AangevraagdeProducten.AangevraagdProduct", {"ReferentieAanbieder": "V9"}),
        (
            "317",
            "Client.Verzoek.NieuweProducten.NieuwProduct",
            {"GewensteIngangsdatum": date(2026, 4, 2)},
        ),
    ],
)
def test_aids_may_overlap_in_iwmo(number: str, place: str, key: dict[str, Any]) -> None:
    tree = changed(base("iwmo", number), put(f"{place}.0.Product.Categorie", AID))
    assert findings("iwmo", number, changed(tree, again(place, **key))) == ()


def test_a_product_without_category_overlaps_with_everything() -> None:
    tree = changed(
        base("ijw", "301"),
        put(f"{T}.1.Product", None),
        put(f"{T}.1.Ingangsdatum", date(2026, 6, 30)),
    )
    assert [f.rule for f in findings("ijw", "301", tree)] == ["TR302"]
