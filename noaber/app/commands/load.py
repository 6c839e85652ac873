"""noaber load: read and keep, as a concept to review."""

from pathlib import Path

import click

from noaber.app.commands.shared import each_file, files_argument, format_option, print_json

OUTCOMES = {
    "new": "geladen als concept",
    "replaced": "opnieuw geladen; het vorige concept is vervangen",
    "unchanged": "stond er al, niets veranderd",
}


@click.command("load")
@files_argument
@click.option("--municipality", help="De gemeente, als de tekst haar niet noemt.")
@click.option("--year", type=click.IntRange(2000, 2100), help="Het jaar waar het over gaat.")
@click.option(
    "--kind", type=click.Choice(["budget", "interim", "account", "other"]), help="Soort document."
)
@click.option("--programme", help="De naam van het programma.")
@click.option(
    "--over-edits", is_flag=True, help="Vervang ook een concept dat met de hand is gewijzigd."
)
@format_option()
def command(
    files: tuple[Path, ...],
    municipality: str | None,
    year: int | None,
    kind: str | None,
    programme: str | None,
    over_edits: bool,
    form: str,
) -> None:
    """Lees hoofdstukken en bewaar ze als concept.

    Hetzelfde bestand nog eens laden verandert niets; wat afbreekt laat niets achter.

    Voorbeeld: noaber load jaarstukken-2022.txt
    """
    from noaber.app.ready import ready

    ready()
    from noaber.guard.actor import SYSTEM
    from noaber.intake.documents.files import read_file
    from noaber.register.documents import identify, load

    given = {"municipality": municipality, "year": year, "kind": kind, "programme": programme}

    def work(path: Path) -> None:
        content = path.read_bytes()
        text, reading = read_file(content, path.name)
        loaded = load(SYSTEM, identify(reading, given), path.name, content, text, over_edits)
        if form == "json":
            print_json(
                {"file": str(path), "document": loaded.document.key, "outcome": loaded.outcome}
            )
        else:
            click.echo(f"{loaded.document.key}: {OUTCOMES[loaded.outcome]}")

    each_file(files, work)
