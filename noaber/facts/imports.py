"""From anybody's file to facts: read, converted, made pseudonymous, sorted, and kept beside the snapshots.

Two passes in bounded memory. The first reads the files batch by batch, converts each column, and writes
what fits to one file aside; what does not fit goes to `rejected.csv`. The second lets the engine sort
that file, on disk where it is large, and writes a slice for each municipality and year.
"""

import hashlib
import os
import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from noaber.facts import interruptions, kept_imports, quality
from noaber.facts.converting_rows import Rows, without_blank
from noaber.facts.making import Making, alone, municipality_of, slice_path
from noaber.facts.mapping import BadMapping, FileMapping
from noaber.facts.opening import Opened, open_file
from noaber.facts.rejecting import Rejected
from noaber.facts.store import DISK, engine
from noaber.vocabulary.bsn import holds_bsn

ROW_GROUP = 122_880
FETCH = 50_000
_ASIDE = "aside.parquet"
Progress = Callable[[int], None]


@dataclass(frozen=True, slots=True)
class Imported:
    """An import as it is kept: how many rows came in, were left out and why, and what is odd in it.

    `missing` and `breaks` are what its mapping tells of the series, see `interruptions.told`.
    """

    name: str
    table: str
    folder: Path
    rows: int
    rejected: int
    reasons: Mapping[str, int]
    odd: Sequence[Mapping[str, Any]]
    missing: Sequence[Mapping[str, Any]] = ()
    breaks: Sequence[Mapping[str, Any]] = ()
    unchanged: bool = False


def import_files(
    mapping: FileMapping,
    files: Sequence[Path],
    root: Path,
    keys: Callable[[str], Any],
    known_on: date,
    progress: Progress = lambda _: None,
) -> Imported:
    """Import files by a mapping into the imports beside the snapshots in `root`, under its name.

    `keys` gives the keys of a municipality by its code. The same files under the same mapping change
    nothing. Raises BadMapping, BlockingIOError and OSError; the import that was there stays.
    """
    _hold_names(files)
    digest = _digest(mapping, files)
    with alone(root):
        kept = kept_imports.kept(root, mapping.name)
        if kept and kept[1]["digest"] == digest and kept_imports.is_whole(*kept):
            return _told(mapping, *kept, unchanged=True)
        making = Making(root)
        making.folder.mkdir(parents=True)
        try:
            with Rejected(making.folder) as rejected:
                rows = _aside(mapping, files, making.folder, keys, known_on, rejected, progress)
                _sort(mapping, making, rejected)
            if not making.slices:
                raise BadMapping(_nothing(rows, rejected))
            (making.folder / _ASIDE).unlink()
            told = _interruptions(mapping, making)
            found = quality.Examined(making, {}, [*told["missing"], *told["breaks"]])
            found.write(making.folder)
            manifest = {
                "digest": digest,
                "table": mapping.table.name,
                "files": {file.name: _sha256(file) for file in files},
                "rows": sum(one["rows"] for one in making.slices.values()),
                "rejected": rejected.rows,
                "reasons": dict(sorted(rejected.reasons.items(), key=lambda one: -one[1])[:50]),
                "slices": making.slices,
                **told,
            }
            kept_imports.keep(root, mapping.name, making.folder, manifest)
        finally:
            shutil.rmtree(making.folder, ignore_errors=True)
        return _told(mapping, *kept_imports.required(root, mapping.name))


def _interruptions(mapping: FileMapping, making: Making) -> dict[str, list[Any]]:
    codes = {municipality_of(path) for path in making.slices}
    return interruptions.told(
        mapping.name, mapping.table.name, mapping.missing, mapping.breaks, codes
    )


def _hold_names(files: Sequence[Path]) -> None:
    """The name of a file stands in every row that comes from it."""
    if any(holds_bsn(file.name) for file in files):
        raise BadMapping(
            ["in de naam van een bestand staat wat een BSN kan zijn; geef het een andere naam"]
        )
    twice = sorted(
        {file.name for file in files if [one.name for one in files].count(file.name) > 1}
    )
    if twice:
        raise BadMapping([f"{twice[0]} staat er twee keer bij; geef elk bestand een eigen naam"])


def _told(
    mapping: FileMapping, folder: Path, manifest: Mapping[str, Any], unchanged: bool = False
) -> Imported:
    return Imported(
        mapping.name,
        mapping.table.name,
        folder,
        manifest["rows"],
        manifest["rejected"],
        manifest["reasons"],
        quality.read(folder),
        manifest.get("missing", ()),
        manifest.get("breaks", ()),
        unchanged,
    )


def _nothing(rows: int, rejected: Rejected) -> list[str]:
    if not rows:
        return ["in deze bestanden staat geen enkele rij"]
    why = sorted(rejected.reasons.items(), key=lambda one: -one[1])[:5]
    return [
        f"geen van de {rows} rijen kan een feit worden, dus er is niets veranderd",
        *(f"{count} keer {reason}" for reason, count in why),
    ]


def _aside(
    mapping: FileMapping,
    files: Sequence[Path],
    folder: Path,
    keys: Callable[[str], Any],
    known_on: date,
    rejected: Rejected,
    progress: Progress,
) -> int:
    """The first pass: what fits, in the order of the files, in one file; the number of rows read."""
    read = 0
    schema = mapping.table.schema.append(pa.field("_at", pa.int64()))
    with pq.ParquetWriter(folder / _ASIDE, schema, compression="snappy") as writer:
        for file in files:
            opened = open_file(file, mapping.layout)
            try:
                held = mapping.held(opened.heads, file.name)
                rows = Rows(held, file.name, keys, known_on, rejected)
                for numbers, batch in opened.batches(held_names(held)):
                    numbers, batch = without_blank(numbers, batch)
                    table = rows.convert(numbers, batch)
                    at = pa.array(range(read, read + table.num_rows), pa.int64())
                    writer.write_table(table.append_column("_at", at).cast(schema))
                    read += batch.num_rows
                    progress(read)
                rows.finish()
            finally:
                opened.close()
            read += _unread(opened, file.name, rejected)
    return read


def _unread(opened: Opened, file: str, rejected: Rejected) -> int:
    """Tell of the rows that could not even be read; how many."""
    unread = [(number, why) for number, why in opened.unread if why]
    for number, why in unread:
        rejected.add(file, number, "", why)
    rejected.count(len(unread))
    return len(unread)


def held_names(mapping: FileMapping) -> list[str]:
    """The columns of the file that a mapping reads, each once."""
    return list(dict.fromkeys(one.source for one in mapping.columns.values()))


def _sort(mapping: FileMapping, making: Making, rejected: Rejected) -> None:
    """The second pass: rows that repeat a record are left out, the rest lies sorted in slices."""
    aside = making.folder / _ASIDE
    scratch = making.folder / "scratch"
    db = engine(scratch)
    try:
        db.read_parquet(str(aside)).create_view("aside")
        again = _repeated(mapping, db, rejected) if "record" in mapping.columns else set()
        order = ", ".join(f'"{name}"' for name in (*mapping.table.order, "_at"))
        year = mapping.table.year_of
        year = year if year == "plan_year" else f"year({year})"
        if again:
            db.execute(
                "CREATE TEMP TABLE again AS SELECT unnest(?::BIGINT[]) AS place", [sorted(again)]
            )
        left_out = "WHERE _at NOT IN (SELECT place FROM again)" if again else ""
        sorted_rows = db.execute(
            f"SELECT *, {year}::SMALLINT AS _year FROM aside {left_out} "  # noqa: S608
            f"ORDER BY municipality, _year, {order}"
        ).to_arrow_reader(FETCH)
        _write_slices(mapping, making, sorted_rows)
    except DISK as error:
        raise quality.disk_error(error, making.root) from error
    finally:
        db.close()
        shutil.rmtree(scratch, ignore_errors=True)


_AGAIN = """
    WITH here AS NOT MATERIALIZED (FROM aside WHERE hash(record) % {parts} = {part}),
    twice AS MATERIALIZED (SELECT record FROM here GROUP BY record HAVING count(*) > 1)
    SELECT _at, evidence, first_value(evidence) OVER again AS before
    FROM here WHERE record IN (FROM twice)
    WINDOW again AS (PARTITION BY record ORDER BY _at)
    QUALIFY row_number() OVER again > 1
    ORDER BY _at
"""


def _repeated(mapping: FileMapping, db: Any, rejected: Rejected) -> set[int]:
    """The places of rows whose record was there before: a record is one fact, and the first stays."""
    size = db.execute("SELECT count(*) FROM aside").fetchone()[0]
    parts = size // quality.PART + 1
    rows = [
        row
        for part in range(parts)
        for row in db.execute(_AGAIN.format(part=part, parts=parts)).fetchall()
    ]
    head = mapping.columns["record"].source
    for _, evidence, before in rows:
        file, _, row = evidence.rpartition(" rij ")
        rejected.add(file, int(row), head, f"stond er al: {before}")
    rejected.count(len(rows))
    return {at for at, _, _ in rows}


def _write_slices(mapping: FileMapping, making: Making, reader: Iterator[pa.RecordBatch]) -> None:
    """Rows in order of municipality and year, each stretch to a slice of its own."""
    writing: _Slice | None = None
    for batch in reader:
        table = pa.Table.from_batches([batch])
        for (code, year), rows in _stretches(table):
            path = slice_path(mapping.table.name, code, year, mapping.name)
            if writing is None or writing.path != path:
                if writing:
                    writing.close(making)
                writing = _Slice(making.folder, path, mapping.table.schema)
            writing.add(rows)
    if writing:
        writing.close(making)


def _stretches(table: pa.Table) -> Iterator[tuple[tuple[str, int], pa.Table]]:
    """A sorted table in pieces of one municipality and year."""
    codes = table["municipality"].combine_chunks().dictionary_encode().indices.to_numpy()
    years = table["_year"].to_numpy()
    changes = np.flatnonzero((np.diff(codes) != 0) | (np.diff(years) != 0)) + 1
    edges = [0, *changes.tolist(), table.num_rows] if table.num_rows else [0]
    for start, end in pairwise(edges):
        key = (table["municipality"][start].as_py(), table["_year"][start].as_py())
        yield key, table.slice(start, end - start)


class _Slice:
    """A slice that is written as its rows come, in groups of equal size, so that its bytes repeat."""

    def __init__(self, folder: Path, path: str, schema: pa.Schema) -> None:
        self.path, self._schema, self._rows = path, schema, 0
        self._place = folder / path
        self._place.parent.mkdir(parents=True, exist_ok=True)
        self._writer = pq.ParquetWriter(self._place, schema, compression="zstd")
        self._waiting: list[pa.Table] = []

    def add(self, rows: pa.Table) -> None:
        self._waiting.append(rows.select(self._schema.names).cast(self._schema))
        while sum(one.num_rows for one in self._waiting) >= ROW_GROUP:
            whole = pa.concat_tables(self._waiting)
            self._write(whole.slice(0, ROW_GROUP))
            self._waiting = [whole.slice(ROW_GROUP)]

    def _write(self, rows: pa.Table) -> None:
        self._writer.write_table(rows.combine_chunks(), row_group_size=ROW_GROUP)
        self._rows += rows.num_rows

    def close(self, making: Making) -> None:
        rest = pa.concat_tables(self._waiting) if self._waiting else None
        if rest is not None and rest.num_rows:
            self._write(rest)
        self._writer.close()
        making.slices[self.path] = {
            "rows": self._rows,
            "bytes": self._place.stat().st_size,
            "sha256": _sha256(self._place),
        }


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _digest(mapping: FileMapping, files: Sequence[Path]) -> str:
    """What the same import has in common: the mapping as it was read, and the bytes of the files."""
    made = hashlib.sha256(repr((mapping.table.name, mapping)).encode())
    for file in files:
        made.update(f"\n{os.path.basename(file)} {_sha256(file)}".encode())
    return made.hexdigest()
