"""The Dutch number parser and printer, on numbers as chapters print them."""

from decimal import Decimal

import pytest

from noaber.vocabulary.gaps import Gap
from noaber.vocabulary.numbers import NotANumber, format_number, is_number, parse_number
from noaber.vocabulary.quantities import Qualifier, Unit


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1.234", "1234"),
        ("-8.902,5", "-8902.5"),
        ("\u2212 12", "-12"),
        ("\u201312", "-12"),
        ("(12)", "-12"),
        ("12-", "-12"),
        ("0,05", "0.05"),
        ("-0", "0"),
        ("1 234 567", "1234567"),
        ("1\u00a0234", "1234"),
        ("1\u202f234,5", "1234.5"),
        ("1,3 miljard", "1300000000"),
        ("2,4 mln", "2400000"),
        ("890 duizend", "890000"),
        ("1,809 mln.", "1809000"),
    ],
)
def test_a_printed_number_is_read(text: str, value: str) -> None:
    assert parse_number(text).value == Decimal(value)


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("€ 5", "5", Unit.EUR),
        ("€ -5", "-5", Unit.EUR),
        ("-€ 5", "-5", Unit.EUR),
        ("€ 65.000,-", "65000", Unit.EUR),
        ("10 euro", "10", Unit.EUR),
        ("12,5%", "12.5", Unit.PERCENT),
        ("98 procent", "98", Unit.PERCENT),
    ],
)
def test_the_unit_is_read_with_the_number(text: str, value: str, unit: Unit) -> None:
    quantity = parse_number(text)
    assert (quantity.value, quantity.unit) == (Decimal(value), unit)


@pytest.mark.parametrize(
    ("text", "qualifier"),
    [
        ("< 0,05", Qualifier.LESS),
        (">100", Qualifier.MORE),
        ("circa 40", Qualifier.ABOUT),
        ("±5", Qualifier.ABOUT),
        ("± 5", Qualifier.ABOUT),
        ("ruim 1 miljoen", Qualifier.ABOUT),
        ("40", Qualifier.EXACT),
    ],
)
def test_what_is_said_of_the_precision_is_kept(text: str, qualifier: Qualifier) -> None:
    assert parse_number(text).qualifier == qualifier


def test_the_text_and_the_printed_decimals_are_kept() -> None:
    quantity = parse_number(" 1.234,50 ")
    assert (quantity.text, quantity.scale) == (" 1.234,50 ", 2)


@pytest.mark.parametrize("text", ["", "  ", "-", "\u2013", "n.v.t.", "N.B.", "nvt"])
def test_a_dash_is_a_gap_and_never_zero(text: str) -> None:
    quantity = parse_number(text)
    assert (quantity.value, quantity.gap) == (None, Gap.NOT_PRINTED)


@pytest.mark.parametrize(
    "text",
    ["1.5", "1.23", "12.34.567", "1.2345", "twaalf", "12 34", "1,2,3", "--5", "€", "%", "1e5"],
)
def test_what_is_not_a_dutch_number_is_refused(text: str) -> None:
    with pytest.raises(NotANumber):
        parse_number(text)


def test_an_english_decimal_is_refused_with_what_to_write() -> None:
    with pytest.raises(NotANumber, match="'1,5'"):
        parse_number("1.5")


def test_a_very_long_number_is_not_rounded() -> None:
    digits = "9" * 30
    assert parse_number(f"-{digits}").value == Decimal(f"-{digits}")
    assert parse_number(f"{digits} miljard").value == Decimal(digits + "0" * 9)


@pytest.mark.parametrize(
    ("text", "answer"), [("12", True), ("-", False), ("twaalf", False), ("1.5", False)]
)
def test_is_number_is_true_for_numbers_only(text: str, answer: bool) -> None:
    assert is_number(text) is answer


@pytest.mark.parametrize(
    ("value", "decimals", "text"),
    [
        (1234, None, "1.234"),
        (Decimal("-8902.5"), None, "-8.902,5"),
        (Decimal("0.125"), 2, "0,12"),
        (Decimal("-0.4"), 0, "0"),
        (Decimal("1E+6"), None, "1.000.000"),
        (Decimal(10) ** 30, 2, "1" + ".000" * 10 + ",00"),
    ],
)
def test_a_number_is_printed_the_dutch_way(
    value: Decimal | int, decimals: int | None, text: str
) -> None:
    assert format_number(value, decimals) == text
