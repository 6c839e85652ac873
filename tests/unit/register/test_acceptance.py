"""A finding may stand on somebody's word: with a reason and a name, until the document changes."""

import pytest
from django.db import IntegrityError, transaction

from noaber.guard.actor import SYSTEM, NotAllowed
from noaber.register import documents
from noaber.register.sources.models import Acceptance
from noaber.register.sources.queries import findings
from noaber.register.sources.services import Refused, accept_finding, withdraw_acceptance
from tests.chapter import TEXT, chapter
from tests.people import CONTROLLER, NEIGHBOUR

pytestmark = [pytest.mark.database, pytest.mark.django_db]


@pytest.fixture
def document():
    return documents.load(SYSTEM, chapter(), "rekening.txt", b"one", TEXT).document


def question(document):
    return next(one for one, _ in findings(CONTROLLER, document) if one.status == "off")


def accept(document, actor=CONTROLLER, reason="volgt in de Berap", by="controller"):
    return accept_finding(actor, document, question(document), reason, by)


def standing(document, actor=CONTROLLER):
    return [one.message for one, accepted in findings(actor, document) if accepted]


def test_an_accepted_finding_has_its_reason_and_name(document):
    made = accept(document, reason="  volgt  in de Berap ")
    assert (made.reason, made.accepted_by) == ("volgt in de Berap", "controller")
    assert standing(document) == [made.message]


def test_accepting_twice_keeps_the_last_word(document):
    accept(document)
    accept(document, reason="toch niet")
    assert [one.reason for one in Acceptance.objects.all()] == ["toch niet"]


def test_it_stands_after_the_checks_run_again(document):
    accept(document)
    documents.recheck(SYSTEM, document)
    assert len(standing(document)) == 1


def test_another_message_is_asked_again(document):
    made = accept(document)
    document.findings.filter(message=made.message).update(message="iets anders")
    assert standing(document) == []


def test_it_can_be_taken_back(document):
    made = question(document)
    accept(document)
    withdraw_acceptance(CONTROLLER, document, made)
    assert standing(document) == []
    with pytest.raises(Refused, match="niet aanvaard"):
        withdraw_acceptance(CONTROLLER, document, made)


@pytest.mark.parametrize(("reason", "by"), [("", "x"), ("x", ""), (" ", " ")])
def test_without_a_reason_or_a_name_it_is_refused(document, reason, by):
    with pytest.raises(Refused, match="--reason en --by"):
        accept(document, reason=reason, by=by)


def test_what_is_no_question_cannot_be_accepted(document):
    fine = next(one for one, _ in findings(CONTROLLER, document) if one.status == "ok")
    with pytest.raises(Refused, match="stelt geen vraag"):
        accept_finding(CONTROLLER, document, fine, "x", "y")


def test_the_neighbour_accepts_nothing_and_sees_nothing(document):
    made = question(document)
    with pytest.raises(NotAllowed):
        accept_finding(NEIGHBOUR, document, made, "x", "y")
    with pytest.raises(NotAllowed):
        withdraw_acceptance(NEIGHBOUR, document, made)
    accept(document)
    assert findings(NEIGHBOUR, document) == []


def test_the_database_itself_asks_for_a_reason(document):
    made = accept(document)
    with pytest.raises(IntegrityError), transaction.atomic():
        Acceptance.objects.filter(pk=made.pk).update(reason="")
