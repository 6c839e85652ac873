"""A definition read aloud: a Dutch sentence that says exactly what is counted.

Made from the definition alone, from parts that each say one of its fields; a value that has no words
here is refused when the definition is read, so that nothing is counted that nobody can say.
"""

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from noaber.facts.tables import TABLES
from noaber.measures.phrases import (
    COLUMN,
    COMPUTED,
    COUNTED,
    KIND,
    ONLY,
    PERIOD,
    SELECT,
    STAGE,
    THING,
    UNIT_OF,
    WEIGHT,
    WORDS,
)  # fmt: skip
from noaber.vocabulary.glossary import identifiers

if TYPE_CHECKING:
    from noaber.measures.definition import Definition

# A measure of a document is of one municipality, an indicator has one goal and one unit: that goes
# without saying.
_ONE_DOCUMENT = frozenset({"municipality", "document", "node", "unit"})
OF_MEASURES = ("combine", "gross", "ratio", "compare", "effect")


def sentence(d: "Definition") -> str:
    """What is counted, in one or more Dutch sentences."""
    if d.statistic in OF_MEASURES:
        return _of_others(d)
    if d.statistic == "only":
        return _supplied(d)
    if d.period == "plan_year":
        parts = _signed(d.weights, WEIGHT)
        if d.stages:
            parts += f" ({_signed(d.stages, STAGE)})"
        where = "die het document noemt" if d.origin == "printed" else f"{_origin(d)}"
        return f"De som van {parts} uit de bedragen {where}{_split(d)}.{_only(d)}"
    told = [f"{_what(d)}{_split(d)}."]
    told += _also(d)
    return " ".join(told)


def _supplied(d: "Definition") -> str:
    if d.origin == "printed":
        return (
            f"De waarde die het document zelf noemt{_split(d)}. Noemt het document voor één periode "
            f"meer waarden, dan tonen wij er geen.{_only(d)}"
        )
    who = d.supplier or "een ander"
    split = _split(d)
    return (
        f"{d.label}: de waarde zoals {who} die telt en aanlevert{split}. Wij tellen hier zelf niets; "
        "levert die voor één periode meer waarden, dan tonen wij er geen."
    )


def _of_others(d: "Definition") -> str:
    told = _signed(d.parts, _names(d.parts))
    split = _split(d)
    if d.statistic == "gross":
        return (
            f"De som van {told} per {_dutch(d.fact, d.over)}, zonder op het teken te letten"
            f"{split}: een meevaller streept hier geen tegenvaller weg."
        )
    if d.statistic == "ratio":
        under = _signed(d.under, _names(d.under))
        factor = "" if d.factor == 1 else f", maal {_number(d.factor)}"
        return f"De uitkomst van {told}, gedeeld door die van {under}{factor}{split}."
    if d.statistic == "compare":
        against = {
            "previous": "de uitkomst van de periode ervoor (bij een lopend tijdvak: een jaar eerder)",
            "municipality": "die van de gemeente als geheel",
            "region": "die van alle gemeenten in de regio samen",
        }[d.against]
        share = ", als percentage daarvan" if d.unit == "percent" else ""
        return (
            f"De uitkomst van {told} min {against}{share}{split}. Is een van beide er niet, of ligt "
            "er een trendbreuk tussen, dan is er geen uitkomst."
        )
    if d.statistic == "effect":
        other = "de prijs gelijk bleef" if d.of == "volume" else "het volume van deze periode gold"
        what = "het volume" if d.of == "volume" else "de prijs"
        return (
            f"Wat {what} deed met de uitgaven ten opzichte van de periode ervoor, berekend per product "
            f"uit {told} alsof {other}{split}. Een product dat begint of stopt telt geheel als volume. "
            "Het effect van prijs en dat van volume zijn samen precies het verschil."
        )
    return (
        f"De uitkomst van {told}{split}. Noemt het document nergens een verklaring, dan is er geen "
        "uitkomst."
        if d.origin == "printed"
        else f"De uitkomst van {told}{split}."
    )


def _names(parts: Mapping[str, int]) -> dict[str, str]:
    from noaber.measures.definition import shipped

    known = shipped()
    return {name: f"'{_lowered(known[name].label) if name in known else name}'" for name in parts}


def _what(d: "Definition") -> str:
    """The opening: the statistic, and of which rows."""
    rows = _rows(d)
    if d.statistic == "share":
        of = COUNTED[d.count]
        who = f"{of} met {rows}" if of else rows
        return f"Het aandeel van {who} waarvoor geldt: {_conditions(d, d.part)}"
    if d.statistic in ("mean", "median", "total"):
        name = {"mean": "Het gemiddelde", "median": "De mediaan", "total": "Het totaal"}[
            d.statistic
        ]
        return f"{name} van {_value(d)} van {rows}"
    if d.statistic == "change":
        return (
            f"De gemiddelde verandering van {rows}: van ieder die vooraf en achteraf met hetzelfde "
            "meetinstrument is gemeten, de meting achteraf min die vooraf"
        )
    if d.statistic == "sum":
        return f"De som van {_signed(d.weights, WEIGHT)} in euro's uit {rows}{_per(d)}"
    if d.statistic == "price":
        return f"De gemiddelde prijs per eenheid: de som van {rows}, gedeeld door hun volume"
    if d.statistic == "several":
        return (
            f"Het aantal {COUNTED[d.count]} met ten minste {_number(d.at_least)} verschillende "
            f"{_plural(d.of)} onder {rows}{_per(d)}"
        )
    if d.count == "rows":
        return f"Het aantal {rows}{_per(d)}"
    return f"Het aantal {COUNTED[d.count]} met ten minste één van de {rows}, ieder één keer geteld{_per(d)}"


def _rows(d: "Definition") -> str:
    kinds = d.only.get("kind", ())
    kinds = [kinds] if isinstance(kinds, str) else kinds if isinstance(kinds, list) else ()
    thing = _list([KIND.get(one, one.replace("_", " ")) for one in kinds], "en") or THING[d.fact]
    rest = {name: one for name, one in d.only.items() if name != "kind" or not kinds}
    told = f"{thing} {_when(d)}"
    if rest:
        told += f", waarvoor geldt: {_conditions(d, rest)}"
    if d.ages:
        low, high = d.ages
        told += (
            f", van mensen die in het jaar waarin de periode eindigt {_number(low)} tot en met "
            f"{_number(high)} jaar werden"
        )
    return told


def _when(d: "Definition") -> str:
    if d.fact == "episode":
        return SELECT[d.select]
    if d.fact == "amount":
        return (
            "voor zorg of hulp in de periode"
            if (d.on or "period_start") == "period_start"
            else ("die in de periode bekend werden")
        )
    return "in de periode"


def _value(d: "Definition") -> str:
    return COMPUTED.get(d.value) or f"{UNIT_OF.get(d.value, _dutch(d.fact, d.value))}"


def _per(d: "Definition") -> str:
    if not d.per:
        return ""
    ages = d.per.get("ages")
    who = "inwoners" if not ages else f"inwoners van {ages[0]} tot en met {ages[1]} jaar"
    if ages and ages[1] >= 120:
        who = f"inwoners van {ages[0]} jaar en ouder"
    return f", per {_number(d.per.get('factor', 1))} {who} aan het begin van het jaar"


def _conditions(d: "Definition", conditions: Mapping[str, Any]) -> str:
    return _list([_condition(d.fact, name, one) for name, one in conditions.items()], "en")


def _condition(fact: str, name: str, condition: Any) -> str:
    column = COLUMN.get(name) or COMPUTED.get(name) or _dutch(fact, name)
    if not isinstance(condition, dict):
        return f"{column} is {_values(name, condition)}"
    parts = []
    for word, bound in condition.items():
        if word == "known":
            parts.append(f"{column} is {'bekend' if bound else 'niet bekend'}")
        elif word == "not":
            parts.append(f"{column} is bekend en niet {_values(name, bound)}")
        else:
            other = _dutch(fact, bound) if isinstance(bound, str) else _number(bound)
            parts.append(f"{column} is {'ten minste' if word == 'min' else 'hooguit'} {other}")
    return _list(parts, "en")


def _values(name: str, values: Any) -> str:
    each = values if isinstance(values, list) else [values]
    return _list([_word(name, one) or str(one) for one in each], "of")


def _word(name: str, value: Any) -> str:
    """The Dutch of a value; nothing where there is none."""
    if not isinstance(value, str):
        return "ja" if value is True else "nee" if value is False else _number(value)
    if name in (
        "product",
        "product_category",
        "provider",
        "effort",
        "theme",
        "instrument",
        "indicator",
    ):
        return f"'{value}'"
    found = identifiers().get(value)
    return WORDS.get(name, {}).get(value) or KIND.get(value, "") or (found.dutch if found else "")


def unsaid(fact: str, name: str, condition: Any) -> str:
    """The first value of a condition that has no Dutch words; nothing where all have."""
    if fact == "amount" and name in ("basis", "recurrence", "stage"):
        return "" if (name, condition) in ONLY else str(condition)
    if isinstance(condition, dict):
        condition = condition.get("not", [])
    each = condition if isinstance(condition, list) else [condition]
    return next((str(one) for one in each if not _word(name, one)), "")


def _only(d: "Definition") -> str:
    return "".join(
        f" {ONLY[name, value]}" for name, value in d.only.items() if (name, value) in ONLY
    )


def _also(d: "Definition") -> Iterable[str]:
    settled = [ONLY[name, value] for name, value in d.only.items() if (name, value) in ONLY]
    yield from settled
    if d.statistic in ("mean", "change"):
        yield "Met het aantal metingen en een interval van 95 procent erbij."
    if d.statistic == "share":
        yield "Met een interval van 95 procent erbij."


def _split(d: "Definition") -> str:
    by = [_dutch(d.fact, name) for name in d.dimensions if name not in _ONE_DOCUMENT]
    by = ["gemeente", *by] if "document" not in d.dimensions else by
    extra = [_dutch(d.fact, name) for name in d.optional]
    return f", per {_list([*by, PERIOD[d.period]], 'en')}" + (
        f", en ook per {_list(extra, 'en')}" if extra else ""
    )


def _origin(d: "Definition") -> str:
    return {
        "claim": "die zijn gedeclareerd",
        "ledger": "die in de administratie zijn geboekt",
        "iv3": "uit de Iv3-levering",
        "registered": "die zijn vastgelegd",
    }.get(d.origin, f"met herkomst {d.origin}")


def _lowered(text: str) -> str:
    return text[:1].lower() + text[1:] if text[1:2].islower() else text


def _plural(name: str) -> str:
    return {
        "record": "ervan", "product_category": "productcategorieën", "product": "producten",
        "law": "wetten", "provider": "aanbieders", "kind": "soorten",
    }.get(name, name)  # fmt: skip


def _number(value: Any) -> str:
    return f"{value:,}".replace(",", ".") if isinstance(value, int) else str(value)


def _list(words: list[str], link: str = "en") -> str:
    return f" {link} ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)


def _signed(weights: Mapping[str, int], words: Mapping[str, str]) -> str:
    parts = (
        f"{'plus' if weight > 0 else 'min'} {words.get(key, key)}"
        for key, weight in weights.items()
    )
    return " ".join(parts).removeprefix("plus ")


def _dutch(fact: str, column: str) -> str:
    if column == "age_group":
        return "leeftijdsgroep"
    return next(
        (found.dutch for found in TABLES[fact].columns if found.name == column),
        COMPUTED.get(column, column),
    )
