"""Named checks of rows that say more than an expression can: overlaps, whole months, products.

Each gives a mask of the rows that break the rule, from the parameters of the catalogue. What is about the
message as a whole stands in gathered.py.
"""

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from noaber.intake.messages import kleene
from noaber.intake.messages.description import PARENT
from noaber.intake.messages.expressions import Rows, compile_expression
from noaber.intake.messages.kleene import Mask

Params = Mapping[str, Any]


def chosen(rows: Rows, params: Params) -> list[int]:
    """The rows for which the check's `where` holds; all where it has none."""
    where = params.get("where")
    return kleene.true_rows(compile_expression(where)(rows)) if where else list(range(rows.count))


def no_overlap(rows: Rows, params: Params) -> Mask:
    """Rows whose period overlaps that of an earlier row with the same product.

    Without code the category decides, without category every product counts; categories in `free` may
    overlap (TR302, TR386, TR410).
    """
    names = params["no_overlap"]
    products = list(zip(rows.values(names["category"]), rows.values(names["code"]), strict=True))
    begin, end = rows.values(names["from"]), rows.values(names["to"])
    free = frozenset(names.get("free", ()))
    hit = [False] * rows.count
    at = [row for row in chosen(rows, params) if begin[row] is not None]
    for number, later in enumerate(at):
        for earlier in at[:number]:
            if _same_product(products[earlier], products[later], free):
                after = end[earlier] is None or end[earlier] >= begin[later]
                hit[later] |= after and (end[later] is None or end[later] >= begin[earlier])
    return hit


Product = tuple[str | None, str | None]


def _same_product(one: Product, other: Product, free: frozenset[str]) -> bool:
    if one[0] in free or other[0] in free:
        return False
    if one[0] is None or other[0] is None:
        return True
    return one[0] == other[0] and (one[1] is None or other[1] is None or one[1] == other[1])


def some(rows: Rows, params: Params) -> Mask:
    """Rows below which no row of the class in `class` fulfils the expression (TR061)."""
    found = set()
    for shape in rows.message.type.tables:
        if shape.of == params["of_class"] and shape.parent == rows.table:
            below = Rows(rows.message, shape.name)
            parents = below.values(PARENT)
            at = kleene.true_rows(compile_expression(params["some"])(below))
            found |= {parents[row] for row in at}
    return [row not in found for row in range(rows.count)]


def whole_month(rows: Rows, params: Params) -> Mask:
    """Periods that are not exactly one calendar month (CS340)."""
    begin, end = (rows.values(f"{params['whole_month']}.{e}") for e in ("Begindatum", "Einddatum"))
    return [not _is_month(a, b) for a, b in zip(begin, end, strict=True)]


def _is_month(begin: date | None, end: date | None) -> bool:
    if begin is None or end is None or begin.day != 1 or end == date.max:
        return False
    last = (end + timedelta(days=1)).day == 1
    return last and (begin.year, begin.month) == (end.year, end.month)


def same_month(rows: Rows, params: Params) -> Mask:
    """Periods that begin and end in different months (CS337); of many rows."""
    begin, end = (rows.arrow(f"{params['same_month']}.{e}") for e in ("Begindatum", "Einddatum"))
    same = pc.and_(pc.equal(pc.year(begin), pc.year(end)), pc.equal(pc.month(begin), pc.month(end)))
    return pc.invert(same)


def birth_date(rows: Rows, params: Params) -> Mask:
    """Birth dates that do not fit the part of them that is said to be known (CS139)."""
    days = rows.values(f"{params['birth_date']}.Datum")
    uses = rows.values(f"{params['birth_date']}.DatumGebruik")
    return [day is not None and not _fits(day, use) for day, use in zip(days, uses, strict=True)]


def _fits(day: date, use: str | None) -> bool:
    if use == "3":
        return day == date(1900, 1, 1)
    return {"2": (day.month, day.day) == (1, 1), "1": day.day == 1}.get(use or "", True)


def product_of(rows: Rows, params: Params) -> Mask:
    """Amounts that are not the product of two others, for the rows of `where` (TR346); of many rows."""
    names = params["product_of"]
    first, second = (rows.arrow(path) for path in names["of"])
    wrong = pc.fill_null(
        pc.not_equal(rows.arrow(names["amount"]), pc.multiply(first, second)), False
    )
    counted = pc.is_in(pa.array(range(rows.count)), pa.array(chosen(rows, params), pa.int64()))
    return pc.and_(wrong.combine_chunks(), counted)


ROW_WISE: dict[str, Callable[[Rows, Params], Mask]] = {
    "no_overlap": no_overlap,
    "some": some,
    "whole_month": whole_month,
    "same_month": same_month,
    "birth_date": birth_date,
    "product_of": product_of,
}
