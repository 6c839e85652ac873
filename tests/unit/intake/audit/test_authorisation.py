"""Expenses above what the council allowed."""

from dataclasses import replace

from noaber.intake.documents.audit.authorisation import expenses_within_what_was_allowed as rule
from tests.unit.intake.audit.small import accounts, only, run, with_amounts

ABOVE = with_amounts(
    {("T1", "expense"): (999_750, 950_750, 900_500), ("T1", "income"): (400_400, 300_400, 300_400)}
)


def test_expenses_above_are_said_although_the_balance_is_better() -> None:
    found = only(rule, ABOVE)
    assert (found.rule, found.status) == ("authorisation", "off")
    assert (found.expected, found.found) == (1_451_650, 1_490_650)
    assert "De lasten zijn € 39.000 hoger" in found.message
    assert "al is het saldo € 61.000 beter" in found.message
    assert "Hoger waren: Jeugdhulp € 49.000." in found.message


def test_a_balance_that_is_worse_as_well_is_said_so() -> None:
    worse = with_amounts({("T1", "expense"): (999_750, 950_750, 900_500)})
    assert "en ook is het saldo € 29.000 slechter" in only(rule, worse).message


def test_a_theme_above_its_budget_is_no_finding_within_the_programme() -> None:
    assert run(rule, with_amounts({("T1", "expense"): (960_750, 950_750, 900_500)})) == []


def test_silent_when_fine_and_when_it_cannot_tell() -> None:
    assert run(rule, accounts()) == []
    unrevised = tuple(one for one in ABOVE.finance if one.stage != "revised")
    assert run(rule, replace(ABOVE, finance=unrevised)) == []
    halfway = replace(ABOVE, document=replace(ABOVE.document, kind="interim"))
    assert run(rule, halfway) == []
