"""The edition as data: one JSON file with everything, and a CSV per kind of table.

Each table is declared once: its columns with their meaning and type, and its rows. The dictionary on
the site, the CSVW metadata and the files come from that. CSV as in RFC 4180: UTF-8, comma, decimals
with a point. A text that a spreadsheet would run as a formula gets an apostrophe in front.
"""

import csv
import io
import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, fields, is_dataclass
from decimal import Decimal
from functools import cache
from typing import Any

from noaber.publication.design.geometry import in_time
from noaber.publication.edition import (
    CountedPoint,
    Edition,
    EffortPage,
    Figure,
    Item,
    Said,
    SplitRow,
)

Cell = Decimal | str | None
Row = Sequence[Cell]


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its name, what it means (Dutch), and its type in XML Schema's words."""

    name: str
    meaning: str
    type: str = "string"


@dataclass(frozen=True, slots=True)
class DataFile:
    """One file of the open data: its path, what it holds, and its columns where it is a table."""

    path: str
    title: str
    columns: tuple[Column, ...] = ()
    rows: Callable[[Edition], Iterable[Row]] | None = None


FIGURE = (
    Column("value", "het getal, met een punt voor de decimalen; leeg als er geen is", "decimal"),
    Column("word", "een waarde die een woord is, zoals 'gereed'"),
    Column("gap", "waarom er geen waarde is"),
    Column("unit", "eenheid: number, percent, eur, yesno (1 is ja, 0 is nee) of text"),
    Column(
        "grade", "hoe zeker: copied, supplied, supplied_signed, computed, audited, equal_to_iv3"
    ),
    Column("figure", "de naam van het cijfer in deze uitgave"),
    Column("evidence", "de naam van het bewijs; staat onder 'evidence' in edition.json"),
)


def _figure(figure: Figure | None) -> tuple[Cell, ...]:
    if figure is None:
        return ("",) * len(FIGURE)
    return (
        figure.value,
        figure.label,
        figure.gap,
        figure.unit,
        str(figure.grade),
        figure.id,
        figure.evidence,
    )


def _indicators(edition: Edition) -> Iterator[Row]:
    for one in edition.indicators:
        for kind, points in (
            ("actual", in_time(one.points)),
            ("target", in_time(one.targets)),
            ("baseline", (one.baseline,) if one.baseline else ()),
        ):
            for point in points:
                said = (one.id, one.name, one.kind, one.source, point.period, kind)
                yield (*said, *_figure(point.figure))


def _counts(edition: Edition) -> Iterator[Row]:
    """A row for each period of a counting, and for each part of its last."""
    for one in edition.indicators:
        if one.counting is None:
            continue
        said = (one.id, one.name, one.counting.measure)
        for point in one.counting.points:
            at = (*said, point.period, "", "")
            yield (
                *at,
                "counted",
                *_certain(point),
                "; ".join(point.remarks),
                *_figure(point.figure),
            )
            if point.difference:
                yield (*at, "difference", *_NOT_CERTAIN, "", *_figure(point.difference))
        for split in one.counting.splits:
            for row in split.rows:
                at = (*said, split.period, split.by, row.part)
                yield (*at, "counted", *_certain(row), "", *_figure(row.figure))


_NOT_CERTAIN = (None, None, None)


def _certain(one: CountedPoint | SplitRow) -> tuple[Cell, ...]:
    return (one.low, one.high, None if one.rows is None else str(one.rows))


def _money(edition: Edition) -> Iterator[Row]:
    for table in edition.money:
        for row in table.rows:
            for column, figure in zip(table.columns, row.figures, strict=True):
                yield (table.what, table.title, row.kind, row.label, column, *_figure(figure))


def _waterfalls(edition: Edition) -> Iterator[Row]:
    for fall in edition.waterfalls:
        for at, step in enumerate(fall.steps, start=1):
            reserves = "before" if fall.before_reserves else "after"
            said = (fall.node_id, fall.title, reserves, str(at), step.kind, step.label)
            yield (*said, *_figure(step.figure))


def _checks(edition: Edition) -> Iterator[Row]:
    for one in edition.checks:
        yield (
            one.rule,
            one.status,
            one.message,
            one.expected,
            one.found,
            one.tolerance,
            " | ".join(one.places),
            one.accepted_by,
            one.accepted_on,
            one.accepted_reason,
        )


def _efforts(edition: Edition) -> Iterator[Row]:
    for one in edition.efforts:
        yield from _log(one)


def _log(effort: EffortPage) -> Iterator[Row]:
    """A row for each entry of the log; one row without a state for an effort that has no log."""
    goals = " | ".join(effort.goals)
    if not effort.log:
        yield (effort.id, effort.name, goals, "", "", "", "", "")
    for one in effort.log:
        yield (
            effort.id,
            effort.name,
            goals,
            one.period,
            one.status,
            one.reason,
            one.successor,
            one.moved_to,
        )


def _explanations(edition: Edition) -> Iterator[Row]:
    for one in edition.explanations:
        yield (
            one.id,
            one.theme,
            one.about,
            one.cause,
            one.recurrence,
            one.part_of,
            one.counterpart,
            *_figure(one.figure),
        )


def _records(edition: Edition) -> Iterator[Row]:
    for register in edition.registers:
        for item in register.items:
            for place, said in _said(item):
                yield (
                    register.section,
                    item.id,
                    item.name,
                    *place,
                    said.head,
                    " | ".join(said.words),
                    said.period,
                    " | ".join(said.links),
                    *_figure(said.figure),
                )


def _said(item: Item) -> Iterator[tuple[tuple[str, str], Said]]:
    """What is said of an item, with the table and row in it where it is said of an entry."""
    yield from ((("", ""), said) for said in item.said)
    for entries in item.entries:
        for number, row in enumerate(entries.rows, start=1):
            yield from (((entries.title, str(number)), said) for said in row if said)


def _goals(edition: Edition) -> Iterator[Row]:
    for node in edition.nodes:
        yield (node.id, node.kind, node.name, node.parent or "")


def _promises(edition: Edition) -> Iterator[Row]:
    for one in edition.promises:
        for said in one.said:
            yield (
                one.kind,
                one.name,
                one.fate,
                said.document,
                "yes" if said.named else "no",
                said.status or "",
                said.words,
            )


def _elsewhere(edition: Edition) -> Iterator[Row]:
    agrees = {True: "yes", False: "no", None: ""}
    for name, told in edition.elsewhere.items():
        for one in told:
            yield (name, one.document, agrees[one.agrees], *_figure(one.figure))


def _region(edition: Edition) -> Iterator[Row]:
    municipality = {one.id: one.municipality for one in edition.documents}
    for line in edition.region:
        near = line.neighbour
        yield (
            line.indicator,
            municipality[near.document],
            near.document,
            near.name,
            near.period,
            line.refusal,
            *_figure(near.figure),
        )


_C = Column
TABLES = (
    DataFile(
        "data/goals.csv",
        "de doelenboom",
        (
            _C("goal", "de blijvende naam van doel, thema of programma"),
            _C("kind", "programme, theme, goal of subgoal"),
            _C("name", "de naam in dit document"),
            _C("parent", "waar het onder hangt"),
        ),
        _goals,
    ),
    DataFile(
        "data/indicators.csv",
        "indicatoren met cijfers, streefwaarden en nulmetingen",
        (
            _C("indicator", "de blijvende naam van de indicator"),
            _C("name", "de naam in dit document"),
            _C("kind_of_indicator", "outcome (effect), output (prestatie) of context (kengetal)"),
            _C("source", "de bron die het document noemt"),
            _C("period", "jaar, kwartaal (2022-Q3), maand of dag"),
            _C("kind", "actual (werkelijk), target (streefwaarde) of baseline (nulmeting)"),
            *FIGURE,
        ),
        _indicators,
    ),
    DataFile(
        "data/counts.csv",
        "wat de gemeente zelf telde bij de indicatoren",
        (
            _C("indicator", "de blijvende naam van de indicator"),
            _C("name", "de naam in dit document"),
            _C("measure", "de maat waarmee is geteld"),
            _C("period", "jaar, kwartaal (2022-Q3), maand of dag"),
            _C("by", "waarnaar is uitgesplitst; leeg voor de hele gemeente"),
            _C("part", "het deel"),
            _C("what", "counted (geteld) of difference (geteld min wat het document noemt)"),
            _C("low", "ondergrens van het interval van 95 procent", "decimal"),
            _C("high", "bovengrens", "decimal"),
            _C("rows", "over hoeveel rijen is geteld; leeg waar dat verborgen is", "integer"),
            _C("remarks", "waarop te letten is"),
            *FIGURE,
        ),
        _counts,
    ),
    DataFile(
        "data/money.csv",
        "alle tabellen met geld",
        (
            _C("table", "result, plan_years, unexplained of taakvelden"),
            _C("title", "de titel van de tabel"),
            _C(
                "kind",
                "expense, income, balance, reserve_movement, financial_result of iets anders",
            ),
            _C("row", "de regel"),
            _C("column", "de kolom"),
            *FIGURE,
        ),
        _money,
    ),
    DataFile(
        "data/waterfalls.csv",
        "van begroting naar werkelijk, stap voor stap; boven nul is beter",
        (
            _C("node", "het programma of thema"),
            _C("title", "waarlangs de stappen lopen"),
            _C("reserves", "before of after: voor of na mutaties in de reserves"),
            _C("step", "het nummer van de stap", "integer"),
            _C("kind", "step, rest (niet verklaard) of end (alles samen)"),
            _C("label", "de stap"),
            *FIGURE,
        ),
        _waterfalls,
    ),
    DataFile(
        "data/checks.csv",
        "controles, met vragen aan de schrijver",
        (
            _C("rule", "de regel"),
            _C("status", "ok of off (een vraag)"),
            _C("message", "de bevinding"),
            _C("expected", "nagerekend"),
            _C("found", "zoals het er staat"),
            _C("tolerance", "wat als afronding telt"),
            _C("places", "waar het staat"),
            _C("accepted_by", "wie het met een reden aanvaardde"),
            _C("accepted_on", "wanneer"),
            _C("accepted_reason", "waarom"),
        ),
        _checks,
    ),
    DataFile(
        "data/efforts.csv",
        "inspanningen met hun verloop",
        (
            _C("effort", "de naam van de inspanning in deze uitgave"),
            _C("name", "hoe zij heet"),
            _C("goals", "de doelen, met een streep ertussen"),
            _C("period", "wanneer"),
            _C("status", "de stand op dat moment"),
            _C("reason", "waarom"),
            _C("successor", "wat ervoor in de plaats kwam"),
            _C("moved_to", "waar zij heen ging"),
        ),
        _efforts,
    ),
    DataFile(
        "data/promises.csv",
        "wat er van plannen werd, per document",
        (
            _C("kind", "effort, goal of indicator"),
            _C("name", "waarover het gaat"),
            _C("fate", "kept, changed, silent, untold of added"),
            _C("document", "het document"),
            _C("named", "yes of no: noemt het document dit"),
            _C("status", "de stand daar"),
            _C("words", "de woorden daar"),
        ),
        _promises,
    ),
    DataFile(
        "data/explanations.csv",
        "verklaringen van verschillen; boven nul is beter",
        (
            _C("explanation", "de naam van de verklaring"),
            _C("theme", "het thema"),
            _C("about", "waarover"),
            _C("cause", "de oorzaak"),
            _C("recurrence", "incidenteel of structureel"),
            _C("part_of", "waarvan dit een deel is"),
            _C("counterpart", "waar hetzelfde geld andersom staat"),
            *FIGURE,
        ),
        _explanations,
    ),
    DataFile(
        "data/records.csv",
        "reserves, afspraken, raadsstukken en andere gegevens",
        (
            _C("section", "de soort"),
            _C("item", "de naam in deze uitgave"),
            _C("name", "hoe het heet"),
            _C("table", "de tabel erbinnen"),
            _C("row", "de regel daarvan"),
            _C("head", "wat er gezegd wordt"),
            _C("words", "de woorden"),
            _C("period", "de periode"),
            _C("links", "waar het naar wijst"),
            *FIGURE,
        ),
        _records,
    ),
    DataFile(
        "data/elsewhere.csv",
        "dezelfde cijfers in andere documenten",
        (
            _C("here", "de naam van het cijfer in deze uitgave"),
            _C("document", "het andere document"),
            _C("agrees", "yes, no, of leeg als er niets te vergelijken is"),
            *FIGURE,
        ),
        _elsewhere,
    ),
    DataFile(
        "data/region.csv",
        "indicatoren naast die van andere gemeenten",
        (
            _C("indicator", "de indicator van deze gemeente"),
            _C("municipality", "de andere gemeente"),
            _C("document", "haar document"),
            _C("name", "hoe de indicator daar heet"),
            _C("period", "de periode"),
            _C("refusal", "waarom vergelijken niet kan; leeg als het kan"),
            *FIGURE,
        ),
        _region,
    ),
)
WHOLE = DataFile("data/edition.json", "de hele uitgave, met alle bewijs (JSON)")


def files(edition: Edition) -> tuple[DataFile, ...]:
    """The files of an edition: everything in one, and each table that has anything in it."""
    return (WHOLE, *(one for one in TABLES if one.rows and any(True for _ in one.rows(edition))))


def data_files(edition: Edition) -> Iterator[tuple[str, str]]:
    """The data of an edition as (path, text)."""
    yield WHOLE.path, _whole(edition)
    for one in files(edition):
        if one.rows:
            yield one.path, _csv([column.name for column in one.columns], one.rows(edition))


def _whole(edition: Edition) -> str:
    """Everything as one JSON object, a line for each thing in it, so that two editions can be compared."""
    lines = []
    for one in fields(edition):
        value = getattr(edition, one.name)
        if isinstance(value, tuple) and value:
            told = "[\n" + ",\n".join(map(_json, value)) + "\n]"
        else:
            told = _json(value)
        lines.append(f'"{one.name}": {told}')
    return "{\n" + ",\n".join(lines) + "\n}\n"


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, default=_plain)


def _csv(head: Sequence[str], rows: Iterable[Row]) -> str:
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(head)
    writer.writerows([_cell(cell) for cell in row] for row in rows)
    return text.getvalue()


def _cell(cell: Cell) -> str:
    if cell is None:
        return ""
    if isinstance(cell, Decimal):
        return f"{cell:f}"
    return f"'{cell}" if cell[:1] in ("=", "+", "-", "@", "\t", "\r") else cell


@cache
def _names(kind: Any) -> tuple[str, ...]:
    return tuple(one.name for one in fields(kind))


def _plain(value: object) -> object:
    if isinstance(value, Decimal):
        return f"{value:f}"
    if is_dataclass(value):
        kind: Any = type(value)
        return {name: getattr(value, name) for name in _names(kind)}
    raise TypeError(f"{type(value).__name__} has no place in an edition")
