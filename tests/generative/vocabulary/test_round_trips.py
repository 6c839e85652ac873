"""What is printed is read back, and no text makes a reader fall over."""

from contextlib import suppress
from datetime import date
from decimal import Context, Decimal

from hypothesis import assume, example, given
from hypothesis import strategies as st

from noaber.vocabulary.money import from_cents, to_cents
from noaber.vocabulary.names import normalise, slug, squeeze
from noaber.vocabulary.numbers import (
    DASHES,
    MULTIPLIERS,
    NotANumber,
    format_number,
    is_number,
    parse_number,
)
from noaber.vocabulary.periods import Period, parse_period
from noaber.vocabulary.places import municipalities, municipality_named
from noaber.vocabulary.quantities import Quantity

LARGEST = Decimal(10) ** 28
numbers = st.integers(0, 12).flatmap(
    lambda places: st.decimals(-LARGEST, LARGEST, allow_nan=False, places=places)
)
# Text as chapters have it: mostly the marks that numbers are made of, and anything at all.
marks = st.text(
    st.sampled_from("0123456789.,-−–—()€%<>± \u00a0\u202f\n/Qeurominmljad"), max_size=30
)
texts = st.one_of(marks, st.text(max_size=40))
days = st.dates(date(1000, 1, 1), date(2999, 12, 31))


@given(numbers)
def test_a_printed_number_is_read_back(number: Decimal) -> None:
    printed = format_number(number)
    assert parse_number(printed).value == number


@given(numbers, st.sampled_from(sorted(MULTIPLIERS)))
def test_a_multiplier_multiplies_exactly(number: Decimal, word: str) -> None:
    read = parse_number(f"{format_number(number)} {word}").value
    assert read is not None
    assert read == Context(prec=60).multiply(number, Decimal(MULTIPLIERS[word]))


@given(numbers, st.integers(0, 6))
def test_a_rounded_number_is_at_most_half_a_unit_off(number: Decimal, decimals: int) -> None:
    read = parse_number(format_number(number, decimals))
    assert read.value is not None
    assert read.scale == decimals
    assert abs(read.value - number) <= Decimal(5).scaleb(-decimals - 1)


@given(texts)
@example("9" * 30 + " miljard")
@example("€ -")
@example("%")
@example("(")
@example("²")
@example("1" + ".000" * 20)
def test_no_text_makes_the_number_parser_fall_over(text: str) -> None:
    try:
        quantity = parse_number(text)
    except NotANumber:
        assert not is_number(text)
        return
    assert isinstance(quantity, Quantity)
    assert quantity.text == text
    assert (quantity.value is None) == (not is_number(text))
    if quantity.value is None:
        assert not text.strip() or text.strip().lower() in DASHES


@given(texts)
def test_a_text_without_a_digit_is_never_a_number(text: str) -> None:
    assume(not any(sign in text for sign in "0123456789"))
    assert not is_number(text)


@given(days, days)
def test_a_written_period_is_read_back(one: date, other: date) -> None:
    period = Period(min(one, other), max(one, other))
    assert parse_period(str(period)) == period


@given(st.integers(1000, 2999), st.sampled_from(["", "-Q1", "-Q4", "-01", "-12", "-02-01"]))
def test_a_period_is_written_as_it_was_read(year: int, rest: str) -> None:
    assert str(parse_period(f"{year}{rest}")) == f"{year}{rest}"


@given(st.one_of(texts, st.text(st.sampled_from("0123456789-/Q"), max_size=14)))
def test_no_text_makes_the_period_parser_fall_over(text: str) -> None:
    with suppress(ValueError):
        assert parse_period(text).start <= parse_period(text).end


@given(st.integers(-(10**30), 10**30))
def test_cents_come_back_whole(cents: int) -> None:
    assert to_cents(from_cents(cents)) == cents


@given(st.text())
def test_a_normalised_name_stays_as_it_is(text: str) -> None:
    made = normalise(text)
    assert normalise(made) == made
    assert squeeze(made) == made
    assert made.isascii()


@given(st.text(st.sampled_from("abcijsxyzáéëïöüàèçÅĳ -,.'’()&")))
def test_case_makes_no_other_name(text: str) -> None:
    assert normalise(text.upper()) == normalise(text)


@given(st.text(), st.integers(1, 80))
def test_a_slug_is_never_empty_and_fits_an_address(text: str, limit: int) -> None:
    made = slug(text, limit)
    assert made
    assert set(made) <= set("abcdefghijklmnopqrstuvwxyz0123456789-")
    assert len(made) <= max(limit, len("zonder-naam-abcdef"))


@given(st.text())
def test_no_text_makes_the_search_for_a_municipality_fall_over(text: str) -> None:
    place = municipality_named(text)
    assert place is None or place in municipalities()
