"""noaber demo: the bundled programmes through the whole river, in the browser."""

from importlib import resources

import click

from noaber.app.commands.shared import counted, progress


@click.command("demo")
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535))
@click.option("--serve/--no-serve", "serving", default=True, help="Daarna tonen in de browser.")
def command(host: str, port: int, serving: bool) -> None:
    """Neem de meegeleverde programma's de hele weg mee, en toon ze.

    Dat zijn programma's van Twenterand, Almelo, Tubbergen en Almere zoals ze zijn gepubliceerd, en
    die van Noaberstad, een gemeente die niet bestaat.

    Voorbeeld: noaber demo --port 8080
    """
    from noaber.app.ready import ready

    ready()
    from django.conf import settings

    from noaber.app.commands.serve import serve
    from noaber.app.river import count, publish
    from noaber.guard.actor import SYSTEM
    from noaber.intake.documents.files import read_file
    from noaber.register.documents import load

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
            documents.append(load(SYSTEM, reading, file.name, content, text).document)
    snapshot = count(SYSTEM)
    with progress(documents, "publiceren") as items:
        for document in items:
            publish(SYSTEM, document, settings.PUBLICATIONS / document.key, snapshot=snapshot)
    click.echo(f"{counted(len(documents), 'publicatie', 'publicaties')} in {settings.PUBLICATIONS}")
    if serving:
        serve(host, port)
