"""The `noaber` command: one verb per module of `noaber.app.commands`, loaded when it is called."""

import importlib
import sys
from typing import Any

import click

from noaber import __version__
from noaber.app.errors import guarded

VERBS = (
    "demo",
    "read",
    "load",
    "check",
    "accept",
    "publish",
    "export",
    "document",
    "correct",
    "erratum",
    "same",
    "facts",
    "measure",
    "definition",
    "messages",
    "supply",
    "simulate",
    "serve",
    "user",
    "audit",
    "manage",
)


class Verbs(click.Group):
    """Loads a verb only when it is needed, and answers for its errors in one place."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The verbs in the order in which a newcomer meets them."""
        return list(VERBS)

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        """The verb of that name."""
        if name not in VERBS:
            return None
        module = importlib.import_module(f"noaber.app.commands.{name}")
        command: click.Command = module.command
        return command

    def main(self, *args: Any, **options: Any) -> Any:
        """Run the command; arguments that are no text in this language are refused first."""
        if any("\udc80" <= sign <= "\udcff" for word in sys.argv for sign in word):
            click.echo("een argument is geen leesbare tekst (UTF-8)", err=True)
            sys.exit(2)
        return super().main(*args, **options)

    def invoke(self, ctx: click.Context) -> Any:
        """Run a verb with its errors turned into sentences."""
        return guarded(lambda: super(Verbs, self).invoke(ctx))


@click.command(
    cls=Verbs, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 96}
)
@click.version_option(__version__, prog_name="noaber")
def main() -> None:
    """Noaber: van wat is vastgelegd tot wat de raad leest, en elk cijfer terug naar zijn bron.

    Alle gegevens staan in de map NOABER_HOME (standaard `noaber-data`).
    """
