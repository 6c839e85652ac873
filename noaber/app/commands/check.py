"""noaber check: recompute what documents say of themselves."""

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from noaber.app.commands.shared import counted, format_option, print_json, progress
from noaber.app.errors import Failure

if TYPE_CHECKING:
    from noaber.app.checking import Checked, Refused


@click.command("check")
@click.argument("names", nargs=-1, required=True, metavar="DOCUMENT|BESTAND|MAP...")
@format_option()
@click.option("--all", "everything", is_flag=True, help="Toon ook wat gewoon klopt.")
@click.option(
    "--html", "page", type=click.Path(path_type=Path), help="Schrijf een verslag als webpagina."
)
@click.option(
    "--csv", "sheet", type=click.Path(path_type=Path), help="Schrijf de vragen als tabel (csv)."
)
def command(
    names: tuple[str, ...], form: str, everything: bool, page: Path | None, sheet: Path | None
) -> None:
    """Reken na wat documenten over zichzelf zeggen.

    Geeft 0 als alles klopt en 1 als er iets afwijkt. Een geladen document, een bestand, of een map met
    hoofdstukken; bestanden van één gemeente worden ook naast elkaar gelegd.

    Voorbeeld: noaber check twenterand-2022-jaarstukken-sociaal-domein

    Voorbeeld: noaber check hoofdstukken/ --html verslag.html --csv vragen.csv
    """
    from noaber.app.checking import Checked, Refused, check_all

    results: list[Checked | Refused] = []
    for one in check_all(names, _shown):
        results.append(one)
        if isinstance(one, Refused):
            for sentence in one.sentences:
                click.echo(
                    sentence if sentence.startswith(one.name) else f"{one.name}: {sentence}",
                    err=True,
                )
        else:
            _tell(one, form, everything)
    _summary(results, form)
    _write(results, page, sheet)
    if any(isinstance(one, Refused) or one.off for one in results):
        sys.exit(1)


def _shown(names: Sequence[str], label: str) -> Iterator[str]:
    with progress(names, label) as items:
        yield from items


def _tell(one: "Checked", form: str, everything: bool) -> None:
    from dataclasses import asdict

    if form == "json":
        told = [{**asdict(check), "accepted": one.stands(check)} for check in one.checks]
        print_json({"name": one.name, "checks": told})
        return
    fine = [check for check in one.checks if check.status == "ok"]
    rounded = [check for check in fine if check.found != check.expected]
    informing = [check for check in fine if check.found is None and check.expected is None]
    stands = sum(one.stands(check) for check in one.checks)
    click.echo(
        f"{one.name}: {counted(len(one.checks), 'controle', 'controles')}, {len(one.off)} afwijkend, "
        f"{len(rounded)} alleen door afronding" + (f", {stands} aanvaard" if stands else "")
    )
    for check in one.checks if everything else [*one.off, *informing, *rounded]:
        click.echo(f"  {_word(check)}  {check.message}")


def _word(check) -> str:
    if check.status == "off":
        return "AFWIJKEND"
    return "ter info" if check.found is None and check.expected is None else "klopt"


def _summary(results: "Sequence[Checked | Refused]", form: str) -> None:
    from noaber.app.checking import report

    if form != "text" or len(results) < 2:
        return
    made = report(results)
    refused = f", {len(made.refused)} niet gelezen" if made.refused else ""
    click.echo(
        f"Samen {counted(len(made.read), 'document', 'documenten')}: "
        f"{counted(made.questions, 'vraag', 'vragen')}{refused}."
    )
    for label, count, files in made.by_rule():
        click.echo(f"  {label}: {count}, in {counted(files, 'document', 'documenten')}")


def _write(results: "Sequence[Checked | Refused]", page: Path | None, sheet: Path | None) -> None:
    """Write the report as a page and as rows where that was asked. Raises Failure where it cannot be."""
    from noaber.app.checking import report
    from noaber.publication.report import report_page, report_rows

    made = report(results) if page or sheet else None
    for path, content in ((page, report_page), (sheet, report_rows)):
        if path is None or made is None:
            continue
        try:
            path.write_text(content(made), "utf-8", newline="")
        except OSError as error:
            raise Failure(f"{path}: het verslag is niet te schrijven ({error.strerror})") from error
        click.echo(f"{path} geschreven", err=True)
