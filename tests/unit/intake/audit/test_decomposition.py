"""Parts of an explanation and the whole."""

import pytest

from noaber.intake.documents.audit.residuals import parts_make_the_whole as rule
from noaber.intake.documents.reading import Reading
from tests.unit.intake.audit.small import accounts, only, record, run


def explained(whole: int, *parts: int) -> Reading:
    """The accounts with one explanation in parts."""
    top = record("explanation", "W", theme="T1", about="Persoonsgebonden budget", eur=whole)
    below = [
        record("explanation", f"W{at}", theme="T1", about="deel", eur=eur, part_of="W")
        for at, eur in enumerate(parts)
    ]
    return accounts(records=(top, *below))


@pytest.mark.parametrize(
    ("whole", "parts"),
    [(754_000, (346_000, 222_000, 186_000)), (13_000, (-94_000, -43_000, 150_000))],
)
def test_parts_that_add_up_are_left_alone(whole: int, parts: tuple[int, ...]) -> None:
    assert run(rule, explained(whole, *parts)) == []


def test_what_rounding_explains_is_told_but_not_wrong() -> None:
    found = only(rule, explained(434_000, 166_000, 226_000, 41_000))
    assert (found.status, found.expected, found.found) == ("ok", 433_000, 434_000)
    assert found.tolerance == 2_000
    assert "€ 1.000 verschil; afronding op € 1.000 verklaart tot € 2.000" in found.message


def test_what_rounding_does_not_explain_is_off() -> None:
    found = only(rule, explained(14_500, 100_000, -84_500))
    assert (found.status, found.expected, found.found, found.tolerance) == (
        "off",
        15_500,
        14_500,
        750,
    )
    assert len(found.spans) == 3


def test_a_single_part_is_an_example() -> None:
    assert run(rule, explained(-130_000, -1_000_000)) == []
    assert run(rule, accounts()) == []
