"""The whole river with both parties: allocation, start, stop and claim, each with its answer."""

from datetime import date

import pytest

from noaber.register.care.models import (
    AllocationVersion,
    ClaimLine,
    DeliveryStart,
    DeliveryStop,
    MessageRecord,
    Person,
)
from tests.playing import PROVIDER, WEEKLY, line, play

pytestmark = [pytest.mark.database, pytest.mark.django_db]

STATES = {"301": "accepted", "305": "accepted", "307": "accepted", "323": "accepted"}


def test_a_client_goes_through_the_whole_river() -> None:
    game = play(date(2026, 3, 1))
    (number,) = game.allocate(WEEKLY)
    game.later(2)
    assert game.start(number, date(2026, 3, 2)).outcome == "accepted"
    game.day = date(2026, 4, 2)
    march = date(2026, 3, 31)
    asked, answered = game.claim("D1", march, line("R1", number, march, 12))
    assert asked.message.state == answered.message.state == "accepted"
    game.later(1)
    assert game.stop(number, date(2026, 4, 2)).outcome == "accepted"
    for mailbox in (game.town, game.care):
        versions = AllocationVersion.objects.filter(allocation__mailbox=mailbox)
        assert [row.allocation.number for row in versions] == [number]
        assert versions[0].line == 47
        assert DeliveryStart.objects.get(mailbox=mailbox).begin == date(2026, 3, 2)
        assert DeliveryStop.objects.get(mailbox=mailbox).end == date(2026, 4, 2)
        (kept,) = ClaimLine.objects.filter(claim__mailbox=mailbox)
        assert (kept.verdict, kept.amount, kept.allocation_number) == ("approved", 72000, number)
        assert Person.objects.get(mailbox=mailbox).born == date(2012, 2, 14)
        states = MessageRecord.objects.filter(mailbox=mailbox, number__in=STATES)
        assert {row.number: row.state for row in states} == STATES
    answer = answered.claim_answers.get()
    assert (answer.submitted, answer.granted, answer.return_codes) == (72000, 72000, "8001")
    assert asked.claim_answers.get().granted == 72000
    assert asked.provider_code == PROVIDER
