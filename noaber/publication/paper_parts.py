"""The parts of the paper edition behind its chapters: money, efforts, causes, promises, records, others.

Each is a section of headings, paragraphs, tables and items as plain values; the template sets any of
them in the same way. Computes nothing.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

from noaber.publication.beside_pages import KINDS as PROMISE_KINDS
from noaber.publication.beside_pages import Beside, differing_and_agreeing
from noaber.publication.book import Book
from noaber.publication.design.formats import period_text, sentence_case
from noaber.publication.design.words import CAUSES, REGISTERS, STATUSES
from noaber.publication.edition import (
    Fate,
    Figure,
    Item,
    MoneyTable,
    Promise,
    Said,
    Waterfall,
)
from noaber.publication.record_pages import by_cause, by_status, register_pages

Json = dict[str, Any]
MakeFigure = Callable[..., Json]
Clean = Callable[[str], str]


class Parts:
    """Makes the sections of a book; `figure` gives a figure with its number, `clean` a text to be set."""

    def __init__(self, book: Book, figure: MakeFigure, clean: Clean) -> None:
        """Nothing is made until it is asked for."""
        self.book, self._figure, self._clean = book, figure, clean

    def sections(self) -> list[Json]:
        """Every section that has anything in it, in the order of the site."""
        made = (
            self._money(),
            self._efforts(),
            self._promises(),
            self._causes(),
            *self._registers(),
            self._others(),
            self._region(),
        )
        return [one for one in made if one["parts"]]

    # -- the pieces

    def _section(self, title: str, label: str, parts: Iterable[Json]) -> Json:
        return {"title": self._clean(title), "label": label, "parts": list(parts)}

    def _head(self, text: str, level: int = 2) -> Json:
        return {"what": "head", "level": level, "text": self._clean(text) or "Zonder naam"}

    def _words(self, text: str) -> Json:
        return {"what": "words", "text": self._clean(text)}

    def _table(
        self,
        heads: Sequence[str],
        rows: Iterable[Sequence[str | Figure]],
        widths: Sequence[float] = (),
    ) -> Json:
        cells = [[self._cell(one) for one in row] for row in rows]
        right = [any("figure" in row[at] for row in cells) for at in range(len(heads))]
        return {
            "what": "table",
            "heads": [self._clean(head) for head in heads],
            "right": right,
            "widths": list(widths or (1.4, *([1.0] * (len(heads) - 1)))),
            "rows": cells,
        }

    def _cell(self, one: str | Figure) -> Json:
        if isinstance(one, Figure):
            return {"figure": self._figure(one, one.unit == "eur")}
        return {"text": self._clean(one)}

    # -- the sections

    def _money(self) -> Json:
        def parts() -> Iterator[Json]:
            for fall in self.book.edition.waterfalls:
                yield from self._fall(fall)
            for table in self.book.edition.money:
                if table.what != "result":
                    yield from self._money_table(table)

        return self._section("Meer over het geld", "meer-geld", parts())

    def _fall(self, fall: Waterfall) -> Iterator[Json]:
        yield self._head(f"Van begroting naar werkelijk: {fall.title}")
        rows = [(step.label, step.figure) for step in fall.steps]
        yield self._table(("Stap, boven nul is beter", "Bedrag in euro’s"), rows)

    def _money_table(self, table: MoneyTable) -> Iterator[Json]:
        yield self._head(table.title)
        if table.printed_signs:
            yield self._words(table.printed_signs)
        rows: list[tuple[str | Figure, ...]] = [
            (f"{row.label} ({row.note})" if row.note else row.label, *row.figures)
            for row in table.rows
        ]
        yield self._table(("Regel, in euro’s", *table.columns), rows)

    def _efforts(self) -> Json:
        def parts() -> Iterator[Json]:
            for status, efforts in by_status(self.book):
                yield self._head(sentence_case(STATUSES[status]))
                rows: list[tuple[str | Figure, ...]] = []
                for one in efforts:
                    last = one.log[-1] if one.log else None
                    goals = "; ".join(self.book.nodes[goal].name for goal in one.goals)
                    told = "; ".join(
                        part for part in (last.reason if last else "", one.next_step) if part
                    )
                    rows.append((one.name, goals, period_text(last.period) if last else "", told))
                heads = ("Inspanning", "Voor welk doel", "Gemeld", "Wat erover staat")
                yield self._table(heads, rows, (1.3, 1.3, 0.7, 1.5))

        return self._section("Wat is er gedaan, en wat werd ervan?", "inspanningen", parts())

    def _promises(self) -> Json:
        edition = self.book.edition
        titles = {one.id: f"{one.kind_label} {one.year}" for one in edition.documents}
        titles[edition.id] = f"{edition.kind_label} {edition.year}"

        def parts() -> Iterator[Json]:
            for kind, title, words in PROMISE_KINDS:
                mine = [one for one in edition.promises if one.kind == kind]
                if not mine:
                    continue
                yield self._head(title)
                told = [
                    (one.name, sentence_case(word), self._per_document(one, titles))
                    for fate, word in words.items()
                    for one in mine
                    if one.fate is fate and (kind == "effort" or fate is not Fate.KEPT)
                ]
                same = sum(one.fate is Fate.KEPT for one in mine) if kind != "effort" else 0
                if same:
                    yield self._words(f"{same} zijn hetzelfde gebleven.")
                if told:
                    heads = ("Waarover", "Wat werd ervan", "Per document")
                    yield self._table(heads, told, (1.2, 0.8, 2.2))

        return self._section("Wat werd er van de plannen?", "beloofd", parts())

    @staticmethod
    def _per_document(one: Promise, titles: Mapping[str, str]) -> str:
        told = []
        for part in one.said:
            state = STATUSES[part.status] if one.kind == "effort" else ""
            words = ": ".join(word for word in (state, part.words) if word) or "genoemd"
            told.append(f"{titles[part.document]}: {words if part.named else 'niet genoemd'}")
        return "; ".join(told)

    def _causes(self) -> Json:
        def parts() -> Iterator[Json]:
            if self.book.edition.explanations:
                yield self._words(
                    "Dit zijn de oorzaken die het document zelf noemt. Een bedrag boven nul is beter "
                    "voor de gemeente."
                )
            for cause, found in by_cause(self.book):
                yield self._head(sentence_case(CAUSES[cause]))
                rows = [
                    (
                        one.about,
                        self.book.nodes[one.theme].name,
                        " · ".join(part for part in (one.recurrence, one.counterpart) if part),
                        one.figure,
                    )
                    for one in found
                ]
                yield self._table(("Waarover", "Thema", "Aard", "Bedrag in euro’s"), rows)

        return self._section("Waardoor kwam het anders uit?", "waardoor", parts())

    def _registers(self) -> Iterator[Json]:
        """Those on money in one section, all others in another."""
        for label, title, money in (
            ("potjes", "Reserves, subsidies en andere potjes", True),
            ("afspraken", "Afspraken, plannen en andere gegevens", False),
        ):
            parts: list[Json] = []
            for registers in register_pages(self.book).values():
                for register in registers:
                    words = REGISTERS[register.section]
                    if words.is_money is money:
                        parts.append(self._head(words.title))
                        parts += (one for item in register.items for one in self._item(item))
            yield self._section(title, label, parts)

    def _item(self, item: Item) -> Iterator[Json]:
        yield self._head(item.name, 3)
        facts = [(sentence_case(said.head), self._told(said)) for said in item.said]
        if facts:
            yield {
                "what": "facts",
                "rows": [[self._clean(head), self._cell(told)] for head, told in facts],
            }
        for entries in item.entries:
            rows = [[self._told(said) if said else "" for said in row] for row in entries.rows]
            yield self._table([sentence_case(head) for head in entries.heads], rows)

    def _told(self, said: Said) -> str | Figure:
        if said.figure:
            return said.figure
        if said.links:
            return "; ".join(self.book.link(one)[0] for one in said.links)
        return period_text(said.period) if said.period else "; ".join(said.words)

    def _others(self) -> Json:
        differing, _ = differing_and_agreeing(self.book)

        def parts() -> Iterator[Json]:
            if differing:
                yield self._words(
                    "Deze cijfers staan in een ander document van deze gemeente anders. Welke daar "
                    "hetzelfde zijn, staat op de site."
                )
            if differing:
                yield self._table(
                    ("Welk cijfer", "Hier", "In", "Staat"), map(self._beside, differing)
                )

        return self._section("Wat stond er in andere documenten?", "andere-documenten", parts())

    @staticmethod
    def _beside(one: Beside) -> tuple[str, Figure, str, Figure]:
        what = ", ".join([*one.what, *([period_text(one.period)] if one.period else [])])
        document = f"{sentence_case(one.document.kind_label)} {one.document.year}"
        return what, one.mine, document, one.theirs

    def _region(self) -> Json:
        book = self.book

        def parts() -> Iterator[Json]:
            rows = [
                (
                    book.indicators[line.indicator].name,
                    f"{book.documents[line.neighbour.document].municipality}, "
                    f"{period_text(line.neighbour.period)}",
                    line.neighbour.figure or f"niet: {line.refusal}",
                )
                for line in book.edition.region
            ]
            if rows:
                yield self._table(("Indicator", "Andere gemeente", "Cijfer, of waarom niet"), rows)

        return self._section("Hoe doen andere gemeenten het?", "andere-gemeenten", parts())
