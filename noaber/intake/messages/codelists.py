"""Codes on the day that matters: a code that exists may not yet, or no longer, be used on that day."""

from collections.abc import Container, Iterator
from datetime import date

from noaber.intake.messages.description import LINE, Code
from noaber.intake.messages.expressions import Rows
from noaber.intake.messages.finding import Finding, Layer
from noaber.intake.messages.message import Message

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
    """Every code in these tables that its list does not know on the day of its row.

    No rule of the standard rejects it: such a finding has no return code, and warns.
    """
    for shape in message.type.tables:
        if shape.name not in tables:
            continue
        rows = Rows(message, shape.name)
        for column in shape.columns:
            if column.type.codes is None or column.many or not rows.count:
                continue
            if dated := message.type.release.dated_codes.get(column.type.codes):
                yield from _of_column(rows, column.path, column.type.codes, dated)


def _of_column(rows: Rows, path: str, name: str, dated: dict[str, Code]) -> Iterator[Finding]:
    own = [d for d in _DAYS if rows.under(d)]
    values, message_day = rows.values(path), rows.values(_MESSAGE_DAY)
    days = rows.values(own[0]) if own else message_day
    for row, (code, day) in enumerate(zip(values, days, strict=True)):
        on = day or message_day[row]
        entry = dated.get(code)
        if entry is None or on is None or entry.valid_on(on):
            continue
        since, until = _said(entry.valid_from), _said(entry.valid_to)
        yield Finding(
            Layer.CODELIST,
            name,
            None,
            f"{rows.message.path(rows.table, row)}/{path.replace('.', '/')}",
            rows.message.cell(rows.table, LINE, row),
            code,
            f"{path} {code} ({entry.meaning}) geldt niet op {on:%d-%m-%Y}: {since or 'altijd'} tot "
            f"{until or 'nu'}",
            f"{path} {code} ({entry.meaning}) may not be used on {on:%d-%m-%Y}: from {since or 'always'} to "
            f"{until or 'now'}",
        )


def _said(day: date | None) -> str:
    return f"{day:%d-%m-%Y}" if day else ""
