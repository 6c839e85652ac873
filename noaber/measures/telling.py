"""What a result says of itself in Dutch besides its value: of which part it is, and what to mind."""

from collections.abc import Iterable, Iterator
from decimal import Decimal

from noaber.facts.tables import TABLES
from noaber.measures.phrases import WORDS
from noaber.vocabulary.numbers import format_number

PROVISIONAL = {
    "period_not_over": "periode loopt nog",
    "late_claims": "declaraties komen nog",
    "missing_delivery": "levering ontbreekt",
}
# The dimensions by which a result is told to readers; the others are codes that say nothing to them.
AXES = (
    "area", "age_group", "law", "care_provision", "product_category", "referrer", "layer", "effort",
    "outcome", "reason", "end_reason",
)  # fmt: skip
_NOT_A_COLUMN = {"age_group": "leeftijd"}
_COMPARISON = "/comparison"


def remarks(
    provisional: Iterable[str], completeness: Decimal | None, broken: str, break_reason: str | None
) -> Iterator[str]:
    """Why a value may still change, and that it can't be held against the one before (see Result)."""
    for one in provisional:
        yield PROVISIONAL.get(one, one)
    if completeness is not None and completeness < 1:
        yield f"{format_number(completeness * 100, 1)}% binnen"
    if broken != "no":
        yield f"trendbreuk: {break_reason or 'plaats onbekend'}"


def axis(fact: str, name: str) -> str:
    """What a dimension is called: 'gebied', 'leeftijd'."""
    if name in _NOT_A_COLUMN:
        return _NOT_A_COLUMN[name]
    table = TABLES[fact]
    known = {column.name: column.dutch for column in table.columns}
    return known.get(name, name)


def part(name: str, value: str) -> str:
    """What a value of a dimension is called; a word of a municipality's own as it is."""
    if name in WORDS and value in WORDS[name]:
        return WORDS[name][value]
    if name == "age_group":
        if value.endswith("+"):
            return f"{value.removesuffix('+')} jaar en ouder"
        return f"{value.replace('-', ' tot en met ')} jaar"
    if name == "effort":
        arm = ", vergelijkingsgroep" if value.endswith(_COMPARISON) else ""
        return value.removesuffix(_COMPARISON).replace("_", " ") + arm
    return value
