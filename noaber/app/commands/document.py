"""noaber document: what is loaded, and how far each document came."""

from datetime import datetime

import click

from noaber.app.commands.shared import format_option, print_json

STEPS = ["concept", "in_review", "offered", "adopted"]


@click.command("document")
@click.argument("name", required=False, metavar="[DOCUMENT]")
@click.option("--to", "status", type=click.Choice(STEPS), help="Zet het document een stap verder.")
@click.option("--decision", default="", help="Het nummer van het raadsbesluit.")
@click.option("--on", type=click.DateTime(["%Y-%m-%d"]), help="De dag van het besluit.")
@format_option()
def command(
    name: str | None, status: str | None, decision: str, on: datetime | None, form: str
) -> None:
    """Toon de geladen documenten, of zet er een verder in zijn leven.

    Vaststellen doet de raad, met een besluit en een datum; daarna verandert het document niet meer.

    Voorbeeld: noaber document twenterand-2022 --to offered
    """
    from noaber.app.ready import ready

    ready()
    from noaber.guard.actor import SYSTEM
    from noaber.register.sources.queries import document, documents
    from noaber.register.sources.services import move_document

    if status and not name:
        raise click.UsageError("Noem het document dat een stap verder gaat.")
    found = [document(SYSTEM, name)] if name else list(documents(SYSTEM).order_by("key"))
    if status:
        move_document(SYSTEM, found[0], status, decision, on.date() if on else None)
    if not found:
        click.echo("Er is nog niets geladen: gebruik `noaber load`.", err=True)
    for one in found:
        if form == "json":
            decided = one.decided_on.isoformat() if one.decided_on else None
            print_json(
                {
                    "document": one.key,
                    "status": one.status,
                    "decision": one.decision or None,
                    "decided_on": decided,
                }
            )
        else:
            by = f" (besluit {one.decision}, {one.decided_on})" if one.decision else ""
            click.echo(f"{one.key}: {one.get_status_display()}{by}")
