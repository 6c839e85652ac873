"""Supply is written here, one thing at a time, and by `receive`, a list at a time.

What is entered again with the same key takes the place of what was there.
"""

from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils import timezone

from noaber.guard.actor import Actor
from noaber.guard.models import Municipality
from noaber.register.sources.services import Refused
from noaber.register.supply.models import CareProduct, Contract, Provider, Tariff
from noaber.register.supply.rules import overlapping


@dataclass(frozen=True, slots=True)
class Price:
    """What one unit of a product costs in cents, from a day to a day (no last day: still)."""

    product: CareProduct
    unit: str
    cents: int
    valid_from: date
    valid_to: date | None = None


def keep_provider(actor: Actor, municipality: Municipality, code: str, name: str = "") -> Provider:
    """The provider with this AGB code. Raises Refused for another form, and NotAllowed."""
    actor.require(municipality.code, municipality.name)
    if len(code) != 8 or not (code.isascii() and code.isdigit()):
        raise Refused(f"'{code}' is geen AGB-code van acht cijfers")
    provider, _ = Provider.objects.update_or_create(
        municipality=municipality, code=code, defaults={"name": name} if name else {}
    )
    return provider


def keep_product(
    actor: Actor,
    municipality: Municipality,
    law: str,
    category: str,
    code: str,
    name: str = "",
    unit: str = "",
) -> CareProduct:
    """One line of the product list of a municipality. Raises Refused and NotAllowed."""
    actor.require(municipality.code, municipality.name)
    if len(category) != 2 or not 0 < len(code) <= 5:
        raise Refused(
            f"product '{category}' '{code}': een categorie heeft 2 tekens, een code 1 tot 5"
        )
    product, _ = CareProduct.objects.update_or_create(
        municipality=municipality,
        law=law,
        category=category,
        code=code,
        defaults={"name": name, "unit": unit},
    )
    return product


def keep_contract(
    actor: Actor,
    provider: Provider,
    law: str,
    number: str,
    valid_from: date,
    valid_to: date | None = None,
) -> Contract:
    """The contract with this number. Raises Refused where it ends before it begins, and NotAllowed."""
    town = provider.municipality
    actor.require(town.code, town.name)
    _require_order(f"contract {number}", valid_from, valid_to)
    contract, _ = Contract.objects.update_or_create(
        provider=provider,
        law=law,
        number=number,
        defaults={"valid_from": valid_from, "valid_to": valid_to},
    )
    return contract


def keep_tariff(actor: Actor, contract: Contract, price: Price) -> Tariff:
    """A price within a contract. Raises Refused where two would hold on one day, and NotAllowed."""
    town = contract.provider.municipality
    actor.require(town.code, town.name)
    _require_order(f"tarief van {price.product}", price.valid_from, price.valid_to)
    if price.cents < 0:
        raise Refused(f"tarief van {price.product}: een tarief is niet negatief")
    with transaction.atomic():
        same = contract.tariffs.select_for_update().filter(product=price.product, unit=price.unit)
        others = same.exclude(valid_from=price.valid_from)
        period = (price.valid_from, price.valid_to)
        if clash := overlapping(period, others.values_list("valid_from", "valid_to")):
            raise Refused(
                f"tarief van {price.product}: vanaf {clash[0]} geldt al een tarief; "
                "geef dat eerst een laatste dag"
            )
        tariff, _ = Tariff.objects.update_or_create(
            contract=contract,
            product=price.product,
            unit=price.unit,
            valid_from=price.valid_from,
            defaults={
                "cents": price.cents,
                "valid_to": price.valid_to,
                "recorded_by": actor.name,
                "recorded_at": timezone.now(),
            },
        )
    return tariff


def _require_order(about: str, valid_from: date, valid_to: date | None) -> None:
    if valid_to is not None and valid_to < valid_from:
        raise Refused(f"{about}: de laatste dag ligt voor de eerste")
