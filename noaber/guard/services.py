"""What may be changed in the guard room."""

from noaber.guard.actor import Actor
from noaber.guard.models import Municipality
from noaber.vocabulary.places import Place, bare_name


def ensure_municipality(actor: Actor, place: Place) -> Municipality:
    """The municipality of that place, made when it is new. Raises NotAllowed for a stranger."""
    actor.require(place.code, place.name)
    return Municipality.objects.get_or_create(
        code=place.code, defaults={"name": bare_name(place.name)}
    )[0]
