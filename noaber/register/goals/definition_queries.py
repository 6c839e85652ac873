"""What may be asked of a municipality's own definitions; they are about no person and leave no audit line."""

from collections.abc import Iterable
from datetime import date

from django.db.models import QuerySet

from noaber.guard.actor import Actor
from noaber.register.goals.definition_models import OwnDefinition


def own_definitions(actor: Actor, municipality: str | None = None) -> QuerySet[OwnDefinition]:
    """Every version of the own definitions of the actor's municipalities, by measure and version.

    Of one municipality where its code is given; withdrawn versions too.
    """
    found = OwnDefinition.objects.select_related("municipality")
    if not actor.everywhere:
        found = found.filter(municipality__code__in=actor.municipalities)
    return found if municipality is None else found.filter(municipality__code=municipality)


def in_force(versions: Iterable[OwnDefinition], day: date) -> dict[str, OwnDefinition]:
    """Of each measure the last version that is in force on a day, by its name."""
    found: dict[str, OwnDefinition] = {}
    for one in sorted(versions, key=lambda one: (one.measure, one.version)):
        if one.since <= day and one.withdrawn_at is None:
            found[one.measure] = one
    return found
