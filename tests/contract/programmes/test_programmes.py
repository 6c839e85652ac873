"""The five bundled programmes: they read, hold what their chapters hold, and copy figures, not sentences."""

import re
import tomllib
from collections import Counter
from collections.abc import Iterator, Mapping
from decimal import Decimal
from hashlib import sha256
from importlib import resources
from pathlib import Path
from typing import Any

import pytest

from noaber.intake.documents.files import read_file
from noaber.intake.documents.reading import Reading
from noaber.intake.documents.sections import SECTIONS, Kind, Section
from tests.needs import missing

FOLDER = resources.files("noaber.app") / "demo"
# Tree places, indicators and amounts, and the records by section.
COUNTS: dict[str, tuple[tuple[int, int, int], dict[str, int]]] = {
    "twenterand-2022.toml": (
        (25, 43, 101),
        {
            "effort": 34,
            "agreement": 4,
            "plan": 1,
            "council_item": 1,
            "figure": 8,
            "reserve": 3,
            "explanation": 39,
            "grant_received": 5,
            "savings_target": 1,
            "result_appropriation": 4,
            "passage_question": 4,
        },
    ),
    "almelo-2018.toml": (
        (4, 0, 0),
        {
            "effort": 14,
            "agreement": 1,
            "plan": 2,
            "area": 2,
            "figure": 15,
        },
    ),
    "almelo-2021.toml": (
        (5, 0, 0),
        {
            "programme_line": 4,
            "effort": 48,
            "agreement": 7,
            "plan": 5,
            "council_item": 3,
            "area": 3,
            "figure": 24,
            "grant_received": 3,
            "savings_target": 1,
        },
    ),
    "tubbergen-2020.toml": (
        (48, 11, 0),
        {
            "effort": 67,
            "agreement": 4,
            "plan": 1,
            "area": 1,
            "earmark": 7,
            "grant_received": 1,
            "passage_question": 2,
        },
    ),
    "almere-2022.toml": (
        (8, 0, 0),
        {
            "effort": 30,
            "agreement": 4,
            "plan": 2,
            "council_item": 1,
            "figure": 1,
            "grant_received": 2,
        },
    ),
}
# What a printed cost table says of itself; what a text gets wrong is for the checks to find.
OF_TABLE = {"balance", "total", "result", "difference", "reserve"}
# Of this many words in a row at least one is our own.
RUN = 8
# Names of rows and heads of printed tables; they are kept as they are printed.
PRINTED_NAMES = {("twenterand-2022.toml", "goal"), ("twenterand-2022.toml", "indicator")}
# A number as Dutch documents print it, and what multiplies it.
NUMBER = re.compile(
    r"(?P<whole>[0-9]{1,3}(?:\.[0-9]{3})+|[0-9]+)(?:,(?P<part>[0-9]+))?"
    r"(?: (?P<times>miljoen|miljard)\b)?"
)
TIMES = {None: 1, "miljoen": 10**6, "miljard": 10**9}


def content(name: str) -> bytes:
    return (FOLDER / name).read_bytes()


def reading(name: str) -> Reading:
    return read_file(content(name), name)[1]


def data(name: str) -> dict[str, Any]:
    return tomllib.loads(content(name).decode())


def seeds(shared: Path) -> list[Path]:
    found = sorted((shared / "seeds").glob("*.txt"))
    if not found:
        missing("The folder of seeds", "It lies in the shared folder.")
    return found


def printed_lines(shared: Path, name: str) -> list[str]:
    """The lines of the chapter that a file says it was written from."""
    wanted = data(name)["source"]["sha256"]
    for path in seeds(shared):
        if sha256(path.read_bytes()).hexdigest() == wanted:
            return path.read_text("utf-8").split("\n")
    pytest.fail(f"no seed has the hash that {name} names")


def numbers(line: str) -> set[Decimal]:
    """The numbers on a printed line, each with and without its multiplier."""
    found = set()
    for match in NUMBER.finditer(line):
        value = Decimal(match["whole"].replace(".", "") + "." + (match["part"] or "0"))
        found |= {value, value * TIMES[match["times"]]}
    return found


@pytest.mark.parametrize("name", COUNTS)
def test_a_programme_reads_and_its_cost_table_adds_up(name: str) -> None:
    found = reading(name)
    places, records = COUNTS[name]
    assert (len(found.goals), len(found.indicators), len(found.finance)) == places
    assert Counter(record.section for record in found.records) == records
    assert [
        check for check in found.checks if check.rule in OF_TABLE and check.status != "ok"
    ] == []


@pytest.mark.parametrize("name", COUNTS)
def test_every_goal_indicator_and_record_says_its_printed_line(name: str) -> None:
    found = reading(name)
    items = {*(goal.id for goal in found.goals[1:]), *(row.id for row in found.indicators)}
    assert items - found.lines.keys() == set()
    assert [record.id for record in found.records if record.line is None] == []


@pytest.mark.parametrize("name", COUNTS)
def test_printed_lines_are_lines_with_text(shared: Path, name: str) -> None:
    lines = printed_lines(shared, name)
    found = reading(name)
    named = {*found.lines.values(), *(record.line for record in found.records)}
    assert [line for line in named if line and not lines[line - 1].strip()] == []


@pytest.mark.parametrize("name", COUNTS)
def test_values_of_indicators_stand_on_their_printed_lines(shared: Path, name: str) -> None:
    lines = printed_lines(shared, name)
    file = data(name)
    noted = {note["id"]: note.get("line") for note in file.get("note", [])}
    for row in file.get("indicator", []):
        # A target may stand in a footnote of the row.
        own = lines[row["line"] - 1]
        footnotes = " ".join(lines[noted[note] - 1] for note in row.get("notes", []) if noted[note])
        for value in row.get("values", {}).values():
            assert _stands(value, own), (row["id"], value)
        for value in row.get("targets", {}).values():
            assert _stands(value, f"{own} {footnotes}"), (row["id"], value)


def _stands(value: Any, line: str) -> bool:
    """Whether a value is printed on a line."""
    if isinstance(value, bool):
        return ("Ja" if value else "Nee") in line
    if isinstance(value, str):
        return value in line
    return Decimal(str(value)) in numbers(line)


@pytest.mark.parametrize("name", COUNTS)
def test_amounts_of_the_table_stand_on_their_printed_lines(shared: Path, name: str) -> None:
    lines = printed_lines(shared, name)
    for row in data(name).get("money", {}).get("row", []):
        for eur in row["amounts"].values():
            assert abs(Decimal(str(eur))) in numbers(lines[row["printed_line"] - 1]), row


@pytest.mark.parametrize("name", COUNTS)
def test_numbers_of_records_stand_on_their_printed_lines(shared: Path, name: str) -> None:
    lines = printed_lines(shared, name)
    file = data(name)
    for section in SECTIONS.values():
        for record in file.get(section.name, []):
            for line, value in _numbers(section, record, record["printed_line"]):
                assert abs(value) in numbers(lines[line - 1]), (section.name, record["id"], value)


def _numbers(
    section: Section, record: Mapping[str, Any], line: int
) -> Iterator[tuple[int, Decimal]]:
    """The numbers of a record and its entries with their printed line; nothing is printed of a zero."""
    line = record.get("printed_line", line)
    for field in section.fields:
        if field.kind in (Kind.EUR, Kind.NUMBER) and record.get(field.name):
            yield line, Decimal(str(record[field.name]))
    for inner in section.entries:
        for entry in record.get(inner.name, []):
            yield from _numbers(inner, entry, line)


@pytest.mark.parametrize("name", COUNTS)
def test_no_sentence_of_a_published_chapter_is_copied(shared: Path, name: str) -> None:
    published = {run for path in seeds(shared) for run in _runs(_words(path.read_text("utf-8")))}
    said = [*_texts(name), *re.findall(r"^# ?(.*)$", content(name).decode(), re.MULTILINE)]
    copied = {text for text in said for run in _runs(_words(text)) if run in published}
    assert copied == set()


def _texts(name: str) -> Iterator[str]:
    """Every text of a file, save the names that are those of printed tables."""
    for section, table in data(name).items():
        for text_of, text in _strings(table):
            if not ((name, section) in PRINTED_NAMES and text_of == "name"):
                yield text


def _strings(value: Any, key: str = "") -> Iterator[tuple[str, str]]:
    if isinstance(value, str):
        yield key, value
    elif isinstance(value, Mapping):
        for inner, one in value.items():
            yield from _strings(one, inner)
    elif isinstance(value, list):
        for one in value:
            yield from _strings(one, key)


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", text.casefold())


def _runs(words: list[str]) -> Iterator[tuple[str, ...]]:
    return (tuple(words[at : at + RUN]) for at in range(len(words) - RUN + 1))
