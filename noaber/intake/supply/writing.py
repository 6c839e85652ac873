"""A price list as a file that is read back as it was: CSV with semicolons, or a workbook."""

import csv
import io
from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from noaber.intake.supply.columns import LAW_NAMES, WRITTEN, PriceRow
from noaber.intake.supply.sheets import FORMULA, plain
from noaber.vocabulary.money import from_cents

Cell = str | date | Decimal | None


def cells_of(row: PriceRow) -> tuple[Cell, ...]:
    """What a row states, in the order of the columns that are written; an amount in euros."""
    starts, ends = row.contract_days or (None, None)
    since, until = row.days or (None, None)
    euros = None if row.cents is None else from_cents(row.cents)
    return (
        row.provider_code, row.provider_name, LAW_NAMES.get(row.law, ""), row.contract, starts, ends,
        row.category, row.product, row.product_name, row.unit, euros, since, until,
    )  # fmt: skip


def heads() -> list[str]:
    """The heads of the columns that are written."""
    return [one.head for one in WRITTEN]


def as_csv(rows: Iterable[PriceRow]) -> bytes:
    """UTF-8 with the mark by which a spreadsheet knows it, semicolons, Dutch days and amounts."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerow(heads())
    writer.writerows([_text(one) for one in cells_of(row)] for row in rows)
    return out.getvalue().encode("utf-8-sig")


def _text(value: Cell) -> str:
    if value is None:
        return ""
    if isinstance(value, date):
        return value.strftime("%d-%m-%Y")
    if isinstance(value, Decimal):
        return f"{value:.2f}".replace(".", ",")
    # A spreadsheet would carry it out as a formula; `sheets` takes the quote off again.
    return f"'{value}" if FORMULA.match(value) else value


def as_workbook(rows: Iterable[PriceRow]) -> bytes:
    """One sheet: codes as text, so that no zero in front is lost; days and amounts as such."""
    from openpyxl import Workbook
    from openpyxl.styles import Font
    from openpyxl.utils import get_column_letter

    book = Workbook()
    sheet = book.active
    sheet.title = "Tarieven"
    sheet.append(heads())
    for at, one in enumerate(sheet[1], 1):
        one.font = Font(bold=True)
        sheet.column_dimensions[get_column_letter(at)].width = max(12, len(str(one.value)) + 3)
    sheet.freeze_panes = "A2"
    for number, row in enumerate(rows, 2):
        for at, value in enumerate(cells_of(row), 1):
            if value is None or value == "":
                continue
            made = sheet.cell(number, at)
            made.value = plain(value) if isinstance(value, str) else value
            if isinstance(value, str):
                made.data_type = "s"  # a name that begins with = is a name
                made.number_format = "@"
            else:
                made.number_format = "dd-mm-yyyy" if isinstance(value, date) else "#,##0.00"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()
