"""Whether an edition hangs together: what doesn't is refused before a page is written."""

from collections import Counter
from collections.abc import Iterable, Iterator
from re import findall

from noaber.publication.design.words import REGISTERS
from noaber.publication.edition import Counting, Edition, Explanation, Figure, GoalNode, Item, Said

# Where a headline may lead besides to a node or an indicator.
PARTS = frozenset({"", "goals", "efforts", "money", "why", "checks", "promises", "reading"})
DEEPEST = 12


def figures(edition: Edition) -> Iterator[Figure]:
    """Every figure of the edition, as often as it is shown."""
    for headline in edition.headlines:
        yield from headline.figures
    for table in edition.money:
        for row in table.rows:
            yield from row.figures
    for indicator in edition.indicators:
        for point in indicator.points:
            yield point.figure
        yield from (point.figure for point in indicator.targets)
        if indicator.baseline:
            yield indicator.baseline.figure
        if indicator.counting:
            yield from counted_figures(indicator.counting)
    for waterfall in edition.waterfalls:
        yield from (step.figure for step in waterfall.steps)
    for explanation in edition.explanations:
        yield explanation.figure
    for register in edition.registers:
        for item in register.items:
            yield from (said.figure for said in said_of(item) if said.figure)
    for told in edition.elsewhere.values():
        yield from (one.figure for one in told)
    yield from (line.neighbour.figure for line in edition.region if line.neighbour.figure)
    yield from (one.today for one in edition.mended if one.today)


def counted_figures(counting: Counting) -> Iterator[Figure]:
    """Every figure of a counting: its periods, its differences, and its parts."""
    for point in counting.points:
        yield point.figure
        if point.difference:
            yield point.difference
    for split in counting.splits:
        yield from (row.figure for row in split.rows)


def said_of(item: Item) -> Iterator[Said]:
    """All that is said of an item, in its entries too."""
    yield from item.said
    for entries in item.entries:
        for row in entries.rows:
            yield from (said for said in row if said)


def faults(edition: Edition) -> tuple[str, ...]:
    """What is wrong with the edition, one Dutch sentence each; empty when it can be published."""
    return tuple(
        dict.fromkeys(
            [
                *_doubles("bewijs", [one.id for one in edition.evidence]),
                *_doubles("indicator", [one.id for one in edition.indicators]),
                *_doubles("onderdeel", [one.id for one in edition.nodes]),
                *_figures(edition),
                *_evidence(edition),
                *_tree(edition),
                *_tables(edition),
                *_headlines(edition),
                *_doubles("inspanning", [one.id for one in edition.efforts]),
                *_doubles("verklaring", [one.id for one in edition.explanations]),
                *_doubles("post", [one.id for reg in edition.registers for one in reg.items]),
                *_doubles("register", [one.section for one in edition.registers]),
                *_efforts(edition),
                *_explanations(edition),
                *_registers(edition),
                *_waterfalls(edition),
                *_doubles("document", [one.id for one in edition.documents]),
                *_beside(edition),
            ]
        )
    )


def _doubles(kind: str, ids: Iterable[str]) -> Iterator[str]:
    for name, count in Counter(ids).items():
        if count > 1:
            yield f"{kind} '{name}' komt {count} keer voor"


def _figures(edition: Edition) -> Iterator[str]:
    known = {one.id for one in edition.evidence}
    said: dict[str, Figure] = {}
    for figure in figures(edition):
        if figure.evidence not in known:
            yield f"cijfer '{figure.id}' noemt bewijs '{figure.evidence}' dat er niet is"
        if figure.value is None and not figure.label and not figure.gap:
            yield f"cijfer '{figure.id}' heeft geen waarde, geen woord en geen reden"
        if said.setdefault(figure.id, figure).evidence != figure.evidence:
            yield f"cijfer '{figure.id}' staat er twee keer met een ander bewijs"


def _evidence(edition: Edition) -> Iterator[str]:
    known = {one.id for one in edition.evidence}
    for one in edition.evidence:
        for source in one.inputs:
            if source not in known:
                yield f"bewijs '{one.id}' rust op '{source}' dat er niet is"
        if one.passage and not 0 <= one.mark_start <= one.mark_end <= len(one.passage):
            yield f"bewijs '{one.id}' wijst een plaats aan buiten zijn passage"


def _tree(edition: Edition) -> Iterator[str]:
    nodes = {node.id: node for node in edition.nodes}
    indicators = {one.id for one in edition.indicators}
    for node in edition.nodes:
        for child in node.children:
            if child not in nodes:
                yield f"onderdeel '{node.id}' noemt '{child}' dat er niet is"
            elif nodes[child].parent != node.id:
                yield f"onderdeel '{child}' zegt niet dat het onder '{node.id}' hangt"
        for indicator in node.indicators:
            if indicator not in indicators:
                yield f"onderdeel '{node.id}' noemt indicator '{indicator}' die er niet is"
        if node.parent is not None and node.parent not in nodes:
            yield f"onderdeel '{node.id}' hangt onder '{node.parent}' dat er niet is"
        elif not _has_root(node, nodes):
            yield f"onderdeel '{node.id}' hangt onder zichzelf, of meer dan {DEEPEST} lagen diep"


def _has_root(node: GoalNode, nodes: dict[str, GoalNode]) -> bool:
    """Whether going up from the node ends somewhere, within the depth that a page can show."""
    for _ in range(DEEPEST):
        if node.parent is None or node.parent not in nodes:
            return True
        node = nodes[node.parent]
    return False


def _tables(edition: Edition) -> Iterator[str]:
    nodes = {node.id for node in edition.nodes}
    for table in edition.money:
        if table.node_id not in nodes:
            yield f"tabel '{table.title}' hoort bij '{table.node_id}' dat er niet is"
        for row in table.rows:
            if len(row.figures) != len(table.columns):
                yield (
                    f"tabel '{table.title}', regel '{row.label}': {len(row.figures)} cijfers "
                    f"bij {len(table.columns)} kolommen"
                )
        if table.difference is not None and not 0 <= table.difference < len(table.columns):
            yield f"tabel '{table.title}' wijst een kolom met verschil aan die er niet is"


def _headlines(edition: Edition) -> Iterator[str]:
    known = PARTS | {one.id for one in edition.nodes} | {one.id for one in edition.indicators}
    for headline in edition.headlines:
        answer = f"het antwoord op '{headline.question}'"
        for place in findall(r"\{([0-9]+)\}", headline.answer):
            if int(place) >= len(headline.figures):
                yield f"{answer} noemt een cijfer {{{place}}} dat er niet is"
        if headline.target not in known:
            yield f"{answer} leidt naar '{headline.target}' dat er niet is"


def _named(edition: Edition) -> frozenset[str]:
    """All that a link may lead to: nodes, efforts and items."""
    items = (item.id for register in edition.registers for item in register.items)
    return frozenset(
        {*(one.id for one in edition.nodes), *(one.id for one in edition.efforts), *items}
    )


def _efforts(edition: Edition) -> Iterator[str]:
    known = _named(edition)
    efforts = {one.id for one in edition.efforts}
    for one in edition.efforts:
        successors = [line.successor for line in one.log if line.successor]
        for target in (*one.waits_for, *successors):
            if target not in efforts:
                yield f"inspanning '{one.id}' noemt inspanning '{target}' die er niet is"
        for target in (*one.goals, *one.lines):
            if target not in known:
                yield f"inspanning '{one.id}' noemt '{target}' dat er niet is"
        if one.status != (one.log[-1].status if one.log else None):
            yield f"inspanning '{one.id}' heeft een andere stand dan het laatste in haar log"


def _explanations(edition: Edition) -> Iterator[str]:
    nodes = {one.id for one in edition.nodes}
    known = {one.id: one for one in edition.explanations}
    for one in edition.explanations:
        if one.theme not in nodes:
            yield f"verklaring '{one.id}' hoort bij '{one.theme}' dat er niet is"
        if one.part_of and one.part_of not in known:
            yield f"verklaring '{one.id}' is een deel van '{one.part_of}' dat er niet is"
        elif not _has_whole(one, known):
            yield f"verklaring '{one.id}' is een deel van zichzelf"


def _has_whole(one: Explanation, known: dict[str, Explanation]) -> bool:
    for _ in range(DEEPEST):
        if one.part_of not in known:
            return True
        one = known[one.part_of]
    return False


def _registers(edition: Edition) -> Iterator[str]:
    known = _named(edition)
    for register in edition.registers:
        if register.section not in REGISTERS:
            yield f"register '{register.section}' is onbekend"
        for item in register.items:
            for said in said_of(item):
                for target in said.links:
                    if target not in known:
                        yield f"'{item.name}' noemt '{target}' dat er niet is"
            for entries in item.entries:
                if any(len(row) != len(entries.heads) for row in entries.rows):
                    yield f"'{item.name}', tabel '{entries.title}': een regel past niet bij de kop"


def _waterfalls(edition: Edition) -> Iterator[str]:
    nodes = {one.id for one in edition.nodes}
    for fall in edition.waterfalls:
        for target in (fall.node_id, *(step.target for step in fall.steps if step.target)):
            if target not in nodes:
                yield f"waterval '{fall.title}' noemt '{target}' dat er niet is"


def _beside(edition: Edition) -> Iterator[str]:
    """What stands beside other documents names documents, figures and things that are there."""
    documents = {edition.id, *(one.id for one in edition.documents)}
    named = {
        *(one.document for told in edition.elsewhere.values() for one in told),
        *(said.document for one in edition.promises for said in one.said),
        *(line.neighbour.document for line in edition.region),
        *(one.document for one in edition.mended if one.today),
    }
    for name in sorted(named - documents):
        yield f"er wordt een document '{name}' genoemd dat er niet bij staat"
    indicators = {one.id for one in edition.indicators}
    for line in edition.region:
        if line.indicator not in indicators:
            yield f"de vergelijking met gemeenten noemt indicator '{line.indicator}' die er niet is"
        if (line.neighbour.figure is None) != bool(line.refusal):
            yield f"bij '{line.neighbour.name}' staat een cijfer dat niet vergelijkt, of geen reden"
    known = _named(edition) | indicators
    for one in edition.promises:
        if one.target and one.target not in known:
            yield f"belofte '{one.name}' noemt '{one.target}' dat er niet is"
