"""The register of reserves."""

from dataclasses import replace

from noaber.intake.documents.audit import reserves
from noaber.intake.documents.reading import Record
from tests.unit.intake.audit.small import (
    RECORDS,
    accounts,
    last_year,
    movement,
    only,
    run,
    with_amounts,
    with_record,
)

MOVEMENTS = next(one for one in RECORDS if one.id == "R1").entries["movement"]


def moved(index: int, other: Record) -> list[Record]:
    """The movements with one of them changed."""
    return [other if at == index else one for at, one in enumerate(MOVEMENTS)]


def test_opening_and_movements_that_do_not_give_the_closing() -> None:
    found = only(reserves.reserve_closes, with_record(accounts(), "R1", closing=167_400))
    assert (found.rule, found.status) == ("reserve", "off")
    assert (found.expected, found.found) == (164_700, 167_400)
    assert "€ 2.700 verschil" in found.message


def test_a_reserve_without_movements_is_held_to_its_opening() -> None:
    other = replace(RECORDS[3], id="R2", values={"name": "Zorg", "opening": 10, "closing": 500})
    reading = accounts(records=(*RECORDS, replace(other, entries={})))
    assert "Reserve Zorg" in only(reserves.reserve_closes, reading).message


def test_a_reserve_is_silent_without_opening_or_movements_of_the_stage() -> None:
    assert run(reserves.reserve_closes, accounts()) == []
    assert run(reserves.reserve_closes, with_record(accounts(), "R1", opening=None)) == []
    budgeted = [one for one in MOVEMENTS if one.values["stage"] != "actual"]
    assert run(reserves.reserve_closes, with_record(accounts(), "R1", movement=budgeted)) == []


def test_a_closing_above_the_ceiling_is_said() -> None:
    found = only(reserves.reserve_within_ceiling, with_record(accounts(), "R1", ceiling=150_000))
    assert (found.expected, found.found) == (150_000, 164_700)
    assert "€ 14.700 boven het plafond" in found.message
    assert run(reserves.reserve_within_ceiling, accounts()) == []
    assert run(reserves.reserve_within_ceiling, with_record(accounts(), "R1", ceiling=None)) == []


def test_movements_that_the_cost_table_does_not_print() -> None:
    wrong = moved(0, movement("T1", "withdrawal", "actual", 43_000))
    found = only(reserves.reserve_meets_cost_table, with_record(accounts(), "R1", movement=wrong))
    assert (found.expected, found.found) == (-43_000, -40_300)
    assert "Jeugdhulp -€ 43.000 in het verloop, -€ 40.300 in de tabel" in found.message


def test_movements_without_a_theme_are_held_to_the_programme() -> None:
    loose = [replace(one, values={**one.values, "theme": ""}) for one in MOVEMENTS]
    assert (
        run(reserves.reserve_meets_cost_table, with_record(accounts(), "R1", movement=loose)) == []
    )
    more = with_amounts({("T1", "reserve"): (-41_300, -40_300, -30_300)})
    found = only(reserves.reserve_meets_cost_table, with_record(more, "R1", movement=loose))
    assert "het programma -€ 35.300 in het verloop, -€ 36.300 in de tabel" in found.message


def test_reserves_named_in_passing_need_not_be_complete() -> None:
    wrong = moved(0, movement("T1", "withdrawal", "actual", 43_000))
    passing = with_record(accounts(), "R1", movement=wrong, opening=None, closing=None)
    assert run(reserves.reserve_meets_cost_table, passing) == []
    assert run(reserves.reserve_meets_cost_table, accounts()) == []


def test_a_table_without_result_does_not_tell_the_sign_of_reserves() -> None:
    wrong = with_record(accounts(), "R1", movement=moved(0, MOVEMENTS[2]))
    kept = tuple(one for one in wrong.finance if one.kind != "result")
    assert run(reserves.reserve_meets_cost_table, replace(wrong, finance=kept)) == []


def test_a_reserve_opens_where_it_closed_last_year() -> None:
    wrong = with_record(last_year(), "R1", closing=210_000)
    found = only(reserves.reserve_opens_where_it_closed, accounts(), wrong)
    assert (found.expected, found.found) == (210_000, 200_000)
    assert "in Rekening 2021 eindigde zij op € 210.000" in found.message
    assert run(reserves.reserve_opens_where_it_closed, accounts(), last_year()) == []
    assert run(reserves.reserve_opens_where_it_closed, accounts()) == []


def test_a_document_of_another_municipality_is_not_last_year() -> None:
    wrong = with_record(last_year(), "R1", closing=210_000)
    other = replace(wrong, document=replace(wrong.document, municipality="Almelo"))
    assert run(reserves.reserve_opens_where_it_closed, accounts(), other) == []
