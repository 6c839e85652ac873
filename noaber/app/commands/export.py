"""noaber export: a registered document as a file of the project's own format."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from noaber.intake.iv3.delivery import Version


@click.command("export")
@click.argument("document", metavar="DOCUMENT", required=False)
@click.option(
    "--iv3", nargs=2, type=(str, int), metavar="GEMEENTE JAAR", help="Een geladen Iv3-levering."
)
@click.option(
    "--period",
    type=click.IntRange(0, 5),
    default=5,
    show_default=True,
    help="Van --iv3: 0 begroting, 1-4 kwartaal, 5 jaarrekening.",
)
@click.option(
    "--schema",
    type=click.Choice(["2.1.1", "2.0", "1.1", "1.0"]),
    default="2.1.1",
    show_default=True,
    help="De schemaversie van --iv3.",
)
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), help="Het bestand.")
def command(
    document: str | None,
    iv3: tuple[str, int] | None,
    period: int,
    schema: "Version",
    out: Path | None,
) -> None:
    """Schrijf een geladen document als programmabestand (TOML).

    Wat u exporteert en weer laadt is hetzelfde document. Zonder --out komt het op het scherm. Met --iv3
    schrijft u een geladen Iv3-levering als JSON voor het CBS.

    Voorbeeld: noaber export twenterand-2022 --out twenterand.toml
    """
    if (document is None) == (iv3 is None):
        raise click.UsageError("Geef een DOCUMENT, of --iv3 GEMEENTE JAAR.")
    from noaber.app.ready import ready

    ready()
    if document is None:
        if iv3:
            _export_iv3(iv3, period, schema, out)
        return
    from noaber.guard.actor import SYSTEM
    from noaber.intake.documents.own_write import write_own
    from noaber.register.documents import reading
    from noaber.register.sources.queries import document as find

    text = write_own(reading(SYSTEM, find(SYSTEM, document)))
    if out is None:
        click.echo(text, nl=False)
    else:
        out.write_text(text, "utf-8")
        click.echo(f"{out}: {text.count(chr(10))} regels")


def _export_iv3(iv3: tuple[str, int], period: int, schema: "Version", out: Path | None) -> None:
    from noaber.app.iv3 import export_iv3
    from noaber.guard.actor import SYSTEM

    content = export_iv3(SYSTEM, *iv3, period, schema)
    if out is None:
        click.echo(content.decode("utf-8"), nl=False)
    else:
        out.write_bytes(content)
        click.echo(f"{out}: Iv3 volgens schema {schema}")
