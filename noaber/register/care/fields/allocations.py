"""Allocations (301) as plain values, and back."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from noaber.intake.messages.message import Message
from noaber.register.care.fields.clients import full_tree
from noaber.register.care.fields.heads import AMSTERDAM, Place, placed
from noaber.register.care.fields.products import extent, extent_tree, product, product_tree
from noaber.register.care.rules.values import Allocated


@dataclass(frozen=True, slots=True)
class Granted:
    """One product of an allocation message: whose request it grants, and when it was decided."""

    allocated: Allocated
    reference: str
    decided_at: datetime


def granted(message: Message) -> Iterator[tuple[Place, Granted]]:
    """The products of a 301."""
    for place, row in placed(message, "ToegewezenProduct"):
        allocated = Allocated(
            number=row["ToewijzingNummer"],
            start=row["Ingangsdatum"],
            end=row["Einddatum"],
            reason=row["RedenWijziging"] or "",
            **product(row),
            **extent(row),
        )
        decided = _moment(row["Toewijzingsdatum"], row["Toewijzingstijd"])
        yield place, Granted(allocated, row["ReferentieAanbieder"] or "", decided)


def _moment(day: date, clock: str) -> datetime:
    """A day and a clock time in the Netherlands; 24:00:00 is the next midnight."""
    if clock.startswith("24"):
        day, clock = day + timedelta(days=1), "00:00:00"
    return datetime.combine(day, time.fromisoformat(clock[:8]), AMSTERDAM)


def body(bsn: str, known: Mapping[str, Any], products: Iterable[Granted]) -> dict[str, Any]:
    """A 301 without its header."""
    allocated = {"ToegewezenProduct": [_tree(one) for one in products]}
    return {"Client": {**full_tree(bsn, known), "ToegewezenProducten": allocated}}


def _tree(one: Granted) -> dict[str, Any]:
    allocated = one.allocated
    decided = one.decided_at.astimezone(AMSTERDAM)
    return {
        "ToewijzingNummer": allocated.number,
        "ReferentieAanbieder": one.reference or None,
        **product_tree(allocated),
        "Toewijzingsdatum": decided.date(),
        "Toewijzingstijd": decided.time().replace(microsecond=0),
        "Ingangsdatum": allocated.start,
        "Einddatum": allocated.end,
        "RedenWijziging": allocated.reason or None,
        **extent_tree(allocated),
    }
