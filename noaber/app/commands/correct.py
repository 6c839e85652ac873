"""noaber correct: a person says what a value should be, and why."""

import click

from noaber.app.errors import Failure


@click.command("correct", context_settings={"ignore_unknown_options": True})
@click.argument("document", metavar="DOCUMENT")
@click.argument("item", metavar="INDICATOR")
@click.argument("period", metavar="PERIODE")
@click.argument("value", metavar="WAARDE")
@click.option("--reason", required=True, help="Waarom: dat blijft bij de waarde staan.")
def command(document: str, item: str, period: str, value: str, reason: str) -> None:
    """Verbeter één waarde van een indicator in een concept.

    INDICATOR is het nummer in de lezing, WAARDE een Nederlands getal, een woord, of - voor niets.

    Voorbeeld: noaber correct twenterand-2022 I1 2022 1.394 --reason "typefout in de bron"
    """
    from noaber.app.ready import ready

    ready()
    from noaber.guard.actor import SYSTEM
    from noaber.register.goals.services import correct_value
    from noaber.register.sources.queries import document as find
    from noaber.vocabulary.numbers import NotANumber, parse_number

    if len(value) > 200:
        raise Failure("een waarde is hooguit 200 tekens lang")
    meant: object
    try:
        meant = parse_number(value).value
    except NotANumber as error:
        if any(sign.isdigit() for sign in value):
            raise Failure(str(error)) from error
        meant = value
    correct_value(SYSTEM, find(SYSTEM, document), item, period, meant, reason)
    click.echo(f"{item} {period}: {value}, met reden en naam bewaard")
