"""noaber erratum: a mistake in an adopted document and what it should be."""

from datetime import datetime

import click


@click.command("erratum")
@click.argument("document", metavar="DOCUMENT")
@click.option("--on", required=True, type=click.DateTime(["%Y-%m-%d"]), help="De dag.")
@click.option("--about", required=True, help="Het cijfer of de passage.")
@click.option("--printed", required=True, help="Wat er staat.")
@click.option("--correct", required=True, help="Wat er hoort te staan.")
def command(document: str, on: datetime, about: str, printed: str, correct: str) -> None:
    """Leg een fout in een vastgesteld document vast; het document zelf verandert niet.

    Voorbeeld: noaber erratum noaberstad-2024-jaarstukken --on 2025-09-01 --about "Lasten Jeugd"
    --printed "9.100.000" --correct "9.010.000"
    """
    from noaber.app.ready import ready

    ready()
    from noaber.guard.actor import SYSTEM
    from noaber.register.sources.queries import document as find
    from noaber.register.sources.services import add_erratum

    made = add_erratum(SYSTEM, find(SYSTEM, document), on.date(), about, printed, correct)
    click.echo(f"{made.item}: vastgelegd naast het document")
