"""Imports that are kept beside the snapshots: each a folder of slices, and a manifest that points at it.

Every snapshot takes them in as hard links. A new import under the same name takes the place of the
old one at once, by replacing its manifest.
"""

import json
import os
import shutil
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from noaber.facts.making import Making, municipality_of
from noaber.facts.snapshot import BrokenSnapshot, replace_text

FOLDER = "imports"


def kept(root: Path, name: str) -> tuple[Path, Mapping[str, Any]] | None:
    """The folder and manifest of an import, where there is one of that name."""
    try:
        manifest = json.loads((root / FOLDER / f"{name}.json").read_text("utf-8"))
    except FileNotFoundError:
        return None
    return root / FOLDER / manifest["folder"], manifest


def required(root: Path, name: str) -> tuple[Path, Mapping[str, Any]]:
    """The folder and manifest of an import that is there. Raises FileNotFoundError."""
    found = kept(root, name)
    if found is None:
        raise FileNotFoundError(2, "er is geen import met deze naam", name)
    return found


def keep(root: Path, name: str, made: Path, manifest: Mapping[str, Any]) -> None:
    """Put a made import in its place, and take away the one before."""
    before = kept(root, name)
    folder = f"{name}.{manifest['digest'][:12]}"
    place = root / FOLDER / folder
    place.parent.mkdir(parents=True, exist_ok=True)
    shutil.rmtree(place, ignore_errors=True)
    os.rename(made, place)
    told = json.dumps({**manifest, "folder": folder}, indent=1, ensure_ascii=False)
    replace_text(root / FOLDER / f"{name}.json", told)
    if before and before[0] != place:
        shutil.rmtree(before[0], ignore_errors=True)


def forget(root: Path, name: str) -> None:
    """Take an import away: the next snapshot is without it. Raises FileNotFoundError."""
    folder, _ = required(root, name)
    (root / FOLDER / f"{name}.json").unlink()
    shutil.rmtree(folder, ignore_errors=True)


def all_kept(root: Path) -> Iterator[tuple[str, Path, Mapping[str, Any]]]:
    """Each import that is kept, by name, with its folder and manifest."""
    for file in sorted((root / FOLDER).glob("*.json")):
        if not file.name.startswith("."):
            yield file.stem, *required(root, file.stem)


def link(making: Making, municipality: str | None = None) -> dict[str, Any]:
    """Take all imports into a snapshot in the making; what the manifest says of each.

    Raises BrokenSnapshot where a file of an import is not whole.
    """
    told = {}
    for name, folder, manifest in all_kept(making.root):
        for path, one in manifest["slices"].items():
            if municipality in (None, municipality_of(path)):
                _hold(name, folder / path, one["bytes"])
                making.link(path, folder / path, one)
        told[name] = {one: manifest[one] for one in ("table", "files", "rows", "rejected")}
    return told


def in_force(root: Path, municipality: str | None = None) -> dict[str, list[Mapping[str, Any]]]:
    """What the imports tell beside their rows: what was not delivered, and where series break."""
    return {
        key: [
            one
            for _, _, manifest in all_kept(root)
            for one in manifest.get(key, ())
            if municipality in (None, one.get("municipality"))
        ]
        for key in ("missing", "breaks")
    }


def is_whole(folder: Path, manifest: Mapping[str, Any]) -> bool:
    """Whether every slice of an import is there with its whole length."""
    return all(_fits(folder / path, one["bytes"]) for path, one in manifest["slices"].items())


def _fits(place: Path, size: int) -> bool:
    return place.is_file() and place.stat().st_size == size


def _hold(name: str, place: Path, size: int) -> None:
    if not _fits(place, size):
        raise BrokenSnapshot(
            f"van import {name} is {place.name} in {place.parent} er niet of niet heel; importeer het "
            f"bestand opnieuw, of haal de import weg met `noaber facts imports --forget {name}`"
        )
