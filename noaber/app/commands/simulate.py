"""noaber simulate: a municipality, a region or a country of people who don't exist."""

import os
import sys
import time
from pathlib import Path

import click

from noaber.app.commands.shared import format_option, print_json
from noaber.app.errors import Failure

DEFAULT = 34_000


@click.command("simulate")
@click.option(
    "--out", required=True, type=click.Path(path_type=Path, file_okay=False), metavar="MAP",
    help="De map die wordt gemaakt; zij mag er nog niet zijn, of is leeg.",
)  # fmt: skip
@click.option(
    "--inhabitants",
    type=int,
    default=DEFAULT,
    show_default=True,
    help="Inwoners, alle gemeenten samen.",
)
@click.option("--years", type=int, default=5, show_default=True, help="Hoeveel jaren.")
@click.option(
    "--from", "first_year", type=int, default=2018, show_default=True, help="Het eerste jaar."
)
@click.option("--seed", type=int, required=True, help="Hetzelfde getal geeft dezelfde bestanden.")
@click.option(
    "--municipalities", type=int, default=1, show_default=True,
    help="Hoeveel gemeenten, in grootte verdeeld zoals de Nederlandse.",
)  # fmt: skip
@click.option(
    "--messages", is_flag=True, help="Schrijf ook de berichten (iWmo en iJw) met aanbieders."
)
@click.option(
    "--processes", type=click.IntRange(1, 64), default=None,
    help="Hoeveel processen; standaard zoveel als er processoren zijn.",
)  # fmt: skip
@format_option()
def command(
    out: Path, inhabitants: int, years: int, first_year: int, seed: int, municipalities: int,
    messages: bool, processes: int | None, form: str,
) -> None:  # fmt: skip
    """Verzin een gemeente, een regio of een land: mensen die niet bestaan, met wat hun overkomt.

    In de map komt een momentopname van feiten (facts), wat er met opzet in is gestopt (ground_truth.json) en
    de contracten met hun prijzen (contracts.csv). De aantallen volgen gepubliceerde cijfers.

    Voorbeeld: noaber simulate --out stad --inhabitants 34000 --years 5 --seed 1
    """
    from noaber.simulation.country import make
    from noaber.simulation.plan import CannotSimulate, Order

    order = Order(inhabitants, first_year, years, seed, municipalities, messages)
    bar = Bar()
    try:
        made = make(out, order, processes or os.cpu_count() or 1, bar.show)
    except CannotSimulate as error:
        raise Failure(str(error)) from error
    finally:
        bar.clear()
    if form == "json":
        print_json({"folder": str(made.folder), "snapshot": made.snapshot.id, "rows": made.counts})
        return
    tables = {name: one["rows"] for name, one in made.snapshot.manifest["tables"].items()}
    told = ", ".join(f"{rows} rijen {name}" for name, rows in tables.items() if rows)
    click.echo(f"{made.folder}: momentopname {made.snapshot.id} met {told}")
    for line in made.notes:
        click.echo(line)


class Bar:
    """How far it is, on one line of a terminal, once it takes longer than a second."""

    WIDTH = 30

    def __init__(self) -> None:
        self.since = time.monotonic()
        self.shown = False

    def show(self, done: int, total: int) -> None:
        """So many of so many are done."""
        if not sys.stderr.isatty() or time.monotonic() - self.since < 1:
            return
        self.shown = True
        full = self.WIDTH * done // total
        bar = "#" * full + "-" * (self.WIDTH - full)
        click.echo(f"\r\033[K[{bar}] deel {done} van {total}", err=True, nl=False)

    def clear(self) -> None:
        """Make way for what comes after."""
        if self.shown:
            click.echo("\r\033[K", err=True, nl=False)
