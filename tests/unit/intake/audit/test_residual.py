"""What is not explained, gross and net."""

from dataclasses import replace

from noaber.intake.documents.audit.residuals import explained_share, unexplained_difference
from tests.unit.intake.audit.small import accounts, only, run, with_record, without


def test_what_is_not_explained_is_said_in_euros_per_theme() -> None:
    found = only(unexplained_difference, with_record(accounts(), "X4", eur=1_000))
    assert (found.rule, found.status) == ("residual", "off")
    assert (found.expected, found.found, found.tolerance) == (30_000, 19_000, 3_000)
    assert "Jeugdhulp" in found.message
    assert "€ 11.000 is niet verklaard" in found.message


def test_a_theme_without_any_explanation_counts() -> None:
    reading = accounts(records=tuple(one for one in accounts().records if one.id != "X5"))
    assert run(unexplained_difference, reading) == []  # its 10.000 is below the smallest: 12.000
    smaller = with_record(reading, "X4", eur=9_500)
    assert "Werk en inkomen" in only(unexplained_difference, smaller).message


def test_parts_are_not_counted_twice_and_an_orphaned_part_counts_once() -> None:
    assert run(unexplained_difference, accounts()) == []
    loose = with_record(with_record(accounts(), "X2", part_of="?"), "X1", eur=8_000)
    assert run(unexplained_difference, loose) == []


def test_gross_and_net_are_told_together() -> None:
    opposite = with_record(with_record(accounts(), "X4", eur=1_000), "X5", eur=19_000)
    found = only(explained_share, opposite)
    assert found.status == "ok"
    assert "Over 2 thema's is € 20.000 niet verklaard" in found.message
    assert "blijft daarvan € 2.000 over" in found.message
    assert "Netto is 95 procent van het verschil verklaard" in found.message
    assert run(explained_share, accounts()) == []


def test_the_shares_of_the_themes_stand_beside_the_net_share() -> None:
    opposite = with_record(with_record(accounts(), "X4", eur=1_000), "X5", eur=19_000)
    assert "per thema van 63 tot 190 procent." in only(explained_share, opposite).message


def test_less_than_a_tenth_of_the_difference_may_be_many_small_ones() -> None:
    small = with_record(with_record(accounts(), "X5", eur=500), "X4", eur=9_100)
    (left,) = run(unexplained_difference, small)
    assert "Werk en inkomen" in left.message  # and not Jeugdhulp, of which 2.900 of 30.000 is left


def test_silent_without_explanations_and_of_a_budget() -> None:
    assert run(unexplained_difference, without(accounts(), "explanation")) == []
    halfway = replace(accounts(), document=replace(accounts().document, kind="interim"))
    assert run(unexplained_difference, with_record(halfway, "X4", eur=1)) == []
    assert run(explained_share, without(accounts(), "explanation")) == []
