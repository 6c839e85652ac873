"""An attacker who reads everything that was ever published, and is good at sums.

He does not know the table of people behind it, but knows that it is a table of people: no cell is below
zero, and every published figure is a sum of its cells. Linear programming tells him, for any sum he
is after, the least and the most that it can be.
"""

from itertools import product

import numpy
from scipy.optimize import linprog
from scipy.sparse import csr_matrix


class Attacker:
    """Knows the published cells of one family: their coordinates and counts."""

    def __init__(self, dimensions, makeup, published, overlaps=None):
        """`dimensions`: name -> all parts. `published`: (at, count) pairs, `at` a dict.

        `overlaps` tells him for a cell by how many its parts are more than it.
        """
        self.names = sorted(dimensions)
        self.makeup = makeup
        self.people = list(product(*(dimensions[name] for name in self.names)))
        rows = [self._sum(at) for at, _ in published]
        self.rows = csr_matrix(numpy.array(rows)) if rows else None
        extra = overlaps or (lambda at: 0)
        self.counts = [count + extra(at) for at, count in published]

    def bounds(self, at):
        """The least and the most that a cell can be, as far as he can tell."""
        wanted = self._sum(at)
        found = []
        for sign in (1, -1):
            done = linprog(
                sign * wanted,
                A_eq=self.rows,
                b_eq=self.counts or None,
                bounds=(0, None),
                method="highs",
            )
            # 0 optimal, 3 unbounded; anything else would mean that what is published can't be true.
            assert done.status in (0, 3), done.message
            found.append(sign * done.fun if done.status == 0 else numpy.inf)
        return found[0], found[1]

    def _sum(self, at):
        held = []
        for name in self.names:
            category = at.get(name)
            parts = self.makeup.get(name, {}).get(category, {category})
            held.append(None if category is None else parts)
        return numpy.array(
            [
                float(all(h is None or one in h for one, h in zip(person, held, strict=True)))
                for person in self.people
            ]
        )
