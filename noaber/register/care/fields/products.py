"""What a product and its extent are in any message."""

from collections.abc import Mapping
from typing import Any


def extent(row: Mapping[str, Any]) -> dict[str, Any]:
    """Volume, unit, frequency and budget of a product."""
    return {
        "volume": row["Omvang.Volume"],
        "unit": row["Omvang.Eenheid"] or "",
        "frequency": row["Omvang.Frequentie"] or "",
        "budget": row["Budget"],
    }


def product(row: Mapping[str, Any]) -> dict[str, Any]:
    """Category and code of a product."""
    return {"category": row["Product.Categorie"] or "", "code": row["Product.Code"] or ""}


def extent_tree(of: Any) -> dict[str, Any]:
    """The extent of anything that has volume, unit, frequency and budget."""
    if of.volume is None:
        return {} if of.budget is None else {"Budget": of.budget}
    return {"Omvang": {"Volume": of.volume, "Eenheid": of.unit, "Frequentie": of.frequency}}


def product_tree(of: Any) -> dict[str, Any]:
    """The product of anything that has category and code; none where it has no category."""
    if not of.category:
        return {}
    return {"Product": {"Categorie": of.category, **({"Code": of.code} if of.code else {})}}
