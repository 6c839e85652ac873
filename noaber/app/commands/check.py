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
        checks, accepted = _of_file(Path(name)) if Path(name).is_file() else _of_document(name)
        stands = [(check.rule, check.message) in accepted for check in checks]
        wrong = [
            check
            for check, stood in zip(checks, stands, strict=True)
            if check.status == "off" and not stood
        ]
        off += len(wrong)
        if form == "json":
            told = [
                {**asdict(check), "accepted": stood}
                for check, stood in zip(checks, stands, strict=True)
            ]
            print_json({"name": name, "checks": told})
            continue
        fine = [check for check in checks if check.status == "ok"]
        rounded = [check for check in fine if check.found != check.expected]
        informing = [check for check in fine if check.found is None and check.expected is None]
        click.echo(
            f"{name}: {counted(len(checks), 'controle', 'controles')}, {len(wrong)} afwijkend, "
            f"{len(rounded)} alleen door afronding"
            + (f", {sum(stands)} aanvaard" if any(stands) else "")
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
    from noaber.intake.documents.files import LIMIT, read_file

    text, reading = read_file(contents(path, LIMIT), path.name)
    own = path.name.lower().endswith(".toml")
    is_new = own and reading.source is None and reading.document.status in (None, "concept")
    today = date.today()  # noqa: DTZ011 - the day here, as on screen
    return all_checks(reading, "" if own else text, today, is_new=is_new), frozenset()


def _of_document(name: str):
    from noaber.app.ready import ready

    ready()
    from noaber.guard.actor import SYSTEM
    from noaber.register.documents import recheck
    from noaber.register.sources.queries import document, findings

    found = document(SYSTEM, name)
    checks = recheck(SYSTEM, found)
    return checks, {
        (one.rule, one.message) for one, accepted in findings(SYSTEM, found) if accepted
    }
