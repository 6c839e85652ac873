"""Measures as data: which fact, which rows, which statistic, over which periods, by what.

Shipped definitions are the TOML files in `definitions/`; each reads itself aloud in Dutch (aloud.py),
and what is wrong with one is said with its file and line (mistakes.py).
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import date
from decimal import Decimal
from functools import cache
from importlib import resources
from typing import Any

from noaber.measures.mistakes import BadDefinition, at_line, mistake_in
from noaber.measures.shapes import misshapen

__all__ = ["DERIVED", "BadDefinition", "Break", "Definition", "Said", "held", "parse", "shipped"]

# What is made of the results of other measures, instead of from facts.
DERIVED = ("combine", "gross", "ratio", "compare", "effect")


@dataclass(frozen=True, slots=True)
class Break:
    """What a definition itself says of comparing: counted otherwise between two periods, and why."""

    reason: str
    before: str = ""
    after: str = ""


@dataclass(frozen=True, slots=True)
class Definition:
    """One version of one measure.

    Rows: those of `fact` and `origin` that meet every condition in `only` (a value, a list of which
    one, or a table with `not`, `min`, `max`, `known`; a bound may name another column), of people
    between `ages`, and that belong to a period by `select` on the day `on`.

    `statistic` says what is made of them:
    "only" the single value of each slice (more than one is a gap); "sum" the amounts of the kinds in
    `weights`, with their weight, at `stages`, with theirs (a difference: every stage has to be there);
    "count" rows, or distinct persons or households by `count`; "several" persons or households with at
    least `at_least` distinct values of `of`; "mean", "median" and "total" of `value`; "share" of those
    that meet `part`; "price" the sum of amounts by volume; "change" the mean of score after less score
    before, of the same person and instrument. With `per`, the number is divided by inhabitants.

    Of other measures: "combine" adds results with their weight in `parts`, slice by slice (the first
    has to be there, another counts for nothing where it is not, provided that its document has it);
    "gross" adds those of its one part without their sign, over the slices of `over`; "ratio" divides
    `parts` by `under`; "compare" lays the one part beside `against` (previous, municipality, region);
    "effect" is what price or volume (`of`) did to the one part since the period before, by product.

    A measure is given by `dimensions`, and once more by these and each of `optional`.
    """

    id: str
    version: int
    label: str
    fact: str
    origin: str
    statistic: str
    dimensions: tuple[str, ...]
    source: str
    valid_from: date
    period: str = "year"
    unit: str = ""
    optional: tuple[str, ...] = ()
    weights: Mapping[str, int] = field(default_factory=dict)
    stages: Mapping[str, int] = field(default_factory=dict)
    only: Mapping[str, Any] = field(default_factory=dict)
    parts: Mapping[str, int] = field(default_factory=dict)
    over: str = ""
    select: str = ""
    on: str = ""
    count: str = "rows"
    ages: tuple[int, ...] = ()
    part: Mapping[str, Any] = field(default_factory=dict)
    value: str = ""
    of: str = ""
    at_least: int = 0
    per: Mapping[str, Any] = field(default_factory=dict)
    under: Mapping[str, int] = field(default_factory=dict)
    factor: int = 1
    against: str = ""
    decimals: int = 0
    kind: str = ""
    wanted: str = ""
    supplier: str = ""
    beside: str = ""
    footnotes: tuple[str, ...] = ()
    breaks: tuple[Break, ...] = ()

    @property
    def sentence(self) -> str:
        """What is counted, in one or two Dutch sentences."""
        from noaber.measures.aloud import sentence

        return sentence(self)

    @property
    def made_of(self) -> tuple[str, ...]:
        """The measures that this one is made of."""
        return (*self.parts, *self.under)

    @property
    def is_of_people(self) -> bool:
        """Whether people stand behind its numbers, so that a small one may lead to somebody."""
        return self.fact not in ("supplied",) and self.origin not in ("printed", "ledger", "iv3")

    @property
    def scale(self) -> Decimal:
        """The quantum to which a computed value is rounded."""
        return Decimal(1).scaleb(-self.decimals)


@dataclass(frozen=True, slots=True)
class Said:
    """A definition as a key: what it says, not which object it is."""

    said: str
    definition: Definition = field(compare=False)


_TUPLES = ("dimensions", "optional", "ages", "footnotes")


def parse(text: str, name: str) -> Definition:
    """Read one definition. Raises BadDefinition with what is wrong in it, with file and line."""
    try:
        raw: dict[str, Any] = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise BadDefinition(f"{name} is geen geldige TOML: {error}") from error
    known = {one.name for one in fields(Definition)}
    if unknown := next((key for key in raw if key not in known), ""):
        where = at_line(text, name, unknown)
        raise BadDefinition(f"{where}: '{unknown}' is een onbekend gegeven")
    if wrong := misshapen(raw):
        raise BadDefinition(f"{at_line(text, name, wrong[0])}: {wrong[1]}")
    try:
        for key in _TUPLES:
            raw[key] = tuple(raw.get(key, ()))
        raw["breaks"] = tuple(Break(**one) for one in raw.get("breaks", ()))
        if not raw["dimensions"]:
            raise KeyError("dimensions")
        definition = Definition(**raw)
    except (KeyError, TypeError) as error:
        raise BadDefinition(f"{name}: een gegeven ontbreekt of is onbekend ({error})") from error
    if found := mistake_in(definition):
        raise BadDefinition(f"{at_line(text, name, found[0])}: {definition.id}: {found[1]}")
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


def shipped_text(name: str) -> str:
    """The text of a definition that comes with Noaber. Raises FileNotFoundError."""
    return resources.files(__package__).joinpath("definitions", f"{name}.toml").read_text("utf-8")


def held(definitions: Mapping[str, Definition]) -> Mapping[str, Definition]:
    """The definitions, each before those that are made of it. Raises BadDefinition.

    Refused are a part that is no definition and a measure that is made of itself.
    """
    ordered: dict[str, Definition] = {}

    def place(name: str, under: tuple[str, ...]) -> None:
        if name in ordered:
            return
        if name in under:
            circle = " -> ".join((*under[under.index(name) :], name))
            raise BadDefinition(f"{name}: deze maat wordt van zichzelf gemaakt ({circle})")
        for part in definitions[name].made_of:
            if part not in definitions:
                raise BadDefinition(f"{name}: er is geen maat '{part}' om van te maken")
            place(part, (*under, name))
        ordered[name] = definitions[name]

    for name in definitions:
        place(name, ())
    return ordered
