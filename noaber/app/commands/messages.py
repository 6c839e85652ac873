"""noaber messages: check, keep and answer messages between municipality and providers (iWmo, iJw)."""

import signal
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from noaber.app.commands.shared import counted, format_option, print_json
from noaber.app.errors import Failure

if TYPE_CHECKING:
    from noaber.register.care.models import Mailbox

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
    from noaber.app.messages import Report, check_files, messages_in, tell

    paths = messages_in(files)
    report, bar = Report(), Bar(len(paths))
    for checked in check_files(paths):
        report.add(checked)
        bar.step()
        if form == "json":
            print_json(checked.as_json())
        elif everything or not checked.sound or len(paths) == 1:
            bar.clear()
            click.echo("\n".join(tell(checked)))
    bar.clear()
    if form == "text" and len(paths) > 1:
        click.echo("\n".join(report.lines()))
    if report.wrong:
        sys.exit(1)


def mailbox_options(work: Callable[..., Any]) -> Callable[..., Any]:
    """The options that say which mailbox."""
    for option in (
        click.option("--trial", is_flag=True, help="De proefpostbus met deze code."),
        click.option("--municipality", default="", metavar="CODE", help="CBS-code van de gemeente."),
        click.option(
            "--mailbox", "code", required=True, metavar="CODE",
            help="De postbus: CBS-code van een gemeente, of AGB-code van een aanbieder.",
        ),
    ):  # fmt: skip
        work = option(work)
    return work


@command.command("mailbox")
@click.option(
    "--code", default="", help="CBS-code van een gemeente, of AGB-code van een aanbieder."
)
@click.option(
    "--municipality", default="", metavar="CODE", help="CBS-code van de gemeente die haar gebruikt."
)
@click.option("--name", default="", help="De naam van de partij.")
@click.option("--trial", is_flag=True, help="Een proefpostbus: wat erin komt telt nergens mee.")
def mailbox(code: str, municipality: str, name: str, trial: bool) -> None:
    """Maak een postbus voor een partij, of toon de postbussen die er zijn.

    Vier cijfers zijn een gemeente, acht een aanbieder. Wie een aanbieder naspeelt, geeft de gemeente erbij.

    Voorbeeld: noaber messages mailbox --code 0141
    """
    from noaber.app.ready import ready

    ready()
    from noaber.app.messages_exchange import make_mailbox, postbox_of
    from noaber.guard.actor import SYSTEM
    from noaber.register.care.models import Mailbox

    if code:
        shown = [make_mailbox(SYSTEM, code, municipality, name, trial)]
    else:
        shown = list(Mailbox.objects.select_related("municipality").order_by("code", "trial"))
    for one in shown:
        trial_word = ", proef" if one.trial else ""
        click.echo(
            f"{one.code} {one.name} ({one.get_role_display()}{trial_word}, sleutels van gemeente "
            f"{one.municipality.code}): {postbox_of(one)}"
        )
    if not shown:
        click.echo("er zijn nog geen postbussen")


def _open(code: str, municipality: str, trial: bool) -> "Mailbox":
    from noaber.app.ready import ready

    ready()
    from noaber.app.messages_exchange import mailbox_of

    return mailbox_of(code, municipality, trial)


@command.command("play")
@click.option("--municipality", required=True, metavar="CODE", help="CBS-code van de gemeente.")
@click.option("--provider", required=True, metavar="CODE", help="AGB-code van de aanbieder.")
@click.option("--law", type=click.Choice(["youth", "wmo"]), default="youth", show_default=True)
def play(municipality: str, provider: str, law: str) -> None:
    """Zet een oefening klaar: een aanbieder die niet bestaat, met berichten om te verzenden.

    Speelt in proefpostbussen, die zo nodig worden gemaakt; wat daarin gebeurt telt nergens mee. De
    aanbieder declareert voor een van de cliënten te veel uren.

    Voorbeeld: noaber messages play --municipality 9901 --provider 12345678
    """
    from noaber.app.ready import ready

    ready()
    from django.utils import timezone

    from noaber.app.messages_exchange import make_mailbox
    from noaber.app.messages_play import prepare
    from noaber.guard.actor import SYSTEM

    if len(municipality) != 4 or len(provider) != 8:
        raise Failure("een gemeente heeft vier cijfers (CBS), een aanbieder acht (AGB)")
    town = make_mailbox(SYSTEM, municipality, municipality, "", trial=True)
    care = make_mailbox(SYSTEM, provider, municipality, "Oefenaanbieder", trial=True)
    numbers = prepare(SYSTEM, town, care, law, timezone.localtime())
    click.echo(f"klaar om te verzenden door proefaanbieder {provider}: {', '.join(numbers)}")


@command.command("import")
@files_argument
@mailbox_options
@click.option(
    "--quarantine",
    type=click.Path(path_type=Path, file_okay=False),
    metavar="MAP",
    help="Waar een kopie komt van wat is geweigerd; standaard bij de postbus.",
)
@format_option()
def import_(
    files: tuple[Path, ...], code: str, municipality: str, trial: bool, quarantine: Path | None,
    form: str,
) -> None:  # fmt: skip
    """Lees berichten in het register van een postbus.

    De bestanden blijven staan. Elk bericht gaat er heel in of helemaal niet; dezelfde bestanden nog eens
    inlezen verandert niets, en vult aan wat de eerste keer niet lukte. Ook wat u zelf met een ander
    systeem verstuurde kan mee (toewijzingen van het zaaksysteem): dat telt mee en gaat hier niet meer uit.
    Geeft 1 als er iets is afgekeurd.

    Voorbeeld: noaber messages import --mailbox 0141 ontvangen/
    """
    from noaber.app.messages import messages_in

    paths = messages_in(files)
    box = _open(code, municipality, trial)
    from noaber.app.messages_exchange import import_files, postbox_of
    from noaber.app.messages_told import Batch
    from noaber.guard.actor import SYSTEM

    aside = quarantine or postbox_of(box) / "quarantine"
    batch, bar = Batch(), Bar(len(paths))
    for taken in import_files(SYSTEM, box, paths, aside):
        batch.add(taken)
        bar.step()
        if form == "json":
            print_json(taken.as_json())
        elif taken.wrong or len(paths) == 1:
            bar.clear()
            click.echo("\n".join(taken.lines()))
    bar.clear()
    if form == "text" and len(paths) > 1:
        click.echo("\n".join(batch.lines(aside)))
    if batch.wrong:
        sys.exit(1)


@command.command("answer")
@mailbox_options
@click.option(
    "--out",
    type=click.Path(path_type=Path, file_okay=False),
    metavar="MAP",
    help="Waar de antwoorden komen; standaard de map `out` van de postbus.",
)
@format_option()
def answer(code: str, municipality: str, trial: bool, out: Path | None, form: str) -> None:  # fmt: skip
    """Beantwoord wat een antwoord moet hebben: retourberichten (302, 306, ...) en 325.

    Een declaratie wordt hier beoordeeld, regel voor regel. Een antwoord wordt één keer gemaakt en één
    keer in de map gezet.

    Voorbeeld: noaber messages answer --mailbox 0141
    """
    _hand_over(_open(code, municipality, trial), out, form, answers_only=True)


@command.command("export")
@mailbox_options
@click.option(
    "--out",
    type=click.Path(path_type=Path, file_okay=False),
    metavar="MAP",
    help="Waar de berichten komen; standaard de map `out` van de postbus.",
)
@format_option()
def export(code: str, municipality: str, trial: bool, out: Path | None, form: str) -> None:  # fmt: skip
    """Zet alles wat verzonden moet worden in een map, ieder bericht één keer.

    Voorbeeld: noaber messages export --mailbox 0141 --out uit
    """
    _hand_over(_open(code, municipality, trial), out, form, answers_only=False)


def _hand_over(box: "Mailbox", out: Path | None, form: str, answers_only: bool) -> None:
    from noaber.app.messages_exchange import answer_all, outbox_of, send_all
    from noaber.guard.actor import SYSTEM

    problems = list(answer_all(SYSTEM, box)) if answers_only else []
    for problem in problems:
        click.echo(problem.text, err=True)
    outbox = outbox_of(box, out)
    count = 0
    for handed in send_all(SYSTEM, box, outbox, answers_only):
        count += 1
        if form == "json":
            print_json({"file": str(outbox.folder / handed.name), "message": handed.kind[-3:]})
        else:
            click.echo("\n".join(handed.lines()))
    if form == "text":
        word = ("antwoord", "antwoorden") if answers_only else ("bericht", "berichten")
        click.echo(
            f"{counted(count, *word)} in {outbox.folder}" if count else "er is niets te verzenden"
        )
    if problems:
        sys.exit(1)


@command.command("watch")
@mailbox_options
@click.option(
    "--home",
    "root",
    type=click.Path(path_type=Path, file_okay=False),
    metavar="MAP",
    help="De map met in, out, done en quarantine; standaard die van de postbus.",
)
@click.option("--once", is_flag=True, help="Eén ronde, en klaar.")
@click.option(
    "--every",
    type=click.FloatRange(0.1),
    default=5.0,
    show_default=True,
    metavar="SECONDEN",
    help="Hoe vaak er wordt gekeken.",
)
@click.option(
    "--quiet",
    type=click.FloatRange(0),
    default=2.0,
    show_default=True,
    metavar="SECONDEN",
    help="Hoe lang een bestand stil moet liggen om te worden gelezen.",
)
def watch(
    code: str, municipality: str, trial: bool, root: Path | None, once: bool, every: float,
    quiet: float,
) -> None:  # fmt: skip
    """Neem aan wat in een map aankomt, beantwoord het, en zet de antwoorden klaar.

    Wat in `in` komt gaat na verwerking naar `done`; wat geen bericht is naar `quarantine`, met de reden
    ernaast; antwoorden staan in `out`. Meer dan één tegelijk mag. Stopt bij SIGTERM na het bericht dat
    in behandeling is.

    Voorbeeld: noaber messages watch --mailbox 0141
    """
    box = _open(code, municipality, trial)
    from django.db import DatabaseError, close_old_connections

    from noaber.app.messages_exchange import Watch, outbox_of, postbox_of
    from noaber.app.messages_folder import Folder
    from noaber.guard.actor import SYSTEM

    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    wrong = False
    place, ledger = root or postbox_of(box), outbox_of(box).ledger
    with Folder(place, quiet, ledger, sleep=stop.wait) as folder:
        watcher = Watch(SYSTEM, box, folder, stop.is_set)
        if not once:
            click.echo(f"wacht op berichten in {folder.root / 'in'}", err=True)
        while not stop.is_set():
            try:
                for told in watcher.once():
                    wrong = wrong or told.wrong
                    click.echo("\n".join(told.lines()))
            except DatabaseError as error:
                if once:
                    raise Failure(f"{_NO_DATABASE} ({type(error).__name__})") from error
                click.echo(f"{_NO_DATABASE} ({type(error).__name__}); straks opnieuw", err=True)
                close_old_connections()
            if once:
                break
            stop.wait(every)
    if once and wrong:
        sys.exit(1)


_NO_DATABASE = "de database is niet te bereiken"
