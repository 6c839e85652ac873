"""noaber audit: seal who looked at persons, and hold the seals against the lines."""

import sys

import click

from noaber.app.commands.shared import counted


@click.group("audit")
def command() -> None:
    """Verzegel wie gegevens over personen heeft ingezien, en controleer de zegels.

    Voorbeeld: noaber audit seal
    """


@command.command("seal")
def seal() -> None:
    """Verzegel de regels die er sinds de vorige keer bij kwamen. Laat dit elk uur doen.

    Bewaar het zegel dat op het scherm komt ook elders: wie de hele keten namaakt, valt daarmee op.

    Voorbeeld: noaber audit seal
    """
    from noaber.app.ready import ready

    ready()
    from django.utils import timezone

    from noaber.guard.audit.models import AuditSeal
    from noaber.guard.audit.trail import seal_all

    number = seal_all(timezone.now())
    click.echo(f"{counted(number, 'regel', 'regels')} verzegeld")
    if last := AuditSeal.objects.order_by("-number").first():
        click.echo(f"zegel {last.number}: {last.digest}")


@command.command("check")
def check() -> None:
    """Controleer of elke verzegelde regel nog is zoals hij was.

    Geeft 0 als alles klopt en 1 als er iets is veranderd, weggehaald of bijgezet.

    Voorbeeld: noaber audit check
    """
    from noaber.app.ready import ready

    ready()
    from noaber.guard.audit.models import AuditLine, AuditSeal
    from noaber.guard.audit.trail import broken_seals

    broken = broken_seals()
    for one in broken:
        click.echo(one.sentence, err=True)
    if broken:
        sys.exit(1)
    waiting = AuditLine.objects.filter(seal=None).count()
    click.echo(
        f"{counted(AuditSeal.objects.count(), 'zegel klopt', 'zegels kloppen')}; "
        f"{counted(waiting, 'regel wacht', 'regels wachten')} op een zegel"
    )
