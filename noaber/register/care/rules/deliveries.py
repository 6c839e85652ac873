"""Rules over starts and stops of deliveries (305, 307)."""

from collections.abc import Collection, Iterable

from noaber.register.care.rules.registry import rule
from noaber.register.care.rules.values import FIRST, REMOVE, TEMPORARY, Key, Stop


@rule(
    "TR019",
    "9019",
    "dit nummer is geen toewijzing van deze cliënt bij deze aanbieder",
    "this number is no allocation of this client with this provider",
)
def tr019(number: int | None, allocated: Collection[int]) -> bool:
    """TR019: a start or stop belongs to an allocation by its number; task-based care has none."""
    return number is None or number in allocated


@rule(
    "TR063",
    "9063",
    "er is geen eerdere melding met deze sleutel om te verwijderen",
    "there is no earlier delivery with this key to remove",
)
def tr063(status: str, key: object, earlier: Collection[object]) -> bool:
    """TR063: what is removed (status 3) was delivered before under the same key."""
    return status != REMOVE or key in earlier


@rule(
    "TR071",
    "9071",
    "deze start kan niet weg zolang er een stop bij staat; verwijder eerst de stop",
    "this start cannot be removed while it has a stop; remove the stop first",
)
def tr071(status: str, key: Key, stops: Iterable[Stop]) -> bool:
    """TR071: a start is not removed once its stop was sent."""
    return status != REMOVE or all(stop.key != key for stop in stops)


@rule(
    "TR074",
    "9074",
    "er is al een melding met deze sleutel",
    "there is a delivery with this key already",
)
def tr074(status: str, key: object, earlier: Collection[object]) -> bool:
    """TR074: what is delivered for the first time (status 1) has a key that is new here."""
    return status != FIRST or key not in earlier


@rule(
    "TR326",
    "9326",
    "de levering op deze toewijzing loopt al en is nog niet gestopt",
    "the delivery on this allocation is going on and was not stopped",
)
def tr326(status: str, key: Key, starts: Iterable[Key], stops: Iterable[Stop]) -> bool:
    """TR326: no start while another on the same allocation has no stop, temporary or not."""
    stopped = {stop.key for stop in stops}
    return status == REMOVE or all(start.place != key.place or start in stopped for start in starts)


@rule(
    "TR382",
    "9069",
    "er is geen start met dezelfde toewijzing, product en begindatum",
    "there is no start with the same allocation, product and first day",
)
def tr382(status: str, key: Key, starts: Collection[Key]) -> bool:
    """TR382: a stop repeats the key of a start that stands."""
    return status == REMOVE or key in starts


@rule(
    "TR413",
    "9413",
    "deze levering is al tijdelijk gestopt; een tweede tijdelijke stop kan niet",
    "this delivery was already stopped for a while; a second temporary stop is not possible",
)
def tr413(status: str, stop: Stop, stops: Iterable[Stop]) -> bool:
    """TR413: after a temporary stop no other temporary stop on the same start."""
    before = (one for one in stops if one.key == stop.key)
    return (
        status == REMOVE
        or stop.reason != TEMPORARY
        or all(one.reason != TEMPORARY for one in before)
    )


@rule(
    "TR414",
    "9414",
    "de einddatum ligt vóór die van de eerdere stop van deze levering",
    "the last day lies before that of the earlier stop of this delivery",
)
def tr414(status: str, stop: Stop, stops: Iterable[Stop]) -> bool:
    """TR414: a later stop on the same start does not end earlier."""
    return status == REMOVE or all(stop.end >= one.end for one in stops if one.key == stop.key)


@rule(
    "TR415",
    "9415",
    "deze levering is al definitief gestopt",
    "this delivery was already stopped for good",
)
def tr415(status: str, stop: Stop, stops: Iterable[Stop]) -> bool:
    """TR415: after a definitive stop no other stop on the same start."""
    return status == REMOVE or all(one.reason == TEMPORARY for one in stops if one.key == stop.key)
