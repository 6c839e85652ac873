"""None sees another municipality's concepts: held at the queries, not at the pages."""

from datetime import date

import pytest

from noaber.facts.build import build
from noaber.guard.actor import SYSTEM, NotAllowed
from noaber.register import documents
from noaber.register.goals import queries as goals
from noaber.register.money import queries as money
from noaber.register.outline import outline
from noaber.register.sources import queries as sources
from noaber.register.sources.models import PlanningDocument
from tests.chapter import TEXT, chapter
from tests.people import CONTROLLER, NEIGHBOUR, VISITOR

pytestmark = [pytest.mark.database, pytest.mark.django_db]


@pytest.fixture
def document():
    return documents.load(SYSTEM, chapter(), "rekening.txt", b"one", TEXT).document


@pytest.mark.parametrize("actor", [NEIGHBOUR, VISITOR], ids=["neighbour", "visitor"])
def test_a_concept_does_not_exist_for_strangers(actor, document, tmp_path):
    assert not sources.documents(actor).exists()
    with pytest.raises(sources.NoSuchDocument):
        sources.document(actor, document.key)
    for query in (goals.wordings, goals.indicator_rows, goals.values, money.amounts):
        assert list(query(actor, document)) == []
    assert not list(sources.evidence(actor, document))
    assert outline(actor, document).nodes == ()
    assert build(actor, tmp_path).manifest["tables"]["amount"]["rows"] == 0
    with pytest.raises(NotAllowed):
        documents.recheck(actor, document)


def test_the_municipality_itself_sees_its_concept(document):
    assert sources.document(CONTROLLER, document.key) == document
    assert goals.wordings(CONTROLLER, document).count() == len(chapter().goals)


@pytest.mark.parametrize("status", ["offered", "adopted"])
def test_what_was_offered_to_the_council_is_open_to_all(status, document):
    PlanningDocument.objects.update(status=status, decision="2023-41", decided_on=date(2023, 6, 27))
    assert sources.document(VISITOR, document.key) == document
    assert money.amounts(VISITOR, document).count() == len(chapter().finance)


def test_what_is_still_in_review_is_not(document):
    PlanningDocument.objects.update(status="in_review")
    assert not sources.documents(VISITOR).exists()


def test_a_document_is_found_by_the_start_of_its_key_when_that_names_one(document):
    assert sources.document(CONTROLLER, "twenterand-2022") == document
    documents.load(SYSTEM, chapter("Wonen"), "wonen.txt", b"two", TEXT)
    with pytest.raises(sources.NoSuchDocument, match="kan meer documenten zijn"):
        sources.document(CONTROLLER, "twenterand-2022")
    assert sources.document(CONTROLLER, document.key) == document


def test_an_account_acts_with_the_municipalities_and_roles_of_its_memberships():
    from django.contrib.auth import get_user_model

    from noaber.guard.models import Membership, Municipality

    user = get_user_model().objects.create_user("anna")
    place = Municipality.objects.create(code="1700", name="Twenterand")
    Membership.objects.create(user=user, municipality=place, role="controller")
    actor = user.as_actor()
    assert actor.works_for("1700")
    assert not actor.works_for("0183")
    assert actor.roles == {"controller"}
