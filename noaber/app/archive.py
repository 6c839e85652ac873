"""Several sites as one zip file that opens from a folder: a front page, and each site beside it."""

import os
import zipfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from uuid import uuid4

# The same sites give the same bytes: no file has a day of its own.
_DAY = (1980, 1, 1, 0, 0, 0)


def zip_sites(publications: Path, keys: Sequence[str], archive: Path) -> int:
    """Write the sites of these documents to `archive`; how many files it holds."""
    from noaber.desk.views import front_page

    archive.parent.mkdir(parents=True, exist_ok=True)
    beside = archive.parent / f".{archive.name}.{uuid4().hex[:8]}"
    front = front_page(
        publications, keys=keys, styles=f"{keys[0]}/assets" if keys else "", places="{}/index.html"
    )
    count = 0
    try:
        with zipfile.ZipFile(beside, "w", zipfile.ZIP_DEFLATED) as made:
            for name, body in _files(publications, keys, front):
                made.writestr(_entry(name), body)
                count += 1
        os.replace(beside, archive)
    finally:
        beside.unlink(missing_ok=True)
    return count


def _files(publications: Path, keys: Sequence[str], front: str) -> Iterator[tuple[str, bytes]]:
    yield "index.html", front.encode()
    for key in keys:
        for path in sorted((publications / key).rglob("*")):
            if path.is_file():
                yield path.relative_to(publications).as_posix(), path.read_bytes()


def _entry(name: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, _DAY)
    entry.compress_type = zipfile.ZIP_DEFLATED
    entry.external_attr = 0o644 << 16
    return entry
