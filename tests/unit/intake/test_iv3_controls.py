"""The official controls: each passes on a sound delivery and fails on the mistake it is there for."""

from dataclasses import replace

import pytest

from noaber.intake.iv3.controls import TITLES, hold
from noaber.intake.iv3.delivery import Post
from tests.iv3_delivery import changed, sound, with_posts


def outcomes(delivery):
    return {result.control: result.outcome for result in hold(delivery)}


@pytest.mark.parametrize("year", range(2017, 2027))
@pytest.mark.parametrize("period", range(6))
def test_everything_passes_on_a_sound_delivery(year, period):
    assert set(outcomes(sound(year, period)).values()) <= {"passed"}


@pytest.mark.parametrize(
    ("control", "posts"),
    [
        ("PF001", [Post("balans_lasten", "A23", "6.1", 50_00)]),
        ("PF002", [Post("balans_lasten", "A23", "3.8", 50_00)]),
        ("PF003", [Post("balans_lasten", "A23", "7.5", 50_00)]),
        ("PF004", [Post("lasten", "6.1", "7.3", 50_00)]),
        ("PF005", [Post("lasten", "6.1", "6.1", 50_00)]),
        ("PF006", [Post("lasten", "6.1", "3.8", 50_00)]),
        ("PF007", [Post("balans_standen", "A23", "1 januari", 80_00)]),
        ("PF008", [Post("balans_standen", "A23", "ultimo", 80_01)]),
        ("PF009", [Post("lasten", "6.1", "4.3.9", 1)]),
    ],
)
def test_each_control_fails_on_its_own_mistake(control, posts):
    results = {result.control: result for result in hold(with_posts(sound(), *posts))}
    assert results[control].outcome == "failed"
    finding = results[control].finding
    assert finding is not None
    assert finding.wrong
    assert finding.rule == control


def test_treasury_may_hold_financial_transactions_since_2021():
    post = Post("lasten", "0.5", "6.1", 50_00)
    assert outcomes(with_posts(sound(2022), post))["PF005"] == "passed"
    assert outcomes(with_posts(sound(2020), post))["PF005"] == "failed"


def test_a_margin_of_one_per_cent_is_allowed_and_no_more():
    one_per_cent = Post("balans_lasten", "A23", "6.1", 14_00)
    assert outcomes(with_posts(sound(), one_per_cent))["PF001"] == "passed"
    more = Post("balans_lasten", "A23", "6.1", 14_01)
    assert outcomes(with_posts(sound(), more))["PF001"] == "failed"


def test_a_difference_that_rounding_explains_only_deserves_attention():
    euros = changed(sound(), 902_00, "lasten", "6.72")
    assert outcomes(euros)["PF006"] == "rounding"
    finding = next(r for r in hold(euros) if r.control == "PF006").finding
    assert finding is not None
    assert not finding.wrong


def test_to_the_cent_there_is_no_rounding():
    cents = changed(sound(), 900_01, "lasten", "6.72")
    assert outcomes(cents)["PF006"] == "failed"


def test_liabilities_grow_by_income_and_assets_by_expenses():
    loan = (
        Post("balans_baten", "P133", "6.1", 500_00),
        Post("balans_lasten", "A23", "6.1", 500_00),
        Post("balans_standen", "P133", "ultimo", 500_00),
    )
    delivery = with_posts(changed(sound(), 0, "balans_standen", "A23"), *loan)
    stands = (
        Post("balans_standen", "A23", "1 januari", 50_00),
        Post("balans_standen", "A23", "ultimo", 650_00),
    )
    assert set(outcomes(with_posts(delivery, *stands)).values()) == {"passed"}


def test_without_a_balance_sheet_a_control_is_impossible_and_says_so():
    bare = replace(sound(), posts=sound().table("lasten") + sound().table("baten"))
    results = hold(bare)
    assert {r.control for r in results if r.outcome == "impossible"} == {
        "PF001", "PF003", "PF004", "PF007", "PF008",
    }  # fmt: skip
    for result in results:
        if result.outcome == "impossible":
            assert result.finding is not None
            assert result.finding.rule == "PF099"
            assert not result.finding.wrong


def test_every_control_has_a_title_and_its_finding_names_the_amount():
    assert sorted(TITLES) == [f"PF00{number}" for number in range(1, 10)]
    broken = with_posts(sound(), Post("lasten", "6.1", "3.8", 1_234_56))
    sentence = next(r for r in hold(broken) if r.control == "PF006").finding.sentence
    assert "€ 1.234,56" in sentence


def test_a_year_without_definition_has_no_controls():
    delivery = sound()
    assert hold(replace(delivery, head=replace(delivery.head, year=2031))) == ()
