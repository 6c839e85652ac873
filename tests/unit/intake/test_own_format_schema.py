"""The schema for editors says the same of a file as reading it, as far as shapes go."""

import json
import tomllib
from datetime import date
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from noaber.intake.documents.own_format import read_own
from noaber.intake.documents.own_schema import editor_schema
from noaber.intake.documents.sections import SECTIONS
from tests.unit.intake.test_own_format_mistakes import CASES, SAMPLE
from tests.unit.intake.test_own_format_sections import OWN

ROOT = Path(__file__).parents[3]
VALIDATOR = jsonschema.Draft7Validator(editor_schema())
# What only reading can tell: what a number means, whether an id, a day or a period is there.
BEYOND_SHAPES = {
    "thousands with a point", "a negative amount with a point", "a count with a point",
    "an amount of the cost table with a point", "a figure with a point", "three decimals",
    "an amount without end", "an amount of the whole world", "a day that does not exist",
    "a year in another century", "a column of a far year", "a value of a far year",
    "a theme that is not there", "a theme by its name", "a theme misspelled",
    "a theme by a part of its name", "a theme in two spellings", "a goal for a theme",
    "an effort that is not there", "an effort that waits for itself", "an explanation within itself",
    "an id used twice", "a column that is not there", "a column named twice", "income with a minus",
    "two headings", "adopted without a decision", "a municipality misspelled", "a NUL in a text",
    "a NUL in a word", "two baselines",
}  # fmt: skip


def plain(value: Any) -> Any:
    """A TOML value as editors see it: a day is a text."""
    if isinstance(value, dict):
        return {key: plain(item) for key, item in value.items()}
    if isinstance(value, list):
        return [plain(item) for item in value]
    return value.isoformat() if isinstance(value, date) else value


def fits(text: str) -> bool:
    return bool(VALIDATOR.is_valid(plain(tomllib.loads(text))))


def test_the_schema_is_a_schema_and_can_be_kept_as_json() -> None:
    jsonschema.Draft7Validator.check_schema(editor_schema())
    assert json.loads(json.dumps(editor_schema())) == editor_schema()


@pytest.mark.parametrize("file", OWN, ids=lambda file: file.name)
def test_every_file_of_the_format_fits(file: Path) -> None:
    errors = list(VALIDATOR.iter_errors(plain(tomllib.loads(file.read_text("utf-8")))))
    assert errors == []


@pytest.mark.parametrize("name", CASES)
def test_what_reading_refuses_for_its_shape_does_not_fit(name: str) -> None:
    sound, typed, _ = CASES[name]
    assert fits(SAMPLE.replace(sound, typed, 1)) is (name in BEYOND_SHAPES)


@pytest.mark.parametrize("key", ["format", "version", "municipality", "kind", "unit", "cause"])
def test_what_lacks_a_required_key_does_not_fit(key: str) -> None:
    lines = SAMPLE.split("\n")
    del lines[next(at for at, line in enumerate(lines) if line.startswith(f"{key} = "))]
    assert not fits("\n".join(lines))


def test_every_example_of_the_reference_page_is_in_a_file_that_reads() -> None:
    page = (ROOT / "docs/reference/format.md").read_text("utf-8")
    first, *examples = page.split("```toml\n")[1:]
    read_own(first.split("```")[0], "format.md")
    assert len(examples) == 6 + 1 + len(SECTIONS)
    for example in examples:
        assert all(block in SAMPLE for block in example.split("```")[0].strip().split("\n\n"))
