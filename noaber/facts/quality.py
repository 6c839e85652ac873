"""What is odd in facts: missing, impossible, overlapping, doubled, and sudden breaks. Nothing is changed.

Looked over municipality by municipality, so that memory does not grow with the country; what was found
in one whose slices did not change is taken over.
"""

import csv
import errno
import hashlib
import io
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import median
from typing import Any

from noaber.facts import quality_sql as sql
from noaber.facts.interruptions import Told, reasons
from noaber.facts.making import Making, municipality_of
from noaber.facts.store import DISK, engine
from noaber.facts.tables import FACTS, TABLES
from noaber.vocabulary.numbers import format_number

FILE = "quality"
EXAMPLES = 5
# So many rows are laid beside each other at once.
PART = 2_000_000
# A month stands out where it differs from the median of the year before by half, and by more than
# chance makes likely: four times the square root, as for counts.
MONTHS, AT_LEAST, OFTEN = 12, 6, 20


@dataclass(frozen=True, slots=True)
class Odd:
    """One thing that is odd: in how many rows of how many, and the records of the first few."""

    check: str
    table: str
    municipality: str
    kind: str
    column: str
    rows: int
    of: int
    examples: tuple[str, ...]
    text: str


class Examined:
    """The facts in the making, looked over once they are written.

    `told` is what imports say of missing deliveries and breaks, see `interruptions.told`.
    """

    def __init__(
        self, making: Making, before: Mapping[str, Any], told: Iterable[Told] = ()
    ) -> None:
        self._making, self._before, self._told = making, before, list(told)
        self._found: dict[str, dict[str, Any]] = dict(before)

    def write(self, folder: Path) -> None:
        """Look over every municipality and write quality.json and quality.csv into the folder."""
        self._found = {}
        for code, slices in sorted(_by_municipality(self._making.slices).items()):
            told = [one for one in self._told if one.get("municipality") == code]
            digest = _digest(slices, told)
            kept = self._before.get(code)
            if kept is None or kept["digest"] != digest:
                odd = [asdict(one) for one in look_over(folder, code, slices, told)]
                kept = {"digest": digest, "odd": odd}
            self._found[code] = kept
        write(folder, [row for one in self._found.values() for row in one["odd"]])

    def by_municipality(self) -> dict[str, dict[str, Any]]:
        """What was found, for the next build."""
        return self._found


def _by_municipality(slices: Mapping[str, Mapping[str, Any]]) -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = {}
    for path, told in slices.items():
        found.setdefault(municipality_of(path), {})[path] = told["sha256"]
    return found


def _digest(slices: Mapping[str, str], told: Iterable[Told]) -> str:
    whole = json.dumps([sorted(slices.items()), list(told)], sort_keys=True)
    return hashlib.sha256(whole.encode()).hexdigest()


def look_over(
    folder: Path, code: str, slices: Iterable[str], told: Iterable[Told] = ()
) -> list[Odd]:
    """What is odd in the slices of one municipality, of which something may be `told` (see Examined).

    Raises OSError where the disk is full.
    """
    paths: dict[str, list[str]] = {}
    for path in slices:
        paths.setdefault(path.split("/")[0], []).append(str(folder / path))
    db = engine(folder)
    try:
        found: list[Odd] = []
        for name, files in sorted(paths.items()):
            db.read_parquet(sorted(files), hive_partitioning=False).create_view(
                "facts", replace=True
            )
            found += _odd(db, name, code, [one for one in told if one["fact"] == name])
        return found
    except DISK as error:
        raise disk_error(error, folder) from error
    finally:
        db.close()


def disk_error(error: Exception, where: Path) -> OSError:
    """An error of the engine as one of the disk, which is what it is about when files are written."""
    full = "no space" in str(error).lower() or "max_temp_directory_size" in str(error)
    return OSError(
        errno.ENOSPC if full else errno.EIO,
        "de feiten zijn niet te lezen of te sorteren: " + str(error).split("\n")[0],
        str(where),
    )


def _odd(db: Any, name: str, code: str, told: Iterable[Told]) -> Iterator[Odd]:
    if name in FACTS:
        for check in (*sql.missing(name), *sql.impossible(name)):
            for kind, rows, of, examples in db.execute(check.query).fetchall():
                yield _said(check, name, code, kind, rows, of, examples)
        yield from _breaks(db, name, code, told)
    size = db.execute("SELECT count(*) FROM facts").fetchone()[0]
    for check in (*sql.overlapping(name), *sql.doubled(name)):
        for kind, (rows, of, examples) in _in_parts(db, check, size).items():
            if rows:
                yield _said(check, name, code, kind, rows, of, examples)


def _in_parts(db: Any, check: sql.Check, size: int) -> dict[str, tuple[int, int, list[str]]]:
    """The answer to a question that lays rows beside each other, in parts that fit in memory."""
    parts = size // PART + 1
    found: dict[str, tuple[int, int, list[str]]] = {}
    for part in range(parts):
        query = check.query.format(part=part, parts=parts)
        for kind, rows, of, examples in db.execute(query).fetchall():
            before = found.get(kind, (0, 0, []))
            found[kind] = (before[0] + rows, before[1] + of, [*before[2], *(examples or [])])
    return found


def _said(
    check: sql.Check, name: str, code: str, kind: str, rows: int, of: int, examples: list[str]
) -> Odd:
    about = f"{TABLES[name].dutch} {kind}".strip()
    text = f"{about}: {format_number(rows)} van {format_number(of)} rijen: {check.dutch}"
    named = tuple(sorted(examples)[:EXAMPLES])
    return Odd(check.name, name, code, kind or "", check.column, rows, of, named, text)


def _breaks(db: Any, name: str, code: str, told: Iterable[Told]) -> Iterator[Odd]:
    """The first month of each stretch that stands out from the year before it, and why where that is told."""
    series: dict[tuple[str, str], list[tuple[Any, int]]] = {}
    for kind, origin, month, count in db.execute(sql.monthly(name)).fetchall():
        series.setdefault((kind, origin), []).append((month, count))
    for (kind, origin), points in sorted(series.items()):
        outside = False
        for at, (month, count) in enumerate(points):
            before = [value for _, value in points[max(0, at - MONTHS) : at]]
            usual = median(before) if len(before) >= AT_LEAST else 0
            was, outside = outside, _stands_out(count, usual)
            if outside and not was:
                text = (
                    f"{TABLES[name].dutch} {kind}: in {month:%Y-%m} {format_number(count)} rijen, waar dat er "
                    f"in de maanden ervoor rond {format_number(round(usual))} waren"
                )
                for reason in reasons(told, kind, origin, month):
                    text += f"; bekend: {reason}"
                yield Odd("break", name, code, kind, "", count, round(usual), (), text)


def _stands_out(count: int, usual: float) -> bool:
    if usual < OFTEN:
        return False
    return abs(count - usual) > max(usual / 2, 4 * usual**0.5)


def write(folder: Path, odd: list[dict[str, Any]]) -> None:
    """Keep what was found as JSON and as a table."""
    folder.mkdir(parents=True, exist_ok=True)
    body = json.dumps(odd, ensure_ascii=False, indent=1, sort_keys=True)
    (folder / f"{FILE}.json").write_text(body, "utf-8")
    (folder / f"{FILE}.csv").write_text(as_csv(odd), "utf-8")


def as_csv(odd: Iterable[Mapping[str, Any]]) -> str:
    """What was found as a table, a line each, with semicolons as Dutch spreadsheets expect."""
    sink = io.StringIO()
    names = list(Odd.__slots__)
    table = csv.writer(sink, delimiter=";", lineterminator="\n")
    table.writerow(names)
    for row in odd:
        table.writerow([" ".join(row[name]) if name == "examples" else row[name] for name in names])
    return sink.getvalue()


def read(folder: Path) -> list[dict[str, Any]]:
    """What was found in a snapshot or import; nothing where it was made before this was looked for."""
    try:
        return list(json.loads((folder / f"{FILE}.json").read_text("utf-8")))
    except FileNotFoundError:
        return []
