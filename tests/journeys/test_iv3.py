"""A controller loads an Iv3 delivery and writes one, on the command line."""

import json

import pytest

from noaber.intake.iv3.delivery import Post
from tests.iv3_delivery import content, sound, with_posts
from tests.journeys.command import noaber


@pytest.fixture
def file(tmp_path):
    """A sound delivery in a file."""
    path = tmp_path / "iv3.json"
    path.write_bytes(content())
    return path


def test_a_sound_delivery_is_loaded_and_exported_again(tmp_path, file):
    told = noaber(tmp_path, "load", "--iv3", file, check=0).stdout
    assert "Twenterand 2022, jaarrekening: 13 posten geladen" in told
    assert "9 gehouden, 0 niet in orde" in told
    out = tmp_path / "out.json"
    noaber(tmp_path, "export", "--iv3", "1700", "2022", "--out", out, check=0)
    assert json.loads(out.read_bytes()) == json.loads(file.read_bytes())
    printed = noaber(
        tmp_path, "export", "--iv3", "GM1700", "2022", "--schema", "1.1", check=0
    ).stdout
    assert json.loads(printed)["metadata"]["boekjaar"] == "2022"


def test_what_is_wrong_is_said_with_its_place_and_exits_with_one(tmp_path, file):
    file.write_bytes(content(with_posts(sound(), Post("lasten", "6.71a", "3.8", 1_000_00))))
    done = noaber(tmp_path, "load", "--iv3", file, check=1)
    assert "FOUT DF001" in done.stdout
    assert "/data/lasten/2/taakveld" in done.stdout
    assert "FOUT PF006" in done.stdout
    assert "niet in orde" in done.stderr


def test_json_says_the_same_and_nothing_else(tmp_path, file):
    found = json.loads(noaber(tmp_path, "load", "--iv3", file, "--format", "json", check=0).stdout)
    assert found["sound"]
    assert found["outcome"] == "new"
    assert [result["outcome"] for result in found["controls"]] == ["passed"] * 9


def test_called_wrongly_it_exits_with_two(tmp_path, file):
    noaber(tmp_path, "load", check=2)
    noaber(tmp_path, "load", "--mapping", file, check=2)
    noaber(tmp_path, "export", check=2)
    noaber(tmp_path, "export", "x", "--iv3", "1700", "2022", check=2)


def test_a_bad_file_and_a_delivery_that_is_not_there_get_a_sentence(tmp_path, file):
    file.write_bytes(b"PK\x03\x04")
    assert "Excel" in noaber(tmp_path, "load", "--iv3", file, check=1).stderr
    assert (
        "noaber load --iv3" in noaber(tmp_path, "export", "--iv3", "1700", "2022", check=1).stderr
    )
