"""Goals, indicators, efforts and themes that hang on nothing."""

from dataclasses import replace

from noaber.intake.documents.audit import orphans
from noaber.intake.documents.reading import EffortItem, GoalItem
from tests.unit.intake.audit.small import GOALS, INDICATORS, accounts, only, record, run, without

FIRST, SECOND = INDICATORS
EXTRA = GoalItem("G3", "T2", "goal", "Niemand is eenzaam", (12, 13))


def test_goals_without_outcome_indicator_are_one_finding() -> None:
    outputs = tuple(replace(one, kind="output") for one in INDICATORS)
    found = only(orphans.goal_without_outcome_indicator, accounts(indicators=outputs))
    assert (found.rule, found.status) == ("orphan", "off")
    assert "2 doelen hebben geen effectindicator: 'Jongeren groeien veilig op'" in found.message
    assert found.spans == (GOALS[3].span, GOALS[5].span)


def test_an_indicator_below_the_goal_measures_it() -> None:
    assert run(orphans.goal_without_outcome_indicator, accounts()) == []


def test_an_indicator_at_the_theme_may_measure_any_of_its_goals() -> None:
    shared = (FIRST, replace(SECOND, goal="T2"))
    assert run(orphans.goal_without_outcome_indicator, accounts(indicators=shared)) == []
    loose = GoalItem("S9", "T2", "subgoal", "Los", (14, 15))
    below = accounts(goals=(*GOALS, loose), indicators=(FIRST, replace(SECOND, goal="S9")))
    assert run(orphans.goal_without_outcome_indicator, below) == []


def test_an_indicator_of_the_next_goal_does_not() -> None:
    found = only(orphans.goal_without_outcome_indicator, accounts(goals=(*GOALS, EXTRA)))
    assert "1 doel heeft geen effectindicator: 'Niemand is eenzaam'" in found.message


def test_an_indicator_of_unknown_kind_or_place_leaves_it_open() -> None:
    unknown = tuple(replace(one, kind=None) for one in INDICATORS)
    assert run(orphans.goal_without_outcome_indicator, accounts(indicators=unknown)) == []
    unplaced = accounts(goals=(*GOALS, EXTRA), indicators=(*INDICATORS, replace(FIRST, goal=None)))
    assert run(orphans.goal_without_outcome_indicator, unplaced) == []
    assert run(orphans.goal_without_outcome_indicator, accounts(indicators=())) == []


def test_indicators_without_source() -> None:
    bare = (replace(FIRST, source=None), replace(SECOND, source=" - "))
    found = only(orphans.indicator_without_source, accounts(indicators=bare))
    assert "2 indicatoren noemen geen bron" in found.message
    assert run(orphans.indicator_without_source, accounts()) == []


def test_long_lists_of_names_are_cut() -> None:
    bare = tuple(replace(FIRST, name=f"I{at}", source=None) for at in range(30))
    found = only(orphans.indicator_without_source, accounts(indicators=bare))
    assert "'I11'; en nog 18." in found.message


def test_efforts_without_goal_in_records_and_in_printed_lists() -> None:
    kept = record("effort", "E9", name="Doorgaan")
    printed = EffortItem("E8", None, "Overleggen", None, None, False, (300, 310))
    reading = accounts(records=(*accounts().records, kept), efforts=(printed,))
    found = only(orphans.effort_without_goal, reading)
    assert "2 inspanningen dienen geen doel: 'Overleggen'; 'Doorgaan'" in found.message
    on_line = record("effort", "E9", name="Doorgaan", programme_lines=("L1",))
    assert run(orphans.effort_without_goal, accounts(records=(on_line,))) == []
    assert run(orphans.effort_without_goal, accounts()) == []


def test_a_theme_with_money_has_a_goal() -> None:
    bare = accounts(goals=GOALS[:5])
    found = only(orphans.theme_with_money_without_goal, bare)
    assert "1 thema heeft geld maar geen doel: 'Werk en inkomen'" in found.message
    assert run(orphans.theme_with_money_without_goal, accounts()) == []
    assert run(orphans.theme_with_money_without_goal, accounts(goals=GOALS[:3])) == []
    assert run(orphans.theme_with_money_without_goal, replace(bare, finance=())) == []


def test_a_goal_without_effort() -> None:
    only_first = tuple(one for one in accounts().records if one.id != "E2")
    found = only(orphans.goal_without_effort, accounts(records=only_first))
    assert "1 doel heeft geen inspanning: 'Iedereen doet mee'" in found.message


def test_an_effort_at_the_theme_or_below_the_goal_will_do() -> None:
    assert run(orphans.goal_without_effort, accounts()) == []
    below = (record("effort", "E1", name="a", goals=("S1",)), accounts().records[1])
    assert run(orphans.goal_without_effort, accounts(records=below)) == []


def test_silent_where_no_effort_names_a_goal() -> None:
    assert run(orphans.goal_without_effort, without(accounts(), "effort")) == []
    stray = accounts(records=(record("effort", "E1", name="a", goals=("?",)),))
    assert run(orphans.goal_without_effort, stray) == []
