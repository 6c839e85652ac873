"""The catalogue of rules against the standard's own list, structure and schemas."""

import csv
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from lxml import etree

from noaber.intake.messages.catalogue import Check, Rule, catalogue
from noaber.intake.messages.description import STANDARDS

RETURNS = ("302", "306", "308", "316", "318", "320")
XS = "{http://www.w3.org/2001/XMLSchema}"
_PATH = re.compile(r"(?<![\w{/-])[A-Z][A-Za-z]{2,}(?:\.[A-Z][A-Za-z]+)*")
# What the list of elements misspells, or names though the standard has no such element there.
MISSPELT = {
    "Omvang/Frequenit": "Omvang/Frequentie",
    "Prestatie/Categorie": "Prestatie/ProductCategorie",
    "Prestatie/Code": "Prestatie/ProductCode",
    "Datumgebruik/CDT_Geboortedatum": "Geboortedatum/DatumGebruik",
    "BerichtVersie.LDT_BerichtVersie/Basis": "XsdVersie/Basis",
}
NOT_THERE = {("iwmo", "GezagsdragerBekend"), ("iwmo", "Woonplaatsbeginsel")}


@pytest.fixture(scope="session")
def standard(shared: Path) -> Path:
    """The folder with the published material of both standards."""
    return shared / "standards" / "istandaarden"


@cache
def listed(folder: Path) -> list[dict[str, str]]:
    """The rows of the standard's list of rules."""
    with (folder / "rules.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def numbers(row: dict[str, str]) -> Iterator[str]:
    """The messages of a row as numbers."""
    for name in row["messages"].split():
        yield from RETURNS if name == "retour" else (name[-3:],)


def rules() -> dict[str, Rule]:
    """The catalogue by code."""
    return {rule.code: rule for rule in catalogue()}


def test_every_rule_message_and_standard_is_in_the_catalogue(standard: Path) -> None:
    known = rules()
    assert set(known) == {row["code"] for row in listed(standard)}
    missing = {
        (row["code"], row["standard"], number)
        for row in listed(standard)
        for number in numbers(row)
        if number not in known[row["code"]].messages
        or row["standard"] not in known[row["code"]].standards
    }
    assert missing == set()


def test_the_catalogue_names_no_message_that_the_standard_does_not(standard: Path) -> None:
    named: dict[str, set[str]] = {}
    for row in listed(standard):
        named.setdefault(row["code"], set()).update(numbers(row))
    assert {code: set(rule.messages) for code, rule in rules().items()} == named


def test_return_codes_are_those_of_the_standard(standard: Path) -> None:
    theirs = {row["code"]: row["return_code"] or None for row in listed(standard)}
    assert {code: rule.return_code for code, rule in rules().items()} == theirs


def test_what_decides_a_rule_is_what_the_standard_says(standard: Path) -> None:
    levels = {row["code"]: row["check_level"] for row in listed(standard)}
    layers = {
        "over messages": {"store"},
        "external": {"world"},
        "in message": {"rule", "structure"},
    }
    wrong = [
        (rule.code, rule.layer, levels[rule.code])
        for rule in catalogue()
        if rule.layer not in layers.get(levels[rule.code], {rule.layer})
    ]
    assert wrong == []


def test_no_sentence_is_that_of_the_standard(standard: Path) -> None:
    theirs = {
        bare(row[column]) for row in listed(standard) for column in ("definition", "explanation")
    }
    assert [rule.code for rule in catalogue() if bare(rule.nl) in theirs] == []


def bare(text: str) -> str:
    """The words of a sentence."""
    return " ".join(re.findall(r"\w+", text.casefold()))


@cache
def types(folder: Path, of: str) -> tuple[dict[str, dict[str, str]], dict[str, dict[str, str]]]:
    """Groups (element to type) and restrictions (facet to value) of the shared schema."""
    root = etree.parse(folder / of / "xsd" / "basisschema.xsd").getroot()
    groups = {
        str(g.get("name")): {
            str(e.get("name")): str(e.get("type")).partition(":")[2] for e in g.iter(f"{XS}element")
        }
        for g in root.iterfind(f"{XS}complexType")
    }
    facets = {
        str(s.get("name")): {
            str(f.tag).removeprefix(XS): str(f.get("value"))
            for f in s.iterfind(f"{XS}restriction/*")
            if f.get("value") is not None
        }
        for s in root.iterfind(f"{XS}simpleType")
    }
    return groups, facets


@pytest.mark.parametrize("of", STANDARDS)
def test_each_restriction_is_a_facet_of_the_official_schema(of: str, standard: Path) -> None:
    _, facets = types(standard, of)
    wrong = [
        (rule.code, name)
        for rule in catalogue()
        for name in rule.types
        for facet, value in rule.facet.items()
        if facets[f"LDT_{name}"].get(facet) != value
    ]
    assert wrong == []


@cache
def classes(folder: Path) -> dict[tuple[str, str, str], dict[str, str]]:
    """Standard, message and class to its elements with their types."""
    made: dict[tuple[str, str, str], dict[str, str]] = {}
    with (folder / "message_structure.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            place = (row["standard"], row["message"][-3:], row["class"])
            made.setdefault(place, {})[row["element"]] = row["type"].rpartition(":")[2]
    return made


def type_of(folder: Path, of: str, number: str, name: str, path: str) -> str | None:
    """The type of an element by its path within a class; None where there is no such element."""
    groups, _ = types(folder, of)
    within: dict[str, str] | None = classes(folder).get((of, number, name))
    found: str | None = None
    for step in path.split("."):
        if within is None or step not in within:
            return None
        # The summary of the iWmo answers refers to these three by name.
        found = f"LDT_{step}" if within[step] == "ref" else within[step]
        within = groups.get(found) or classes(folder).get((of, number, found))
    return found


def test_each_restriction_covers_the_types_of_its_elements(standard: Path) -> None:
    wrong, known = [], rules()
    for row in listed(standard):
        rule = known[row["code"]]
        if not rule.facet:
            continue
        for number in numbers(row):
            name, path = element_of(row["element"])
            found = type_of(standard, row["standard"], number, name, path)
            absent = {(row["standard"], part) for part in (name, path)} & NOT_THERE
            if not absent and (found or "").removeprefix("LDT_") not in rule.types:
                wrong.append((rule.code, number, row["element"], found))
    assert wrong == []


def element_of(text: str) -> tuple[str, str]:
    """Class and dotted path of 'Client/Naam_VolledigeNaam/Voorletters_Voorletters'."""
    for wrong, right in MISSPELT.items():
        text = text.replace(wrong, right)
    parts = text.split("/")
    plain = [p if p.startswith(("LDT", "CDT")) else p.partition("_")[0] for p in parts]
    steps = [step.removeprefix("LDT_").partition(".")[0] for step in plain]
    return steps[0], ".".join(steps[1:])


def paths(check: Check) -> set[str]:
    """Every element that a check looks at."""
    texts = [v for k, v in check.params.items() if k in ("when", "then", "else", "where")]
    bare_texts = [re.sub(r"\{[^}]*\}|/(?:\\.|[^/])*/", "", str(text)) for text in texts]
    found = {path for text in bare_texts for path in _PATH.findall(text)}
    found |= set(check.params.get("unique", ()))
    for name in ("not_among", "whole_month", "same_month", "birth_date"):
        if name in check.params:
            found.add(check.params[name])
    if "product_of" in check.params:
        names = check.params["product_of"]
        found |= {names["amount"], *names["of"]}
    if "no_overlap" in check.params:
        names = check.params["no_overlap"]
        found |= {names[part] for part in ("from", "to", "category", "code")}
    if "signed_sum" in check.params:
        found.add(check.params["signed_sum"]["total"])
    if "rejected_sum" in check.params:
        found |= {check.params["rejected_sum"][part] for part in ("submitted", "granted")}
    return found | ({check.at} if check.at else set())


def test_each_path_of_a_check_exists_in_each_of_its_messages(standard: Path) -> None:
    missing = []
    for rule in catalogue():
        for check in rule.checks:
            assert set(check.messages) <= set(rule.messages), rule.code
            for number in check.messages:
                for of in set(check.standards) & set(rule.standards):
                    missing += [
                        (rule.code, of, number, check.of, path)
                        for path in paths(check)
                        if not stands(standard, of, number, check.of, path)
                    ]
    assert missing == []


def stands(folder: Path, of: str, number: str, name: str, path: str) -> bool:
    """Whether a path is one of the class, or of another class named in front."""
    first, _, rest = path.partition(".")
    return (
        type_of(folder, of, number, name, path) is not None
        or type_of(folder, of, number, first, rest) is not None
    )
