"""One simulated part that many tests look at, and several seeds for what must hold on average."""

import pytest

from noaber.simulation.parameters import parameters
from noaber.simulation.part import simulate
from noaber.simulation.plan import Order, places


@pytest.fixture(scope="session")
def given():
    return parameters()


@pytest.fixture(scope="session")
def order():
    return Order(34_000, 2018, 5, seed=11)


@pytest.fixture(scope="session")
def place(given, order):
    return places(order, given)[0]


@pytest.fixture(scope="session")
def part(given, order, place):
    return simulate(given, order, place, 1)


@pytest.fixture(scope="session")
def towns(given):
    """Ten towns of 50,000 inhabitants, five years each: chance averages out."""
    made = []
    for seed in range(100, 110):
        order = Order(50_000, 2018, 5, seed)
        made.append(simulate(given, order, places(order, given)[0], 1))
    return made
