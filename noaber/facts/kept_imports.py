"""Imports that are kept beside the snapshots: each a folder of slices with a manifest of its own.

Every snapshot takes them in as hard links. A new import under the same name takes the place of the
old one.
"""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from noaber.facts.making import Making

FOLDER = "imports"


def folders(root: Path) -> Iterator[tuple[Path, Mapping[str, Any]]]:
    """Each import that is kept, by name, with its manifest."""
    for manifest in sorted((root / FOLDER).glob("*/manifest.json")):
        if not manifest.parent.name.startswith("."):
            yield manifest.parent, json.loads(manifest.read_text("utf-8"))


def link(making: Making, municipality: str | None = None) -> dict[str, Any]:
    """Take all imports into a snapshot in the making; what the manifest says of each."""
    told = {}
    for folder, manifest in folders(making.root):
        for path, one in manifest["slices"].items():
            if municipality is None or f"/m={municipality}/" in path:
                making.link(path, folder / path, one)
        told[folder.name] = {name: manifest[name] for name in ("files", "rows", "rejected")}
    return told
