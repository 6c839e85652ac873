"""The mapping of taakvelden to themes: two formats, one meaning, all mistakes at once."""

import pytest

from noaber.intake.documents.errors import IntakeError
from noaber.intake.iv3.mapping import OUTSIDE, MappingRule, read_mapping

TOML = b"""
[[mapping]]
taakveld = "6.72"
theme = "Jeugd"

[[mapping]]
taakveld = "6.5"
category = "3.8"
theme = "Werk"

[[mapping]]
taakveld = "0."
theme = "-"
"""
CSV = "taakveld;categorie;thema\n6.72;;Jeugd\n06.5;3.8;Werk\n\n0.;;-\n"
RULES = (
    MappingRule("6.72", "", "Jeugd"),
    MappingRule("6.5", "3.8", "Werk"),
    MappingRule("0.", "", OUTSIDE),
)


def test_toml_and_csv_say_the_same():
    assert read_mapping(TOML, "k.toml", 2022) == RULES
    assert read_mapping(CSV.encode("utf-8-sig"), "k.csv", 2022) == RULES
    assert read_mapping(CSV.replace(";", ",").encode(), "k.csv", 2022) == RULES


def test_all_mistakes_are_said_at_once_with_their_line():
    text = "taakveld;thema\n6.71a;Wmo\n;Jeugd\n6.72;Jeugd\n6.72;Werk\n6.5;\n"
    with pytest.raises(IntakeError) as caught:
        read_mapping(text.encode(), "k.csv", 2022)
    lines = [sentence.split(":")[0] for sentence in caught.value.sentences]
    assert lines == ["k.csv, regel 2", "k.csv, regel 3", "k.csv, regel 5", "k.csv, regel 6"]
    assert "2023 en 2024" in caught.value.sentences[0]


def test_a_category_of_another_year_is_said():
    with pytest.raises(IntakeError, match=r"4\.5\.8"):
        read_mapping(b"taakveld,category,theme\n6.72,4.5.8,Jeugd\n", "k.csv", 2022)


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (b"", "k.csv"),
        (b"", "k.toml"),
        (b"\xff", "k.csv"),
        (b"naam;thema\n1;2\n", "k.csv"),
        (b"taakveld;thema\n", "k.csv"),
        (b'taakveld;thema\n"6.72;Jeugd\n', "k.csv"),
        (b"taakveld;thema\n6.72;Jeugd;te veel\n", "k.csv"),
        (b"mapping = 1", "k.toml"),
        (b"mapping = [1]", "k.toml"),
        (b"[[mapping]]\ntaakveld = 6.72\ntheme = 'Jeugd'", "k.toml"),
        (b"[[mapping]]\ntaakveld = '6.72'\ntheme = 'Jeugd'\nkleur = 'rood'", "k.toml"),
        (b"[[mapping", "k.toml"),
    ],
)
def test_what_is_no_mapping_gets_a_sentence(content, name):
    with pytest.raises(IntakeError) as caught:
        read_mapping(content, name, 2022)
    assert all(sentence.startswith(name) for sentence in caught.value.sentences)
