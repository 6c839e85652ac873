"""noaber read: what a published chapter says."""

import sys
from collections import Counter
from pathlib import Path

import click

from noaber.app.commands.shared import (
    contents,
    counted,
    each_file,
    expand,
    files_argument,
    format_option,
    print_json,
)
from noaber.app.errors import Failure


@click.command("read")
@files_argument
@format_option(default="json")
@click.option("--text", "as_text", is_flag=True, help="Geef de tekst waarin de plaatsen tellen.")
@click.option(
    "--expect",
    type=click.Path(path_type=Path),
    metavar="LEZING",
    help="Vergelijk met een verbeterde lezing, of met die in een map (hoofdstuk.txt.json).",
)
def command(files: tuple[Path, ...], form: str, as_text: bool, expect: Path | None) -> None:
    """Lees wat een gepubliceerd hoofdstuk zegt.

    De uitvoer is een lezing in JSON: doelen, inspanningen, indicatoren en geld, elk met zijn plaats
    in de tekst. Een hoofdstuk is tekst, een webpagina of een tabel (csv). Van een map worden alle
    hoofdstukken gelezen, ook in de mappen daaronder.

    Voorbeeld: noaber read jaarstukken-2022.txt > lezing.json

    Voorbeeld: noaber read hoofdstukken/ --format text

    Klopt een lezing niet, verbeter dan het JSON-bestand; met --expect zegt noaber daarna wat het
    anders leest, en eindigt het met code 1 zolang er verschil is.

    Voorbeeld: noaber read jaarstukken-2022.txt --expect lezing.json
    """
    from noaber.intake.documents.files import LIMIT, read_file, text_of
    from noaber.intake.documents.schema import to_json

    paths = expand(files)
    found: Counter[str] = Counter()
    if expect is not None:
        _compare(paths, expect)
        return

    def work(path: Path) -> None:
        content = contents(path, LIMIT)
        if as_text:
            click.echo(text_of(content, path.name), nl=False)
            return
        _, reading = read_file(content, path.name)
        sizes = {part: len(getattr(reading, part)) for part, _, _ in _PARTS}
        # The own format holds efforts as records.
        sizes["efforts"] += sum(1 for one in reading.records if one.section == "effort")
        found.update(sizes)
        found["chapters"] += 1
        if form == "json":
            print_json(to_json(reading), pretty=len(paths) == 1)
            return
        head = reading.document
        where = " · ".join(str(part) for part in (head.municipality, head.year) if part)
        click.echo(f"{path}: {head.title}{f' ({where})' if where else ''}")
        off = sum(1 for check in reading.checks if check.status == "off")
        for part, one, many in _PARTS:
            if sizes[part] or part in _ALWAYS:
                click.echo(f"  {counted(sizes[part], one, many)}")
        click.echo(f"  {counted(len(reading.checks), 'controle', 'controles')}, {off} afwijkend")

    try:
        each_file(paths, work)
    finally:
        if form == "text" and not as_text and len(paths) > 1:
            told = ", ".join(counted(found[part], one, many) for part, one, many in _PARTS)
            click.echo(f"Samen {counted(found['chapters'], 'hoofdstuk', 'hoofdstukken')}: {told}.")


def _compare(paths: list[Path], expect: Path) -> None:
    """Say of each chapter how its reading differs from the corrected one; ends with 1 where one does."""
    from noaber.intake.documents.expected import corrected, differences
    from noaber.intake.documents.files import LIMIT, read_file
    from noaber.intake.documents.schema import to_json

    if not expect.is_dir() and len(paths) > 1:
        raise Failure(
            f"{expect}: dit is één lezing voor {len(paths)} hoofdstukken; geef een map met bij elk "
            "hoofdstuk een lezing, zoals hoofdstuk.txt.json"
        )
    differ: list[Path] = []

    def work(path: Path) -> None:
        wanted_in = expect / f"{path.name}.json" if expect.is_dir() else expect
        wanted = corrected(contents(wanted_in, LIMIT), wanted_in.name)
        _, reading = read_file(contents(path, LIMIT), path.name)
        found = differences(to_json(reading), wanted)
        if not found:
            click.echo(f"{path}: zoals verwacht")
            return
        differ.append(path)
        click.echo(f"{path}: {counted(len(found), 'verschil', 'verschillen')}")
        for one in found:
            click.echo(f"  {one.sentence}")

    each_file(paths, work)
    if differ:
        sys.exit(1)


_ALWAYS = frozenset({"goals", "indicators", "finance"})
_PARTS = (
    ("goals", "plek in de doelenboom", "plekken in de doelenboom"),
    ("indicators", "indicator", "indicatoren"),
    ("efforts", "inspanning", "inspanningen"),
    ("finance", "bedrag", "bedragen"),
    ("figures", "cijfer in de tekst", "cijfers in de tekst"),
)
