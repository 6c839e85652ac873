"""What a party sent by another system: read in as what went out, so that the rest can be judged by it."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from noaber.guard.actor import SYSTEM
from noaber.register.care import queries, services
from noaber.register.care.fields import allocations, claims, clients, requests
from noaber.register.care.fields.allocations import Granted
from noaber.register.care.models import (
    Allocation,
    AllocationVersion,
    Claim,
    ClaimLine,
    DeliveryStart,
    Mailbox,
    MessageRecord,
    Request,
    RequestAnswer,
)
from noaber.register.care.rules.values import Wish
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
    line,
    moment,
    play,
    tree,
)

pytestmark = [pytest.mark.database, pytest.mark.django_db]

MONDAY = date(2026, 3, 2)
APRIL = date(2026, 4, 30)
WISH = Wish(date(2026, 3, 9), date(2026, 8, 30), "45", "45A04", volume=3, unit="04", frequency="2")


@pytest.fixture
def game() -> Play:
    """Both parties, of whom each has systems of its own as well."""
    return play(MONDAY)


def told_301(number: int = 17, name: str = "T1", reference: str = "", client=CLIENT, **changes):
    """An allocation as the case system of the municipality sends it."""
    one = Granted(replace(WEEKLY, number=number, **changes), reference, moment(MONDAY, 9))
    body = allocations.body(client.bsn, clients.particulars(client), [one])
    return forged("301", body, MONDAY, name)


def asked_315(reference: str = "A1", name: str = "V1") -> bytes:
    body = requests.asked_body(CLIENT.bsn, clients.particulars(CLIENT), [Asked(reference, WISH)])
    return forged("315", body, MONDAY, name)


def to_send(mailbox: Mailbox) -> list[str]:
    return [one.number for one in queries.to_send(SYSTEM, mailbox)]


def test_a_municipality_with_only_files_gets_its_claims_answered(game) -> None:
    """Own allocations from the case system, and what providers sent; nothing else."""
    post = provider_files(game)
    for model in (AllocationVersion, Allocation):
        assert not model.objects.filter(**_of(model, game.town)).exists()
    outcomes = [game.deliver(content, game.town).outcome for content in (told_301(), *post)]
    assert outcomes == ["elsewhere", "accepted", "received", "accepted"]
    sent = MessageRecord.objects.get(mailbox=game.town, number="301")
    assert (sent.direction, sent.state, sent.elsewhere) == ("out", "waiting", True)
    claim = MessageRecord.objects.get(mailbox=game.town, number="323")
    back = tree(services.answer(SYSTEM, game.town, claim, game.now))
    answer = back["DeclaratieAntwoord"]
    assert codes(answer) == ["0200"]
    assert answer["TotaalToegekendBedrag"]["TotaalBedrag"] == 24_000
    lines = ClaimLine.objects.filter(claim__mailbox=game.town).order_by("reference")
    assert [one.return_codes for one in lines] == ["", "9321"]
    assert to_send(game.town) == ["325"]
    assert DeliveryStart.objects.get(mailbox=game.town).allocation.number == 17


def _of(model, mailbox: Mailbox) -> dict:
    return {"allocation__mailbox" if model is AllocationVersion else "mailbox": mailbox}


def provider_files(game: Play) -> list[bytes]:
    """Start, claim and stop as the provider sends them, who knows the allocation."""
    game.deliver(told_301(), game.care)
    game.day = date(2026, 5, 4)
    lines = [line("R1", 17, APRIL), line("R2", 17, date(2026, 3, 31), 16)]
    sent = [
        services.start(SYSTEM, game.care, game.law, MUNICIPALITY, 17, MONDAY, game.now),
        services.claim(SYSTEM, game.care, game.law, MUNICIPALITY, "D1", APRIL, lines, game.now),
        services.stop(SYSTEM, game.care, game.law, MUNICIPALITY, 17, APRIL, "31", game.now),
    ]
    return [content for _, content in sent]


def test_the_same_file_again_is_known_whoever_sent_it(game) -> None:
    content = told_301()
    first = game.deliver(content, game.town, "a.xml")
    assert first.sentence == "a.xml: door een ander systeem verstuurd; vastgelegd als verzonden"
    again = game.deliver(content, game.town)
    assert (again.outcome, again.record) == ("known", first.record)
    assert "al ingelezen" in again.sentence
    mine, content = services.allocate(
        SYSTEM, game.town, game.law, PROVIDER, OTHER_CLIENT, [WEEKLY], game.now
    )
    again = game.deliver(content, game.town)
    assert (again.outcome, again.record) == ("known", mine)
    assert "hier verstuurd" in again.sentence


def test_what_was_sent_elsewhere_never_goes_out_from_here(game) -> None:
    record = game.deliver(told_301(), game.town).record
    assert to_send(game.town) == []
    assert list(queries.unanswered(SYSTEM, game.town)) == []
    with pytest.raises(Refused, match="ander systeem"):
        services.outgoing(SYSTEM, game.town, record)
    assert services.answer(SYSTEM, game.town, record, game.now) is None


def test_numbers_and_names_of_the_other_system_are_not_used_again(game) -> None:
    game.deliver(told_301(41, "3"), game.town)
    game.deliver(told_301(42, "2", client=OTHER_CLIENT), game.town)
    made = [
        services.allocate(
            SYSTEM, game.town, game.law, PROVIDER, client,
            [replace(WEEKLY, code="45B01")], game.now,
        )[0]
        for client in (CLIENT, OTHER_CLIENT)
    ]  # fmt: skip
    assert [one.identification for one in made] == ["4", "5"]
    numbers = Allocation.objects.filter(mailbox=game.town).values_list("number", flat=True)
    assert sorted(numbers) == [41, 42, 43, 44]


def test_it_waits_for_its_answer_since_its_own_day(game) -> None:
    game.day = date(2026, 3, 20)
    record = game.deliver(told_301(), game.town).record
    waits = {one.term: one for one in queries.waiting(SYSTEM, game.town, game.day)}
    assert waits["return"].since == MONDAY
    assert waits["start"].since == WEEKLY.start
    receipt = game.deliver(told_301(), game.care)
    back = services.answer(SYSTEM, game.care, receipt.record, game.now)
    assert game.deliver(back, game.town).outcome == "accepted"
    record.refresh_from_db()
    assert record.state == "accepted"


def test_what_the_provider_rejects_counts_as_never_sent(game) -> None:
    game.deliver(told_301(), game.care)
    taken = told_301(name="T2", client=OTHER_CLIENT)
    game.deliver(taken, game.town)
    back = game.deliver(taken, game.care).record
    assert back.state == "rejected"
    game.deliver(services.answer(SYSTEM, game.care, back, game.now), game.town)
    assert not AllocationVersion.objects.standing().filter(allocation__mailbox=game.town).exists()


@pytest.mark.parametrize(
    ("wrong", "why"),
    [
        ({"client": OTHER_CLIENT, "name": "T2"}, "andere cliënt"),
        ({"code": "45B01", "name": "T2"}, "ander product"),
        ({"number": 18, "code": "45B01"}, "identificatie is al gebruikt"),
        ({"number": 18, "end": None, "name": "T2"}, "hoort een einddatum"),
    ],
)
def test_what_contradicts_what_is_known_is_refused_and_leaves_nothing(game, wrong, why) -> None:
    game.deliver(told_301(), game.town)
    with pytest.raises(Refused, match=why) as refused:
        game.deliver(told_301(**wrong), game.town)
    assert CLIENT.bsn not in str(refused.value)
    assert MessageRecord.objects.count() == AllocationVersion.objects.count() == 1


def test_a_grant_of_a_request_that_never_passed_here_is_taken_in(game) -> None:
    assert game.deliver(told_301(reference="OUD1"), game.town).outcome == "elsewhere"
    refused = forged("319", requests.said_body("OUD2", "1", "7"), MONDAY, "T9")
    assert game.deliver(refused, game.town).outcome == "elsewhere"
    game.deliver(asked_315("A2"), game.town)
    with pytest.raises(Refused, match="geen verzoek dat nog openstaat"):
        game.deliver(told_301(18, "T3", "A2", OTHER_CLIENT), game.town)
    assert game.deliver(told_301(18, "T3", "A2", code="45B01"), game.town).outcome == "elsewhere"


def test_an_answer_sent_elsewhere_settles_the_request_in_any_order(game) -> None:
    game.deliver(asked_315(), game.town)
    granted = told_301(reference="A1")
    studied = forged("319", requests.said_body("A1", "2"), MONDAY, "T8")
    assert game.deliver(granted, game.town).outcome == "elsewhere"
    assert game.deliver(studied, game.town).outcome == "elsewhere"
    assert RequestAnswer.objects.get(mailbox=game.town).verdict == "2"
    refused = forged("319", requests.said_body("A1", "1", "7"), MONDAY, "T9")
    with pytest.raises(Refused, match="al een toewijzing gestuurd"):
        game.deliver(refused, game.town)


def test_a_provider_with_only_files_knows_what_it_sent(game) -> None:
    """Requests, starts and claims of its own systems, and what the municipality sent back."""
    asked = asked_315()
    assert game.deliver(asked, game.care).outcome == "elsewhere"
    assert game.deliver(asked, game.town).outcome == "accepted"
    request = Request.objects.get(mailbox=game.town)
    _, granted = services.grant(SYSTEM, game.town, request, game.now, CLIENT)
    assert game.deliver(granted, game.care).outcome == "accepted"
    number = Allocation.objects.get(mailbox=game.care).number
    game.day = date(2026, 5, 4)
    period = (APRIL.replace(day=1), APRIL)
    body = claims.body("D1", period, game.day, [(CLIENT.bsn, [line("R1", number, APRIL, 16)])])
    content = forged("323", body, game.day, "D1")
    assert game.deliver(content, game.care).outcome == "elsewhere"
    mine = Claim.objects.get(mailbox=game.care)
    assert (mine.message.state, mine.message.direction) == ("waiting", "out")
    receipt = game.deliver(content, game.town)
    back = services.answer(SYSTEM, game.town, receipt.record, game.now)
    assert game.deliver(back, game.care).outcome == "accepted"
    assert mine.lines.get().return_codes == "9321"
    with pytest.raises(Refused, match="declaratienummer is al gebruikt"):
        game.deliver(forged("323", body, game.day, "D2"), game.care)
    lines = [line("R2", number, APRIL), line("R1", number, date(2026, 3, 31))]
    again = claims.body("D2", period, game.day, [(CLIENT.bsn, lines)])
    with pytest.raises(Refused, match="referentienummer R1 is al eerder gedeclareerd"):
        game.deliver(forged("323", again, game.day, "D3"), game.care)
    assert ClaimLine.objects.filter(claim__mailbox=game.care).count() == 1
    assert to_send(game.care) == []


def test_claims_sent_elsewhere_are_read_in_in_any_order(game) -> None:
    """Months follow each other when they are sent, not when their files are read."""
    game.deliver(told_301(), game.care)
    game.day = date(2026, 5, 4)
    for month in (APRIL, date(2026, 3, 31)):
        period = (month.replace(day=1), month)
        lines = [line(f"R{month.month}", 17, month)]
        body = claims.body(f"D{month.month}", period, game.day, [(CLIENT.bsn, lines)])
        content = forged("323", body, game.day, f"D{month.month}")
        assert game.deliver(content, game.care).outcome == "elsewhere"


def test_a_claim_sent_elsewhere_that_is_wrong_inside_leaves_nothing(game) -> None:
    game.day = date(2026, 5, 4)
    wrong = replace(line("R1", 17, APRIL), start=date(2026, 3, 31))  # crosses a month
    body = claims.body("D1", (APRIL.replace(day=1), APRIL), game.day, [(CLIENT.bsn, [wrong])])
    with pytest.raises(Refused, match="door 42420001 zelf verstuurd"):
        game.deliver(forged("323", body, game.day), game.care)
    assert not MessageRecord.objects.exists()
    assert not ClaimLine.objects.exists()


def test_a_start_without_its_allocation_is_refused_until_that_is_known(game) -> None:
    start = provider_files(game)[0]
    other = play(game.day, trial=True)  # another register of the same provider
    with pytest.raises(Refused, match="geen toewijzing van deze cliënt"):
        other.deliver(start, other.care)
    other.deliver(told_301(), other.care)
    assert other.deliver(start, other.care).outcome == "elsewhere"


def answered_elsewhere(game: Play) -> tuple[MessageRecord, bytes, bytes]:
    """A claim that waits in the municipality, and its answer and a return as another system gives them."""
    start, claim, _ = provider_files(game)
    other = play(game.day, trial=True)
    given = []
    for at, content in enumerate((told_301(), start, claim)):
        record = other.deliver(content, other.town).record
        answer = services.answer(SYSTEM, other.town, record, other.now)
        given += [answer] if at else []
    for content in (told_301(), start, claim):
        game.deliver(content, game.town)
    return MessageRecord.objects.get(mailbox=game.town, number="323"), given[0], given[1]


def test_answers_that_another_system_gave_are_the_answers(game) -> None:
    claim, return_306, answer_325 = answered_elsewhere(game)
    for content in (return_306, answer_325):
        assert game.deliver(content, game.town).outcome == "elsewhere"
    assert list(queries.unanswered(SYSTEM, game.town)) == []
    assert to_send(game.town) == []
    claim.refresh_from_db()
    assert claim.state == "accepted"
    lines = ClaimLine.objects.filter(claim__mailbox=game.town).order_by("reference")
    assert [(one.verdict, one.return_codes) for one in lines] == [
        ("approved", ""),
        ("rejected", "9321"),
    ]
    assert Claim.objects.get(mailbox=game.town).claim_answers.get().granted == 24_000
    assert services.answer(SYSTEM, game.town, claim, game.now) == answer_325
    credit = services.credit(lines[0], "R9")
    assert credit.previous == "R1"


def test_an_answer_to_what_never_came_or_was_answered_here_is_refused(game) -> None:
    claim, return_306, answer_325 = answered_elsewhere(game)
    services.answer(SYSTEM, game.town, claim, game.later().now)
    with pytest.raises(Refused, match="hier al beantwoord"):
        game.deliver(answer_325, game.town)
    other = Mailbox.objects.get(code=MUNICIPALITY, trial=True)
    MessageRecord.objects.filter(mailbox=other).update(answers=None)
    fresh = services.ensure_mailbox(SYSTEM, game.town.municipality, MUNICIPALITY)
    MessageRecord.objects.filter(mailbox=fresh, number="305").update(identification="anders")
    with pytest.raises(Refused, match="hier niet ontvangen"):
        game.deliver(return_306, game.town)


def test_a_return_that_says_otherwise_than_the_register_is_refused(game) -> None:
    _, return_306, _ = answered_elsewhere(game)
    rejecting = return_306.replace(
        b"</jw306:XsdVersieRetour>",
        b"</jw306:XsdVersieRetour><jw306:RetourCodes><jw306:RetourCode>0001</jw306:RetourCode>"
        b"</jw306:RetourCodes>",
    )
    with pytest.raises(Refused, match="afgekeurd, maar hier is die goedgekeurd"):
        game.deliver(rejecting, game.town)
    MessageRecord.objects.filter(mailbox=game.town, number="305").update(state="rejected")
    with pytest.raises(Refused, match="goedgekeurd, maar hier is die afgekeurd"):
        game.deliver(return_306, game.town)
    assert game.deliver(rejecting, game.town).outcome == "elsewhere"


def test_an_answer_to_a_claim_that_does_not_fit_it_settles_nothing(game) -> None:
    claim, _, answer_325 = answered_elsewhere(game)
    other = answer_325.replace(b"Nummer>R2<", b"Nummer>R7<")
    with pytest.raises(Refused, match="komt in de declaratie niet voor"):
        game.deliver(other, game.town)
    Claim.objects.filter(message=claim).update(total=1)
    with pytest.raises(Refused, match="totaal ingediende bedrag"):
        game.deliver(answer_325, game.town)
    claim.refresh_from_db()
    assert claim.state == "received"
    assert not claim.answered_by.exists()
    lines = ClaimLine.objects.filter(claim__mailbox=game.town)
    assert set(lines.values_list("verdict", flat=True)) == {""}


def test_a_code_out_of_its_days_is_told_and_rejects_nothing(game) -> None:
    """It has no return code, so that nobody could be told why (layer codelist)."""
    since = date(2022, 3, 1)
    for mailbox in (game.care, game.town):
        game.deliver(told_301(start=since), mailbox)
    game.start(17, since)
    early = (17, date(2022, 3, 20), "38")  # a reason that is used from April 2022 on
    sent, content = services.stop(SYSTEM, game.care, game.law, MUNICIPALITY, *early, game.now)
    receipt = game.deliver(content, game.town)
    assert receipt.outcome == "accepted"
    for told in (*sent.findings, *receipt.findings):
        assert (told["layer"], told["rule"], told["retourcode"]) == ("codelist", "JZ588", None)
    assert len(sent.findings) == len(receipt.findings) == 1
    assert codes(game.answer(receipt)["Header"]) == []
    # Beside a fault it adds no return code.
    name = f":Identificatie>{sent.identification}<".encode()
    again = content.replace(name, b":Identificatie>99<")
    assert again != content
    receipt = game.deliver(again, game.town)
    assert receipt.outcome == "rejected"
    assert {one["layer"] for one in receipt.findings} == {"codelist", "store"}
    back = game.answer(receipt)
    assert codes(back["Header"]) == ["0200"]
    (stop,) = back["Client"]["StopProducten"]["StopProduct"]
    assert codes(stop) == ["9074", "9415"]


def test_what_goes_out_is_given_as_it_was_sent(game) -> None:
    record, content = services.allocate(
        SYSTEM, game.town, game.law, PROVIDER, CLIENT, [WEEKLY], game.now
    )
    assert services.outgoing(SYSTEM, game.town, record) == content
    came = game.deliver(content, game.care).record
    back = services.answer(SYSTEM, game.care, came, game.now)
    assert services.outgoing(SYSTEM, game.care, came.answered_by.get()) == back
    for mailbox, wrong in ((game.care, record), (game.care, came)):
        with pytest.raises(Refused, match="geen bericht dat"):
            services.outgoing(SYSTEM, mailbox, wrong)
    MessageRecord.objects.filter(pk=record.pk).update(content=None)
    record.refresh_from_db()
    with pytest.raises(Refused, match="niet bewaard"):
        services.outgoing(SYSTEM, game.town, record)


def test_an_answer_too_long_to_keep_is_made_again(game) -> None:
    for content in (told_301(), *provider_files(game)):
        game.deliver(content, game.town)
    claim = MessageRecord.objects.get(mailbox=game.town, number="323")
    answer = services.answer(SYSTEM, game.town, claim, game.now)
    given = claim.answered_by.get()
    MessageRecord.objects.filter(pk=given.pk).update(content=None)
    given.refresh_from_db()
    game.later(timedelta(days=3).days)
    assert services.outgoing(SYSTEM, game.town, given) == answer
