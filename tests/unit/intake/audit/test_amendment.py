"""Amendments against the revised budget."""

from dataclasses import replace

from noaber.intake.documents.audit.amendments import amendments_add_up
from tests.unit.intake.audit.small import accounts, budget, change, only, run, with_record, without

LINES = [change("T1", "expense", 50_250), change("T1", "reserve_movement", -10_000)]


def test_original_and_amendments_give_the_revised_budget() -> None:
    assert run(amendments_add_up, accounts()) == []


def test_an_amendment_of_another_amount_is_named_with_both_places() -> None:
    wrong = with_record(accounts(), "B1", line=[change("T1", "expense", 5_250), LINES[1]])
    found = only(amendments_add_up, wrong)
    assert (found.rule, found.status) == ("amendment", "off")
    assert (found.expected, found.found) == (905_750, 950_750)
    assert "Jeugdhulp, lasten 2022" in found.message
    assert "€ 45.000 verschil" in found.message
    assert len(found.spans) == 3


def test_it_holds_in_the_signs_of_the_source() -> None:
    turned = replace(
        accounts(),
        finance=tuple(
            replace(one, eur=-one.eur) if one.kind in ("income", "balance", "result") else one
            for one in accounts().finance
        ),
    )
    assert run(amendments_add_up, turned) == []


def test_an_amendment_on_a_year_without_a_budget_is_named() -> None:
    wrong = with_record(accounts(), "B1", line=[*LINES, change("T2", "expense", 700, year=2024)])
    found = only(amendments_add_up, wrong)
    assert "Werk en inkomen, lasten 2024" in found.message
    assert "een begroting die niet in het document staat" in found.message


def test_budgets_that_changed_without_an_amendment_are_one_finding() -> None:
    found = only(amendments_add_up, with_record(accounts(), "B1", line=[LINES[0]]))
    assert "1 bedrag is na wijziging anders" in found.message
    assert "Jeugdhulp, mutatie reserves 2022: -€ 10.000" in found.message


def test_silent_without_amendments_or_without_the_revised_budget() -> None:
    assert run(amendments_add_up, without(accounts(), "budget_amendment")) == []
    with_lines = replace(budget(), records=accounts().records)
    assert run(amendments_add_up, with_lines) == []
    assert run(amendments_add_up, replace(accounts(), finance=())) == []
