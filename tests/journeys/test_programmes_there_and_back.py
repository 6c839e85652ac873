"""Every bundled programme: loaded, checked, exported, loaded again as the same, on each database."""

from dataclasses import replace
from pathlib import Path

import pytest

from noaber.guard.actor import SYSTEM
from noaber.intake.documents.files import read_file
from noaber.intake.documents.own_format import read_own
from noaber.intake.documents.own_write import write_own
from noaber.register import documents
from noaber.register.sources.models import Finding, PlanningDocument
from tests.strategies import without_spans

DEMO = Path(__file__).parents[2] / "noaber" / "app" / "demo"
FILES = sorted(DEMO.glob("*.toml"))

pytestmark = [pytest.mark.database, pytest.mark.django_db]


def load(path):
    content = path.read_bytes()
    text, reading = read_file(content, path.name)
    return reading, documents.load(SYSTEM, reading, path.name, content, text).document


def said(reading):
    """What a reading says: its places and the checks on it left out; a concept need not say so."""
    head = reading.document
    status = None if head.status == "concept" else head.status
    return without_spans(replace(reading, checks=(), document=replace(head, status=status)))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_programme_comes_back_from_register_and_file_as_it_was(path):
    reading, document = load(path)
    kept = documents.reading(SYSTEM, document)
    assert said(kept) == said(reading)
    exported = write_own(kept)
    again = read_own(exported, "again.toml")
    assert said(again) == said(reading)
    if document.is_open:
        loaded = documents.load(SYSTEM, again, "again.toml", exported.encode(), exported)
        assert loaded.outcome == "replaced"
        assert said(documents.reading(SYSTEM, loaded.document)) == said(reading)


def test_all_programmes_stand_beside_each_other_and_are_checked_against_each_other():
    loaded = [load(path)[1] for path in FILES]
    assert PlanningDocument.objects.count() == len(FILES)
    for document in loaded:
        documents.recheck(SYSTEM, document)
    arithmetic = {"balance", "total", "result", "difference", "reserve", "amendment"}
    wrong = Finding.objects.filter(status="off", rule__in=arithmetic)
    assert [finding.message for finding in wrong] == []


def test_the_whole_of_it_loads_twice_without_a_change():
    for path in FILES:
        load(path)
    for path in FILES:
        content = path.read_bytes()
        text, reading = read_file(content, path.name)
        again = documents.load(SYSTEM, reading, path.name, content, text)
        assert again.outcome == "unchanged"
