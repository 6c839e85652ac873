"""noaber serve: publications over HTTP on this machine."""

import click

from noaber.app.errors import Failure


@click.command("serve")
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535))
def command(host: str, port: int) -> None:
    """Toon de publicaties in de browser.

    Voorbeeld: noaber serve --port 8080
    """
    from noaber.app.ready import ready

    ready()
    serve(host, port)


def serve(host: str, port: int) -> None:
    """Serve until interrupted. Raises Failure where the port is taken."""
    import socket

    from granian import Granian
    from granian.constants import Interfaces

    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise Failure(
                f"poort {port} op {host} is al bezet; kies een andere met --port"
            ) from error
    click.echo(f"Noaber staat op http://{host}:{port}/ — stoppen met Ctrl-C")
    Granian(
        "noaber.app.wsgi:application",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=1,
        log_enabled=False,
    ).serve()
