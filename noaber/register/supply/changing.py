"""What a price list makes other than it was, in words, and held against the claims judged by what was."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from noaber.guard.models import Municipality
from noaber.intake.supply.checking import period_said
from noaber.intake.supply.columns import Place, PriceRow
from noaber.register.sources.services import Refused
from noaber.register.supply.judged import Judged, judged_days
from noaber.register.supply.models import CareProduct, Contract, PriceChange, Tariff
from noaber.register.supply.rules import Agreed, Clash, Laid, Listed, Period, Why, lost
from noaber.vocabulary.money import from_cents
from noaber.vocabulary.numbers import format_number


class RefusedList(Refused):
    """A price list that goes against the register: all that is wrong at once, by row."""

    def __init__(self, found: Iterable[tuple[Place, str]]) -> None:
        """Say each sentence with its place, in the order of the rows."""
        self.sentences = tuple(f"{place}: {text}" for place, text in sorted(found))
        super().__init__("\n".join(self.sentences))


@dataclass(slots=True)
class Series:
    """The prices of one product in one unit within one contract: what was, what is given, what becomes."""

    contract: Contract
    product: CareProduct
    unit: str
    kept: dict[date, Tariff]
    given: dict[date, PriceRow]
    laid: Laid

    def changes(self) -> Iterator["Change"]:
        """Each price that becomes other, with the row that makes it so."""
        for was, now in self.laid.changes:
            place = self._row(was).place
            yield Change(self.contract, place, was, now, self.product, self.unit)

    def clashes(self) -> Iterator[tuple[Place, str]]:
        """Each price that cannot be laid over what is kept, with its row."""
        for clash in self.laid.clashes:
            yield self.given[clash.given.start].place, self._said(clash)

    def _row(self, was: Agreed) -> PriceRow:
        """The row on the same day, else the last before it that reaches it, else the first after it."""
        starts = sorted(self.given)
        reaching = [
            start
            for start in starts
            if start <= was.start and _last(self.given[start]) >= was.start
        ]
        return self.given[reaching[-1] if reaching else next(s for s in starts if s > was.start)]

    def _said(self, clash: Clash) -> str:
        kept = f"({euros(clash.kept.cents)} {period_said(clash.kept.period)})"
        about = f"van {self.product} bij {self.contract} is er al een tarief dat"
        if clash.why is Why.GOES_ON:
            since = f"{clash.day:%d-%m-%Y}"
            return f"{about} doorloopt {kept}; zet ook in het bestand wat vanaf {since} geldt"
        return (
            f"{about} binnen deze dagen begint {kept}; zet ook die rij in het bestand, of vervang haar met "
            "--correct en --because"
        )


def _last(row: PriceRow) -> date:
    return (row.days and row.days[1]) or date.max


@dataclass(slots=True)
class Change:
    """A price that becomes other, or without a product the days of a contract.

    `lines` of claims were judged by what was, from the day `first` on.
    """

    contract: Contract
    place: Place
    was: Agreed
    now: Agreed | None
    product: CareProduct | None = None
    unit: str = ""
    lines: int = 0
    first: date | None = None

    @property
    def sentence(self) -> str:
        """What becomes what."""
        was, now = self.was, self.now
        if self.product is None and now is not None:
            return f"contract {self.contract} loopt {period_said(now.period)} (was {period_said(was.period)})"
        about = f"het tarief van {self.product} bij {self.contract}"
        before = f"{euros(was.cents)} {period_said(was.period)}"
        if now is None:
            return f"{about} vervalt (was {before})"
        return f"{about} wordt {euros(now.cents)} {period_said(now.period)} (was {before})"

    @property
    def refused(self) -> str:
        """Why it cannot be without a reason."""
        count = (
            "is 1 declaratieregel"
            if self.lines == 1
            else f"zijn {format_number(self.lines)} declaratieregels"
        )
        since = f" (vanaf {self.first:%d-%m-%Y})" if self.first else ""
        return (
            f"{self.sentence}, maar naar wat er nu staat {count} beoordeeld{since}. Laat het nieuwe later "
            "ingaan, of geef --correct en met --because de reden"
        )

    def took(self, one: Listed) -> bool:
        """Whether a price that is gone is gone by this change."""
        if one.contract != self.contract.pk:
            return False
        return self.product is None or (one.unit, one.agreed) == (self.unit, self.was)

    def row(self) -> PriceChange:
        """The row that keeps it."""
        now = self.now
        return PriceChange(
            contract=self.contract,
            product=self.product,
            unit=self.unit,
            was_from=self.was.start,
            was_to=self.was.end,
            was_cents=self.was.cents,
            now_from=now.start if now else None,
            now_to=now.end if now else None,
            now_cents=now.cents if now else None,
            judged=self.lines,
            place=str(self.place),
        )


def euros(cents: int | None) -> str:
    """'€ 61,20'."""
    return "" if cents is None else f"€ {format_number(from_cents(cents), 2)}"


def agreed(one: Tariff) -> Agreed:
    """A price as a plain value."""
    return Agreed(one.valid_from, one.valid_to, one.cents)


def days_of(one: Contract) -> Period:
    """The days of a contract as a plain value."""
    return one.valid_from, one.valid_to


Key = tuple[str, str, str, str]
"""Provider, law, category and code: what a line of a claim is held against."""


def count_judged(
    municipality: Municipality,
    changes: Sequence[Change],
    tariffs: Iterable[Tariff],
    series: Iterable[Series],
) -> None:
    """Count by each change the lines of claims that were judged by what was.

    `tariffs` are all of the municipality as they are, `series` what is given: the sets of prices that the
    judging of claims sees on a day are laid beside each other.
    """
    if not changes:
        return
    known = judged_days(municipality, {one.contract.provider.code for one in changes})
    if not known:
        return
    before, after = _listed(changes, tariffs, series)
    for change in changes:
        for key, day, lines in _touched(change, known):
            if any(change.took(one) for one in lost(day, before[key], after[key])):
                change.lines += lines
                change.first = min(change.first or day, day)


def _listed(
    changes: Iterable[Change], tariffs: Iterable[Tariff], series: Iterable[Series]
) -> tuple[dict[Key, list[Listed]], dict[Key, list[Listed]]]:
    """The prices of each product of each provider, before and after."""
    moved = {one.contract.pk: one.now.period for one in changes if not one.product and one.now}
    laid = {(one.contract.pk, one.product.pk, one.unit): one for one in series}
    before: defaultdict[Key, list[Listed]] = defaultdict(list)
    after: defaultdict[Key, list[Listed]] = defaultdict(list)
    for one in tariffs:
        key, number = _key(one.contract, one.product), one.contract_id
        before[key].append(Listed(number, days_of(one.contract), one.unit, agreed(one)))
        if (number, one.product_id, one.unit) not in laid:
            days = moved.get(number) or days_of(one.contract)
            after[key].append(Listed(number, days, one.unit, agreed(one)))
    for found in laid.values():
        number = found.contract.pk
        days = moved.get(number) or days_of(found.contract)
        after[_key(found.contract, found.product)] += [
            Listed(number, days, found.unit, price) for price in found.laid.after
        ]
    return before, after


def _key(contract: Contract, product: CareProduct) -> Key:
    return contract.provider.code, contract.law, product.category, product.code


def _touched(change: Change, known: Judged) -> Iterator[tuple[Key, date, int]]:
    """The days on which claims were judged, of the products that a change touches."""
    product = change.product
    mine = [change.contract.provider.code, change.contract.law]
    mine += [product.category, product.code] if product else []
    for key, days in known.items():
        if list(key[: len(mine)]) == mine:
            for day, lines in days.items():
                yield key, day, lines
