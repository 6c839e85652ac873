"""An edition as a site: a folder of pages that opens from a file system and from any host.

The folder is written beside its place and renamed into it, so that what breaks off halfway leaves
the old site whole. The same edition gives the same bytes.
"""

import glob
import json
import os
import shutil
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path

from noaber.publication.book import Book
from noaber.publication.data import data_files
from noaber.publication.design.environment import LANGUAGES
from noaber.publication.design.theming import Theme, house_theme
from noaber.publication.edition import Edition
from noaber.publication.pages import pages
from noaber.publication.soundness import faults

# The file by which a folder is known to be a site of ours, so that nothing else is ever replaced.
MARKER = "noaber-site.json"


class PublicationError(Exception):
    """The edition can't be published here; the message is a Dutch sentence for the user."""


@dataclass(frozen=True, slots=True)
class SiteReport:
    """What was written: the folder, its files in order, and how many pages and figures it holds."""

    out: Path
    files: tuple[str, ...]
    pages: int
    figures: int


def render_site(
    edition: Edition, out: Path, language: str = "nl", theme: Theme | None = None
) -> SiteReport:
    """Write the site of an edition into the folder `out`, in place of the one that may be there.

    Raises PublicationError where the edition does not hang together, where `out` holds something
    else than a site, or where it can't be written.
    """
    if language not in LANGUAGES:
        raise PublicationError(
            f"De taal '{language}' is er niet. Kies uit: {', '.join(LANGUAGES)}."
        )
    found = faults(edition)
    if found:
        raise PublicationError(_refusal(found))
    out = Path(os.path.realpath(out))
    _put_back(out)
    _refuse_what_is_not_ours(out)
    theme = theme or house_theme()
    book = Book(edition)
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        _sweep(out)
        fresh = Path(tempfile.mkdtemp(prefix=f".{out.name}-nieuw-", dir=out.parent))
        try:
            fresh.chmod(0o755)
            written = [_write(fresh, path, body) for path, body in _files(book, language, theme)]
            _swap(fresh, out)
        finally:
            shutil.rmtree(fresh, ignore_errors=True)
    except OSError as error:
        raise PublicationError(
            f"De site kan niet worden geschreven in {out}: {error.strerror or error}."
        ) from error
    html = sum(path.endswith(".html") for path in written)
    count = sum(len(page.entries) for page in book.evidence_pages)
    return SiteReport(out, tuple(written), html, count)


def _files(book: Book, language: str, theme: Theme) -> Iterator[tuple[str, bytes]]:
    logo = f"assets/logo{theme.logo.suffix}" if theme.logo else ""
    for path, text in pages(book, language, logo):
        yield path, text.encode("utf-8", "replace")
    for path, text in data_files(book.edition):
        yield path, text.encode("utf-8", "replace")
    yield from _design(theme, logo)
    marker = {"noaber-site": 1, "edition": book.edition.id, "language": language}
    yield MARKER, (json.dumps(marker, indent=1) + "\n").encode()


def _design(theme: Theme, logo: str) -> Iterator[tuple[str, bytes]]:
    built = resources.files("noaber.publication.design") / "built"
    if not (built / "noaber.css").is_file():
        raise PublicationError(
            "De vormgeving is nog niet gemaakt. Voer eerst 'make setup' uit in de map van Noaber."
        )
    yield from _below(built, "assets")
    yield "assets/theme.css", theme.css().encode()
    if theme.logo:
        yield logo, theme.logo.read_bytes()


def _below(folder: Traversable, path: str) -> Iterator[tuple[str, bytes]]:
    for one in sorted(folder.iterdir(), key=lambda item: item.name):
        if one.is_dir():
            yield from _below(one, f"{path}/{one.name}")
        else:
            yield f"{path}/{one.name}", one.read_bytes()


def _write(folder: Path, path: str, body: bytes) -> str:
    target = folder / path
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(body)
    return path


def _sweep(out: Path) -> None:
    """Take away what a run that was killed left; a run of the last hour may still be busy."""
    for left in out.parent.glob(f".{glob.escape(out.name)}-nieuw-*"):
        if time.time() - left.stat().st_mtime > 3600:
            shutil.rmtree(left, ignore_errors=True)


def _set_aside(out: Path) -> Path:
    return out.parent / f".{out.name}-vorige"


def _swap(fresh: Path, out: Path) -> None:
    """The new folder in the place of the old.

    Broken off between the two renames, the old one stands aside whole, and the next run puts it
    back first.
    """
    aside = _set_aside(out)
    if aside.exists() and not (aside / MARKER).is_file():
        raise PublicationError(
            f"{aside} staat in de weg en is geen site van Noaber. Er is niets veranderd; zet die map "
            "ergens anders."
        )
    if out.exists():
        shutil.rmtree(aside, ignore_errors=True)
        out.rename(aside)
    try:
        fresh.rename(out)
    except OSError:
        _put_back(out)
        raise
    shutil.rmtree(aside, ignore_errors=True)


def _put_back(out: Path) -> None:
    aside = _set_aside(out)
    if not out.exists() and (aside / MARKER).is_file():
        aside.rename(out)


def _refuse_what_is_not_ours(out: Path) -> None:
    if not out.exists():
        return
    if not out.is_dir():
        raise PublicationError(f"{out} is een bestand. Kies een map voor de site.")
    if any(out.iterdir()) and not (out / MARKER).is_file():
        raise PublicationError(
            f"De map {out} bestaat al en is geen site van Noaber. "
            "Er is niets veranderd. Kies een lege of nieuwe map."
        )


def _refusal(found: tuple[str, ...]) -> str:
    lines = "\n".join(f"- {fault}" for fault in found[:20])
    more = f"\n- en nog {len(found) - 20}" if len(found) > 20 else ""
    return (
        f"Deze uitgave kan niet worden gepubliceerd, want ze klopt niet in zichzelf:\n{lines}{more}"
    )
