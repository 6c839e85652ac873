"""Streams of chance: one for each municipality, part of it and process, so that no order of work shows in a
result.
"""

import zlib
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]


class Chance:
    """Gives each process of one part of one municipality its own stream, named by what it decides."""

    def __init__(self, seed: int, municipality: int, part: int) -> None:
        self.key = (seed, municipality, part)

    def stream(self, process: str) -> np.random.Generator:
        """The stream of that name: always the same for the same seed, municipality, part and name."""
        seed, municipality, part = self.key
        place = (municipality, part, zlib.crc32(process.encode()))
        return np.random.Generator(np.random.SFC64(np.random.SeedSequence(seed, spawn_key=place)))


def choose(stream: np.random.Generator, shares: Sequence[float] | Floats, count: int) -> Ints:
    """So many numbers of options, each with its share; shares need not add up to one."""
    bounds = np.cumsum(np.asarray(shares, np.float64))
    return np.searchsorted(bounds, stream.random(count) * bounds[-1], side="right").clip(
        0, len(bounds) - 1
    )


def pick(stream: np.random.Generator, weights: Floats, expected: float) -> Ints:
    """Rows hit by a Poisson process of so many hits in all, each in the measure of its weight; may repeat.

    Drawing the number first and then the rows is the same as a draw for each row, and costs no draw for each.
    """
    bounds = np.cumsum(weights)
    if not len(bounds) or bounds[-1] <= 0:
        return np.zeros(0, np.int64)
    count = stream.poisson(expected)
    return np.searchsorted(bounds, stream.random(count) * bounds[-1], side="right").clip(
        0, len(bounds) - 1
    )


def whole(stream: np.random.Generator, values: Floats) -> Ints:
    """Rounded to whole numbers by chance, so that the mean stays."""
    low = np.floor(values)
    return (low + (stream.random(len(values)) < values - low)).astype(np.int64)
