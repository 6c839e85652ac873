"""Iv3 against the official material: lists made from the definitions, structure as the schemas say."""

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from noaber.intake.iv3.delivery import TABLES, VERSIONS, Version
from noaber.intake.iv3.reader import read
from noaber.intake.iv3.shape import check
from noaber.intake.iv3.writer import to_json, write
from noaber.vocabulary.iv3.lists import FIRST_YEAR, LAST_YEAR
from scripts.iv3_lists import definitions, stale
from tests.iv3_delivery import sound
from tests.needs import missing


@pytest.fixture(scope="module")
def official(shared: Path) -> Path:
    """The folder of the official definitions and schemas."""
    folder = shared / "standards/iv3"
    if not folder.is_dir():
        missing("The official Iv3 definitions", "They lie in the shared folder, under standards.")
    return folder


def schema(official: Path, version: Version) -> jsonschema.Draft7Validator:
    name = f"iv3_data_schema_v{version.replace('.', '_')}.json"
    return jsonschema.Draft7Validator(json.loads((official / name).read_text("utf-8")))


def test_the_lists_are_as_the_definitions_make_them(official: Path) -> None:
    assert stale(official) == [], "run 'python -m scripts.iv3_lists' on the definitions"
    assert sorted(definitions(official)) == list(range(FIRST_YEAR, LAST_YEAR + 1))


@pytest.mark.parametrize("version", VERSIONS)
@pytest.mark.parametrize("year", [2017, 2022, 2024, 2026])
def test_what_is_written_validates(official: Path, version: Version, year: int) -> None:
    schema(official, version).validate(json.loads(write(sound(year, version=version))))


@pytest.mark.parametrize("version", VERSIONS)
def test_a_delivery_of_one_version_has_the_official_verdict_in_every_other(
    official: Path, version: Version
) -> None:
    value = to_json(sound(version=version))
    for other in VERSIONS:
        assert (not check(value, other)) == schema(official, other).is_valid(value)


STRANGE: list[Any] = [
    None, True, False, 0, 5, -1, 2.5, 10**400, "", " ", "x", "x\n", "x\ny", "\n", "5", "ja", "Gemeente",
    "Begroting", "ultimo", "a@b.nl", "a@b.nl\n", "a@[1.2.3.4]", "a@b.amsterdam", "é@b.nl", "a@b",
    "12:00:00", "12:00:00Z", "x 23:59:59+02:00", "24:00:00", "12:00:00.5Z", "12:00:00[0-9]Z", "٢٢:٠٠:٠٠",
    [], {}, [1], [{"tekst": "x"}], [{"tekst": 1}], {"details": {}},
]  # fmt: skip


def places(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Every place in a JSON value."""
    inner = (
        value.items()
        if isinstance(value, dict)
        else enumerate(value)
        if isinstance(value, list)
        else ()
    )
    return [path, *(place for key, part in inner for place in places(part, (*path, key)))]


def replaced(value: Any, path: tuple[Any, ...], part: Any) -> Any:
    """The value with another part at a place; without it where the part is `...`."""
    if not path:
        return part
    copy = value.copy()
    if len(path) == 1 and part is ...:
        del copy[path[0]]
    else:
        copy[path[0]] = replaced(copy[path[0]], path[1:], part)
    return copy


@pytest.mark.parametrize("version", VERSIONS)
def test_every_strange_value_at_every_place_has_the_official_verdict(
    official: Path, version: Version
) -> None:
    validator = schema(official, version)
    whole = to_json(sound(version=version))
    for table in TABLES:
        whole["data"][table] = whole["data"][table][:1]
    for path in places(whole):
        if path:
            less = replaced(whole, path, ...)
            assert (not check(less, version)) == validator.is_valid(less), path
        for strange in STRANGE:
            other = replaced(whole, path, strange)
            assert (not check(other, version)) == validator.is_valid(other), (path, strange)


@pytest.mark.parametrize("version", VERSIONS)
def test_a_key_too_many_has_the_official_verdict_at_every_place(
    official: Path, version: Version
) -> None:
    validator = schema(official, version)
    whole = to_json(sound(version=version))
    extra = (
        "x",
        "details",
        "detail",
        "software",
        "publiceren",
        "opmerkingen",
        "kengetallen",
        "auteur",
    )
    for path in places(whole):
        for key in extra:
            for value in ({}, "ja", []):
                block: Any = whole
                for part in path:
                    block = block[part]
                if isinstance(block, dict):
                    more = replaced(whole, path, {**block, key: value})
                    assert (not check(more, version)) == validator.is_valid(more), (
                        path,
                        key,
                        value,
                    )


def test_every_official_structural_and_code_error_is_a_rule_here(official: Path) -> None:
    """A new error in the official list is noticed."""
    codes = {
        error["foutcode"]
        for error in json.loads((official / "fouten.json").read_text("utf-8"))["fouten_overzicht"]
    }
    ours = (
        {f"SF{number:03}" for number in range(1, 18)}
        | {f"DF{number:03}" for number in range(1, 8)}
        | {f"PF{number:03}" for number in range(1, 10)}
        | {"PF099", "SF777", "SF888", "SF999"}
    )
    assert codes == ours


def test_a_sound_delivery_is_sound_in_every_year() -> None:
    assert all(read(write(sound(year))).sound for year in range(FIRST_YEAR, LAST_YEAR + 1))
