"""The edition as data: one JSON file with everything, and a CSV per kind of table.

CSV as in RFC 4180: UTF-8, comma, decimals with a point. A text that a spreadsheet would run as a
formula gets an apostrophe in front.
"""

import csv
import io
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict
from decimal import Decimal

from noaber.publication.design.geometry import in_time
from noaber.publication.edition import Edition, EffortPage, Figure, Item, Said

FIGURE = ("value", "word", "gap", "unit", "grade", "figure", "evidence")


def data_files(edition: Edition) -> Iterator[tuple[str, str]]:
    """The data of an edition as (path, text)."""
    yield (
        "data/edition.json",
        json.dumps(asdict(edition), ensure_ascii=False, indent=1, default=_plain) + "\n",
    )
    yield (
        "data/indicators.csv",
        _csv(
            ("indicator", "period", *FIGURE),
            (
                (one.name, point.period, *_figure(point.figure))
                for one in edition.indicators
                for point in in_time(one.points)
            ),
        ),
    )
    yield (
        "data/money.csv",
        _csv(
            ("table", "kind", "row", "column", *FIGURE),
            (
                (table.title, row.kind, row.label, column, *_figure(figure))
                for table in edition.money
                for row in table.rows
                for column, figure in zip(table.columns, row.figures, strict=True)
            ),
        ),
    )
    yield (
        "data/checks.csv",
        _csv(
            ("rule", "status", "message", "expected", "found", "tolerance", "places"),
            (
                (
                    one.rule,
                    one.status,
                    one.message,
                    one.expected,
                    one.found,
                    one.tolerance,
                    " | ".join(one.places),
                )
                for one in edition.checks
            ),
        ),
    )
    yield from _records(edition)


def _records(edition: Edition) -> Iterator[tuple[str, str]]:
    yield (
        "data/efforts.csv",
        _csv(
            ("effort", "name", "period", "status", "reason", "successor", "moved_to"),
            (row for one in edition.efforts for row in _log(one)),
        ),
    )
    yield (
        "data/explanations.csv",
        _csv(
            (
                "explanation",
                "theme",
                "about",
                "cause",
                "recurrence",
                "part_of",
                "counterpart",
                *FIGURE,
            ),
            (
                (
                    one.id,
                    one.theme,
                    one.about,
                    one.cause,
                    one.recurrence,
                    one.part_of,
                    one.counterpart,
                    *_figure(one.figure),
                )
                for one in edition.explanations
            ),
        ),
    )
    yield (
        "data/records.csv",
        _csv(
            (
                "section",
                "item",
                "name",
                "table",
                "row",
                "head",
                "words",
                "period",
                "links",
                *FIGURE,
            ),
            (
                (
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
                for register in edition.registers
                for item in register.items
                for place, said in _said(item)
            ),
        ),
    )


def _log(effort: EffortPage) -> Iterator[tuple[str, ...]]:
    """A row for each entry of the log; one row without a state for an effort that has no log."""
    if not effort.log:
        yield (effort.id, effort.name, "", "", "", "", "")
    for one in effort.log:
        yield (
            effort.id,
            effort.name,
            one.period,
            one.status,
            one.reason,
            one.successor,
            one.moved_to,
        )


def _said(item: Item) -> Iterator[tuple[tuple[str, str], Said]]:
    """What is said of an item, with the table and row in it where it is said of an entry."""
    yield from ((("", ""), said) for said in item.said)
    for entries in item.entries:
        for number, row in enumerate(entries.rows, start=1):
            yield from (((entries.title, str(number)), said) for said in row if said)


def _figure(figure: Figure | None) -> tuple[Decimal | str | None, ...]:
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


def _csv(head: Sequence[str], rows: Iterable[Sequence[Decimal | str | None]]) -> str:
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(head)
    writer.writerows([_cell(cell) for cell in row] for row in rows)
    return text.getvalue()


def _cell(cell: Decimal | str | None) -> str:
    if cell is None:
        return ""
    if isinstance(cell, Decimal):
        return f"{cell:f}"
    return f"'{cell}" if cell[:1] in ("=", "+", "-", "@", "\t", "\r") else cell


def _plain(value: object) -> str:
    if isinstance(value, Decimal):
        return f"{value:f}"
    raise TypeError(f"{type(value).__name__} has no place in an edition")
