"""Claims (323) and their answers (325) as plain values and columns, and back."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import repeat
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from noaber.intake.messages.description import PARENT
from noaber.intake.messages.message import Message
from noaber.register.care.fields.heads import (
    Place,
    codes_of,
    codes_tree,
    header_row,
    placed,
    versions,
    with_codes,
)
from noaber.register.care.rules.values import Line

_LINE = "Prestatie"


@dataclass(frozen=True, slots=True)
class Whole:
    """A claim without its lines; the total in cents is negative where more is credited than claimed."""

    place: Place
    number: str
    period_start: date
    period_end: date
    dated: date
    total: int


@dataclass(frozen=True, slots=True)
class Answered:
    """What a 325 says of a claim as a whole; totals in cents."""

    place: Place
    number: str
    submitted: int
    granted: int
    codes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AnswerHead:
    """Which claim a 325 answers, by which schema that was made, and the codes of its header."""

    claim: tuple[str, date]
    versions: Mapping[str, str]
    codes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Refused:
    """One refused line of a 325, with the place of its client among the clients."""

    place: Place
    client: int
    line: Line
    codes: tuple[str, ...]


def whole(message: Message) -> Whole:
    """The claim that a 323 makes, without its lines."""
    place, row = next(placed(message, "Declaratie"))
    return Whole(
        place,
        row["DeclaratieNummer"],
        row["DeclaratiePeriode.Begindatum"],
        row["DeclaratiePeriode.Einddatum"],
        row["DeclaratieDagtekening"],
        _signed(row, "TotaalIngediendBedrag"),
    )


# The columns of a claim line in the order in which `line_rows` gives them.
LINE_COLUMNS = (
    "claim_id", "person_id", "line", "reference", "previous_reference", "allocation_number",
    "category", "code", "start", "end", "volume", "unit", "tariff", "amount", "is_credit",
    "verdict", "return_codes",
)  # fmt: skip


def line_batches(message: Message, size: int) -> Iterator[pa.RecordBatch]:
    """The lines of a claim, in pieces."""
    yield from message.tables[_LINE].to_batches(max_chunksize=size)


def line_rows(claim: int, people: pa.Array, batch: pa.RecordBatch) -> Iterator[Sequence[Any]]:
    """A piece of the lines as rows of LINE_COLUMNS; `people` are the persons of the clients, in order."""
    column = batch.column
    credit = pc.equal(column("IngediendBedrag.DebetCredit"), "C")
    previous = pc.fill_null(column("ProductReferentie.VorigReferentieNummer"), "")
    return zip(
        repeat(claim),
        people.take(column(PARENT)).to_pylist(),
        column("_line").to_pylist(),
        column("ProductReferentie.ReferentieNummer").to_pylist(),
        previous.to_pylist(),
        column("ToewijzingNummer").to_pylist(),
        column("ProductCategorie").to_pylist(),
        column("ProductCode").to_pylist(),
        _days(column("ProductPeriode.Begindatum")),
        _days(column("ProductPeriode.Einddatum")),
        column("GeleverdVolume").to_pylist(),
        column("Eenheid").to_pylist(),
        column("ProductTarief").to_pylist(),
        column("IngediendBedrag.Bedrag").to_pylist(),
        credit.to_pylist(),
        repeat(""),
        repeat(""),
    )


def _days(column: pa.Array) -> list[str]:
    """Days as text: the one form that every database takes without work per value."""
    return pc.cast(column, pa.string()).to_pylist()  # type: ignore[no-any-return]


def answer_head(message: Message) -> AnswerHead:
    """Which claim a 325 answers."""
    row = header_row(message)
    name = (
        row["DeclaratieIdentificatie.Identificatie"],
        row["DeclaratieIdentificatie.Dagtekening"],
    )
    return AnswerHead(name, versions(row, "XsdVersieDeclaratie"), tuple(codes_of(row)))


def answered(message: Message) -> Answered | None:
    """What a 325 says of the whole; None where it has a header alone."""
    found = next(placed(message, "DeclaratieAntwoord"), None)
    if found is None:
        return None
    place, row = found
    return Answered(
        place,
        row["DeclaratieNummer"],
        _signed(row, "TotaalIngediendBedrag"),
        _signed(row, "TotaalToegekendBedrag"),
        tuple(codes_of(row)),
    )


def refused(message: Message) -> list[Refused]:
    """The refused lines of a 325."""
    return [
        Refused(place, row[PARENT], _line(row), tuple(codes_of(row)))
        for place, row in placed(message, _LINE)
    ]


def _line(row: Mapping[str, Any]) -> Line:
    return Line(
        row["ProductReferentie.ReferentieNummer"],
        row["ProductReferentie.VorigReferentieNummer"] or "",
        row["ToewijzingNummer"],
        row["ProductCategorie"],
        row["ProductCode"],
        row["ProductPeriode.Begindatum"],
        row["ProductPeriode.Einddatum"],
        row["GeleverdVolume"],
        row["Eenheid"],
        row["ProductTarief"],
        row["IngediendBedrag.Bedrag"],
        row["IngediendBedrag.DebetCredit"] == "C",
    )


def _signed(row: Mapping[str, Any], element: str) -> int:
    cents = int(row[f"{element}.TotaalBedrag"])
    return -cents if row[f"{element}.DebetCredit"] == "C" else cents


def _total_tree(cents: int) -> dict[str, Any]:
    return {"TotaalBedrag": abs(cents), "DebetCredit": "C" if cents < 0 else "D"}


def body(
    number: str,
    period: tuple[date, date],
    dated: date,
    clients: Iterable[tuple[str, Sequence[Line]]],
) -> dict[str, Any]:
    """A 323 without its header: each client's number with its lines."""
    listed = [(bsn, list(lines)) for bsn, lines in clients]
    total = sum(
        -line.amount if line.is_credit else line.amount for _, lines in listed for line in lines
    )
    return {
        "Declaratie": {
            "DeclaratieNummer": number,
            "DeclaratiePeriode": {"Begindatum": period[0], "Einddatum": period[1]},
            "DeclaratieDagtekening": dated,
            "TotaalIngediendBedrag": _total_tree(total),
            "Clienten": {
                "Client": [
                    {
                        "Bsn": bsn,
                        "Prestaties": {"Prestatie": [_line_tree(line) for line in lines]},
                    }
                    for bsn, lines in listed
                ]
            },
        }
    }


def _line_tree(line: Line) -> dict[str, Any]:
    return {
        "ProductReferentie": {
            "ReferentieNummer": line.reference,
            "VorigReferentieNummer": line.previous or None,
        },
        "ToewijzingNummer": line.number,
        "ProductCategorie": line.category,
        "ProductCode": line.code,
        "ProductPeriode": {"Begindatum": line.start, "Einddatum": line.end},
        "GeleverdVolume": line.volume,
        "Eenheid": line.unit,
        "ProductTarief": line.tariff,
        "IngediendBedrag": {"Bedrag": line.amount, "DebetCredit": "C" if line.is_credit else "D"},
    }


def answer_header_tree(
    header: Mapping[str, Any],
    claim: tuple[str, date],
    made_by: Mapping[str, str],
    codes: Iterable[str],
) -> dict[str, Any]:
    """The header of a 325, which names the claim that it answers."""
    return {
        **header,
        "DeclaratieIdentificatie": {"Identificatie": claim[0], "Dagtekening": claim[1]},
        "XsdVersieDeclaratie": dict(made_by),
        "RetourCodes": codes_tree(codes),
    }


def answer_body(
    number: str,
    submitted: int,
    granted: int,
    clients: Sequence[Mapping[str, Any]],
    codes: Iterable[str],
) -> dict[str, Any]:
    """What a 325 says of a claim, with the clients that have refused lines."""
    answer = {
        "DeclaratieNummer": number,
        "TotaalIngediendBedrag": _total_tree(submitted),
        "TotaalToegekendBedrag": _total_tree(granted),
        **({"Clienten": {"Client": list(clients)}} if clients else {}),
    }
    return {"DeclaratieAntwoord": with_codes(answer, codes)}


def refused_client(
    bsn: str, codes: Iterable[str], lines: Iterable[tuple[Line, Sequence[str]]]
) -> dict[str, Any]:
    """A client of a 325 with its refused lines, each with return codes."""
    refused_lines = [with_codes(_line_tree(line), own) for line, own in lines]
    return with_codes({"Bsn": bsn, "Prestaties": {"Prestatie": refused_lines}}, codes)
