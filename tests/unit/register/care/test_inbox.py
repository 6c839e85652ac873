"""What comes in: once, for the right party, whole or not at all, and never with a BSN in the open."""

import json
from dataclasses import replace
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from noaber.guard.actor import SYSTEM, NotAllowed
from noaber.register.care import queries, records, services
from noaber.register.care.exchange import exchange_of
from noaber.register.care.fields import allocations, claims, clients, deliveries
from noaber.register.care.fields.allocations import Granted
from noaber.register.care.models import (
    Allocation,
    AllocationVersion,
    Claim,
    ClaimLine,
    DeliveryStart,
    MessageRecord,
    Person,
)
from noaber.register.care.rules.values import FIRST, Key
from noaber.register.sources.services import Refused
from tests.people import CONTROLLER, NEIGHBOUR, VISITOR
from tests.playing import (
    CLIENT,
    MUNICIPALITY,
    OTHER_CLIENT,
    PROVIDER,
    WEEKLY,
    Play,
    codes,
    forged,
    line,
    moment,
    play,
    tree,
)

pytestmark = [pytest.mark.database, pytest.mark.django_db]

MONDAY = date(2026, 3, 2)
TOLD = (CLIENT.bsn, clients.particulars(CLIENT))


@pytest.fixture
def game() -> Play:
    return play(MONDAY)


def allocation(*granted: Granted, day=MONDAY, name="F1", law="youth", **header) -> bytes:
    return forged("301", allocations.body(*TOLD, granted), day, name, law, **header)


def given(
    number: int = 7, decided=MONDAY, hour: int = 9, reference: str = "", **changes
) -> Granted:
    return Granted(replace(WEEKLY, number=number, **changes), reference, moment(decided, hour))


def test_the_same_file_again_changes_nothing(game) -> None:
    content = allocation(given())
    first = game.deliver(content, game.care, "a.xml")
    again = game.later().deliver(content, game.care, "b.xml")
    assert (first.outcome, again.outcome) == ("accepted", "known")
    assert again.record == first.record
    assert again.sentence == ("a.xml is al ontvangen op 02-03-2026 om 10:00; er is niets veranderd")
    assert MessageRecord.objects.count() == AllocationVersion.objects.count() == 1


def test_the_same_answer_is_given_again(game) -> None:
    receipt = game.deliver(allocation(given()), game.care)
    first = services.answer(SYSTEM, game.care, receipt.record, game.now)
    again = services.answer(SYSTEM, game.care, receipt.record, game.later(3).now)
    assert first == again
    assert MessageRecord.objects.filter(direction="out").count() == 1


def test_a_name_that_was_used_before_is_answered_in_the_header(game) -> None:
    game.deliver(allocation(given()), game.care)
    receipt = game.deliver(allocation(given(8)), game.care)
    assert receipt.outcome == "rejected"
    back = game.answer(receipt)
    assert codes(back["Header"]) == ["9056"]
    assert "Client" not in back
    assert Allocation.objects.get().number == 7


def test_the_name_of_a_message_that_counts_as_never_sent_may_be_used(game) -> None:
    assert game.deliver(allocation(given(reference="A1")), game.care).outcome == "rejected"
    assert game.deliver(allocation(given()), game.care).outcome == "accepted"


def test_what_is_addressed_to_someone_else_is_not_taken_in(game) -> None:
    content = allocation(given(), Afzender="0141")
    with pytest.raises(Refused, match="is voor 42420001 en niet voor Twenterand"):
        game.deliver(content, game.town)
    assert not MessageRecord.objects.exists()


@pytest.mark.parametrize(
    "content", [b"", b"<a/>", b"\x00\x01", b"PK\x03\x04", b"<?xml version='1.0'?>"]
)
def test_what_is_no_message_is_told_and_kept_by_its_hash(game, content) -> None:
    receipt = game.deliver(content, game.town, "leeg.xml")
    assert receipt.outcome == "malformed"
    assert receipt.findings[0]["layer"] == "structure"
    assert receipt.sentence.startswith("leeg.xml: geen geldig bericht")
    assert services.answer(SYSTEM, game.town, receipt.record, game.now) is None
    assert game.deliver(content, game.town).outcome == "known"


def test_a_message_that_breaks_its_schema_leaves_a_record_alone(game) -> None:
    broken = allocation(given()).replace(b"2026-08-30", b"2026-08-32")
    receipt = game.deliver(broken, game.care)
    assert receipt.outcome == "malformed"
    assert receipt.findings[0]["line"] > 1
    assert not Person.objects.exists()


def test_a_rule_inside_the_message_gives_0001_and_nothing_is_kept(game) -> None:
    receipt = game.deliver(allocation(given(end=None)), game.care)  # per week has an end
    assert receipt.outcome == "rejected"
    assert {one["rule"] for one in receipt.findings} == {"CD076"}
    back = game.answer(receipt)
    assert codes(back["Header"]) == ["0001"]
    assert "Client" not in back
    assert not Person.objects.exists()
    assert bytes(receipt.record.content or b"") == b""


def test_everyone_who_stands_in_a_rejected_message_comes_back(game) -> None:
    receipt = game.deliver(allocation(given(reference="A1"), given(8, code="45B01")), game.care)
    back = game.answer(receipt)
    client = back["Client"]
    (contact,) = client["Contactgegevens"]["Contact"]
    products = client["ToegewezenProducten"]["ToegewezenProduct"]
    assert [codes(one) for one in (back["Header"], client, contact, *products)] == [
        ["0200"], ["0200"], ["0200"], ["9379"], ["0200"],
    ]  # fmt: skip
    assert not Allocation.objects.exists()


def test_a_number_belongs_to_one_client_at_one_provider(game) -> None:
    game.deliver(allocation(given()), game.care)
    body = allocations.body(OTHER_CLIENT.bsn, clients.particulars(OTHER_CLIENT), [given()])
    receipt = game.deliver(forged("301", body, MONDAY, "F2"), game.care)
    assert [one["rule"] for one in receipt.findings] == ["TR332"]


@pytest.mark.parametrize("changes", [{"code": "45A09"}, {"start": date(2026, 3, 9)}])
def test_a_number_belongs_to_one_product_from_one_day(game, changes) -> None:
    game.deliver(allocation(given()), game.care)
    game.later()
    receipt = game.deliver(
        allocation(given(decided=game.day, **changes), day=game.day, name="F2"), game.care
    )
    assert [one["rule"] for one in receipt.findings] == ["TR332"]
    back = game.answer(receipt)["Client"]["ToegewezenProducten"]["ToegewezenProduct"]
    assert [codes(one) for one in back] == [["9332"]]


def test_a_reason_goes_out_with_a_change_alone(game) -> None:
    (number,) = game.allocate(WEEKLY)
    same = replace(WEEKLY, number=number, reason="12")
    game.later()
    services.allocate(SYSTEM, game.town, game.law, PROVIDER, CLIENT, [same], game.now)
    first, again = AllocationVersion.objects.filter(allocation__mailbox=game.town).order_by("pk")
    assert (again.reason, again.decided_at) == ("", first.decided_at)


def test_what_only_makes_an_allocation_longer_gets_no_number_of_its_own(game) -> None:
    (number,) = game.allocate(WEEKLY)
    game.later()
    longer = replace(WEEKLY, start=date(2026, 8, 31), end=date(2026, 12, 27))

    def allocate(product, then=game.now):
        return services.allocate(SYSTEM, game.town, game.law, PROVIDER, CLIENT, [product], then)

    with pytest.raises(Refused, match=f"verlengt toewijzing {number}"):
        allocate(longer)
    allocate(replace(WEEKLY, number=number, end=date(2026, 12, 27), reason="06"))
    allocate(replace(longer, start=date(2026, 12, 28), end=date(2027, 3, 1), volume=4))
    # Once it has ended it is made longer no more.
    after = replace(longer, start=date(2027, 3, 2), end=date(2027, 6, 30), volume=4)
    allocate(after, moment(date(2027, 3, 2)))


def test_a_removed_allocation_is_not_changed_back(game) -> None:
    (number,) = game.allocate(WEEKLY)
    mine = Allocation.objects.get(mailbox=game.town)
    services.remove(SYSTEM, game.town, mine, game.now)
    with pytest.raises(Refused, match="is verwijderd"):
        services.allocate(
            SYSTEM, game.town, game.law, PROVIDER, CLIENT,
            [replace(WEEKLY, number=number, reason="12")], game.now,
        )  # fmt: skip


def test_what_was_decided_last_is_current_whatever_came_last(game) -> None:
    """IV013: the moment of decision tells, not that of sending."""
    game.later(20)
    newer = given(decided=date(2026, 3, 12), end=date(2026, 5, 31), reason="05")
    game.deliver(allocation(newer, day=game.day, name="F2"), game.care)
    game.deliver(allocation(given(), day=game.day, name="F1"), game.care)
    game.deliver(
        allocation(given(decided=date(2026, 3, 12), hour=8, reason="14"), day=game.day, name="F3"),
        game.care,
    )
    rows = queries.person_file(
        SYSTEM, game.care, Person.objects.get(mailbox=game.care).pseudonym
    ).allocations
    assert max(rows, key=lambda row: row.decided_at).end == date(2026, 5, 31)
    found = services.start(
        SYSTEM, game.care, game.law, MUNICIPALITY, 7, date(2026, 3, 16), game.now
    )
    assert found[0].state == "waiting"


def test_an_allocation_that_the_provider_rejects_was_never_sent(game) -> None:
    game.day = date(2026, 3, 3)
    record, content = services.allocate(
        SYSTEM, game.town, game.law, PROVIDER, CLIENT, [WEEKLY], game.now
    )
    early = replace(game, day=MONDAY)  # the provider's clock is a day behind
    receipt = early.deliver(content, game.care)
    back = services.answer(SYSTEM, game.care, receipt.record, early.now)
    assert codes(tree(back)["Header"]) == ["8848"]
    assert game.deliver(back, game.town).outcome == "accepted"
    record.refresh_from_db()
    assert record.state == "rejected"
    assert [one["retourcode"] for one in record.findings] == ["8848"]
    assert not AllocationVersion.objects.standing().exists()
    assert game.allocate(WEEKLY) == [2]


def test_an_answer_to_nothing_and_a_second_answer_settle_nothing(game) -> None:
    record, content = services.allocate(
        SYSTEM, game.town, game.law, PROVIDER, CLIENT, [WEEKLY], game.now
    )
    receipt = game.deliver(content, game.care)
    back = services.answer(SYSTEM, game.care, receipt.record, game.now)
    assert game.deliver(back, game.town).outcome == "accepted"
    second = back.replace(b"Retour>2026-03-02", b"Retour>2026-03-03")
    said = game.later().deliver(second, game.town)
    assert said.outcome == "rejected"
    assert "al een antwoord" in said.findings[0]["text"]
    other = back.replace(b">1</ijw:Identificatie", b">9</ijw:Identificatie")
    said = game.deliver(other, game.town)
    assert "geen 301 verstuurd" in said.findings[0]["text"]
    record.refresh_from_db()
    assert record.state == "accepted"
    assert services.answer(SYSTEM, game.town, said.record, game.now) is None


def test_a_trial_knows_no_one_and_counts_nowhere(game) -> None:
    game.allocate(WEEKLY)
    trial = play(MONDAY, trial=True)
    assert trial.town != game.town
    trial.allocate(WEEKLY)
    assert Person.objects.count() == 4
    assert queries.counted(SYSTEM).get() == game.town
    assert queries.allocation_versions(SYSTEM).count() == 1
    assert queries.allocation_versions(CONTROLLER).count() == 1
    assert queries.allocation_versions(NEIGHBOUR).count() == 0


def test_a_stranger_gets_nothing_in_and_sees_nothing(game) -> None:
    content = allocation(given())
    for actor in (NEIGHBOUR, VISITOR):
        with pytest.raises(NotAllowed):
            services.receive(actor, game.care, content, "", game.now)
    receipt = game.deliver(content, game.care)
    pseudonym = Person.objects.get().pseudonym
    for actor in (NEIGHBOUR, VISITOR):
        with pytest.raises(NotAllowed):
            services.answer(actor, game.care, receipt.record, game.now)
        with pytest.raises(NotAllowed):
            queries.waiting(actor, game.care, MONDAY)
        with pytest.raises(queries.NoSuchPerson):
            queries.person_file(actor, game.care, pseudonym)
        assert not queries.messages(actor, game.care).exists()
    assert queries.messages(CONTROLLER, game.care).count() == 1


def test_no_number_and_no_name_stands_in_the_open(game) -> None:
    number = game.allocate(WEEKLY)[0]
    game.day = date(2026, 5, 4)
    game.start(number, MONDAY)
    april = date(2026, 4, 30)
    game.claim("D1", april, line("R1", number, april, 16), line("R2", number, date(2026, 3, 31)))
    key = Key(number, WEEKLY.category, WEEKLY.code, MONDAY)
    twice = deliveries.start_body(*TOLD, key, None, FIRST)
    game.deliver(forged("305", twice, game.day), game.town)
    for bsn in (CLIENT.bsn, "12345678X"):
        wrong = deliveries.start_body(*TOLD, key, None, FIRST)
        wrong["Client"]["Bsn"] = bsn
        with_fault = forged("305", twice, game.day, bsn[:5]).replace(
            CLIENT.bsn.encode(), bsn.encode()
        )
        game.deliver(with_fault, game.town)
    with connection.cursor() as cursor:
        for model in (
            MessageRecord, Person, Allocation, AllocationVersion, DeliveryStart, Claim, ClaimLine,
        ):  # fmt: skip
            cursor.execute(f'SELECT * FROM "{model._meta.db_table}"')
            for row in cursor.fetchall():
                told = "\n".join(
                    bytes(value).decode("latin-1")
                    if isinstance(value, bytes | memoryview)
                    else str(value)
                    for value in row
                )
                assert CLIENT.bsn not in told
                assert "12345678X" not in told
                assert "Wit" not in told
    assert CLIENT.bsn not in json.dumps(
        list(MessageRecord.objects.values_list("findings", flat=True))
    )


def test_a_message_is_kept_byte_for_byte_under_seal(game) -> None:
    content = allocation(given()).replace(b"Vriezenveen", "Vriezenvéén".encode())
    record = game.deliver(content, game.care).record
    exchange = exchange_of(game.care, "youth", (MUNICIPALITY, PROVIDER), game.now)
    assert records.unsealed(exchange, record) == content


def test_the_river_of_the_wmo() -> None:
    game = play(date(2026, 3, 1), "wmo")
    help_at_home = replace(WEEKLY, category="01", code="01A01")
    number = game.allocate(help_at_home)[0]
    game.day = date(2026, 4, 2)
    assert game.start(number, MONDAY).outcome == "accepted"
    march = replace(line("R1", number, date(2026, 3, 31)), category="01", code="01A01")
    _, answered = game.claim("D1", date(2026, 3, 31), march)
    assert answered.claim_answers.get().return_codes == "8001"
    assert game.stop(number, date(2026, 4, 1), "19").outcome == "accepted"
    assert Claim.objects.filter(law="wmo").count() == 2


def test_a_long_claim_that_is_wrong_at_its_end_leaves_nothing(game) -> None:
    """It is read in parts, and rows of the first are kept before the last is seen."""
    number = game.allocate(WEEKLY)[0]
    game.day = date(2026, 5, 4)
    april = date(2026, 4, 30)
    period = (date(2026, 4, 1), april)
    lines = [replace(line(f"R{at}", number, april), code=f"{at:05}") for at in range(600)]
    body = claims.body("X1", period, game.day, [(CLIENT.bsn, lines)])
    good = forged("323", body, game.day)
    assert len(good) > 1 << 18
    at = good.rindex(b"GeleverdVolume>4<")
    broken = good[:at] + b"GeleverdVolume>x<" + good[at + 17 :]
    assert game.deliver(broken, game.town).outcome == "malformed"
    last = good.rindex(b"Begindatum>2026-04-01")
    crossing = good[:last] + b"Begindatum>2026-03-01" + good[last + 21 :]
    assert game.deliver(crossing, game.town).outcome == "rejected"
    assert not Claim.objects.exists()
    assert not ClaimLine.objects.exists()
    assert game.deliver(good, game.town).outcome == "received"
    assert ClaimLine.objects.count() == 600
    lines_in_file = ClaimLine.objects.order_by("pk").values_list("line", "reference")
    text = good.decode().splitlines()
    for at, reference in lines_in_file[::100]:
        assert "Prestatie>" in text[at - 1]
        assert reference in text[at + 1]


def test_more_lines_ask_no_more_of_the_database(game) -> None:
    number = game.allocate(WEEKLY)[0]
    game.day = date(2026, 5, 4)
    april = date(2026, 4, 30)

    def asked(name: str, count: int) -> tuple[int, int]:
        lines = [
            replace(line(f"{name}{at}", number, april), code=f"{at:05}") for at in range(count)
        ]
        body = claims.body(name, (date(2026, 4, 1), april), game.day, [(CLIENT.bsn, lines)])
        content = forged("323", body, game.day, name)
        with CaptureQueriesContext(connection) as taken_in:
            receipt = game.deliver(content, game.town)
        with CaptureQueriesContext(connection) as answered:
            services.answer(SYSTEM, game.town, receipt.record, game.now)
        return len(taken_in), len(answered)

    assert asked("A", 10) == asked("B", 400)


def test_a_mailbox_has_the_code_of_a_party() -> None:
    game = play(MONDAY)
    with pytest.raises(Refused, match="vier cijfers"):
        services.ensure_mailbox(SYSTEM, game.town.municipality, "17")
