"""Figures of two municipalities: side by side where definitions allow, a clear no where they don't."""

from dataclasses import replace

import pytest

from noaber.judgement.comparable import Series, likeness, refusal

HERE = Series("Jongeren met jeugdhulp", "percent", "CBS", frozenset({"2024", "2025"}))


def test_the_same_name_unit_source_and_period_compare():
    assert refusal(HERE, replace(HERE, name="jongeren met  Jeugdhulp"), "2025") == ""


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({"unit": "number"}, "eenheid"),
        ({"name": "Jongeren met hulp"}, "omschrijving"),
        ({"source": ""}, "geen bron"),
        ({"source": "Eigen telling"}, "verschillende bronnen"),
        ({"periods": frozenset({"2023"})}, "over 2025"),
        ({"broken": frozenset({"2025"})}, "anders gaan tellen"),
    ],
)
def test_what_differs_is_said(changed, says):
    other = replace(HERE, **changed)
    assert says in refusal(HERE, other, "2025")
    if "periods" not in changed:
        assert says in refusal(other, HERE, "2025")


def test_a_number_of_people_never_compares():
    here = replace(HERE, unit="number")
    assert "per inwoner" in refusal(here, here, "2025")


@pytest.mark.parametrize("unit", ["text", "yesno"])
def test_words_never_compare(unit):
    here = replace(HERE, unit=unit)
    assert "geen cijfer" in refusal(here, here, "2025")


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        ("Jongeren met jeugdhulp", "jongeren met Jeugdhulp", 1.0),
        ("a b c d", "a b", 0.5),
        ("", "a", 0.0),
        ("a", "b", 0.0),
    ],
)
def test_likeness_is_the_share_of_common_words(one, other, alike):
    assert likeness(one, other) == alike
    assert likeness(other, one) == alike
