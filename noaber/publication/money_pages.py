"""The pages of money: the programme whole, and its taakvelden over the years."""

from collections.abc import Callable, Iterator

from noaber.publication.book import Book
from noaber.publication.design.words import MONEY_FOLDER
from noaber.publication.edition import MoneyTable, Register, Waterfall
from noaber.publication.record_pages import register_pages

Write = Callable[..., tuple[str, str]]


def money_pages(book: Book, write: Write) -> Iterator[tuple[str, str]]:
    """The page of the money, and that of the taakvelden where expenses are divided by them."""
    if not book.edition.money:
        return
    trend = whole(book, "taakvelden")
    yield write(
        "geld/index.html",
        "money.html",
        here="money",
        tables=book.money_of(None),
        by_theme=falls(book, by_theme=True),
        by_cause=falls(book, by_theme=False),
        unexplained=whole(book, "unexplained"),
        ahead_tables=book.money_of(None, "plan_years"),
        themes=[one for one in book.themes if book.money_of(one)],
        trend=trend,
        shelf=money_shelf(book),
    )
    if trend:
        yield write("geld/taakvelden/index.html", "trend.html", here="", trend=trend)


def whole(book: Book, what: str) -> list[MoneyTable]:
    """The tables of the whole programme that say `what`."""
    return [one for one in book.edition.money if one.what == what]


def falls(book: Book, by_theme: bool) -> list[Waterfall]:
    """The waterfalls of the programme: those whose steps are themes, or those of causes."""
    return [
        one
        for one in book.waterfalls_of(None)
        if any(step.target for step in one.steps) is by_theme
    ]


def money_shelf(book: Book) -> tuple[str, list[Register]] | None:
    """The page of the registers on money with what stands on it; None where there are none."""
    address = f"{MONEY_FOLDER}/index.html"
    registers = register_pages(book).get(address)
    return (address, registers) if registers else None
