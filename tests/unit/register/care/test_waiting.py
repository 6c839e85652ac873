"""What waits for whom, since when, until when, and whether it is late."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from noaber.guard.actor import SYSTEM
from noaber.register.care import queries, services
from noaber.register.care.models import Allocation, Mailbox, Request
from noaber.register.care.queries import Waiting
from noaber.register.care.rules.values import Wish
from noaber.register.care.services import Asked
from tests.playing import CLIENT, MUNICIPALITY, PROVIDER, WEEKLY, Play, line, play

pytestmark = [pytest.mark.database, pytest.mark.django_db]

MONDAY = date(2026, 3, 2)
WISH = Wish(date(2026, 3, 9), date(2026, 8, 30), "45", "45A04", volume=3, unit="04", frequency="2")


@pytest.fixture
def game() -> Play:
    return play(MONDAY)


def waits(mailbox: Mailbox, today: date) -> list[Waiting]:
    return queries.waiting(SYSTEM, mailbox, today)


def terms(mailbox: Mailbox, today: date) -> list[tuple[str, str, bool, date, bool]]:
    found = waits(mailbox, today)
    return [(one.term, one.about, one.ours, one.due, one.late) for one in found]


def test_a_message_waits_three_working_days_for_its_answer(game) -> None:
    _, content = services.allocate(
        SYSTEM, game.town, game.law, PROVIDER, CLIENT, [replace(WEEKLY, start=date(2026, 4, 1))],
        game.now,
    )  # fmt: skip
    due = date(2026, 3, 5)
    assert terms(game.town, due) == [("return", "301 1", False, due, False)]
    assert terms(game.town, date(2026, 3, 6)) == [("return", "301 1", False, due, True)]
    game.later()
    receipt = game.deliver(content, game.care)
    assert terms(game.care, game.day) == [("return", "301 1", True, date(2026, 3, 6), False)]
    (one,) = waits(game.care, game.day)
    assert (one.counterpart, one.since) == (MUNICIPALITY, date(2026, 3, 3))
    back = services.answer(SYSTEM, game.care, receipt.record, game.now)
    assert terms(game.care, game.day) == []
    assert len(terms(game.town, game.day)) == 1  # it has not come in yet
    game.deliver(back, game.town)
    assert terms(game.town, game.day) == []


def test_a_claim_waits_ten(game) -> None:
    number = game.allocate(WEEKLY)[0]
    game.start(number, MONDAY)
    game.day = date(2026, 4, 1)
    march = date(2026, 3, 31)
    _, content = services.claim(
        SYSTEM, game.care, game.law, MUNICIPALITY, "D1", march, [line("R1", number, march)],
        game.now,
    )  # fmt: skip
    game.deliver(content, game.town)
    due = date(2026, 4, 17)  # Good Friday and Easter Monday are days off
    assert [one[0::2] for one in terms(game.care, due)] == [("claim_answer", False, False)]
    assert [one[2:] for one in terms(game.town, due)] == [(True, due, False)]


def ask(game: Play) -> Request:
    _, content = services.request(
        SYSTEM, game.care, game.law, MUNICIPALITY, CLIENT, [Asked("A1", WISH)], game.now
    )
    return Request.objects.get(message=game.answered(content, game.town).record)


def test_a_request_waits_five_working_days_and_eight_weeks_when_it_is_studied(game) -> None:
    request = ask(game)
    asked = ("allocation_request", "A1", True, date(2026, 3, 9), False)
    assert terms(game.town, MONDAY) == [asked]
    assert terms(game.care, MONDAY) == [(*asked[:2], False, *asked[3:])]
    (one,) = waits(game.town, MONDAY)
    assert one.pseudonym == request.person.pseudonym
    game.later(3)
    _, content = services.investigate(SYSTEM, game.town, request, "A1", game.now)
    game.answered(content, game.care)
    # Eight weeks end on King's Day.
    studied = ("allocation_decision", "A1", True, date(2026, 4, 28), False)
    assert terms(game.town, game.day) == [studied]
    game.day = date(2026, 4, 29)
    assert terms(game.care, game.day) == [(*studied[:2], False, studied[3], True)]
    _, content = services.refuse(SYSTEM, game.town, request, "A1", "7", game.now)
    game.answered(content, game.care)
    assert terms(game.town, game.day) == terms(game.care, game.day) == []


def test_the_weeks_of_a_request_for_change_run_from_its_own_date(game) -> None:
    number = game.allocate(WEEKLY)[0]
    game.start(number, MONDAY)
    game.later(3)
    person = Allocation.objects.get(mailbox=game.care).person
    wish = Wish(WEEKLY.start, date(2026, 12, 27), volume=3, unit="04", frequency="2", number=number)
    _, content = services.request_change(
        SYSTEM, game.care, game.law, MUNICIPALITY, person, "W1", [wish], game.now
    )
    game.later(4)  # it was long on its way
    receipt = game.answered(content, game.town)
    request = Request.objects.get(message=receipt.record)
    assert [one[0::3] for one in terms(game.town, game.day)] == [
        ("change_request", date(2026, 3, 16))
    ]
    _, content = services.investigate(SYSTEM, game.town, request, "W1", game.now)
    game.answered(content, game.care)
    assert [one[0::3] for one in terms(game.town, game.day)] == [
        ("change_decision", date(2026, 3, 5) + timedelta(weeks=8))
    ]


def test_care_that_should_have_begun_and_ended_is_missed(game) -> None:
    game.day = date(2026, 2, 16)
    number = game.allocate(WEEKLY)[0]
    assert terms(game.town, date(2026, 3, 1)) == []
    due = date(2026, 3, 9)
    start = ("start", str(number), False, due, False)
    assert terms(game.town, MONDAY) == [start]
    assert terms(game.care, date(2026, 3, 10)) == [("start", str(number), True, due, True)]
    game.day = date(2026, 3, 10)
    game.start(number, MONDAY)
    assert terms(game.town, game.day) == terms(game.care, game.day) == []
    after = date(2026, 8, 31)
    stop = ("stop", str(number), False, date(2026, 9, 4), False)
    assert terms(game.town, after) == [stop]
    (one,) = waits(game.town, after)
    assert (one.counterpart, one.since) == (PROVIDER, WEEKLY.end)
    game.day = after
    game.stop(number, date(2026, 8, 30))
    assert terms(game.town, after) == []


def test_with_a_retroactive_allocation_the_term_runs_from_its_message(game) -> None:
    game.day = date(2026, 4, 1)
    game.allocate(WEEKLY)
    assert [one[3] for one in terms(game.town, game.day)] == [date(2026, 4, 10)]


def test_a_pause_leaves_the_end_to_be_told(game) -> None:
    number = game.allocate(WEEKLY)[0]
    game.start(number, MONDAY)
    game.day = date(2026, 4, 2)
    game.stop(number, date(2026, 4, 1), "20")
    assert [one[0] for one in terms(game.town, date(2026, 9, 1))] == ["stop"]


def test_nothing_waits_for_what_was_removed(game) -> None:
    game.allocate(WEEKLY)
    mine = Allocation.objects.get(mailbox=game.town)
    _, content = services.remove(SYSTEM, game.town, mine, game.later().now)
    game.answered(content, game.care)
    assert terms(game.town, date(2026, 9, 1)) == terms(game.care, date(2026, 9, 1)) == []


def test_the_most_pressing_comes_first(game) -> None:
    ask(game)
    game.allocate(WEEKLY, answered=False)
    found = waits(game.town, date(2026, 3, 3))
    assert [one.due for one in found] == sorted(one.due for one in found)
    assert [one.term for one in found] == ["return", "start", "allocation_request"]


def test_a_persons_file_shows_all_that_was_told_with_its_evidence(game) -> None:
    request = ask(game)
    _, content = services.grant(SYSTEM, game.town, request, game.now, CLIENT)
    game.answered(content, game.care)
    number = Allocation.objects.get(mailbox=game.town).number
    game.day = date(2026, 5, 4)
    game.start(number, date(2026, 3, 9))
    april = date(2026, 4, 30)
    game.claim("D1", april, line("R1", number, april))
    game.stop(number, date(2026, 5, 1))
    file = queries.person_file(SYSTEM, game.town, request.person.pseudonym)
    counts = (file.requests, file.allocations, file.starts, file.stops, file.claims)
    assert [len(rows) for rows in counts] == [1, 1, 1, 1, 1]
    evidence = list(file.evidence())
    assert [message.number for message, _ in evidence] == ["315", "301", "305", "307", "323"]
    assert all(line for _, line in evidence)
