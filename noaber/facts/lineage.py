"""Where the facts of a snapshot come from, for the evidence of what is counted on them."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from noaber.facts.snapshot import Snapshot


def sources(snapshot: Snapshot, table: str, municipality: str) -> tuple[str, ...]:
    """What a table of a municipality was made of in a snapshot, in Dutch.

    Not of how many rows: that would tell of how few a figure that is hidden was counted.
    """
    imports = snapshot.manifest.get("imports", {})
    found = set()
    for path in snapshot.manifest.get("slices", {}):
        kind, code, _, file = path.split("/")
        if kind == table and code == f"m={municipality}":
            found.add(_name(file.removesuffix(".parquet"), imports))
    return tuple(sorted(found))


def _name(source: str, imports: Mapping[str, Any]) -> str:
    if source in imports:
        return _import(source, imports[source])
    for name, told in imports.items():
        if source.startswith(f"{name}-"):
            return _import(name, told)
    if source.startswith("claims-"):
        return "declaraties in het register"
    return _REGISTER.get(source, source)


_REGISTER = {"printed": "documenten in het register", "care": "zorg in het register"}
MOST_FILES = 3


def _import(name: str, told: Mapping[str, Any]) -> str:
    return f"import {name} uit {', '.join(_files(list(told['files'])))}"


def _files(files: Sequence[str]) -> Iterator[str]:
    yield from files[:MOST_FILES]
    if len(files) > MOST_FILES:
        yield f"en nog {len(files) - MOST_FILES} bestanden"
