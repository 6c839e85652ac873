"""One place that maps what goes wrong to what a user sees: a clear line and an exit code.

0 all well, 1 something wrong with the input, 2 called wrongly. `NOABER_DEBUG=1` shows the traceback.
"""

import errno
import os
from collections.abc import Callable
from typing import Any

import click


class Failure(click.ClickException):
    """Something is wrong with the input; the message is one Dutch sentence."""

    exit_code = 1

    def show(self, file: Any = None) -> None:
        """Print the sentence on standard error, without decoration."""
        click.echo(self.format_message(), err=True, file=file)


def expected_errors() -> tuple[type[Exception], ...]:
    """The errors that rooms raise on purpose, each with a sentence for the user."""
    from noaber.facts.snapshot import BrokenSnapshot
    from noaber.facts.tables import NotAFact
    from noaber.guard.actor import NotAllowed
    from noaber.intake.documents.errors import IntakeError
    from noaber.measures.definition import BadDefinition
    from noaber.publication.design.theming import ThemeError
    from noaber.publication.site import PublicationError

    return (
        BrokenSnapshot, NotAFact, NotAllowed, IntakeError, BadDefinition, PublicationError,
        ThemeError, OSError, *_register_errors(),
    )  # fmt: skip


def _register_errors() -> tuple[type[Exception], ...]:
    from django.apps import apps

    if not apps.ready:
        return ()
    from noaber.register.goals.services import NoSuchValue
    from noaber.register.sources.queries import NoSuchDocument
    from noaber.register.sources.services import Refused

    return (Refused, NoSuchDocument, NoSuchValue)


def said(error: Exception) -> list[str]:
    """What an expected error says, line by line."""
    if isinstance(error, OSError):
        where = f" ({error.filename})" if error.filename else ""
        return [f"{_OS.get(error.errno or 0, error.strerror or str(error))}{where}"]
    sentences = getattr(error, "sentences", None)
    return list(sentences) if sentences else [str(error.args[0]) if error.args else str(error)]


_OS: dict[int, str] = {
    errno.ENOENT: "dit bestand of deze map is er niet",
    errno.EACCES: "geen toegang tot dit bestand of deze map",
    errno.EPERM: "geen toegang tot dit bestand of deze map",
    errno.EISDIR: "dit is een map; geef een bestand",
    errno.ENOTDIR: "een deel van dit pad is geen map",
    errno.EEXIST: "hier staat al een bestand",
    errno.ELOOP: "deze koppelingen verwijzen in een kring naar elkaar",
    errno.ENOSPC: "de schijf is vol",
    errno.EROFS: "deze schijf kan alleen worden gelezen",
    errno.ENAMETOOLONG: "deze naam is te lang",
}


def guarded(work: Callable[[], Any]) -> Any:
    """Do the work; turn an expected error into a Failure, and an unexpected one into an apology."""
    try:
        return work()
    except (click.ClickException, click.exceptions.Exit, click.Abort):
        raise
    except BrokenPipeError:
        # Whoever reads has enough, as `head` does; nothing is wrong.
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    except expected_errors() as error:
        raise Failure("\n".join(said(error))) from error
    except Exception as error:
        if os.environ.get("NOABER_DEBUG") == "1":
            raise
        raise Failure(
            f"er ging iets mis dat wij niet voorzagen ({type(error).__name__}); er is niets half "
            "bewaard. Draai het opnieuw met NOABER_DEBUG=1 en meld de uitvoer als fout."
        ) from error
