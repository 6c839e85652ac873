"""A price list to rows: all of it or nothing, and a price by which claims were judged only with a reason."""

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db import transaction

from noaber.guard.actor import Actor
from noaber.guard.models import Municipality
from noaber.intake.supply.checking import spanned
from noaber.intake.supply.columns import PriceRow
from noaber.register.sources.services import Refused, keep_file
from noaber.register.supply.changing import (
    Change,
    RefusedList,
    Series,
    agreed,
    count_judged,
    days_of,
)
from noaber.register.supply.models import CareProduct, Contract, PriceChange, Provider, Tariff
from noaber.register.supply.rules import Agreed, lay

ContractKey = tuple[str, str, str]
"""Provider, law and number."""
ProductKey = tuple[str, str, str]
"""Law, category and code."""


@dataclass(frozen=True, slots=True)
class Offer:
    """A price list as it is offered: its rows, its file, who offers it, and why where it corrects."""

    rows: Sequence[PriceRow]
    name: str = ""
    content: bytes = b""
    by: str = ""
    correct: bool = False
    because: str = ""


@dataclass(slots=True)
class Entered:
    """What a price list changed: how many are new, and sentences about what is other than it was.

    `judged` lines of claims were decided by a price that was corrected.
    """

    providers: int = 0
    products: int = 0
    contracts: int = 0
    tariffs: int = 0
    unchanged: int = 0
    judged: int = 0
    changes: list[str] = field(default_factory=list)

    @property
    def nothing(self) -> bool:
        """Whether all of it was there already."""
        new = self.providers + self.products + self.contracts + self.tariffs
        return not new and not self.changes


def enter(
    actor: Actor, municipality: Municipality, offer: Offer, now: datetime, keep: bool = True
) -> Entered:
    """Keep a price list, or only say what it would change. Entering it again changes nothing.

    Raises RefusedList where it goes against what is kept, Refused for a correction without a reason, and
    NotAllowed. Then, and without `keep`, everything is as it was.
    """
    actor.require(municipality.code, municipality.name)
    if offer.correct and not offer.because.strip():
        raise Refused("zeg bij een correctie met --because waarom; dat blijft bij het tarief staan")
    with transaction.atomic():
        # One list at a time: a second waits until it can be held against what the first made.
        Municipality.objects.select_for_update().get(pk=municipality.pk)
        done = Entered()
        providers = _providers(municipality, offer.rows, done)
        products = _products(municipality, offer.rows, done)
        contracts, shifted = _contracts(providers, offer.rows, done)
        tariffs = list(
            Tariff.objects.filter(contract__provider__municipality=municipality).select_related(
                "contract__provider", "product"
            )
        )
        series = list(_series(offer, contracts, products, tariffs))
        if clashes := [clash for one in series for clash in one.clashes()]:
            raise RefusedList(clashes)
        changes = shifted + [change for one in series for change in one.changes()]
        count_judged(municipality, changes, tariffs, series)
        if not offer.correct and any(one.lines for one in changes):
            raise RefusedList((one.place, one.refused) for one in changes if one.lines)
        _write(municipality, series, changes, offer, offer.by or actor.name, now, done)
        if not keep:
            transaction.set_rollback(True)
    return done


def _providers(
    municipality: Municipality, rows: Iterable[PriceRow], done: Entered
) -> dict[str, Provider]:
    kept = {one.code: one for one in Provider.objects.filter(municipality=municipality)}
    names: dict[str, str] = {}
    for row in rows:
        if row.provider_code:
            names[row.provider_code] = row.provider_name or names.get(row.provider_code, "")
    new = [
        Provider(municipality=municipality, code=code, name=name)
        for code, name in names.items()
        if code not in kept
    ]
    for code, name in names.items():
        if code in kept and name and kept[code].name != name:
            done.changes.append(f"aanbieder {code} heet nu '{name}' (was '{kept[code].name}')")
            kept[code].name = name
            kept[code].save(update_fields=["name"])
    done.providers = len(new)
    return kept | {one.code: one for one in Provider.objects.bulk_create(new)}


def _products(
    municipality: Municipality, rows: Iterable[PriceRow], done: Entered
) -> dict[ProductKey, CareProduct]:
    """The product list. A row about a product alone says its unit; else its prices do, where they agree."""
    known = CareProduct.objects.filter(municipality=municipality)
    kept = {(one.law, one.category, one.code): one for one in known}
    names: dict[ProductKey, str] = {}
    units: dict[ProductKey, str] = {}
    priced: defaultdict[ProductKey, set[str]] = defaultdict(set)
    for row in rows:
        if row.product:
            key = (row.law, row.category, row.product)
            names[key] = row.product_name or names.get(key, "")
            if row.provider_code:
                priced[key].add(row.unit)
            else:
                units[key] = row.unit
    new = []
    for key, name in names.items():
        unit = next(iter(priced[key])) if len(priced[key]) == 1 else ""
        if one := kept.get(key):
            unit = units.get(key, one.unit or unit)
            _renew(one, name or one.name, unit, key in units, done)
            continue
        law, category, code = key
        one = CareProduct(municipality=municipality, law=law, category=category, code=code)
        one.name, one.unit = name, units.get(key, unit)
        new.append(one)
    done.products = len(new)
    made = CareProduct.objects.bulk_create(new)
    return kept | {(one.law, one.category, one.code): one for one in made}


def _renew(one: CareProduct, name: str, unit: str, said: bool, done: Entered) -> None:
    """Give a product its new name and unit; `said` when the unit was told and does not just follow."""
    about = f"product {one.category} {one.code}"
    if one.name != name:
        done.changes.append(f"{about} heet nu '{name}' (was '{one.name}')")
    if said and one.unit != unit:
        done.changes.append(f"{about} heeft nu eenheid '{unit}' (was '{one.unit}')")
    if (one.name, one.unit) != (name, unit):
        one.name, one.unit = name, unit
        one.save(update_fields=["name", "unit"])


def _contracts(
    providers: dict[str, Provider], rows: Iterable[PriceRow], done: Entered
) -> tuple[dict[ContractKey, Contract], list[Change]]:
    """The contracts, and those of which the days become other than they were."""
    known = Contract.objects.filter(provider__in=list(providers.values()))
    kept = {
        (one.provider.code, one.law, one.number): one for one in known.select_related("provider")
    }
    told: dict[ContractKey, PriceRow] = {}
    for row in rows:
        if row.contract:
            told.setdefault((row.provider_code, row.law, row.contract), row)
    new, shifted = [], []
    for (code, law, number), row in told.items():
        if row.contract_days is None:
            continue
        if one := kept.get((code, law, number)):
            was = days_of(one)
            now = spanned([was, row.contract_days]) if row.assumed else row.contract_days
            if was != now:
                shifted.append(Change(one, row.place, Agreed(*was), Agreed(*now)))
            continue
        start, end = row.contract_days
        one = Contract(provider=providers[code], law=law, number=number)
        one.valid_from, one.valid_to = start, end
        new.append(one)
    done.contracts = len(new)
    made = Contract.objects.bulk_create(new)
    return kept | {(one.provider.code, one.law, one.number): one for one in made}, shifted


def _series(
    offer: Offer,
    contracts: dict[ContractKey, Contract],
    products: dict[ProductKey, CareProduct],
    tariffs: Iterable[Tariff],
) -> Iterator[Series]:
    """The rows with prices, by product and unit within a contract, laid over what is kept of these."""
    kept: defaultdict[tuple[int, int, str], dict[date, Tariff]] = defaultdict(dict)
    for one in tariffs:
        kept[one.contract_id, one.product_id, one.unit][one.valid_from] = one
    given: defaultdict[tuple[ContractKey, ProductKey, str], dict[date, PriceRow]]
    given = defaultdict(dict)
    for row in offer.rows:
        if row.days is not None:
            contract = (row.provider_code, row.law, row.contract)
            product = (row.law, row.category, row.product)
            given[contract, product, row.unit][row.days[0]] = row
    for (contract_key, product_key, unit), rows in given.items():
        with_whom, what = contracts[contract_key], products[product_key]
        mine = kept[with_whom.pk, what.pk, unit]
        prices = [Agreed(*row.days, row.cents) for row in rows.values() if row.days]
        laid = lay([agreed(one) for one in mine.values()], prices, offer.correct)
        yield Series(with_whom, what, unit, mine, rows, laid)


def _write(
    municipality: Municipality,
    series: Sequence[Series],
    changes: Sequence[Change],
    offer: Offer,
    by: str,
    now: datetime,
    done: Entered,
) -> None:
    """Write what is new or other, each with who, when and where it stood, and what it was before."""
    gone: list[int] = []
    changed: list[Tariff] = []
    new: list[Tariff] = []
    kept_changes = [one.row() for one in changes]
    stated: list[Tariff | PriceChange] = [*kept_changes]
    for one in series:
        after = {price.start: price for price in one.laid.after}
        gone += [tariff.pk for start, tariff in one.kept.items() if start not in after]
        for start, price in after.items():
            kept, row = one.kept.get(start), one.given.get(start)
            if kept is not None and agreed(kept) == price:
                done.unchanged += row is not None
                continue
            tariff = kept or Tariff(
                contract=one.contract, product=one.product, unit=one.unit, valid_from=start
            )
            tariff.valid_to, tariff.cents = price.end, price.cents or 0
            (changed if kept is not None else new).append(tariff)
            if row is not None:  # what only ends keeps the evidence of its price
                tariff.place = str(row.place)
                stated.append(tariff)
    if stated:
        recorded = {"recorded_by": by, "recorded_at": now, "file": _file(municipality, offer)}
        for made in stated:
            for name, value in recorded.items():
                setattr(made, name, value)
    for change in kept_changes:
        change.because = " ".join(offer.because.split())
    for shift in changes:
        if shift.product is None and shift.now is not None:
            shift.contract.valid_from, shift.contract.valid_to = shift.now.period
            shift.contract.save(update_fields=["valid_from", "valid_to"])
    written = ["valid_to", "cents", "place", "recorded_by", "recorded_at", "file"]
    Tariff.objects.filter(pk__in=gone).delete()
    Tariff.objects.bulk_update(changed, written, batch_size=500)
    Tariff.objects.bulk_create(new, batch_size=1000)
    PriceChange.objects.bulk_create(kept_changes, batch_size=1000)
    done.tariffs = len(new)
    done.judged = sum(one.lines for one in changes)
    done.changes += [one.sentence for one in sorted(changes, key=lambda one: one.place)]


def _file(municipality: Municipality, offer: Offer) -> Any:
    if not offer.content:
        return None
    sha256 = hashlib.sha256(offer.content).hexdigest()
    return keep_file(municipality, offer.name, offer.name, sha256, offer.content, "")
