"""Pages on which this document stands beside others: promises, figures printed elsewhere, the region."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from noaber.publication.book import Book
from noaber.publication.design.words import FATES, N_, NAME_FATES
from noaber.publication.edition import Figure, OtherDocument, Promise
from noaber.publication.proofs import OTHERS, REGION

Write = Callable[..., tuple[str, str]]
KINDS = (
    ("effort", N_("Inspanningen"), FATES),
    ("goal", N_("Doelen"), NAME_FATES),
    ("indicator", N_("Indicatoren"), NAME_FATES),
)


@dataclass(frozen=True, slots=True)
class Beside:
    """A figure of this document and the same one in another."""

    what: tuple[str, ...]
    period: str
    mine: Figure
    document: OtherDocument
    theirs: Figure


def beside_pages(book: Book, write: Write) -> Iterator[tuple[str, str]]:
    """The pages for which there is anything to say."""
    if book.edition.promises:
        yield write("beloofd/index.html", "promises.html", here="", **_promises(book))
    differing, agreeing = differing_and_agreeing(book)
    if differing or agreeing or any(one.today for one in book.edition.mended):
        yield write(OTHERS, "others.html", here="", differing=differing, agreeing=agreeing)
    if book.edition.region:
        lines = [
            (one, _mine(book, one.indicator, one.neighbour.period)) for one in book.edition.region
        ]
        yield write(
            REGION,
            "region.html",
            here="",
            comparable=[(one, mine) for one, mine in lines if mine and one.neighbour.figure],
            refused=[one for one, mine in lines if not one.neighbour.figure or not mine],
        )


def _promises(book: Book) -> dict[str, Any]:
    edition = book.edition
    named = {said.document for one in edition.promises for said in one.said}
    names = {one.id: f"{one.kind_label} {one.year}" for one in edition.documents}
    names[edition.id] = f"{edition.kind_label} {edition.year}"
    return {
        "chain": [one for one in edition.documents if one.id in named],
        "names": {name: text[:1].upper() + text[1:] for name, text in names.items()},
        "kinds": [
            (kind, title, words, groups)
            for kind, title, words in KINDS
            if (groups := _by_fate(edition.promises, kind, list(words)))
        ],
    }


def _by_fate(
    promises: tuple[Promise, ...], kind: str, order: list[Any]
) -> list[tuple[Any, list[Promise]]]:
    groups = [(f, [one for one in promises if (one.kind, one.fate) == (kind, f)]) for f in order]
    return [(fate, found) for fate, found in groups if found]


def differing_and_agreeing(book: Book) -> tuple[list[Beside], list[Beside]]:
    """The figures that other documents print too: those that differ there, and those that do not."""
    differing: list[Beside] = []
    agreeing: list[Beside] = []
    entries = {
        entry.figure.id: (page.title, entry)
        for page in book.evidence_pages
        for entry in page.entries
        if entry.figure
    }
    for name in book.edition.elsewhere:
        title, entry = entries.get(name, ("", None))
        if entry is None or entry.figure is None:
            continue
        what = entry.what if entry.what[:1] == (title,) else (title, *entry.what)
        for document, one in book.elsewhere(entry.figure):
            line = Beside(what, entry.period, entry.figure, document, one.figure)
            if one.agrees is False:
                differing.append(line)
            elif one.agrees:
                agreeing.append(line)
    return differing, agreeing


def _mine(book: Book, indicator: str, period: str) -> Figure | None:
    points = book.indicators[indicator].points
    return next((one.figure for one in points if one.period == period), None)
