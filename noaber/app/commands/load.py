"""noaber load: read and keep, as a concept to review."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from noaber.app.commands.shared import contents, each_file, format_option, print_json
from noaber.app.errors import Failure

if TYPE_CHECKING:
    from noaber.intake.iv3.delivery import Unit

OUTCOMES = {
    "new": "geladen als {status}",
    "replaced": "opnieuw geladen als {status}; het vorige concept is vervangen",
    "unchanged": "stond er al, niets veranderd",
}


@click.command("load")
@click.argument("files", nargs=-1, type=click.Path(path_type=Path), metavar="BESTAND...")
@click.option("--municipality", help="De gemeente, als de tekst haar niet noemt.")
@click.option("--year", type=click.IntRange(2000, 2100), help="Het jaar waar het over gaat.")
@click.option(
    "--kind", type=click.Choice(["budget", "interim", "account", "other"]), help="Soort document."
)
@click.option("--programme", help="De naam van het programma.")
@click.option(
    "--over-edits", is_flag=True, help="Vervang ook een concept dat met de hand is gewijzigd."
)
@click.option(
    "--iv3",
    multiple=True,
    type=click.Path(path_type=Path),
    metavar="BESTAND",
    help="Een Iv3-levering (JSON); mag vaker.",
)
@click.option(
    "--mapping",
    type=click.Path(path_type=Path),
    metavar="BESTAND",
    help="Welk taakveld bij welk thema hoort (TOML of CSV), voor --iv3.",
)
@click.option(
    "--unit",
    type=click.Choice(["eur", "thousand"]),
    default="eur",
    show_default=True,
    help="De eenheid van de bedragen in --iv3.",
)
@format_option()
def command(
    files: tuple[Path, ...],
    municipality: str | None,
    year: int | None,
    kind: str | None,
    programme: str | None,
    over_edits: bool,
    iv3: tuple[Path, ...],
    mapping: Path | None,
    unit: "Unit",
    form: str,
) -> None:
    """Lees hoofdstukken en bewaar ze als concept.

    Hetzelfde bestand nog eens laden verandert niets; wat afbreekt laat niets achter. Met --iv3 laadt u
    een Iv3-levering; de officiële controles en de aansluiting op het programma komen erbij.

    Voorbeeld: noaber load jaarstukken-2022.txt
    """
    if not files and not iv3:
        raise click.UsageError("Geef een of meer bestanden, of --iv3 BESTAND.")
    if mapping and not iv3:
        raise click.UsageError("--mapping hoort bij --iv3 BESTAND.")
    from noaber.app.ready import ready

    ready()
    from noaber.app.leaving import unknown_measures
    from noaber.guard.actor import SYSTEM
    from noaber.intake.documents.files import LIMIT, read_file
    from noaber.measures.definition import shipped
    from noaber.register.documents import identify, load
    from noaber.register.goals.definition_queries import own_definitions

    known = {*shipped(), *own_definitions(SYSTEM).values_list("measure", flat=True)}
    given = {"municipality": municipality, "year": year, "kind": kind, "programme": programme}

    def work(path: Path) -> None:
        content = contents(path, LIMIT)
        text, reading = read_file(content, path.name)
        loaded = load(SYSTEM, identify(reading, given), path.name, content, text, over_edits)
        if form == "json":
            print_json(
                {"file": str(path), "document": loaded.document.key, "outcome": loaded.outcome}
            )
        else:
            told = OUTCOMES[loaded.outcome].format(status=loaded.document.get_status_display())
            click.echo(f"{loaded.document.key}: {told}")
        for sentence in unknown_measures(reading.indicators, known):
            click.echo(f"{path.name}: {sentence}", err=True)

    each_file(files, work)
    _load_iv3(iv3, mapping, unit, form)


def _load_iv3(files: tuple[Path, ...], mapping: Path | None, unit: "Unit", form: str) -> None:
    from dataclasses import asdict

    from noaber.app.iv3 import load_iv3, summary
    from noaber.guard.actor import SYSTEM
    from noaber.intake.iv3.json_bytes import LIMIT as IV3_LIMIT

    rules = (contents(mapping, IV3_LIMIT), mapping.name) if mapping and files else None

    def work(path: Path) -> None:
        loaded = load_iv3(SYSTEM, contents(path, IV3_LIMIT), path.name, rules, unit)
        if form == "json":
            found = {key: value for key, value in asdict(loaded).items() if key != "delivery"}
            print_json({"file": str(path), "sound": loaded.sound, **found})
        else:
            click.echo("\n".join(summary(loaded)))
        if not loaded.sound:
            raise Failure("deze levering is niet in orde; de bevindingen staan hierboven")

    each_file(files, work)
