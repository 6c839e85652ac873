"""noaber publish: the accessible site of a document, and its PDF."""

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
@click.option(
    "--pdf", type=click.Path(path_type=Path, dir_okay=False),
    help="Schrijf dezelfde uitgave ook als toegankelijke PDF in dit bestand.",
)  # fmt: skip
@format_option()
def command(document: str, out: Path, language: str, pdf: Path | None, form: str) -> None:
    """Publiceer een geladen document als website die zonder server werkt.

    Voorbeeld: noaber publish twenterand-2022-jaarstukken-sociaal-domein --out site
    """
    from noaber.app.ready import ready

    ready()
    from noaber.app.river import count, publish, publish_pdf
    from noaber.guard.actor import SYSTEM
    from noaber.register.sources.queries import document as find

    found = find(SYSTEM, document)
    snapshot = count(SYSTEM, found.municipality.code)
    report = publish(SYSTEM, found, out, language, snapshot)
    paper = publish_pdf(SYSTEM, found, pdf, snapshot) if pdf else None
    if form == "json":
        told: dict[str, object] = {
            "out": str(out), "pages": report.pages, "first": str(out / "index.html")
        }  # fmt: skip
        if paper:
            told["pdf"] = {"file": str(paper.path), "pages": paper.pages, "bytes": paper.bytes}
        print_json(told)
        return
    click.echo(
        f"{counted(report.pages, 'pagina', 'pagina’s')} in {out}; begin bij {out / 'index.html'}"
    )
    if paper:
        click.echo(f"{counted(paper.pages, 'bladzijde', 'bladzijden')} in {paper.path}")
