"""Disclosure control at the exit: what of a whole edition may leave, beside all that left before.

A new count of fewer than five people is hidden, and with it what would give it away: over totals, over
periods, over areas that overlap, over stock and flow, and over earlier editions. Which cells those are is
decided in worlds.py, by proof. What was public before passes, and is named in a warning. Works on
results that were asked with `people`: of each is known how many different people stand behind it.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

import pyarrow as pa

from noaber.measures.circles import closing
from noaber.measures.definition import DERIVED, Definition
from noaber.measures.derived import SLICES
from noaber.measures.results import DIMENSIONS, as_table
from noaber.measures.worlds import Cell, Makeup, protect
from noaber.vocabulary.gaps import Gap

Row = dict[str, Any]
THRESHOLD = 5
# With more days than these at which a period turns, stock and flow are looked at apart: too many parts.
MOST_EDGES = 40
_DAY = timedelta(days=1)
# What says which number a result is, and what it says: where all is as it was, it is the same result.
_PLACE = ("measure", "municipality", "document", *DIMENSIONS, "period_start", "period_end")
_SAID = ("value", "word", "numerator", "denominator", "persons", "part_persons")


class NotCounted(ValueError):
    """Results don't tell how many people stand behind them; the message is a Dutch sentence."""


@dataclass(frozen=True, slots=True)
class Control:
    """What disclosure control did: the results as they may leave, how many were hidden, and warnings.

    `kept` are those that leave with a value, as they were inside, and those withheld, of which `gap` is
    'too_few': how many people stand behind each is needed to control the next edition, and itself never
    leaves.
    """

    rows: pa.Table
    kept: pa.Table
    hidden: int
    warnings: tuple[str, ...]


def control(
    results: pa.Table,
    definitions: Mapping[str, Definition],
    earlier: Iterable[pa.Table] = (),
    areas: Mapping[str, frozenset[str]] | None = None,
    threshold: int = THRESHOLD,
    round_to: int = 0,
) -> Control:
    """The results of an edition as they may be published. `earlier` are those `kept`, the oldest first.

    A result that is as it was published stands; one that changed is judged again, beside what it was.
    `areas` gives the parts of areas that are made of others. With `round_to`, counts of people are
    rounded to its multiples as well. Raises NotCounted where a result doesn't tell of its people.
    """
    now = results.to_pylist()
    published, withheld = _before(earlier)
    same = {number for number, row in enumerate(now) if same_result(row) in published}
    for number in same:
        del published[same_result(now[number])]
    asked = [
        *((row, -1, True, False) for row in published.values()),
        *((row, -1, False, False) for row in withheld.values()),
        *((row, number, number in same, True) for number, row in enumerate(now)),
    ]
    verdict = _judge(asked, definitions, areas or {}, threshold)
    told = [*now, *published.values()]
    beside = _stocks_beside(told, verdict.hidden, definitions)
    verdict.hidden |= {number for number in beside if number < len(now)} - same
    hidden = verdict.hidden | verdict.circle
    hidden |= derived_of(now, hidden, definitions) - same
    rows = [hidden_row(row) if number in hidden else row for number, row in enumerate(now)]
    kept = [
        {**row, "gap": Gap.TOO_FEW.value} if number in verdict.hidden else row
        for number, row in enumerate(now)
        if is_said(row) and (number in verdict.hidden or number not in hidden)
    ]
    return Control(
        as_table([_leave(row, definitions, round_to) for row in rows]),
        as_table(kept),
        len(hidden),
        tuple(_warnings(now, same, verdict)),
    )


def _before(earlier: Iterable[pa.Table]) -> tuple[dict[Any, Row], dict[Any, Row]]:
    """What was published and what was withheld, each result once, in the order of the last time."""
    published: dict[Any, Row] = {}
    withheld: dict[Any, Row] = {}
    for row in (row for table in earlier for row in table.to_pylist() if is_said(row)):
        one, kept = same_result(row), withheld if row["gap"] == Gap.TOO_FEW.value else published
        kept.pop(one, None)
        kept[one] = row
    return published, withheld


def same_result(row: Row) -> tuple[Any, ...]:
    """What makes two results one: which number it is, and what it says."""
    return tuple(row[name] for name in (*_PLACE, *_SAID))


def is_said(row: Row) -> bool:
    """Whether a result says a number."""
    return row["value"] is not None or row["numerator"] is not None


@dataclass(slots=True)
class _Verdict:
    """By number: results to hide, those left out for the circle that they close, and small ones known."""

    hidden: set[int] = field(default_factory=set)
    circle: set[int] = field(default_factory=set)
    known: set[int] = field(default_factory=set)
    groupings: set[frozenset[str]] = field(default_factory=set)


# A result, its number where it is one of now, whether it is public, and whether it is to be published.
Asked = tuple[Row, int, bool, bool]


def _judge(
    asked: Sequence[Asked],
    definitions: Mapping[str, Definition],
    areas: Mapping[str, frozenset[str]],
    threshold: int,
) -> _Verdict:
    families: dict[str, list[tuple[Cell, int]]] = {}
    for cell, number in _cells(asked, definitions):
        families.setdefault(cell.family, []).append((cell, number))
    verdict = _Verdict()
    for family in families.values():
        cells = [cell for cell, _ in family]
        makeup = makeup_of(cells, areas)
        circle = closing(cells, makeup)
        verdict.circle |= {family[index][1] for index in circle}
        verdict.groupings |= set(circle.values())
        shown = [one for index, one in enumerate(family) if index not in circle]
        found = protect([cell for cell, _ in shown], makeup, threshold)
        verdict.hidden |= {shown[index][1] for index in found.hidden}
        verdict.known |= {shown[index][1] for index in found.already_known}
    return verdict


def _cells(
    asked: Iterable[Asked], definitions: Mapping[str, Definition]
) -> Iterable[tuple[Cell, int]]:
    """The counts of people in all results, each with the number of the result that it stands in."""
    for row, number, public, wanted in asked:
        definition = definitions.get(row["measure"])
        if definition is None or definition.statistic in DERIVED or not definition.is_of_people:
            continue
        if is_said(row):
            for family, at, count in _counts(row, definition):
                yield Cell(family, at, count, public, wanted), number


def _counts(row: Row, definition: Definition) -> Iterable[tuple[str, dict[str, str], int]]:
    if row["persons"] is None:
        if row["n"] == 0:
            return
        raise NotCounted(
            f"{row['measure']}: deze uitkomst zegt niet van hoeveel mensen zij is; reken haar opnieuw uit"
        )
    at = _at(row, definition)
    family = _family(definition)
    yield family, at, row["persons"]
    if definition.count == "household" or definition.statistic == "several":
        counted = row["numerator"] if definition.per else row["value"]
        rest = [definition.count, definition.of, definition.at_least]
        yield json.dumps([family, *rest]), at, int(counted)
    if definition.statistic == "share" and row["part_persons"] is not None:
        yield family, at | {"part " + _said(definition.part): "yes"}, row["part_persons"]


def _family(definition: Definition) -> str:
    """What is counted, but for conditions that are a place in a table: those are coordinates."""
    rest = {name: one for name, one in definition.only.items() if not _is_place(name, one)}
    return json.dumps(
        [definition.fact, definition.origin, definition.on, _said(rest), definition.ages]
    )


def _said(conditions: Mapping[str, Any]) -> str:
    return json.dumps(conditions, sort_keys=True, default=str)


def _is_place(name: str, condition: Any) -> bool:
    """Different people in several kinds of thing at once are no sum of those in each."""
    return isinstance(condition, str) or (isinstance(condition, list) and name != "kind")


def _at(row: Row, definition: Definition) -> dict[str, str]:
    at = {"municipality": row["municipality"]}
    for name, condition in definition.only.items():
        if _is_place(name, condition):
            each = condition if isinstance(condition, list) else [condition]
            at[name] = _SEVERAL.join(sorted(map(str, each)))
    at |= {name: str(row[name]) for name in DIMENSIONS if row[name] is not None}
    at["when"] = f"{definition.select or 'in'} {row['period_start']} {row['period_end']}"
    return at


_SEVERAL = "\x1f"


def makeup_of(cells: Sequence[Cell], areas: Mapping[str, frozenset[str]]) -> Makeup:
    """The parts of categories: areas as given, conditions with several values, periods and flows."""
    makeup: dict[str, dict[str, frozenset[str]]] = {"area": dict(areas)}
    whens = set()
    for cell in cells:
        for name, category in cell.at.items():
            if _SEVERAL in category:
                makeup.setdefault(name, {})[category] = frozenset(category.split(_SEVERAL))
        whens.add(cell.at["when"])
    makeup["when"] = _moments(whens)
    return makeup


def _moments(whens: Iterable[str]) -> dict[str, frozenset[str]]:
    """Each way of lying in a period as a set of lives: begun in one stretch of time, over in another.

    So stock, inflow and outflow are sums over the same table of people, and what one of them gives away
    of another is seen. Events lie in one stretch. With many periods each way is looked at apart.
    """
    told = [(one, *one.split(" ")) for one in whens]
    # The first and the last day are stretches of their own: a stock is of one day.
    bounds: set[date] = set()
    for _, select, start, end in told:
        opening, closing = date.fromisoformat(start), date.fromisoformat(end)
        bounds |= {opening, closing + _DAY}
        bounds |= {opening + _DAY} if select == "at_start" else set()
        bounds |= {closing} if select == "at_end" else set()
    edges = sorted(bounds)
    if len(edges) > MOST_EDGES:
        return {one: frozenset({one}) for one, *_ in told}
    stretches = range(len(edges) + 1)  # before the first edge, between each two, after the last
    made = {}
    for one, select, start, end in told:
        first = edges.index(date.fromisoformat(start)) + 1
        last = edges.index(date.fromisoformat(end) + _DAY)
        if select == "in":
            made[one] = frozenset(f"in {at}" for at in range(first, last + 1))
            continue
        made[one] = frozenset(
            f"{begun}-{over}"
            for begun in stretches
            for over in stretches
            if begun <= over and _lies(select, begun, over, first, last)
        )
    return made


def _lies(select: str, begun: int, over: int, first: int, last: int) -> bool:
    return {
        "started": first <= begun <= last,
        "ended": first <= over <= last,
        "active": begun <= last and over >= first,
        "at_end": begun <= last <= over,
        "at_start": begun <= first <= over,
        "through": begun < first and over > last,
    }[select]


def _stocks_beside(
    rows: Sequence[Row], hidden: set[int], definitions: Mapping[str, Definition]
) -> set[int]:
    """Stocks of a series of which something is hidden, and the flows up to a day whose stock is small.

    Of a series of stocks alone, with no flow told beside them, none.

    What is more on the last day than on the first has come in between: a least number of a flow that the
    moves of worlds.py don't see, since they may take people from a stretch of time that held none.
    """
    told = [(row, definitions.get(row["measure"])) for row in rows]
    series: dict[tuple[Any, ...], list[Row]] = {}
    for number in hidden:
        row, definition = told[number]
        if definition is not None and definition.select in (*_FLOWS, *_STOCKS):
            small = definition.select in _STOCKS and (row["persons"] or 0) < THRESHOLD
            series.setdefault(_series(row, definition), []).extend([row] if small else [])
    flowing = {_series(row, one) for row, one in told if one is not None and one.select in _FLOWS}
    series = {name: rows for name, rows in series.items() if name in flowing}
    found = set()
    for number, (row, definition) in enumerate(told):
        small_stocks = series.get(_series(row, definition)) if definition is not None else None
        if definition is None or small_stocks is None:
            continue
        days = {row["period_start"] - _DAY, row["period_start"], row["period_end"]}
        days.add(row["period_end"] + _DAY)
        bounds = {day for one in small_stocks for day in _when(one)}
        if definition.select in _STOCKS or (definition.select in _FLOWS and days & bounds):
            found.add(number)
    return found


_FLOWS = ("started", "ended", "through")
_STOCKS = ("at_start", "at_end")


def _series(row: Row, definition: Definition) -> tuple[Any, ...]:
    """What stocks and flows of the same people have in common."""
    at = sorted(one for one in _at(row, definition).items() if one[0] != "when")
    return _family(definition), *at


def derived_of(
    rows: Sequence[Row], hidden: set[int], definitions: Mapping[str, Definition]
) -> set[int]:
    """Results that are made of hidden ones: by them the hidden one could be worked out."""
    gone: dict[str, list[Row]] = {}
    for number in hidden:
        gone.setdefault(rows[number]["measure"], []).append(rows[number])
    found: set[int] = set()
    for _ in definitions:  # what is made of what is made; as deep as it goes
        before = len(found)
        for number, row in enumerate(rows):
            definition = definitions.get(row["measure"])
            if number in found or definition is None or definition.statistic not in DERIVED:
                continue
            parts = [other for part in definition.made_of for other in gone.get(part, ())]
            if any(_touches(definition, row, other) for other in parts):
                found.add(number)
                gone.setdefault(row["measure"], []).append(row)
        if len(found) == before:
            break
    return found


def _touches(definition: Definition, row: Row, hidden: Row) -> bool:
    """Whether a hidden result may be among those that a derived one was made of."""
    near = row["period_start"] <= hidden["period_end"] + timedelta(days=366)
    near = near and row["period_end"] >= hidden["period_start"]
    if definition.against == "region":
        return bool(near)
    if not near or row["municipality"] != hidden["municipality"]:
        return False
    if definition.statistic in ("gross", "effect") or definition.against == "municipality":
        return True
    alike = all(row[name] == hidden[name] for name in SLICES)
    return alike and (definition.against == "previous" or _when(row) == _when(hidden))


def _when(row: Row) -> tuple[date, date]:
    return row["period_start"], row["period_end"]


def hidden_row(row: Row) -> Row:
    """A result with all that it says taken out, and why."""
    emptied = dict.fromkeys(
        ("value", "word", "numerator", "denominator", "low", "high", "spread", "completeness")
    )
    return {**row, **emptied, "n": 0, "gap": Gap.TOO_FEW.value, "evidence": []}


def _leave(row: Row, definitions: Mapping[str, Definition], round_to: int) -> Row:
    definition = definitions.get(row["measure"])
    row = {**row, "disclosed": True, "persons": None, "part_persons": None}
    counts = definition and definition.is_of_people and definition.statistic in ("count", "several")
    if round_to and counts and row["value"] is not None and not (definition and definition.per):
        step = Decimal(round_to)
        value = (row["value"] / step).quantize(Decimal(1), ROUND_HALF_UP) * step
        row |= {"value": value, "numerator": None, "denominator": None, "n": int(value)}
    return row


def _warnings(now: Sequence[Row], same: set[int], verdict: _Verdict) -> Iterable[str]:
    for number in sorted(verdict.known - {-1}):
        row = now[number]
        when = f"{row['period_start']}/{row['period_end']}"
        where = ", ".join([row["municipality"], *(str(row[n]) for n in DIMENSIONS if row[n])])
        why = "is al openbaar" if number in same else "volgt al uit wat openbaar is"
        yield f"{row['measure']} ({where}, {when}): een klein aantal {why}"
    for names in sorted(verdict.groupings, key=sorted):
        yield (
            f"de uitsplitsing naar {', '.join(sorted(names - {'when'}))} is weggelaten: "
            "met de andere samen zou zij kleine aantallen prijsgeven"
        )


def knowable(results: pa.Table, definitions: Mapping[str, Definition]) -> list[Cell]:
    """The counts of people that stand in results, as an attacker or a test reads them."""
    asked = [(row, number, True, True) for number, row in enumerate(results.to_pylist())]
    return [cell for cell, _ in _cells(asked, definitions)]
