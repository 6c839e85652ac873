"""What may be asked of supply: contracts and prices are no one's secret within their own municipality."""

from django.db.models import QuerySet

from noaber.guard.actor import Actor
from noaber.register.supply.models import CareProduct, Contract, PriceChange, Provider, Tariff

FILE_ITSELF = ("file__content", "file__text")
"""What of a file is not read along with each row that came from it."""


def providers(actor: Actor) -> QuerySet[Provider]:
    """The providers of the actor's own municipalities."""
    rows = Provider.objects.select_related("municipality").order_by("municipality", "code")
    if actor.everywhere:
        return rows
    return rows.filter(municipality__code__in=actor.municipalities)


def products(actor: Actor) -> QuerySet[CareProduct]:
    """The product lists of the actor's own municipalities."""
    rows = CareProduct.objects.order_by("municipality", "law", "category", "code")
    if actor.everywhere:
        return rows
    return rows.filter(municipality__code__in=actor.municipalities)


def contracts(actor: Actor) -> QuerySet[Contract]:
    """The contracts with those providers."""
    rows = Contract.objects.filter(provider__in=providers(actor)).select_related("provider")
    return rows.order_by("provider", "law", "valid_from")


def tariffs(actor: Actor) -> QuerySet[Tariff]:
    """The prices in those contracts."""
    rows = Tariff.objects.filter(contract__in=contracts(actor))
    return rows.select_related("contract__provider", "product")


def price_changes(actor: Actor) -> QuerySet[PriceChange]:
    """What prices and contracts were before they were changed, the latest first."""
    rows = PriceChange.objects.filter(contract__in=contracts(actor)).defer(*FILE_ITSELF)
    return rows.select_related("contract__provider", "product", "file").order_by(
        "-recorded_at", "-pk"
    )
