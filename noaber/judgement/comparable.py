"""May two figures of two municipalities stand beside each other? A clear no where they may not."""

from dataclasses import dataclass

from noaber.vocabulary.names import normalise
from noaber.vocabulary.quantities import Unit


@dataclass(frozen=True, slots=True)
class Series:
    """What must be known of an indicator before it is compared."""

    name: str
    unit: str
    source: str
    periods: frozenset[str]
    broken: frozenset[str] = frozenset()


def refusal(one: Series, other: Series, period: str) -> str:
    """Why the figures of a period may not be compared, in Dutch; empty where they may.

    A number of people says nothing beside that of a larger municipality; figures of different sources
    were counted differently, and of a source that is not named nobody knows.
    """
    if one.unit != other.unit:
        return "de eenheid is een andere"
    if normalise(one.name) != normalise(other.name):
        return "de omschrijving is een andere"
    if one.unit == Unit.NUMBER:
        return "een aantal zegt pas iets per inwoner"
    if one.unit in (Unit.TEXT, Unit.YESNO):
        return "dit is geen cijfer"
    if not one.source or not other.source:
        return "een van beide noemt geen bron, dus niet bekend is of hetzelfde is geteld"
    if normalise(one.source) != normalise(other.source):
        return "de cijfers komen uit verschillende bronnen"
    if period not in other.periods:
        return f"over {period} is daar geen cijfer"
    if period in one.broken or period in other.broken:
        return "in dat jaar is een van beide anders gaan tellen"
    return ""


def likeness(one: str, other: str) -> float:
    """How much two names are alike, from 0 to 1: the share of their words that both have."""
    left, right = set(normalise(one).split()), set(normalise(other).split())
    return len(left & right) / len(left | right) if left and right else 0.0
