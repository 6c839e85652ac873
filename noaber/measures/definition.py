"""Measures as data: which fact, which rows, which statistic, over which periods, by what.

Shipped definitions are the TOML files in `definitions/`; each reads itself aloud in Dutch.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from importlib import resources
from typing import Any, Literal

from noaber.facts.tables import TABLES, Origin

Statistic = Literal["only", "sum"]
# A sum of amounts says for each of these what it adds up, or splits by it: else a euro counts twice.
PINNED = {"amount": ("origin", "stage", "recurrence", "basis")}


class BadDefinition(ValueError):
    """A definition cannot be run; the message is a Dutch sentence that names it."""


@dataclass(frozen=True, slots=True)
class Definition:
    """One version of one measure.

    `statistic` "only" gives the single value of each slice (more than one is a gap), "sum" adds the
    amounts of the kinds in `weights` with their weight, those at the `stages` with theirs (a
    difference: every stage named has to be there, else there is no result). `only` filters on
    equality. The measure is given by `dimensions`, and once more by these and each of `optional`.
    """

    id: str
    version: int
    label: str
    fact: str
    origin: str
    statistic: Statistic
    dimensions: tuple[str, ...]
    period: str
    source: str
    valid_from: date
    unit: str = ""
    optional: tuple[str, ...] = ()
    weights: Mapping[str, int] = field(default_factory=dict)
    stages: Mapping[str, int] = field(default_factory=dict)
    only: Mapping[str, str] = field(default_factory=dict)

    @property
    def sentence(self) -> str:
        """What is counted, in one or two Dutch sentences."""
        by = [_dutch(self.fact, name) for name in self.dimensions if name not in _ONE_DOCUMENT]
        extra = [_dutch(self.fact, name) for name in self.optional]
        split = f", per {_list([*by, _PERIOD[self.period]])}" + (
            f", en ook per {_list(extra)}" if extra else ""
        )
        only = "".join(f" {_ONLY[name, value]}" for name, value in self.only.items())
        if self.statistic == "only":
            return (
                f"De waarde die het document zelf noemt{split}. Noemt het document voor één periode "
                f"meer waarden, dan tonen wij er geen.{only}"
            )
        parts = _signed(self.weights, _KIND)
        if self.stages:
            parts += f" ({_signed(self.stages, _STAGE)})"
        return f"De som van {parts} uit de bedragen die het document noemt{split}.{only}"


# A measure is of one document of one municipality, an indicator has one goal and one unit: that
# goes without saying.
_ONE_DOCUMENT = frozenset({"municipality", "document", "node", "unit"})
_PERIOD = {"period": "periode", "plan_year": "begrotingsjaar"}
_ONLY = {
    ("basis", "booked"): "Alleen bedragen die zijn begroot of geboekt, geen geschatte effecten.",
    ("recurrence", "undivided"): "Incidenteel en structureel samen.",
}


def _list(words: list[str]) -> str:
    return " en ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)


def _signed(weights: Mapping[str, int], words: Mapping[str, str]) -> str:
    parts = (f"{'plus' if weight > 0 else 'min'} {words[key]}" for key, weight in weights.items())
    return " ".join(parts).removeprefix("plus ")


_STAGE = {"actual": "werkelijk", "revised": "begroot na wijziging", "original": "begroot"}
_KIND = {"expense": "lasten", "income": "baten", "reserve_movement": "mutaties in reserves"}


def parse(text: str, name: str) -> Definition:
    """Read one definition. Raises BadDefinition with what is wrong in it."""
    try:
        raw: dict[str, Any] = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise BadDefinition(f"{name} is geen geldige TOML: {error}") from error
    try:
        raw["dimensions"] = tuple(raw["dimensions"])
        raw["optional"] = tuple(raw.get("optional", ()))
        definition = Definition(**raw)
    except (KeyError, TypeError) as error:
        raise BadDefinition(f"{name}: een gegeven ontbreekt of is onbekend ({error})") from error
    _hold(definition)
    return definition


@cache
def shipped() -> Mapping[str, Definition]:
    """The definitions that come with Noaber, by id."""
    folder = resources.files(__package__).joinpath("definitions")
    found = [
        parse(file.read_text("utf-8"), file.name)
        for file in sorted(folder.iterdir(), key=lambda file: file.name)
        if file.name.endswith(".toml")
    ]
    return {definition.id: definition for definition in found}


def _hold(definition: Definition) -> None:
    if definition.fact not in TABLES:
        raise BadDefinition(f"{definition.id}: er is geen feit '{definition.fact}'")
    columns = {column.name for column in TABLES[definition.fact].columns}
    named = {*definition.dimensions, *definition.optional, *definition.only}
    if unknown := sorted(named - columns):
        raise BadDefinition(f"{definition.id}: '{definition.fact}' heeft geen kolom {unknown[0]}")
    if definition.origin not in set(Origin):
        raise BadDefinition(f"{definition.id}: herkomst '{definition.origin}' bestaat niet")
    settled = {"origin", *definition.dimensions, *definition.only}
    settled |= {"stage"} if definition.stages else set()
    if loose := sorted(set(PINNED.get(definition.fact, ())) - settled):
        raise BadDefinition(
            f"{definition.id}: zonder keuze of uitsplitsing naar {loose[0]} telt een euro dubbel"
        )
    if silent := [pair for pair in definition.only.items() if pair not in _ONLY]:
        raise BadDefinition(f"{definition.id}: '{silent[0]}' is nog niet in woorden te zeggen")
    if (definition.statistic == "sum") != bool(definition.weights):
        raise BadDefinition(f"{definition.id}: een som heeft gewichten, iets anders niet")


def _dutch(fact: str, column: str) -> str:
    return next(found.dutch for found in TABLES[fact].columns if found.name == column)
