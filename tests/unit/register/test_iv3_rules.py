"""Iv3 against the programme: every post counts once, and what does not fit is listed."""

from noaber.intake.iv3.delivery import Post
from noaber.intake.iv3.mapping import OUTSIDE, MappingRule
from noaber.register.money.iv3_rules import Sums, reconcile
from tests.iv3_delivery import sound

MAPPING = (
    MappingRule("6.72", "", "Jeugd"),
    MappingRule("6.5", "", "Werk"),
    MappingRule("0.", "", OUTSIDE),
)
PROGRAMME = {"Jeugd": Sums(900_00, 300_00), "Werk": Sums(500_00, 100_00)}


def test_what_is_equal_closes_to_the_cent():
    found = reconcile(sound().posts, MAPPING, PROGRAMME)
    assert found.posts == 5
    assert found.total == Sums(1_400_00, 1_400_00)
    assert [line.theme for line in found.themes] == ["Jeugd", "Werk"]
    assert found.outside == Sums(0, 1_000_00)
    assert found.closes
    assert found.agrees


def test_a_difference_is_shown_on_its_theme_in_cents():
    found = reconcile(sound().posts, MAPPING, PROGRAMME | {"Jeugd": Sums(900_00, 299_99)})
    assert found.themes[0].difference == Sums(0, 1)
    assert found.closes
    assert not found.agrees


def test_posts_that_no_line_reaches_are_listed_per_cell():
    posts = (*sound().posts, Post("lasten", "7.1", "3.8", 10), Post("lasten", "7.1", "3.8", 5))
    found = reconcile(posts, MAPPING, PROGRAMME)
    assert [(p.taakveld, p.category, p.sums) for p in found.unmapped] == [("7.1", "3.8", Sums(15))]
    assert found.closes
    assert not found.agrees


def test_reserve_movements_and_the_result_stand_apart():
    posts = (
        Post("lasten", "0.10", "7.1", 30),
        Post("baten", "0.10", "7.1", 50),
        Post("lasten", "0.11", "7.1", 20),
    )
    found = reconcile(posts, (MappingRule("0.", "", "Bestuur"),), {})
    assert found.reserves == Sums(30, 50)
    assert found.result == Sums(20, 0)
    assert found.themes == ()
    assert found.closes


def test_the_most_precise_line_counts():
    posts = (
        Post("lasten", "6.5", "3.8", 1),
        Post("lasten", "6.5", "1.1", 2),
        Post("lasten", "6.1", "1.1", 4),
    )
    rules = (
        MappingRule("6.", "", "Rest"),
        MappingRule("6.5", "", "Werk"),
        MappingRule("6.5", "1.1", "Personeel"),
    )
    found = reconcile(posts, rules, {})
    assert {line.theme: line.iv3 for line in found.themes} == {
        "Personeel": Sums(2), "Rest": Sums(4), "Werk": Sums(1),
    }  # fmt: skip


def test_a_theme_in_one_of_the_two_cannot_be_compared_and_is_listed():
    found = reconcile(sound().posts, MAPPING[:1], {"Sport": Sums(1, 0)})
    lines = {line.theme: line for line in found.themes}
    assert lines["Sport"].iv3 is None
    assert lines["Jeugd"].programme is None
    assert lines["Jeugd"].difference is None
    assert not found.agrees


def test_names_that_differ_in_case_and_marks_are_one_theme():
    found = reconcile(
        sound().posts, MAPPING, {"JEUGD.": Sums(900_00, 300_00), "werk": PROGRAMME["Werk"]}
    )
    assert found.agrees


def test_the_balance_sheet_is_not_counted():
    assert reconcile(sound().table("balans_standen"), MAPPING, {}).posts == 0
