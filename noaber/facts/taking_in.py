"""A whole snapshot of elsewhere becomes an import here: a simulated town, or what a partner counted.

Its slices are taken over as they are, so every row is already a fact; its persons are pseudonyms under
whatever key they were made with. What was in force there of breaks and missing deliveries comes along.
"""

import shutil
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from noaber.facts import kept_imports, quality
from noaber.facts.making import Making, alone
from noaber.facts.snapshot import BrokenSnapshot, Snapshot, verify
from noaber.facts.tables import TABLES, NotAFact


def take_in(snapshot: Snapshot, root: Path, name: str) -> Mapping[str, Any]:
    """Keep all slices of a snapshot as the import `name` beside the snapshots in `root`; its manifest.

    The same snapshot again changes nothing. Raises BrokenSnapshot where a slice is not whole,
    NotAFact where it has other columns than a fact has, BlockingIOError and OSError.
    """
    verify(snapshot, deep=True)
    with alone(root):
        before = kept_imports.kept(root, name)
        if before and before[1]["digest"] == snapshot.id and kept_imports.is_whole(*before):
            return before[1]
        _hold_once(root, snapshot, name)
        making = Making(root)
        making.folder.mkdir(parents=True)
        try:
            for path, told in snapshot.manifest["slices"].items():
                _hold(snapshot, path)
                table, code, year, source = path.split("/")
                to = f"{table}/{code}/{year}/{name}-{source}"
                (making.folder / to).parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(snapshot.folder / path, making.folder / to)
                making.slices[to] = dict(told)
            rows = {kind: one["rows"] for kind, one in snapshot.manifest["tables"].items()}
            manifest = {
                "digest": snapshot.id,
                "table": ", ".join(kind for kind, count in rows.items() if count),
                "files": {f"momentopname {snapshot.id}": snapshot.id},
                "rows": sum(rows.values()),
                "rejected": 0,
                "reasons": {},
                "slices": making.slices,
                "note": snapshot.manifest.get("note", ""),
                **{one: _marked(snapshot.in_force.get(one, ())) for one in ("missing", "breaks")},
            }
            quality.Examined(making, {}).write(making.folder)
            kept_imports.keep(root, name, making.folder, manifest)
        finally:
            shutil.rmtree(making.folder, ignore_errors=True)
        return kept_imports.required(root, name)[1]


def _hold_once(root: Path, snapshot: Snapshot, name: str) -> None:
    """The same snapshot under two names would count everybody twice."""
    for other, _, manifest in kept_imports.all_kept(root):
        if other != name and manifest["digest"] == snapshot.id:
            raise NotAFact(
                f"momentopname {snapshot.id} is er al, als import {other}; haal die eerst weg met "
                f"`noaber facts imports --forget {other}`"
            )


def _hold(snapshot: Snapshot, path: str) -> None:
    """A slice stands where it belongs, in a table that there is, with that table's columns."""
    parts = path.split("/")
    table = TABLES.get(parts[0]) if len(parts) == 4 else None
    if table is None or not (parts[1].startswith("m=") and parts[2].startswith("y=")):
        raise BrokenSnapshot(
            f"in momentopname {snapshot.id} staat {path}, en dat is geen deel van een tabel met feiten; "
            "maak haar opnieuw met deze versie van Noaber"
        )
    try:
        schema = pq.read_schema(snapshot.folder / path)
    except pa.ArrowInvalid as error:
        raise BrokenSnapshot(f"{snapshot.folder / path} is geen heel Parquetbestand") from error
    if not schema.remove_metadata().equals(table.schema.remove_metadata()):
        raise NotAFact(
            f"{path} heeft andere kolommen dan '{table.name}' nu heeft; maak de momentopname opnieuw met "
            "deze versie van Noaber"
        )


def _marked(rows: Iterable[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """Those that are about own counting: breaks in what documents print stay with their documents."""
    return [one for one in rows if not one.get("document")]
