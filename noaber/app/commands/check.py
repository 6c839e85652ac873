"""noaber check: recompute what a document says of itself."""

import sys
from pathlib import Path

import click

from noaber.app.commands.shared import contents, counted, format_option, print_json


@click.command("check")
@click.argument("names", nargs=-1, required=True, metavar="DOCUMENT|BESTAND...")
@format_option()
@click.option("--all", "everything", is_flag=True, help="Toon ook wat gewoon klopt.")
def command(names: tuple[str, ...], form: str, everything: bool) -> None:
    """Reken na wat een document over zichzelf zegt.

    Geeft 0 als alles klopt en 1 als er iets afwijkt. Een geladen document of een bestand.

    Voorbeeld: noaber check twenterand-2022-jaarstukken-sociaal-domein
    """
    from dataclasses import asdict

    off = 0
    for name in names:
        checks = _of_file(Path(name)) if Path(name).is_file() else _of_document(name)
        wrong = [check for check in checks if check.status == "off"]
        off += len(wrong)
        if form == "json":
            print_json({"name": name, "checks": [asdict(check) for check in checks]})
            continue
        fine = [check for check in checks if check.status == "ok"]
        rounded = [check for check in fine if check.found != check.expected]
        informing = [check for check in fine if check.found is None and check.expected is None]
        click.echo(
            f"{name}: {counted(len(checks), 'controle', 'controles')}, {len(wrong)} afwijkend, "
            f"{len(rounded)} alleen door afronding"
        )
        for check in checks if everything else [*wrong, *informing, *rounded]:
            click.echo(f"  {_word(check)}  {check.message}")
    if off:
        sys.exit(1)


def _word(check) -> str:
    if check.status == "off":
        return "AFWIJKEND"
    return "ter info" if check.found is None and check.expected is None else "klopt"


def _of_file(path: Path):
    from datetime import date

    from noaber.intake.documents.checks import all_checks
    from noaber.intake.documents.files import read_file
    from noaber.intake.documents.text import LIMIT

    text, reading = read_file(contents(path, LIMIT), path.name)
    return all_checks(reading, text, date.today())  # noqa: DTZ011 - the day here, as on screen


def _of_document(name: str):
    from noaber.app.ready import ready

    ready()
    from noaber.guard.actor import SYSTEM
    from noaber.register.documents import recheck
    from noaber.register.sources.queries import document

    return list(recheck(SYSTEM, document(SYSTEM, name)))
