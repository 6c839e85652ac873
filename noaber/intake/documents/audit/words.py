"""The Dutch in which findings speak: euros, lists of names, and the finding itself."""

from collections.abc import Iterable, Sequence
from decimal import Decimal

from noaber.intake.documents.reading import CheckItem, CheckStatus, Rule, Span
from noaber.intake.documents.tokens import plain
from noaber.vocabulary.money import from_cents
from noaber.vocabulary.numbers import format_number

MOST_NAMES = 12
KINDS = {
    "expense": "lasten",
    "income": "baten",
    "balance": "saldo",
    "reserve": "mutatie reserves",
    "result": "resultaat",
    "other": "overig",
}
STAGES = {
    "actual": "realisatie",
    "original": "oorspronkelijke begroting",
    "revised": "begroting na wijziging",
    "incidental": "incidenteel",
    "difference": "verschil",
    "forecast": "prognose",
    "commitment": "verplichting",
}


def euro(cents: int) -> str:
    """'€ 1.412.815', with a minus in front of the sign where it is below zero."""
    sign = "-" if cents < 0 else ""
    return f"{sign}€ {format_number(from_cents(abs(cents)))}"


def better(cents: int) -> str:
    """'€ 820.345 beter' or '€ 726.876 slechter', as seen from the municipality."""
    if cents == 0:
        return "gelijk"
    return f"{euro(abs(cents))} {'beter' if cents > 0 else 'slechter'}"


def counted(count: int, one: str, more: str) -> str:
    """'1 doel', '3 doelen'."""
    return f"{format_number(count)} {one if count == 1 else more}"


def listed(names: Iterable[str]) -> str:
    """The names between quotes, each once, at most a dozen: a list is for reading."""
    unique = list(dict.fromkeys(names))
    shown = "; ".join(f"'{name}'" for name in unique[:MOST_NAMES])
    rest = len(unique) - MOST_NAMES
    return f"{shown}; en nog {rest}" if rest > 0 else shown


def finding(
    rule: Rule,
    message: str,
    spans: Sequence[Span],
    *,
    expected: int | None = None,
    found: int | None = None,
    tolerance: int | None = None,
    status: CheckStatus = "off",
) -> CheckItem:
    """A finding; `expected`, `found` and `tolerance` are given in cents and kept in euros."""
    return CheckItem(
        rule=rule,
        status=status,
        expected=_eur(expected),
        found=_eur(found),
        message=message,
        spans=tuple(dict.fromkeys(spans)),
        tolerance=_eur(tolerance),
    )


def _eur(cents: int | None) -> int | float | None:
    if cents is None:
        return None
    return cents // 100 if cents % 100 == 0 else plain(Decimal(cents) / 100)
