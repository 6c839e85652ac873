"""What the checks find in the five published chapters is what the demo asks their authors, and nothing else."""

from datetime import date
from pathlib import Path

import pytest

from noaber.intake.documents.checks import all_checks
from noaber.intake.documents.files import read_file
from tests.contract.programmes.test_programmes import COUNTS, data, printed_lines

PUBLISHED = [name for name in COUNTS if "source" in data(name)]
# What the demo documents tell by their own figures, so that no question has to be written down.
BY_FIGURES = {"authorisation", "orphan"}


def found(lines: list[str]) -> dict[int, set[str]]:
    """The rules that ask something, by the line of the passage."""
    text = "\n".join(lines)
    _, reading = read_file(text.encode(), "chapter.txt")
    made: dict[int, set[str]] = {}
    for one in all_checks(reading, text, date(2026, 11, 26)):
        if one.status == "off" and one.rule not in BY_FIGURES:
            line = text.count("\n", 0, one.spans[0][0]) + 1
            made.setdefault(line, set()).add(one.rule)
    return made


@pytest.mark.parametrize("name", PUBLISHED)
def test_every_question_is_found_and_every_finding_is_asked(shared: Path, name: str) -> None:
    lines = printed_lines(shared, name)
    asked = {one["printed_line"] for one in data(name).get("passage_question", [])}
    assert asked == set(found(lines))


@pytest.mark.parametrize("name", [name for name in PUBLISHED if "passage_question" in data(name)])
def test_a_mended_passage_is_no_longer_asked_after(shared: Path, name: str) -> None:
    lines = printed_lines(shared, name)
    for one in data(name)["passage_question"]:
        at = one["printed_line"] - 1
        rules = found(lines)[at + 1]
        mended = found([*lines[:at], "", *lines[at + 1 :]])
        assert not rules & mended.get(at + 1, set())
