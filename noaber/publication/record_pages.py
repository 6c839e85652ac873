"""Pages of efforts, explanations and registers, and the A-Z. Puts things together; computes nothing."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import groupby

from noaber.publication.book import Book
from noaber.publication.design.words import CAUSES, REGISTERS, STATUSES
from noaber.publication.edition import Cause, EffortPage, EffortStatus, Explanation, Register
from noaber.vocabulary.names import normalise

Write = Callable[..., tuple[str, str]]
SHARE, RESIDUAL = "explained_share", "residual"


@dataclass(frozen=True, slots=True)
class Named:
    """A line of the A-Z."""

    name: str
    kind: str
    place: str


def record_pages(book: Book, write: Write) -> Iterator[tuple[str, str]]:
    """The pages of what the register holds besides goals, indicators and the tables of money."""
    if book.efforts:
        yield write(
            "inspanningen/index.html", "efforts.html", here="efforts", groups=by_status(book)
        )
    for effort in book.edition.efforts:
        yield write(
            book.effort_page(effort),
            "effort.html",
            here="",
            effort=effort,
            followers=[one for one in book.edition.efforts if effort.id in one.waits_for],
        )
    if book.edition.explanations:
        yield write(
            "verklaringen/index.html",
            "why.html",
            here="",
            themes=[theme for theme in book.themes if book.explanations_of(theme)],
            causes=by_cause(book),
            by_cause=[
                one
                for one in book.waterfalls_of(None)
                if not any(step.target for step in one.steps)
            ],
            unexplained=[one for one in book.edition.money if one.what == "unexplained"],
            residuals=[one for one in book.edition.checks if one.rule in (SHARE, RESIDUAL)],
        )
    for address, registers in register_pages(book).items():
        yield write(address, "register.html", here="", registers=registers)
        for register in registers:
            yield from _items(book, register, write)
    yield write("a-z/index.html", "az.html", here="az", letters=letters(book))


def _items(book: Book, register: Register, write: Write) -> Iterator[tuple[str, str]]:
    for at, item in enumerate(register.items):
        page = book.item_page(item)
        if page is not None:
            yield write(
                page,
                "item.html",
                here="",
                register=register,
                item=item,
                efforts=book.efforts_on(item.id),
                before=register.items[at - 1] if at else None,
                after=register.items[at + 1] if at + 1 < len(register.items) else None,
            )


def by_status(book: Book) -> list[tuple[EffortStatus | None, list[EffortPage]]]:
    """The efforts by their state, in the order in which a reader asks for them."""
    groups = [(s, [one for one in book.edition.efforts if one.status == s]) for s in STATUSES]
    return [(status, found) for status, found in groups if found]


def by_cause(book: Book) -> list[tuple[Cause, list[Explanation]]]:
    """The explanations by cause, those that are counted: a whole, or its parts where they add up to it."""
    leaves = [one for one in book.edition.explanations if one.counted]
    groups = [(cause, [one for one in leaves if one.cause is cause]) for cause in CAUSES]
    return [(cause, found) for cause, found in groups if found]


def register_pages(book: Book) -> dict[str, list[Register]]:
    """The registers by the page on which they stand."""
    order = list(REGISTERS)
    found: dict[str, list[Register]] = {}
    for register in sorted(book.edition.registers, key=lambda one: order.index(one.section)):
        found.setdefault(book.register_page(register), []).append(register)
    return found


def letters(book: Book) -> list[tuple[str, list[Named]]]:
    """Everything that has a name, by its first letter; what starts with something else under '#'."""
    named = [
        *(Named(one.name, one.kind, book.node_place(one)) for one in book.edition.nodes),
        *(
            Named(one.name, "indicator", book.indicator_page(one))
            for one in book.edition.indicators
        ),
        *(Named(one.name, "effort", book.effort_page(one)) for one in book.edition.efforts),
        *(
            Named(one.name, register.section, book.item_place(one))
            for register in book.edition.registers
            for one in register.items
        ),
    ]
    named.sort(key=lambda one: (_letter(one), normalise(one.name), one.kind, one.place))
    return [(letter, list(group)) for letter, group in groupby(named, _letter)]


def _letter(one: Named) -> str:
    first = normalise(one.name)[:1].upper()
    return first if first.isalpha() else "#"
