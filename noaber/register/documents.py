"""Whole documents: loaded in one transaction, given back as a Reading, checked.

The one place in the register that knows more than one subject.
"""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from noaber.guard.actor import SYSTEM, Actor
from noaber.guard.models import Municipality
from noaber.guard.services import ensure_municipality
from noaber.intake.documents.checks import all_checks, check
from noaber.intake.documents.reading import (
    CheckItem,
    DocumentHead,
    GoalItem,
    Reading,
    Record,
    SourceItem,
)
from noaber.intake.documents.sections import SECTIONS
from noaber.register.differences import differences, shortened
from noaber.register.goals import keepers as goal_keepers
from noaber.register.goals import queries as goal_queries
from noaber.register.goals import receive as goals_receive
from noaber.register.goals.services import propose_continuations
from noaber.register.money import keepers as money_keepers
from noaber.register.money import queries as money_queries
from noaber.register.money import receive as money_receive
from noaber.register.sources import keepers as source_keepers
from noaber.register.sources import services as sources
from noaber.register.sources.models import File, PlanningDocument
from noaber.register.sources.records import (
    Known,
    forget_records,
    receive_records,
)
from noaber.register.sources.records import records as kept_records
from noaber.register.sources.rules import READING_OF_KIND
from noaber.register.sources.services import Refused
from noaber.vocabulary.grades import EvidenceKind
from noaber.vocabulary.places import municipality_named

# In the order in which they are received: records of money may point at efforts.
KEEPERS = (source_keepers.KEEPERS, goal_keepers.KEEPERS, money_keepers.KEEPERS)


@dataclass(frozen=True, slots=True)
class Loaded:
    """What a load did: `outcome` is new, replaced or unchanged."""

    document: PlanningDocument
    outcome: str


def identify(reading: Reading, given: Mapping[str, Any]) -> Reading:
    """The reading with what the user said of it filled in. Raises Refused where something lacks.

    `given` may hold municipality, year, kind and programme.
    """
    head = replace(reading.document, **{key: value for key, value in given.items() if value})
    options = {"municipality": "--municipality", "year": "--year", "programme": "--programme"}
    words = {"municipality": "de gemeente", "year": "het jaar", "programme": "het programma"}
    missing = [key for key in options if getattr(head, key) is None]
    if missing:
        what = " en ".join(words[key] for key in missing)
        how = " ".join(options[key] for key in missing)
        raise Refused(f"uit de tekst blijkt niet wat {what} is; geef {how}")
    return replace(reading, document=head)


def load(
    actor: Actor,
    reading: Reading,
    name: str,
    content: bytes,
    text: str,
    over_edits: bool = False,
) -> Loaded:
    """Register a reading, whole or not at all; the same file again changes nothing.

    A concept that a person has edited is replaced only where the file says the same, or `over_edits`
    is given. Raises Refused (unknown municipality, edited concept, adopted document) and NotAllowed.
    """
    head = reading.document
    place = municipality_named(head.municipality or "")
    if place is None:
        raise Refused(f"'{head.municipality}' is geen gemeente in de lijst van het CBS")
    with transaction.atomic():
        municipality = ensure_municipality(actor, place)
        # One load at a time per municipality: the second waits here for the first.
        Municipality.objects.select_for_update().get(pk=municipality.pk)
        digest = hashlib.sha256(content).hexdigest()
        file = sources.keep_file(municipality, name, head.title, digest, content, text)
        return _load(actor, municipality, with_programme(reading), file, over_edits)


def _load(
    actor: Actor, municipality: Municipality, reading: Reading, file: File, over_edits: bool
) -> Loaded:
    head = reading.document
    printed = sources.name_printed_source(municipality, reading.source) if reading.source else None
    document = sources.open_document(municipality, head, file, printed)
    known = document.wordings.exists()
    if known and document.file_id == file.pk:
        return Loaded(document, "unchanged")
    if known:
        _hold_replaceable(actor, document, reading, over_edits)
        _forget(document)
    document.title, document.file, document.printed_file = head.title, file, printed
    document.status = head.status or PlanningDocument.Status.CONCEPT
    document.decision = head.decision or ""
    document.decided_on = date.fromisoformat(head.decided_on) if head.decided_on else None
    document.save()
    _receive(document, reading, file)
    propose_continuations(document)
    return Loaded(document, "replaced" if known else "new")


def _hold_replaceable(
    actor: Actor, document: PlanningDocument, offered: Reading, over_edits: bool
) -> None:
    """Refuse to replace what the council adopted, or what a person has edited since."""
    edited = document.evidence.filter(kind=EvidenceKind.TYPED).exists()
    if document.is_open and (over_edits or not edited):
        return
    differing = differences(reading(actor, document), offered)
    if not differing and document.is_open:
        return
    told = shortened(differing) if differing else "  geen verschil in wat er staat"
    if not document.is_open:
        raise Refused(
            f"{document.key} is {document.get_status_display()} en verandert niet meer. Het bestand "
            f"verschilt zo:\n{told}\nLeg een fout vast met `noaber erratum {document.key}`."
        )
    raise Refused(
        f"{document.key} is na het laden met de hand gewijzigd. Het bestand verschilt zo:\n{told}\n"
        f"Haal de wijzigingen op met `noaber export {document.key}`, of gooi ze weg met "
        "--over-edits."
    )


def _receive(document: PlanningDocument, received: Reading, file: File) -> None:
    nodes = goals_receive.receive(document, received, file)
    themes = {goal.id: nodes[goal.id] for goal in received.goals if goal.kind == "theme"}
    money_receive.receive(document, received, file, themes)
    known: Known = {("goal", item): node for item, node in nodes.items()}
    known |= {("theme", item): node for item, node in themes.items()}
    for keepers in KEEPERS:
        receive_records(document, received, file, keepers, known)
    sources.keep_findings(document, _checked(document, received))


def _checked(document: PlanningDocument, found: Reading) -> tuple[CheckItem, ...]:
    """What all checks find, held against this programme's documents of this year and the years beside it."""
    beside = PlanningDocument.objects.filter(
        municipality=document.municipality,
        programme_key=document.programme_key,
        year__range=(document.year - 1, document.year + 1),
    ).exclude(pk=document.pk)
    others = [reading(SYSTEM, other) for other in beside.order_by("key")]
    text = "" if document.written_here else document.file.text
    return all_checks(found, text, timezone.localdate(), others, document.is_new)


def _forget(document: PlanningDocument) -> None:
    for keepers in reversed(KEEPERS):
        forget_records(document, keepers)
    money_receive.forget(document)
    goals_receive.forget(document)
    document.evidence.all().delete()
    goals_receive.forget_unused_nodes(document)


def with_programme(reading: Reading) -> Reading:
    """The reading with a programme at its root, also where the text names none as a heading.

    Such a programme is placed at the start of the text, where the chapter begins.
    """
    if reading.goals and reading.goals[0].kind == "programme":
        return reading
    taken = {goal.id for goal in reading.goals}
    root = next(name for name in ("P", "programme") if name not in taken)
    name = reading.document.programme or reading.document.title
    top = GoalItem(root, None, "programme", name, (0, 1))
    below = tuple(
        replace(goal, parent=root) if goal.parent is None else goal for goal in reading.goals
    )
    return replace(reading, goals=(top, *below))


def reading(actor: Actor, document: PlanningDocument) -> Reading:
    """A registered document as a Reading, signs as printed, checks recomputed."""
    lines = {
        row.item: row.evidence.printed_line
        for rows in (
            goal_queries.wordings(actor, document),
            goal_queries.indicator_rows(actor, document),
            money_queries.amounts(actor, document),
        )
        for row in rows
        if row.evidence.printed_line
    }
    printed = document.printed_file
    found = Reading(
        document=DocumentHead(
            title=document.title,
            municipality=document.municipality.name,
            kind=READING_OF_KIND[document.kind],
            year=document.year,
            programme=document.programme,
            status=None if document.status == "concept" else document.status,
            decision=document.decision or None,
            decided_on=document.decided_on.isoformat() if document.decided_on else None,
        ),
        goals=goal_queries.goal_items(actor, document),
        indicators=goal_queries.indicator_items(actor, document),
        finance=money_queries.amount_items(actor, document),
        source=SourceItem(printed.title, printed.publisher or None, printed.sha256 or None)
        if printed
        else None,
        lines=lines,
        records=tuple(_records(actor, document)),
    )
    return replace(found, checks=check(found, "" if document.written_here else document.file.text))


def _records(actor: Actor, document: PlanningDocument) -> Iterator[Record]:
    """The records of a document in the order of their sections."""
    item_of: dict[tuple[str, Any], str] = {}
    for wording in goal_queries.wordings(actor, document):
        item_of["goal", wording.node_id] = wording.item
        item_of["theme", wording.node_id] = wording.item
    made = (
        record for keepers in KEEPERS for record in kept_records(actor, document, keepers, item_of)
    )
    order = list(SECTIONS)
    return iter(sorted(made, key=lambda record: order.index(record.section)))


def recheck(actor: Actor, document: PlanningDocument) -> tuple[CheckItem, ...]:
    """Run all checks on a registered document and keep what they find. Raises NotAllowed."""
    actor.require(document.municipality.code, document.municipality.name)
    checks = _checked(document, reading(actor, document))
    with transaction.atomic():
        sources.keep_findings(document, checks)
    return checks
