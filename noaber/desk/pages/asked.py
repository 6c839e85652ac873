"""What a request asks for, read without trusting it: anything odd counts as not asked."""

from collections.abc import Collection
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Page, Paginator
from django.http import HttpRequest

PAGE = 50
# Longer is no number of the standard, nor a key of a database.
_DIGITS = 18


def whole(request: HttpRequest, name: str) -> int | None:
    """A whole number from the address, if there is one."""
    text = request.GET.get(name, "").strip()
    return int(text) if text.isascii() and text.isdigit() and len(text) <= _DIGITS else None


def one_of(request: HttpRequest, name: str, allowed: Collection[str], otherwise: str = "") -> str:
    """One of the allowed words from the address."""
    text = request.GET.get(name, "")
    return text if text in allowed else otherwise


def words(request: HttpRequest, name: str) -> str:
    """A short text from the address."""
    return request.GET.get(name, "").replace("\0", "").strip()[:100]


def sort(request: HttpRequest, allowed: Collection[str], otherwise: str) -> str:
    """A column to sort by, with a minus in front for downwards."""
    text = request.GET.get("op", "")
    return text if text.removeprefix("-") in allowed else otherwise


def address(request: HttpRequest, **changes: Any) -> str:
    """The same address with other values; what is None or empty goes."""
    values = {**request.GET.dict(), **changes}
    kept = {name: value for name, value in values.items() if value not in (None, "")}
    return f"?{urlencode(kept)}"


def page_of(request: HttpRequest, rows: Any) -> Page[Any]:
    """The page of a list that is asked for; the nearest where there is no such page."""
    return Paginator(rows, PAGE).get_page(whole(request, "pagina") or 1)
