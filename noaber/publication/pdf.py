"""An edition as a tagged PDF (PDF/UA-1): the same figures as the site, for paper and for reading aloud.

One typst template and the edition as JSON. No network and no fonts of the machine: the same edition
gives the same bytes everywhere.
"""

import json
import os
import re
import tempfile
from dataclasses import dataclass
from functools import cache
from importlib import resources
from pathlib import Path

import typst

from noaber.publication.book import Book
from noaber.publication.design.theming import Theme, house_theme
from noaber.publication.edition import Edition
from noaber.publication.packing import UnknownForm, packed
from noaber.publication.paper import Paper, for_paper
from noaber.publication.site import PublicationError
from noaber.publication.soundness import faults

FONT_PACKAGES = ("fontpkg_source_sans_3", "fontpkg_source_serif_4")
# What stands where none of the fonts has the letter: PDF/UA refuses a letter that can't be shown.
UNKNOWN = "\ufffd"

_UNSHOWN = re.compile(r'the text `"(.+?)"` could not be displayed')
_ESCAPE = re.compile(r"\\u\{([0-9a-f]+)\}")
_ROUNDS = 4


@dataclass(frozen=True, slots=True)
class PdfReport:
    """What was written: the file, how many pages it has and how many bytes."""

    path: Path
    pages: int
    bytes: int


def render_pdf(edition: Edition, path: Path, theme: Theme | None = None) -> PdfReport:
    """Write the PDF of an edition to `path`, in place of the file that may be there.

    Raises PublicationError where the edition does not hang together, where it can't be set, or
    where the file can't be written.
    """
    body, pages = pdf_bytes(edition, theme)
    return PdfReport(write_pdf(body, path), pages, len(body))


def write_pdf(body: bytes, path: Path) -> Path:
    """Write a PDF to `path`, whole, in place of the file that may be there. Raises PublicationError."""
    try:
        _replace(path, body)
    except OSError as error:
        raise PublicationError(
            f"De PDF kan niet worden geschreven in {path}: {error.strerror or error}."
        ) from error
    return path


def pdf_bytes(edition: Edition, theme: Theme | None = None) -> tuple[bytes, int]:
    """The PDF of an edition and how many pages it has. Raises PublicationError."""
    found = faults(edition)
    if found:
        lines = "\n".join(f"- {fault}" for fault in found[:20])
        raise PublicationError(
            f"Van deze uitgave kan geen PDF worden gemaakt, want ze klopt niet in zichzelf:\n{lines}"
        )
    try:
        return packed(typeset(paper_json(edition, theme)))
    except UnknownForm as error:
        raise PublicationError(
            f"De PDF kan niet worden ingepakt: {error}. Meld dit als fout; de website is er wel."
        ) from error


def paper_json(edition: Edition, theme: Theme | None = None) -> str:
    """All that the template sets, as JSON."""
    paper = Paper(Book(for_paper(edition)), theme or house_theme())
    text = json.dumps(paper.data(), ensure_ascii=False, separators=(",", ":"))
    return text.encode("utf-8", "replace").decode()


def typeset(data: str) -> bytes:
    """The PDF as typst makes it; letters that no font has are replaced. Raises PublicationError."""
    for _ in range(_ROUNDS):
        try:
            return compiled(data)
        except typst.TypstError as error:
            unshown = _letters(error.diagnostic)
            if not unshown & set(data):
                raise PublicationError(
                    f"De PDF kan niet worden gemaakt: typst meldt '{error.message}'."
                ) from error
            data = data.translate(dict.fromkeys(map(ord, unshown), UNKNOWN))
    raise PublicationError("De PDF kan niet worden gemaakt: er blijven letters zonder lettertype.")


def compiled(data: str) -> bytes:
    """Typst alone: the template with its data. Raises TypstError."""
    with resources.as_file(resources.files("noaber.publication.design") / "pdf") as folder:
        compiler = typst.Compiler(
            str(folder / "edition.typ"),
            root=str(folder),
            font_paths=_fonts(),
            ignore_system_fonts=True,
            sys_inputs={"edition": data},
        )
        made = compiler.compile(format="pdf", pdf_standards=["ua-1"])
    assert isinstance(made, bytes)
    return made


@cache
def _fonts() -> typst.Fonts:
    folders = [str(resources.files(name) / "files") for name in FONT_PACKAGES]
    return typst.Fonts(include_system_fonts=False, font_paths=folders)


def _letters(diagnostic: str) -> set[str]:
    """The letters that typst says it can't show; those of ASCII are always there."""
    found: set[str] = set()
    for text in _UNSHOWN.findall(diagnostic):
        found.update(_ESCAPE.sub(lambda match: chr(int(match[1], 16)), text))
    return {letter for letter in found if ord(letter) > 127} - {UNKNOWN}


def _replace(path: Path, body: bytes) -> None:
    """The whole file at once, so that what breaks off leaves the old one."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, fresh = tempfile.mkstemp(prefix=f".{path.name}-", dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(body)
        os.chmod(fresh, 0o644)
        os.replace(fresh, path)
    except OSError:
        Path(fresh).unlink(missing_ok=True)
        raise
