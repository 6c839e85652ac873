"""noaber supply: what was agreed with providers, in from a price list, listed, and out again."""

import sys
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from noaber.app.commands.shared import counted, format_option, place_of, print_json
from noaber.app.errors import Failure

if TYPE_CHECKING:
    from noaber.guard.models import Municipality

_MENDED = 200
_LARGE = 200_000  # bytes


@click.group("supply")
def command() -> None:
    """Leg vast wat met aanbieders is afgesproken: contracten, producten en tarieven.

    Met deze tarieven worden declaraties beoordeeld.

    Voorbeeld: noaber supply import tarieven.xlsx --municipality Twenterand
    """


@command.command("import")
@click.argument("file", type=click.Path(path_type=Path), metavar="BESTAND")
@click.option("--municipality", required=True, help="De gemeente (naam of CBS-code).")
@click.option("--check", "only_check", is_flag=True, help="Zeg alleen wat er zou veranderen.")
@click.option(
    "--correct", is_flag=True, help="Wijzig ook tarieven waarnaar al declaraties zijn beoordeeld."
)
@click.option("--because", default="", metavar="REDEN", help="Waarom er wordt gecorrigeerd.")
@click.option("--by", default="", metavar="NAAM", help="Wie dit vastlegt: naam of functie.")
@format_option()
def import_(
    file: Path, municipality: str, only_check: bool, correct: bool, because: str, by: str, form: str
) -> None:  # fmt: skip
    """Lees een tarievenlijst in: een CSV- of Excelbestand met een rij per tarief.

    Alles gaat erin of niets; elke fout staat er met rij en kolom. Dezelfde lijst nog eens verandert niets.
    Een tarief dat later ingaat, sluit het vorige af. Is naar een tarief al beoordeeld, dan verandert het
    alleen met --correct en --because; wie, wanneer en waarom blijft bewaard.

    Voorbeeld: noaber supply import tarieven.xlsx --municipality Twenterand
    """
    from noaber.app.ready import ready
    from noaber.intake.supply.reading import BadPriceList, read_prices

    if because.strip() and not correct:
        raise click.UsageError("--because hoort bij --correct")
    place = place_of(municipality)
    content = _content(file)
    _busy(content, "de lijst wordt gelezen")
    try:
        read = read_prices(content, file.name, (place.code, place.name, municipality))
    except BadPriceList as error:
        raise Failure(_first(error.sentences)) from error
    ready()
    from django.db import transaction
    from django.utils import timezone

    from noaber.app.supply_told import COUNTS, told
    from noaber.guard.actor import SYSTEM
    from noaber.guard.services import ensure_municipality
    from noaber.register.supply.changing import RefusedList
    from noaber.register.supply.receive import Offer, enter

    offer = Offer(read.rows, file.name, content, by.strip(), correct, because)
    _busy(content, f"{counted(len(read.rows), 'rij', 'rijen')} tegen het register gehouden")
    try:
        with transaction.atomic():
            town = ensure_municipality(SYSTEM, place)
            done = enter(SYSTEM, town, offer, timezone.now(), keep=not only_check)
            if only_check:
                transaction.set_rollback(True)
    except RefusedList as error:
        raise Failure(_first([f"{file.name}: {one}" for one in error.sentences])) from error
    if form == "json":
        print_json(
            {
                **{name: getattr(done, name) for name in COUNTS},
                "changes": done.changes,
                "unread_columns": list(read.unread),
                "rows_elsewhere": read.elsewhere,
                "kept": not only_check,
            }
        )
        return
    for line in told(done, only_check):
        click.echo(line)
    if read.elsewhere:
        rows = counted(read.elsewhere, "rij is", "rijen zijn")
        click.echo(f"{rows} van een andere gemeente en overgeslagen")
    if read.unread:
        click.echo(f"niet gelezen kolommen: {', '.join(read.unread)}")


def _busy(content: bytes, what: str) -> None:
    """What is being done, on a terminal, where a list is so large that it takes longer than a second."""
    if len(content) > _LARGE and sys.stderr.isatty():
        click.echo(f"{what}...", err=True)


def _first(sentences: Sequence[str]) -> str:
    """The sentences, as many as someone mends in one go, and how many more there are."""
    more = len(sentences) - _MENDED
    told = [*sentences[:_MENDED], f"en nog {more} fouten"] if more > 0 else sentences
    return "\n".join([*told, "er is niets bewaard"])


@command.command("list")
@click.option("--municipality", help="Alleen deze gemeente (naam of CBS-code).")
@click.option("--provider", default="", metavar="TEKST", help="AGB-code of deel van de naam.")
@click.option("--law", type=click.Choice(["wmo", "youth"]), help="Alleen deze wet.")
@click.option(
    "--on",
    "day",
    metavar="JJJJ-MM-DD",
    type=click.DateTime(["%Y-%m-%d"]),
    help="Alleen wat op deze dag geldt.",
)
@click.option(
    "--format",
    "form",
    type=click.Choice(["table", "csv", "json"]),
    default="table",
    show_default=True,
    help="csv geeft de vorm die import leest, json een regel per tarief.",
)
def list_(
    municipality: str | None, provider: str, law: str | None, day: datetime | None, form: str
) -> None:
    """Toon de tarieven.

    Voorbeeld: noaber supply list --provider 42420001 --on 2026-07-01
    """
    from noaber.app.ready import ready

    code = place_of(municipality).code if municipality else ""
    ready()
    from noaber.app.supply_told import as_json, table
    from noaber.guard.actor import SYSTEM
    from noaber.intake.supply.writing import as_csv
    from noaber.register.supply.lookups import Choice, price_row, tariffs

    choice = Choice(day.date() if day else None, law or "", provider=provider)
    found = tariffs(SYSTEM, choice)
    if code:
        found = found.filter(contract__provider__municipality__code=code)
    rows = [price_row(one) for one in found]
    if form == "csv":
        click.echo(as_csv(rows).decode("utf-8-sig"), nl=False)
    elif form == "json":
        for row in rows:
            print_json(as_json(row))
    elif rows:
        click.echo("\n".join(table(rows)))
    else:
        click.echo("er is geen tarief dat hierbij past", err=True)


@command.command("export")
@click.option("--municipality", help="De gemeente (naam of CBS-code), als er meer zijn.")
@click.option(
    "--out", required=True, type=click.Path(path_type=Path, dir_okay=False), metavar="BESTAND",
    help="Een bestand dat eindigt op .csv of .xlsx; het mag er nog niet zijn.",
)  # fmt: skip
def export(municipality: str | None, out: Path) -> None:
    """Schrijf alles wat is afgesproken in de vorm die import leest.

    Voorbeeld: noaber supply export --out tarieven.xlsx
    """
    from noaber.app.ready import ready
    from noaber.intake.supply.writing import as_csv, as_workbook

    writers = {".csv": as_csv, ".xlsx": as_workbook}
    write = writers.get(out.suffix.lower())
    if write is None:
        raise click.UsageError("geef een bestand dat eindigt op .csv of .xlsx")
    code = place_of(municipality).code if municipality else ""
    ready()
    from noaber.guard.actor import SYSTEM
    from noaber.register.supply.lookups import price_list

    town = _only(code)
    rows = price_list(SYSTEM, town)
    if not rows:
        raise Failure(f"voor {town.name} is nog niets vastgelegd")
    try:
        with out.open("xb") as file:
            file.write(write(rows))
    except FileExistsError as error:
        raise Failure(f"{out} is er al; kies een andere naam of haal het eerst weg") from error
    click.echo(f"{counted(len(rows), 'rij', 'rijen')} van {town.name} in {out}")


@command.command("changes")
@click.option("--municipality", help="Alleen deze gemeente (naam of CBS-code).")
@click.option("--corrections", is_flag=True, help="Alleen wat met --correct is gewijzigd.")
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "csv", "json"]),
    default="text",
    show_default=True,
    help="csv geeft een tabel met puntkomma's, json een regel per wijziging.",
)
def changes(municipality: str | None, corrections: bool, form: str) -> None:
    """Toon wat tarieven en contracten waren voor ze werden gewijzigd: wie, wanneer en waarom.

    Voorbeeld: noaber supply changes --corrections
    """
    from noaber.app.ready import ready

    code = place_of(municipality).code if municipality else ""
    ready()
    from noaber.app.supply_told import change_as_json, change_said, changes_as_csv
    from noaber.guard.actor import SYSTEM
    from noaber.register.supply.queries import price_changes

    rows = price_changes(SYSTEM)
    if code:
        rows = rows.filter(contract__provider__municipality__code=code)
    if corrections:
        rows = rows.exclude(because="")
    told = [change_as_json(one) for one in rows]
    if form == "json":
        for one in told:
            print_json(one)
    elif form == "csv":
        click.echo(changes_as_csv(told), nl=False)
    else:
        for row in rows:
            click.echo(change_said(row))
    if not told:
        click.echo("er is niets gewijzigd", err=True)


def _only(code: str) -> "Municipality":
    """The municipality that was named, or the only one that has providers or products."""
    from noaber.guard.models import Municipality
    from noaber.register.supply.models import CareProduct, Provider

    if code:
        found = Municipality.objects.filter(code=code).first()
        if found is None:
            raise Failure(f"van gemeente {code} is hier niets vastgelegd")
        return found
    codes = set(Provider.objects.values_list("municipality", flat=True))
    codes |= set(CareProduct.objects.values_list("municipality", flat=True))
    towns = list(Municipality.objects.filter(pk__in=codes).order_by("code"))
    if len(towns) != 1:
        raise Failure(
            f"zeg met --municipality welke gemeente: {', '.join(one.name for one in towns)}"
            if towns
            else "er is nog niets vastgelegd; begin met `noaber supply import`"
        )
    return towns[0]


def _content(file: Path) -> bytes:
    from noaber.intake.supply.sheets import MOST_BYTES

    size = file.stat().st_size
    if file.is_dir():
        raise Failure(f"{file} is een map; geef een bestand")
    if not file.is_file():
        raise Failure(f"{file} is geen gewoon bestand")
    if size > MOST_BYTES:
        raise Failure(f"{file}: {size // 2**20} MB is te groot, hooguit {MOST_BYTES // 2**20} MB")
    return file.read_bytes()
