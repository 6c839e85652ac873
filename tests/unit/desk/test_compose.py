"""Editions: every figure leads to its evidence, computed ones to what they rest on."""

from datetime import date
from decimal import Decimal

import pytest

from noaber.app.river import count, edition_of
from noaber.desk.evidence import Lines
from noaber.guard.actor import SYSTEM
from noaber.publication.edition import Standing
from noaber.publication.soundness import faults, figures
from noaber.register import documents
from noaber.vocabulary.grades import Grade
from tests.chapter import TEXT, chapter, without_money

pytestmark = [pytest.mark.database, pytest.mark.django_db]
DAY = date(2023, 6, 1)


@pytest.fixture
def edition(rooms):
    return make(chapter())


def make(reading):
    document = documents.load(SYSTEM, reading, "rekening.txt", b"one", TEXT).document
    return edition_of(SYSTEM, document, count(SYSTEM), DAY)


@pytest.fixture
def rooms(settings, tmp_path):
    """Folders of its own for facts and results."""
    settings.FACTS, settings.RESULTS = tmp_path / "facts", tmp_path / "results"


def test_an_edition_hangs_together(edition):
    assert faults(edition) == ()


def test_every_figure_names_evidence_and_every_computed_one_what_it_rests_on(edition):
    evidence = {one.id: one for one in edition.evidence}
    for figure in figures(edition):
        found = evidence[figure.evidence]
        assert figure.grade == found.grade
        assert found.kind in ("placed", "computed")
        assert all(name in evidence for name in found.inputs)
        if found.kind == "computed" and figure.value is not None:
            assert found.inputs
            assert found.query
            assert found.snapshot == edition.snapshot


def test_a_single_printed_amount_is_copied_and_a_sum_is_computed(edition):
    programme, jeugd = edition.money[0], edition.money[1]
    assert {figure.grade for figure in programme.rows[0].figures} == {Grade.COMPUTED}
    assert jeugd.rows[0].figures[1].grade == Grade.COPIED  # expense, revised
    assert jeugd.rows[2].figures[1].grade == Grade.COMPUTED  # balance


def test_the_first_screen_says_what_was_allowed_and_before_and_after_reserves(edition):
    spent = edition.headlines[2]
    said = [figure.value for figure in spent.figures]
    assert said == [1320, 1400, 80, 370, 400, Decimal(-50), Decimal(-40), 50]
    assert "stond na wijziging {0} aan lasten toe; het werd {1}, {2} meer." in spent.answer
    assert "voor reserves {5} (slechter) en het resultaat erna {6} (slechter)" in spent.answer


def test_the_first_screen_asks_five_questions(edition):
    assert len(edition.headlines) == 5
    # One of its indicators hangs at the theme: of which goal it tells, the document does not say.
    assert "Niet bij elke indicator staat bij welk doel" in edition.headlines[1].answer
    assert "geen enkel verschil een oorzaak" in edition.headlines[3].answer
    assert "zegt niet of de raad het heeft vastgesteld." in edition.headlines[4].answer


def test_a_document_without_money_says_so(rooms):
    edition = make(without_money(chapter()))
    assert edition.money == ()
    assert "noemt geen bedragen" in edition.headlines[2].answer
    assert faults(edition) == ()


def test_each_indicator_gets_the_answer_that_fits_it(edition):
    youth, work, desk = edition.indicators
    assert youth.statement.standing is Standing.CANNOT_TELL  # 'down' is wanted, but a break between
    assert work.statement.standing is Standing.CANNOT_TELL  # a number, no side
    assert work.target == "60"
    assert desk.statement.standing is Standing.NO_TARGET_SET
    assert [point.period for point in youth.points] == ["2020", "2021", "2022"]
    assert youth.points[0].figure.gap
    assert desk.points[0].figure.label == "gereed"


def test_the_same_facts_give_the_same_edition(rooms):
    document = documents.load(SYSTEM, chapter(), "r.txt", b"one", TEXT).document
    assert edition_of(SYSTEM, document, count(SYSTEM), DAY) == edition_of(
        SYSTEM, document, count(SYSTEM), DAY
    )


def test_lines_are_counted_from_one_and_a_passage_marks_its_figure():
    lines = Lines("eerste\ntweede 12\nderde")
    assert [lines.number(position) for position in (0, 6, 7, 17, 21)] == [1, 1, 2, 3, 3]
    passage, start, end = lines.around(14, 16)
    assert (passage, passage[start:end]) == ("tweede 12", "12")
    assert lines.line(3) == "derde"
    assert lines.line(4) == ""
    assert Lines("").number(0) == 1
