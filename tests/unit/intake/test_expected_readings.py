"""A reading beside the one that a person corrected, and the corrected readings that are kept as tests."""

import json
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest

from noaber.intake.documents.errors import Unreadable
from noaber.intake.documents.expected import corrected, differences
from noaber.intake.documents.files import read_file
from noaber.intake.documents.schema import to_json

KEPT = sorted((Path(__file__).parents[2] / "samples/reading/corrected").glob("*/*.json"))
CHAPTER = KEPT[0].with_suffix("")


def read(path: Path) -> dict[str, Any]:
    _, reading = read_file(path.read_bytes(), path.name)
    return json.loads(json.dumps(to_json(reading)))


@pytest.mark.parametrize("kept", KEPT, ids=lambda path: path.parent.name)
def test_a_corrected_reading_is_what_is_read(kept: Path) -> None:
    wanted = corrected(kept.read_bytes(), kept.name)
    assert [one.sentence for one in differences(read(kept.with_suffix("")), wanted)] == []


@pytest.mark.parametrize(
    ("part", "at", "field", "value", "said"),
    [
        ("efforts", 1, "status", "done", "stand is planned, verwacht done"),
        ("finance", 0, "eur", 1, "bedrag is 812000, verwacht 1"),
        ("indicators", 0, "source", "CBS", "bron is gemeente, verwacht CBS"),
        ("goals", 1, "kind", "subgoal", "soort is goal, verwacht subgoal"),
        (
            "efforts",
            0,
            "goal",
            "P",
            "doel is Inwoners weten de weg naar hulp te vinden, verwacht Samen leven",
        ),
        ("efforts", 0, "span", [0, 1], "plaats is"),
    ],
)
def test_what_is_otherwise_is_said(
    part: str, at: int, field: str, value: object, said: str
) -> None:
    found = read(CHAPTER)
    wanted = deepcopy(found)
    wanted[part][at][field] = value
    made = differences(found, wanted)
    assert [one.part for one in made] == [part]
    assert said in made[0].sentence


def test_what_is_missing_and_what_is_too_much_is_said() -> None:
    found = read(CHAPTER)
    wanted = deepcopy(found)
    wanted["efforts"][0]["text"] = "Het loket verhuist."
    assert [one.sentence for one in differences(found, wanted)] == [
        "inspanning ontbreekt: ‘Het loket verhuist.’",
        "inspanning te veel: ‘Het loket wordt op donderdagavond geopend.’",
    ]


def test_what_a_person_leaves_out_is_not_compared() -> None:
    found = read(CHAPTER)
    wanted = {"efforts": [{"text": one["text"]} for one in found["efforts"]]}
    assert differences(found, wanted) == []
    assert differences(found, wanted | {"document": {"year": 1999}})[0].part == "document"


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"hallo", "dit is geen JSON (het gaat mis op regel 1)"),
        (b"\xff\xfe\x00", "dit is geen JSON"),
        (b"[" * 100_000, "dit is geen JSON"),
        (b"[]", "dit is geen lezing"),
        (b'{"efforts": 3}', "dit is geen lezing"),
        (b'{"efforts": ["x"]}', "staat iets anders dan een inspanning"),
    ],
)
def test_something_else_is_refused_with_what_now(content: bytes, said: str) -> None:
    with pytest.raises(Unreadable) as error:
        corrected(content, "lezing.json")
    assert "lezing.json: " in str(error.value)
    assert said in str(error.value)
