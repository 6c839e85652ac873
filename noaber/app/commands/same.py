"""noaber same: whether this year's goal or indicator is last year's under another name."""

import click

from noaber.app.commands.shared import format_option, print_json
from noaber.app.errors import Failure


@click.command("same")
@click.option("--confirm", type=int, help="Het nummer van een voorstel dat klopt.")
@click.option("--refuse", type=int, help="Het nummer van een voorstel dat niet klopt.")
@click.option("--all", "everything", is_flag=True, help="Toon ook wat al is beslist.")
@format_option()
def command(confirm: int | None, refuse: int | None, everything: bool, form: str) -> None:
    """Toon welke doelen en indicatoren mogelijk dezelfde zijn als vorig jaar, en zeg of dat klopt.

    Voorbeeld: noaber same --confirm 3
    """
    from noaber.app.ready import ready

    ready()
    from noaber.guard.actor import SYSTEM
    from noaber.register.goals.queries import continuations
    from noaber.register.goals.services import settle_continuation

    for number, holds in ((confirm, True), (refuse, False)):
        if number is None:
            continue
        proposal = continuations(SYSTEM, only_open=False).filter(pk=number).first()
        if proposal is None:
            raise Failure(f"er is geen voorstel {number}; `noaber same --all` toont ze")
        settle_continuation(SYSTEM, proposal, holds)
    found = list(continuations(SYSTEM, only_open=not everything))
    if not found and form == "text":
        click.echo("Er zijn geen open voorstellen.")
    for one in found:
        if form == "json":
            print_json(
                {
                    "number": one.pk,
                    "older": one.older,
                    "newer": one.newer,
                    "likeness": float(one.likeness),
                    "state": one.state,
                }
            )
        else:
            click.echo(f"{one.pk}. {one.older}\n   {one.newer} ({one.get_state_display()})")
