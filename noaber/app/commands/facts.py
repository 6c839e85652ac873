"""noaber facts: from what is registered or imported to a snapshot that can be counted."""

import sys
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from noaber.app.commands.shared import format_option, place_of, print_json
from noaber.app.errors import Failure

if TYPE_CHECKING:
    from noaber.facts.imports import Imported
    from noaber.facts.snapshot import Snapshot
    from noaber.vocabulary.places import Place


@click.group("facts")
def command() -> None:
    """Maak of bekijk momentopnamen van de feiten, en haal feiten uit eigen bestanden.

    Voorbeeld: noaber facts build
    """


@command.command("build")
@click.option("--municipality", help="Alleen deze gemeente (naam of CBS-code).")
@format_option()
def build(municipality: str | None, form: str) -> None:
    """Maak een momentopname van alles wat is vastgelegd, en reken alle maten uit.

    Wat sinds de vorige keer niet veranderde, wordt niet opnieuw gelezen.

    Voorbeeld: noaber facts build --municipality Twenterand
    """
    from noaber.app.ready import ready

    code = place_of(municipality).code if municipality else None
    ready()
    from noaber.app.river import count
    from noaber.guard.actor import SYSTEM

    _show(count(SYSTEM, code), form)


@command.command("import")
@click.argument(
    "files", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="BESTAND..."
)
@click.option(
    "--mapping",
    metavar="M.TOML|NAAM",
    help="De koppeling van kolommen: een bestand, of een meegeleverde zoals ggm-toewijzing.",
)
@click.option(
    "--messages",
    is_flag=True,
    help="Het zijn berichten (iWmo, iJw) van één gemeente: wie erin staan komt niet in het register.",
)
@click.option(
    "--name",
    default="",
    help="Onder welke naam een hele momentopname, of berichten, bewaard worden.",
)
@click.option(
    "--municipality",
    default="",
    help="De gemeente, als de koppeling haar niet noemt, of van wie de berichten zijn.",
)
@click.option(
    "--known-on",
    metavar="JJJJ-MM-DD",
    type=click.DateTime(["%Y-%m-%d"]),
    help="Tot welke dag het bestand bijgewerkt is; vandaag als u niets zegt.",
)
@click.option(
    "--build/--no-build", default=True, help="Maak daarna een momentopname met alle maten."
)
@format_option()
def import_(
    files: tuple[Path, ...],
    mapping: str | None,
    messages: bool,
    name: str,
    municipality: str,
    known_on: datetime | None,
    build: bool,
    form: str,
) -> None:
    """Maak feiten van een CSV-, Excel- of Parquetbestand uit uw eigen systeem.

    Personen worden pseudoniemen met de sleutel van de gemeente; een BSN wordt nergens bewaard. Een rij
    die geen feit kan zijn, staat met de reden in rejected.csv. Opnieuw importeren onder dezelfde naam
    vervangt wat er was.

    Een map met een momentopname van elders, zoals `noaber simulate` maakt, gaat zonder koppeling in
    haar geheel mee. Mappen met iWmo- en iJw-berichten, verstuurd en ontvangen, gaan met --messages mee:
    dezelfde feiten als uit het register, zonder dat de cliënten daarin komen.

    Voorbeeld: noaber facts import --mapping trajecten.toml trajecten.xlsx
    """
    from noaber.app.facts_import import bring_in, folder_in, mapping_named
    from noaber.app.home import home
    from noaber.app.ready import ready

    if messages:
        if mapping or known_on:
            raise click.UsageError("--messages gaat niet samen met --mapping of --known-on")
        if not municipality:
            raise click.UsageError(
                "--messages vraagt ook --municipality: van wie de berichten zijn"
            )
        made = _of_messages(files, place_of(municipality), name)
    elif mapping is None:
        ready()
        made = folder_in(files, home() / "facts", name)
    else:
        read = mapping_named(mapping, municipality)
        ready()
        day = known_on.date() if known_on else _today()
        made = bring_in(read, files, home() / "facts", day, _counter())
    _imported(made, build, form)


def _of_messages(given: tuple[Path, ...], place: "Place", name: str) -> "Imported":
    """Messages as an import, with a bar on a terminal."""
    from noaber.app.home import home
    from noaber.app.ready import ready

    ready()
    from noaber.app.commands.messages import Bar
    from noaber.app.facts_messages import message_files, messages_to_facts

    found = message_files(given)
    bar = Bar(len(found))
    try:
        return messages_to_facts(found, place, home() / "facts", name, bar.step)
    finally:
        bar.clear()


def _imported(made: "Imported", build: bool, form: str) -> None:
    """Tell what came in, and count it where that is wanted."""
    from noaber.app.facts_import import as_json, told

    if form == "text":
        click.echo("\n".join(told(made)))
    if not build:
        if form == "json":
            print_json(as_json(made))
        return
    from noaber.app.river import count
    from noaber.guard.actor import SYSTEM

    snapshot = count(SYSTEM)
    if form == "json":
        print_json({**as_json(made), "snapshot": snapshot.id})
    else:
        _show(snapshot, form)


@command.command("mapping")
@click.argument("file", type=click.Path(path_type=Path), metavar="BESTAND")
@click.option(
    "--out", type=click.Path(path_type=Path), help="Schrijf het voorstel naar dit bestand."
)
def mapping(file: Path, out: Path | None) -> None:
    """Stel een koppeling voor bij de koppen en woorden van een bestand.

    Wat niet te raden was, staat er als vraag in.

    Voorbeeld: noaber facts mapping trajecten.xlsx --out trajecten.toml
    """
    from noaber.app.facts_import import propose

    text = propose(file)
    if out is None:
        click.echo(text, nl=False)
        return
    if out.exists():
        raise Failure(f"{out} is er al; kies een andere naam of haal het eerst weg")
    out.write_text(text, "utf-8")
    asked = text.count('"?"')
    click.echo(f"voorstel in {out}" + (f'; op {asked} plaatsen staat nog "?"' if asked else ""))


@command.command("imports")
@click.option("--forget", metavar="NAAM", help="Haal deze import weg uit de volgende momentopname.")
@format_option()
def imports(forget: str | None, form: str) -> None:
    """Welke imports er zijn, elk met zijn bestanden en rijen.

    Voorbeeld: noaber facts imports
    """
    from noaber.app.home import home
    from noaber.facts import kept_imports
    from noaber.facts.making import alone

    root = home() / "facts"
    if forget:
        if kept_imports.kept(root, forget) is None:
            raise Failure(f"er is geen import '{forget}'")
        with alone(root):
            kept_imports.forget(root, forget)
    for name, _, manifest in kept_imports.all_kept(root):
        told = {key: manifest[key] for key in ("table", "rows", "rejected", "files")}
        if form == "json":
            print_json({"import": name, **told})
        else:
            files = ", ".join(told["files"])
            click.echo(f"{name}: {told['rows']} rijen {told['table']} uit {files}")


@command.command("quality")
@click.argument("snapshot", required=False)
@click.option(
    "--import", "imported", metavar="NAAM", help="Van deze import, niet van een momentopname."
)
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "csv"]),
    default="text",
    show_default=True,
    help="csv geeft een tabel met puntkomma's.",
)
def quality(snapshot: str | None, imported: str | None, form: str) -> None:
    """Wat er vreemd is aan de feiten: ontbreekt, kan niet, loopt samen, dubbel, plotselinge breuk.

    Voorbeeld: noaber facts quality --format csv
    """
    from noaber.app.facts_import import quality_told
    from noaber.app.home import home
    from noaber.facts import kept_imports
    from noaber.facts import quality as found
    from noaber.facts.snapshot import latest, read

    root = home() / "facts"
    if imported:
        kept = kept_imports.kept(root, imported)
        if kept is None:
            raise Failure(f"er is geen import '{imported}'")
        odd, left_out = found.read(kept[0]), {}
    else:
        name = snapshot or latest(root)
        if name is None:
            raise Failure("er is nog geen momentopname; maak er een met `noaber facts build`")
        made = read(root, name)
        odd, left_out = found.read(made.folder), made.manifest.get("left_out", {})
    if form == "json":
        print_json({"quality": odd, "left_out": left_out})
    elif form == "csv":
        click.echo(found.as_csv(odd), nl=False)
    else:
        click.echo("\n".join(quality_told(odd)))
        for code, reasons in left_out.items():
            for why, rows in reasons.items():
                click.echo(f"niet geteld: {code} {rows} keer {why}")


@command.command("info")
@click.argument("snapshot", required=False)
@click.option("--check", is_flag=True, help="Houd elk bestand tegen zijn hash in het manifest.")
@format_option()
def info(snapshot: str | None, check: bool, form: str) -> None:
    """Wat er in de momentopnamen zit.

    Voorbeeld: noaber facts info
    """
    from noaber.app.home import home
    from noaber.facts.snapshot import read, snapshots, verify

    root = home() / "facts"
    names = [snapshot] if snapshot else snapshots(root)
    if not names:
        click.echo("Er is nog geen momentopname; maak er een met `noaber facts build`.", err=True)
    for name in names:
        found = read(root, name)
        if check:
            verify(found, deep=True)
        _show(found, form)


def _show(snapshot: "Snapshot", form: str) -> None:
    """How many rows each table has; a table without any is not told."""
    tables = snapshot.manifest["tables"]
    rows = {name: table["rows"] for name, table in tables.items() if table["rows"]}
    if form == "json":
        print_json({"snapshot": snapshot.id, "rows": rows})
    else:
        told = ", ".join(f"{count} rijen {name}" for name, count in rows.items()) or "geen feiten"
        click.echo(f"momentopname {snapshot.id}: {told}")


def _today() -> date:
    from django.utils import timezone

    return timezone.localdate()


def _counter() -> Any:
    """How many rows were read, on one line of a terminal, once it takes longer than a second."""
    import time

    since = time.monotonic()

    def tell(rows: int) -> None:
        if sys.stderr.isatty() and time.monotonic() - since > 1:
            click.echo(f"\r\033[K{rows} rijen gelezen", err=True, nl=False)

    return tell
