"""Honest series: a gap has its reason, zero is said only where it was counted, what may change is said."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from noaber.measures.definition import Break, shipped
from noaber.measures.engine import Question
from noaber.measures.periods import asked
from tests.spec.measures.facts import answers, claim, episode, event, inhabitants, score, supplied

CRISES = shipped()["crises"]


def by_year(definition, facts, period="2019..2023", **more):
    found = answers(definition, facts, Question(asked(period), ()), **more)
    return {one.period_start.year: one for one in found}


def test_zero_is_said_within_the_time_of_which_there_are_facts_and_a_gap_outside_it():
    facts = [event("crisis", "a", "2020-03-01"), event("crisis", "a", "2022-03-01")]
    facts = [fact | {"known_on": date(2022, 12, 31)} for fact in facts]
    found = by_year(CRISES, facts)
    assert {year: (one.value, one.gap) for year, one in found.items()} == {
        2019: (None, "no_facts"), 2020: (1, None), 2021: (0, None), 2022: (1, None),
        2023: (None, "no_facts"),
    }  # fmt: skip


def test_a_period_that_is_not_over_is_provisional():
    facts = [event("crisis", "a", "2022-03-01", known_on=date(2022, 6, 30))]
    found = by_year(CRISES, facts, "2021..2022")
    assert found[2022].provisional == ("period_not_over",)
    assert found[2021].provisional == ()


def test_before_a_definition_is_valid_it_says_nothing():
    late = replace(CRISES, valid_from=date(2021, 1, 1))
    facts = [event("crisis", "a", "2020-03-01"), event("crisis", "a", "2021-03-01")]
    found = by_year(late, facts, "2020..2021")
    assert [(one.value, one.gap) for one in found.values()] == [(None, "not_applicable"), (1, None)]


def test_nothing_at_all_gives_a_gap_for_each_period_and_municipality():
    found = by_year(CRISES, [event("decision", "a", "2022-03-01")], "2021..2022")
    assert [one.gap for one in found.values()] == ["no_facts", "no_facts"]


def test_a_zero_denominator_and_a_missing_population_are_gaps():
    definition = shipped()["wmo_per_1000"]
    facts = [episode("entitlement", "a", "2022-03-01", law="wmo")]
    assert by_year(definition, facts, "2022")[2022].gap == "no_population"
    empty = [*facts, inhabitants(2022, 10, 0)]
    assert by_year(definition, empty, "2022")[2022].gap == "zero_denominator"


def test_a_break_of_the_definition_stands_before_the_first_period_after_it():
    facts = [
        event("crisis", "a", f"{year}-03-01", known_on=date(2023, 1, 1))
        for year in (2020, 2021, 2022)
    ]
    broken = replace(CRISES, breaks=(Break("anders geteld", before="2020", after="2021"),))
    found = by_year(broken, facts, "2020..2022")
    assert {year: (one.broken, one.break_reason) for year, one in found.items()} == {
        2020: ("no", None), 2021: ("yes", "anders geteld"), 2022: ("no", None),
    }  # fmt: skip


def test_over_a_break_nothing_is_compared():
    broken = replace(shipped()["wmo_persons"], breaks=(Break("x", before="2020", after="2021"),))
    facts = [episode("entitlement", "a", "2019-03-01", law="wmo")]
    found = answers(
        shipped()["wmo_persons_change"],
        facts,
        Question(asked("2020..2022"), ()),
        definitions=[broken],
    )
    assert {one.period_start.year: one.gap for one in found} == {
        2020: "not_comparable", 2021: "not_comparable", 2022: None,
    }  # fmt: skip


def test_a_missing_delivery_is_said_of_each_result_of_its_period():
    missing = [{"fact": "event", "municipality": "1700", "period": "2022-Q4"}]
    facts = [event("crisis", "a", "2021-03-01", known_on=date(2023, 1, 1))]
    found = by_year(CRISES, facts, "2021..2022", in_force={"missing": missing})
    assert found[2021].provisional == ()
    assert found[2022].provisional == ("missing_delivery",)


@pytest.mark.parametrize(
    ("told", "provisional"),
    [
        ({"kind": "crisis"}, ("missing_delivery",)),
        ({"kind": "decision"}, ()),
        ({"law": "youth"}, ("missing_delivery",)),
        ({"origin": "claim"}, ()),
        ({"municipality": "0141"}, ()),
    ],
)
def test_a_missing_delivery_is_said_of_what_it_is_about_alone(told, provisional):
    missing = [{"fact": "event", "municipality": "1700", "period": "2022-Q4", **told}]
    facts = [event("crisis", "a", "2022-03-01", known_on=date(2023, 1, 1))]
    found = by_year(CRISES, facts, "2022", in_force={"missing": missing})
    assert found[2022].provisional == provisional


def test_of_results_by_law_only_those_of_the_law_miss_a_delivery():
    missing = [{"fact": "event", "municipality": "1700", "period": "2022", "law": "youth"}]
    facts = [
        event("decision", "a", "2022-03-01", law=law, outcome="granted", known_on=date(2023, 1, 1))
        for law in ("wmo", "youth")
    ]
    decided = replace(CRISES, only={"kind": "decision"}, optional=("law",))
    found = answers(decided, facts, Question(asked("2022")), in_force={"missing": missing})
    assert {one.law: one.provisional for one in found} == {
        None: ("missing_delivery",), "wmo": (), "youth": ("missing_delivery",),
    }  # fmt: skip


def test_nothing_in_a_period_that_was_not_delivered_is_no_zero():
    missing = [{"fact": "event", "municipality": "1700", "period": "2022"}]
    facts = [
        event("crisis", "a", f"{year}-03-01", known_on=date(2023, 12, 31)) for year in (2020, 2023)
    ]
    found = by_year(CRISES, facts, "2021..2023", in_force={"missing": missing})
    assert {year: (one.value, one.gap) for year, one in found.items()} == {
        2021: (0, None), 2022: (None, "not_delivered"), 2023: (1, None),
    }  # fmt: skip


@pytest.mark.parametrize(
    ("told", "broken"),
    [({}, "yes"), ({"kind": "crisis"}, "yes"), ({"kind": "decision"}, "no"), ({"municipality": "0141"}, "no")],
)  # fmt: skip
def test_a_break_that_an_import_tells_stands_in_what_it_is_about(told, broken):
    breaks = [
        {"fact": "event", "municipality": "1700", "document": None, "indicator": None,
         "before": "2020", "after": "2021", "reason": "ander systeem", **told}
    ]  # fmt: skip
    facts = [event("crisis", "a", f"{year}-03-01") for year in (2020, 2021, 2022)]
    found = by_year(CRISES, facts, "2020..2022", in_force={"breaks": breaks})
    assert [one.broken for one in found.values()] == ["no", broken, "no"]


def test_late_claims_are_foreseen_by_how_earlier_ones_came_in():
    facts = [
        claim("a", "2020-01", 60, known="2020-02-01"),
        claim("a", "2020-01", 40, known="2020-06-01"),
    ]
    facts += [claim("a", "2022-12", 60, known="2023-01-15")]
    claimed = replace(shipped()["wmo_claimed"], only={"basis": "booked"})
    found = answers(claimed, facts, Question(asked("2020-01..2022-12"), ()))
    last = next(one for one in found if one.period_end == date(2022, 12, 31))
    first = next(one for one in found if one.period_start == date(2020, 1, 1))
    assert (last.completeness, last.provisional) == (Decimal("0.6"), ("late_claims",))
    assert (first.completeness, first.provisional) == (1, ())


def test_a_supplied_mean_has_its_interval_where_n_and_spread_are_told():
    told = {"document": None, "origin": "supplied"}
    facts = [supplied("client_experience", 2022, "7.5", n=100, spread=Decimal("1.4"), **told)]
    (found,) = answers(shipped()["client_experience"], facts)
    assert (found.low.quantize(Decimal("0.01")), found.high.quantize(Decimal("0.01"))) == (
        Decimal("7.22"), Decimal("7.78"),
    )  # fmt: skip
    (bare,) = answers(
        shipped()["client_experience"], [supplied("client_experience", 2022, "7.5", **told)]
    )
    assert bare.low is None


def test_a_change_of_one_person_has_no_interval():
    facts = [
        score("quality_of_life", "a", "2022-01-01", "before", 5),
        score("quality_of_life", "a", "2022-03-01", "after", 8),
    ]
    found = by_year(shipped()["quality_of_life_change"], facts, "2022")[2022]
    assert (found.value, found.n, found.low) == (3, 1, None)


def test_as_known_on_a_day_later_facts_are_not_there():
    facts = [
        event("crisis", "a", "2021-03-01", known_on=date(2021, 4, 1)),
        event("crisis", "b", "2021-03-01", known_on=date(2022, 4, 1)),
    ]
    question = Question(asked("2021"), (), known_on=date(2021, 12, 31))
    (found,) = answers(CRISES, facts, question)
    assert found.value == 1


@pytest.mark.parametrize(
    ("grain", "period", "expected"),
    [
        ("to_date", "2022-01..2022-03", ["1", "2", "2"]),
        ("rolling", "2022-01..2022-03", ["2", "3", "2"]),
        ("quarter", "2022-Q1..2022-Q2", ["2", "0"]),
    ],
)
def test_a_year_to_date_and_twelve_months_back(grain, period, expected):
    facts = [
        event("crisis", "a", day, known_on=date(2022, 12, 31))
        for day in ("2021-03-31", "2022-01-31", "2022-02-01")
    ]
    found = answers(CRISES, facts, Question(asked(period, grain), ()))
    assert [str(one.value.normalize()) for one in found] == expected


def test_a_bound_of_the_days_that_something_lasts_may_be_a_column_where_its_share_is_asked():
    definition = replace(
        shipped()["wmo_persons"],
        statistic="share", count="rows", select="at_end", optional=(), factor=100,
        only={"kind": "waiting", "elapsed": {"above": "term_days"}}, part={"elapsed": {"max": 60}},
    )  # fmt: skip
    facts = [
        episode("waiting", name, day, term_days=14)
        for name, day in (("a", "2022-12-10"), ("b", "2022-06-01"), ("c", "2022-12-25"))
    ]
    assert by_year(definition, facts, "2022")[2022].value == 50
