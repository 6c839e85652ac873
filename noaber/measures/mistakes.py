"""What is wrong with a definition, each rule with the case that it prevents, and on which line.

A rule takes a definition and gives (key, sentence) or nothing; `key` is what stands wrong in the file.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Any

from noaber.facts.tables import TABLES, Origin
from noaber.measures.periods import DAY_OF, GRAINS, SELECTS
from noaber.measures.shapes import incomparable

if TYPE_CHECKING:
    from noaber.measures.definition import Definition

Mistake = tuple[str, str] | None


class BadDefinition(ValueError):
    """A definition cannot be run; the message is a Dutch sentence that names file and line."""


# A sum of amounts says for each of these what it adds up, or splits by it: else a euro counts twice.
PINNED = {"amount": ("origin", "stage", "recurrence", "basis")}
# Lines of money state what is one-off once more within the whole; a cause is stated once, and so is
# every claim and every posting.
STATED_ONCE = frozenset({"explained"})
ONCE_BY_ORIGIN = frozenset({"claim", "ledger", "registered"})

FROM_FACTS = frozenset(
    {"only", "sum", "count", "several", "mean", "median", "total", "share", "price", "change"}
)
OF_MEASURES = frozenset({"combine", "gross", "ratio", "compare", "effect"})
# By these nothing is ever split: it would be a list of people, or of rows.
NOBODY = frozenset({"person", "household", "birth_year", "record", "evidence", "episode"})
# What is computed of a row, and can be asked like a column.
COMPUTED = {"episode": ("duration", "elapsed")}
AGE_GROUP = "age_group"
BOUNDS = ("min", "max", "above")


def at_line(text: str, name: str, key: str) -> str:
    """'file.toml, regel 7' where a key stands; the file alone where it does not."""
    for number, line in enumerate(text.splitlines(), 1):
        if key and re.match(rf"\s*(\[+)?{re.escape(key)}\b", line):
            return f"{name}, regel {number}"
    return name


def mistake_in(definition: "Definition") -> Mistake:
    """The first rule that a definition breaks, and with what; nothing where it is good."""
    return next((found for rule in RULES if (found := rule(definition))), None)


def columns_of(fact: str) -> set[str]:
    """What may be named of a fact: its columns, and what is computed of a row."""
    return {column.name for column in TABLES[fact].columns} | {*COMPUTED.get(fact, ())}


def _fact(d: "Definition") -> Mistake:
    if d.fact not in TABLES or d.fact == "population":
        return "fact", f"er is geen feit '{d.fact}'"
    if d.origin not in set(Origin):
        return "origin", f"herkomst '{d.origin}' bestaat niet"
    return None


def _statistic(d: "Definition") -> Mistake:
    if d.statistic not in FROM_FACTS | OF_MEASURES:
        known = ", ".join(sorted(FROM_FACTS | OF_MEASURES))
        return "statistic", f"'{d.statistic}' is geen maat; wel: {known}"
    return None


def _columns(d: "Definition") -> Mistake:
    known = columns_of(d.fact)
    groups: tuple[tuple[str, Iterable[str]], ...] = (
        ("dimensions", d.dimensions),
        ("optional", d.optional),
        ("only", _named(d.only)),
        ("part", _named(d.part)),
        ("value", [d.value] if d.value else []),
        ("of", [d.of] if d.of and d.statistic == "several" else []),
    )
    for key, names in groups:
        extra = {AGE_GROUP} if key in ("dimensions", "optional") else set()
        if unknown := sorted(set(names) - known - extra):
            return key, f"'{d.fact}' heeft geen kolom {unknown[0]}"
    return None


def _named(conditions: Mapping[str, Any]) -> list[str]:
    bounds = [
        bound
        for condition in conditions.values()
        if isinstance(condition, dict)
        for name, bound in condition.items()
        if name in BOUNDS and isinstance(bound, str)
    ]
    return [*conditions, *bounds]


def _conditions(d: "Definition") -> Mistake:
    for key, conditions in (("only", d.only), ("part", d.part)):
        for name, condition in conditions.items():
            if isinstance(condition, dict) and (
                not condition or not set(condition) <= {*BOUNDS, "not", "known", "named"}
            ):
                return (
                    key,
                    f"de voorwaarde op {name} kent alleen not, min, max, above, known en named",
                )
    return None


def _comparable(d: "Definition") -> Mistake:
    """A number is held against a number, a day against a day: else the engine stops at the first row."""
    for key, conditions in (("only", d.only), ("part", d.part)):
        for name, condition in conditions.items():
            if told := incomparable(d.fact, name, condition):
                return key, f"de kolom {name} is niet te houden tegen '{told}'"
    return None


def _once(d: "Definition") -> Mistake:
    names = [*d.dimensions, *d.optional]
    if twice := next((name for name in names if names.count(name) > 1), ""):
        return "optional", f"{twice} staat er twee keer bij"
    return None


def _nobody(d: "Definition") -> Mistake:
    if found := sorted(NOBODY & {*d.dimensions, *d.optional}):
        return "dimensions", f"uitsplitsen naar {found[0]} zou een lijst van mensen geven"
    return None


def _words(d: "Definition") -> Mistake:
    """A value that can't be said is a value that nobody can check; a closed list knows its words."""
    from noaber.measures.aloud import unsaid

    for key, conditions in (("only", d.only), ("part", d.part)):
        for name, condition in conditions.items():
            if silent := unsaid(d.fact, name, condition):
                return key, f"'{silent}' is nog niet in woorden te zeggen"
    return None


def _twice(d: "Definition") -> Mistake:
    if d.statistic in OF_MEASURES or d.statistic not in ("sum", "price"):
        return None
    settled = {"origin", *d.dimensions, *d.only}
    settled |= {"stage"} if d.stages else set()
    once = set(d.weights) <= STATED_ONCE or d.origin in ONCE_BY_ORIGIN
    settled |= {"recurrence"} if once else set()
    settled |= {"stage"} if d.origin in ONCE_BY_ORIGIN else set()
    if loose := sorted(set(PINNED.get(d.fact, ())) - settled):
        return "only", f"zonder keuze of uitsplitsing naar {loose[0]} telt een euro dubbel"
    return None


def _needs(d: "Definition") -> Mistake:
    """Each statistic has what it needs, and nothing that would be left unused in silence."""
    if (d.statistic in ("sum", "price")) != bool(d.weights):
        return "weights", "een som of prijs heeft gewichten, iets anders niet"
    if (d.statistic in OF_MEASURES) != bool(d.parts):
        return "parts", "alleen wat van andere maten is gemaakt, heeft delen"
    if (d.statistic == "gross") != bool(d.over) or d.over not in {"", *columns_of(d.fact)}:
        return "over", "'over' hoort bij bruto, en is een kolom"
    if (d.statistic == "ratio") != bool(d.under):
        return "under", "'under' hoort bij een verhouding, en een verhouding heeft het"
    if (d.statistic == "share") != bool(d.part):
        return "part", "een aandeel heeft een 'part', iets anders niet"
    if (d.statistic in ("mean", "median", "total")) != bool(d.value):
        return "value", "een gemiddelde, mediaan of totaal heeft een 'value', iets anders niet"
    if d.statistic in ("price", "sum") and d.fact != "amount":
        return "fact", "een som van bedragen of een prijs is van het feit 'amount'"
    if d.value == "cents":
        return "value", "bedragen tellen op met een som, dan blijven het hele centen"
    return None


def _several(d: "Definition") -> Mistake:
    if d.count not in ("rows", "person", "household"):
        return "count", f"'{d.count}' is niet te tellen; wel rows, person en household"
    if d.count != "rows" and d.count not in columns_of(d.fact):
        return "count", f"'{d.fact}' heeft geen kolom {d.count}"
    if d.statistic == "several" and (d.count == "rows" or not d.of or d.at_least < 2):
        return "statistic", "meer tegelijk telt personen of huishoudens met ten minste 2 van iets"
    if d.statistic == "change" and d.fact != "score":
        return "fact", "een verandering is van het feit 'score'"
    return None


def _compared(d: "Definition") -> Mistake:
    if (d.statistic == "compare") != bool(d.against):
        return "against", "'against' hoort bij een vergelijking"
    if d.against and d.against not in ("previous", "municipality", "region"):
        return "against", "vergelijken kan met previous, municipality of region"
    if d.statistic == "effect" and d.of not in ("price", "volume"):
        return "of", "een effect is van price of van volume"
    if d.statistic in ("compare", "effect", "gross") and len(d.parts) != 1:
        return "parts", "hier hoort precies één maat"
    return None


def _period(d: "Definition") -> Mistake:
    if d.statistic in OF_MEASURES or d.statistic == "only" or d.period in ("plan_year", "period"):
        return None
    if d.period not in GRAINS:
        return "period", f"'{d.period}' is geen tijdvak; wel: {', '.join(GRAINS)}"
    if d.fact == "episode" and d.select not in SELECTS:
        return "select", f"een episode hoort bij een tijdvak door: {', '.join(SELECTS)}"
    if d.fact != "episode" and d.select:
        return "select", "alleen een episode kiest waardoor zij bij een tijdvak hoort"
    if d.on and d.on not in columns_of(d.fact):
        return "on", f"'{d.fact}' heeft geen kolom {d.on}"
    if d.fact not in DAY_OF:
        return "fact", f"'{d.fact}' heeft geen dag om naar tijdvakken te tellen"
    return None


def _divided(d: "Definition") -> Mistake:
    if d.ages and (len(d.ages) != 2 or d.ages[0] > d.ages[1]):
        return "ages", "leeftijden zijn een laagste en een hoogste, als [0, 17]"
    if d.per and not set(d.per) <= {"ages", "factor"}:
        return "per", "'per' kent alleen ages en factor"
    if d.per and d.statistic not in ("count", "several", "sum", "total"):
        return "per", "per inwoner gaat een aantal of een som, geen gemiddelde"
    if d.factor < 1 or d.per.get("factor", 1) < 1:
        return "factor", "een factor is ten minste 1"
    return None


RULES: tuple[Callable[["Definition"], Mistake], ...] = (
    _fact, _statistic, _columns, _once, _conditions, _comparable, _nobody, _twice, _words, _needs, _several,
    _compared, _period, _divided,
)  # fmt: skip
