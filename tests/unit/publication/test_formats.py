"""How figures, periods and days are written."""

from decimal import Decimal

import pytest

from noaber.publication.design.formats import (
    MINUS,
    NO_BREAK,
    day_text,
    euros,
    figure_text,
    number,
    period_text,
    sentence_case,
    shortened,
)
from noaber.publication.edition import Figure
from noaber.vocabulary.grades import Grade


def figure(value: str | None, unit: str = "number", **more: object) -> Figure:
    return Figure("f", None if value is None else Decimal(value), unit, "e", Grade.COPIED, **more)


@pytest.mark.parametrize(
    ("value", "decimals", "text"),
    [
        ("1234", 0, "1.234"),
        ("1234.5", 1, "1.234,5"),
        ("-12", 0, f"{MINUS}12"),
        ("-0.4", 0, "0"),
        ("54617194000", 0, "54.617.194.000"),
        ("1" * 40, 0, ".".join(["1", *["111"] * 13])),
    ],
)
def test_a_number_is_written_the_dutch_way_with_a_true_minus(
    value: str, decimals: int, text: str
) -> None:
    assert number(Decimal(value), decimals) == text


def test_an_amount_never_breaks_over_two_lines() -> None:
    assert euros(-1412815) == f"€{NO_BREAK}{MINUS}1.412.815"


@pytest.mark.parametrize(
    ("shown", "text"),
    [
        (figure("394"), "394"),
        (figure("12.5", "percent", decimals=1), "12,5%"),
        (figure("5", "eur"), f"€{NO_BREAK}5"),
        (figure("1", "yesno"), "Ja"),
        (figure("0", "yesno"), "Nee"),
        (figure(None, label="gereed"), "gereed"),
        (figure(None, gap="niet vermeld in het document"), "niet vermeld in het document"),
    ],
)
def test_a_figure_says_its_value_its_word_or_its_reason(shown: Figure, text: str) -> None:
    assert figure_text(shown) == text


def test_a_table_that_names_the_unit_leaves_out_the_euro_sign() -> None:
    assert figure_text(figure("5", "eur"), bare=True) == "5"


@pytest.mark.parametrize(
    ("text", "dutch", "english"),
    [
        ("2022", "2022", "2022"),
        ("2022-Q3", "3e kwartaal 2022", "Q3 2022"),
        ("2022-09", "september 2022", "September 2022"),
        ("2022-09-30", "30 september 2022", "30 September 2022"),
        ("schooljaar 21/22", "schooljaar 21/22", "schooljaar 21/22"),
    ],
)
def test_a_period_is_written_in_words(text: str, dutch: str, english: str) -> None:
    assert period_text(text) == dutch
    assert period_text(text, "en") == english


def test_a_day_is_written_in_words_and_anything_else_is_left() -> None:
    assert day_text("2023-05-16") == "16 mei 2023"
    assert day_text("") == ""


def test_a_long_text_is_cut_at_a_word_or_anywhere() -> None:
    assert shortened("een twee drie", 10) == "een twee…"
    assert shortened("x" * 1000, 10) == "x" * 9 + "…"


def test_a_capital_at_the_start_leaves_names_alone() -> None:
    assert sentence_case("gelijk aan Iv3") == "Gelijk aan Iv3"
    assert sentence_case("") == ""
