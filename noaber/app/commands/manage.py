"""noaber manage: Django's own administration commands."""

import click


@click.command(
    "manage",
    context_settings={"ignore_unknown_options": True, "help_option_names": []},
    add_help_option=False,
)
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
def command(arguments: tuple[str, ...]) -> None:
    """Beheeropdrachten van Django, zoals migrate en createsuperuser.

    Voorbeeld: noaber manage migrate
    """
    import os

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "noaber.app.settings")
    from django.core.management import execute_from_command_line

    execute_from_command_line(["noaber manage", *(arguments or ("help",))])
