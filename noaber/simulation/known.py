"""What a municipality that does not exist knows of its own series: since when it counts, and what changed.

The change that no register tells of (help that another provision took over) stands in the ground truth alone.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from noaber.simulation.parameters import Parameters
from noaber.simulation.plan import Order, Place

# Of the years before, only what was still going on when they begin is told: no counting may begin there.
_YEARS_BEFORE = 30
_TOLD_OF = ("episode", "event", "score", "amount")
_CHANGED = (("episode", "entitlement"), ("episode", "allocation"), ("event", "decision"))


def in_force(given: Parameters, order: Order, planned: Sequence[Place]) -> dict[str, Any]:
    """What a snapshot holds beside its facts: nothing of documents, missing years and breaks of each place."""
    return {
        "documents": {},
        "targets": [],
        "baselines": [],
        "breaks": [one for place in planned for one in _breaks(given, place.code)],
        "missing": [one for place in planned for one in _missing(order, place.code)],
    }


def _missing(order: Order, municipality: str) -> Iterator[Mapping[str, Any]]:
    first = order.first_year
    for fact in _TOLD_OF:
        yield {
            "municipality": municipality,
            "fact": fact,
            "period": f"{first - _YEARS_BEFORE}-01-01/{first - 1}-12-31",
            "reason": f"de registratie begint in {first}",
        }


def _breaks(given: Parameters, municipality: str) -> Iterator[Mapping[str, Any]]:
    since = int(given.raw["front_door"]["registration_change"][:4])
    for fact, kind in _CHANGED:
        reason = f"sinds {since} telt elke verlenging van jeugdhulp als een eigen besluit"
        yield _break(municipality, fact, kind, "youth", since, reason)
    since = int(given.raw["signals"]["since"][:4])
    reason = f"sinds {since} geven alle partners van de wet signalen door; ervoor was het een proef"
    yield _break(municipality, "event", "signal", "debt", since, reason)


def _break(
    municipality: str, fact: str, kind: str, law: str, since: int, reason: str
) -> Mapping[str, Any]:
    return {
        "document": None, "indicator": None, "municipality": municipality, "fact": fact,
        "kind": kind, "law": law, "before": str(since - 1), "after": str(since), "reason": reason,
    }  # fmt: skip
