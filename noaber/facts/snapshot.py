"""Snapshots: fact tables as Parquet folders with what was in force, written once, never changed.

A snapshot is named by the hash of its contents: the same facts give the same snapshot. It is
written beside its place and renamed into it, so that a reader sees a whole one or none.
"""

import hashlib
import json
import os
import shutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import uuid4

import pyarrow as pa

from noaber.facts.making import Making, alone, name_of
from noaber.facts.tables import TABLES

_LATEST = "latest"


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
    """Write the tables and what is in force as one snapshot; give the existing one where it is the same.

    Raises NotAFact, BlockingIOError where another build is at work, and OSError.
    """
    with alone(root):
        making = Making(root)
        try:
            for name, table in tables.items():
                making.add(TABLES[name], table)
            return finish(making, in_force, note)
        finally:
            shutil.rmtree(making.folder, ignore_errors=True)


def finish(
    making: Making,
    in_force: Mapping[str, Any],
    note: str = "",
    more: Mapping[str, Any] | None = None,
    examine: Callable[[Path], None] | None = None,
) -> Snapshot:
    """Put a snapshot in its place, or give the one that is there already.

    `more` goes into the manifest; `examine` may write what it finds into the folder before it is moved.
    """
    manifest = making.manifest(note, more or {})
    name = name_of(manifest, in_force)
    folder = making.root / name
    if not _is_whole(making.root, name):
        making.folder.mkdir(parents=True, exist_ok=True)
        if examine:
            examine(making.folder)
        _write_json(making.folder / "in_force.json", in_force)
        _write_json(making.folder / "manifest.json", manifest)
        shutil.rmtree(folder, ignore_errors=True)  # what is left of one that was damaged
        os.rename(making.folder, folder)
    replace_text(making.root / _LATEST, f"{name}\n")
    return read(making.root, name)


def _is_whole(root: Path, name: str) -> bool:
    try:
        verify(read(root, name))
    except BrokenSnapshot:
        return False
    return True


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


def verify(snapshot: Snapshot, deep: bool = False) -> None:
    """Hold each slice against the manifest: that it is there, its length, and where deep its hash.

    Raises BrokenSnapshot that names the first file that does not fit.
    """
    for path, told in snapshot.manifest.get("slices", {}).items():
        place = snapshot.folder / path
        whole = place.is_file() and place.stat().st_size == told["bytes"]
        if whole and deep:
            with place.open("rb") as file:
                whole = hashlib.file_digest(file, "sha256").hexdigest() == told["sha256"]
        if not whole:
            raise BrokenSnapshot(
                f"in momentopname {snapshot.id} is {path} er niet of niet heel; haal de map "
                f"{snapshot.folder} weg en maak haar opnieuw met `noaber facts build`"
            )


def snapshots(root: Path) -> list[str]:
    """Names of the snapshots that are there, in order of name."""
    names = (path.parent.name for path in root.glob("*/manifest.json"))
    return sorted(name for name in names if not name.startswith("."))


def latest(root: Path) -> str | None:
    """The name of the snapshot that was made last, where there is one."""
    try:
        return (root / _LATEST).read_text("utf-8").strip() or None
    except FileNotFoundError:
        return None


def replace_text(path: Path, text: str) -> None:
    """Write a file that is there whole or as it was."""
    beside = path.with_name(f".{path.name}.{uuid4().hex[:8]}")
    try:
        beside.write_text(text, "utf-8")
        os.replace(beside, path)
    finally:
        beside.unlink(missing_ok=True)


def _write_json(path: Path, contents: Mapping[str, Any]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(contents, indent=1, sort_keys=True, ensure_ascii=False), "utf-8")
