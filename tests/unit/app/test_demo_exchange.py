"""The exchange of the demo: what happens in it, that it repeats, and that twice is once."""

from collections import Counter
from datetime import date

import pytest

from noaber.app.demo_exchange import TOWN, play_exchange
from noaber.guard.actor import SYSTEM
from noaber.register.care.models import (
    AllocationVersion,
    Claim,
    ClaimAnswer,
    ClaimLine,
    DeliveryStart,
    Mailbox,
    MessageRecord,
)
from noaber.register.care.queries import waiting

pytestmark = [pytest.mark.database, pytest.mark.django_db]

TODAY = date(2026, 5, 20)


def rows() -> list[tuple[object, ...]]:
    columns = (
        "mailbox__code",
        "direction",
        "number",
        "state",
        "moment",
        "identification",
        "sha256",
    )
    return list(MessageRecord.objects.order_by("pk").values_list(*columns))


def test_every_kind_of_message_passes_and_what_is_wrong_is_answered() -> None:
    number = play_exchange(SYSTEM, TODAY)
    town = Mailbox.objects.get(code=TOWN)
    assert not town.trial
    assert set(Mailbox.objects.exclude(pk=town.pk).values_list("trial", flat=True)) == {True}
    kinds = set(MessageRecord.objects.filter(mailbox=town).values_list("number", flat=True))
    assert kinds == {
        "",
        *(str(n) for n in (*range(301, 303), *range(305, 309), *range(315, 321), 323, 325)),
    }
    lines = ClaimLine.objects.filter(claim__mailbox=town)
    codes = Counter(
        code for row in lines.filter(verdict="rejected") for code in row.return_codes.split()
    )
    assert codes == {"0611": 2, "9389": 2, "9321": 2, "9384": 2, "9338": 1, "8187": 1}
    assert lines.filter(is_credit=True).exists()
    assert DeliveryStart.objects.filter(mailbox=town, removed_by__isnull=False).count() == 2
    assert any(one.removed for one in AllocationVersion.objects.filter(allocation__mailbox=town))
    for answer in ClaimAnswer.objects.filter(claim__mailbox=town):
        granted = answer.claim.lines.filter(verdict="approved")
        assert answer.granted == sum(-r.amount if r.is_credit else r.amount for r in granted)
    # What was refused comes back in the next month as it should have been, and is granted.
    mended = Claim.objects.get(mailbox=town, law="youth", number="D2026041")
    assert {row.verdict for row in mended.lines.all()} == {"approved"}
    found = waiting(SYSTEM, town, TODAY)
    assert {one.term for one in found} >= {"claim_answer", "allocation_request", "return", "start"}
    assert {one.late for one in found} == {True, False}
    assert number == MessageRecord.objects.count()


def test_a_second_time_adds_nothing() -> None:
    play_exchange(SYSTEM, TODAY)
    before = rows()
    assert play_exchange(SYSTEM, TODAY) == 0
    assert play_exchange(SYSTEM, date(2026, 8, 1)) == 0
    assert rows() == before


def test_the_same_seed_and_day_give_the_same_exchange() -> None:
    from django.db import transaction

    played = []
    for _ in range(2):
        mark = transaction.savepoint()
        play_exchange(SYSTEM, TODAY)
        played.append(rows())
        transaction.savepoint_rollback(mark)
    assert played[0] == played[1]


@pytest.mark.parametrize(
    "day", [date(2026, 1, 1), date(2026, 2, 28), date(2026, 3, 31), date(2028, 2, 29)]
)
def test_it_can_be_played_on_any_day(day) -> None:
    assert play_exchange(SYSTEM, day) > 200
    moments = MessageRecord.objects.order_by("pk").values_list("moment", flat=True)
    assert max(moments).date() <= day
