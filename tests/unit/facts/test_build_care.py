"""What was played between a municipality and a provider becomes facts, slice by slice."""

from dataclasses import replace
from datetime import date

import pyarrow.dataset as ds
import pytest

from noaber.facts import care as care_facts
from noaber.facts.build import build
from noaber.guard.actor import SYSTEM
from noaber.guard.audit.models import AuditLine
from noaber.guard.secrets import keys_of
from noaber.register.care import services
from noaber.register.care.fields.requests import Asked
from noaber.register.care.models import Allocation, ClaimLine, Person, Request
from noaber.register.care.rules.values import Wish
from tests.playing import CLIENT, MUNICIPALITY, OTHER_CLIENT, PROVIDER, WEEKLY, line, play

pytestmark = [pytest.mark.database, pytest.mark.django_db(databases=["default", "audit"])]


def rows(snapshot, table):
    folder = snapshot.folder / table
    if not folder.is_dir():
        return []
    found = ds.dataset(folder, format="parquet").to_table().to_pylist()
    return sorted(found, key=lambda row: (row["kind"], row["record"]))


def kinds(snapshot, table):
    return [row["kind"] for row in rows(snapshot, table)]


@pytest.fixture
def town():
    """A child is allocated care in March, it begins, is claimed and ends."""
    played = play(date(2026, 3, 1))
    (number,) = played.allocate(WEEKLY)
    played.later(5).start(number, date(2026, 3, 4))
    played.day = date(2026, 4, 3)
    played.claim("D1", date(2026, 3, 1), line("R1", number, date(2026, 3, 1)))
    played.number = number
    return played


def test_an_allocation_is_an_episode_that_names_its_message_and_line(town, tmp_path):
    made = build(SYSTEM, tmp_path)
    (allocation,) = [row for row in rows(made, "episode") if row["kind"] == "allocation"]
    assert allocation["person"] == keys_of(MUNICIPALITY).pseudonym(CLIENT.bsn)
    assert (allocation["started_on"], allocation["ended_on"]) == (WEEKLY.start, WEEKLY.end)
    assert (allocation["birth_year"], allocation["law"]) == (2012, "youth")
    assert (allocation["product_category"], allocation["product"]) == ("45", "45A04")
    assert (int(allocation["volume"]), allocation["volume_unit"]) == (3, "hour")
    assert allocation["frequency"] == "per_week"
    assert allocation["provider"] == PROVIDER
    assert allocation["evidence"].startswith(f"ijw 301 {MUNICIPALITY} ")
    assert allocation["origin"] == "registered"
    assert allocation["record"].startswith("care.allocation:")


def test_a_delivery_lasts_until_it_is_ended_and_leaves_with_its_reason(town, tmp_path):
    (before,) = [
        row for row in rows(build(SYSTEM, tmp_path), "episode") if row["kind"] == "delivery"
    ]
    assert (before["started_on"], before["ended_on"]) == (date(2026, 3, 4), None)
    town.day = date(2026, 5, 2)
    town.stop(town.number, date(2026, 4, 30), "32")
    made = build(SYSTEM, tmp_path)
    (after,) = [row for row in rows(made, "episode") if row["kind"] == "delivery"]
    assert (after["ended_on"], after["end_reason"]) == (date(2026, 4, 30), "by_client")
    (left,) = [row for row in rows(made, "event") if row["kind"] == "exit"]
    assert (left["happened_on"], left["reason"]) == (date(2026, 4, 30), "by_client")


def test_a_pause_is_no_exit(town, tmp_path):
    town.day = date(2026, 5, 2)
    town.stop(town.number, date(2026, 4, 30), "20")
    made = build(SYSTEM, tmp_path)
    (delivery,) = [row for row in rows(made, "episode") if row["kind"] == "delivery"]
    assert delivery["end_reason"] == "paused"
    assert kinds(made, "event") == []


def test_a_granted_claim_line_is_an_amount_with_its_answer(town, tmp_path):
    (amount,) = rows(build(SYSTEM, tmp_path), "amount")
    assert (amount["cents"], amount["origin"], amount["stage"]) == (24000, "claim", "actual")
    assert (int(amount["volume"]), amount["volume_unit"], amount["price_cents"]) == (
        4,
        "hour",
        6000,
    )
    assert (amount["period_start"], amount["period_end"]) == (date(2026, 3, 2), date(2026, 3, 31))
    assert amount["known_on"] == date(2026, 4, 3)
    told, answer = amount["evidence"].split("; ")
    assert told.startswith(f"ijw 323 {PROVIDER} ")
    assert " regel " in told
    assert answer.startswith(f"ijw 325 {MUNICIPALITY} ")
    assert (amount["theme"], amount["document"]) == (None, None)


def test_a_refused_line_is_no_amount_and_is_said_to_be_left_out(town, tmp_path):
    town.day = date(2026, 5, 3)
    town.claim("D2", date(2026, 4, 1), line("R2", town.number, date(2026, 4, 1), volume=4000))
    made = build(SYSTEM, tmp_path)
    assert len(rows(made, "amount")) == 1
    assert made.manifest["left_out"] == {MUNICIPALITY: {"declaratieregel afgewezen": 1}}


def test_a_credit_takes_back_what_was_granted(town, tmp_path):
    town.day = date(2026, 5, 3)
    paid = ClaimLine.objects.filter(reference="R1").first()
    back = replace(
        line("R9", town.number, date(2026, 3, 1)), previous=paid.reference, is_credit=True
    )
    town.claim("D3", date(2026, 4, 1), back)
    found = rows(build(SYSTEM, tmp_path), "amount")
    assert sorted((row["cents"], int(row["volume"])) for row in found) == [(-24000, -4), (24000, 4)]


def test_a_change_of_provider_or_extent_does_not_begin_a_new_entitlement(tmp_path):
    played = play(date(2026, 3, 1))
    played.allocate(
        replace(WEEKLY, end=date(2026, 5, 31)),
        replace(WEEKLY, start=date(2026, 6, 1), volume=5),
        replace(WEEKLY, start=date(2026, 11, 1), end=date(2026, 12, 1)),
    )
    found = [
        row for row in rows(build(SYSTEM, tmp_path), "episode") if row["kind"] == "entitlement"
    ]
    assert sorted((row["started_on"], row["ended_on"]) for row in found) == [
        (WEEKLY.start, WEEKLY.end),
        (date(2026, 11, 1), date(2026, 12, 1)),
    ]


def asked(played, reference="V1"):
    wish = Wish(date(2026, 4, 6), date(2026, 9, 30), "45", "45A04", 2, "04", "2")
    _, content = services.request(
        SYSTEM, played.care, played.law, MUNICIPALITY, CLIENT,
        [Asked(reference, wish, ("02", "Huisarts Jansen", ""))], played.now,
    )  # fmt: skip
    played.answered(content, played.town)
    return Request.objects.get(mailbox=played.town, lines__reference=reference)


def test_who_asks_waits_until_care_begins(tmp_path):
    played = play(date(2026, 3, 2))
    request = asked(played)
    (waiting,) = [
        row for row in rows(build(SYSTEM, tmp_path), "episode") if row["kind"] == "waiting"
    ]
    assert (waiting["started_on"], waiting["ended_on"]) == (date(2026, 3, 2), None)
    assert waiting["referrer"] == "gp"
    played.later(8)
    record, content = services.grant(SYSTEM, played.town, request, played.now, CLIENT)
    played.answered(content, played.care)
    played.day = date(2026, 4, 9)
    played.start(Allocation.objects.get(versions__message=record).number, date(2026, 4, 7))
    made = build(SYSTEM, tmp_path)
    (waiting,) = [row for row in rows(made, "episode") if row["kind"] == "waiting"]
    assert (waiting["ended_on"], waiting["end_reason"]) == (date(2026, 4, 7), "started")
    (allocation,) = [row for row in rows(made, "episode") if row["kind"] == "allocation"]
    assert allocation["referrer"] == "gp"
    decision = next(row for row in rows(made, "event") if row["kind"] == "decision")
    assert (decision["outcome"], decision["days_taken"]) == ("granted", 8)
    # Five working days, from a Monday.
    assert decision["term_days"] == 7


def test_a_refusal_ends_the_waiting_and_is_a_decision_with_its_reason(tmp_path):
    played = play(date(2026, 3, 2))
    request = asked(played)
    played.later(3)
    _, content = services.refuse(SYSTEM, played.town, request, "V1", "3", played.now)
    played.answered(content, played.care)
    made = build(SYSTEM, tmp_path)
    (waiting,) = [row for row in rows(made, "episode") if row["kind"] == "waiting"]
    assert (waiting["ended_on"], waiting["end_reason"]) == (date(2026, 3, 5), "refused")
    (decision,) = [row for row in rows(made, "event") if row["kind"] == "decision"]
    assert (decision["outcome"], decision["reason"]) == ("refused", "no_contract")
    assert kinds(made, "event") == ["decision", "request"]


def test_what_happens_in_a_trial_or_at_a_provider_is_never_counted(tmp_path):
    played = play(date(2026, 3, 1), trial=True)
    played.allocate(WEEKLY)
    made = build(SYSTEM, tmp_path)
    assert rows(made, "episode") == []


def test_the_same_register_gives_the_same_snapshot_and_reads_nothing_twice(
    town, tmp_path, monkeypatch
):
    first = build(SYSTEM, tmp_path)
    monkeypatch.setattr(care_facts, "claims", lambda *_: pytest.fail("read again"))
    monkeypatch.setattr(care_facts, "episodes_and_events", lambda *_: pytest.fail("read again"))
    assert build(SYSTEM, tmp_path).id == first.id


def test_without_memory_of_the_last_build_the_snapshot_is_the_same(town, tmp_path):
    first = build(SYSTEM, tmp_path / "a")
    again = build(SYSTEM, tmp_path / "b")
    assert first.id == again.id
    assert first.manifest == again.manifest


def test_a_new_claim_leaves_the_slices_of_other_years_as_they_were(town, tmp_path):
    first = build(SYSTEM, tmp_path)
    town.day = date(2026, 5, 3)
    town.claim("D4", date(2026, 4, 1), line("R4", town.number, date(2026, 4, 1)))
    second = build(SYSTEM, tmp_path)
    assert second.id != first.id
    kept = "episode/m=1700/y=2026/care.parquet"
    assert (first.folder / kept).stat().st_ino == (second.folder / kept).stat().st_ino
    changed = "amount/m=1700/y=2026/claims-2026.parquet"
    assert (first.folder / changed).stat().st_ino != (second.folder / changed).stat().st_ino
    assert len(rows(second, "amount")) == 2
    assert len(rows(first, "amount")) == 1


def test_a_corrected_day_of_birth_reaches_the_claims_of_before(town, tmp_path):
    build(SYSTEM, tmp_path)
    Person.objects.filter(mailbox=town.town).update(born=date(2013, 2, 14))
    (amount,) = rows(build(SYSTEM, tmp_path), "amount")
    assert amount["birth_year"] == 2013


def test_someone_new_does_not_make_claims_be_read_again(town, tmp_path, monkeypatch):
    build(SYSTEM, tmp_path)
    town.later(10).allocate(WEEKLY, client=OTHER_CLIENT)
    monkeypatch.setattr(care_facts, "claims", lambda *_: pytest.fail("read again"))
    assert kinds(build(SYSTEM, tmp_path), "episode").count("allocation") == 2


def test_a_municipality_alone_has_a_snapshot_of_its_own(town, tmp_path):
    whole = build(SYSTEM, tmp_path)
    own = build(SYSTEM, tmp_path, MUNICIPALITY)
    other = build(SYSTEM, tmp_path, "0141")
    assert rows(own, "amount") == rows(whole, "amount")
    assert rows(other, "amount") == []


def test_no_bsn_stands_in_a_snapshot(town, tmp_path):
    made = build(SYSTEM, tmp_path)
    for file in made.folder.rglob("*"):
        if file.suffix == ".parquet":
            text = str(ds.dataset(file).to_table().to_pylist())
        else:
            text = file.read_text() if file.is_file() else ""
        assert CLIENT.bsn not in text, file.name


def test_counting_persons_leaves_an_audit_line(town, tmp_path):
    before = AuditLine.objects.count()
    build(SYSTEM, tmp_path)
    added = AuditLine.objects.order_by("pk")[before:]
    assert {line.purpose for line in added} == {"allocations", "claims"}
    assert sum(line.count for line in added) >= 3
