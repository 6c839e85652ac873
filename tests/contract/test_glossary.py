"""Every public term is in the glossary, once, and stands for one Dutch word."""

import importlib
import pkgutil
import re
import tomllib
from collections import Counter
from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path
from types import ModuleType

import pytest

from noaber.vocabulary.glossary import Term, identifiers, terms

# Words of the frame, not of the municipality's world: jobs, settings and the like.
FRAME: frozenset[str] = frozenset()


def modules(package: str) -> Iterator[ModuleType]:
    """Every module of a package that can be found; none where the room does not exist yet."""
    try:
        parent = importlib.import_module(package)
    except ModuleNotFoundError:
        return
    yield parent
    for found in pkgutil.walk_packages(parent.__path__, f"{package}."):
        yield importlib.import_module(found.name)


def snake(name: str) -> str:
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name).lower()


def repeated(words: list[str]) -> list[str]:
    return [word for word, count in Counter(words).items() if count > 1]


def test_no_english_word_stands_for_two_dutch_ones() -> None:
    assert repeated([name for term in terms() for name in (term.id, *term.forms)]) == []


def test_no_dutch_word_is_rendered_by_two_english_ones() -> None:
    assert repeated([term.dutch.casefold() for term in terms()]) == []


@pytest.mark.parametrize("term", terms(), ids=lambda term: term.id)
def test_a_term_says_what_it_means(term: Term) -> None:
    assert term.dutch
    assert term.group
    assert re.fullmatch(r"[A-Z].*\.", term.definition), "a definition is a sentence or two"
    for name in (term.id, *term.forms):
        assert re.fullmatch(r"[a-z][a-z0-9_]*|[A-Z]+", name)


def test_the_words_of_the_vocabulary_are_terms() -> None:
    words = {
        member.value
        for module in modules("noaber.vocabulary")
        for found in vars(module).values()
        if isinstance(found, type) and issubclass(found, StrEnum)
        for member in found
        if member.value.isidentifier()
    }
    assert words - identifiers().keys() == set()


def test_every_model_is_a_term() -> None:
    apps = pytest.importorskip("django.apps").apps
    if not apps.ready:
        pytest.skip("the register is not there yet")
    models = {
        snake(model.__name__)
        for model in apps.get_models()
        if model.__module__.startswith("noaber.")
    }
    assert models - identifiers().keys() - FRAME == set()


def test_every_fact_table_and_column_is_a_term() -> None:
    tables = pytest.importorskip("noaber.facts.tables").TABLES
    names = {column.name for table in tables.values() for column in table.columns} | set(tables)
    assert names - identifiers().keys() == set()


def test_every_measure_is_a_term(root: Path) -> None:
    files = (root / "noaber/measures/definitions").glob("*.toml")
    measures = {tomllib.loads(file.read_text("utf-8"))["id"] for file in files}
    assert measures - identifiers().keys() == set()
