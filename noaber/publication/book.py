"""The index of an edition: which page holds what, and where the evidence of each figure stands."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from noaber.publication.design.words import REGISTERS
from noaber.publication.edition import (
    Edition,
    EffortPage,
    Evidence,
    Explanation,
    Figure,
    GoalNode,
    HeadlineLine,
    IndicatorPage,
    Item,
    MoneyTable,
    Register,
)
from noaber.publication.soundness import figures
from noaber.vocabulary.names import slug

# A figure with the words that say which one it is, and its period where it has one.
Told = tuple[tuple[str, ...], Figure, str]


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
class _Names:
    """Names for addresses and anchors: safe, and given out once each."""

    taken: set[str] = field(default_factory=set)

    def give(self, text: str, limit: int = 60) -> str:
        base = slug(text, limit)
        name, count = base, 1
        while name in self.taken:
            count += 1
            name = f"{base}-{count}"
        self.taken.add(name)
        return name


class Book:
    """Where everything of one edition stands. The edition is sound (see `soundness`)."""

    def __init__(self, edition: Edition) -> None:
        """Give every page its address and every figure its place."""
        self.edition = edition
        self.nodes = {node.id: node for node in edition.nodes}
        self.indicators = {one.id: one for one in edition.indicators}
        self.evidence = {one.id: one for one in edition.evidence}
        self.roots = tuple(node for node in edition.nodes if node.parent is None)
        self.themes = tuple(node for node in edition.nodes if node.kind == "theme")
        self._theme_pages = self._addresses("thema", [(one.id, one.name) for one in self.themes])
        self._indicator_pages = self._addresses(
            "indicator", [(one.id, one.slug) for one in edition.indicators]
        )
        self.efforts = {one.id: one for one in edition.efforts}
        self.items = {one.id: one for reg in edition.registers for one in reg.items}
        self._effort_pages = self._addresses(
            "inspanning", [(one.id, one.slug) for one in edition.efforts]
        )
        self._anchors = self._all_anchors()
        self._register_of = {one.id: reg for reg in edition.registers for one in reg.items}
        self._shown = {figure.evidence for figure in figures(edition)}
        self._entries: dict[str, tuple[str, str]] = {}
        self._sources: dict[str, tuple[str, str]] = {}
        self._carriers: dict[str, Entry] = {}
        self.evidence_pages = self._evidence_pages()

    # -- addresses, from the root of the site

    def theme_page(self, node: GoalNode) -> str:
        """The page of a theme."""
        return self._theme_pages[node.id]

    def indicator_page(self, indicator: IndicatorPage) -> str:
        """The page of an indicator."""
        return self._indicator_pages[indicator.id]

    def effort_page(self, effort: EffortPage) -> str:
        """The page of an effort."""
        return self._effort_pages[effort.id]

    def register_page(self, register: Register) -> str:
        """The page on which a register stands; those on money share one."""
        return f"{REGISTERS[register.section].folder}/index.html"

    def anchor(self, name: str) -> str:
        """The anchor of a goal or an item on the pages where it stands."""
        return self._anchors[name]

    def item_place(self, item: Item) -> str:
        """The page and anchor where an item stands."""
        return f"{self.register_page(self._register_of[item.id])}#{self._anchors[item.id]}"

    def node_place(self, node: GoalNode) -> str:
        """Where a node stands: a theme on its page, a goal on its theme's or on the first page."""
        if node.kind == "theme":
            return self._theme_pages[node.id]
        if node.kind == "programme":
            return "index.html#doelen"
        theme = self.theme_of(node)
        page = self._theme_pages[theme.id] if theme else "index.html"
        return f"{page}#{self._anchors[node.id]}"

    def link(self, name: str) -> tuple[str, str]:
        """The name and place of a node, effort or item by its id."""
        if name in self.nodes:
            return self.nodes[name].name, self.node_place(self.nodes[name])
        if name in self.efforts:
            return self.efforts[name].name, self._effort_pages[name]
        return self.items[name].name, self.item_place(self.items[name])

    def figure_place(self, figure: Figure) -> str:
        """The page and anchor where a figure's evidence stands."""
        return "#".join(self._entries[figure.id])

    def evidence_place(self, evidence: str) -> str:
        """The page and anchor where a piece of evidence stands."""
        return "#".join(self._sources[evidence])

    def entry_of(self, evidence: str) -> Entry | None:
        """The first figure that a piece of evidence carries; None where no figure does."""
        return self._carriers.get(evidence)

    def headline_place(self, line: HeadlineLine) -> str:
        """Where a headline leads; empty where it leads nowhere."""
        parts = {
            "": "",
            "goals": "index.html#doelen",
            "efforts": "inspanningen/index.html" if self.efforts else "index.html#doelen",
            "why": "verklaringen/index.html" if self.edition.explanations else "index.html#geld",
            "money": "index.html#geld",
            "checks": "controles/index.html",
            "reading": "hoe-leest-u/index.html",
        }
        if line.target in parts:
            return parts[line.target]
        if line.target in self.indicators:
            return self._indicator_pages[line.target]
        theme = self.theme_of(self.nodes[line.target])
        return self._theme_pages[theme.id] if theme else "index.html#doelen"

    # -- what belongs where

    def children(self, node: GoalNode) -> tuple[GoalNode, ...]:
        """The nodes directly under a node, in the edition's order."""
        named = [self.nodes[child] for child in node.children]
        rest = [one for one in self.edition.nodes if one.parent == node.id and one not in named]
        return (*named, *rest)

    def indicators_of(self, node: GoalNode) -> tuple[IndicatorPage, ...]:
        """The indicators directly under a node."""
        named = [self.indicators[one] for one in node.indicators]
        rest = [one for one in self._by_goal(node.id) if one not in named]
        return (*named, *rest)

    def efforts_of(self, node: GoalNode) -> tuple[EffortPage, ...]:
        """The efforts that serve a node itself."""
        return tuple(one for one in self.edition.efforts if node.id in one.goals)

    def explanations_of(self, theme: GoalNode) -> tuple[Explanation, ...]:
        """The explanations of a theme that are no part of another."""
        return tuple(
            one
            for one in self.edition.explanations
            if not one.part_of and self.theme_of(self.nodes[one.theme]) is theme
        )

    def parts_of(self, whole: Explanation) -> tuple[Explanation, ...]:
        """The explanations into which one falls apart."""
        return tuple(one for one in self.edition.explanations if one.part_of == whole.id)

    def below(self, node: GoalNode) -> tuple[GoalNode, ...]:
        """The node itself and everything under it, depth first."""
        return (node, *(one for child in self.children(node) for one in self.below(child)))

    def loose_indicators(self) -> tuple[IndicatorPage, ...]:
        """The indicators that hang under no node of this edition."""
        held = {one.id for node in self.edition.nodes for one in self.indicators_of(node)}
        return tuple(one for one in self.edition.indicators if one.id not in held)

    def theme_of(self, node: GoalNode | None) -> GoalNode | None:
        """The theme that a node is or hangs under."""
        while node is not None and node.kind != "theme":
            node = self.nodes[node.parent] if node.parent is not None else None
        return node

    def home_of(self, indicator: IndicatorPage) -> GoalNode | None:
        """The node under which an indicator hangs."""
        if indicator.goal_id in self.nodes:
            return self.nodes[indicator.goal_id]
        return next((one for one in self.edition.nodes if indicator.id in one.indicators), None)

    def money_of(self, theme: GoalNode | None) -> tuple[MoneyTable, ...]:
        """The money tables of a theme; for None those of the programme."""
        return tuple(
            one for one in self.edition.money if self.theme_of(self.nodes[one.node_id]) is theme
        )

    # -- the making

    def _by_goal(self, node: str) -> Iterable[IndicatorPage]:
        return (one for one in self.edition.indicators if one.goal_id == node)

    def _addresses(self, folder: str, named: list[tuple[str, str]]) -> dict[str, str]:
        names = _Names()
        return {one: f"{folder}/{names.give(name)}/index.html" for one, name in named}

    def _all_anchors(self) -> dict[str, str]:
        """An anchor for each node and item; none is the same, so any may stand together."""
        names = _Names({"inhoud", "doelen", "geld", "controles", "waardoor"})
        goals = [(one.id, f"doel {one.name}") for one in self.edition.nodes]
        items = [
            (one.id, f"{register.section} {one.name}")
            for register in self.edition.registers
            for one in register.items
        ]
        return {one: names.give(text) for one, text in goals + items}

    def _told_in(self, register: Register) -> list[Told]:
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

    def _evidence_pages(self) -> tuple[EvidencePage, ...]:
        names = _Names()
        pages = []
        for table in self.edition.money:
            theme = self.theme_of(self.nodes[table.node_id])
            back = f"{self._theme_pages[theme.id]}#geld" if theme else "index.html#geld"
            told: list[Told] = [
                ((row.label, column), figure, "")
                for row in table.rows
                for column, figure in zip(table.columns, row.figures, strict=True)
            ]
            pages.append(self._page(names.give(f"geld {table.slug}"), table.title, back, told))
        for one in self.edition.indicators:
            series: list[Told] = [((one.name,), point.figure, point.period) for point in one.points]
            back = self._indicator_pages[one.id]
            pages.append(self._page(names.give(f"indicator {one.slug}"), one.name, back, series))
        causes: list[Told] = [((one.about,), one.figure, "") for one in self.edition.explanations]
        back = "verklaringen/index.html"
        pages.append(self._page(names.give("verklaringen"), "Verklaringen", back, causes))
        for register in self.edition.registers:
            words = REGISTERS[register.section]
            name, back = names.give(f"register {words.title}"), self.register_page(register)
            pages.append(self._page(name, words.title, back, self._told_in(register)))
        lines: list[Told] = [
            ((line.question,), figure, "")
            for line in self.edition.headlines
            for figure in line.figures
        ]
        pages.append(self._page(names.give("in het kort"), "", "index.html", lines))
        return tuple(page for page in pages if page.entries)

    def _page(self, name: str, title: str, back: str, told: Iterable[Told]) -> EvidencePage:
        """One page of evidence: the figures not told elsewhere yet, then what they rest on."""
        address = f"herkomst/{name}/index.html"
        anchors = _Names({"inhoud"})
        entries = []
        for what, figure, period in told:
            if figure.id in self._entries:
                continue
            anchor = anchors.give(f"cijfer {period} {figure.id}")
            self._entries[figure.id] = (address, anchor)
            self._sources.setdefault(figure.evidence, (address, anchor))
            entry = Entry(anchor, what, self.evidence[figure.evidence], figure, period)
            self._carriers.setdefault(figure.evidence, entry)
            entries.append(entry)
        underlying = []
        waiting = [source for entry in entries for source in entry.evidence.inputs]
        while waiting:
            source = waiting.pop(0)
            if source in self._shown or source in self._sources:
                continue
            anchor = anchors.give(f"bron {source}")
            self._sources[source] = (address, anchor)
            underlying.append(Entry(anchor, (), self.evidence[source]))
            waiting.extend(self.evidence[source].inputs)
        return EvidencePage(address, title, back, tuple(entries), tuple(underlying))


def answer_parts(line: HeadlineLine) -> tuple[str | Figure, ...]:
    """A headline's answer as its texts and figures in order."""
    parts: list[str | Figure] = []
    for at, part in enumerate(re.split(r"\{([0-9]+)\}", line.answer)):
        parts.append(line.figures[int(part)] if at % 2 else part)
    return tuple(part for part in parts if part != "")


def relative(address: str, page: str) -> str:
    """A link to `address` from `page`, both counted from the root of the site."""
    return "../" * page.count("/") + address
