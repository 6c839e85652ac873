"""Pages for everyone: what is published here. No query, no arithmetic: files that were rendered."""

import json
import logging
from collections.abc import Sequence
from importlib import resources
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.exceptions import SuspiciousFileOperation
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils._os import safe_join

from noaber.desk.rendering import STYLES, environment, page
from noaber.publication.design.theming import house_theme
from noaber.publication.site import MARKER

logger = logging.getLogger(__name__)


def publications(request: HttpRequest) -> HttpResponse:
    """The publications of this installation, newest document first."""
    return HttpResponse(front_page(Path(settings.PUBLICATIONS)))


def front_page(
    folder: Path,
    keys: Sequence[str] | None = None,
    styles: str = STYLES,
    places: str = "/publicaties/{}/",
) -> str:
    """The list of what is published in a folder, newest first (only `keys`, where given).

    `styles` is where the style sheets are, `places` where a publication of that key is.
    """
    sites = folder.glob(f"*/{MARKER}")
    found = [
        {**one, "place": places.format(one["key"])}
        for path in sites
        if (keys is None or path.parent.name in keys) and (one := _described(path.parent))
    ]
    found.sort(key=lambda item: (-item["year"], item["municipality"], item["programme"]))
    template = environment().get_template("publications.html")
    return template.render(publications=found, styles=styles)


def publication_file(request: HttpRequest, key: str, path: str) -> HttpResponse:
    """A file of a published site; a folder gives its first page."""
    folder = _inside(Path(settings.PUBLICATIONS), key)
    if not _is_file(folder / MARKER):
        raise Http404
    asked = _inside(folder, path)
    if path and not path.endswith("/") and not _is_file(asked) and asked.is_dir():
        return HttpResponseRedirect(f"{request.path}/")
    return _file_in(folder, f"{path}index.html" if not path or path.endswith("/") else path)


def design_file(request: HttpRequest, path: str) -> HttpResponse:
    """A style sheet or typeface of the design that all pages share."""
    return _file_in(Path(str(resources.files("noaber.publication.design") / "built")), path)


def theme_sheet(request: HttpRequest) -> HttpResponse:
    """The tokens of this installation's theme."""
    return HttpResponse(house_theme().css(), content_type="text/css; charset=utf-8")


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """The page for an address that is not there, or not for this account."""
    return page(None, "not_found.html", 404)


def wrong_host(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """The page for a request that this installation does not answer, such as one for another name."""
    return page(None, "wrong_host.html", 400)


def refused(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The page for a form that did not come from a page of ours, or from one that is too old."""
    return page(None, "refused.html", 403)


def broken(request: HttpRequest) -> HttpResponse:
    """The page for what nobody foresaw; the log has the traceback."""
    return page(None, "broken.html", 500)


def _inside(folder: Path, path: str) -> Path:
    """A path below a folder. Raises Http404 where it would lead out of it."""
    try:
        return Path(safe_join(folder, path))
    except (SuspiciousFileOperation, ValueError) as error:
        raise Http404 from error


def _is_file(path: Path) -> bool:
    try:
        return path.is_file()
    except OSError as error:  # a name too long for the file system
        raise Http404 from error


def _file_in(folder: Path, path: str) -> HttpResponse:
    file = _inside(folder, path)
    if not _is_file(file):
        raise Http404
    return FileResponse(file.open("rb"), filename=file.name)


def _described(folder: Path) -> dict[str, Any] | None:
    """What the front page says of a publication; nothing of one that is damaged."""
    wanted = ("municipality", "kind_label", "year", "programme", "status", "published_on")
    try:
        edition = json.loads((folder / "data" / "edition.json").read_text("utf-8"))
        return {"key": folder.name, **{name: edition[name] for name in wanted}}
    except (OSError, ValueError, KeyError, TypeError):
        logger.exception("publication %s cannot be read", folder.name)
        return None
