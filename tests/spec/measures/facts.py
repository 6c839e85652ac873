"""Small fact tables for spec tests, and the results of one definition on them."""

import itertools
import tempfile
from datetime import date
from decimal import Decimal
from pathlib import Path

from noaber.facts.snapshot import write
from noaber.facts.store import Store
from noaber.facts.tables import TABLES, conform
from noaber.measures import results as stored
from noaber.measures.engine import EVERYTHING, run
from noaber.vocabulary.periods import parse_period

_numbers = itertools.count(1)
PLACE = "1700"


def day(text):
    """'2022-03-01', '2022' for its first day; nothing stays nothing."""
    return parse_period(text).start if text else None


def amount(
    theme, kind, stage, cents, *, recurrence="undivided", document="d1", plan_year=2022, **more
):
    """One amount fact; `more` holds its taakveld and what that may be summed under, or its cause."""
    return {
        **_common(kind, document),
        "theme": theme,
        "amount_kind": kind,
        "stage": stage,
        "recurrence": recurrence,
        "basis": "booked",
        "plan_year": plan_year,
        "cents": cents,
        **more,
    }


def supplied(
    indicator, year, value=None, *, word=None, gap=None, unit="number", document="d1", **more
):
    """One supplied fact of a year."""
    period = parse_period(str(year))
    number = None if value is None else Decimal(str(value))
    return {
        **_common("actual", document),
        "node": "goal",
        "indicator": indicator,
        "period_start": period.start,
        "period_end": period.end,
        "value": number,
        "word": word,
        "gap": gap,
        "unit": unit,
        "scale": 0,
        **more,
    }


def episode(kind, person, start, end=None, **more):
    """Someone in something, from a day to a day or still."""
    return {
        **_registered(kind, person),
        "started_on": day(start),
        "ended_on": day(end),
        **more,
    }


def event(kind, person, on, **more):
    """Something that happened to someone on a day."""
    return {**_registered(kind, person), "happened_on": day(on), **more}


def score(kind, person, on, moment, value, instrument="rapportcijfer", **more):
    """One measurement of someone."""
    return {
        **_registered(kind, person),
        "measured_on": day(on),
        "moment": moment,
        "value": Decimal(str(value)),
        "instrument": instrument,
        **more,
    }


def claim(person, month, euros, volume=None, *, known=None, **more):
    """One line of a claim about a month."""
    period = parse_period(month)
    return {
        **_registered("expense", person),
        "origin": "claim",
        "amount_kind": "expense",
        "stage": "actual",
        "recurrence": "undivided",
        "basis": "booked",
        "plan_year": period.year,
        "cents": round(euros * 100),
        "period_start": period.start,
        "period_end": period.end,
        "volume": None if volume is None else Decimal(str(volume)),
        "known_on": day(known) or date(2023, 5, 1),
        **more,
    }


def booking(theme, kind, stage, year, euros):
    """One line of the ledger or of its budget."""
    return amount(
        theme, kind, stage, round(euros * 100), plan_year=year, document=None, origin="ledger"
    )


def inhabitants(year, age, count, **more):
    """Inhabitants of one age on 1 January."""
    return {
        "municipality": PLACE,
        "age": age,
        "counted_on": date(year, 1, 1),
        "inhabitants": count,
        "evidence": "test",
        "known_on": date(year, 1, 2),
        **more,
    }


def store_of(folder, facts, in_force=None):
    """A store on a snapshot of these facts; each tells by its columns which table it is of."""
    tables = {name: [] for name in TABLES}
    for fact in facts:
        tables[_table(fact)].append(fact)
    made = {name: conform(TABLES[name], rows) for name, rows in tables.items()}
    kept = {"documents": {}, "targets": [], "breaks": [], **(in_force or {})}
    return Store(write(Path(folder), made, kept))


def answers(definition, facts, question=EVERYTHING, in_force=None, definitions=()):
    """The results of a definition on these facts, as plain values, over all municipalities."""
    with tempfile.TemporaryDirectory() as folder:
        store = store_of(folder, facts, in_force)
        try:
            rows, _ = run(store, [definition, *definitions], question)
        finally:
            store.close()
    found = stored.as_results(rows.to_pylist())
    return [one for one in found if one.measure == definition.id]


def results(definition, amounts=(), values=(), breaks=()):
    """The results of a definition on facts of documents, stored and read back."""
    with tempfile.TemporaryDirectory() as folder:
        store = store_of(folder, [*amounts, *values], {"breaks": list(breaks)})
        try:
            rows, queries = run(store, [definition])
        finally:
            store.close()
        snapshot = store.snapshot.id
        stored.store(Path(folder), snapshot, rows, queries)
        documents = sorted({row["document"] for row in [*amounts, *values]})
        return [
            result
            for document in documents
            for result in stored.load(Path(folder), snapshot, document)[0]
        ]


def _table(fact):
    marks = {
        "started_on": "episode", "happened_on": "event", "measured_on": "score",
        "cents": "amount", "indicator": "supplied", "counted_on": "population",
    }  # fmt: skip
    return next(table for mark, table in marks.items() if mark in fact)


def _common(kind, document):
    number = next(_numbers)
    return {
        "kind": kind,
        "origin": "printed",
        "municipality": PLACE,
        "document": document,
        "record": f"test:{number}",
        "evidence": str(number),
        "known_on": date(2023, 5, 1),
    }


def _registered(kind, person):
    common = _common(kind, None)
    return {**common, "origin": "registered", "person": person, "household": f"h-{person}"}
