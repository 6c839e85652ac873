"""Requests and what becomes of them, played by both parties: granted, refused, investigated, changed."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from noaber.guard.actor import SYSTEM
from noaber.register.care import services, store
from noaber.register.care.exchange import exchange_of
from noaber.register.care.fields import clients, requests
from noaber.register.care.models import AllocationVersion, Person, Request
from noaber.register.care.rules.values import Allocated, Wish
from noaber.register.care.services import Asked
from noaber.register.sources.services import Refused
from tests.playing import (
    CLIENT,
    MUNICIPALITY,
    OTHER_CLIENT,
    PROVIDER,
    WEEKLY,
    Play,
    codes,
    forged,
    play,
)

pytestmark = [pytest.mark.database, pytest.mark.django_db]

MONDAY = date(2026, 3, 2)
WISH = Wish(date(2026, 3, 9), date(2026, 8, 30), "45", "45A04", volume=3, unit="04", frequency="2")
OTHER_WISH = replace(WISH, code="45B01", volume=1)


@pytest.fixture
def game() -> Play:
    return play(MONDAY)


def ask(game: Play, *asked: Asked, client=CLIENT) -> Request:
    """A request that the municipality accepts; as the municipality keeps it."""
    _, content = services.request(
        SYSTEM, game.care, game.law, MUNICIPALITY, client, asked, game.now
    )
    receipt = game.answered(content, game.town)
    assert receipt.outcome == "accepted", receipt.findings
    return Request.objects.get(message=receipt.record)


def change(game: Play, reference: str, *wishes: Wish) -> Request:
    person = Person.objects.get(mailbox=game.care)
    _, content = services.request_change(
        SYSTEM, game.care, game.law, MUNICIPALITY, person, reference, wishes, game.now
    )
    receipt = game.answered(content, game.town)
    assert receipt.outcome == "accepted", receipt.findings
    return Request.objects.get(message=receipt.record)


def granted(game: Play, request: Request, client=CLIENT) -> None:
    _, content = services.grant(SYSTEM, game.town, request, game.now, client)
    assert game.answered(content, game.care).outcome == "accepted"


def current(game: Play, mailbox) -> dict[int, Allocated]:
    exchange = exchange_of(mailbox, game.law, (MUNICIPALITY, PROVIDER), game.now)
    return store.allocations(exchange, Person.objects.get(mailbox=mailbox))


def open_ones(game: Play, mailbox) -> set[str]:
    exchange = exchange_of(mailbox, game.law, (MUNICIPALITY, PROVIDER), game.now)
    return store.open_references(exchange, Person.objects.get(mailbox=mailbox))


def test_a_request_is_granted_with_its_reference(game) -> None:
    request = ask(game, Asked("A1", WISH, ("02", "Huisarts Jansen", "")))
    assert open_ones(game, game.town) == open_ones(game, game.care) == {"A1"}
    granted(game, request)
    assert open_ones(game, game.town) == open_ones(game, game.care) == set()
    for mailbox in (game.town, game.care):
        (allocated,) = current(game, mailbox).values()
        assert allocated.volume == 3
        assert AllocationVersion.objects.get(allocation__mailbox=mailbox).reference == "A1"
    line = request.lines.get()
    assert (line.referrer_type, line.referrer_name) == ("02", "Huisarts Jansen")


def test_of_two_products_one_is_granted_and_one_refused(game) -> None:
    request = ask(game, Asked("A1", WISH), Asked("A2", OTHER_WISH))
    first = request.lines.get(reference="A1")
    _, content = services.grant(SYSTEM, game.town, request, game.now, CLIENT, [first])
    assert game.answered(content, game.care).outcome == "accepted"
    assert open_ones(game, game.care) == {"A2"}
    _, content = services.refuse(SYSTEM, game.town, request, "A2", "7", game.now)
    assert game.answered(content, game.care).outcome == "accepted"
    assert open_ones(game, game.town) == open_ones(game, game.care) == set()


def test_an_investigation_ends_in_a_grant(game) -> None:
    request = ask(game, Asked("A1", WISH))
    _, content = services.investigate(SYSTEM, game.town, request, "A1", game.now)
    assert game.answered(content, game.care).outcome == "accepted"
    assert open_ones(game, game.care) == {"A1"}
    game.later(20)
    granted(game, request)
    assert open_ones(game, game.care) == set()


def test_an_investigation_ends_in_a_refusal_for_another_municipality(game) -> None:
    request = ask(game, Asked("A1", WISH))
    services.investigate(SYSTEM, game.town, request, "A1", game.now)
    with pytest.raises(Refused, match="in onderzoek"):
        services.investigate(SYSTEM, game.town, request, "A1", game.now)
    _, content = services.refuse(SYSTEM, game.town, request, "A1", "8", game.now, "0141")
    said = game.deliver(content, game.care)
    assert said.outcome == "accepted", said.findings
    with pytest.raises(Refused, match="afgewezen"):
        services.refuse(SYSTEM, game.town, request, "A1", "7", game.now)
    with pytest.raises(Refused, match="openstaat"):
        services.grant(SYSTEM, game.town, request, game.now, CLIENT)


def test_no_second_request_while_one_is_open(game) -> None:
    ask(game, Asked("A1", WISH))
    person = Person.objects.get(mailbox=game.care)
    with pytest.raises(Refused, match="loopt al een verzoek"):
        services.request(
            SYSTEM, game.care, game.law, MUNICIPALITY, person, [Asked("A2", WISH)], game.now
        )
    ask(game, Asked("A2", WISH), client=OTHER_CLIENT)
    particulars = clients.particulars(CLIENT)
    body = requests.asked_body(CLIENT.bsn, particulars, [Asked("A3", WISH)])
    receipt = game.deliver(forged("315", body, MONDAY), game.town)
    assert [one["rule"] for one in receipt.findings] == ["TR374"]
    back = game.answer(receipt)
    assert codes(back["Header"]) == ["0200"]
    assert codes(back["Client"]) == ["9374"]
    (product,) = back["Client"]["AangevraagdeProducten"]["AangevraagdProduct"]
    assert codes(product) == ["0233"]


def test_a_reference_is_used_once(game) -> None:
    granted(game, ask(game, Asked("A1", WISH)))
    body = requests.asked_body(
        OTHER_CLIENT.bsn,
        clients.particulars(OTHER_CLIENT),
        [Asked("A1", WISH), Asked("A9", OTHER_WISH)],
    )
    receipt = game.deliver(forged("315", body, MONDAY), game.town)
    back = game.answer(receipt)["Client"]
    products = back["AangevraagdeProducten"]["AangevraagdProduct"]
    assert [codes(back), *map(codes, products)] == [["0200"], ["9347"], ["0200"]]
    assert not Person.objects.filter(mailbox=game.town).exclude(born=CLIENT.born).exists()


def test_a_longer_end_stays_under_the_number(game) -> None:
    (number,) = game.allocate(WEEKLY)
    game.later(10)
    wish = Wish(WEEKLY.start, date(2026, 12, 27), volume=3, unit="04", frequency="2", number=number)
    granted(game, change(game, "W1", wish))
    for mailbox in (game.town, game.care):
        assert current(game, mailbox) == {
            number: replace(WEEKLY, number=number, end=date(2026, 12, 27), reason="12")
        }
    assert open_ones(game, game.town) == set()


def test_another_volume_ends_the_number_and_begins_another(game) -> None:
    number, stays = game.allocate(
        WEEKLY, replace(WEEKLY, code="45B01", volume=2, unit="04", frequency="4")
    )
    game.later(10)
    wish = Wish(date(2026, 4, 6), WEEKLY.end, volume=5, unit="04", frequency="2", number=number)
    more = replace(OTHER_WISH, code="45C01", start=date(2026, 4, 6))
    request = change(game, "W1", wish, more)
    assert sorted(request.lines.values_list("kind", flat=True)) == ["changed", "new", "unchanged"]
    granted(game, request)
    now = current(game, game.care)
    assert now[number].end == date(2026, 4, 5)
    assert now[number].reason == "12"
    assert now[stays].reason == ""
    begun = [one for one in now.values() if one.start == date(2026, 4, 6)]
    assert sorted((one.code, one.volume) for one in begun) == [("45A04", 5), ("45C01", 1)]
    latest = AllocationVersion.objects.filter(allocation__mailbox=game.care).order_by("-pk")[:4]
    assert {version.reference for version in latest} == {"W1"}


def test_another_volume_from_the_start_takes_the_place_of_the_whole(game) -> None:
    (number,) = game.allocate(WEEKLY)
    game.later(3)
    wish = Wish(WEEKLY.start, WEEKLY.end, volume=5, unit="04", frequency="2", number=number)
    granted(game, change(game, "W1", wish))
    for mailbox in (game.town, game.care):
        gone, instead = current(game, mailbox).values()
        assert gone.removed
        assert (instead.start, instead.volume, instead.reason) == (WEEKLY.start, 5, "")


def test_another_frequency_of_a_total_is_another_number(game) -> None:
    """A hundred hours in all never go out as so many minutes, nor minutes as hours."""
    total = replace(WEEKLY, volume=100, frequency="6")
    (number,) = game.allocate(total)
    game.later(3)
    wish = Wish(WEEKLY.start, WEEKLY.end, volume=6300, unit="01", frequency="6", number=number)
    granted(game, change(game, "W1", wish))
    for mailbox in (game.town, game.care):
        gone, instead = current(game, mailbox).values()
        assert gone.removed
        assert (instead.volume, instead.unit, instead.frequency) == (6300, "01", "6")
    more = Wish(
        WEEKLY.start, date(2026, 9, 30), volume=7000, unit="01", frequency="6",
        number=instead.number,
    )  # fmt: skip
    game.later()
    granted(game, change(game, "W2", more))
    now = current(game, game.care)[instead.number]
    assert (now.volume, now.end, now.reason) == (7000, date(2026, 9, 30), "12")


def test_from_a_volume_per_week_to_a_total_on_a_later_day(game) -> None:
    (number,) = game.allocate(WEEKLY)
    game.later(3)
    day = date(2026, 4, 1)
    wish = Wish(day, WEEKLY.end, volume=40, unit="04", frequency="6", number=number)
    granted(game, change(game, "W1", wish))
    old, new = current(game, game.care).values()
    assert (old.end, old.frequency, old.reason) == (date(2026, 3, 31), "2", "12")
    assert (new.start, new.volume, new.frequency, new.reason) == (day, 40, "6", "")


def test_what_a_change_leaves_as_it_was_keeps_its_moment(game) -> None:
    """Of what stays only the reference is new, also where the change begins after its end."""
    ended, stays = game.allocate(WEEKLY, replace(WEEKLY, code="45B01"))
    decided = AllocationVersion.objects.filter(allocation__mailbox=game.town).values_list(
        "decided_at", flat=True
    )[0]
    game.later(10)
    day = date(2026, 9, 14)
    wish = Wish(day, date(2026, 12, 27), volume=5, unit="04", frequency="2", number=ended)
    granted(game, change(game, "W1", wish))
    for mailbox in (game.town, game.care):
        now = current(game, mailbox)
        assert now[ended] == replace(WEEKLY, number=ended)
        assert now[stays] == replace(WEEKLY, number=stays, code="45B01")
        rows = AllocationVersion.objects.filter(
            allocation__mailbox=mailbox, reference="W1", allocation__number__in=(ended, stays)
        )
        assert {row.decided_at for row in rows} == {decided}
        assert [(row.end, row.reason) for row in rows] == [(WEEKLY.end, "")] * 2
        (new,) = [one for number, one in now.items() if number not in (ended, stays)]
        assert (new.start, new.volume) == (day, 5)


def test_what_is_allocated_before_a_change_is_part_of_what_is_asked(game) -> None:
    (number,) = game.allocate(WEEKLY)
    game.later(3)
    person = Person.objects.get(mailbox=game.care)
    june = Wish(date(2026, 6, 1), WEEKLY.end, volume=5, unit="04", frequency="2", number=number)
    april = replace(WISH, start=date(2026, 4, 1), end=date(2026, 5, 31))
    with pytest.raises(Refused, match="overlappende perioden"):
        services.request_change(
            SYSTEM, game.care, game.law, MUNICIPALITY, person, "W1", [june, april], game.now
        )
    change(game, "W1", june, replace(april, code="45B01"))


def test_a_request_that_only_makes_longer_is_granted_under_the_number(game) -> None:
    (number,) = game.allocate(WEEKLY)
    game.later(3)
    longer = replace(WISH, start=date(2026, 8, 31), end=date(2026, 12, 27))
    granted(game, ask(game, Asked("A1", longer), Asked("A2", replace(longer, code="45B01"))))
    now = current(game, game.care)
    assert now[number] == replace(WEEKLY, number=number, end=date(2026, 12, 27), reason="12")
    (new,) = [one for at, one in now.items() if at != number]
    assert (new.code, new.start, new.reason) == ("45B01", date(2026, 8, 31), "")
    assert open_ones(game, game.town) == open_ones(game, game.care) == set()


def test_a_budget_is_not_made_longer_by_itself(game) -> None:
    budget = Allocated(0, MONDAY, date(2026, 6, 30), "45", budget=500_000)
    (number,) = game.allocate(budget)
    game.later(3)
    wish = Wish(date(2026, 7, 1), date(2026, 12, 31), "45", budget=500_000)
    request = ask(game, Asked("A1", wish))
    with pytest.raises(Refused, match=f"verlengt toewijzing {number}"):
        services.grant(SYSTEM, game.town, request, game.now)


def test_a_change_of_a_budget_holds_from_the_start(game) -> None:
    budget = Allocated(0, MONDAY, date(2026, 12, 31), "45", budget=500_000)
    (number,) = game.allocate(budget)
    game.later(3)
    person = Person.objects.get(mailbox=game.care)
    later = Wish(date(2026, 5, 1), budget.end, budget=600_000, number=number)
    with pytest.raises(Refused, match="vanaf de ingangsdatum"):
        services.request_change(
            SYSTEM, game.care, game.law, MUNICIPALITY, person, "W1", [later], game.now
        )
    granted(game, change(game, "W1", replace(later, start=budget.start)))
    assert current(game, game.care)[number].budget == 600_000


def test_a_change_must_name_all_that_is_allocated(game) -> None:
    number, other = game.allocate(WEEKLY, replace(WEEKLY, code="45B01"))
    wish = Wish(WEEKLY.start, None, number=other + 9)
    body = requests.change_body(CLIENT.bsn, "W1", "1", [number], [wish])
    receipt = game.deliver(forged("317", body, MONDAY), game.town)
    back = game.answer(receipt)["Client"]
    whole = back["Verzoek"]
    assert codes(back) == ["0200"]
    assert codes(whole) == ["9349"]
    (stays,) = whole["OngewijzigdeProducten"]["OngewijzigdProduct"]
    (changes,) = whole["TeWijzigenProducten"]["TeWijzigenProduct"]
    assert (codes(stays), codes(changes)) == (["0200"], ["9351"])
    assert not Request.objects.filter(mailbox=game.town).exists()


def test_a_change_for_someone_unknown_is_not_judged_further(game) -> None:
    body = requests.change_body(CLIENT.bsn, "W1", "1", [5], [WISH])
    receipt = game.deliver(forged("317", body, MONDAY), game.town)
    back = game.answer(receipt)["Client"]
    assert (codes(back), codes(back["Verzoek"])) == (["8187"], ["0233"])


def test_a_grant_needs_an_address(game) -> None:
    nowhere = replace(CLIENT, address=None)
    request = ask(game, Asked("A1", WISH), client=nowhere)
    with pytest.raises(Refused, match="geen adres"):
        services.grant(SYSTEM, game.town, request, game.now)
    assert open_ones(game, game.town) == {"A1"}
    granted(game, request, CLIENT)


def test_answers_to_what_was_never_asked_come_back(game) -> None:
    receipt = game.deliver(forged("319", requests.said_body("A1", "1", "7"), MONDAY), game.care)
    back = game.answer(receipt)
    assert (codes(back["Header"]), codes(back["Antwoord"])) == (["0200"], ["9355"])


def test_answers_out_of_turn_come_back(game) -> None:
    request = ask(game, Asked("A1", WISH))
    _, first = services.investigate(SYSTEM, game.town, request, "A1", game.now)
    assert game.answered(first, game.care).outcome == "accepted"
    again = forged("319", requests.said_body("A1", "2"), MONDAY, "F1")
    assert codes(game.answer(game.deliver(again, game.care))["Antwoord"]) == ["9360"]
    granted(game, request)
    late = forged("319", requests.said_body("A1", "1", "7"), MONDAY, "F2")
    assert codes(game.answer(game.deliver(late, game.care))["Antwoord"]) == ["9359"]


def test_a_wrong_municipality_in_a_refusal_comes_back_at_its_place(game) -> None:
    ask(game, Asked("A1", WISH))
    said = forged("319", requests.said_body("A1", "1", "8", "9999"), MONDAY)
    back = game.answer(game.deliver(said, game.care))["Antwoord"]
    assert (codes(back), codes(back["Woonplaatsbeginsel"])) == (["0200"], ["S300"])


def test_a_request_dated_tomorrow_is_answered_in_its_header_alone(game) -> None:
    body = requests.asked_body(CLIENT.bsn, clients.particulars(CLIENT), [Asked("A1", WISH)])
    receipt = game.deliver(forged("315", body, MONDAY + timedelta(days=1)), game.town)
    back = game.answer(receipt)
    assert codes(back["Header"]) == ["8848"]
    assert "Client" not in back
