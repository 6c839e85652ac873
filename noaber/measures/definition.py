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

Statistic = Literal["only", "sum", "combine", "gross"]
# What is made of the results of other measures, instead of from facts.
DERIVED = ("combine", "gross")
# A sum of amounts says for each of these what it adds up, or splits by it: else a euro counts twice.
PINNED = {"amount": ("origin", "stage", "recurrence", "basis")}
# Lines of money state what is one-off once more within the whole; a cause is stated once.
STATED_ONCE = frozenset({"explained"})


class BadDefinition(ValueError):
    """A definition cannot be run; the message is a Dutch sentence that names it."""


@dataclass(frozen=True, slots=True)
class Definition:
    """One version of one measure.

    `statistic` "only" gives the single value of each slice (more than one is a gap), "sum" adds the
    amounts of the kinds in `weights` with their weight, those at the `stages` with theirs (a
    difference: every stage named has to be there, else there is no result). "combine" adds results
    of other measures with their weight in `parts`, slice by slice: the first has to be there; one
    that has no result in a slice counts for nothing there, provided that it has one for the document.
    "gross" adds the results of its one part without their sign, over the slices of `over`. `only`
    filters on equality. The measure is given by `dimensions`, and once more by these and each of
    `optional`.
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
    parts: Mapping[str, int] = field(default_factory=dict)
    over: str = ""

    @property
    def sentence(self) -> str:
        """What is counted, in one or two Dutch sentences."""
        by = [_dutch(self.fact, name) for name in self.dimensions if name not in _ONE_DOCUMENT]
        extra = [_dutch(self.fact, name) for name in self.optional]
        split = f", per {_list([*by, _PERIOD[self.period]])}" + (
            f", en ook per {_list(extra)}" if extra else ""
        )
        only = "".join(f" {_ONLY[name, value]}" for name, value in self.only.items())
        if self.statistic in DERIVED:
            return self._of_others(split)
        if self.statistic == "only":
            return (
                f"De waarde die het document zelf noemt{split}. Noemt het document voor één periode "
                f"meer waarden, dan tonen wij er geen.{only}"
            )
        parts = _signed(self.weights, _KIND)
        if self.stages:
            parts += f" ({_signed(self.stages, _STAGE)})"
        return f"De som van {parts} uit de bedragen die het document noemt{split}.{only}"

    def _of_others(self, split: str) -> str:
        names = {name: _lowered(shipped()[name].label) for name in self.parts if name in shipped()}
        told = _signed(self.parts, {name: f"'{names.get(name, name)}'" for name in self.parts})
        if self.statistic == "gross":
            return (
                f"De som van {told} per {_dutch(self.fact, self.over)}, zonder op het teken te letten"
                f"{split}: een meevaller streept hier geen tegenvaller weg."
            )
        return (
            f"De uitkomst van {told}{split}. Noemt het document nergens een verklaring, dan is er "
            "geen uitkomst."
        )


# A measure is of one document of one municipality, an indicator has one goal and one unit: that
# goes without saying.
_ONE_DOCUMENT = frozenset({"municipality", "document", "node", "unit"})
_PERIOD = {"period": "periode", "plan_year": "begrotingsjaar"}
_ONLY = {
    ("basis", "booked"): "Alleen bedragen die zijn begroot of geboekt, geen geschatte effecten.",
    ("recurrence", "undivided"): "Incidenteel en structureel samen.",
    ("stage", "actual"): "Alleen wat de werkelijke uitkomst verklaart.",
}


def _lowered(text: str) -> str:
    return text[:1].lower() + text[1:]


def _list(words: list[str]) -> str:
    return " en ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)


def _signed(weights: Mapping[str, int], words: Mapping[str, str]) -> str:
    parts = (f"{'plus' if weight > 0 else 'min'} {words[key]}" for key, weight in weights.items())
    return " ".join(parts).removeprefix("plus ")


_STAGE = {"actual": "werkelijk", "revised": "begroot na wijziging", "original": "begroot"}
_KIND = {
    "expense": "lasten",
    "income": "baten",
    "reserve_movement": "mutaties in reserves",
    "explained": "verklaringen van het verschil met de begroting",
}


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
    return held({definition.id: definition for definition in found})


def held(definitions: Mapping[str, Definition]) -> Mapping[str, Definition]:
    """The definitions, each before those that are made of it. Raises BadDefinition.

    Refused are a part that is no definition and a measure that is made of itself.
    """
    ordered: dict[str, Definition] = {}

    def place(name: str, under: tuple[str, ...]) -> None:
        if name in ordered:
            return
        if name in under:
            raise BadDefinition(f"{name}: deze maat wordt van zichzelf gemaakt")
        for part in definitions[name].parts:
            if part not in definitions:
                raise BadDefinition(f"{name}: er is geen maat '{part}' om van te maken")
            place(part, (*under, name))
        ordered[name] = definitions[name]

    for name in definitions:
        place(name, ())
    return ordered


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
    settled |= {"recurrence"} if set(definition.weights) <= STATED_ONCE else set()
    settled |= set(PINNED.get(definition.fact, ())) if definition.statistic in DERIVED else set()
    if loose := sorted(set(PINNED.get(definition.fact, ())) - settled):
        raise BadDefinition(
            f"{definition.id}: zonder keuze of uitsplitsing naar {loose[0]} telt een euro dubbel"
        )
    if silent := [pair for pair in definition.only.items() if pair not in _ONLY]:
        raise BadDefinition(f"{definition.id}: '{silent[0]}' is nog niet in woorden te zeggen")
    if (definition.statistic == "sum") != bool(definition.weights):
        raise BadDefinition(f"{definition.id}: een som heeft gewichten, iets anders niet")
    if (definition.statistic in DERIVED) != bool(definition.parts):
        raise BadDefinition(f"{definition.id}: alleen wat van andere maten is gemaakt, heeft delen")
    if (definition.statistic == "gross") != bool(definition.over) or definition.over not in {
        "",
        *columns,
    }:
        raise BadDefinition(f"{definition.id}: 'over' hoort bij bruto, en is een kolom")


def _dutch(fact: str, column: str) -> str:
    return next(found.dutch for found in TABLES[fact].columns if found.name == column)
