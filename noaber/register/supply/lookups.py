"""What lists and screens ask of supply: the whole as price rows, and what holds on a day."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from django.db.models import F, Q, QuerySet

from noaber.guard.actor import Actor
from noaber.guard.models import Municipality
from noaber.intake.supply.columns import Place, PriceRow
from noaber.register.supply import queries
from noaber.register.supply.models import CareProduct, Contract, PriceChange, Provider, Tariff

SORTS = {
    "provider": ("contract__provider__name", "contract__provider__code"),
    "product": ("product__category", "product__code"),
    "unit": ("unit",),
    "price": ("cents",),
    "end": ("valid_to",),
}
LATEST = 50
"""So many changes of a provider are shown; `noaber supply changes` tells all."""
_THEN = (
    "contract__provider__name", "contract__provider__code", "product__category", "product__code",
    "unit", "contract__number", "pk",
)  # fmt: skip


def on_day(day: date, before: str = "") -> Q:
    """What is dated and holds on a day; `before` is the way to it, as 'contract__'."""
    ends = Q(**{f"{before}valid_to": None}) | Q(**{f"{before}valid_to__gte": day})
    return ends & Q(**{f"{before}valid_from__lte": day})


@dataclass(frozen=True, slots=True)
class Choice:
    """Which prices: those in force on a day, by law, with words in the provider, contract or product."""

    day: date | None = None
    law: str = ""
    words: str = ""
    provider: str = ""
    sort: str = "provider"


def tariffs(actor: Actor, choice: Choice) -> QuerySet[Tariff]:
    """The prices of the actor's municipalities by a choice, sorted."""
    rows = queries.tariffs(actor).select_related("contract__provider__municipality", "product")
    if choice.day is not None:
        rows = rows.filter(on_day(choice.day), on_day(choice.day, "contract__"))
    if choice.law:
        rows = rows.filter(contract__law=choice.law)
    if choice.provider:
        rows = rows.filter(_named(choice.provider, "contract__provider__"))
    for word in choice.words.split():
        rows = rows.filter(
            _named(word, "contract__provider__")
            | _named(word, "product__")
            | Q(contract__number__icontains=word)
        )
    names = [F(name) for name in SORTS[choice.sort.removeprefix("-")]]
    # No last day comes after every last day.
    if choice.sort.startswith("-"):
        return rows.order_by(*(one.desc(nulls_first=True) for one in names), *_THEN)
    return rows.order_by(*(one.asc(nulls_last=True) for one in names), *_THEN)


def _named(word: str, before: str) -> Q:
    return Q(**{f"{before}name__icontains": word}) | Q(**{f"{before}code__icontains": word})


def unpriced(actor: Actor, choice: Choice) -> QuerySet[Provider]:
    """The providers that have no price in force on the day of the choice, by name."""
    priced = tariffs(actor, Choice(day=choice.day, law=choice.law)).values("contract__provider")
    rows = queries.providers(actor).exclude(pk__in=priced.order_by())
    if choice.law:
        rows = rows.filter(contracts__law=choice.law).distinct()
    for word in f"{choice.provider} {choice.words}".split():
        rows = rows.filter(_named(word, "") | Q(contracts__number__icontains=word)).distinct()
    return rows.order_by("name", "code")


def towns(actor: Actor) -> QuerySet[Municipality]:
    """The actor's municipalities that have providers, by name."""
    found = queries.providers(actor).order_by().values("municipality")
    return Municipality.objects.filter(pk__in=found).order_by("name")


@dataclass(frozen=True, slots=True)
class Agreement:
    """A contract with its prices, by product and unit and then by day."""

    contract: Contract
    tariffs: tuple[Tariff, ...]


@dataclass(frozen=True, slots=True)
class Shown:
    """A provider with all that was agreed, the last of what was changed in it, and how much that is in all."""

    provider: Provider
    agreements: tuple[Agreement, ...]
    changes: tuple[PriceChange, ...]
    changes_count: int


def provider(actor: Actor, key: int) -> Shown:
    """One provider of the actor's municipalities. Raises Provider.DoesNotExist for another."""
    found = queries.providers(actor).get(pk=key)
    prices: defaultdict[int, list[Tariff]] = defaultdict(list)
    rows = Tariff.objects.filter(contract__provider=found).select_related("product", "file")
    for row in rows.defer(*queries.FILE_ITSELF).order_by(
        "product__category", "product__code", "unit", "-valid_from"
    ):
        prices[row.contract_id].append(row)
    contracts = found.contracts.order_by("law", "-valid_from", "number")
    changes = PriceChange.objects.filter(contract__provider=found)
    latest = changes.select_related("contract", "product", "file").order_by("-recorded_at", "-pk")
    latest = latest.defer(*queries.FILE_ITSELF)
    return Shown(
        found,
        tuple(Agreement(one, tuple(prices[one.pk])) for one in contracts),
        tuple(latest[:LATEST]),
        changes.count(),
    )


def price_row(one: Tariff, number: int = 0) -> PriceRow:
    """A price as a row of a price list."""
    contract, product = one.contract, one.product
    return PriceRow(
        Place(0, "", number),
        contract.provider.code,
        contract.provider.name,
        contract.law,
        contract.number,
        (contract.valid_from, contract.valid_to),
        product.category,
        product.code,
        product.name,
        one.unit,
        one.cents,
        (one.valid_from, one.valid_to),
    )


def price_list(actor: Actor, municipality: Municipality) -> list[PriceRow]:
    """All that is kept of supply as rows: prices, then contracts, providers and products without any.

    A product has a row of its own too where its unit does not follow from its prices.
    """
    actor.require(municipality.code, municipality.name)
    rows = Tariff.objects.filter(contract__provider__municipality=municipality)
    priced = list(
        rows.select_related("contract__provider", "product").order_by(
            "contract__provider__code", "contract__law", "contract__number", "product__category",
            "product__code", "unit", "valid_from",
        )
    )  # fmt: skip
    made = [price_row(one) for one in priced]
    contracts = {one.contract_id for one in priced}
    unused = Contract.objects.filter(provider__municipality=municipality).exclude(pk__in=contracts)
    for contract in unused.select_related("provider").order_by("provider__code", "law", "number"):
        made.append(_contract_row(contract))
    alone = Provider.objects.filter(municipality=municipality, contracts=None).order_by("code")
    made += [PriceRow(Place(0, "", 0), one.code, one.name) for one in alone]
    units: defaultdict[int, set[str]] = defaultdict(set)
    for one in priced:
        units[one.product_id].add(one.unit)
    products = CareProduct.objects.filter(municipality=municipality)
    for product in products.order_by("law", "category", "code"):
        if units[product.pk] != {product.unit}:
            made.append(_product_row(product))
    return made


def _contract_row(one: Contract) -> PriceRow:
    return PriceRow(
        Place(0, "", 0),
        one.provider.code,
        one.provider.name,
        one.law,
        one.number,
        (one.valid_from, one.valid_to),
    )


def _product_row(one: CareProduct) -> PriceRow:
    return PriceRow(
        Place(0, "", 0),
        law=one.law,
        category=one.category,
        product=one.code,
        product_name=one.name,
        unit=one.unit,
    )
