"""The search index of a site, as a classic script: it also works when opened from a file system."""

import json
from collections.abc import Callable, Iterator

from noaber.publication.book import Book
from noaber.publication.design.formats import figure_text
from noaber.publication.design.geometry import in_time
from noaber.publication.design.words import KINDS, N_, STATUSES
from noaber.vocabulary.names import normalise

# One line a thing: what it is called, what it is, where it stands, and other words it is found by.
Line = tuple[str, str, str, str]


def search_index(book: Book, said: Callable[[str], str]) -> str:
    """The script that hands the index to the page; `said` translates the words for kinds."""
    lines = [
        [name, said(kind), place, normalise(f"{name} {more}")]
        for name, kind, place, more in _lines(book)
    ]
    # In a script an end tag within a text would end it; the two signs of JSON that are line ends too.
    text = json.dumps(lines, ensure_ascii=False, separators=(",", ":"))
    for sign, safe in (("<", "\\u003c"), ("\u2028", "\\u2028"), ("\u2029", "\\u2029")):
        text = text.replace(sign, safe)
    return f"window.noaberIndex={text};\n"


def _lines(book: Book) -> Iterator[Line]:
    edition = book.edition
    for node in edition.nodes:
        yield node.name, KINDS.get(node.kind, node.kind), book.node_place(node), ""
    for page in edition.indicators:
        points = in_time(page.points)
        last = f"{figure_text(points[-1].figure)} {points[-1].period}" if points else ""
        yield page.name, KINDS["indicator"], book.indicator_page(page), f"{page.source} {last}"
    for effort in edition.efforts:
        more = " ".join((effort.next_step, *effort.leads, *effort.partners))
        state = STATUSES[effort.status]
        yield effort.name, KINDS["effort"], book.effort_page(effort), f"{more} {state}"
    for register in edition.registers:
        for item in register.items:
            words = " ".join(word for said in item.said for word in said.words)
            yield item.name, KINDS[register.section], book.item_place(item), words
    for one in edition.explanations:
        yield one.about, N_("verklaring"), "verklaringen/index.html", one.counterpart
    for table in edition.money:
        theme = book.theme_of(book.nodes[table.node_id])
        place = f"{book.theme_page(theme)}#geld" if theme else "geld/index.html"
        if table.what == "taakvelden":
            place = "geld/taakvelden/index.html"
        lines = " ".join(row.label for row in table.rows)
        yield table.title, N_("geld"), place, lines
    for check in edition.checks:
        if check.status != "ok":
            yield check.message, N_("vraag aan de schrijver"), "controles/index.html", check.rule
