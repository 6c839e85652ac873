"""Codes of the year."""

from dataclasses import replace

import pytest

from noaber.intake.documents.audit.codes import category_is_official, taakveld_is_official
from noaber.intake.documents.reading import Reading
from tests.unit.intake.audit.small import accounts, only, run


def coded(year: int, **codes: str) -> Reading:
    """The accounts of a year with codes at their first line of expenses."""
    reading = accounts()
    first = replace(reading.finance[0], year=year, **codes)
    return replace(
        reading,
        document=replace(reading.document, year=year),
        finance=(first, *reading.finance[1:]),
    )


@pytest.mark.parametrize(
    ("code", "year"), [("6.72", 2022), ("06.71", 2022), ("671-3 - Hulp", 2022)]
)
def test_a_code_of_its_own_year_is_fine(code: str, year: int) -> None:
    assert run(taakveld_is_official, coded(year, taakveld=code)) == []


def test_a_code_of_another_generation_is_named_with_its_years() -> None:
    found = only(taakveld_is_official, coded(2026, taakveld="6.72"))
    assert (found.rule, found.status) == ("code_list", "off")
    assert "Taakveld 6.72: '6.72' is een taakveld van 2017 tot en met 2024" in found.message


def test_a_code_that_never_was_is_named_once_for_all_its_places() -> None:
    reading = coded(2022, taakveld="6.99")
    twice = replace(reading, finance=(reading.finance[0], *reading.finance))
    assert "in geen enkel jaar" in only(taakveld_is_official, twice).message


def test_a_plan_year_may_be_in_the_codes_of_its_document() -> None:
    reading = coded(2022, taakveld="6.72")
    ahead = replace(reading.finance[0], year=2025)
    assert run(taakveld_is_official, replace(reading, finance=(ahead,))) == []


def test_silent_for_years_without_a_list_and_for_names_without_a_code() -> None:
    assert run(taakveld_is_official, coded(2011, taakveld="6.72")) == []
    assert run(taakveld_is_official, coded(2022, taakveld="Jeugd")) == []
    assert run(category_is_official, coded(2011, category="9.9.9")) == []
    assert run(taakveld_is_official, accounts()) == []


def test_a_category_exists_and_stands_on_its_side() -> None:
    assert run(category_is_official, coded(2022, category="4.3.1")) == []
    assert "bestaat niet" in only(category_is_official, coded(2022, category="4.9.9")).message
    taxes = only(category_is_official, coded(2022, category="2.2.2"))
    assert "van de baten, hier staat zij bij lasten" in taxes.message
