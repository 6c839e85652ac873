"""Small fact tables for spec tests, and the results of one definition on them."""

import itertools
import tempfile
from datetime import date
from decimal import Decimal
from pathlib import Path

from noaber.facts.snapshot import write
from noaber.facts.store import Store
from noaber.facts.tables import AMOUNT, SUPPLIED, conform
from noaber.measures import results as stored
from noaber.measures.engine import run
from noaber.vocabulary.periods import parse_period

_numbers = itertools.count(1)


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


def supplied(indicator, year, value=None, *, word=None, gap=None, unit="number", document="d1"):
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
    }


def results(definition, amounts=(), values=(), breaks=()):
    """The results of a definition on these facts, stored and read back."""
    tables = {"amount": conform(AMOUNT, list(amounts)), "supplied": conform(SUPPLIED, list(values))}
    in_force = {"documents": {}, "targets": [], "breaks": list(breaks)}
    with tempfile.TemporaryDirectory() as folder:
        snapshot = write(Path(folder), tables, in_force)
        store = Store(snapshot)
        try:
            rows, queries = run(store, [definition])
        finally:
            store.close()
        stored.store(Path(folder), snapshot.id, rows, queries)
        documents = sorted({row["document"] for row in [*amounts, *values]})
        return [
            result
            for document in documents
            for result in stored.load(Path(folder), snapshot.id, document)[0]
        ]


def _common(kind, document):
    number = next(_numbers)
    return {
        "kind": kind,
        "origin": "printed",
        "municipality": "1700",
        "document": document,
        "record": f"test:{number}",
        "evidence": str(number),
        "known_on": date(2023, 5, 1),
    }
