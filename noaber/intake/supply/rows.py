"""One row of a price list to what it states; what is wrong with it is kept beside it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from noaber.intake.supply import cells
from noaber.intake.supply.cells import Wrong
from noaber.intake.supply.columns import (
    EURO,
    Days,
    Mistake,
    Place,
    PriceRow,
    categories,
    head_of,
)
from noaber.vocabulary.bsn import masked

_SHOWN = 60  # signs of a value that a sentence repeats
T = TypeVar("T")


@dataclass(slots=True)
class Cells:
    """The cells of one row by field; a cell that cannot be read is kept as a mistake and counts as empty."""

    place: Place
    texts: Sequence[str]
    columns: Mapping[str, tuple[int, str]]
    mistakes: list[Mistake]

    def text(self, field: str) -> str:
        """What stands in a column; nothing where the row is shorter or the column is not there."""
        at, _ = self.columns.get(field, (len(self.texts), ""))
        return self.texts[at] if at < len(self.texts) else ""

    def read(self, field: str, reader: Callable[[str], T]) -> T | None:
        """The value of a cell; nothing where it is empty or wrong."""
        text = self.text(field)
        if not text:
            return None
        try:
            return reader(text)
        except Wrong as error:
            self.wrong(field, str(error))
            return None

    def days(self, first: str, last: str) -> Days | None:
        """The days from one cell to another; nothing where there is no first day or it is wrong."""
        start, end = self.read(first, cells.day), self.read(last, cells.last_day)
        if start is None:
            if end is not None and not self.text(first):
                self.wrong(last, f"is een laatste dag; vul ook '{self.head(first)}' in")
            return None
        if start == cells.STILL:
            self.wrong(first, "is geen eerste dag")
        if end is not None and end < start:
            self.wrong(last, f"ligt voor de eerste dag, {start:%d-%m-%Y}; klopt het jaartal?")
        return start, end

    def head(self, field: str) -> str:
        """The head above a field in this file, or the one that it should have."""
        return self.columns[field][1] if field in self.columns else head_of(field)

    def wrong(self, field: str, text: str) -> None:
        """Keep that a cell is wrong, without repeating what may be a BSN."""
        value = self.text(field)
        shown = value if len(value) <= _SHOWN else f"{value[:_SHOWN]}…"
        head = self.head(field) if field else ""
        self.mistakes.append(Mistake(self.place, head, masked(shown), masked(text)))


def row_of(found: Cells) -> PriceRow | None:
    """What a row states; nothing where something in it is wrong."""
    before = len(found.mistakes)
    law = found.read("law", cells.law) or ""
    contract = found.read("contract", cells.contract) or ""
    provider = found.read("provider_code", cells.agb_code) or ""
    category = found.read("category", lambda text: cells.category(law, text)) if law else None
    cents = found.read("price", cells.cents_of_euros)
    if not found.text("price"):
        cents = found.read("cents", cells.whole_cents)
    row = PriceRow(
        found.place,
        provider,
        found.text("provider_name"),
        law,
        contract,
        found.days("contract_from", "contract_to"),
        category or "",
        found.read("product", cells.product) or "",
        found.text("product_name"),
        found.read("unit", cells.unit) or "",
        cents,
        found.days("valid_from", "valid_to"),
    )
    if len(found.mistakes) == before:
        _hold_complete(row, found)
        _hold_dated(row, found)
    return row if len(found.mistakes) == before else None


def _hold_complete(row: PriceRow, found: Cells) -> None:
    """Say what a row lacks for what it begins to state."""
    of_product = ("law", "category", "product")
    of_contract = ("provider_code", "law", "contract", "contract_from")
    unpriced = bool(row.provider_code and row.product) and row.unit != EURO
    priced = row.cents is not None or row.days is not None or unpriced
    wanted: list[str] = []
    if priced:
        wanted = ["provider_code", *of_product, "unit", "price", "valid_from"]
    if row.product or row.category:
        wanted += of_product
    if row.contract or row.contract_days or (priced and "contract" in found.columns):
        wanted += of_contract
    if row.provider_name or not wanted:
        wanted.append("provider_code")
    for field in dict.fromkeys(wanted):
        given = found.text(field) or (field == "price" and found.text("cents"))
        if not given:
            found.wrong(field, "deze cel is leeg; vul haar in")


def _hold_dated(row: PriceRow, found: Cells) -> None:
    """Say where a product category may not be used on the first day of the price."""
    if row.days is None or not row.category:
        return
    listed = categories(row.law)[row.category]
    if not listed.valid_on(row.days[0]):
        why = f"({listed.meaning}) geldt niet op {_said(row.days[0])}; kies een andere"
        found.wrong("category", why)


def _said(day: date) -> str:
    return f"{day:%d-%m-%Y}"
