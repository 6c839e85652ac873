"""Quantities, targets, gaps and money: what can't be said wrongly."""

from decimal import Decimal

import pytest

from noaber.vocabulary.gaps import Gap
from noaber.vocabulary.money import BALANCE, FINANCIAL_RESULT, AmountKind, from_cents, to_cents
from noaber.vocabulary.quantities import Quantity
from noaber.vocabulary.targets import WITH_VALUE, Target, TargetKind


def test_a_quantity_has_a_value_or_a_reason() -> None:
    for value, gap in ((None, None), (Decimal(1), Gap.NO_FACTS)):
        with pytest.raises(ValueError, match="value, or a gap"):
            Quantity(value, gap=gap)


@pytest.mark.parametrize("value", ["NaN", "Infinity"])
def test_a_quantity_is_finite(value: str) -> None:
    with pytest.raises(ValueError, match="finite"):
        Quantity(Decimal(value))


@pytest.mark.parametrize("gap", list(Gap))
def test_every_gap_has_its_reason_in_dutch(gap: Gap) -> None:
    assert gap.dutch


@pytest.mark.parametrize("kind", list(TargetKind))
def test_a_target_has_a_value_when_its_kind_names_one(kind: TargetKind) -> None:
    given, wrong = (Decimal(3), None) if kind in WITH_VALUE else (None, Decimal(3))
    assert Target(kind, given).value == given
    with pytest.raises(ValueError, match="do not fit"):
        Target(kind, wrong)


@pytest.mark.parametrize(
    ("eur", "cents"), [("0", 0), ("12.34", 1234), ("-0.5", -50), ("1809000", 180900000)]
)
def test_euros_are_kept_as_whole_cents(eur: str, cents: int) -> None:
    assert to_cents(Decimal(eur)) == cents
    assert from_cents(cents) == Decimal(eur)


@pytest.mark.parametrize("eur", ["0.001", "NaN", "Infinity", "1" * 30 + ".001"])
def test_what_is_not_whole_cents_is_refused(eur: str) -> None:
    with pytest.raises(ValueError, match=r"decimalen|bedrag"):
        to_cents(Decimal(eur))


@pytest.mark.parametrize(("cents", "text"), [(500, "5"), (550, "5.50"), (-1, "-0.01")])
def test_cents_show_only_where_there_are_any(cents: int, text: str) -> None:
    assert str(from_cents(cents)) == text


def test_the_result_is_the_balance_after_what_went_into_reserves() -> None:
    amounts = {AmountKind.INCOME: 10, AmountKind.EXPENSE: 7, AmountKind.RESERVE_MOVEMENT: 2}
    assert sum(weight * amounts[kind] for kind, weight in BALANCE.items()) == 3
    assert sum(weight * amounts[kind] for kind, weight in FINANCIAL_RESULT.items()) == 1
