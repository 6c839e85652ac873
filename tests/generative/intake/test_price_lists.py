"""Any price list goes out and comes back as it was; any bytes get an answer, never a crash."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from noaber.intake.documents.errors import IntakeError
from noaber.intake.supply.columns import MOST_CENTS, Place, PriceRow, categories, units
from noaber.intake.supply.reading import read_prices
from noaber.intake.supply.writing import as_csv, as_workbook
from noaber.vocabulary.names import squeeze

ONE = PriceRow(
    Place(0, "", 0), "42420001", "De Brug", "wmo", "C1", (date(2026, 1, 1), None), "02", "02A03", "", "04",
    6120, (date(2026, 1, 1), None),
)  # fmt: skip
WORDS = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cs", "Cc", "Cn")), min_size=1, max_size=20
)
NAMES = WORDS.map(squeeze).filter(bool)
CODES = st.from_regex(r"[0-9A-Z]{5}", fullmatch=True)
DAYS = st.dates(date(2015, 1, 1), date(2090, 1, 1))


@st.composite
def rows(draw: st.DrawFn) -> list[PriceRow]:
    """Prices of a few products with a few providers, one after another without sharing a day."""
    made = []
    for number in range(draw(st.integers(1, 4))):
        law = draw(st.sampled_from(["wmo", "youth"]))
        row = PriceRow(
            Place(0, "", 0),
            f"{number:08d}",
            draw(NAMES),
            law,
            draw(NAMES),
            (date(2015, 1, 1), draw(st.none() | st.just(date(2090, 12, 31)))),
            draw(st.sampled_from(sorted(categories(law)))),
            draw(CODES),
            "",
            draw(st.sampled_from(sorted(units()))),
        )
        days = sorted(draw(st.sets(DAYS, min_size=1, max_size=4)))
        ends = [date.fromordinal(later.toordinal() - 1) for later in days[1:]]
        for start, end in zip(days, [*ends, None], strict=True):
            cents = draw(st.integers(0, MOST_CENTS))
            made.append(replace(row, cents=cents, days=(start, end)))
    return made


def without_places(found: Sequence[PriceRow]) -> list[PriceRow]:
    return [replace(one, place=Place(0, "", 0)) for one in found]


@pytest.mark.parametrize(("write", "name"), [(as_csv, "t.csv"), (as_workbook, "t.xlsx")])
@given(found=rows())
def test_a_list_comes_back_as_it_was(found, write, name) -> None:
    assert without_places(read_prices(write(found), name).rows) == found


def answer(content: bytes) -> list[PriceRow] | str:
    """What the rows state, or the sentences that refuse them."""
    try:
        return list(read_prices(content, "t.csv").rows)
    except IntakeError as error:
        return str(error)


@given(content=st.binary(max_size=400))
def test_any_bytes_get_an_answer(content) -> None:
    assert answer(content)


@given(data=st.data(), found=rows())
def test_any_change_in_a_list_is_read_or_refused_in_words(data, found) -> None:
    whole = as_csv(found)
    at = data.draw(st.integers(0, len(whole)))
    rest = whole[at + data.draw(st.integers(0, 6)) :]
    given_back = answer(whole[:at] + data.draw(st.binary(max_size=6)) + rest)
    assert given_back
    if not isinstance(given_back, str):
        assert all(one.cents is None or 0 <= one.cents <= MOST_CENTS for one in given_back)


@pytest.mark.parametrize(
    ("name", "written"),
    [("=1+1", "'=1+1"), ("@Home", "'@Home"), ("'=x", "''=x"), ("'s Heeren Loo", "'s Heeren Loo")],
)
def test_no_name_is_a_formula_in_a_spreadsheet(name, written) -> None:
    content = as_csv([replace(ONE, provider_name=name)])
    assert f";{written};".encode() in content
    assert read_prices(content, "t.csv").rows[0].provider_name == name


def test_signs_that_nobody_sees_are_no_part_of_a_name() -> None:
    (row,) = read_prices(as_csv([ONE]).replace(b"De Brug", b"De\x01\x0b Brug\x7f"), "t.csv").rows
    assert row.provider_name == "De Brug"
    unseen = replace(ONE, provider_name="De\x01 Brug")
    assert read_prices(as_workbook([unseen]), "t.xlsx").rows[0].provider_name == "De Brug"
