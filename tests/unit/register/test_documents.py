"""Loading whole documents: once, again, changed, adopted, broken off, and back."""

from dataclasses import replace
from datetime import date

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from noaber.guard.actor import SYSTEM, NotAllowed
from noaber.register import documents
from noaber.register.goals.models import Indicator, TreeNode
from noaber.register.money.models import Amount
from noaber.register.sources.models import Evidence, File, Finding, PlanningDocument
from noaber.register.sources.services import Refused
from tests.chapter import TEXT, chapter, without_money
from tests.people import CONTROLLER, NEIGHBOUR

pytestmark = [pytest.mark.database, pytest.mark.django_db]


def load(reading=None, content=b"one", actor=SYSTEM):
    return documents.load(actor, reading or chapter(), "rekening.txt", content, TEXT)


def adopt():
    PlanningDocument.objects.update(
        status="adopted", decision="2023-41", decided_on=date(2023, 6, 27)
    )


def counts():
    models = (PlanningDocument, File, TreeNode, Indicator, Amount, Evidence, Finding)
    return {model.__name__: model.objects.count() for model in models}


def test_a_reading_comes_back_from_the_register_as_it_went_in():
    back = documents.reading(SYSTEM, load().document)
    reading = chapter()
    assert back.document == reading.document
    assert back.goals == reading.goals
    assert back.indicators == reading.indicators
    assert back.finance == reading.finance


def test_the_same_file_twice_changes_nothing():
    assert load().outcome == "new"
    before = counts()
    assert load().outcome == "unchanged"
    assert counts() == before


def test_another_file_replaces_the_concept_and_leaves_nothing_of_the_old():
    load()
    smaller = without_money(replace(chapter(), indicators=()))
    assert load(smaller, b"two").outcome == "replaced"
    assert Amount.objects.count() == 0
    assert Indicator.objects.count() == 0
    assert Evidence.objects.count() == len(smaller.goals)


def test_an_adopted_document_is_never_changed():
    load()
    adopt()
    before = counts()
    with pytest.raises(Refused, match="erratum"):
        load(without_money(chapter()), b"two")
    assert counts() == before


def test_what_breaks_off_leaves_nothing_behind(monkeypatch):
    before = counts()

    def break_off(*_):
        raise RuntimeError("the power went")

    monkeypatch.setattr(documents.sources, "keep_findings", break_off)
    with pytest.raises(RuntimeError):
        load()
    assert counts() == before


def test_who_does_not_work_for_the_municipality_cannot_load_for_it():
    with pytest.raises(NotAllowed, match="Twenterand"):
        load(actor=NEIGHBOUR)
    assert counts()["PlanningDocument"] == 0
    assert load(actor=CONTROLLER).outcome == "new"


def test_a_municipality_that_does_not_exist_is_named():
    with pytest.raises(Refused, match="Nergenshuizen"):
        load(chapter(municipality="Nergenshuizen"))


def test_what_the_text_does_not_say_is_asked_for_by_name_of_the_option():
    head = replace(chapter().document, year=None, municipality=None)
    reading = replace(chapter(), document=head)
    with pytest.raises(Refused, match=r"--municipality --year"):
        documents.identify(reading, {})
    given = documents.identify(reading, {"year": 2021, "municipality": "Almelo"})
    assert (given.document.year, given.document.municipality) == (2021, "Almelo")


def test_amounts_are_kept_as_magnitudes_and_totals_are_only_checks():
    document = load().document
    counted = Amount.objects.filter(document=document, is_check=False)
    assert counted.count() == 2 * 3 * 4
    assert counted.filter(kind="income", eur__lt=0).count() == 0
    jeugd = counted.get(theme__path__endswith="/jeugd", kind="income", stage="revised")
    assert jeugd.eur == 250
    result = Amount.objects.get(kind="financial_result", stage="revised", recurrence="undivided")
    assert result.is_check
    assert result.eur == -(800 + 520 - 250 - 120)


def test_a_chapter_without_a_programme_heading_gets_one_at_its_start():
    goals = tuple(
        replace(goal, parent=None if goal.parent == "P" else goal.parent)
        for goal in chapter().goals[1:]
    )
    document = load(replace(chapter(), goals=goals)).document
    assert TreeNode.objects.filter(kind="programme").count() == 1
    assert documents.reading(SYSTEM, document).goals[0].text == "Samenleving"


def test_a_chapter_without_goals_and_money_can_be_kept_too():
    bare = replace(without_money(chapter()), goals=(), indicators=())
    assert load(bare).outcome == "new"


def test_a_value_without_evidence_cannot_be_stored():
    document = load().document
    for broken in (
        {"kind": "placed", "file": None, "start": 0, "end": 1},
        {"kind": "placed", "file": document.file, "start": 5, "end": 5},
        {"kind": "typed", "typed_by": "", "typed_at": timezone.now(), "reason": "overgenomen"},
        {"kind": "typed", "typed_by": "iemand", "typed_at": timezone.now(), "reason": ""},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            Evidence.objects.create(document=document, **broken)
    Evidence.objects.create(
        document=document,
        kind="typed",
        typed_by="iemand",
        typed_at=timezone.now(),
        reason="telefoon",
    )


def test_giving_back_takes_few_queries(django_assert_max_num_queries):
    document = load().document
    with django_assert_max_num_queries(60):
        documents.reading(SYSTEM, document)


def test_the_number_of_queries_does_not_follow_the_number_of_indicators_and_amounts():
    """SQLite writes in batches, so fifty rows take some queries more; never one for each."""
    with CaptureQueriesContext(connection) as small:
        load()
    one = chapter().indicators[0]
    many = [replace(one, id=f"X{i}", name=f"Reeks {i}", source=f"Bron {i}") for i in range(50)]
    larger = replace(chapter("Wonen"), indicators=tuple(many), finance=chapter().finance * 5)
    with CaptureQueriesContext(connection) as large:
        load(larger, b"two")
    assert len(large) <= len(small) + 10


def test_where_a_heading_is_split_by_taakveld_its_own_line_is_a_total_and_not_counted():
    finance = chapter().finance
    whole = next(one for one in finance if one.heading == "Jeugd" and one.stage == "actual")
    parts = [
        replace(whole, id="X1", taakveld="6.72", eur=600),
        replace(whole, id="X2", taakveld="6.82", eur=300),
    ]
    load(replace(chapter(), finance=(*finance, *parts)))
    counted = Amount.objects.filter(
        theme__path__endswith="/jeugd", kind="expense", stage="actual", recurrence="undivided"
    )
    assert {row.item: row.is_check for row in counted} == {whole.id: True, "X1": False, "X2": False}


def test_two_programmes_whose_long_names_begin_alike_stay_two():
    name = "Programma maatschappelijke ondersteuning en jeugdhulp, deelgebied"
    north, south = load(chapter(f"{name} Noord")), load(chapter(f"{name} Zuid"), b"two")
    assert north.document.pk != south.document.pk
    assert north.document.key != south.document.key


def test_a_programme_whose_name_comes_down_to_anothers_key_is_refused_and_replaces_nothing():
    load(chapter("Zorg/Jeugd"))
    with pytest.raises(Refused, match="lijkt te veel op 'Zorg/Jeugd'"):
        load(chapter("Zorg Jeugd"), b"two")
    assert PlanningDocument.objects.get().programme == "Zorg/Jeugd"


def test_thousands_of_indicators_come_back_in_as_many_queries_as_one():
    one = chapter().indicators[0]
    many = tuple(replace(one, id=f"X{i}", name=f"Reeks {i}") for i in range(1500))
    document = load(replace(without_money(chapter()), indicators=many)).document
    with CaptureQueriesContext(connection) as asked:
        assert len(documents.reading(SYSTEM, document).indicators) == 1500
    assert len(asked) <= 60
