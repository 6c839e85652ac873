"""Folder and register together, on both databases: each message once, and a reason where there is none."""

from datetime import date

import pytest
from django.db import DatabaseError
from django.utils import timezone

from noaber.app import messages_exchange
from noaber.app.errors import Failure
from noaber.app.messages_exchange import (
    Watch,
    answer_all,
    import_files,
    mailbox_of,
    make_mailbox,
    send_all,
    take_in,
)
from noaber.app.messages_folder import Folder, Outbox
from noaber.app.messages_order import in_turn
from noaber.app.messages_play import prepare
from noaber.guard.actor import SYSTEM
from noaber.register.care.models import ClaimLine, MessageRecord
from noaber.register.care.services import outgoing

pytestmark = [pytest.mark.database, pytest.mark.django_db]
TOWN, CARE = "9901", "12345678"


@pytest.fixture
def sides(tmp_path, monkeypatch):
    """Municipality and provider with an exercise between them, their folders in a fresh home."""
    monkeypatch.setenv("NOABER_HOME", str(tmp_path / "home"))
    town = make_mailbox(SYSTEM, TOWN, "", "", trial=True)
    care = make_mailbox(SYSTEM, CARE, TOWN, "Oefenaanbieder", trial=True)
    prepare(SYSTEM, town, care, "youth", timezone.localtime())
    return town, care


@pytest.fixture
def post(sides, tmp_path):
    """What the provider sends, in a folder."""
    list(send_all(SYSTEM, sides[1], messages_exchange.outbox_of(sides[1], tmp_path / "post")))
    return sorted((tmp_path / "post").iterdir())


def test_messages_come_in_are_answered_and_go_out_once(sides, post, tmp_path):
    town, _ = sides
    taken = list(import_files(SYSTEM, town, post, tmp_path / "aside"))
    assert [one.outcome for one in taken] == ["accepted", "accepted", "accepted", "received"]
    assert [one.message for one in taken] == ["JW305", "JW305", "JW307", "JW323"]
    for expected in (4, 0):
        assert list(answer_all(SYSTEM, town)) == []
        out = messages_exchange.outbox_of(town, tmp_path / "back")
        handed = list(send_all(SYSTEM, town, out, answers_only=True))
        assert len(handed) == expected
    assert sorted(
        ClaimLine.objects.filter(claim__mailbox=town).values_list("verdict", flat=True)
    ) == [
        "approved",
        "rejected",
    ]
    again = import_files(SYSTEM, town, post, tmp_path / "aside")
    assert {one.outcome for one in again} == {"known"}
    assert not (tmp_path / "aside").exists()


def test_a_database_that_says_no_costs_no_message(sides, post, tmp_path, monkeypatch):
    town, _ = sides
    (tmp_path / "box" / "in").mkdir(parents=True)
    for path in post:
        (tmp_path / "box" / "in" / path.name).write_bytes(path.read_bytes())

    def locked(*_):
        raise DatabaseError("locked")

    ledger = messages_exchange.outbox_of(town).ledger
    with Folder(tmp_path / "box", quiet=0, ledger=ledger) as folder:
        with monkeypatch.context() as patched:
            patched.setattr(messages_exchange, "receive", locked)
            told = list(Watch(SYSTEM, town, folder).once())
        assert [one.outcome for one in told] == ["failed"] * 4
        assert len(list((tmp_path / "box" / "in").iterdir())) == 4
        told = list(Watch(SYSTEM, town, folder).once())
    assert [one.outcome for one in told[:4]] == ["accepted", "accepted", "accepted", "received"]
    assert len(list((tmp_path / "box" / "out").iterdir())) == 4


def test_a_fault_of_ours_puts_the_file_aside_and_goes_on(sides, post, monkeypatch):
    def broken(*_):
        raise ZeroDivisionError

    monkeypatch.delenv("NOABER_DEBUG", raising=False)
    monkeypatch.setattr(messages_exchange, "receive", broken)
    taken = take_in(SYSTEM, sides[0], post[0], post[0].name)
    assert taken.outcome == "refused"
    assert "niet voorzagen (ZeroDivisionError)" in taken.sentence
    monkeypatch.setenv("NOABER_DEBUG", "1")
    with pytest.raises(ZeroDivisionError):
        take_in(SYSTEM, sides[0], post[0], post[0].name)


def test_an_answer_that_cannot_be_made_is_told_and_the_others_are_made(
    sides, post, tmp_path, monkeypatch
):
    town, _ = sides
    list(import_files(SYSTEM, town, post, tmp_path / "aside"))
    real = messages_exchange.answer

    def answer(actor, mailbox, record, now):
        if record.number == "307":
            raise ZeroDivisionError
        return real(actor, mailbox, record, now)

    monkeypatch.delenv("NOABER_DEBUG", raising=False)
    monkeypatch.setattr(messages_exchange, "answer", answer)
    (problem,) = answer_all(SYSTEM, town)
    assert problem.wrong
    assert "JW307" in problem.text
    made = MessageRecord.objects.filter(mailbox=town, direction="out", answers__isnull=False)
    assert made.count() == 3
    monkeypatch.setattr(messages_exchange, "answer", real)
    assert list(answer_all(SYSTEM, town)) == []


def test_a_mailbox_is_found_by_its_code_alone_where_that_is_enough(sides):
    assert mailbox_of(TOWN, trial=True) == sides[0]
    make_mailbox(SYSTEM, CARE, "9902", "", trial=True)
    with pytest.raises(Failure, match="geef --municipality"):
        mailbox_of(CARE, trial=True)
    assert mailbox_of(CARE, TOWN, trial=True) == sides[1]
    with pytest.raises(Failure, match="Er zijn:"):
        mailbox_of(TOWN)


def test_an_exercise_needs_trial_mailboxes_that_are_empty(sides):
    town, care = sides
    with pytest.raises(Failure, match="lege postbussen"):
        prepare(SYSTEM, town, care, "youth", timezone.localtime())
    real = make_mailbox(SYSTEM, TOWN, "", "", trial=False)
    with pytest.raises(Failure, match="proefpostbussen"):
        prepare(SYSTEM, real, care, "youth", timezone.localtime())


@pytest.mark.parametrize("day", [date(2026, 1, 1), date(2026, 3, 31), date(2028, 2, 29)])
@pytest.mark.parametrize("law", ["youth", "wmo"])
def test_an_exercise_can_be_done_on_any_day(tmp_path, monkeypatch, day, law):
    monkeypatch.setenv("NOABER_HOME", str(tmp_path / "home"))
    town = make_mailbox(SYSTEM, TOWN, "", "", trial=True)
    care = make_mailbox(SYSTEM, CARE, TOWN, "", trial=True)
    now = timezone.localtime().replace(year=day.year, month=day.month, day=day.day)
    assert prepare(SYSTEM, town, care, law, now) == ["305", "305", "323", "307"]


def test_sending_stops_with_a_sentence_at_a_message_that_was_not_kept(sides, tmp_path):
    care = sides[1]
    MessageRecord.objects.filter(mailbox=care, number="323").update(content=None)
    with pytest.raises(Failure, match="niet bewaard"):
        list(send_all(SYSTEM, care, Outbox(tmp_path / "o", tmp_path / "list")))


def files_of_a_municipality(town, care, folder):
    """All it has is files: its own allocations and what the provider sent, by names that say nothing."""
    folder.mkdir()
    sent = MessageRecord.objects.filter(direction="out", number__in=("301", "305", "307", "323"))
    for at, record in enumerate(sent.order_by("-pk")):
        content = outgoing(SYSTEM, town if record.number == "301" else care, record)
        (folder / f"{at:02}.xml").write_bytes(content)
    (folder / "10-niets.xml").write_bytes(b"niets")
    return sorted(folder.iterdir())


def test_a_municipality_with_only_files_gets_its_claims_answered(sides, tmp_path):
    """The case system sent the allocations; their files come after those of the provider, by name."""
    paths = files_of_a_municipality(*sides, tmp_path / "files")
    for mailbox in sides:
        mailbox.trial = False
        mailbox.pk = None
        mailbox.save()
    town, _ = sides
    taken = list(import_files(SYSTEM, town, paths, tmp_path / "aside"))
    assert [(one.message, one.outcome) for one in taken] == [
        ("JW301", "elsewhere"),
        ("JW301", "elsewhere"),
        ("JW305", "accepted"),
        ("JW305", "accepted"),
        ("JW307", "accepted"),
        ("JW323", "received"),
        ("", "malformed"),
    ]
    assert list(answer_all(SYSTEM, town)) == []
    out = messages_exchange.outbox_of(town, tmp_path / "back")
    handed = list(send_all(SYSTEM, town, out))
    assert sorted(one.kind for one in handed) == ["JW306", "JW306", "JW308", "JW325"]
    assert "€ 720,00 toegekend" in "".join(one.claim for one in handed)


def test_a_batch_goes_by_day_and_kind(tmp_path):
    header = "<b xmlns:{0}='http://x/{0}/schema'><{0}:Dagtekening>{1}</{0}:Dagtekening>"
    made = {
        "a.xml": header.format("jw323", "2026-03-02"),
        "b.xml": header.format("jw301", "2026-03-02"),
        "c.xml": header.format("wmo305", "2026-03-01"),
        "d.xml": header.format("jw302", "2026-01-01")
        + "<jw302:DagtekeningRetour>2026-03-02</jw302:DagtekeningRetour>",
        "e.xml": "no message",
        "f.xml": header.format("jw999", "2026-03-02"),
    }
    for name, text in made.items():
        (tmp_path / name).write_text(text)
    paths = [*sorted(tmp_path.iterdir()), tmp_path / "gone.xml", tmp_path]
    assert [path.name for path in in_turn(paths)][:4] == ["c.xml", "b.xml", "d.xml", "a.xml"]
    assert in_turn(paths)[4:] == [tmp_path / "e.xml", tmp_path / "f.xml", *paths[-2:]]
