"""Rates from published totals: counts by provision and spending by age, which both must come out."""

from dataclasses import dataclass

import numpy as np

from noaber.simulation.chance import Floats

AGES = 100
_OVER = 15 * 12
"""Months after which nothing that was once awarded is looked at any more."""


def fit(
    weights: Floats, counts: Floats, costs: Floats, ages: Floats, spending: Floats
) -> tuple[Floats, float]:
    """Awards per inhabitant by age and provision, so that both counts and spending by age come out.

    What is spent in a cell (age, provision) is fitted to two margins in turn (iterative proportional
    fitting): what is spent on each age, and what the awards of each provision cost. `weights` say where to
    begin; `counts` are awards per inhabitant, `costs` euros an award, `spending` euros per inhabitant of an
    age, `ages` the shares of ages. Gives the rates by age and the factor on volumes with which both margins
    have one total.
    """
    cells = weights * ages[:, None]
    cells[spending <= 0] = 0
    wanted = spending * ages
    factor = float(wanted[cells.sum(1) > 0].sum() / (counts * costs).sum())
    columns = counts * costs * factor
    for _ in range(200):
        cells *= (columns / cells.sum(0))[None, :]
        rows = cells.sum(1)
        cells *= np.divide(wanted, rows, out=np.zeros(AGES), where=rows > 0)[:, None]
    cells *= (columns / cells.sum(0))[None, :]
    return cells / (ages[:, None] * costs[None, :] * factor), factor


@dataclass(frozen=True, slots=True)
class Lasting:
    """How long care goes on: `again` the chance of an extension after so many `months`, `lag` months before
    it begins; who leaves by removal (a year), by death (intercept and slope of the logarithm of the chance a
    year), and how long after the eighteenth birthday it may go on (years on average, 0 where that is no
    limit).
    """

    again: float
    months: float
    lag: int
    leaves: float
    mortality: tuple[float, float]
    adult: float

    def spread(self) -> Floats:
        """Of care begun at each age (row), the months delivered at each age (column)."""
        month = np.arange(AGES * 12)
        passed = month[:, None] - month[None, :] - self.lag
        going = np.power(self.again, np.maximum(passed, 0) // max(self.months, 1))
        going = going * np.exp(-self.leaves * np.maximum(passed, 0) / 12)
        if self.months <= 2:
            going = going * (passed < self.months)
        going = going * ((passed >= 0) & (passed < _OVER))
        living = self._living((month + 0.5) / 12)
        ratio = np.divide(
            living[:, None],
            living[None, :],
            out=np.zeros_like(going),
            where=living[None, :] > 1e-12,
        )
        made = (going * ratio).reshape(AGES, 12, AGES, 12).sum((1, 3)) / 12
        return made.T

    def _living(self, age: Floats) -> Floats:
        intercept, slope = self.mortality
        living = np.exp(-np.exp(intercept) * (np.exp(slope * age) - 1) / slope)
        if self.adult:
            living = living * np.exp(-np.maximum(0, age - 18) / self.adult) * (age < 23)
        return living


def first_awards(awards: Floats, months: float, lasting: Lasting) -> Floats:
    """How many must begin at each age, so that care is spread over ages as the awards are.

    Care that began at 16 is delivered at 17 as well: who begins is younger than who receives. Found by the
    method of Richardson and Lucy, which keeps every number positive. The whole is what the spread makes of it:
    as many months as the awards stand for.
    """
    spread = lasting.spread()
    wanted = awards * months
    reach = spread.sum(1)
    begun = np.where(reach > 0, awards * (1 - lasting.again), 0.0)
    for _ in range(60):
        made = begun @ spread
        ratio = np.divide(wanted, made, out=np.zeros(AGES), where=made > 1e-300)
        begun = begun * np.divide(spread @ ratio, reach, out=np.zeros(AGES), where=reach > 1e-9)
    return begun
