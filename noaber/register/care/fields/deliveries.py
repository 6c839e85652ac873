"""Starts and stops of deliveries (305, 307) as plain values, and back."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from noaber.intake.messages.message import Message
from noaber.register.care.fields.clients import short_tree
from noaber.register.care.fields.heads import Place, placed
from noaber.register.care.fields.products import product, product_tree
from noaber.register.care.rules.values import REMOVE, Key, Stop


@dataclass(frozen=True, slots=True)
class Delivered:
    """A start or stop: its key, whether it is told or taken back, and for a stop why and until when."""

    place: Place
    key: Key
    status: str
    allocation_start: date | None
    reason: str = ""
    end: date | None = None

    @property
    def stop(self) -> Stop:
        """The stop as the plain value that rules read. Raises ValueError for a start."""
        if self.end is None:
            raise ValueError("a start has no last day")
        return Stop(self.key, self.reason, self.end)


def delivered(message: Message) -> list[Delivered]:
    """The starts of a 305 or stops of a 307, what is taken back in front (IV008)."""
    table = "StartProduct" if message.number == "305" else "StopProduct"
    found = [
        Delivered(
            place,
            Key(row["ToewijzingNummer"], **product(row), begin=row["Begindatum"]),
            row["StatusAanlevering"],
            row["ToewijzingIngangsdatum"],
            row.get("RedenBeeindiging") or "",
            row.get("Einddatum"),
        )
        for place, row in placed(message, table)
    ]
    return sorted(found, key=lambda one: one.status != REMOVE)


def start_body(
    bsn: str, known: Mapping[str, Any], key: Key, allocation_start: date | None, status: str
) -> dict[str, Any]:
    """A 305 of one start, without its header."""
    started = {"StartProduct": [_tree(key, allocation_start, status)]}
    return {"Client": {**short_tree(bsn, known), "StartProducten": started}}


def stop_body(
    bsn: str, known: Mapping[str, Any], stop: Stop, allocation_start: date | None, status: str
) -> dict[str, Any]:
    """A 307 of one stop, without its header."""
    ended = {
        **_tree(stop.key, allocation_start, status),
        "RedenBeeindiging": stop.reason,
        "Einddatum": stop.end,
    }
    stopped = {"StopProduct": [ended]}
    return {"Client": {**short_tree(bsn, known), "StopProducten": stopped}}


def _tree(of: Key, allocation_start: date | None, status: str) -> dict[str, Any]:
    return {
        "ToewijzingNummer": of.number,
        **product_tree(of),
        "ToewijzingIngangsdatum": allocation_start,
        "Begindatum": of.begin,
        "StatusAanlevering": status,
    }
