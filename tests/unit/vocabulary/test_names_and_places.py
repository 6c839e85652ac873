"""When two printed names are one name, and which municipality a name means."""

import pytest

from noaber.vocabulary.names import normalise, slug, squeeze
from noaber.vocabulary.places import (
    bare_name,
    municipalities,
    municipality_coded,
    municipality_named,
)


def test_white_space_of_every_kind_is_one_space() -> None:
    assert squeeze("\u00a0 a\tb\n\u2009c ") == "a b c"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Jeugd", "JEUGD "),
        ("Coöperatie", "cooperatie"),
        ("Wmo-voorzieningen", "Wmo voorzieningen"),
        ("Regio\u00a0Twente", "Regio Twente"),
        ("IJsselland", "Ĳsselland"),
    ],
)
def test_two_ways_to_print_a_name_are_one_name(one: str, other: str) -> None:
    assert normalise(one) == normalise(other)


def test_a_percentage_and_a_number_stay_apart() -> None:
    assert normalise("% bereikt") != normalise("bereikt")


@pytest.mark.parametrize(
    ("text", "made"),
    [
        ("Jeugd & gezin", "jeugd-gezin"),
        ("", "zonder-naam"),
    ],
)
def test_a_slug_is_fit_for_an_address(text: str, made: str) -> None:
    assert slug(text) == made


@pytest.mark.parametrize(
    ("one", "other"),
    [("a" * 99, "a" * 98), ("日本", "日"), ("—", "."), ("x" * 61 + "1", "x" * 61 + "2")],
)
def test_names_that_are_cut_or_have_no_letters_stay_apart(one: str, other: str) -> None:
    assert slug(one) != slug(other)
    assert slug(one) == slug(f" {one}  ")
    assert len(slug(one)) <= 60


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("Twenterand", "1700"),
        ("gemeente Almelo", "0141"),
        ("TUBBERGEN", "0183"),
        ("'s-Gravenhage", "0518"),
        ("Bergen (NH.)", "0373"),
        ("Gemeente Bergen (L.)", "0893"),
        ("Súdwest-Fryslân", "1900"),
    ],
)
def test_a_municipality_is_found_by_its_name(name: str, code: str) -> None:
    place = municipality_named(name)
    assert place is not None
    assert place.code == code


@pytest.mark.parametrize("name", ["", "Twente", "gemeente", "Bergen"])
def test_a_name_that_no_one_place_bears_finds_none(name: str) -> None:
    assert municipality_named(name) is None


def test_every_municipality_is_found_by_its_own_name_and_code() -> None:
    for place in municipalities():
        assert municipality_named(place.name) == place
        assert municipality_coded(f"GM{place.code}") == place
        assert bare_name(place.name)


def test_codes_have_four_digits_and_are_unique() -> None:
    codes = [place.code for place in municipalities()]
    assert len(set(codes)) == len(codes)
    assert all(len(code) == 4 and code.isdigit() for code in codes)


def test_an_unknown_code_finds_none() -> None:
    assert municipality_coded("9999") is None
