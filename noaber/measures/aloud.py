"""A definition read aloud: a Dutch sentence that says exactly what is counted.

Made from the definition alone, from parts that each say one of its fields; a value that has no words
here is refused when the definition is read, so that nothing is counted that nobody can say.
"""

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from noaber.facts.tables import TABLES
from noaber.measures.phrases import (
    BOUND,
    COLUMN,
    COMPUTED,
    COUNTED,
    KIND,
    ONLY,
    PERIOD,
    SELECT,
    STAGE,
    THING,
    UNDER,
    UNIT_OF,
    WEIGHT,
    WORDS,
)  # fmt: skip
from noaber.vocabulary.glossary import identifiers

if TYPE_CHECKING:
    from noaber.measures.definition import Definition

_OLDEST = 120
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
    by = _split(d).removeprefix(", per ")
    return " ".join([f"{_what(d)}.", f"Per {by}.", *_also(d)])


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
    return _OPENINGS[d.statistic](d, _rows(d))


def _share(d: "Definition", rows: str) -> str:
    of = f"{COUNTED[d.count]} met een of meer {rows}" if d.count != "rows" else f"de {rows}"
    return f"Het aandeel waarbij {_conditions(d, d.part)}, van {of}"


def _of_value(d: "Definition", rows: str) -> str:
    name = {"mean": "Het gemiddelde", "median": "De mediaan", "total": "Het totaal"}[d.statistic]
    value = COMPUTED.get(d.value) or UNIT_OF.get(d.value) or _dutch(d.fact, d.value)
    return f"{name} van {value} van de {rows}{_per(d)}"


def _change(d: "Definition", rows: str) -> str:
    return (
        f"De gemiddelde verandering in de {rows}: van ieder die vooraf en achteraf met hetzelfde "
        "meetinstrument is gemeten, de meting achteraf min die vooraf"
    )


def _sum(d: "Definition", rows: str) -> str:
    return f"De som van de {_signed(d.weights, WEIGHT)} in euro's uit de {rows}{_per(d)}"


def _price(d: "Definition", rows: str) -> str:
    return f"De gemiddelde prijs per eenheid: de {rows}, gedeeld door hun volume"


def _several(d: "Definition", rows: str) -> str:
    if d.of == "record":
        return f"Het aantal {COUNTED[d.count]} met {d.at_least} of meer {rows}{_per(d)}"
    return (
        f"Het aantal {COUNTED[d.count]} met {d.at_least} of meer verschillende {_plural(d.of)} onder hun "
        f"{rows}{_per(d)}"
    )


def _count(d: "Definition", rows: str) -> str:
    if d.count == "rows":
        return f"Het aantal {rows}{_per(d)}"
    return (
        f"Het aantal verschillende {COUNTED[d.count]} met een of meer {rows}; wie er meer heeft, telt "
        f"één keer{_per(d)}"
    )


_OPENINGS = {
    "share": _share, "mean": _of_value, "median": _of_value, "total": _of_value, "change": _change,
    "sum": _sum, "price": _price, "several": _several, "count": _count,
}  # fmt: skip


def _rows(d: "Definition") -> str:
    kinds = d.only.get("kind", ())
    kinds = [kinds] if isinstance(kinds, str) else kinds if isinstance(kinds, list) else ()
    thing = _list([KIND.get(one, one.replace("_", " ")) for one in kinds]) or THING[d.fact]
    said = {"basis", "recurrence", "stage"} if d.fact == "amount" else set()
    said |= {"kind"} if kinds else set()
    law = d.only.get("law")
    if isinstance(law, str):
        thing, said = f"{thing} {UNDER[law]}", said | {"law"}
    told = f"{thing} {_when(d)}"
    rest = {name: one for name, one in d.only.items() if name not in said}
    if rest:
        comma = "," if d.fact == "episode" else ""
        told += f"{comma} waarbij {_conditions(d, rest)}"
    if d.ages:
        low, high = d.ages
        ages = f"{low} jaar of ouder" if high >= _OLDEST else f"{low} tot en met {high} jaar"
        told += f", van mensen die in het jaar waarin de periode eindigt {ages} werden"
    return told


def _when(d: "Definition") -> str:
    if d.fact == "episode":
        return SELECT[d.select]
    if d.fact == "amount":
        known = "die in de periode bekend werden"
        return known if d.on == "known_on" else "voor zorg of hulp in de periode"
    return "in de periode"


def _per(d: "Definition") -> str:
    if not d.per:
        return ""
    factor, ages = d.per.get("factor", 1), d.per.get("ages")
    who = "inwoner" if factor == 1 else f"{_number(factor)} inwoners"
    if ages:
        low, high = ages
        who += (
            f" van {low} jaar of ouder" if high >= _OLDEST else f" van {low} tot en met {high} jaar"
        )
    return f", per {who} aan het begin van het jaar"


def _conditions(d: "Definition", conditions: Mapping[str, Any]) -> str:
    return _list([_condition(d.fact, name, one) for name, one in conditions.items()], "en")


def _condition(fact: str, name: str, condition: Any) -> str:
    """One condition, in the order of words that follows 'waarbij'."""
    column = COLUMN.get(name) or COMPUTED.get(name) or _dutch(fact, name)
    if not isinstance(condition, dict):
        return f"{column} {_values(name, condition)} is"
    parts = []
    for word, bound in condition.items():
        if word == "known":
            parts.append(f"{column} {'bekend' if bound else 'niet bekend'} is")
        elif word == "named":
            parts.append(f"{column} '{bound}' is, of daarop eindigt")
        elif word == "not":
            parts.append(f"{column} bekend is, en niet {_values(name, bound)}")
        else:
            other = _number(bound)
            if isinstance(bound, str):
                other = COLUMN.get(bound) or _dutch(fact, bound)
            parts.append(f"{column} {BOUND[word]} {other} is")
    return _list(parts)


def _values(name: str, values: Any) -> str:
    each = values if isinstance(values, list) else [values]
    return _list([_word(name, one) or str(one) for one in each], "of")


def _word(name: str, value: Any) -> str:
    """The Dutch of a value; nothing where there is none."""
    if not isinstance(value, str):
        return "ja" if value is True else "nee" if value is False else _number(value)
    if name in WORDS and value in WORDS[name]:
        return WORDS[name][value]
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
    return KIND.get(value, "") or (found.dutch if found else "")


def unsaid(fact: str, name: str, condition: Any) -> str:
    """The first value of a condition that has no Dutch words; nothing where all have."""
    if fact == "amount" and name in ("basis", "recurrence", "stage"):
        return "" if isinstance(condition, str) and (name, condition) in ONLY else str(condition)
    if isinstance(condition, dict):
        condition = condition.get("not", [])
    each = condition if isinstance(condition, list) else [condition]
    return next((str(one) for one in each if not _word(name, one)), "")


def _only(d: "Definition") -> str:
    return "".join(f" {told}" for told in _settled(d))


def _settled(d: "Definition") -> list[str]:
    """What the conditions on an amount settle, each as a sentence of its own."""
    if d.fact != "amount":
        return []
    return [ONLY[one] for one in d.only.items() if isinstance(one[1], str) and one in ONLY]


def _also(d: "Definition") -> Iterable[str]:
    yield from _settled(d)
    if d.statistic in ("mean", "change"):
        yield "Met het aantal metingen en een interval van 95 procent erbij."
    if d.statistic == "share":
        yield "Met een interval van 95 procent erbij."


def _split(d: "Definition") -> str:
    unsaid_here = {*_ONE_DOCUMENT, *(["indicator"] if d.origin == "supplied" else [])}
    by = [_dutch(d.fact, name) for name in d.dimensions if name not in unsaid_here]
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


def _list(words: Iterable[str], link: str = "en") -> str:
    *first, last = [*words] or [""]
    return f"{', '.join(first)} {link} {last}" if first else last


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
