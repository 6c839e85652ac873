"""A snapshot in the making: slices are written or linked beside its place, then the whole is renamed.

A slice is what one source says in one table of one municipality and year, in one Parquet file. One
build at a time: a second one waits a moment and then says so. What an earlier one left when it was
killed is swept away.
"""

import errno
import fcntl
import hashlib
import json
import os
import shutil
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from importlib.metadata import version
from pathlib import Path
from typing import Any
from uuid import uuid4

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from noaber.facts.columns import Table
from noaber.facts.tables import TABLES, hold

FORMAT = 2
# Seconds that a build waits for another before it gives up.
WAIT = 5.0
_BESIDE = ".making."


@contextmanager
def alone(root: Path) -> Iterator[None]:
    """One build at a time in a folder of snapshots. Raises BlockingIOError with a Dutch sentence."""
    root.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(root, os.O_RDONLY)
    try:
        _lock(descriptor, root)
        for left in root.glob(f"{_BESIDE}*"):
            shutil.rmtree(left, ignore_errors=True)
        yield
    finally:
        os.close(descriptor)


def _lock(descriptor: int, root: Path) -> None:
    until = time.monotonic() + WAIT
    while True:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return
        except BlockingIOError:
            if time.monotonic() > until:
                raise BlockingIOError(
                    errno.EWOULDBLOCK,
                    "hier wordt al een momentopname gemaakt; wacht tot die klaar is en probeer het opnieuw",
                    str(root),
                ) from None
            time.sleep(0.05)


class Making:
    """The slices of a snapshot that is not there yet, in a folder beside its place."""

    def __init__(self, root: Path, before: str = "") -> None:
        """`before` names the snapshot of which slices that come out the same are linked."""
        self.root = root
        self._before = root / before if before else None
        self._known = _slices_of(self._before)
        self.folder = root / f"{_BESIDE}{uuid4().hex[:8]}"
        self.slices: dict[str, dict[str, Any]] = {}

    def add(self, table: Table, rows: pa.Table, source: str = "part-0") -> list[str]:
        """Write rows of a table, a slice per municipality and year; the paths. Raises NotAFact."""
        rows = hold(table, rows)
        years = rows[table.year_of]
        if pa.types.is_date32(years.type):
            years = pc.year(years)
        keyed = rows.append_column("_year", years.cast(pa.int16()))
        made = []
        for place in keyed.group_by(["municipality", "_year"]).aggregate([]).to_pylist():
            code, year = place["municipality"], place["_year"]
            inside = keyed.filter(
                (pc.field("municipality") == code) & (pc.field("_year") == year)
            ).drop_columns(["_year"])
            ordered = inside.sort_by([(name, "ascending") for name in table.order])
            made.append(self.write(slice_path(table.name, code, year, source), ordered))
        return made

    def write(self, path: str, rows: pa.Table) -> str:
        """Write one slice whose rows are of one municipality and year, and in order."""
        sink = pa.BufferOutputStream()
        pq.write_table(rows, sink, compression="zstd", row_group_size=122_880)
        body = sink.getvalue()
        told = {
            "rows": rows.num_rows,
            "bytes": body.size,
            "sha256": hashlib.sha256(body).hexdigest(),
        }
        if (
            self._before
            and self._known.get(path) == told
            and _size(self._before / path) == body.size
        ):
            self.link(path, self._before / path, told)
            return path
        place = self.folder / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(body)
        self.slices[path] = told
        return path

    def link(self, path: str, kept: Path, told: Mapping[str, Any]) -> None:
        """Take over a slice that did not change, as a hard link, or a copy where disks differ."""
        place = self.folder / path
        place.parent.mkdir(parents=True, exist_ok=True)
        try:
            os.link(kept, place)
        except OSError as error:
            if error.errno not in (errno.EXDEV, errno.EPERM, errno.EMLINK, errno.ENOTSUP):
                raise
            shutil.copyfile(kept, place)
        self.slices[path] = dict(told)

    def manifest(self, note: str, more: Mapping[str, Any]) -> dict[str, Any]:
        """What the snapshot says of itself: tables, slices with their hashes, sources, versions."""
        return {
            "format": FORMAT,
            "note": note,
            "tables": {name: self._told(name) for name in sorted(TABLES)},
            "slices": dict(sorted(self.slices.items())),
            "versions": {name: version(name) for name in ("noaber", "pyarrow")},
            **more,
        }

    def _told(self, name: str) -> dict[str, Any]:
        mine = {path: one for path, one in self.slices.items() if path.startswith(f"{name}/")}
        lines = "\n".join(f"{path} {one['sha256']}" for path, one in sorted(mine.items()))
        return {
            "rows": sum(one["rows"] for one in mine.values()),
            "sha256": hashlib.sha256(lines.encode()).hexdigest(),
        }


def _slices_of(folder: Path | None) -> Mapping[str, Any]:
    try:
        manifest = (folder / "manifest.json").read_text("utf-8") if folder else "{}"
        return dict(json.loads(manifest).get("slices", {}))
    except (OSError, ValueError):
        return {}


def _size(path: Path) -> int:
    return path.stat().st_size if path.is_file() else -1


def slice_path(table: str, municipality: str, year: int, source: str) -> str:
    """Where a slice lies in its snapshot."""
    return f"{table}/m={municipality}/y={year}/{source}.parquet"


def municipality_of(path: str) -> str:
    """The code of the municipality of a slice, by where it lies."""
    return path.split("/m=")[1].split("/")[0]


def name_of(manifest: Mapping[str, Any], in_force: Mapping[str, Any]) -> str:
    """The name of a snapshot: the hash of its tables and of what is in force."""
    hashes = {name: table["sha256"] for name, table in sorted(manifest["tables"].items())}
    whole = json.dumps([hashes, in_force], sort_keys=True).encode()
    return hashlib.sha256(whole).hexdigest()[:16]
