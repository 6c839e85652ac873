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
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from importlib import resources
from importlib.resources.abc import Traversable
from itertools import chain
from pathlib import Path

from noaber.publication.book import Book
from noaber.publication.catalogue import catalogue_files
from noaber.publication.data import data_files
from noaber.publication.design.environment import LANGUAGES, translations
from noaber.publication.design.theming import Theme, house_theme
from noaber.publication.edition import Edition
from noaber.publication.gates import refusals
from noaber.publication.pages import pages
from noaber.publication.search import search_index
from noaber.publication.soundness import faults

# The file by which a folder is known to be a site of ours, so that nothing else is ever replaced.
MARKER = "noaber-site.json"


class PublicationError(Exception):
    """The edition can't be published here; the message is a Dutch sentence for the user."""


# The paper form of the edition, beside its pages.
PAPER = "uitgave.pdf"
# Looks at the pages before they take their place; gives what is wrong, one Dutch sentence each.
Inspect = Callable[[Path], Sequence[str]]


@dataclass(frozen=True, slots=True)
class SiteReport:
    """What was written: the folder, its files in order, and how many pages and figures it holds.

    `changed` counts the files that are new or differ from the site that was there before; the others
    are the very same files.
    """

    out: Path
    files: tuple[str, ...]
    pages: int
    figures: int
    changed: int


def render_site(
    edition: Edition,
    out: Path,
    language: str = "nl",
    theme: Theme | None = None,
    paper: bytes | None = None,
    inspect: Inspect | None = None,
) -> SiteReport:
    """Write the site of an edition into the folder `out`, in place of the one that may be there.

    `paper` is the edition as a PDF, to lie beside the pages; `inspect` looks at them before they are
    in their place. Raises PublicationError where the edition does not hang together, where `inspect`
    finds something, where `out` holds something else than a site, or where it can't be written.
    """
    if language not in LANGUAGES:
        raise PublicationError(
            f"De taal '{language}' is er niet. Kies uit: {', '.join(LANGUAGES)}."
        )
    found = faults(edition)
    if found:
        raise PublicationError(_refusal(found))
    stopped = refusals(edition)
    if stopped:
        raise PublicationError(_refusal(stopped, NOT_READY))
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
            written = []
            changed = 0
            for path, body in _files(book, language, theme, paper):
                changed += _write(fresh, path, body, out)
                written.append(path)
            wrong = inspect(fresh) if inspect else ()
            if wrong:
                raise PublicationError(_refusal(tuple(wrong), NOT_READABLE))
            _swap(fresh, out)
        finally:
            shutil.rmtree(fresh, ignore_errors=True)
    except OSError as error:
        raise PublicationError(
            f"De site kan niet worden geschreven in {out}: {error.strerror or error}."
        ) from error
    html = sum(path.endswith(".html") for path in written)
    count = sum(len(page.entries) for page in book.evidence_pages)
    return SiteReport(out, tuple(written), html, count, changed)


def _files(
    book: Book, language: str, theme: Theme, paper: bytes | None
) -> Iterator[tuple[str, bytes]]:
    logo = f"assets/logo{theme.logo.suffix}" if theme.logo else ""
    pdf = PAPER if paper is not None else ""
    said = translations(language).gettext
    texts = chain(
        pages(book, language, logo, pdf),
        data_files(book.edition),
        catalogue_files(book.edition, pdf),
        [("assets/search-index.js", search_index(book, said))],
    )
    for path, text in texts:
        yield path, text.encode("utf-8", "replace")
    if paper is not None:
        yield PAPER, paper
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
    script = resources.files("noaber.publication.design") / "search.js"
    yield "assets/search.js", script.read_bytes()
    yield "assets/theme.css", theme.css().encode()
    if theme.logo:
        yield logo, theme.logo.read_bytes()


def _below(folder: Traversable, path: str) -> Iterator[tuple[str, bytes]]:
    for one in sorted(folder.iterdir(), key=lambda item: item.name):
        if one.is_dir():
            yield from _below(one, f"{path}/{one.name}")
        else:
            yield f"{path}/{one.name}", one.read_bytes()


def _write(folder: Path, path: str, body: bytes, old: Path) -> bool:
    """Write a file; one that the site already had, with the same bytes, is that very file again.

    So what copies a site by what changed (rsync, a host's upload) finds only that.
    """
    target, before = folder / path, old / path
    _folder(target.parent)
    if _same(before, body):
        try:
            os.link(before, target)
        except OSError:  # a file system without links
            shutil.copy2(before, target)
        return False
    with open(target, "wb") as file:
        file.write(body)
    return True


def _same(path: Path, body: bytes) -> bool:
    try:
        return path.stat().st_size == len(body) and path.read_bytes() == body
    except OSError:
        return False


def _folder(path: Path) -> None:
    if not path.is_dir():
        path.mkdir(parents=True, exist_ok=True)


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


NOT_SOUND = "ze klopt niet in zichzelf"
NOT_READY = (
    "er moet eerst iets worden verbeterd, of met `noaber accept` met een reden worden aanvaard"
)
NOT_READABLE = "niet iedereen kan haar pagina's gebruiken"


def _refusal(found: tuple[str, ...], why: str = NOT_SOUND) -> str:
    lines = "\n".join(f"- {fault}" for fault in found[:20])
    more = f"\n- en nog {len(found) - 20}" if len(found) > 20 else ""
    return f"Deze uitgave kan niet worden gepubliceerd, want {why}:\n{lines}{more}"
