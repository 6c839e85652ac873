"""What the rows of a price list say of each other: twice the same, two at once, or against each other."""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date

from noaber.intake.supply.columns import NO_NUMBER, Days, Mistake, PriceRow, head_of


def assume_contracts(rows: Sequence[PriceRow]) -> list[PriceRow]:
    """Rows with prices but without a contract get the one that follows from a provider's prices.

    A list without columns for contracts says when prices hold: one contract a provider and law, from the
    first of those days to the last.
    """
    days: defaultdict[tuple[str, str], list[Days]] = defaultdict(list)
    for row in rows:
        if row.days is not None and not row.contract:
            days[row.provider_code, row.law].append(row.days)
    spans = {key: spanned(found) for key, found in days.items()}
    return [
        replace(
            row,
            contract=NO_NUMBER,
            contract_days=spans[row.provider_code, row.law],
            assumed=True,
        )
        if row.days is not None and not row.contract
        else row
        for row in rows
    ]


def spanned(days: Iterable[Days]) -> Days:
    """From the first of the first days to the last of the last; no last day where one has none."""
    found = list(days)
    ends = [end for _, end in found if end is not None]
    return min(start for start, _ in found), max(ends) if len(ends) == len(found) else None


def mistakes_between(rows: Sequence[PriceRow]) -> Iterator[Mistake]:
    """Every row that repeats an earlier one, overlaps it, or says otherwise of the same thing."""
    yield from _otherwise(rows, "provider_name", lambda row: row.provider_code, _provider)
    yield from _otherwise(
        rows, "product_name", lambda row: (row.law, row.category, row.product), _product
    )
    yield from _contracts(rows)
    yield from _units(rows)
    series: defaultdict[tuple[str, ...], list[PriceRow]] = defaultdict(list)
    for row in rows:
        if row.days is not None:
            series[
                row.provider_code, row.law, row.contract, row.category, row.product, row.unit
            ].append(row)
            yield from _outside(row)
    for found in series.values():
        yield from _overlaps(found)


def _provider(row: PriceRow) -> str:
    return f"aanbieder {row.provider_code}"


def _product(row: PriceRow) -> str:
    return f"product {row.category} {row.product}"


def _otherwise(
    rows: Iterable[PriceRow],
    field: str,
    key: Callable[[PriceRow], Hashable],
    about: Callable[[PriceRow], str],
) -> Iterator[Mistake]:
    first: dict[Hashable, PriceRow] = {}
    for row in rows:
        value = getattr(row, field)
        if not value:
            continue
        earlier = first.setdefault(key(row), row)
        said = getattr(earlier, field)
        if said != value:
            yield Mistake(
                row.place, head_of(field), value,
                f"wijkt af: {about(row)} heet '{said}' op {earlier.place}; schrijf de naam overal gelijk",
            )  # fmt: skip


def _contracts(rows: Iterable[PriceRow]) -> Iterator[Mistake]:
    first: dict[Hashable, PriceRow] = {}
    for row in rows:
        if row.contract_days is None or row.assumed:
            continue
        earlier = first.setdefault((row.provider_code, row.law, row.contract), row)
        if earlier.contract_days is not None and earlier.contract_days != row.contract_days:
            yield Mistake(
                row.place, head_of("contract"), row.contract,
                f"loopt hier {period_said(row.contract_days)}, maar op {earlier.place} "
                f"{period_said(earlier.contract_days)}; een contract heeft overal dezelfde dagen",
            )  # fmt: skip


def _units(rows: Iterable[PriceRow]) -> Iterator[Mistake]:
    """A row about a product alone says its unit; two of them say the same."""
    first: dict[Hashable, PriceRow] = {}
    for row in rows:
        if not row.product or row.provider_code:
            continue
        earlier = first.setdefault((row.law, row.category, row.product), row)
        if earlier is not row:
            text = (
                f"staat al op {earlier.place}; haal een van de twee rijen weg"
                if earlier.unit == row.unit
                else f"heeft op {earlier.place} een andere eenheid; haal een van de twee rijen weg"
            )
            yield Mistake(row.place, head_of("product"), row.product, text)


def _outside(row: PriceRow) -> Iterator[Mistake]:
    """A price that holds on no day of its contract."""
    if row.days is None or row.contract_days is None:
        return
    if not _share(row.days, row.contract_days):
        yield Mistake(
            row.place, head_of("valid_from"), f"{row.days[0]:%d-%m-%Y}",
            f"dit tarief valt buiten het contract, dat loopt {period_said(row.contract_days)}",
        )  # fmt: skip


def _overlaps(found: list[PriceRow]) -> Iterator[Mistake]:
    """Each row that shares a day with one before it, beside the one of those that lasts longest."""
    ordered = sorted((row for row in found if row.days), key=_first)
    lasting = ordered[0]
    for row in ordered[1:]:
        if row.days and lasting.days and _share(row.days, lasting.days):
            there, here = sorted((lasting, row), key=lambda one: one.place)
            yield Mistake(
                here.place, head_of("valid_from"), f"{_first(here):%d-%m-%Y}", _clash(here, there)
            )  # fmt: skip
        if _last(row) > _last(lasting):
            lasting = row


def _clash(here: PriceRow, there: PriceRow) -> str:
    if (here.days, here.cents) == (there.days, there.cents):
        return f"deze rij staat ook al op {there.place}; haal een van de twee weg"
    days = period_said(there.days) if there.days else ""
    return (
        f"op {there.place} staat voor dezelfde dagen ook een tarief van {_product(here)} ({days}); "
        "laat het ene ophouden voor het andere begint"
    )


def _first(row: PriceRow) -> date:
    return row.days[0] if row.days else date.min


def _last(row: PriceRow) -> date:
    return (row.days and row.days[1]) or date.max


def _share(one: Days, other: Days) -> bool:
    return one[0] <= (other[1] or date.max) and other[0] <= (one[1] or date.max)


def period_said(days: Days) -> str:
    """'van 01-01-2026 t/m 31-12-2026', 'vanaf 01-01-2026'."""
    start, end = days
    if end is None:
        return f"vanaf {start:%d-%m-%Y}"
    return f"van {start:%d-%m-%Y} t/m {end:%d-%m-%Y}"
