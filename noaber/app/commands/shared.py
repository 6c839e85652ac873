"""What several verbs do alike: walk over files, print JSON, name the format option."""

import errno
import json
import stat
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from noaber.app.errors import Failure, expected_errors, said

if TYPE_CHECKING:
    from noaber.vocabulary.places import Place

files_argument = click.argument(
    "files", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="BESTAND..."
)


# What a folder may hold besides chapters is left alone.
CHAPTERS = (
    ".txt", ".md", ".html", ".htm", ".csv", ".tsv", ".pdf", ".docx", ".xlsx", ".toml",
)  # fmt: skip


def expand(
    given: Sequence[Path],
    suffixes: Sequence[str] = CHAPTERS,
    kind: str = "hoofdstuk",
    left: Callable[[Path], bool] = lambda path: False,
) -> list[Path]:
    """The files that were named, and of each folder those in it and below it with these suffixes, by name.

    `left` tells which of these are left alone. Raises Failure for a folder without any.
    """
    paths: list[Path] = []
    for path in given:
        if not path.is_dir():
            paths.append(path)
            continue
        inside = sorted(
            one
            for one in path.rglob("*")
            if one.suffix.lower() in suffixes and not left(one) and one.is_file()
        )
        if not inside:
            kinds = ", ".join(suffixes)
            raise Failure(f"{path}: in deze map staat geen {kind} om te lezen ({kinds})")
        paths += inside
    return paths


def format_option(default: str = "text") -> Callable[[Any], Any]:
    """The option --format, text or json."""
    return click.option(
        "--format",
        "form",
        type=click.Choice(["text", "json"]),
        default=default,
        show_default=True,
        help="json geeft op standaarduitvoer alleen JSON, één regel per bestand.",
    )


def each_file(files: Sequence[Path], work: Callable[[Path], None]) -> None:
    """Do the work for each file; a bad one is named and the batch goes on. Raises Failure at the end."""
    failed = 0
    with progress(files, "bestanden") as items:
        for path in items:
            try:
                work(path)
            except expected_errors() as error:
                failed += 1
                for sentence in said(error):
                    named = isinstance(error, OSError) or sentence.startswith(path.name)
                    click.echo(sentence if named else f"{path}: {sentence}", err=True)
            except Failure as error:
                failed += 1
                click.echo(f"{path}: {error.message}", err=True)
    if failed and len(files) > 1:
        raise Failure(f"{failed} van {len(files)} bestanden lukte niet; de andere wel")
    if failed:
        sys.exit(1)


def contents(path: Path, limit: int) -> bytes:
    """The bytes of a file, once it is known to be one and to be no larger than `limit`.

    Raises Failure with what it is instead, and OSError.
    """
    found = path.stat()
    if stat.S_ISDIR(found.st_mode):
        raise IsADirectoryError(errno.EISDIR, "", str(path))
    if not stat.S_ISREG(found.st_mode):
        raise Failure("dit is geen gewoon bestand")
    if found.st_size > limit:
        raise Failure(
            f"{found.st_size // 10**6} MB is te groot, hooguit {limit // 10**6} MB; geef alleen het "
            "hoofdstuk, als tekst"
        )
    return path.read_bytes()


@contextmanager
def progress(items: Sequence[Any], label: str) -> Iterator[Any]:
    """The items, with a bar on a terminal where there is more than one."""
    if len(items) > 1 and sys.stderr.isatty():
        with click.progressbar(items, label=label, file=sys.stderr) as bar:
            yield bar
    else:
        yield items


def print_json(value: Any, pretty: bool = False) -> None:
    """One JSON value on standard output; on one line unless it is the only one."""
    click.echo(json.dumps(value, ensure_ascii=False, indent=1 if pretty else None))


def counted(number: int, one: str, many: str) -> str:
    """'1 doel', '25 doelen'."""
    return f"{number} {one if number == 1 else many}"


def place_of(municipality: str) -> "Place":
    """The municipality of that name or CBS code. Raises Failure where there is none."""
    from noaber.vocabulary.places import municipality_coded, municipality_named

    found = municipality_named(municipality) or municipality_coded(municipality)
    if found is None:
        raise Failure(f"'{municipality}' is geen gemeente in de lijst van het CBS")
    return found
