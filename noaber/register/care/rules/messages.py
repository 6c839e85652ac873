"""Rules over any message: who sent it, when, about whom, and the codes of the world outside."""

from collections.abc import Collection
from datetime import date

from noaber.intake.messages.finding import Layer
from noaber.register.care.rules.registry import rule
from noaber.vocabulary.places import municipality_coded

# The first day of the oldest layout of municipalities in the vocabulary.
OLDEST_LAYOUT = date(2022, 1, 1)


@rule(
    "TR056",
    "9056",
    "de identificatie is al gebruikt in een ander bericht van deze soort en afzender",
    "the identification was used before in a message of this kind and sender",
)
def tr056(identification: str, earlier: Collection[str]) -> bool:
    """TR056: an identification is used once per kind of message and sender."""
    return identification not in earlier


@rule(
    "TR135",
    "8848",
    "de dagtekening ligt in de toekomst",
    "the date of the message lies in the future",
    Layer.WORLD,
)
def tr135(dated: date, today: date) -> bool:
    """TR135: a message is not dated after the day on which it is read."""
    return dated <= today


@rule(
    "TR304",
    "8187",
    "dit is geen bekende cliënt",
    "this is no known client",
)
def tr304(known: bool) -> bool:
    """TR304: the BSN is that of a client who is known here."""
    return known


@rule(
    "TR378",
    "S300",
    "deze gemeentecode staat niet in de gemeentelijke indeling van het CBS",
    "this code is not one of the municipalities of CBS",
    Layer.WORLD,
)
def tr378(code: str, first_day: date | None) -> bool:
    """TR378: a municipality code is one of CBS; of an earlier layout is allowed after a merger.

    `first_day` is the first day of what is allocated or asked for. Of the layouts before 2022 nothing is known
    here, so that what begins before is not held against them.
    """
    older = first_day is not None and first_day < OLDEST_LAYOUT
    return older or municipality_coded(code) is not None


@rule(
    "TR381",
    "S329",
    "de productcode past niet bij de productcategorie in de productlijst van de gemeente",
    "the product code does not go with the category in the product list of the municipality",
    Layer.WORLD,
)
def tr381(category: str, code: str, products: Collection[tuple[str, str]]) -> bool:
    """TR381: code and category stand together in the product list; without a list nothing is decided."""
    return not code or not products or (category, code) in products
