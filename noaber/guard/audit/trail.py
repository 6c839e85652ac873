"""Writing the audit trail, sealing it, and holding the seals against the lines."""

import hashlib
import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from noaber.guard.actor import Actor
from noaber.guard.audit.models import AuditLine, AuditSeal
from noaber.guard.audit.router import DATABASE
from noaber.guard.roles import PURPOSES

# Nine digits that stand alone could be a BSN; a selection never needs them.
_NINE_DIGITS = re.compile(r"(?<!\d)\d{9}(?!\d)")
BATCH = 10_000


def note(
    actor: Actor, municipality_code: str, purpose: str, selection: str, count: int, now: datetime
) -> AuditLine:
    """Write one line before the answer to a question about persons is given.

    `selection` says in words which records were asked for; numbers of nine digits in it are masked.
    `count` is the number of persons' records that the answer holds. Raises NotAllowed where the actor
    may not ask this for that purpose, ValueError for a purpose that is not there.
    """
    if purpose not in PURPOSES:
        raise ValueError(f"no such purpose: {purpose}")
    actor.require(municipality_code, f"gemeente {municipality_code}")
    actor.require_purpose(purpose, PURPOSES[purpose])
    return AuditLine.objects.create(
        moment=now,
        kind=actor.kind.value,
        actor=actor.name[:150],
        municipality=municipality_code,
        purpose=purpose,
        selection=_NINE_DIGITS.sub("*********", selection),
        count=count,
    )


def seal(now: datetime) -> AuditSeal | None:
    """Seal the lines that have no seal yet, at most BATCH of them; None where there are none.

    Lines are found by the absence of a seal, not by number: a writer that finishes late lands in the
    next batch. Two sealers at once: the second finds its number taken and fails, changing nothing.
    """
    with transaction.atomic(using=DATABASE):
        last = AuditSeal.objects.select_for_update().order_by("-number").first()
        lines = list(AuditLine.objects.filter(seal=None).order_by("pk")[:BATCH])
        if not lines:
            return None
        previous = last.digest if last else ""
        made = AuditSeal.objects.create(
            number=last.number + 1 if last else 1,
            sealed_at=now,
            lines=len(lines),
            previous=previous,
            digest=_digest(previous, lines),
        )
        keys = [line.pk for line in lines]
        AuditLine.objects.filter(pk__gte=keys[0], pk__lte=keys[-1], seal=None).update(seal=made)
        return made


def seal_all(now: datetime) -> int:
    """The job: seal everything that waits; gives back how many lines."""
    total = 0
    while made := seal(now):
        total += made.lines
    return total


@dataclass(frozen=True, slots=True)
class Broken:
    """A seal that does not hold; the sentence says which and why, in Dutch."""

    number: int
    sentence: str


def broken_seals() -> list[Broken]:
    """Every seal that no longer fits its lines or the seal before it; empty when the trail is whole."""
    found: list[Broken] = []
    previous, expected = "", 1
    for one in AuditSeal.objects.order_by("number").iterator():
        if one.number != expected:
            found.append(Broken(one.number, f"vóór zegel {one.number} ontbreekt een zegel"))
        elif one.previous != previous:
            found.append(
                Broken(one.number, f"zegel {one.number} sluit niet aan op het vorige zegel")
            )
        lines = list(one.sealed_lines.order_by("pk"))
        if len(lines) != one.lines:
            found.append(
                Broken(
                    one.number,
                    f"zegel {one.number} telde {one.lines} regels en nu {len(lines)}: er is iets "
                    "weggehaald of bijgezet",
                )
            )
        elif _digest(one.previous, lines) != one.digest:
            found.append(Broken(one.number, f"onder zegel {one.number} is een regel veranderd"))
        previous, expected = one.digest, one.number + 1
    return found


def _digest(previous: str, lines: Iterable[AuditLine]) -> str:
    made = hashlib.sha256(previous.encode("ascii"))
    for line in lines:
        values = [
            line.pk, line.moment.timestamp(), line.kind, line.actor, line.municipality,
            line.purpose, line.selection, line.count,
        ]  # fmt: skip
        made.update(json.dumps(values, ensure_ascii=True).encode("ascii") + b"\n")
    return made.hexdigest()
