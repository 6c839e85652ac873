"""What the contracts in the register say of prices, read from the rows of supply."""

from collections.abc import Callable, Sequence
from datetime import date

from django.apps import apps

from noaber.register.care.exchange import Exchange
from noaber.register.care.rules.values import Price


def prices_of(exchange: Exchange) -> Callable[[str, str, date], Sequence[Price] | None]:
    """A question: what does this product cost with this provider on that day.

    The answer is None where the register holds no contract with the provider under this law, and
    empty where a contract is there but no price for the product on that day.
    """
    tariffs = apps.get_model("supply", "Tariff").objects.filter(
        contract__provider__municipality=exchange.mailbox.municipality,
        contract__provider__code=exchange.provider_code,
        contract__law=exchange.law,
    )
    ours = exchange.mailbox.municipality.code == exchange.municipality_code
    contracts = apps.get_model("supply", "Contract").objects.filter(
        provider__municipality=exchange.mailbox.municipality,
        provider__code=exchange.provider_code,
        law=exchange.law,
    )
    if not ours or not contracts.exists():
        return lambda category, code, day: None
    listed: dict[tuple[str, str], list[tuple[date, date, Price]]] = {}
    for row in tariffs.select_related("contract", "product"):
        starts = max(row.valid_from, row.contract.valid_from)
        ends = min(row.valid_to or date.max, row.contract.valid_to or date.max)
        product = (row.product.category, row.product.code)
        listed.setdefault(product, []).append((starts, ends, Price(row.unit, row.cents)))
    return lambda category, code, day: [
        price for starts, ends, price in listed.get((category, code), ()) if starts <= day <= ends
    ]
