"""noaber publish: the accessible site of a document, its PDF and its data."""

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
    "--theme", default="", metavar="NAAM|BESTAND",
    help="Kleuren, letters en logo: een thema dat meekomt (noaber, veen) of een eigen bestand.",
)  # fmt: skip
@click.option(
    "--pdf", type=click.Path(path_type=Path, dir_okay=False),
    help="Schrijf de PDF ook in dit bestand; in de map staat ze altijd, als uitgave.pdf.",
)  # fmt: skip
@click.option(
    "--look/--no-look", default=True, show_default=True,
    help="Bekijk van elke soort een pagina in de browser, als die er is, voor de site op haar plek komt.",
)  # fmt: skip
@format_option()
def command(
    document: str,
    out: Path,
    language: str,
    theme: str,
    pdf: Path | None,
    look: bool,
    form: str,
) -> None:
    """Publiceer een geladen document als website die zonder server werkt, met PDF en open data.

    Wat nog niet is ingevuld, sommen die elkaar tegenspreken, nieuwe kleine aantallen en pagina's die
    niet iedereen kan gebruiken houden de publicatie tegen.

    Voorbeeld: noaber publish twenterand-2022-jaarstukken-sociaal-domein --out site
    """
    from noaber.app.ready import ready

    ready()
    from noaber.app.accessibility import browser_path
    from noaber.app.river import publish
    from noaber.guard.actor import SYSTEM
    from noaber.publication.design.theming import chosen_theme
    from noaber.register.sources.queries import document as find

    found = find(SYSTEM, document)
    browser = browser_path() if look else None
    made = publish(
        SYSTEM, found, out, language, theme=chosen_theme(theme), browser=browser, pdf=pdf
    )
    site, paper = made.site, made.paper
    if form == "json":
        told: dict[str, object] = {
            "out": str(out),
            "pages": site.pages,
            "changed": site.changed,
            "first": str(out / "index.html"),
            "looked_at": browser is not None,
            "hidden": made.hidden,
            "warnings": list(made.warnings),
            "pdf": {"file": str(paper.path), "pages": paper.pages, "bytes": paper.bytes},
        }
        print_json(told)
        return
    click.echo(
        f"{counted(site.pages, 'pagina', 'pagina’s')} in {out}; begin bij {out / 'index.html'}"
    )
    click.echo(f"{counted(paper.pages, 'bladzijde', 'bladzijden')} in {paper.path}")
    if made.hidden:
        click.echo(
            f"{counted(made.hidden, 'eigen telling is', 'eigen tellingen zijn')} niet getoond: te weinig "
            "mensen"
        )
    for warning in made.warnings:
        click.echo(warning, err=True)
    if site.changed < len(site.files):
        click.echo(
            f"{counted(site.changed, 'bestand is', 'bestanden zijn')} nieuw of anders dan de vorige "
            "keer"
        )
    if look and browser is None:
        click.echo(
            "De pagina's zijn niet in een browser bekeken: Chromium of axe is er niet.", err=True
        )
