"""noaber read: what a published chapter says."""

from pathlib import Path

import click

from noaber.app.commands.shared import (
    contents,
    counted,
    each_file,
    files_argument,
    format_option,
    print_json,
)


@click.command("read")
@files_argument
@format_option(default="json")
def command(files: tuple[Path, ...], form: str) -> None:
    """Lees wat een gepubliceerd hoofdstuk zegt.

    De uitvoer is een lezing in JSON: doelen, indicatoren en geld, elk met zijn plaats in de tekst.

    Voorbeeld: noaber read jaarstukken-2022.txt > lezing.json
    """
    from noaber.intake.documents.files import read_file
    from noaber.intake.documents.schema import to_json
    from noaber.intake.documents.text import LIMIT

    def work(path: Path) -> None:
        _, reading = read_file(contents(path, LIMIT), path.name)
        if form == "json":
            print_json(to_json(reading), pretty=len(files) == 1)
            return
        head = reading.document
        where = " · ".join(str(part) for part in (head.municipality, head.year) if part)
        click.echo(f"{path}: {head.title}{f' ({where})' if where else ''}")
        off = sum(1 for check in reading.checks if check.status == "off")
        for line in (
            counted(len(reading.goals), "plek in de doelenboom", "plekken in de doelenboom"),
            counted(len(reading.indicators), "indicator", "indicatoren"),
            counted(len(reading.finance), "bedrag", "bedragen"),
            f"{counted(len(reading.checks), 'controle', 'controles')}, {off} afwijkend",
        ):
            click.echo(f"  {line}")

    each_file(files, work)
