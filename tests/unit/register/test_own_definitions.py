"""A municipality's own definitions: a version never changes, a name is one municipality's, a snapshot has those in force."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from noaber.facts.build import build
from noaber.guard.actor import SYSTEM, NotAllowed
from noaber.guard.models import Municipality
from noaber.register.goals.definition_models import OwnDefinition
from noaber.register.goals.definition_queries import in_force, own_definitions
from noaber.register.goals.services import keep_definition, withdraw_definition
from noaber.register.sources.services import Refused
from tests.people import CONTROLLER, NEIGHBOUR, VISITOR

pytestmark = [pytest.mark.database, pytest.mark.django_db]

TODAY = date(2026, 11, 26)
NEXT_YEAR = date(2027, 1, 1)


@pytest.fixture
def town():
    return Municipality.objects.create(code="1700", name="Twenterand")


@pytest.fixture
def neighbour():
    return Municipality.objects.create(code="0183", name="Tubbergen")


def keep(town, version=1, text="one", since=TODAY, actor=CONTROLLER, measure="in_ten_days"):
    return keep_definition(actor, town, measure, version, text, since)


def standing(day=TODAY):
    return {name: one.version for name, one in in_force(own_definitions(SYSTEM), day).items()}


def test_it_is_kept_with_who_when_and_since_which_day(town):
    before = timezone.now()
    kept, is_new = keep(town)
    assert is_new
    kept.refresh_from_db()
    assert (kept.measure, kept.version, kept.text, kept.since) == ("in_ten_days", 1, "one", TODAY)
    assert kept.kept_by == CONTROLLER.name
    assert before <= kept.kept_at <= timezone.now()
    assert kept.municipality == town


def test_without_a_day_it_is_in_force_from_today(town):
    kept, _ = keep(town, since=None)
    assert kept.since == timezone.localdate()


def test_the_same_again_changes_nothing(town):
    first, _ = keep(town)
    again, is_new = keep(town, since=None)
    assert (again, is_new) == (first, False)
    assert OwnDefinition.objects.count() == 1


@pytest.mark.parametrize(
    ("again", "why"),
    [
        ({"text": "other"}, "versie 1 van 'in_ten_days' zegt al iets anders.*version = 2"),
        ({"since": NEXT_YEAR}, "geldt al vanaf 2026-11-26; geef de nieuwe tekst version = 2"),
    ],
)
def test_a_version_never_says_something_else(town, again, why):
    keep(town)
    with pytest.raises(Refused, match=why):
        keep(town, **again)
    (kept,) = OwnDefinition.objects.all()
    assert (kept.text, kept.since) == ("one", TODAY)


def test_an_older_version_stays_and_the_newest_that_began_is_in_force(town):
    keep(town)
    keep(town, 2, "two", NEXT_YEAR)
    keep(town, measure="other_one", since=NEXT_YEAR)
    assert standing(TODAY - timedelta(1)) == {}
    assert standing(TODAY) == {"in_ten_days": 1}
    assert standing(NEXT_YEAR) == {"in_ten_days": 2, "other_one": 1}
    texts = own_definitions(SYSTEM).filter(measure="in_ten_days").values_list("text", flat=True)
    assert list(texts) == ["one", "two"]


@pytest.mark.parametrize(
    ("version", "since", "why"),
    [(2, NEXT_YEAR, r"is er al versie 3; geef de nieuwe version = 4"),
     (4, TODAY, r"versie 3 .* geldt pas vanaf 2027-01-01")],
)  # fmt: skip
def test_a_new_version_comes_after_the_last_in_number_and_in_time(town, version, since, why):
    keep(town, 3, since=NEXT_YEAR)
    with pytest.raises(Refused, match=why):
        keep(town, version, "more", since)


def test_a_name_is_of_one_municipality(town, neighbour):
    keep(town)
    with pytest.raises(Refused, match=r"al van Twenterand.*kies een andere"):
        keep(neighbour, actor=SYSTEM)
    with pytest.raises(Refused, match="al van Twenterand"):
        keep(neighbour, 2, "two", NEXT_YEAR, actor=NEIGHBOUR)


@pytest.mark.parametrize("actor", [NEIGHBOUR, VISITOR], ids=["neighbour", "visitor"])
def test_a_stranger_keeps_withdraws_and_sees_nothing(town, actor):
    keep(town)
    with pytest.raises(NotAllowed):
        keep(town, 2, "two", actor=actor)
    with pytest.raises(NotAllowed):
        withdraw_definition(actor, "in_ten_days", "weg ermee")
    assert not own_definitions(actor).exists()
    assert standing() == {"in_ten_days": 1}


def test_what_is_withdrawn_is_not_in_force_and_stays_to_be_read(town):
    keep(town)
    keep(town, 2, "two", NEXT_YEAR)
    assert withdraw_definition(CONTROLLER, "in_ten_days", " vervallen ") == 2
    assert standing(TODAY) == standing(NEXT_YEAR) == {}
    for one in own_definitions(CONTROLLER):
        assert (one.withdrawn_by, one.withdrawn_why) == (CONTROLLER.name, "vervallen")
    with pytest.raises(Refused, match="al ingetrokken"):
        withdraw_definition(CONTROLLER, "in_ten_days", "nog eens")


def test_what_was_withdrawn_comes_back_as_a_next_version_alone(town):
    keep(town, since=NEXT_YEAR)
    withdraw_definition(CONTROLLER, "in_ten_days", "vervallen")
    with pytest.raises(Refused, match="is ingetrokken; geef de nieuwe tekst version = 2"):
        keep(town, since=None)
    keep(town, 2, "one", TODAY)  # what was withdrawn never began
    assert standing() == {"in_ten_days": 2}


def test_a_withdrawal_says_why_and_of_what(town):
    keep(town)
    with pytest.raises(Refused, match="zeg waarom"):
        withdraw_definition(CONTROLLER, "in_ten_days", "  ")
    with pytest.raises(Refused, match="er is geen eigen maat 'other'"):
        withdraw_definition(CONTROLLER, "other", "x")
    assert standing() == {"in_ten_days": 1}


def test_the_database_itself_keeps_one_text_per_version_and_a_withdrawal_with_its_reason(town):
    kept, _ = keep(town)
    again = OwnDefinition(
        municipality=town, measure=kept.measure, version=1, text="two", since=TODAY, kept_at=kept.kept_at
    )  # fmt: skip
    with pytest.raises(IntegrityError), transaction.atomic():
        again.save()
    with pytest.raises(IntegrityError), transaction.atomic():
        OwnDefinition.objects.update(withdrawn_at=timezone.now())


def test_a_snapshot_has_the_text_of_what_is_in_force_on_its_day(town, neighbour, tmp_path):
    keep(town, text="version = 1\n")
    keep(town, 2, "version = 2\n", NEXT_YEAR)
    keep(neighbour, text="theirs", measure="theirs", actor=NEIGHBOUR)
    today = build(SYSTEM, tmp_path, day=TODAY)
    assert today.in_force["definitions"] == {"in_ten_days": "version = 1\n", "theirs": "theirs"}
    assert build(SYSTEM, tmp_path, day=TODAY).id == today.id
    later = build(SYSTEM, tmp_path, "1700", NEXT_YEAR)
    assert later.in_force["definitions"] == {"in_ten_days": "version = 2\n"}
    before = build(SYSTEM, tmp_path, "1700", TODAY - timedelta(1))
    assert before.in_force["definitions"] == {}
    withdraw_definition(CONTROLLER, "in_ten_days", "vervallen")
    assert build(SYSTEM, tmp_path, day=NEXT_YEAR).in_force["definitions"] == {"theirs": "theirs"}
