"""noaber export: a registered document as a file of the project's own format."""

from pathlib import Path

import click


@click.command("export")
@click.argument("document", metavar="DOCUMENT")
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), help="Het bestand.")
def command(document: str, out: Path | None) -> None:
    """Schrijf een geladen document als programmabestand (TOML).

    Wat u exporteert en weer laadt is hetzelfde document. Zonder --out komt het op het scherm.

    Voorbeeld: noaber export twenterand-2022 --out twenterand.toml
    """
    from noaber.app.ready import ready

    ready()
    from noaber.guard.actor import SYSTEM
    from noaber.intake.documents.own_writer import write_own
    from noaber.register.documents import reading
    from noaber.register.sources.queries import document as find

    text = write_own(reading(SYSTEM, find(SYSTEM, document)))
    if out is None:
        click.echo(text, nl=False)
    else:
        out.write_text(text, "utf-8")
        click.echo(f"{out}: {text.count(chr(10))} regels")
