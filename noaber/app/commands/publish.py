"""noaber publish: the accessible site of a document."""

from pathlib import Path

import click

from noaber.app.commands.shared import counted, format_option, print_json


@click.command("publish")
@click.argument("document", metavar="DOCUMENT")
@click.option(
    "--out", required=True, type=click.Path(path_type=Path, file_okay=False), help="De map."
)
@click.option(
    "--language", type=click.Choice(["nl", "en"]), default="nl", show_default=True,
    help="Taal van de pagina's; de inhoud blijft Nederlands.",
)  # fmt: skip
@format_option()
def command(document: str, out: Path, language: str, form: str) -> None:
    """Publiceer een geladen document als website die zonder server werkt.

    Voorbeeld: noaber publish twenterand-2022-jaarstukken-sociaal-domein --out site
    """
    from noaber.app.ready import ready

    ready()
    from noaber.app.river import publish
    from noaber.guard.actor import SYSTEM
    from noaber.register.sources.queries import document as find

    report = publish(SYSTEM, find(SYSTEM, document), out, language)
    if form == "json":
        print_json({"out": str(out), "pages": report.pages, "first": str(out / "index.html")})
    else:
        click.echo(
            f"{counted(report.pages, 'pagina', 'pagina’s')} in {out}; begin bij {out / 'index.html'}"
        )
