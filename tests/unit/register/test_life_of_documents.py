"""A document's life: edited, moved on, adopted, corrected beside; and what goes on from year to year."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from noaber.guard.actor import SYSTEM, NotAllowed
from noaber.register import documents
from noaber.register.goals import queries as goals
from noaber.register.goals.models import Continuation
from noaber.register.goals.rules import continuations
from noaber.register.goals.services import NoSuchValue, correct_value, settle_continuation
from noaber.register.sources.models import Erratum, Evidence, PlanningDocument
from noaber.register.sources.services import Refused, add_erratum, move_document
from tests.chapter import TEXT, chapter
from tests.people import CONTROLLER, NEIGHBOUR

pytestmark = [pytest.mark.database, pytest.mark.django_db]


def load(reading=None, content=b"one", **options):
    return documents.load(
        SYSTEM, reading or chapter(), "rekening.txt", content, TEXT, **options
    ).document


@pytest.fixture
def document():
    return load()


def correct(
    document, actor=CONTROLLER, item="I1", period="2022", value=Decimal("125.5"), reason="brief"
):
    return correct_value(actor, document, item, period, value, reason)


def value_of(document, item="I1", period="2022"):
    rows = {row.id: row for row in documents.reading(SYSTEM, document).indicators}
    return next(cell.value for cell in rows[item].values if cell.period == period)


def test_a_person_corrects_a_value_and_their_name_moment_and_reason_are_its_evidence(document):
    count = Evidence.objects.count()
    made = correct(document)
    assert value_of(document) == 125.5
    assert (made.evidence.kind, made.evidence.typed_by) == ("typed", CONTROLLER.name)
    assert made.evidence.reason == "brief"
    assert Evidence.objects.count() == count


@pytest.mark.parametrize(("value", "shown"), [("gereed", "gereed"), (None, None), (Decimal(7), 7)])
def test_a_correction_can_be_a_word_a_gap_or_a_number(document, value, shown):
    correct(document, value=value)
    assert value_of(document) == shown


def test_a_correction_needs_a_reason_a_value_that_is_there_and_someone_who_works_there(document):
    with pytest.raises(Refused, match="--reason"):
        correct(document, reason=" ")
    with pytest.raises(NoSuchValue, match="1999"):
        correct(document, period="1999")
    with pytest.raises(NotAllowed):
        correct(document, actor=NEIGHBOUR)


def test_a_changed_file_on_an_edited_concept_is_refused_with_the_difference(document):
    correct(document)
    with pytest.raises(Refused, match=r"waarde I1 2022 \(actual\): 125.5 in het register, 120"):
        load(content=b"two")
    assert value_of(document) == 125.5


def test_a_file_that_says_what_the_person_said_may_replace_the_edited_concept(document):
    correct(document)
    first, *others = chapter().indicators
    cells = (replace(first.values[0], value=125.5), *first.values[1:])
    said = replace(chapter(), indicators=(replace(first, values=cells), *others))
    assert value_of(load(said, b"two")) == 125.5
    assert not Evidence.objects.filter(kind="typed").exists()


def test_edits_can_be_thrown_away_on_purpose(document):
    correct(document)
    assert value_of(load(content=b"two", over_edits=True)) == 120


def test_the_same_file_again_leaves_an_edit_alone(document):
    correct(document)
    assert value_of(load()) == 125.5


def test_a_document_goes_its_way_and_the_council_adopts_it(document):
    move_document(CONTROLLER, document, "in_review")
    move_document(CONTROLLER, document, "offered")
    with pytest.raises(Refused, match="--decision"):
        move_document(CONTROLLER, document, "adopted")
    move_document(CONTROLLER, document, "adopted", "2023-41", date(2023, 6, 27))
    for status in ("concept", "in_review", "offered"):
        with pytest.raises(Refused, match="vastgesteld"):
            move_document(CONTROLLER, document, status)
    with pytest.raises(Refused, match="erratum"):
        correct(document)
    with pytest.raises(Refused, match="noaber erratum"):
        load(content=b"two", over_edits=True)


def test_no_step_is_skipped_and_no_stranger_takes_one(document):
    with pytest.raises(Refused, match="van daar"):
        move_document(CONTROLLER, document, "adopted", "1", date(2023, 1, 1))
    with pytest.raises(NotAllowed):
        move_document(NEIGHBOUR, document, "offered")


def test_adopted_without_a_decision_cannot_be_stored(document):
    with pytest.raises(IntegrityError), transaction.atomic():
        PlanningDocument.objects.update(status="adopted")


def test_an_erratum_stands_beside_an_adopted_document_and_changes_nothing_in_it(document):
    about = (date(2023, 9, 1), "Aantal jongeren", "120", "102")
    with pytest.raises(Refused, match="nog niet vastgesteld"):
        add_erratum(CONTROLLER, document, *about)
    move_document(CONTROLLER, document, "offered")
    move_document(CONTROLLER, document, "adopted", "2023-41", date(2023, 6, 27))
    add_erratum(CONTROLLER, document, *about)
    assert value_of(document) == 120
    assert Erratum.objects.get().correct == "102"
    records = documents.reading(SYSTEM, document).records
    assert [record.section for record in records] == ["erratum"]


def next_year(name):
    """The same chapter a year on, with one goal renamed."""
    reading = chapter()
    goals_ = tuple(replace(g, text=name) if g.id == "G2" else g for g in reading.goals)
    return replace(reading, document=replace(reading.document, year=2023), goals=goals_)


def test_a_goal_under_nearly_the_same_name_is_proposed_and_a_person_says_so(document):
    load(next_year("Iedereen doet volop mee"), b"two")
    found = [one for one in goals.continuations(CONTROLLER) if ":" not in one.older]
    assert [(one.older, one.newer) for one in found] == [
        ("1700/samenleving/werk/iedereen-doet-mee", "1700/samenleving/werk/iedereen-doet-volop-mee")
    ]
    assert not goals.continuations(NEIGHBOUR).exists()
    with pytest.raises(NotAllowed):
        settle_continuation(NEIGHBOUR, found[0], True)
    settle_continuation(CONTROLLER, found[0], True)
    assert found[0] not in goals.continuations(CONTROLLER)
    settled = goals.continuations(CONTROLLER, only_open=False).get(pk=found[0].pk)
    assert (settled.state, settled.said_by) == ("confirmed", CONTROLLER.name)


def test_the_same_name_is_the_same_goal_and_another_name_another(document):
    load(next_year("Schone lucht"), b"two")
    assert not Continuation.objects.filter(newer__endswith="schone-lucht").exists()


def test_each_name_stands_in_one_proposal_the_likest_first():
    found = continuations(
        {"a": "Jeugd groeit op", "b": "Jeugd groeit veilig op"},
        {"c": "Jeugd groeit heel veilig op", "d": "Wegen zijn glad"},
    )
    assert [(old, new) for old, new, _ in found] == [("b", "c")]


@pytest.mark.parametrize("value", [Decimal(10) ** 17, Decimal("0.1234567")])
def test_a_number_that_cannot_be_kept_as_it_is_is_refused(document, value):
    with pytest.raises(Refused, match="te groot"):
        correct(document, value=value)
    assert value_of(document) == 120


def test_a_blank_decision_a_day_far_off_and_an_empty_erratum_are_slips(document):
    move_document(CONTROLLER, document, "offered")
    with pytest.raises(Refused, match="--decision"):
        move_document(CONTROLLER, document, "adopted", "  ", date(2023, 6, 27))
    for day in (date(1, 1, 1), date(9999, 12, 31)):
        with pytest.raises(Refused, match="ligt niet tussen"):
            move_document(CONTROLLER, document, "adopted", "2023-41", day)
    move_document(CONTROLLER, document, "adopted", "2023-41", date(2023, 6, 27))
    with pytest.raises(Refused, match="waarover"):
        add_erratum(CONTROLLER, document, date(2023, 9, 1), " ", "1", "2")
