"""Pages of evidence: per table or series where each figure comes from, and what it rests on.

Each figure and each piece of evidence stands on one page, the first that tells of it.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from noaber.publication.design.words import REGISTERS
from noaber.publication.edition import Evidence, Figure, IndicatorPage, Register
from noaber.publication.soundness import figures
from noaber.vocabulary.names import slug, unused

if TYPE_CHECKING:
    from noaber.publication.book import Book

# A figure with the words that say which one it is, and its period where it has one.
Told = tuple[tuple[str, ...], Figure, str]
OTHERS = "andere-documenten/index.html"
REGION = "andere-gemeenten/index.html"


@dataclass(frozen=True, slots=True)
class Entry:
    """One figure, or one piece of evidence that others rest on, on a page of evidence.

    `what` says in the words of the table which figure it is; `figure` is None for evidence that is
    not shown as a figure of its own.
    """

    anchor: str
    what: tuple[str, ...]
    evidence: Evidence
    figure: Figure | None = None
    period: str = ""


@dataclass(frozen=True, slots=True)
class EvidencePage:
    """The evidence of one table or series: where it is, what it is about, and its entries."""

    address: str
    title: str
    back: str
    entries: tuple[Entry, ...]
    underlying: tuple[Entry, ...]


@dataclass(slots=True)
class _Given:
    """Names that were given out on one level."""

    taken: set[str] = field(default_factory=set)

    def give(self, text: str) -> str:
        name = unused(slug(text), self.taken)
        self.taken.add(name)
        return name


class Proofs:
    """All pages of evidence of a book, and where each figure and source stands."""

    def __init__(self, book: "Book") -> None:
        """Place every figure of the book's edition."""
        self._book = book
        self._shown = {figure.evidence for figure in figures(book.edition)}
        self._entries: dict[str, Entry] = {}
        self.figure_places: dict[str, str] = {}
        self.source_places: dict[str, str] = {}
        self.carriers: dict[str, Entry] = {}
        self.pages = tuple(page for page in self._made() if page.entries)

    def _made(self) -> Iterator[EvidencePage]:
        names = _Given()
        for title, name, back, told in (*self._own(), *self._of_others()):
            yield self._page(names.give(name), title, back, told)

    def _own(self) -> Iterator[tuple[str, str, str, list[Told]]]:
        """(title, name, way back, figures) of each table and series of this document."""
        book, edition = self._book, self._book.edition
        for table in edition.money:
            theme = book.theme_of(book.nodes[table.node_id])
            back = f"{book.theme_page(theme)}#geld" if theme else "geld/index.html"
            told: list[Told] = [
                ((row.label, column), figure, "")
                for row in table.rows
                for column, figure in zip(table.columns, row.figures, strict=True)
            ]
            yield table.title, f"geld {table.slug}", back, told
        for one in edition.indicators:
            series: list[Told] = [((one.name,), point.figure, point.period) for point in one.points]
            series += [
                ((one.name, "streefwaarde"), point.figure, point.period) for point in one.targets
            ]
            if one.baseline:
                series.append(((one.name, "nulmeting"), one.baseline.figure, one.baseline.period))
            series += _counted(one)
            yield one.name, f"indicator {one.slug}", book.indicator_page(one), series
        causes: list[Told] = [((one.about,), one.figure, "") for one in edition.explanations]
        causes += [
            ((fall.title, step.label), step.figure, "")
            for fall in edition.waterfalls
            for step in fall.steps
        ]
        way = "verklaringen/index.html" if edition.explanations else "geld/index.html"
        yield "Verklaringen", "verklaringen", way, causes
        for register in edition.registers:
            words = REGISTERS[register.section]
            back = book.register_page(register)
            yield words.title, f"register {words.title}", back, _told_in(register)
        lines: list[Told] = [
            ((line.question,), figure, "") for line in edition.headlines for figure in line.figures
        ]
        yield "", "in het kort", "index.html", lines

    def _of_others(self) -> Iterator[tuple[str, str, str, list[Told]]]:
        """The same for what other documents print, once all of this one stands."""
        edition = self._book.edition
        told: dict[str, list[Told]] = {}
        for name, printed in edition.elsewhere.items():
            mine = self._entries.get(name)
            for one in printed:
                words = (mine.what, mine.period) if mine else ((), "")
                told.setdefault(one.document, []).append((words[0], one.figure, words[1]))
        for line in edition.region:
            near = line.neighbour
            if near.figure:
                told.setdefault(near.document, []).append(((near.name,), near.figure, near.period))
        for mended in edition.mended:
            if mended.today:
                told.setdefault(mended.document, []).append(((mended.about,), mended.today, ""))
        for document in edition.documents:
            if document.id in told:
                own = document.municipality == edition.municipality
                title = document.title if own else f"{document.municipality}: {document.title}"
                yield title, f"elders {document.id}", OTHERS if own else REGION, told[document.id]

    def _page(self, name: str, title: str, back: str, told: Iterable[Told]) -> EvidencePage:
        """One page of evidence: the figures not told elsewhere yet, then what they rest on."""
        address = f"herkomst/{name}/index.html"
        evidence = self._book.evidence
        anchors = _Given({"inhoud"})
        entries = []
        for what, figure, period in told:
            if figure.id in self.figure_places:
                continue
            anchor = anchors.give(f"cijfer {period} {figure.id}")
            self.figure_places[figure.id] = f"{address}#{anchor}"
            self.source_places.setdefault(figure.evidence, f"{address}#{anchor}")
            entry = Entry(anchor, what, evidence[figure.evidence], figure, period)
            self._entries[figure.id] = entry
            self.carriers.setdefault(figure.evidence, entry)
            entries.append(entry)
        underlying = []
        waiting = [source for entry in entries for source in entry.evidence.inputs]
        for source in waiting:  # grows while what is found rests on more
            if source in self._shown or source in self.source_places:
                continue
            anchor = anchors.give(f"bron {source}")
            self.source_places[source] = f"{address}#{anchor}"
            underlying.append(Entry(anchor, (), evidence[source]))
            waiting.extend(evidence[source].inputs)
        return EvidencePage(address, title, back, tuple(entries), tuple(underlying))


def _counted(indicator: IndicatorPage) -> Iterator[Told]:
    """Every figure of an indicator's counting with the words that say which it is."""
    counting, name = indicator.counting, indicator.name
    if counting is None:
        return
    for point in counting.points:
        yield (name, "eigen telling"), point.figure, point.period
    for point in counting.points:
        if point.difference:
            yield (name, "verschil"), point.difference, point.period
    for split in counting.splits:
        for row in split.rows:
            yield (name, row.part), row.figure, split.period


def _told_in(register: Register) -> list[Told]:
    """Every figure of a register with the words that say which it is."""
    told: list[Told] = []
    for item in register.items:
        told += [((item.name, said.head), said.figure, "") for said in item.said if said.figure]
        told += [
            ((item.name, entries.title, said.head), said.figure, "")
            for entries in item.entries
            for row in entries.rows
            for said in row
            if said and said.figure
        ]
    return told
