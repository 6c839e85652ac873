"""noaber definition: the measures that a municipality defined itself."""

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from noaber.app.commands.shared import format_option, place_of, print_json
from noaber.app.errors import Failure

if TYPE_CHECKING:
    from noaber.register.goals.definition_models import OwnDefinition


@click.group("definition")
def command() -> None:
    """Bewaar de maten die een gemeente zelf omschreef; elke momentopname rekent ze mee.

    Voorbeeld: noaber definition add binnen_tien_dagen.toml --municipality Twenterand
    """


@command.command("add")
@click.argument("file", type=click.Path(path_type=Path), metavar="BESTAND")
@click.option("--municipality", required=True, help="Van welke gemeente (naam of CBS-code).")
@click.option(
    "--since",
    metavar="JJJJ-MM-DD",
    type=click.DateTime(["%Y-%m-%d"]),
    help="Vanaf welke dag zij geldt; vandaag als u niets zegt.",
)
@format_option()
def add(file: Path, municipality: str, since: datetime | None, form: str) -> None:
    """Bewaar een maat, of een volgende versie ervan.

    Een versie verandert nooit meer: wie iets anders wil tellen, verhoogt in het bestand `version`.

    Voorbeeld: noaber definition add binnen_tien_dagen.toml --municipality Twenterand
    """
    from noaber.app.ready import ready

    place = place_of(municipality)
    ready()
    from noaber.app import definitions
    from noaber.guard.actor import SYSTEM

    added = definitions.add(SYSTEM, place, file, since.date() if since else None)
    if form == "json":
        print_json({**_as_json(added.kept), "unchanged": not added.is_new})
        return
    again = "" if added.is_new else "; er is niets veranderd"
    click.echo(f"{_told(added.kept)}{again}")
    click.echo(f"  {added.definition.sentence}")
    if added.is_new:
        click.echo("`noaber facts build` rekent haar mee vanaf de volgende momentopname")


@command.command("list")
@click.option("--municipality", help="Alleen van deze gemeente (naam of CBS-code).")
@click.option("--all", "everything", is_flag=True, help="Toon ook wat niet meer geldt.")
@format_option()
def list_definitions(municipality: str | None, everything: bool, form: str) -> None:
    """Toon de eigen maten die gelden of nog ingaan.

    Voorbeeld: noaber definition list --all --format json
    """
    from noaber.app.ready import ready

    code = place_of(municipality).code if municipality else None
    ready()
    from django.utils import timezone

    from noaber.guard.actor import SYSTEM
    from noaber.register.goals.definition_queries import in_force, own_definitions

    kept = list(own_definitions(SYSTEM, code))
    today = timezone.localdate()
    now = in_force(kept, today)
    shown = 0
    for one in kept:
        is_in_force = now.get(one.measure) == one
        if not everything and (one.withdrawn_at or not (is_in_force or one.since > today)):
            continue
        shown += 1
        if form == "json":
            print_json({**_as_json(one), "in_force": is_in_force})
        else:
            over = not is_in_force and one.withdrawn_at is None and one.since <= today
            click.echo(f"{_told(one)}{'; vervangen door een latere versie' if over else ''}")
    if not shown and form == "text":
        click.echo("Er zijn geen eigen maten.")


@command.command("show")
@click.argument("measure", metavar="MAAT")
@click.option("--version", type=int, help="Deze versie; de laatste als u niets zegt.")
@format_option()
def show(measure: str, version: int | None, form: str) -> None:
    """Toon de tekst van een eigen maat, om er een volgende versie van te maken.

    Voorbeeld: noaber definition show binnen_tien_dagen > binnen_tien_dagen.toml
    """
    from noaber.app.ready import ready

    ready()
    from noaber.app import definitions
    from noaber.guard.actor import SYSTEM

    kept = {one.version: one for one in definitions.versions(SYSTEM, measure)}
    if version is None:
        version = max(kept)
    elif version not in kept:
        known = ", ".join(map(str, kept))
        raise Failure(f"van '{measure}' is er geen versie {version}; wel {known}")
    if form == "json":
        print_json({**_as_json(kept[version]), "text": kept[version].text})
    else:
        click.echo(kept[version].text, nl=False)


@command.command("withdraw")
@click.argument("measure", metavar="MAAT")
@click.option("--reason", required=True, help="Waarom: dat blijft erbij staan.")
def withdraw(measure: str, reason: str) -> None:
    """Trek een eigen maat in: de volgende momentopname rekent haar niet meer.

    Wat er al mee is gerekend blijft, en elke versie blijft te lezen.

    Voorbeeld: noaber definition withdraw binnen_tien_dagen --reason "raadsbesluit vervallen"
    """
    from noaber.app.ready import ready

    ready()
    from noaber.app import definitions
    from noaber.guard.actor import SYSTEM

    click.echo(_told(definitions.withdraw(SYSTEM, measure, reason)))


def _told(one: "OwnDefinition") -> str:
    from django.utils import timezone

    from noaber.app.definitions import label

    named = f"{one.measure} (versie {one.version}): {label(one)}; {one.municipality.name}"
    if one.withdrawn_at is None:
        return f"{named}, vanaf {one.since}"
    day = timezone.localtime(one.withdrawn_at).date()
    return f"{named}, ingetrokken op {day} door {one.withdrawn_by}: {one.withdrawn_why}"


def _as_json(one: "OwnDefinition") -> dict[str, Any]:
    from noaber.app.definitions import label

    return {
        "measure": one.measure,
        "version": one.version,
        "label": label(one),
        "municipality": one.municipality.code,
        "since": one.since.isoformat(),
        "kept_by": one.kept_by,
        "kept_at": one.kept_at.isoformat(),
        "withdrawn_at": one.withdrawn_at.isoformat() if one.withdrawn_at else None,
        "withdrawn_by": one.withdrawn_by or None,
        "withdrawn_why": one.withdrawn_why or None,
    }
