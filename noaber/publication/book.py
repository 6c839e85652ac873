"""The index of an edition: which page holds what, and where the evidence of each figure stands."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from noaber.publication.edition import (
    Edition,
    Evidence,
    Figure,
    GoalNode,
    HeadlineLine,
    IndicatorPage,
    MoneyTable,
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
