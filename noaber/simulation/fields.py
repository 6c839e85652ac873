"""Taakvelden by year with the codes under which they may be summed, as columns."""

from collections.abc import Sequence

import numpy as np

from noaber.simulation.chance import Ints
from noaber.simulation.rows import Cell, Words
from noaber.vocabulary.taakvelden import trend_parent

DIVIDED = (2023, 2025)
"""The years from which the taakvelden of the social domain are divided anew."""
Fields = tuple[str, str, str]
"""The taakveld of something before the first division, between the two, and after the second."""


def taakvelden(fields: Sequence[Fields], rows: Ints, years: Ints) -> dict[str, Cell]:
    """The taakveld of each row, its group and its wide group."""
    first = int(years.min(initial=DIVIDED[0]))
    span = int(years.max(initial=DIVIDED[0])) - first + 1
    cells = [
        (one[sum(first + at >= begin for begin in DIVIDED)], first + at)
        for one in fields
        for at in range(span)
    ]
    parents = [trend_parent(code, year) for code, year in cells]
    at = rows * span + (years - first)
    return {
        "taakveld": Words(tuple(code for code, _ in cells), at),
        "taakveld_group": _perhaps([one.code for one in parents], at),
        "taakveld_wide": _perhaps([one.wide for one in parents], at),
    }


def _perhaps(words: list[str | None], at: Ints) -> Words:
    known = np.array([word is not None for word in words], bool)
    return Words(tuple(word or "" for word in words), np.where(known[at], at, -1))
