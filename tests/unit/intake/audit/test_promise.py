"""Dates that passed, deadlines, savings and what stopped underway."""

from dataclasses import replace
from datetime import date

import pytest

from noaber.intake.documents.audit import promises
from noaber.intake.documents.reading import Reading
from tests.unit.intake.audit.small import (
    GOALS,
    INDICATORS,
    accounts,
    budget,
    last_year,
    only,
    record,
    run,
    value,
    with_record,
    without,
)


def named(text: str, reading: Reading | None = None) -> Reading:
    """The accounts with another wording of the second goal, and nothing measured for it."""
    goals = (*GOALS[:5], replace(GOALS[5], text=text))
    return replace(reading or accounts(), goals=goals, indicators=INDICATORS[:1])


@pytest.mark.parametrize(
    "text",
    ["In 2021 doet iedereen mee", "Uiterlijk eind 2020 doet iedereen mee", "Iedereen mee voor 1 mei 2019"],
)  # fmt: skip
def test_a_goal_for_a_year_before_the_document_is_said(text: str) -> None:
    found = only(promises.goal_date_passed, named(text))
    assert (found.rule, found.status) == ("promise", "off")
    assert text in found.message
    assert found.spans == (GOALS[5].span,)


@pytest.mark.parametrize(
    "text",
    [
        "Vanaf 2018 doet iedereen mee",
        "Meer dan in 2019",
        "In 2030 doet iedereen mee",
        "Plan voor 2040",
    ],
)
def test_a_goal_from_a_year_on_or_ahead_is_fine(text: str) -> None:
    assert run(promises.goal_date_passed, named(text)) == []


def test_a_goal_for_the_year_of_the_accounts_needs_a_value() -> None:
    text = "In 2022 doet iedereen mee"
    assert only(promises.goal_date_passed, named(text)).status == "off"
    assert run(promises.goal_date_passed, replace(named(text), indicators=INDICATORS)) == []
    assert run(promises.goal_date_passed, named(text, budget())) == []
    assert run(promises.goal_date_passed, named(text), today=date(2022, 11, 1)) == []


def test_a_target_that_lies_behind_without_a_value_is_said() -> None:
    behind = replace(
        INDICATORS[0], values=(value("2020", 80), value("2021", 86, "target"), value("2022", None))
    )
    found = only(promises.target_year_passed, accounts(indicators=(behind,)))
    assert "'Jongeren met hulp op tijd'" in found.message


def test_a_target_that_was_measured_or_lies_ahead_is_fine() -> None:
    assert run(promises.target_year_passed, accounts()) == []
    ahead = replace(INDICATORS[0], values=(value("2021", 1, "target"), value("2025", 2, "target")))
    assert run(promises.target_year_passed, accounts(indicators=(ahead,))) == []
    yearless = replace(accounts(), document=replace(accounts().document, year=None))
    assert run(promises.target_year_passed, yearless, today=None) == []


def test_a_grant_past_its_deadline_with_money_left() -> None:
    found = only(promises.grant_past_its_deadline, with_record(accounts(), "U1", spent=38_500))
    assert (found.expected, found.found) == (50_000, 38_500)
    assert "SPUK" in found.message
    assert "over € 11.500 zegt het document niets" in found.message


@pytest.mark.parametrize(
    "values",
    [
        {},
        {"spent": 38_500, "repayable": 11_500},
        {"spent": 38_500, "deadline": "2023-06-30"},
        {"spent": 38_500, "deadline": None},
        {"spent": None},
    ],
)
def test_a_grant_is_fine_or_cannot_be_told(values: dict[str, object]) -> None:
    assert run(promises.grant_past_its_deadline, with_record(accounts(), "U1", **values)) == []


def test_a_remainder_that_is_named_elsewhere_is_accounted_for() -> None:
    """An explanation of 12.000 stands in the accounts; so does a remainder of that amount."""
    reading = with_record(accounts(), "U1", spent=38_000)
    assert run(promises.grant_past_its_deadline, reading) == []


@pytest.mark.parametrize(
    ("today", "decided", "found"),
    [
        (date(2022, 11, 1), None, 1),
        (date(2022, 11, 1), "2022-09-15", 0),
        (date(2026, 1, 1), None, 0),
        (None, "2022-12-20", 1),
    ],
)
def test_an_interim_report_is_held_to_its_day(
    today: date | None, decided: str | None, found: int
) -> None:
    """Not to the end of a year that it did not know yet."""
    head = replace(accounts().document, kind="interim", decided_on=decided)
    reading = with_record(accounts(document=head), "U1", spent=38_500, deadline="2022-10-31")
    assert len(run(promises.grant_past_its_deadline, reading, today=today)) == found


def stopped(status: str, **more: str) -> Reading:
    """The accounts in which the effort that others wait for came to this."""
    log = [
        record("status", "", on="2022-11-01", status=status, **more),
        record("status", "", on="2022-03", status="running"),
    ]
    return with_record(accounts(), "E1", status=log)


def test_an_effort_that_waits_for_what_stopped() -> None:
    found = only(promises.effort_waits_for_what_stopped, stopped("stopped"))
    assert "'Naar werk' wacht op 'Snelle toegang', en dat is gestopt. Wat nu?" in found.message
    assert len(found.spans) == 2
    followed = only(promises.effort_waits_for_what_stopped, stopped("stopped", successor="E2"))
    assert "opvolger is 'Naar werk'" in followed.message


def test_an_effort_that_waits_for_what_runs_or_has_ended_itself() -> None:
    assert run(promises.effort_waits_for_what_stopped, accounts()) == []
    assert run(promises.effort_waits_for_what_stopped, stopped("finished")) == []
    done = [record("status", "", on="2022-12", status="finished")]
    ended = with_record(stopped("stopped"), "E2", status=done)
    assert run(promises.effort_waits_for_what_stopped, ended) == []


def test_what_was_set_apart_last_year_comes_back() -> None:
    rule = promises.appropriation_of_last_year
    assert run(rule, accounts(), last_year()) == []
    silent = with_record(accounts(), "X4", about="Later")
    found = only(rule, silent, last_year())
    assert "Aanpak eenzaamheid ouderen (€ 25.000)" in found.message
    assert run(rule, silent) == []
    assert run(rule, replace(silent, records=()), last_year()) == []


def test_what_was_set_apart_and_not_spent_is_said() -> None:
    kept = record(
        "result_appropriation", "A2", purpose="Klimaat", eur=9_000, year=2022, spent=2_000
    )
    reading = accounts(records=(*accounts().records, kept))
    found = only(promises.appropriation_of_last_year, reading)
    assert (found.expected, found.found) == (9_000, 2_000)
    next_year = replace(kept, values={**kept.values, "year": 2023})
    assert run(promises.appropriation_of_last_year, accounts(records=(next_year,))) == []


def test_a_saving_without_a_reason_is_said() -> None:
    missed = with_record(accounts(), "V1", reason=None)
    found = only(promises.savings_come_true, missed)
    assert (found.expected, found.found) == (10_000, 4_000)
    assert "Inkoop (€ 10.000 ingeboekt, € 4.000 gehaald)" in found.message
    unknown = only(promises.savings_come_true, with_record(missed, "V1", realised=None))
    assert "uitkomst niet vermeld" in unknown.message
    assert unknown.found is None


def test_a_saving_that_came_true_is_explained_or_lies_ahead_is_fine() -> None:
    missed = with_record(accounts(), "V1", reason=None)
    assert run(promises.savings_come_true, accounts()) == []
    assert run(promises.savings_come_true, with_record(missed, "V1", realised=10_000)) == []
    assert run(promises.savings_come_true, with_record(missed, "V1", year=2023)) == []
    assert run(promises.savings_come_true, without(accounts(), "savings_target")) == []
