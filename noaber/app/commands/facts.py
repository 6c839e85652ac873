"""noaber facts: from what is registered to a snapshot that can be counted."""

import click

from noaber.app.commands.shared import format_option, print_json


@click.group("facts")
def command() -> None:
    """Maak of bekijk momentopnamen van de feiten."""


@command.command("build")
@click.option("--municipality", help="Alleen deze gemeente (naam of CBS-code).")
@format_option()
def build(municipality: str | None, form: str) -> None:
    """Maak een momentopname van alles wat is vastgelegd, en reken alle maten uit.

    Voorbeeld: noaber facts build --municipality Twenterand
    """
    from noaber.app.errors import Failure
    from noaber.app.ready import ready
    from noaber.vocabulary.places import municipality_coded, municipality_named

    place = municipality and (municipality_named(municipality) or municipality_coded(municipality))
    if municipality and not place:
        raise Failure(f"'{municipality}' is geen gemeente in de lijst van het CBS")
    ready()
    from noaber.app.river import count
    from noaber.guard.actor import SYSTEM

    _show(count(SYSTEM, place.code if place else None), form)


@command.command("info")
@click.argument("snapshot", required=False)
@format_option()
def info(snapshot: str | None, form: str) -> None:
    """Wat er in de momentopnamen zit.

    Voorbeeld: noaber facts info
    """
    from noaber.app.home import home
    from noaber.facts.snapshot import read, snapshots

    root = home() / "facts"
    names = [snapshot] if snapshot else snapshots(root)
    if not names:
        click.echo("Er is nog geen momentopname; maak er een met `noaber facts build`.", err=True)
    for name in names:
        _show(read(root, name), form)


def _show(snapshot, form: str) -> None:
    rows = {name: table["rows"] for name, table in snapshot.manifest["tables"].items()}
    if form == "json":
        print_json({"snapshot": snapshot.id, "rows": rows})
    else:
        told = ", ".join(f"{count} rijen {name}" for name, count in rows.items())
        click.echo(f"momentopname {snapshot.id}: {told}")
