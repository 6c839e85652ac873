"""Makes an Edition from a document's outline and its stored results; adds nothing of its own."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal

from noaber.desk.beside import (
    Beside,
    chain,
    described,
    elsewhere,
    in_order,
    mended,
    promises,
    region,
)
from noaber.desk.counting import Countings, Own
from noaber.desk.figures import Figures, nothing
from noaber.desk.headlines import headlines
from noaber.desk.indicators import indicator_pages
from noaber.desk.money import Money, tables, unexplained
from noaber.desk.records import efforts, explanations, registers
from noaber.desk.taakvelden import Shelf, trend
from noaber.desk.waterfalls import waterfalls
from noaber.facts.snapshot import Snapshot
from noaber.measures.definition import Definition
from noaber.measures.results import Result
from noaber.publication.edition import (
    CheckLine,
    Edition,
    Evidence,
    GoalNode,
    IndicatorPage,
)
from noaber.publication.soundness import figures as shown_figures
from noaber.register.outline import Outline, OutlineFinding
from noaber.vocabulary.numbers import format_plain


@dataclass(frozen=True, slots=True)
class Counted:
    """A document with its stored results, and what its municipality counted itself, as it may leave."""

    outline: Outline
    results: Sequence[Result]
    own: Own = field(default_factory=Own)


@dataclass(frozen=True, slots=True)
class Company:
    """The documents that an edition stands among.

    `own` are of the same municipality and programme, `region` of other municipalities of its region.
    `same` names what an older goal or indicator is called today, where a person confirmed it.
    """

    own: Sequence[Counted] = ()
    region: Sequence[Counted] = ()
    same: Mapping[str, str] = field(default_factory=dict)


def compose(
    counted: Counted,
    queries: Mapping[str, str],
    definitions: Mapping[str, Definition],
    snapshot: Snapshot,
    published_on: date,
    company: Company | None = None,
) -> Edition:
    """The edition of a document on a day. Results are those of this document in this snapshot."""
    company = company or Company()
    outline, results = counted.outline, counted.results
    figures = Figures(outline, results, queries, definitions)

    def beside(others: Sequence[Counted]) -> list[Beside]:
        return [
            Beside(
                one.outline,
                one.results,
                Figures(one.outline, one.results, queries, definitions, f"{one.outline.key}/"),
            )
            for one in others
        ]

    own, around = beside(company.own), beside(company.region)
    countings = Countings(
        counted.own, definitions, snapshot, outline.code, counts_until(outline), figures.of
    )
    pages = indicator_pages(outline, results, figures, definitions, snapshot, countings)
    money = Money(results, outline.year)
    mine = Shelf(outline, results, figures.of)
    money_tables = (
        *tables(outline, money, figures.of),
        *unexplained(outline, money, figures.of),
        *trend(mine, [Shelf(one.outline, one.results, one.figures.of) for one in own]),
    )
    told = explanations(outline.records, figures.registered)
    done = efforts(outline.records)
    kept = registers(outline.records, figures.registered)
    kept_promises = promises(chain(outline, own), company.same)
    printed = elsewhere(figures.result_of, outline.year, own, company.same)
    lines = region(pages, outline, around)
    errata = mended(outline, pages, own)
    checks = tuple(_check(found, figures) for found in outline.findings)
    first = headlines(outline, pages, done, told, money, figures.of, kept_promises, checks, kept)
    made = Edition(
        id=outline.key,
        municipality=outline.municipality,
        kind=outline.kind,
        kind_label=outline.kind_label,
        year=outline.year,
        programme=outline.programme,
        title=outline.title,
        status=outline.status_label,
        published_on=published_on.isoformat(),
        snapshot=snapshot.id,
        headlines=first,
        nodes=_nodes(outline, pages),
        indicators=pages,
        money=money_tables,
        checks=checks,
        evidence=(),
        paraphrased=outline.printed_file is not None,
        is_new=outline.is_new,
        efforts=done,
        explanations=told,
        registers=kept,
        waterfalls=waterfalls(outline, money, figures.of),
        documents=tuple(described(one.outline) for one in in_order([*own, *around])),
        elsewhere=printed,
        promises=kept_promises,
        region=lines,
        mended=errata,
    )
    return _with_evidence(
        made, [figures, *(one.figures for one in (*own, *around))], countings.evidence
    )


def counts_until(outline: Outline) -> date:
    """The last day of which a document tells what was counted: accounts of their own year, others before it."""
    year = outline.year if outline.kind == "annual_accounts" else outline.year - 1
    return date(year, 12, 31)


def _with_evidence(
    edition: Edition, makers: Sequence[Figures], counted: Mapping[str, Evidence]
) -> Edition:
    """The edition with the evidence of what it shows, and of what that rests on."""
    known: dict[str, Evidence] = {one.id: one for made in makers for one in made.evidence()}
    known |= counted
    known[nothing().id] = nothing()
    waiting = list(dict.fromkeys(figure.evidence for figure in shown_figures(edition)))
    kept: dict[str, Evidence] = {}
    while waiting:
        name = waiting.pop(0)
        if name not in kept:
            kept[name] = known[name]
            waiting.extend(known[name].inputs)
    return replace(edition, evidence=tuple(kept.values()))


def _check(found: OutlineFinding, figures: Figures) -> CheckLine:
    return CheckLine(
        found.rule,
        found.status,
        found.message.rstrip("."),
        _as_printed(found.expected),
        _as_printed(found.found),
        _as_printed(found.tolerance),
        tuple(dict.fromkeys(figures.places.where(span) for span in found.spans)),
        found.accepted_by,
        found.accepted_on,
        found.accepted_reason,
    )


def _as_printed(text: str) -> str:
    """A stored number the Dutch way; anything else as it is."""
    try:
        return format_plain(Decimal(text))
    except ArithmeticError:
        return text


def _nodes(outline: Outline, pages: Sequence[IndicatorPage]) -> tuple[GoalNode, ...]:
    children: dict[str, list[str]] = {}
    for node in outline.nodes:
        if node.parent:
            children.setdefault(node.parent, []).append(node.path)
    shown: dict[str, list[str]] = {}
    for page in pages:
        shown.setdefault(page.goal_id, []).append(page.id)
    return tuple(
        GoalNode(
            id=node.path,
            kind=node.kind,
            name=node.text,
            parent=node.parent,
            children=tuple(children.get(node.path, ())),
            indicators=tuple(shown.get(node.path, ())),
        )
        for node in outline.nodes
    )
