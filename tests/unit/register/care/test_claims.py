"""Claims and their answers, played by both parties: granted, refused line by line, credited, as a whole."""

from dataclasses import replace
from datetime import date

import pytest

from noaber.guard.actor import SYSTEM
from noaber.register.care import services
from noaber.register.care.fields import claims
from noaber.register.care.models import (
    Allocation,
    AllocationVersion,
    Claim,
    ClaimAnswer,
    ClaimLine,
    Person,
)
from noaber.register.care.rules.values import Allocated, Line
from noaber.register.sources.services import Refused
from noaber.register.supply import services as supply
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
    play,
)

pytestmark = [pytest.mark.database, pytest.mark.django_db]

MARCH, APRIL, MAY = date(2026, 3, 31), date(2026, 4, 30), date(2026, 5, 31)
MONTH = (date(2026, 4, 1), APRIL)


@pytest.fixture
def game() -> Play:
    game = play(date(2026, 2, 27))
    game.number = game.allocate(WEEKLY)[0]
    game.day = date(2026, 5, 4)
    return game


def claim(
    game: Play, *lines: Line, name: str = "F1", number: str = "X1", period=MONTH, bsn=CLIENT.bsn
):
    """A claim that the provider's own store did not judge: what it became and its answer."""
    body = claims.body(number, period, game.day, [(bsn, lines)])
    receipt = game.deliver(forged("323", body, game.day, name, game.law), game.town)
    return receipt, game.answer(receipt)


def refused(back: dict) -> dict[str, list[str]]:
    """The refused lines of an answer with their codes."""
    (client,) = back["DeclaratieAntwoord"]["Clienten"]["Client"]
    found = client["Prestaties"]["Prestatie"]
    return {one["ProductReferentie"]["ReferentieNummer"]: codes(one) for one in found}


def totals(back: dict) -> tuple[int, int]:
    answer = back["DeclaratieAntwoord"]
    return (
        answer["TotaalIngediendBedrag"]["TotaalBedrag"],
        answer["TotaalToegekendBedrag"]["TotaalBedrag"],
    )


def contract(game: Play, cents: int, unit: str = "04", since=date(2026, 1, 1), until=None):
    """A contract with one price for the weekly product."""
    town = game.town.municipality
    provider = supply.keep_provider(SYSTEM, town, PROVIDER)
    product = supply.keep_product(SYSTEM, town, game.law, "45", "45A04")
    agreed = supply.keep_contract(SYSTEM, provider, game.law, "C1", date(2026, 1, 1))
    supply.keep_tariff(SYSTEM, agreed, supply.Price(product, unit, cents, since, until))


def test_a_claim_that_is_right_is_granted_as_a_whole(game) -> None:
    receipt, back = claim(game, line("R1", game.number, APRIL, 15))
    assert receipt.outcome == "received"
    assert codes(back["Header"]) == ["0200"]
    assert codes(back["DeclaratieAntwoord"]) == ["8001"]
    assert totals(back) == (90_000, 90_000)
    assert "Clienten" not in back["DeclaratieAntwoord"]
    kept = ClaimLine.objects.get(claim__mailbox=game.town)
    assert kept.line > 1
    assert kept.claim.message == receipt.record


# What is wrong with a line, and the return codes that it gets.
WRONG = [
    ({"volume": 16, "amount": 96_000}, ["9321"]),
    ({"amount": 23_999}, ["9346"]),
    ({"category": "44"}, ["9339"]),
    ({"code": "45A05"}, ["9340"]),
    ({"unit": "14"}, ["9341"]),
    ({"start": date(2026, 4, 2)}, ["9387"]),
    ({"end": date(2026, 4, 29)}, ["9388"]),
    ({"number": 999}, ["9338"]),
    ({"start": date(2026, 2, 1), "end": date(2026, 2, 28)}, ["9307"]),
    ({"start": date(2026, 4, 2), "amount": 1}, ["9387", "9346"]),
]


@pytest.mark.parametrize(("wrong", "expected"), WRONG)
def test_a_wrong_line_is_refused_and_the_rest_granted(game, wrong, expected) -> None:
    good = replace(line("R2", game.number, APRIL), start=date(2026, 3, 2), end=date(2026, 3, 31))
    bad = replace(line("R1", game.number, APRIL), **wrong)
    _, back = claim(game, good, bad)
    assert refused(back) == {"R1": expected}
    assert codes(back["DeclaratieAntwoord"]) == ["0200"]
    submitted, granted = totals(back)
    assert submitted - granted == bad.amount
    (client,) = back["DeclaratieAntwoord"]["Clienten"]["Client"]
    assert codes(client) == ["0200"]


def test_after_the_end_of_the_allocation(game) -> None:
    game.day = date(2026, 10, 2)
    september = (date(2026, 9, 1), date(2026, 9, 30))
    _, back = claim(game, line("R1", game.number, september[1]), period=september)
    assert refused(back) == {"R1": ["9308"]}


def test_someone_unknown_is_refused_without_looking_further(game) -> None:
    lines = [line("R1", game.number, APRIL), line("R2", 999, APRIL)]
    _, back = claim(game, *lines, bsn=OTHER_CLIENT.bsn)
    (client,) = back["DeclaratieAntwoord"]["Clienten"]["Client"]
    assert client["Bsn"] == OTHER_CLIENT.bsn
    assert codes(client) == ["8187"]
    assert refused(back) == {"R1": ["0233"], "R2": ["0233"]}
    assert totals(back) == (48_000, 0)


def test_anothers_allocation_is_not_this_clients(game) -> None:
    game.allocate(WEEKLY, client=OTHER_CLIENT)
    _, back = claim(game, line("R1", game.number, APRIL), bsn=OTHER_CLIENT.bsn)
    assert refused(back) == {"R1": ["9338"]}


def test_a_removed_allocation_pays_nothing(game) -> None:
    mine = Allocation.objects.get(mailbox=game.town)
    services.remove(SYSTEM, game.town, mine, game.now)
    _, back = claim(game, line("R1", game.number, APRIL))
    assert refused(back) == {"R1": ["9384"]}


def test_a_granted_claim_keeps_its_allocation(game) -> None:
    claim(game, line("R1", game.number, APRIL))
    mine = Allocation.objects.get(mailbox=game.town)
    with pytest.raises(Refused, match="crediteer die eerst"):
        services.remove(SYSTEM, game.town, mine, game.now)


def test_the_same_care_is_claimed_once(game) -> None:
    claim(game, line("R1", game.number, APRIL))
    _, back = claim(game, line("R2", game.number, APRIL), name="F2", number="X2")
    assert refused(back) == {"R2": ["9389"]}


def test_what_was_refused_is_claimed_again_under_a_new_reference(game) -> None:
    wrong = line("R1", game.number, APRIL, 16)
    assert refused(claim(game, wrong)[1]) == {"R1": ["9321"]}
    again = replace(line("R1", game.number, APRIL), reference="R1")
    assert refused(claim(game, again, name="F2", number="X2")[1]) == {"R1": ["8021"]}
    _, back = claim(game, replace(again, reference="R2"), name="F3", number="X3")
    assert codes(back["DeclaratieAntwoord"]) == ["8001"]


def test_a_reference_twice_in_one_claim_refuses_both(game) -> None:
    game.day = date(2026, 3, 1)
    other = game.allocate(WEEKLY, client=OTHER_CLIENT)[0]
    game.day = date(2026, 5, 4)
    lines = [(CLIENT.bsn, [line("R1", game.number, APRIL)])]
    lines.append((OTHER_CLIENT.bsn, [line("R1", other, APRIL), line("R2", other, MARCH)]))
    body = claims.body("X1", MONTH, game.day, lines)
    back = game.answer(game.deliver(forged("323", body, game.day), game.town))
    found = back["DeclaratieAntwoord"]["Clienten"]["Client"]
    refused_lines = [one for client in found for one in client["Prestaties"]["Prestatie"]]
    assert [codes(one) for one in refused_lines] == [["8021"], ["8021"]]
    assert totals(back) == (72_000, 24_000)


def test_what_is_delivered_after_the_period_of_the_claim(game) -> None:
    game.day = date(2026, 6, 3)
    _, back = claim(game, line("R1", game.number, MAY), line("R2", game.number, APRIL))
    assert refused(back) == {"R1": ["9319"]}


def test_a_total_is_a_ceiling_over_all_claims(game) -> None:
    total = Allocated(
        0, date(2026, 3, 2), date(2026, 8, 30), "45", "45B01", volume=20, unit="04", frequency="6"
    )
    game.day = date(2026, 3, 1)
    number = game.allocate(total)[-1]
    game.day = date(2026, 6, 3)
    april = replace(line("R1", number, APRIL, 12), code="45B01")
    assert codes(claim(game, april)[1]["DeclaratieAntwoord"]) == ["8001"]
    may = replace(line("R2", number, MAY, 9), code="45B01")
    period = (MAY.replace(day=1), MAY)
    assert refused(claim(game, may, name="F2", number="X2", period=period)[1]) == {"R2": ["9322"]}
    fits = replace(line("R3", number, MAY, 8), code="45B01")
    back = claim(game, fits, name="F3", number="X3", period=period)[1]
    assert codes(back["DeclaratieAntwoord"]) == ["8001"]


def test_a_budget_is_spent_in_the_order_of_the_lines(game) -> None:
    budget = Allocated(0, date(2026, 3, 2), date(2026, 12, 31), "46", budget=100_000)
    game.day = date(2026, 3, 1)
    number = game.allocate(budget)[-1]
    game.day = date(2026, 5, 4)
    lines = [
        replace(
            line(reference, number, APRIL), category="46", code=code, unit="83",
            volume=cents, amount=cents, tariff=None,
        )
        for reference, code, cents in (
            ("R1", "46A01", 70_000),
            ("R2", "46A02", 30_001),
            ("R3", "46A03", 30_000),
        )
    ]  # fmt: skip
    _, back = claim(game, *lines)
    assert refused(back) == {"R2": ["9369"]}
    assert totals(back) == (130_001, 100_000)


def test_the_price_is_that_of_the_contract_in_that_month(game) -> None:
    contract(game, 5000, until=date(2026, 3, 31))
    contract(game, 6000, since=date(2026, 4, 1))
    april = line("R1", game.number, APRIL)
    march = replace(april, reference="R2", start=date(2026, 3, 2), end=date(2026, 3, 31))
    _, back = claim(game, april, march)
    assert refused(back) == {"R2": ["0611"]}


def test_minutes_follow_the_agreed_hour(game) -> None:
    contract(game, 8730)
    minutes = replace(
        line("R1", game.number, APRIL), unit="01", volume=95, tariff=146, amount=13_823
    )
    assert codes(claim(game, minutes)[1]["DeclaratieAntwoord"]) == ["8001"]
    march = replace(minutes, reference="R2", start=date(2026, 3, 2), end=date(2026, 3, 31))
    wrong = [replace(march, amount=95 * 146)]
    back = claim(game, *wrong, name="F2", number="X2")[1]
    assert refused(back) == {"R2": ["9346"]}  # the tariff per minute is shown, not reckoned with


def test_household_help_may_take_six_weeks_in_a_month() -> None:
    game = play(date(2026, 2, 27), "wmo")
    number = game.allocate(replace(WEEKLY, category="01", code="01A01"))[0]
    game.day = date(2026, 5, 4)
    six = replace(line("R1", number, APRIL, 18), category="01", code="01A01")
    assert codes(claim(game, six)[1]["DeclaratieAntwoord"]) == ["8001"]
    more = replace(six, start=date(2026, 3, 2), end=MARCH, reference="R2", volume=19)
    more = replace(more, amount=more.volume * 6000)
    assert refused(claim(game, more, name="F2", number="X2")[1]) == {"R2": ["9321"]}


@pytest.mark.parametrize("first", [0, 1])
def test_of_two_claims_that_wait_together_the_one_that_came_first_has_the_reference(
    game, first
) -> None:
    """Whichever is answered first."""
    receipts = []
    for at, month in enumerate((APRIL, MARCH)):
        lines = [(CLIENT.bsn, [line("R1", game.number, month)])]
        body = claims.body(f"X{at}", MONTH, game.day, lines)
        receipts.append(game.deliver(forged("323", body, game.day, f"F{at}"), game.town))
    answers = {at: game.answer(receipts[at]) for at in (first, 1 - first)}
    assert codes(answers[0]["DeclaratieAntwoord"]) == ["8001"]
    assert refused(answers[1]) == {"R1": ["8021"]}


def test_an_allocation_never_shrinks_below_what_was_granted(game) -> None:
    total = replace(WEEKLY, code="45B01", volume=20, frequency="6")
    budget = Allocated(0, WEEKLY.start, WEEKLY.end, "46", budget=100_000)
    game.day = date(2026, 3, 1)
    number, spent = game.allocate(total, budget)[-2:]
    game.day = date(2026, 5, 4)
    april = line("R1", game.number, APRIL)
    euros = replace(
        line("R3", spent, APRIL), category="46", code="46A01", unit="83", volume=70_000,
        amount=70_000, tariff=None,
    )  # fmt: skip
    claim(game, april, replace(line("R2", number, APRIL, 12), code="45B01"), euros)

    def change(of: Allocated, **changes) -> None:
        after = replace(of, reason="12", **changes)
        services.allocate(SYSTEM, game.town, game.law, PROVIDER, CLIENT, [after], game.now)

    weekly = replace(WEEKLY, number=game.number)
    total, budget = replace(total, number=number), replace(budget, number=spent)
    with pytest.raises(Refused, match="tot en met 30-04-2026"):
        change(weekly, end=date(2026, 4, 29))
    with pytest.raises(Refused, match="nieuwe volume"):
        change(total, volume=11)
    with pytest.raises(Refused, match="nieuwe budget"):
        change(budget, budget=69_999)
    change(weekly, end=APRIL)
    change(total, volume=12)
    change(budget, budget=70_000)


def test_a_product_must_be_in_the_list_where_there_is_one(game) -> None:
    contract(game, 6000)
    _, back = claim(game, replace(line("R1", game.number, APRIL), code="45Z99"))
    assert refused(back) == {"R1": ["9340", "S329", "0611"]}


def test_a_number_is_used_once_and_a_claim_as_a_whole_is_refused(game) -> None:
    claim(game, line("R1", game.number, APRIL))
    receipt, back = claim(game, line("R2", game.number, APRIL), name="F2")
    assert receipt.outcome == "rejected"
    assert (codes(back["Header"]), codes(back["DeclaratieAntwoord"])) == (["0200"], ["9333"])
    assert totals(back) == (24_000, 0)
    assert not ClaimLine.objects.filter(reference="R2").exists()
    march = (date(2026, 3, 1), date(2026, 3, 31))
    early = replace(line("R3", game.number, APRIL), start=date(2026, 3, 2), end=march[1])
    _, back = claim(game, early, name="F3", number="X3", period=march)
    assert codes(back["DeclaratieAntwoord"]) == ["8214"]
    answer = ClaimAnswer.objects.latest("pk")
    assert (answer.submitted, answer.granted, answer.return_codes) == (24_000, 0, "8214")


def test_a_claim_that_is_wrong_inside_gets_a_header_alone(game) -> None:
    wrong = replace(line("R1", game.number, APRIL), start=date(2026, 3, 31))  # crosses a month
    receipt, back = claim(game, wrong)
    assert receipt.outcome == "rejected"
    assert "CS337" in {one["rule"] for one in receipt.findings}
    assert codes(back["Header"]) == ["0001"]
    assert "DeclaratieAntwoord" not in back
    assert not Claim.objects.filter(mailbox=game.town).exists()
    assert not ClaimLine.objects.exists()


def test_a_credit_takes_a_granted_line_back_and_makes_room(game) -> None:
    asked, _ = game.claim("D1", APRIL, line("R1", game.number, APRIL, 12))
    granted = asked.lines.get()
    back = services.credit(granted, "R2")
    again = line("R3", game.number, APRIL, 15)
    asked, answered = game.claim("D2", APRIL, back, again)
    assert asked.total == 18_000
    for mine in (asked, answered):
        assert set(mine.lines.values_list("reference", "verdict")) == {
            ("R2", "approved"),
            ("R3", "approved"),
        }
    assert answered.claim_answers.get().granted == 18_000
    _, content = services.claim(
        SYSTEM, game.care, game.law, MUNICIPALITY, "D3", APRIL, [replace(back, reference="R4")],
        game.now,
    )  # fmt: skip
    receipt = game.answered(content, game.town)
    kept = ClaimLine.objects.get(claim__message=receipt.record)
    assert kept.return_codes == "9390"
    mine = ClaimLine.objects.get(claim__mailbox=game.care, reference="R4")
    assert (mine.verdict, mine.return_codes) == ("rejected", "9390")


def test_a_credit_of_nothing_is_refused(game) -> None:
    claim(game, line("R1", game.number, APRIL, 16))  # refused, so never credited
    credit = replace(line("R2", game.number, APRIL, 16), previous="R1", is_credit=True)
    _, back = claim(game, credit, name="F2", number="X2")
    assert refused(back) == {"R2": ["8017"]}
    answer = back["DeclaratieAntwoord"]["TotaalIngediendBedrag"]
    assert (answer["TotaalBedrag"], answer["DebetCredit"]) == (96_000, "C")
    with pytest.raises(Refused, match="toegekende"):
        services.credit(ClaimLine.objects.get(reference="R1"), "R9")


def test_refused_lines_reach_the_provider(game) -> None:
    asked, answered = game.claim("D1", APRIL, line("R1", game.number, APRIL, 16))
    for mine in (asked, answered):
        assert mine.lines.get().return_codes == "9321"
        assert mine.message.state == "accepted"
    assert asked.claim_answers.get().granted == 0


def test_a_claim_that_is_refused_as_a_whole_was_never_sent(game) -> None:
    game.claim("D1", APRIL, line("R1", game.number, APRIL))
    Claim.objects.filter(mailbox=game.care).update(number="D0")  # the provider forgot
    asked, _ = game.claim("D1", APRIL, line("R2", game.number, APRIL))
    assert asked.message.state == "rejected"
    assert asked.lines.get().return_codes == "9333"


def test_an_answer_that_does_not_fit_its_claim_settles_nothing(game) -> None:
    record, _ = services.claim(
        SYSTEM, game.care, game.law, MUNICIPALITY, "D1", APRIL,
        [line("R1", game.number, APRIL)], game.now,
    )  # fmt: skip
    sent = line("R1", game.number, APRIL)
    for at, (changes, expected) in enumerate(
        [
            ({"reference": "R9"}, {"TR366"}),
            ({"volume": 5, "amount": 30_000}, {"TR367"}),
        ]
    ):
        wrong = replace(sent, **changes)
        client = claims.refused_client(CLIENT.bsn, ["0200"], [(wrong, ["9321"])])
        receipt = answer(game, record, f"A{at}", [client], wrong.amount)
        assert {one["rule"] for one in receipt.findings} == expected
    other = claims.refused_client(OTHER_CLIENT.bsn, ["0200"], [(sent, ["9321"])])
    receipt = answer(game, record, "A5", [other], sent.amount)
    assert {one["rule"] for one in receipt.findings} == {"TR304"}
    record.refresh_from_db()
    assert record.state == "waiting"
    assert ClaimLine.objects.get(claim__message=record).verdict == ""
    assert services.answer(SYSTEM, game.care, receipt.record, game.now) is None


def answer(game: Play, record, name: str, clients: list, refused_cents: int, number="D1", **header):
    """An answer to a claim as a municipality might wrongly send it."""
    head = claims.answer_header_tree(
        {}, header.get("of", (record.identification, record.dated)),
        header.get("versions", record.versions), ["0200"],
    )  # fmt: skip
    body = claims.answer_body(number, 24_000, 24_000 - refused_cents, clients, ["0200"])
    return game.deliver(forged("325", body, game.day, name, game.law, **head), game.care)


def test_an_answer_to_another_claim_settles_nothing(game) -> None:
    record, _ = services.claim(
        SYSTEM, game.care, game.law, MUNICIPALITY, "D1", APRIL,
        [line("R1", game.number, APRIL)], game.now,
    )  # fmt: skip
    rules = [
        ({"of": ("nooit", record.dated)}, {"TR337"}),
        ({"versions": {**record.versions, "BerichtXsdVersie": "9.9.9"}}, {"TR371"}),
    ]
    for at, (header, expected) in enumerate(rules):
        receipt = answer(game, record, f"A{at}", [], 0, **header)
        assert {one["rule"] for one in receipt.findings} == expected
    receipt = answer(game, record, "A9", [], 0, number="D2")
    assert {one["rule"] for one in receipt.findings} == {"TR376"}


def test_many_clients_are_judged_batch_by_batch(game, monkeypatch) -> None:
    """A batch that is cut between clients judges as one that is not."""
    game.day = date(2026, 3, 1)
    other = game.allocate(WEEKLY, client=OTHER_CLIENT)[0]
    game.day = date(2026, 5, 4)
    lines = {
        CLIENT.bsn: [line("R1", game.number, APRIL), line("R2", game.number, MARCH, 16)],
        OTHER_CLIENT.bsn: [line("R3", other, APRIL, 16), line("R4", other, MARCH)],
    }

    def verdicts(name: str, number: str) -> list[str]:
        ClaimLine.objects.all().delete()
        body = claims.body(number, MONTH, game.day, lines.items())
        game.answer(game.deliver(forged("323", body, game.day, name), game.town))
        return list(ClaimLine.objects.order_by("pk").values_list("return_codes", flat=True))

    assert verdicts("F1", "X1") == ["", "9321", "9321", ""]
    monkeypatch.setattr("noaber.register.care.judging.BATCH", 1)
    assert verdicts("F2", "X2") == ["", "9321", "9321", ""]
    assert Person.objects.filter(mailbox=game.town).count() == 2


def test_the_latest_decision_counts_whatever_came_first(game) -> None:
    """A claim is held against the allocation as it was last decided, not as it last came in."""
    late = AllocationVersion.objects.get(allocation__mailbox=game.town)
    late.pk, late.end, late.reason = None, date(2026, 4, 15), "05"
    late.decided_at = game.now
    late.save()
    early = AllocationVersion.objects.filter(allocation__mailbox=game.town).earliest("decided_at")
    early.pk = None
    early.save()  # the same old decision, told again later
    _, back = claim(game, line("R1", game.number, APRIL))
    assert refused(back) == {"R1": ["9308", "9388"]}
