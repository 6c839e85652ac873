"""Between which bounds a value lies, with 95 % certainty: means and shares of what was counted.

A mean: Student's t on the standard error. A share: Wilson's score interval, which stays within 0 and 1
and is sound for small numbers (Wilson 1927; Brown, Cai and DasGupta 2001). An interval tells how sure a
figure is as an estimate of what lies behind it; of a full count it says how much chance alone may move it.
"""

import math
from functools import lru_cache
from statistics import NormalDist

LEVEL = 0.95
_Z = NormalDist().inv_cdf(0.5 + LEVEL / 2)


def of_mean(n: int, total: float, squares: float) -> tuple[float, float, float] | None:
    """(low, high, standard deviation) of a mean; nothing for fewer than two."""
    if n < 2:
        return None
    mean = total / n
    deviation = math.sqrt(max(squares - n * mean * mean, 0.0) / (n - 1))
    half = student(n - 1) * deviation / math.sqrt(n)
    return mean - half, mean + half, deviation


def of_share(part: int, whole: int) -> tuple[float, float] | None:
    """(low, high) of a share, as parts of one; nothing of nothing."""
    if whole < 1:
        return None
    share, z2 = part / whole, _Z * _Z
    middle = (share + z2 / (2 * whole)) / (1 + z2 / whole)
    root = math.sqrt(share * (1 - share) / whole + z2 / (4 * whole * whole))
    half = _Z * root / (1 + z2 / whole)
    return max(middle - half, 0.0), min(middle + half, 1.0)


@lru_cache(maxsize=4096)
def student(degrees: int) -> float:
    """The two-sided 95 % bound of Student's t, by bisection on its distribution."""
    if degrees > 2000:
        return _Z
    low, high = 1.0, 20.0
    for _ in range(80):
        middle = (low + high) / 2
        low, high = (middle, high) if _within(middle, degrees) < LEVEL else (low, middle)
    return (low + high) / 2


def _within(bound: float, degrees: int) -> float:
    """How much of Student's t lies between -bound and bound (Abramowitz and Stegun 26.7.3-4)."""
    angle = math.atan(bound / math.sqrt(degrees))
    cosine = math.cos(angle) ** 2
    if degrees % 2:
        term, total = math.cos(angle), math.cos(angle) if degrees > 1 else 0.0
        for k in range(3, degrees - 1, 2):
            term *= cosine * (k - 1) / k
            total += term
        return 2 / math.pi * (angle + math.sin(angle) * total)
    term = total = 1.0
    for k in range(2, degrees - 1, 2):
        term *= cosine * (k - 1) / k
        total += term
    return math.sin(angle) * total
