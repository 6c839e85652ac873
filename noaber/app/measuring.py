"""Measures on a snapshot, as the command asks for them: which facts, which definitions, and printed how."""

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from noaber.app.errors import Failure
from noaber.facts.snapshot import Snapshot, latest, read, snapshots
from noaber.measures.definition import Definition, parse, shipped
from noaber.measures.results import DIMENSIONS
from noaber.measures.telling import remarks
from noaber.vocabulary.gaps import Gap
from noaber.vocabulary.periods import Period

Row = Mapping[str, Any]


def snapshot_at(place: Path | None, home: Path) -> Snapshot:
    """The snapshot in a folder: the folder itself, the last one in it, or in its folder `facts`.

    Without a folder the last one of the installation. Raises Failure where there is none.
    """
    root = place or home / "facts"
    for folder in (root, root / "facts"):
        if (folder / "manifest.json").is_file():
            return read(folder.parent, folder.name)
        name = latest(folder) or next(iter(reversed(snapshots(folder))), None)
        if name:
            return read(folder, name)
    if place:
        raise Failure(f"in {place} staat geen momentopname van feiten")
    raise Failure("er is nog geen momentopname; maak er een met `noaber facts build`")


def definitions_of(snapshot: Snapshot | None, files: Iterable[Path]) -> dict[str, Definition]:
    """The definitions that can be asked: shipped ones, those in force in the snapshot, and these files."""
    known = dict(shipped())
    kept = snapshot.in_force.get("definitions", {}) if snapshot else {}
    for name, text in kept.items():
        known[name] = parse(text, f"maat {name} in de momentopname")
    for file in files:
        found = parse(file.read_text("utf-8"), str(file))
        known[found.id] = found
    return known


@dataclass(frozen=True)
class Printed:
    """Results as lines of text cells: only the columns in which something stands."""

    head: Sequence[str]
    rows: Sequence[Sequence[str]]

    def table(self) -> str:
        """As a table for the eye, numbers to the right."""
        widths = [
            max(len(cell) for cell in column)
            for column in zip(self.head, *self.rows, strict=True)
        ]  # fmt: skip
        right = {"waarde", "n", "laag", "hoog"}
        lines = []
        for row in (self.head, *self.rows):
            cells = [
                cell.rjust(width) if name in right else cell.ljust(width)
                for name, cell, width in zip(self.head, row, widths, strict=True)
            ]
            lines.append("  ".join(cells).rstrip())
        return "\n".join(lines)

    def csv(self) -> str:
        """As CSV with semicolons, as Dutch spreadsheets expect."""
        out = io.StringIO()
        writer = csv.writer(out, delimiter=";", lineterminator="\n")
        writer.writerows([self.head, *self.rows])
        return out.getvalue()


def printed(rows: Sequence[Row]) -> Printed:
    """Results as text, the most telling columns first."""
    used = [name for name in DIMENSIONS if any(row[name] is not None for row in rows)]
    head = [
        "maat",
        "gemeente",
        *used,
        "periode",
        "waarde",
        "eenheid",
        "n",
        "laag",
        "hoog",
        "opmerking",
    ]
    lines = [
        [
            row["measure"],
            row["municipality"],
            *(row[name] or "" for name in used),
            str(Period(row["period_start"], row["period_end"])),
            _number(row["value"], row["scale"]) or row["word"] or "",
            row["unit"],
            str(row["n"]),
            _number(row["low"], 2),
            _number(row["high"], 2),
            _remark(row),
        ]
        for row in rows
    ]
    kept = [
        place
        for place, name in enumerate(head)
        if name not in ("laag", "hoog", "opmerking") or any(line[place] for line in lines)
    ]
    return Printed(
        [head[place] for place in kept], [[line[place] for place in kept] for line in lines]
    )


def _number(value: Decimal | None, scale: int) -> str:
    if value is None:
        return ""
    whole = value == value.to_integral_value()
    return f"{value:.{0 if whole else max(scale, 1)}f}".replace(".", ",")


def _remark(row: Row) -> str:
    gap = [Gap(row["gap"]).dutch] if row["gap"] else []
    told = remarks(
        row["provisional"] or (), row["completeness"], row["broken"], row["break_reason"]
    )
    return "; ".join([*gap, *told])


def plain(row: Row) -> dict[str, Any]:
    """A result as JSON can hold it: numbers as text, so that no cent is lost; empty fields left out."""
    made = {}
    for name, value in row.items():
        if value is None or value == []:
            continue
        is_text = isinstance(value, Decimal | date)
        made[name] = _exact(value) if is_text else value
    return made


def _exact(value: Decimal | date) -> str:
    return f"{value.normalize():f}" if isinstance(value, Decimal) else value.isoformat()
