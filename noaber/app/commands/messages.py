"""noaber messages: check, keep and answer messages between municipality and providers (iWmo, iJw)."""

import sys
import time
from pathlib import Path

import click

from noaber.app.commands.shared import format_option, print_json

files_argument = click.argument(
    "files", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="BESTAND|MAP..."
)


@click.group("messages")
def command() -> None:
    """Controleer, bewaar en beantwoord berichten met aanbieders (iWmo en iJw).

    Voorbeeld: noaber messages check declaraties/
    """


class Bar:
    """How far a batch is, on one line of a terminal, once it takes longer than a second."""

    WIDTH = 30

    def __init__(self, total: int) -> None:
        self.total = total
        self.done = 0
        self.since = time.monotonic()
        self.last = 0.0
        self.on = sys.stderr.isatty() and total > 1

    def step(self) -> None:
        """One more is done."""
        self.done += 1
        now = time.monotonic()
        if self.on and now - self.since > 1 and now - self.last > 0.1:
            self.last = now
            full = self.WIDTH * self.done // self.total
            bar = "#" * full + "-" * (self.WIDTH - full)
            click.echo(f"\r\033[K[{bar}] {self.done} van {self.total}", err=True, nl=False)

    def clear(self) -> None:
        """Make way for a line of text."""
        if self.last:
            click.echo("\r\033[K", err=True, nl=False)


@command.command("check")
@files_argument
@format_option()
@click.option("--all", "everything", is_flag=True, help="Noem ook elk bestand dat in orde is.")
def check(files: tuple[Path, ...], form: str, everything: bool) -> None:
    """Controleer berichten: structuur, codelijsten en de regels binnen het bericht.

    Geeft 0 als alles in orde is en 1 als er iets niet klopt. Er wordt niets bewaard.

    Voorbeeld: noaber messages check declaraties/
    """
    from noaber.app.messages import Report, check_files, expand, tell

    paths = expand(files)
    report, bar = Report(), Bar(len(paths))
    for checked in check_files(paths):
        report.add(checked)
        bar.step()
        if form == "json":
            print_json(checked.as_json())
        elif everything or not checked.valid or len(paths) == 1:
            bar.clear()
            click.echo("\n".join(tell(checked)))
    bar.clear()
    if form == "text" and len(paths) > 1:
        click.echo("\n".join(report.lines()))
    if report.wrong:
        sys.exit(1)
