"""The own format: what it says, where, and all that can be wrong with it at once."""

import tomllib
from pathlib import Path

import pytest

from noaber.intake.documents.errors import FormatError, IntakeError, Unreadable
from noaber.intake.documents.files import read_file
from noaber.intake.documents.own_format import read_own
from noaber.intake.documents.schema import to_json

TOP = 'format = "noaber-programme"\nversion = 1\n'
DOCUMENT = '[document]\nmunicipality = "Raalte"\nkind = "account"\nyear = 2023\nprogramme = "P"\ntitle = "T"\n'


@pytest.fixture(scope="module")
def sample(root: Path) -> str:
    return (root / "tests/samples/intake/raalte.toml").read_text("utf-8")


def problems(text: str) -> list[tuple[int, str]]:
    with pytest.raises(FormatError) as caught:
        read_own(text, "x.toml")
    assert len(caught.value.sentences) == len(caught.value.problems)
    return [(problem.line, problem.text) for problem in caught.value.problems]


def test_every_span_is_exact_in_the_toml_text(sample: str) -> None:
    reading = read_own(sample, "x.toml")
    assert [sample[slice(*goal.span)] for goal in reading.goals] == [
        goal.text for goal in reading.goals
    ]
    for item in reading.finance:
        assert tomllib.loads(f"x = {sample[slice(*item.span)]}")["x"] == item.eur
    for indicator in reading.indicators:
        assert sample[slice(*indicator.span)].startswith("[[indicator]]")
        for value in indicator.values:
            printed = sample[slice(*value.span)]
            assert (
                printed == "-"
                if value.value is None
                else tomllib.loads(f"x = {printed}")["x"] == value.value
            )
        for found in indicator.breaks:
            assert sample[slice(*found.span)] == found.reason


def test_the_sample_says_what_it_says(sample: str) -> None:
    reading = read_own(sample, "x.toml")
    assert reading.document.municipality == "Raalte"
    assert [(goal.id, goal.parent) for goal in reading.goals] == [
        ("P", None),
        ("jeugd", "P"),
        ("zorg", "P"),
        ("hulp", "jeugd"),
        ("vroeg", "hulp"),
    ]
    first = reading.indicators[0]
    assert [(value.period, value.value, value.kind) for value in first.values] == [
        ("2023", 118, "actual"),
        ("2022", 124.5, "actual"),
        ("2021", None, "actual"),
        ("2024", 110, "target"),
    ]
    assert [(found.before, found.after) for found in first.breaks] == [("2021", "2022")]
    assert reading.lines == {"zorg": 30, "trajecten": 12, "F1": 41, "F2": 41}
    assert reading.source is not None
    assert reading.finance[-1].stage == "difference"
    assert reading.finance[0].heading == "Jeugd"
    assert "<b>" in reading.goals[3].text


def test_the_checks_come_with_the_file(sample: str) -> None:
    _, reading = read_file(sample.encode(), "x.toml")
    assert {one.status for one in reading.checks} == {"ok"}
    wrong = sample.replace("9_400_000", "9_100_000")
    text, reading = read_file(wrong.encode(), "x.TOML")
    (off,) = (one for one in reading.checks if one.status == "off")
    assert "9_100_000" in [text[slice(*span)] for span in off.spans]
    assert set(to_json(reading)) >= {"source", "lines"}


def test_all_problems_are_told_at_once_with_their_lines(sample: str) -> None:
    wrong = (
        sample.replace('kind = "account"', 'kind = "acount"')
        .replace("year = 2023", 'year = "2023"')
        .replace('parent = "hulp"', 'parent = "help"')
        .replace('notes = ["telling"]', 'notes = ["teling"]')
        .replace("2022 = 124.5", "2022 = true")
        .replace('direction = "down"', 'richting = "down"')
        .replace("revised = 9_100_000", "revized = 9_100_000")
    )
    lines = wrong.split("\n")
    found = problems(wrong)
    assert len(found) == 7
    assert found == sorted(found)
    for (line, text), marks in zip(
        found, ("acount", '"2023"', "help", "richting", "teling", "true", "revized"), strict=True
    ):
        assert marks in lines[line - 1], (line, text)
    assert any("onbekende sleutel 'richting'" in text for _, text in found)


@pytest.mark.parametrize(
    ("text", "line", "says"),
    [
        (TOP, 0, "mist 'document'"),
        (TOP + DOCUMENT.replace("Raalte", "Atlantis"), 4, "geen Nederlandse gemeente"),
        (
            TOP + DOCUMENT + '[[theme]]\nid = "a"\nname = "A"\n[[theme]]\nid = "a"\nname = "B"\n',
            13,
            "al gebruikt",
        ),
        (
            TOP + DOCUMENT + '[[goal]]\nid = "a"\nparent = "a"\nkind = "goal"\nname = "A"\n',
            11,
            "onder zichzelf",
        ),
        (
            TOP
            + DOCUMENT
            + '[[indicator]]\nid = "a"\nname = "A"\nunit = "number"\nvalues = { 22 = 1 }\n',
            13,
            "geen periode",
        ),
        (
            TOP
            + DOCUMENT
            + '[[indicator]]\nid = "a"\nname = "A"\nunit = "number"\nvalues = { 2022 = inf }\n',
            13,
            "een getal",
        ),
        (TOP + DOCUMENT + "[money]\ncolumns = []\n", 9, "mist 'row'"),
        (TOP + "[document\n", 3, "geen geldige TOML"),
        (TOP + "a = \n", 3, "geen geldige waarde"),
        (TOP.replace("1", "2") + DOCUMENT, 2, "verwacht 1"),
        ("a = " + "[" * 20000, 0, "te diep"),
    ],
)
def test_each_mistake_has_its_line_and_what_was_expected(text: str, line: int, says: str) -> None:
    assert any(at == line and says in said for at, said in problems(text)), problems(text)


def test_the_line_stays_right_behind_characters_of_more_bytes() -> None:
    text = TOP + "# één € 😀\n" + DOCUMENT.replace("2023", "23")
    assert problems(text) == [(7, "'year' in [document]: verwacht een jaar, zoals 2022")]


def test_a_file_gives_its_sentences_or_its_reading_and_nothing_else(root: Path) -> None:
    chapter = (root / "tests/samples/intake/raalte.txt").read_bytes()
    text, reading = read_file(chapter, "raalte.txt")
    assert text[slice(*reading.goals[0].span)] == "Samen leven"
    for content, name, kind in (
        (b"", "a.toml", Unreadable),
        (b"", "a.txt", Unreadable),
        (b"a = 1", "a.toml", FormatError),
    ):
        with pytest.raises(kind) as caught:
            read_file(content, name)
        assert isinstance(caught.value, IntakeError)
        assert all(sentence.startswith(name) for sentence in caught.value.sentences)
