"""Rows that cannot be a fact: each with its place and reason in `rejected.csv`, without who it is about."""

import csv
from decimal import Decimal
from pathlib import Path
from types import TracebackType
from typing import Self

import pyarrow as pa
import pyarrow.compute as pc

from noaber.facts.columns import Table

FILE = "rejected.csv"


class Rejected:
    """The list of what was left out, written as it grows, and counted by reason."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._file = (folder / FILE).open("w", encoding="utf-8", newline="")
        self._table = csv.writer(self._file, delimiter=";", lineterminator="\n")
        self._table.writerow(["bestand", "rij", "kolom", "reden"])
        self.rows = 0
        self.reasons: dict[str, int] = {}

    def add(self, file: str, row: int, column: str, reason: str) -> None:
        """One reason why a row is left out; `rows` is counted by `count`."""
        self._table.writerow([file, row, column, reason])
        about = f"{column}: {reason}" if column else reason
        # Reasons that quote a value are counted as one.
        about = about.split("'")[0] + ("…" if "'" in about else "")
        self.reasons[about] = self.reasons.get(about, 0) + 1

    def count(self, rows: int) -> None:
        """So many rows were left out, each perhaps for several reasons."""
        self.rows += rows

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._file.close()


def impossible(table: Table, rows: pa.Table) -> list[tuple[str, str, pa.ChunkedArray]]:
    """Which rows state what cannot be: the column, why in Dutch, and a mask; unknown is not impossible."""
    names = set(table.schema.names)
    found = []
    for start, end in (("started_on", "ended_on"), ("period_start", "period_end")):
        if {start, end} <= names:
            mask = pc.less(rows[end], rows[start])
            found.append((end, "het einde ligt vóór het begin", mask))
    for day in ("happened_on", "measured_on"):
        if day in names:
            mask = pc.greater(rows[day], rows["known_on"])
            found.append((day, "ligt na de dag waarop het bekend werd", mask))
    if "birth_year" in names:
        mask = pc.or_(
            pc.less(rows["birth_year"], 1880),
            pc.greater(rows["birth_year"], pc.year(rows["known_on"])),
        )
        found.append(("birth_year", "een geboortejaar dat niet kan", mask))
    negative = {"days_taken", "term_days", "inhabitants", "age", "n", "spread"} & names
    if table.name == "episode":
        negative.add("volume")
    for column in sorted(negative):
        mask = pc.less(rows[column], _zero(rows[column].type))
        found.append((column, "een negatief getal", mask))
    return found


def _zero(kind: pa.DataType) -> pa.Scalar:
    return pa.scalar(Decimal(0) if pa.types.is_decimal(kind) else 0, kind)
