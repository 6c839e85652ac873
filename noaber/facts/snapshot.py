"""Snapshots: fact tables as Parquet folders with what was in force, written once, never changed.

A snapshot is named by the hash of its contents: the same facts give the same snapshot. It is
written beside its place and renamed into it, so that a reader sees a whole one or none.
"""

import hashlib
import json
import os
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import uuid4

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.dataset as ds

from noaber.facts.tables import TABLES

FORMAT = 1


class BrokenSnapshot(ValueError):
    """A snapshot is not whole; the message is a Dutch sentence that names the file."""


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A snapshot on disk. `in_force` holds targets, series breaks and own definitions as they were."""

    id: str
    folder: Path
    manifest: Mapping[str, Any]
    in_force: Mapping[str, Any]


def write(
    root: Path, tables: Mapping[str, pa.Table], in_force: Mapping[str, Any], note: str = ""
) -> Snapshot:
    """Write the tables and what is in force as one snapshot; give the existing one where it is the same."""
    hashes = {name: _hash(table) for name, table in sorted(tables.items())}
    whole = hashlib.sha256(json.dumps([hashes, in_force], sort_keys=True).encode()).hexdigest()
    name = whole[:16]
    folder = root / name
    if not folder.exists():
        _write_whole(folder, tables, in_force, hashes, note)
    return read(root, name)


def read(root: Path, name: str) -> Snapshot:
    """The snapshot of that name. Raises BrokenSnapshot where it is missing or not whole."""
    folder = root / name
    try:
        manifest = json.loads((folder / "manifest.json").read_text("utf-8"))
        in_force = json.loads((folder / "in_force.json").read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise BrokenSnapshot(
            f"momentopname {name} in {root} is er niet of niet heel; maak haar opnieuw met "
            "`noaber facts build`"
        ) from error
    return Snapshot(name, folder, manifest, in_force)


def snapshots(root: Path) -> list[str]:
    """Names of the snapshots that are there, in order of name."""
    return sorted(path.parent.name for path in root.glob("*/manifest.json"))


def _write_whole(
    folder: Path,
    tables: Mapping[str, pa.Table],
    in_force: Mapping[str, Any],
    hashes: Mapping[str, str],
    note: str,
) -> None:
    beside = folder.parent / f".{folder.name}.{uuid4().hex[:8]}"
    try:
        for name, table in tables.items():
            _write_table(beside / name, name, table)
        manifest = {
            "format": FORMAT,
            "note": note,
            "tables": {
                name: {"rows": table.num_rows, "sha256": hashes[name]}
                for name, table in sorted(tables.items())
            },
        }
        _write_json(beside / "in_force.json", in_force)
        _write_json(beside / "manifest.json", manifest)
        try:
            os.rename(beside, folder)
        except OSError:
            if not folder.exists():  # another build of the same facts may have been first
                raise
    finally:
        shutil.rmtree(beside, ignore_errors=True)


# Folders are named m=<CBS code>/y=<year>; the columns themselves stay in the files, so that no
# reader has to guess whether '0141' is a number.
_FOLDERS = ds.partitioning(pa.schema([("m", pa.string()), ("y", pa.int16())]), flavor="hive")


def _write_table(folder: Path, name: str, table: pa.Table) -> None:
    year = table[TABLES[name].year_of]
    if pa.types.is_date32(year.type):
        year = pc.year(year)
    folder.mkdir(parents=True)
    ds.write_dataset(
        table.append_column("m", table["municipality"]).append_column("y", year.cast(pa.int16())),
        folder,
        format="parquet",
        partitioning=_FOLDERS,
        basename_template="part-{i}.parquet",
    )


def _write_json(path: Path, contents: Mapping[str, Any]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(contents, indent=1, sort_keys=True, ensure_ascii=False), "utf-8")


def _hash(table: pa.Table) -> str:
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, table.schema) as writer:
        writer.write_table(table.combine_chunks())
    return hashlib.sha256(sink.getvalue()).hexdigest()
