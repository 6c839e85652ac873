"""noaber demo: the bundled programmes through the whole river, in the browser."""

from importlib import resources
from pathlib import Path

import click

from noaber.app.commands.shared import counted, progress


@click.command("demo")
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535))
@click.option(
    "--zip", "archive", type=click.Path(path_type=Path, dir_okay=False),
    help="Schrijf alle publicaties ook in dit ene zip-bestand.",
)  # fmt: skip
@click.option("--serve/--no-serve", "serving", default=True, help="Daarna tonen in de browser.")
def command(host: str, port: int, archive: Path | None, serving: bool) -> None:
    """Neem de meegeleverde programma's de hele weg mee, en toon ze.

    Dat zijn programma's van Twenterand, Almelo, Tubbergen en Almere zoals ze zijn gepubliceerd, en
    die van Noaberstad, een gemeente die niet bestaat. Van Noaberstad zijn ook 34.000 inwoners verzonnen,
    met wat hun in vijf jaar overkwam: haar kerncijfers zijn daarop geteld. En zij wisselt berichten uit
    met twee aanbieders die niet bestaan; die ziet u met het account dat op het scherm komt.

    Voorbeeld: noaber demo --port 8080
    """
    from noaber.app.ready import ready

    ready()
    from django.conf import settings

    from noaber.app.archive import zip_sites
    from noaber.app.commands.serve import serve
    from noaber.app.river import Desk, count, publish
    from noaber.guard.actor import SYSTEM
    from noaber.intake.documents.files import read_file
    from noaber.register.documents import load
    from noaber.register.sources.services import Refused

    folder = resources.files("noaber.app").joinpath("demo")
    files = sorted(
        (file for file in folder.iterdir() if file.name.endswith(".toml")),
        key=lambda file: file.name,
    )
    documents = []
    with progress(files, "laden") as items:
        for file in items:
            content = file.read_bytes()
            text, reading = read_file(content, file.name)
            try:
                documents.append(load(SYSTEM, reading, file.name, content, text).document)
            except Refused as error:
                # What was adopted or edited here stays: an older demo in this folder is no reason
                # to stop.
                click.echo(f"{file.name}: {str(error).splitlines()[0]}", err=True)
    messages = _exchange()
    residents = _residents()
    desk = Desk(SYSTEM, count(SYSTEM))
    with progress(documents, "publiceren") as items:
        for document in items:
            publish(SYSTEM, document, settings.PUBLICATIONS / document.key, desk=desk)
    click.echo(f"{counted(len(documents), 'publicatie', 'publicaties')} in {settings.PUBLICATIONS}")
    click.echo(residents)
    click.echo(f"{messages}: http://{host}:{port}/berichten/")
    click.echo(f"aanmelden als {_account()} (nu gemaakt)")
    if archive:
        made = zip_sites(settings.PUBLICATIONS, [one.key for one in documents], archive)
        click.echo(f"{counted(made, 'bestand', 'bestanden')} in {archive}; begin bij index.html")
    if serving:
        serve(host, port)


def _residents() -> str:
    """Make the people of Noaberstad, and take in what happened to them; says how much that is."""
    from noaber.app.demo_town import residents
    from noaber.app.home import home
    from noaber.vocabulary.numbers import format_number

    made = format_number(residents(home() / "facts"))
    return f"{made} feiten over inwoners die niet bestaan, waarop de kerncijfers van Noaberstad zijn geteld"


def _exchange() -> str:
    """Play the exchange of messages where it was not played before; says what there is.

    It is played before anything is counted, so that a second demo counts the same.
    """
    from django.utils import timezone

    from noaber.app.demo_exchange import play_exchange
    from noaber.guard.actor import SYSTEM

    number = play_exchange(SYSTEM, timezone.localdate())
    told = counted(number, "bericht", "berichten") if number else "de berichten van eerder"
    return f"{told} tussen Noaberstad en twee aanbieders"


def _account() -> str:
    """Make the account that sees the messages, or give it a new password; its name and password."""
    from noaber.app.demo_exchange import TOWN
    from noaber.guard.accounts import ensure_user
    from noaber.guard.actor import SYSTEM
    from noaber.guard.models import Municipality

    town = Municipality.objects.get(code=TOWN)
    for role in ("contract_manager", "front_door_worker"):
        user, password = ensure_user(SYSTEM, "demo", town, role, temporary=False)
    return f"{user.get_username()} met wachtwoord {password}"
