"""Which explanations are counted: the parts where they make the whole, else the whole."""

from decimal import Decimal

import pytest

from noaber.register.money.rules import lowest

D = Decimal


@pytest.mark.parametrize(
    ("rows", "counted"),
    [
        ([], set()),
        ([(1, None, D(100))], {1}),
        ([(1, None, D(100)), (2, 1, D(60)), (3, 1, D(40))], {2, 3}),
        ([(1, None, D(100)), (2, 1, D(60)), (3, 1, D(39))], {2, 3}),  # a euro off by rounding
        ([(1, None, D(100)), (2, 1, D(60))], {1}),  # only 'of which'
        ([(1, None, D(9)), (2, 1, D(9)), (3, 2, D(4)), (4, 2, D(5))], {3, 4}),
        ([(1, None, D(-9)), (2, 1, D(1)), (3, 1, D(-10))], {2, 3}),
        ([(1, 2, D(1)), (2, 1, D(1))], set()),  # a circle hangs under nothing
    ],
)
def test_the_lowest_level_that_closes_is_counted(rows, counted):
    assert lowest(rows) == counted
