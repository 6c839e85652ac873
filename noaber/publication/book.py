"""The index of an edition: which page holds what, and where the evidence of each figure stands."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property

from noaber.publication.design.words import REGISTERS
from noaber.publication.edition import (
    Edition,
    EffortPage,
    Elsewhere,
    Explanation,
    Figure,
    GoalNode,
    HeadlineLine,
    IndicatorPage,
    Item,
    MoneyTable,
    OtherDocument,
    Register,
    Waterfall,
)
from noaber.publication.proofs import Entry, EvidencePage, Proofs
from noaber.vocabulary.names import slug, unused


@dataclass(slots=True)
class _Names:
    """Names for addresses and anchors: safe, and given out once each."""

    taken: set[str] = field(default_factory=set)

    def give(self, text: str, limit: int = 60) -> str:
        name = unused(slug(text, limit), self.taken)
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
        self.efforts = {one.id: one for one in edition.efforts}
        self.items = {one.id: one for reg in edition.registers for one in reg.items}
        self.documents = {one.id: one for one in edition.documents}
        self.roots = tuple(node for node in edition.nodes if node.parent is None)
        self.themes = tuple(node for node in edition.nodes if node.kind == "theme")
        self.goals = tuple(n for n in edition.nodes if n.kind not in ("programme", "theme"))
        self._register_of = {one.id: reg for reg in edition.registers for one in reg.items}
        self._pages = self._addresses()
        self._anchors = self._all_anchors()
        self._proofs = Proofs(self)
        self.evidence_pages: tuple[EvidencePage, ...] = self._proofs.pages

    # -- addresses, from the root of the site

    def theme_page(self, node: GoalNode) -> str:
        """The page of a theme."""
        return self._pages[node.id]

    def goal_page(self, node: GoalNode) -> str:
        """The page of a goal or subgoal."""
        return self._pages[node.id]

    def indicator_page(self, indicator: IndicatorPage) -> str:
        """The page of an indicator."""
        return self._pages[f"\0{indicator.id}"]

    def effort_page(self, effort: EffortPage) -> str:
        """The page of an effort."""
        return self._pages[effort.id]

    def register_page(self, register: Register) -> str:
        """The page on which a register stands; those on money share one."""
        return f"{REGISTERS[register.section].folder}/index.html"

    def item_page(self, item: Item) -> str | None:
        """The page of an item of its own; None for what only stands in its register."""
        return self._pages.get(item.id)

    def anchor(self, name: str) -> str:
        """The anchor of a goal or an item on the pages where it stands."""
        return self._anchors[name]

    def item_place(self, item: Item) -> str:
        """The page, or the page and anchor, where an item stands."""
        own = self._pages.get(item.id)
        return own or f"{self.register_page(self._register_of[item.id])}#{self._anchors[item.id]}"

    def node_place(self, node: GoalNode) -> str:
        """Where a node stands: on its own page, the programme on the first."""
        return "index.html#doelen" if node.kind == "programme" else self._pages[node.id]

    def link(self, name: str) -> tuple[str, str]:
        """The name and place of a node, effort or item by its id."""
        if name in self.nodes:
            return self.nodes[name].name, self.node_place(self.nodes[name])
        if name in self.efforts:
            return self.efforts[name].name, self._pages[name]
        if name in self.indicators:
            return self.indicators[name].name, self._pages[f"\0{name}"]
        return self.items[name].name, self.item_place(self.items[name])

    def figure_place(self, figure: Figure) -> str:
        """The page and anchor where a figure's evidence stands."""
        return self._proofs.figure_places[figure.id]

    def evidence_place(self, evidence: str) -> str:
        """The page and anchor where a piece of evidence stands."""
        return self._proofs.source_places[evidence]

    def entry_of(self, evidence: str) -> Entry | None:
        """The first figure that a piece of evidence carries; None where no figure does."""
        return self._proofs.carriers.get(evidence)

    def headline_place(self, line: HeadlineLine) -> str:
        """Where a headline leads; empty where it leads nowhere."""
        parts = {
            "": "",
            "goals": "index.html#doelen",
            "efforts": "inspanningen/index.html" if self.efforts else "index.html#doelen",
            "why": "verklaringen/index.html" if self.edition.explanations else "index.html#geld",
            "money": "geld/index.html" if self.edition.money else "index.html#geld",
            "checks": "controles/index.html",
            "promises": "beloofd/index.html" if self.edition.promises else "index.html#doelen",
            "reading": "hoe-leest-u/index.html",
        }
        if line.target in parts:
            return parts[line.target]
        if line.target in self.indicators:
            return self._pages[f"\0{line.target}"]
        theme = self.theme_of(self.nodes[line.target])
        return self._pages[theme.id] if theme else "index.html#doelen"

    # -- what belongs where

    def children(self, node: GoalNode) -> tuple[GoalNode, ...]:
        """The nodes directly under a node, in the edition's order."""
        named = [self.nodes[child] for child in node.children]
        rest = [one for one in self._below.get(node.id, ()) if one.id not in node.children]
        return (*named, *rest)

    def indicators_of(self, node: GoalNode) -> tuple[IndicatorPage, ...]:
        """The indicators directly under a node."""
        named = [self.indicators[one] for one in node.indicators]
        rest = [one for one in self._by_goal.get(node.id, ()) if one.id not in node.indicators]
        return (*named, *rest)

    def efforts_of(self, node: GoalNode) -> tuple[EffortPage, ...]:
        """The efforts that serve a node itself."""
        return tuple(self._efforts_by.get(node.id, ()))

    def efforts_on(self, line: str) -> tuple[EffortPage, ...]:
        """The efforts on a programme line, by its id."""
        return tuple(one for one in self.edition.efforts if line in one.lines)

    def items_about(self, name: str) -> tuple[tuple[Register, Item], ...]:
        """The items that point at a node or effort."""
        return tuple(self._items_by.get(name, ()))

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

    def money_of(self, theme: GoalNode | None, what: str = "result") -> tuple[MoneyTable, ...]:
        """The money tables of a theme that say `what`; for None those of the programme."""
        return tuple(
            one
            for one in self.edition.money
            if one.what == what and self.theme_of(self.nodes[one.node_id]) is theme
        )

    def waterfalls_of(self, theme: GoalNode | None) -> tuple[Waterfall, ...]:
        """The waterfalls of a theme; for None those of the programme."""
        return tuple(
            one
            for one in self.edition.waterfalls
            if self.theme_of(self.nodes[one.node_id]) is theme
        )

    def elsewhere(self, figure: Figure) -> tuple[tuple[OtherDocument, Elsewhere], ...]:
        """What other documents print for a figure."""
        told = self.edition.elsewhere.get(figure.id, ())
        return tuple((self.documents[one.document], one) for one in told)

    @cached_property
    def _below(self) -> dict[str, list[GoalNode]]:
        found: dict[str, list[GoalNode]] = {}
        for node in self.edition.nodes:
            if node.parent is not None:
                found.setdefault(node.parent, []).append(node)
        return found

    @cached_property
    def _by_goal(self) -> dict[str, list[IndicatorPage]]:
        found: dict[str, list[IndicatorPage]] = {}
        for one in self.edition.indicators:
            found.setdefault(one.goal_id, []).append(one)
        return found

    @cached_property
    def _efforts_by(self) -> dict[str, list[EffortPage]]:
        found: dict[str, list[EffortPage]] = {}
        for one in self.edition.efforts:
            for goal in dict.fromkeys(one.goals):
                found.setdefault(goal, []).append(one)
        return found

    @cached_property
    def _items_by(self) -> dict[str, list[tuple[Register, Item]]]:
        found: dict[str, list[tuple[Register, Item]]] = {}
        for register in self.edition.registers:
            for item in register.items:
                named = [target for said in item.said for target in said.links]
                for target in dict.fromkeys(named):
                    found.setdefault(target, []).append((register, item))
        return found

    # -- the making

    def _addresses(self) -> dict[str, str]:
        pages: dict[str, str] = {}
        pages |= _in_folder("thema", ((one.id, one.name) for one in self.themes))
        pages |= _in_folder("doel", ((one.id, one.name) for one in self.goals))
        pages |= _in_folder(
            "indicator", ((f"\0{one.id}", one.slug) for one in self.edition.indicators)
        )
        pages |= _in_folder("inspanning", ((one.id, one.slug) for one in self.edition.efforts))
        for register in self.edition.registers:
            words = REGISTERS[register.section]
            if words.has_pages:
                pages |= _in_folder(words.folder, ((one.id, one.name) for one in register.items))
        return pages

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


def _in_folder(folder: str, named: Iterable[tuple[str, str]]) -> dict[str, str]:
    names = _Names()
    return {one: f"{folder}/{names.give(name)}/index.html" for one, name in named}


def answer_parts(line: HeadlineLine) -> tuple[str | Figure, ...]:
    """A headline's answer as its texts and figures in order."""
    parts: list[str | Figure] = []
    for at, part in enumerate(re.split(r"\{([0-9]+)\}", line.answer)):
        parts.append(line.figures[int(part)] if at % 2 else part)
    return tuple(part for part in parts if part != "")


def relative(address: str, page: str) -> str:
    """A link to `address` from `page`, both counted from the root of the site."""
    return "../" * page.count("/") + address
