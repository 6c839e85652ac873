"""Codes on the day that matters: a code that exists may not yet, or no longer, be used on that day."""

from collections.abc import Container, Iterator
from datetime import date

import pyarrow.compute as pc

from noaber.intake.messages.description import Code
from noaber.intake.messages.expressions import Rows
from noaber.intake.messages.finding import Finding, Layer
from noaber.intake.messages.message import LINE, Message

# The day of a row: the first of these that its class has, else the day of the message.
_DAYS = (
    "Einddatum",
    "Begindatum",
    "ProductPeriode.Begindatum",
    "Toewijzingsdatum",
    "ToewijzingIngangsdatum",
    "GewensteIngangsdatum",
)
_MESSAGE_DAY = "Header.BerichtIdentificatie.Dagtekening"


def code_findings(message: Message, tables: Container[str]) -> Iterator[Finding]:
    """Every code in these tables that its list does not know on the day of its row."""
    for shape in message.type.tables:
        if shape.name not in tables:
            continue
        rows = Rows(message, shape.name)
        for column in shape.columns:
            if column.type.codes is None or column.many or not rows.count:
                continue
            dated = {
                code: entry
                for code, entry in message.type.release.codes[column.type.codes].items()
                if entry.valid_from or entry.valid_to
            }
            if dated:
                yield from _of_column(rows, column.path, column.type.codes, dated)


def _of_column(rows: Rows, path: str, name: str, dated: dict[str, Code]) -> Iterator[Finding]:
    own = [d for d in _DAYS if rows.under(d)]
    day = rows.column(own[0] if own else _MESSAGE_DAY)
    day = pc.coalesce(day, rows.column(_MESSAGE_DAY)) if own else day
    values, days = rows.column(path).to_pylist(), day.to_pylist()
    lines = rows.message.tables[rows.table].column(LINE)
    for row, (code, on) in enumerate(zip(values, days, strict=True)):
        entry = dated.get(code)
        if entry is None or on is None or entry.valid_on(on):
            continue
        since, until = _said(entry.valid_from), _said(entry.valid_to)
        yield Finding(
            Layer.CODELIST,
            name,
            "0001",
            f"{rows.message.path(rows.table, row)}/{path.replace('.', '/')}",
            lines[row].as_py(),
            code,
            f"{path} {code} ({entry.meaning}) geldt niet op {on:%d-%m-%Y}: {since or 'altijd'} tot "
            f"{until or 'nu'}",
            f"{path} {code} ({entry.meaning}) may not be used on {on:%d-%m-%Y}: from {since or 'always'} to "
            f"{until or 'now'}",
        )


def _said(day: date | None) -> str:
    return f"{day:%d-%m-%Y}" if day else ""
