"""Every rule that the schema holds: a value just outside it is refused, at its own place."""

import random
from collections.abc import Iterator
from functools import cache

import pytest
from lxml import etree

from noaber.intake.messages.catalogue import Rule, catalogue
from noaber.intake.messages.description import STANDARDS, Column, TableShape, release
from noaber.intake.messages.finding import Layer
from noaber.intake.messages.making import make_message
from noaber.intake.messages.reading import read_message
from noaber.intake.messages.writing import write_message
from tests.spec.messages.trees import base

WRONG = {
    # What a pattern refuses, by type; elsewhere a lone space.
    "Datum": "2026-01-01Z",
    "Tijd": "12:00:00Z",
    "Gemeente": "12A4",
    "AgbCode": "1234567",
    "BurgerServicenummer": "12345678",
    "Voorletters": "A.B",
    "Telefoonnummer": "06-12",
    "Versie": "1.0",
}
# Elements that the schema fixes or asks for: rule, message, element, what is put there (None: left out).
ELEMENTS = [
    ("CS015", "323", "BerichtSubversie", "1"),
    ("CS025", "323", "BerichtVersie", "2"),
    ("RS047", "323", "BerichtCode", "436"),
    ("CS319", "323", "DeclaratieNummer", "D-1"),
    ("OP076", "301", "Relatie/Soort", None),
    ("OP079", "301", "Client/Bsn", None),
    ("OP091", "301", "Contact/Soort", None),
    ("OP254", "301", "Ontvanger", "1234"),
    ("IV007", "301", "Geslachtsnaam", None),
]


def with_facet() -> Iterator[tuple[Rule, str]]:
    """Each restriction with each type that it is about."""
    for rule in catalogue():
        if rule.facet:
            yield from ((rule, name) for name in rule.types)


@pytest.mark.parametrize("standard", STANDARDS)
@pytest.mark.parametrize(
    ("rule", "name"), [pytest.param(*p, id=f"{p[0].code}-{p[1]}") for p in with_facet()]
)
def test_a_value_just_outside_a_restriction_is_refused(
    rule: Rule, name: str, standard: str
) -> None:
    number, shape, column = holder(standard, name)
    root, element = written(standard, number, shape.of, column.path)
    element.text = outside(rule, name)
    findings = read_message(etree.tostring(root)).findings
    assert [f.layer for f in findings] == [Layer.STRUCTURE]
    assert findings[0].path.endswith(column.steps[-1][0]) or column.many
    assert findings[0].line


def outside(rule: Rule, name: str) -> str:
    """A value that breaks the facet and, where that can be, nothing else."""
    [(facet, limit)] = rule.facet.items()
    if facet == "minInclusive":
        return str(int(limit) - 1)
    if facet == "maxInclusive":
        return str(int(limit) + 1)
    if facet == "maxLength":
        return "1" * (int(limit) + 1)
    return WRONG.get(name, " ")


@cache
def holder(standard: str, name: str) -> tuple[str, TableShape, Column]:
    """A message and a leaf in it that has that type."""
    for (of, number), kind in release().messages.items():
        for shape in kind.tables:
            for column in shape.columns:
                if of == standard and column.type.name == name:
                    return number, shape, column
    raise LookupError(name)


def written(
    standard: str, number: str, of: str, path: str
) -> tuple[etree._Element, etree._Element]:
    """A valid message in which that leaf occurs, and the leaf."""
    way = "/".join(f"*[local-name()='{step}']" for step in path.split("."))
    for seed in range(200):
        tree = make_message(standard, number, random.Random(seed))
        root = etree.fromstring(write_message(standard, number, tree))
        found = root.xpath(f"//*[local-name()='{of}']/{way}")
        if isinstance(found, list) and found and isinstance(found[0], etree._Element):
            leaf = found[0][0] if len(found[0]) else found[0]
            return root, leaf
    raise LookupError(path)


@pytest.mark.parametrize("standard", STANDARDS)
@pytest.mark.parametrize(("code", "number", "place", "value"), ELEMENTS)
def test_what_the_schema_fixes_or_asks_for_is_held(
    code: str, number: str, place: str, value: str | None, standard: str
) -> None:
    assert code in {rule.code for rule in catalogue() if rule.layer == "structure"}
    root = etree.fromstring(write_message(standard, number, base(standard, number)))
    way = "/".join(f"*[local-name()='{step}']" for step in place.split("/"))
    found = root.xpath(f"//{way}")
    assert isinstance(found, list)
    element = found[0]
    assert isinstance(element, etree._Element)
    parent = element.getparent()
    assert parent is not None
    if value is None:
        parent.remove(element)
    else:
        element.text = value
    read = read_message(etree.tostring(root))
    assert read.message is None
    assert {finding.layer for finding in read.findings} == {Layer.STRUCTURE}


@pytest.mark.parametrize("content", [b"PK\x03\x04", b"", b"301;999900006", "<a/>".encode("utf-16")])
def test_what_is_no_xml_in_utf_8_is_refused(content: bytes) -> None:
    read = read_message(content)
    assert read.message is None
    assert [finding.layer for finding in read.findings] == [Layer.STRUCTURE]


def test_every_rule_of_the_schema_is_shown_here() -> None:
    shown = {rule.code for rule, _ in with_facet()} | {code for code, *_ in ELEMENTS} | {"OP192"}
    assert {rule.code for rule in catalogue() if rule.layer == "structure"} == shown
