"""Our schema of a reading against the one that graders use: what fits ours fits theirs."""

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from noaber.intake.documents.files import read_file
from noaber.intake.documents.schema import schema, to_json
from tests.needs import missing


@pytest.fixture(scope="module")
def theirs(shared: Path) -> dict[str, Any]:
    path = shared / "reading.schema.json"
    if not path.is_file():
        missing("The schema of readings", "It lies in the shared folder.")
    return json.loads(path.read_text("utf-8"))


def resolved(node: dict[str, Any], top: dict[str, Any]) -> dict[str, Any]:
    """The node, or what it refers to."""
    ref = node.get("$ref")
    return top["$defs"][ref.rsplit("/", 1)[1]] if ref else node


def types(node: dict[str, Any]) -> set[str]:
    found = node.get("type", [])
    return {found} if isinstance(found, str) else set(found)


def differences(
    ours: dict[str, Any], theirs: dict[str, Any], top: dict[str, Any], path: str = ""
) -> list[str]:
    """Where ours asks less, or other things, than theirs."""
    theirs = resolved(theirs, top)
    found = []
    if set(theirs.get("required", [])) != set(ours.get("required", [])) & set(
        theirs.get("properties", ours)
    ):
        found.append(f"{path}: required {theirs.get('required')} is {ours.get('required')}")
    if "enum" in theirs and set(theirs["enum"]) != set(ours.get("enum", [])):
        found.append(f"{path}: enum {theirs['enum']} is {ours.get('enum')}")
    if types(theirs) and types(theirs) != types(ours):
        found.append(f"{path}: type {types(theirs)} is {types(ours)}")
    for key in ("minimum", "minItems", "maxItems"):
        if key in theirs and theirs[key] != ours.get(key):
            found.append(f"{path}: {key}")
    for name, node in theirs.get("properties", {}).items():
        if name not in ours.get("properties", {}):
            found.append(f"{path}/{name} is missing")
        else:
            found += differences(ours["properties"][name], node, top, f"{path}/{name}")
    if "items" in theirs:
        found += differences(ours.get("items", {}), theirs["items"], top, f"{path}[]")
    return found


def test_our_schema_is_a_schema() -> None:
    jsonschema.Draft202012Validator.check_schema(schema())


def test_ours_requires_what_theirs_requires(theirs: dict[str, Any]) -> None:
    assert differences(schema(), theirs, theirs) == []


def test_the_comparison_sees_a_difference(theirs: dict[str, Any]) -> None:
    less = json.loads(json.dumps(schema()))
    less["properties"]["goals"]["items"]["required"].remove("span")
    less["properties"]["document"]["properties"]["kind"]["enum"].remove("budget")
    assert len(differences(less, theirs, theirs)) == 2


@pytest.mark.parametrize("name", ["raalte.txt", "raalte.toml"])
def test_the_samples_fit_both(name: str, root: Path, theirs: dict[str, Any]) -> None:
    data = to_json(read_file((root / "tests/samples/intake" / name).read_bytes(), name)[1])
    jsonschema.validate(data, schema())
    jsonschema.validate(data, theirs)


def test_the_schema_refuses_what_is_wrong(root: Path) -> None:
    data = to_json(
        read_file((root / "tests/samples/intake/raalte.txt").read_bytes(), "raalte.txt")[1]
    )
    del data["goals"][0]["span"]
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(data, schema())
