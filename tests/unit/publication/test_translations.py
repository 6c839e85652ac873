"""Every text on a page has its English."""

from pathlib import Path

import pytest
from babel.messages import Catalog
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.pofile import read_po
from jinja2 import UndefinedError

from noaber.publication.design.environment import house_environment, site_environment, translations

HOME = Path(__file__).parents[3] / "noaber" / "publication"
KEYWORDS = {**DEFAULT_KEYWORDS, "N_": None}


def catalogue(path: Path) -> Catalog:
    with path.open("rb") as file:
        return read_po(file)


def ids(messages: Catalog) -> set[object]:
    return {message.id for message in messages if message.id}


def extracted() -> set[object]:
    with (HOME / "locale" / "babel.cfg").open(encoding="utf-8") as file:
        methods, options = parse_mapping_cfg(file)
    return {text for _, _, text, _, _ in extract_from_dir(HOME, methods, options, KEYWORDS)}


def test_every_text_has_its_english() -> None:
    english = catalogue(HOME / "locale" / "en" / "LC_MESSAGES" / "noaber.po")
    assert extracted() <= ids(english)
    assert [
        m.id
        for m in english
        if m.id and not (all(m.string) if isinstance(m.string, tuple) else m.string)
    ] == []
    assert [m.id for m in english if m.fuzzy and m.id] == []
    assert [error for message in english for error in message.check(english)] == []


def test_english_is_read_when_it_is_asked_for() -> None:
    assert site_environment("en").from_string("{{ _('overgenomen') }}").render() == "copied"
    assert site_environment("nl").from_string("{{ _('overgenomen') }}").render() == "overgenomen"
    with pytest.raises(ValueError, match="fy"):
        translations("fy")


def test_a_name_that_is_not_there_is_an_error_and_a_text_is_escaped() -> None:
    environment = house_environment()
    with pytest.raises(UndefinedError):
        environment.from_string("{{ nothing }}").render()
    assert environment.from_string("{{ text }}").render(text="<b>") == "&lt;b&gt;"
