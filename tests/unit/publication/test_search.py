"""The index of the search: everything with a name, its place there, and no way out of the script."""

import json
from pathlib import Path

import pytest

from noaber.publication.book import Book
from noaber.publication.search import search_index
from noaber.publication.site import render_site
from tests.unit.publication.sample import sample_edition
from tests.unit.publication.site_reading import read_site
from tests.unit.publication.test_site import HOSTILE, named


def index(edition):
    text = search_index(Book(edition), lambda word: word)
    assert text.startswith("window.noaberIndex=")
    return json.loads(text.removeprefix("window.noaberIndex=").rstrip(";\n"))


def test_everything_with_a_name_is_found():
    edition = sample_edition()
    names = {line[0] for line in index(edition)}
    assert {one.name for one in edition.indicators} <= names
    assert {one.name for one in edition.efforts} <= names
    assert {one.name for one in edition.nodes} <= names
    assert {item.name for register in edition.registers for item in register.items} <= names
    assert {one.about for one in edition.explanations} <= names


def test_words_are_kept_as_they_are_compared():
    line = next(line for line in index(sample_edition()) if line[0].startswith("Eén loket"))
    assert "een loket voor alle vragen" in line[3]
    assert "bibliotheek" in line[3]  # its next step


def test_every_place_is_there(tmp_path: Path):
    edition = sample_edition()
    render_site(edition, tmp_path / "uit")
    pages = read_site(tmp_path / "uit")
    for _, _, place, _ in index(edition):
        path, _, anchor = place.partition("#")
        assert path in pages, place
        assert not anchor or anchor in pages[path].ids, place


@pytest.mark.parametrize("name", [HOSTILE, "</script><script>alert(1)</script>", "\u2028\u2029"])
def test_no_name_ends_the_script(name):
    text = search_index(Book(named(sample_edition(), name)), lambda word: word)
    assert "<" not in text
    assert not set("\u2028\u2029") & set(text)
    assert json.loads(text.removeprefix("window.noaberIndex=").rstrip(";\n"))
