"""Signs and checks: the same table in every sign convention, and with every digit wrong."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import product
from pathlib import Path

import pytest

from noaber.intake.documents.checks import check
from noaber.intake.documents.files import read_file
from noaber.intake.documents.reader import read_text
from noaber.intake.documents.reading import AmountItem, CheckItem, Reading
from noaber.intake.documents.signs import SignConvention, infer_signs

CONVENTIONS = [SignConvention(*signs) for signs in product((1, -1), repeat=5)]


@pytest.fixture(scope="module")
def sample(root: Path) -> tuple[str, Reading]:
    path = root / "tests/samples/intake/raalte.txt"
    return read_file(path.read_bytes(), path.name)


def printed_in(convention: SignConvention, reading: Reading) -> Reading:
    """The same amounts, printed by another convention."""
    own = infer_signs(reading.finance)
    assert own is not None
    return replace(
        reading,
        finance=tuple(
            replace(item, eur=item.eur * own.factor(item.kind) * convention.factor(item.kind))
            for item in reading.finance
        ),
    )


def planted(reading: Reading, text: str) -> Iterator[tuple[AmountItem, Reading]]:
    """The reading once for every digit of every amount, replaced by every other digit."""
    for index, item in enumerate(reading.finance):
        printed = text[slice(*item.span)]
        for at, digit in enumerate(printed):
            for other in "0123456789".replace(digit, "") if digit.isdigit() else "":
                wrong = printed[:at] + other + printed[at + 1 :]
                changed = replace(item, eur=int(wrong.replace(".", "")))
                finance = (*reading.finance[:index], changed, *reading.finance[index + 1 :])
                yield item, replace(reading, finance=finance)


def not_found(reading: Reading, text: str) -> list[tuple[AmountItem, float, tuple[CheckItem, ...]]]:
    """The planted digits that no check points at, with the size of the change."""
    missed = []
    for item, wrong in planted(reading, text):
        checks = check(wrong)
        if not any(one.status == "off" and item.span in one.spans for one in checks):
            changed = next(one.eur for one in wrong.finance if one.id == item.id)
            missed.append((item, abs(changed - item.eur), checks))
    return missed


@pytest.mark.parametrize("convention", CONVENTIONS, ids=str)
def test_every_sign_convention_is_found_by_arithmetic(
    convention: SignConvention, sample: tuple[str, Reading]
) -> None:
    printed = printed_in(convention, sample[1])
    assert infer_signs(printed.finance) == convention
    assert {one.status for one in check(printed)} == {"ok"}


def test_without_a_balance_or_result_there_is_no_convention(sample: tuple[str, Reading]) -> None:
    expenses = [item for item in sample[1].finance if item.kind == "expense"]
    assert infer_signs(expenses) is None
    assert infer_signs([]) is None


def test_amounts_that_follow_no_rule_give_no_convention(sample: tuple[str, Reading]) -> None:
    wild = [replace(item, eur=(7919 * at**3) % 99991) for at, item in enumerate(sample[1].finance)]
    assert infer_signs(wild) is None


def test_the_convention_is_told_in_dutch() -> None:
    said = SignConvention(income=-1, balance=-1, result=-1).dutch
    assert "lasten positief en baten negatief" in said
    assert "een positief saldo is een nadeel" in said


def test_a_sound_table_is_ok_and_says_where_it_is_a_euro_off(sample: tuple[str, Reading]) -> None:
    checks = sample[1].checks
    assert {one.status for one in checks} == {"ok"}
    off_by_one = [one for one in checks if one.expected != one.found and one.rule == "total"]
    assert len(off_by_one) == 2
    assert all("afgerond, 1 euro verschil" in one.message for one in off_by_one)
    assert {one.tolerance for one in checks if one.rule in ("balance", "result", "difference")} == {
        0
    }


def test_the_sentence_is_held_against_the_table_with_its_own_rounding(
    sample: tuple[str, Reading],
) -> None:
    text, reading = sample
    (found,) = (one for one in reading.checks if one.rule == "text_against_table")
    assert (found.expected, found.found, found.tolerance) == (405055, 405000, 500)
    assert text[slice(*found.spans[0])] == "€ 405.000"
    wrong = read_text(text.replace("€ 405.000 hoger", "€ 450.000 hoger"))
    assert [one.status for one in wrong.checks if one.rule == "text_against_table"] == ["off"]


def test_every_wrong_digit_is_pointed_at_unless_rounding_hides_it(
    sample: tuple[str, Reading],
) -> None:
    """A euro in a reserve line cannot be told from rounding; all else is found."""
    text, reading = sample
    for item, change, checks in not_found(reading, text):
        assert item.kind == "reserve"
        assert "totaal" not in item.line.lower()
        assert change == 1
        assert any(item.span in one.spans and "1 euro verschil" in one.message for one in checks)


def test_the_wrong_amount_is_named_with_what_it_should_be(sample: tuple[str, Reading]) -> None:
    text, _ = sample
    wrong = text.replace("5.250.871", "5.250.371")
    off = [one for one in read_text(wrong).checks if one.status == "off"]
    assert [one.rule for one in off] == ["balance", "total"]
    for one in off:
        assert wrong[slice(*one.spans[0])] == "5.250.371"
        assert "met 5.250.871 in plaats van 5.250.371 klopt alles" in one.message
        assert "Doelenboom zorg, Lasten, Realisatie begrotingsjaar" in one.message


def test_two_wrong_amounts_in_two_columns_are_both_named(sample: tuple[str, Reading]) -> None:
    wrong = sample[0].replace("5.250.871", "5.250.371").replace("5.120.655", "5.720.655")
    off = [one for one in read_text(wrong).checks if one.status == "off"]
    assert {wrong[slice(*one.spans[0])] for one in off} == {"5.250.371", "5.720.655"}


@pytest.mark.parametrize("line", ["405.055", "13.010.134", "12.605.079"])
def test_a_wrong_digit_in_a_difference_survives_the_whole_reader(
    line: str, sample: tuple[str, Reading]
) -> None:
    for at, digit in enumerate(line):
        for other in "0123456789".replace(digit, "") if digit.isdigit() else "":
            wrong = sample[0].replace(f" {line}", f" {line[:at]}{other}{line[at + 1 :]}")
            start = wrong.index(f" {line[:at]}{other}{line[at + 1 :]}") + 1
            off = [one for one in read_text(wrong).checks if one.status == "off"]
            assert any((start, start + len(line)) in one.spans for one in off), (line, at, other)


def test_a_table_in_thousands_is_judged_by_thousands() -> None:
    text = (
        "Bedragen x € 1.000\nRealisatie 2023 Raming 2023 na wijziging\nA\nLasten 10 20\nBaten 4 5\nSaldo 6 15\n"
        "B\nLasten 30 41\nBaten 10 11\nSaldo 20 30\nTotaal lasten 41 61\nTotaal baten 14 16\nTotaal saldo 27 45\n"
    )
    checks = read_text(text).checks
    assert {one.status for one in checks} == {"ok"}
    assert any("afgerond, 1.000 euro verschil" in one.message for one in checks)


def test_a_reading_without_money_has_no_checks() -> None:
    assert check(read_text("Doel: Rust\n")) == ()
