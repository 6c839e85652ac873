"""noaber accept: say of a finding that it may stand, with a reason and a name."""

import click

from noaber.app.commands.shared import format_option, print_json
from noaber.app.errors import Failure


@click.command("accept")
@click.argument("name", metavar="DOCUMENT")
@click.argument("number", type=click.IntRange(1), required=False, metavar="[NUMMER]")
@click.option("--reason", default="", help="Waarom het zo mag blijven.")
@click.option("--by", default="", help="Wie dat zegt: naam of functie.")
@click.option("--undo", is_flag=True, help="Stel de vraag opnieuw.")
@format_option()
def command(name: str, number: int | None, reason: str, by: str, undo: bool, form: str) -> None:
    """Toon de vragen die een document oproept, of aanvaard er een met een reden en een naam.

    Een aanvaarde vraag houdt publicatie niet tegen; reden en naam staan in wat wordt gepubliceerd.

    Voorbeeld: noaber accept noaberstad-2025-jaarstukken 2 --reason "Volgt in de Berap" --by controller
    """
    from noaber.app.ready import ready

    ready()
    from noaber.guard.actor import SYSTEM
    from noaber.register.documents import recheck
    from noaber.register.sources.queries import document, findings
    from noaber.register.sources.services import accept_finding, withdraw_acceptance

    found = document(SYSTEM, name)
    recheck(SYSTEM, found)
    asked = [pair for pair in findings(SYSTEM, found) if pair[0].status == "off"]
    if number is not None:
        if number > len(asked):
            raise Failure(f"{found.key} heeft {len(asked)} vragen; vraag {number} is er niet")
        if undo:
            withdraw_acceptance(SYSTEM, found, asked[number - 1][0])
        else:
            accept_finding(SYSTEM, found, asked[number - 1][0], reason, by)
        asked = [pair for pair in findings(SYSTEM, found) if pair[0].status == "off"]
    if not asked and form == "text":
        click.echo(f"{found.key}: er zijn geen vragen.")
    for at, (finding, accepted) in enumerate(asked, start=1):
        if form == "json":
            print_json(
                {
                    "number": at,
                    "rule": finding.rule,
                    "message": finding.message,
                    "accepted": accepted is not None,
                    "reason": accepted.reason if accepted else None,
                    "by": accepted.accepted_by if accepted else None,
                }
            )
            continue
        click.echo(f"{at}. {finding.message}")
        if accepted:
            click.echo(f"   aanvaard door {accepted.accepted_by}: {accepted.reason}")
