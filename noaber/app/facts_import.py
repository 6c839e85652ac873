"""Importing facts from someone's own files, as the command line does it: mapping, keys, day, report."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from noaber.app.errors import Failure
from noaber.app.measuring import snapshot_at
from noaber.facts import kept_imports, proposing, quality
from noaber.facts import mapping as mappings
from noaber.facts.imports import Imported, Progress, import_files
from noaber.facts.mapping import FileMapping
from noaber.facts.rejecting import FILE as REJECTED
from noaber.facts.taking_in import take_in
from noaber.vocabulary.names import slug
from noaber.vocabulary.numbers import format_number

# Of each check so many lines are told; the table has all of them.
TOLD = 20


@dataclass(frozen=True, slots=True)
class FromMessages(Imported):
    """An import of messages: how many of which kind, and why what they tell is no fact (yet), how often."""

    messages: str = ""
    not_counted: Mapping[str, int] = field(default_factory=dict)


def mapping_named(name: str, municipality: str = "") -> FileMapping:
    """The mapping in the file of that name, or the one that comes with Noaber under it.

    Raises BadMapping with all that is wrong in it, and Failure where there is none.
    """
    path = Path(name)
    if path.is_file():
        text, called = path.read_text("utf-8"), path.name
    elif name in mappings.shipped():
        text, called = mappings.shipped()[name], name
    else:
        known = ", ".join(mappings.shipped())
        raise Failure(f"er is geen koppeling '{name}': geen bestand, en geen van {known}")
    fallback = "".join(one if one.isascii() and one.isalnum() else "-" for one in path.stem.lower())
    return mappings.read(text, called, municipality, fallback.strip("-")[:40])


def bring_in(
    mapping: FileMapping,
    files: Sequence[Path],
    root: Path,
    known_on: date,
    progress: Progress = lambda _: None,
) -> Imported:
    """Import files by a mapping, with the keys of this installation."""
    from noaber.guard.secrets import keys_of

    for file in files:
        if not file.is_file():
            raise Failure(f"{file}: dit bestand is er niet")
    return import_files(mapping, files, root, keys_of, known_on, progress)


def folder_in(folders: Sequence[Path], root: Path, name: str = "") -> Imported:
    """Take in a whole snapshot: one folder with facts, under this name or its own.

    Raises Failure where it is no such folder, BrokenSnapshot and NotAFact.
    """
    if len(folders) != 1 or not folders[0].is_dir():
        raise Failure(
            "zeg met --mapping welke kolom wat is; zonder koppeling gaat alleen één map met een "
            f"momentopname van elders mee{_perhaps_messages(folders)}"
        )
    try:
        snapshot = snapshot_at(folders[0], folders[0])
    except Failure as error:
        raise Failure(f"{error.message}{_perhaps_messages(folders)}") from error
    name = slug(name or folders[0].resolve().name)[:40].strip("-")
    before = kept_imports.kept(root, name)
    manifest = take_in(snapshot, root, name)
    folder = root / kept_imports.FOLDER / manifest["folder"]
    return Imported(
        name,
        manifest["table"],
        folder,
        manifest["rows"],
        0,
        {},
        quality.read(folder),
        manifest["missing"],
        manifest["breaks"],
        unchanged=before is not None and before[1]["digest"] == manifest["digest"],
    )


def _perhaps_messages(given: Sequence[Path]) -> str:
    """The option for messages, where what was given looks like them."""
    inside = (found for one in given if one.is_dir() for found in one.rglob("*"))
    if any(one.suffix.lower() == ".xml" for one in (*given, *inside)):
        return "; zijn dit berichten (iWmo, iJw), geef dan --messages en --municipality"
    return ""


def propose(path: Path) -> str:
    """A mapping for a file, as far as it can be guessed. Raises BadMapping and Failure."""
    if not path.is_file():
        raise Failure(f"{path}: dit bestand is er niet")
    return proposing.propose(path)


def as_json(made: Imported) -> dict[str, Any]:
    """What was imported, for other programs."""
    more: dict[str, Any] = {}
    if isinstance(made, FromMessages):
        more = {"messages": made.messages, "not_counted": dict(made.not_counted)}
    return {
        "import": made.name,
        **more,
        "table": made.table,
        "rows": made.rows,
        "rejected": made.rejected,
        "reasons": dict(made.reasons),
        "rejected_file": str(made.folder / REJECTED) if made.rejected else None,
        "unchanged": made.unchanged,
        "missing": list(made.missing),
        "breaks": list(made.breaks),
        "quality": list(made.odd),
    }


def told(made: Imported) -> Iterator[str]:
    """What was imported, line by line."""
    again = ", niets veranderd sinds de vorige keer" if made.unchanged else ""
    source, single, many = "", "rij", "rijen"
    if isinstance(made, FromMessages):
        source, single, many = f" uit {made.messages}", "bericht", "berichten"
    yield f"import {made.name}: {format_number(made.rows)} rijen {made.table}{source}{again}"
    if made.rejected:
        what = single if made.rejected == 1 else many
        yield f"{format_number(made.rejected)} {what} niet opgenomen; waarom staat in {made.folder / REJECTED}"
        most = sorted(made.reasons.items(), key=lambda one: (-one[1], one[0]))[:TOLD]
        for reason, count in most:
            yield f"  {format_number(count)} keer {reason}"
    if isinstance(made, FromMessages):
        for why, count in made.not_counted.items():
            yield f"niet geteld: {format_number(count)} keer {why}"
    for one in made.missing:
        yield f"levering ontbreekt: {_about(one)}, {one['period']}: {one['reason']}"
    for one in made.breaks:
        yield f"trendbreuk: {_about(one)}, {_between(one['before'], one['after'])}: {one['reason']}"
    yield from quality_told(made.odd)


def _about(told: Mapping[str, Any]) -> str:
    """What a missing delivery or a break is about: '1700 trajectory youth'."""
    named = (told.get(name) for name in ("municipality", "kind", "law", "indicator"))
    return " ".join(one for one in named if one)


def _between(before: str, after: str) -> str:
    if before and after:
        return f"tussen {before} en {after}"
    if before or after:
        return f"na {before}" if before else f"vanaf {after}"
    return "plaats onbekend"


def quality_told(odd: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    """What is odd in facts, by check, line by line."""
    if not odd:
        yield "kwaliteit: niets bijzonders"
        return
    for check, dutch in _CHECKS.items():
        rows = [row for row in odd if row["check"] == check]
        if rows:
            yield f"{dutch}:"
            yield from _lines(rows)


def _lines(rows: Sequence[Mapping[str, Any]]) -> Iterable[str]:
    for row in rows[:TOLD]:
        about = f" ({', '.join(row['examples'][:2])})" if row["examples"] else ""
        yield f"  {row['municipality']} {row['text']}{about}"
    if len(rows) > TOLD:
        yield f"  en nog {len(rows) - TOLD}; alles met --format json"


_CHECKS = {
    "missing": "ontbreekt",
    "impossible": "kan niet",
    "overlap": "loopt samen",
    "doubled": "dubbel",
    "break": "plotselinge breuk",
}
