"""The measure supplied_value: what a document prints of an indicator, with its breaks."""

import pytest

from noaber.measures.definition import shipped
from tests.spec.measures.facts import results, supplied

MEASURE = shipped()["supplied_value"]


def break_between(before, after):
    return {
        "document": "d1", "indicator": "a", "before": before, "after": after,
        "reason": "anders geteld", "evidence": "1",
    }  # fmt: skip


def series(values, breaks=()):
    facts = [supplied("a", year, value) for year, value in values.items()]
    return {r.period_start.year: r for r in results(MEASURE, values=facts, breaks=breaks)}


def test_each_period_gives_its_printed_value():
    found = series({2020: 5, 2021: 7})
    assert {year: result.value for year, result in found.items()} == {2020: 5, 2021: 7}


def test_two_values_for_one_period_give_a_gap_and_never_a_choice():
    found = results(MEASURE, values=[supplied("a", 2020, 5), supplied("a", 2020, 6)])
    assert [(r.value, r.gap, r.n) for r in found] == [(None, "not_unique", 2)]


def test_a_word_and_a_gap_stay_what_they_are():
    found = results(
        MEASURE,
        values=[supplied("a", 2020, word="gereed"), supplied("a", 2021, gap="not_printed")],
    )
    assert [(r.value, r.word, r.gap) for r in found] == [
        (None, "gereed", None),
        (None, None, "not_printed"),
    ]


@pytest.mark.parametrize(
    ("before", "after", "broken"),
    [
        ("2020", "2021", {2021}),
        ("", "2021", {2021}),
        ("2020", "", {2021}),
        ("2018", "2019", set()),  # before the first value: nothing to compare with
        ("2022", "2023", set()),  # after the last one
    ],
)
def test_a_break_stands_before_the_first_period_after_it(before, after, broken):
    found = series({2019: 1, 2020: 2, 2021: 3, 2022: 4}, [break_between(before, after)])
    assert {year for year, result in found.items() if result.broken == "yes"} == broken


def test_a_break_in_an_unknown_place_puts_every_comparison_in_doubt():
    found = series({2019: 1, 2020: 2, 2021: 3}, [break_between("", "")])
    assert {year: result.broken for year, result in found.items()} == {
        2019: "no",
        2020: "unknown",
        2021: "unknown",
    }
