"""Our description of iWmo and iJw against what was published: schemas, samples, structure, code lists."""

import csv
import re
from pathlib import Path

import pytest
from lxml import etree

from noaber.intake.messages.checking import check_message
from noaber.intake.messages.description import MessageType, release
from noaber.intake.messages.reading import read_message
from noaber.intake.messages.schema import schema_of
from noaber.intake.messages.writing import write_message
from tests.broken_messages import SCHEMAS, official
from tests.needs import missing

SAMPLES = sorted(SCHEMAS.glob("*/samples/*.xml"))
BREAK = {("ijw", "JW317"): {"CS003"}, ("ijw", "JW323"): {"TR101", "TR314", "TR416"}}


@pytest.fixture(autouse=True)
def _standards() -> None:
    if not SAMPLES:
        missing("the folder of the standards", "It stands beside the project, in shared.")


def _rows(name: str) -> list[dict[str, str]]:
    with (SCHEMAS / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.parametrize("path", SAMPLES, ids=lambda p: p.stem)
def test_every_sample_gets_the_schemas_verdict_and_is_written_back(path: Path) -> None:
    content = path.read_bytes()
    standard, number = path.parts[-3], re.sub(r"\D", "", path.stem)
    schema = official(standard, number)
    assert schema is not None
    read = read_message(content)
    assert read.valid == schema.validate(etree.fromstring(content).getroottree())
    assert read.valid == (path.stem not in ("JW315", "JW318"))
    if read.message is None:
        assert all(f.layer == "structure" and f.line and f.path for f in read.findings)
        return
    written = write_message(standard, number, read.message.tree())
    assert schema.validate(etree.fromstring(written).getroottree())
    assert _content(written) == _content(content)


def test_the_samples_break_the_rules_that_were_found_in_them_by_hand() -> None:
    for path in SAMPLES:
        read = read_message(path.read_bytes())
        if read.message is not None:
            broken = {f.rule for f in check_message(read.message)}
            assert broken >= BREAK.get((path.parts[-3], path.stem), set()), path.name
            if path.stem not in ("JW317", "JW323", "WMO317"):
                assert broken == set(), path.name


def _content(content: bytes) -> object:
    def of(element: etree._Element) -> tuple[str, str, list[object]]:
        text = "" if len(element) else element.text or ""
        return element.tag, text, [of(child) for child in element]

    parser = etree.XMLParser(remove_blank_text=True, remove_comments=True)
    return of(etree.fromstring(content, parser))


def test_the_structure_of_every_message_is_the_published_one() -> None:
    published: dict[tuple[str, str], set[tuple[str, str, str, str]]] = {}
    for row in _rows("message_structure.csv"):
        key = (row["standard"], re.sub(r"\D", "", row["message"]))
        published.setdefault(key, set()).add(
            (row["class"], row["element"], row["min_occurs"], row["max_occurs"])
        )
    assert set(published) == set(release().messages)
    for key, message in release().messages.items():
        assert _structure(message) == published[key], message.title
        schema_of(message)


def _structure(message: MessageType) -> set[tuple[str, str, str, str]]:
    return {
        (name, e.name, "0" if e.optional else "1", "unbounded" if e.many else "1")
        for name, elements in message.classes.items()
        for e in elements
    }


def test_every_code_of_the_published_lists_is_known_and_no_other() -> None:
    published: dict[str, set[str]] = {}
    for row in _rows("codelists.csv"):
        published.setdefault(row["list"], set()).add(row["code"])
    left_out = {
        "COD002-VEKT",
        "FO01",
        "VECOZO-BRS",
    }  # message codes, and faults of the routing layer
    assert {name: set(codes) for name, codes in release().codes.items()} == {
        name: codes for name, codes in published.items() if name not in left_out
    }
    codes = {
        (r["standard"], re.sub(r"\D", "", r["meaning"])): r["code"]
        for r in _rows("codelists.csv")
        if r["list"] == "COD002-VEKT"
    }
    assert {key: m.code for key, m in release().messages.items()} == codes
