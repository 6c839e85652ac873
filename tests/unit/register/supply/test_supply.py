"""Providers, products, contracts and prices: kept once, dated, and seen by their own municipality."""

from datetime import date

import pytest

from noaber.guard.actor import SYSTEM, NotAllowed
from noaber.guard.models import Municipality
from noaber.register.sources.services import Refused
from noaber.register.supply import queries, services
from noaber.register.supply.models import Contract, Tariff
from noaber.register.supply.rules import overlapping
from noaber.register.supply.services import Price
from tests.people import CONTROLLER, NEIGHBOUR, VISITOR

pytestmark = [pytest.mark.database, pytest.mark.django_db]

NEW_YEAR, SUMMER = date(2026, 1, 1), date(2026, 7, 1)


@pytest.fixture
def contract() -> Contract:
    town = Municipality.objects.create(code="1700", name="Twenterand")
    provider = services.keep_provider(SYSTEM, town, "42420001", "De Brug")
    return services.keep_contract(SYSTEM, provider, "youth", "C1", NEW_YEAR)


@pytest.fixture
def product(contract):
    town = contract.provider.municipality
    return services.keep_product(SYSTEM, town, "youth", "45", "45A04", "begeleiding", "04")


def test_what_is_entered_again_takes_the_place(contract, product) -> None:
    town = contract.provider.municipality
    assert services.keep_provider(SYSTEM, town, "42420001") == contract.provider
    again = services.keep_contract(SYSTEM, contract.provider, "youth", "C1", NEW_YEAR, SUMMER)
    assert (again, again.valid_to) == (contract, SUMMER)
    assert services.keep_product(SYSTEM, town, "youth", "45", "45A04", "anders") == product
    services.keep_tariff(SYSTEM, contract, Price(product, "04", 6000, NEW_YEAR))
    services.keep_tariff(SYSTEM, contract, Price(product, "04", 6100, NEW_YEAR))
    assert Tariff.objects.get().cents == 6100


def test_a_price_follows_another_without_sharing_a_day(contract, product) -> None:
    services.keep_tariff(SYSTEM, contract, Price(product, "04", 6000, NEW_YEAR))
    with pytest.raises(Refused, match="geldt al een tarief"):
        services.keep_tariff(SYSTEM, contract, Price(product, "04", 6100, SUMMER))
    ended = Price(product, "04", 6000, NEW_YEAR, date(2026, 6, 30))
    services.keep_tariff(SYSTEM, contract, ended)
    services.keep_tariff(SYSTEM, contract, Price(product, "04", 6100, SUMMER))
    services.keep_tariff(SYSTEM, contract, Price(product, "01", 100, NEW_YEAR))
    on = [one.cents for one in Tariff.objects.filter(unit="04") if one.holds_on(SUMMER)]
    assert on == [6100]


def test_what_cannot_be_is_refused(contract, product) -> None:
    with pytest.raises(Refused, match="AGB-code"):
        services.keep_provider(SYSTEM, contract.provider.municipality, "1700")
    with pytest.raises(Refused, match="laatste dag"):
        services.keep_contract(SYSTEM, contract.provider, "youth", "C2", SUMMER, NEW_YEAR)
    with pytest.raises(Refused, match="negatief"):
        services.keep_tariff(SYSTEM, contract, Price(product, "04", -1, NEW_YEAR))
    with pytest.raises(Refused, match="categorie"):
        services.keep_product(SYSTEM, contract.provider.municipality, "youth", "4", "X")


def test_strangers_see_and_change_nothing(contract, product) -> None:
    services.keep_tariff(SYSTEM, contract, Price(product, "04", 6000, NEW_YEAR))
    asks = (queries.providers, queries.products, queries.contracts, queries.tariffs)
    for ask in asks:
        assert ask(CONTROLLER).count() == ask(SYSTEM).count() == 1
        assert ask(NEIGHBOUR).count() == ask(VISITOR).count() == 0
    with pytest.raises(NotAllowed):
        services.keep_contract(NEIGHBOUR, contract.provider, "youth", "C3", NEW_YEAR)


def test_an_open_end_overlaps_all_that_comes_after() -> None:
    assert overlapping((SUMMER, None), [(NEW_YEAR, None)]) == (NEW_YEAR, None)
    assert overlapping((NEW_YEAR, date(2026, 6, 30)), [(SUMMER, None)]) is None
