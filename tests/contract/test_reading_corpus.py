"""The reader on the corpus of composed pages: what it must find of each kind, and that its places hold.

On `known` the grammar was made. Nobody who changes it looks at what it does on `unseen`, of which only the
scores count. The bounds lie a little below what was measured, so that a change that reads less is noticed.
"""

import json
from functools import cache

import jsonschema
import pytest

from noaber.intake.documents.files import read_file, text_of
from noaber.intake.documents.reading import Reading
from noaber.intake.documents.schema import schema, to_json
from tests.reading_corpus import PARTS, Page, Score, pages, score

LEAST = {
    "known": {"goals": 0.98, "indicators": 0.95, "efforts": 0.98, "finance": 0.96, "figures": 0.95},
    "unseen": {
        "goals": 0.82,
        "indicators": 0.92,
        "efforts": 0.83,
        "finance": 0.96,
        "figures": 0.92,
    },
}


def read(page: Page) -> tuple[str, Reading]:
    return read_file(page.content, f"page{page.suffix}")


@cache
def scores(part: str) -> dict[str, Score]:
    found: dict[str, Score] = {}
    for page in pages(part):
        text, reading = read(page)
        for kind, one in score(page, reading, text, text_of).items():
            found.setdefault(kind, Score()).add(one)
    return found


@pytest.mark.parametrize("part", PARTS)
@pytest.mark.parametrize("kind", ["goals", "indicators", "efforts", "finance", "figures"])
def test_the_reader_finds_what_a_careful_person_finds(part: str, kind: str) -> None:
    found = scores(part)[kind]
    assert found.gold > 0
    assert found.f1 >= LEAST[part][kind], (found.missed[:20], found.surplus[:20])


@pytest.mark.parametrize("page", pages("known"), ids=lambda page: page.name)
def test_every_place_is_in_the_text_and_the_reading_fits_its_schema(page: Page) -> None:
    text, reading = read(page)
    jsonschema.validate(json.loads(json.dumps(to_json(reading))), schema())
    goals = {one.id for one in reading.goals}
    assert len(goals) == len(reading.goals)
    for one in (*reading.goals, *reading.efforts, *reading.finance, *reading.figures):
        start, end = one.span
        assert 0 <= start < end <= len(text)
    for item in (*reading.efforts, *reading.indicators):
        assert item.goal is None or item.goal in goals
    for goal in reading.goals:
        assert goal.parent is None or goal.parent in goals
