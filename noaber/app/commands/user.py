"""noaber user: accounts for the screens behind the sign-in."""

import click

from noaber.app.commands.shared import format_option, print_json
from noaber.app.errors import Failure

# As in noaber.guard.models.Membership.Role, which cannot be read before Django is set up.
ROLES = (
    "policy_adviser",
    "controller",
    "council_clerk",
    "contract_manager",
    "front_door_worker",
    "administrator",
)


@click.group("user")
def command() -> None:
    """Maak accounts voor wie met berichten en toewijzingen werkt.

    Voorbeeld: noaber user add j.devries --municipality 0141 --role contract_manager
    """


@command.command("list")
@format_option()
def list_accounts(form: str) -> None:
    """Toon de accounts: waar ze werken, als wat, en wanneer ze voor het laatst binnenkwamen.

    Voorbeeld: noaber user list --format json
    """
    from noaber.app.ready import ready

    ready()
    from noaber.guard.models import User

    for user in User.objects.order_by("username").prefetch_related("memberships__municipality"):
        roles = [f"{one.municipality.code} {one.role}" for one in user.memberships.all()]
        last = user.last_login.date().isoformat() if user.last_login else None
        if form == "json":
            open_now = user.is_active
            print_json({"name": user.username, "open": open_now, "roles": roles, "last": last})
        else:
            state = "" if user.is_active else " (gesloten)"
            seen = f"laatst binnen {last}" if last else "nog nooit binnen"
            click.echo(f"{user.username}{state}: {', '.join(roles) or 'geen rol'}; {seen}")


@command.command("close")
@click.argument("name", metavar="NAAM")
def close(name: str) -> None:
    """Sluit een account: niemand meldt er zich nog mee aan, en wie binnen is gaat eruit.

    Wat het account deed blijft in de verantwoording staan.

    Voorbeeld: noaber user close j.devries
    """
    from noaber.app.ready import ready

    ready()
    from noaber.guard.accounts import close_account
    from noaber.guard.actor import SYSTEM

    if not close_account(SYSTEM, name):
        raise Failure(f"er is geen account '{name}'")
    click.echo(f"account {name} is gesloten")


@command.command("add")
@click.argument("name", metavar="NAAM")
@click.option(
    "--municipality", "code", required=True, metavar="CODE", help="CBS-code van de gemeente."
)
@click.option("--role", required=True, type=click.Choice(ROLES), help="Wat iemand er doet.")
def add(name: str, code: str, role: str) -> None:
    """Maak een account, of geef een account een nieuw wachtwoord en deze rol erbij.

    Het wachtwoord staat één keer op het scherm en geldt tot de eerste aanmelding; daar kiest de
    eigenaar een ander.

    Voorbeeld: noaber user add j.devries --municipality 0141 --role contract_manager
    """
    from noaber.app.ready import ready

    ready()
    from noaber.guard.accounts import ensure_user
    from noaber.guard.actor import SYSTEM
    from noaber.guard.models import Municipality
    from noaber.guard.services import ensure_municipality
    from noaber.vocabulary.places import municipality_coded

    found = Municipality.objects.filter(code=code).first()
    if found is None:
        place = municipality_coded(code)
        if place is None:
            raise Failure(f"er is geen gemeente met CBS-code '{code}'")
        found = ensure_municipality(SYSTEM, place)
    try:
        _, password = ensure_user(SYSTEM, name, found, role)
    except ValueError as error:
        raise Failure(str(error)) from error
    click.echo(f"account {name} werkt voor {found.name} als {role}; aanmelden op /aanmelden/")
    click.echo(f"eenmalig wachtwoord: {password}")
