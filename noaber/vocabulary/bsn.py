"""The number of a resident (BSN), told from other numbers so that it goes nowhere it may not."""

import re

_WEIGHTS = (9, 8, 7, 6, 5, 4, 3, 2, -1)
_NINE_DIGITS = re.compile(r"(?<!\d)\d{9}(?!\d)")


def is_bsn(text: str) -> bool:
    """Whether nine digits pass the eleven test of a BSN (Besluit BSN, article 3)."""
    if len(text) != 9 or not text.isdecimal() or int(text) == 0:
        return False
    return sum(int(d) * w for d, w in zip(text, _WEIGHTS, strict=True)) % 11 == 0


def holds_bsn(text: str) -> bool:
    """Whether nine digits that stand alone within a text may be a BSN."""
    return any(is_bsn(found) for found in _NINE_DIGITS.findall(text))


def masked(text: str) -> str:
    """A text in which every number that may be a BSN is nine stars."""
    return _NINE_DIGITS.sub(lambda found: "*" * 9 if is_bsn(found[0]) else found[0], text)
