"""The audit trail: a line before the answer, seals that show what was changed afterwards."""

from datetime import UTC, datetime, timedelta

import pytest

from noaber.guard.actor import SYSTEM, Actor, ActorKind, NotAllowed
from noaber.guard.audit import trail
from noaber.guard.audit.models import AuditLine, AuditSeal
from noaber.guard.audit.router import AuditRouter
from noaber.guard.roles import ALLOCATIONS, IDENTIFYING, OF_ROLE, PURPOSES

pytestmark = [pytest.mark.database, pytest.mark.django_db(databases=["default", "audit"])]

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
WORKER = Actor(
    ActorKind.USER, "consulent Twenterand", frozenset({"1700"}), purposes=frozenset({ALLOCATIONS})
)


def note(selection: str = "toewijzing 12", count: int = 1) -> AuditLine:
    return trail.note(WORKER, "1700", ALLOCATIONS, selection, count, NOW)


def test_a_line_says_who_asked_what_for_which_purpose_and_how_many() -> None:
    note("toewijzing 12", 3)
    line = AuditLine.objects.get()
    assert (line.kind, line.actor, line.municipality) == ("user", "consulent Twenterand", "1700")
    assert (line.purpose, line.selection, line.count) == (ALLOCATIONS, "toewijzing 12", 3)
    assert line.moment == NOW


def test_a_bsn_that_someone_typed_never_reaches_the_trail() -> None:
    assert note("gezocht op 999900006.").selection == "gezocht op *********."
    assert note("declaratie 1234567890").selection == "declaratie 1234567890"


def test_who_has_not_the_purpose_gets_no_line_and_no_answer() -> None:
    with pytest.raises(NotAllowed, match="om wie het gaat"):
        trail.note(WORKER, "1700", IDENTIFYING, "persoon", 1, NOW)
    with pytest.raises(NotAllowed):
        trail.note(WORKER, "0183", ALLOCATIONS, "toewijzing 12", 1, NOW)
    with pytest.raises(ValueError):
        trail.note(SYSTEM, "1700", "nieuwsgierig", "alles", 1, NOW)
    assert not AuditLine.objects.exists()


def test_every_purpose_of_a_role_is_one_that_is_there() -> None:
    assert frozenset().union(*OF_ROLE.values()) <= PURPOSES.keys()


def test_lines_are_sealed_in_batches_that_hold_each_other(monkeypatch) -> None:
    monkeypatch.setattr(trail, "BATCH", 2)
    for _ in range(5):
        note()
    assert trail.seal_all(NOW) == 5
    seals = list(AuditSeal.objects.all())
    assert [one.lines for one in seals] == [2, 2, 1]
    assert [one.previous for one in seals] == ["", seals[0].digest, seals[1].digest]
    assert trail.seal(NOW) is None
    assert trail.broken_seals() == []


def sealed() -> list[AuditLine]:
    for at in range(4):
        note(f"toewijzing {at}")
        trail.seal(NOW + timedelta(minutes=at))
    return list(AuditLine.objects.all())


@pytest.mark.parametrize(
    "change",
    [
        {"actor": "iemand anders"},
        {"purpose": IDENTIFYING},
        {"count": 0},
        {"selection": "niets"},
        {"moment": NOW + timedelta(seconds=1)},
        {"municipality": "0183"},
        {"kind": "system"},
    ],
)
def test_a_line_that_was_changed_afterwards_shows(change) -> None:
    lines = sealed()
    AuditLine.objects.filter(pk=lines[1].pk).update(**change)
    assert [one.number for one in trail.broken_seals()] == [2]


def test_a_line_that_was_taken_away_or_put_under_a_seal_shows() -> None:
    lines = sealed()
    AuditLine.objects.filter(pk=lines[2].pk).delete()
    note("later")
    AuditLine.objects.filter(seal=None).update(seal=lines[0].seal)
    broken = trail.broken_seals()
    assert [one.number for one in broken] == [1, 3]
    assert "weggehaald of bijgezet" in broken[0].sentence


def test_a_seal_that_was_taken_away_or_made_again_shows() -> None:
    sealed()
    AuditSeal.objects.filter(number=2).update(digest="0" * 64)
    assert [one.number for one in trail.broken_seals()] == [2, 3]
    AuditLine.objects.filter(seal__number=2).delete()
    AuditSeal.objects.filter(number=2).delete()
    assert "ontbreekt" in trail.broken_seals()[0].sentence


def test_the_trail_stands_in_a_database_of_its_own() -> None:
    assert AuditLine.objects.db == "audit"
    router = AuditRouter()
    assert router.allow_migrate("audit", "audit")
    assert not router.allow_migrate("default", "audit")
    assert not router.allow_migrate("audit", "care")
    assert router.allow_migrate("default", "care")
