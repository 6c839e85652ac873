"""Starts and stops, played by both parties: pauses, corrections, removals, and what comes back."""

from dataclasses import replace
from datetime import date

import pytest

from noaber.guard.actor import SYSTEM
from noaber.register.care import services
from noaber.register.care.fields import clients, deliveries
from noaber.register.care.models import Allocation, DeliveryStart, DeliveryStop, MessageRecord
from noaber.register.care.rules.values import FIRST, REMOVE, Key, Stop
from noaber.register.sources.services import Refused
from tests.playing import CLIENT, MUNICIPALITY, WEEKLY, Play, codes, forged, play

pytestmark = [pytest.mark.database, pytest.mark.django_db]

MONDAY = date(2026, 3, 2)
TOLD = (CLIENT.bsn, clients.particulars(CLIENT))


@pytest.fixture
def game() -> Play:
    game = play(MONDAY)
    game.number = game.allocate(WEEKLY)[0]
    return game


def key(game: Play, begin: date = MONDAY) -> Key:
    return Key(game.number, WEEKLY.category, WEEKLY.code, begin)


def start(game: Play, of: Key, status: str = FIRST, name: str = "F1", *more: Key) -> dict:
    """A start that the provider's own store did not judge, and the municipality's answer."""
    body = deliveries.start_body(*TOLD, of, WEEKLY.start, status)
    for one in more:
        other = deliveries.start_body(*TOLD, one, WEEKLY.start, FIRST)
        products = other["Client"]["StartProducten"]["StartProduct"]
        body["Client"]["StartProducten"]["StartProduct"] += products
    return answered(game, "305", body, name)


def stop(game: Play, of: Stop, status: str = FIRST, name: str = "F1") -> dict:
    return answered(game, "307", deliveries.stop_body(*TOLD, of, WEEKLY.start, status), name)


def answered(game: Play, number: str, body: dict, name: str) -> dict:
    receipt = game.deliver(forged(number, body, game.day, name), game.town)
    return game.answer(receipt)


def of_products(back: dict, kind: str) -> list[list[str]]:
    return [codes(one) for one in back["Client"][f"{kind}Producten"][f"{kind}Product"]]


def test_an_unknown_removal_comes_back_as_in_the_standards_own_example(game) -> None:
    back = start(game, key(game), REMOVE)
    assert codes(back["Header"]) == ["0200"]
    assert codes(back["Client"]) == ["0200"]
    assert of_products(back, "Start") == [["9063"]]
    assert (back["Header"]["Afzender"], back["Header"]["Ontvanger"]) == ("42420001", "1700")


def test_a_start_on_nobodys_allocation_comes_back(game) -> None:
    assert of_products(start(game, replace(key(game), number=99)), "Start") == [["9019"]]


def test_a_message_that_is_right_comes_back_as_a_header_without_codes(game) -> None:
    back = start(game, key(game))
    assert "Client" not in back
    assert codes(back["Header"]) == []
    assert DeliveryStart.objects.filter(mailbox=game.town).count() == 1


def test_the_same_start_twice(game) -> None:
    game.start(game.number, MONDAY)
    game.day = date(2026, 3, 10)
    assert of_products(start(game, key(game)), "Start") == [["9074"]]
    later = key(game, date(2026, 3, 9))
    assert of_products(start(game, later, name="F2"), "Start") == [["9326"]]


def test_care_pauses_and_begins_again(game) -> None:
    game.start(game.number, MONDAY)
    game.day = date(2026, 4, 2)
    game.stop(game.number, date(2026, 4, 1), "20")
    game.day = date(2026, 5, 2)
    assert game.start(game.number, date(2026, 5, 1)).outcome == "accepted"
    game.day = date(2026, 6, 2)
    assert game.stop(game.number, date(2026, 6, 1)).outcome == "accepted"
    for mailbox in (game.town, game.care):
        assert DeliveryStart.objects.filter(mailbox=mailbox).count() == 2
        stops = DeliveryStop.objects.filter(mailbox=mailbox)
        assert [(one.begin, one.temporary) for one in stops.order_by("pk")] == [
            (MONDAY, True),
            (date(2026, 5, 1), False),
        ]


def test_a_pause_becomes_an_end(game) -> None:
    game.start(game.number, MONDAY)
    game.day = date(2026, 5, 2)
    game.stop(game.number, date(2026, 4, 1), "20")
    pause = Stop(key(game), "20", date(2026, 4, 1))
    again = stop(game, replace(pause, end=date(2026, 4, 8)))
    assert of_products(again, "Stop") == [["9413"]]
    same = stop(game, pause, name="F0")
    assert of_products(same, "Stop") == [["9074", "9413"]]
    early = stop(game, Stop(key(game), "31", date(2026, 3, 31)), name="F2")
    assert of_products(early, "Stop") == [["9414"]]
    assert game.stop(game.number, date(2026, 4, 8)).outcome == "accepted"
    more = stop(game, Stop(key(game), "32", date(2026, 4, 9)), name="F3")
    assert of_products(more, "Stop") == [["9415"]]


def test_a_stop_needs_its_start(game) -> None:
    game.start(game.number, MONDAY)
    other = Stop(key(game, date(2026, 3, 9)), "31", date(2026, 4, 1))
    game.day = date(2026, 4, 2)
    assert of_products(stop(game, other), "Stop") == [["9069"]]


def test_a_start_with_a_stop_stays_until_the_stop_is_taken_back(game) -> None:
    game.start(game.number, MONDAY)
    game.later(2)
    game.stop(game.number, date(2026, 3, 4))
    begun = DeliveryStart.objects.get(mailbox=game.care)
    with pytest.raises(Refused, match="verwijder eerst de stop"):
        services.take_back(SYSTEM, game.care, begun, game.now)
    assert of_products(start(game, key(game), REMOVE), "Start") == [["9071"]]
    ended = DeliveryStop.objects.get(mailbox=game.care)
    for gone in (ended, begun):
        _, content = services.take_back(SYSTEM, game.care, gone, game.now)
        assert game.answered(content, game.town).outcome == "accepted"
    for mailbox in (game.town, game.care):
        assert not DeliveryStart.objects.standing().filter(mailbox=mailbox).exists()
        assert not DeliveryStop.objects.standing().filter(mailbox=mailbox).exists()
        assert DeliveryStart.objects.get(mailbox=mailbox).removed_by.number == "305"
    assert game.start(game.number, date(2026, 3, 3)).outcome == "accepted"


def test_the_wrong_day_and_the_right_one_go_in_one_message(game) -> None:
    game.start(game.number, MONDAY)
    game.day = date(2026, 3, 10)
    right = key(game, date(2026, 3, 9))
    back = start(game, key(game), REMOVE, "F1", right)
    assert "Client" not in back
    (stands,) = DeliveryStart.objects.standing().filter(mailbox=game.town)
    assert stands.begin == date(2026, 3, 9)
    assert stands.line > 1


def test_two_starts_on_one_allocation_in_one_message(game) -> None:
    game.day = date(2026, 3, 10)
    back = start(game, key(game), FIRST, "F1", key(game, date(2026, 3, 9)))
    assert of_products(back, "Start") == [["0200"], ["9326"]]
    assert not DeliveryStart.objects.filter(mailbox=game.town).exists()


def test_what_the_municipality_rejected_the_provider_never_sent(game) -> None:
    """The municipality takes back the allocation while the start is on its way."""
    mine = Allocation.objects.get(mailbox=game.town)
    services.remove(SYSTEM, game.town, mine, game.later().now)
    _, content = services.start(
        SYSTEM, game.care, game.law, MUNICIPALITY, game.number, MONDAY, game.now
    )
    receipt = game.answered(content, game.town)
    assert receipt.outcome == "rejected"
    sent = MessageRecord.objects.get(mailbox=game.care, number="305")
    assert sent.state == "rejected"
    assert [(one["retourcode"], one["path"]) for one in sent.findings] == [
        ("9019", "Bericht/Client/StartProducten/StartProduct")
    ]
    assert not DeliveryStart.objects.standing().filter(mailbox=game.care).exists()


def test_a_removal_that_is_rejected_leaves_the_start_standing(game) -> None:
    game.start(game.number, MONDAY)
    game.later(3)
    begun = DeliveryStart.objects.get(mailbox=game.care)
    record, content = services.take_back(SYSTEM, game.care, begun, game.now)
    stop(game, Stop(key(game), "31", date(2026, 3, 4)), name="F9")
    assert game.answered(content, game.town).outcome == "rejected"
    record.refresh_from_db()
    assert record.state == "rejected"
    assert DeliveryStart.objects.standing().filter(mailbox=game.care).get() == begun


def test_task_based_care_goes_by_product(game) -> None:
    bare = replace(key(game), number=None)
    body = deliveries.start_body(*TOLD, bare, None, FIRST)
    receipt = game.deliver(forged("305", body, MONDAY), game.town)
    assert receipt.outcome == "accepted", receipt.findings
    kept = DeliveryStart.objects.get(mailbox=game.town)
    assert (kept.allocation, kept.code) == (None, "45A04")
