"""noaber demo: the bundled programme through the whole river, in the browser."""

from importlib import resources

import click


@click.command("demo")
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535))
@click.option("--serve/--no-serve", "serving", default=True, help="Daarna tonen in de browser.")
def command(host: str, port: int, serving: bool) -> None:
    """Neem het meegeleverde programma van Twenterand (2022) de hele weg mee, en toon het.

    Voorbeeld: noaber demo --port 8080
    """
    from noaber.app.ready import ready

    ready()
    from django.conf import settings

    from noaber.app.commands.serve import serve
    from noaber.app.river import publish
    from noaber.guard.actor import SYSTEM
    from noaber.intake.documents.files import read_file
    from noaber.register.documents import load

    folder = resources.files("noaber.app").joinpath("demo")
    for file in sorted(folder.iterdir(), key=lambda file: file.name):
        if not file.name.endswith(".toml"):
            continue
        content = file.read_bytes()
        text, reading = read_file(content, file.name)
        document = load(SYSTEM, reading, file.name, content, text).document
        out = settings.PUBLICATIONS / document.key
        report = publish(SYSTEM, document, out)
        click.echo(f"{document.title}: {report.pages} pagina’s in {out}")
    if serving:
        serve(host, port)
