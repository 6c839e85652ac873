"""Records of any section, into rows and back: by the names of the fields that its section declares.

A subject says which model keeps which section; a model has the field names of its section. So a new
kind of record is a declaration (intake) and a model, and no code in between.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import models

from noaber.guard.actor import Actor
from noaber.intake.documents.reading import Reading, Record, RecordValue
from noaber.intake.documents.sections import SECTIONS, Field, Kind, Section
from noaber.register.sources.models import Evidence, File, PlanningDocument
from noaber.register.sources.queries import documents
from noaber.register.sources.services import place_evidence

Keepers = Mapping[str, "Keeper"]
# What a reference may point at: the row of each (section, id).
Known = dict[tuple[str, str], Any]


@dataclass(frozen=True, slots=True)
class Keeper:
    """The model that keeps a section, and those that keep its entries."""

    model: type[models.Model]
    entries: Mapping[str, type[models.Model]]


def keeper(model: type[models.Model], **entries: type[models.Model]) -> Keeper:
    """The keeper of a section; each entry's model points at its record by the field `record`."""
    return Keeper(model, entries)


def receive_records(
    document: PlanningDocument, reading: Reading, file: File, keepers: Keepers, known: Known
) -> None:
    """Register the records of the sections that `keepers` names; adds their rows to `known`.

    References may point ahead within these sections; into other subjects they are in `known` already.
    """
    chosen = [record for record in reading.records if record.section in keepers]
    places = iter(place_evidence(document, file, [(r.span, r.line) for r in _all(chosen)]))
    evidence = {id(record): next(places) for record in _all(chosen)}
    for name, keep in keepers.items():
        mine = [record for record in chosen if record.section == name]
        made = keep.model.objects.bulk_create(
            keep.model(
                document=document,
                position=position,
                item=record.id,
                evidence=evidence[id(record)],
                **_columns(SECTIONS[name], record, known),
            )
            for position, record in enumerate(mine)
        )
        known |= {(name, row.item): row for row in made}
    for name, keep in keepers.items():
        _point(keep, [record for record in chosen if record.section == name], known)
    for record in chosen:
        _enter(keepers[record.section], record, known, evidence)


def records(
    actor: Actor,
    document: PlanningDocument,
    keepers: Keepers,
    item_of: Mapping[tuple[str, Any], str],
) -> Iterator[Record]:
    """The records of a document as a reading holds them; `item_of` names rows of the goal tree."""
    visible = documents(actor)
    for name, keep in keepers.items():
        section = SECTIONS[name]
        pointing = [f.name for f in section.fields if f.kind is Kind.REF]
        rows = (
            keep.model.objects.filter(document=document, document__in=visible)
            .select_related("evidence", *pointing)
            .order_by("position")
        )
        listed = {f.name: _read_links(document, keep, f) for f in section.fields}
        entries = {inner.name: _entries(document, keep, inner) for inner in section.entries}
        for row in rows:
            lists = {
                f.name: tuple(_name(f, one, item_of) for one in listed[f.name].get(row.pk, ()))
                for f in section.fields
            }
            inside = {
                inner.name: tuple(
                    _record(inner, entry, "", item_of, {}, {})
                    for entry in entries[inner.name].get(row.pk, ())
                )
                for inner in section.entries
                if row.pk in entries[inner.name]
            }
            yield _record(section, row, row.item, item_of, lists, inside)


def record_evidence(
    document: PlanningDocument, keepers: Keepers
) -> dict[tuple[str, str, str, int], int]:
    """The evidence number of each record (section, id, '', 0) and of each entry within it.

    Of an entry the key ends in the name of its section and its place, from 0.
    """
    found: dict[tuple[str, str, str, int], int] = {}
    for name, keep in keepers.items():
        rows = keep.model._default_manager.filter(document=document)
        for item, number in rows.values_list("item", "evidence"):
            found[name, item, "", 0] = number
        for inner, model in keep.entries.items():
            entries = model._default_manager.filter(record__document=document)
            told = entries.order_by("record", "position").values_list("record__item", "evidence")
            at: dict[str, int] = {}
            for item, number in told:
                found[name, item, inner, at.setdefault(item, 0)] = number
                at[item] += 1
    return found


def _read_links(document: PlanningDocument, keep: Keeper, field: Field) -> dict[Any, list[Any]]:
    """What each record's list points at, in order."""
    found: dict[Any, list[Any]] = {}
    if field.kind is not Kind.REFS:
        return found
    link, source, target = _links(keep, field)
    rows = link.objects.filter(**{f"{source}__document": document}).select_related(target)
    for row in rows.order_by("pk"):
        found.setdefault(getattr(row, f"{source}_id"), []).append(getattr(row, target))
    return found


def forget_records(document: PlanningDocument, keepers: Keepers) -> None:
    """Take out the records of a document; their entries go with them."""
    for keep in reversed(list(keepers.values())):
        keep.model.objects.filter(document=document).delete()


def _all(chosen: Iterable[Record]) -> Iterator[Record]:
    for record in chosen:
        yield record
        for inner in record.entries.values():
            yield from inner


def _columns(section: Section, record: Record, known: Known) -> dict[str, Any]:
    """The columns that can be filled at once: all but lists of references and what is still to come."""
    made: dict[str, Any] = {}
    for field in section.fields:
        value = record.values.get(field.name)
        if value is None or field.kind is Kind.REFS:
            continue
        stored = _target(field, str(value), known) if field.kind is Kind.REF else _in(field, value)
        if stored is not None:
            made[field.name] = stored
    return made


def _point(keep: Keeper, chosen: list[Record], known: Known) -> None:
    """Fill references that point at rows made later, and lists of references in their order."""
    for record in chosen:
        row = known[record.section, record.id]
        late = [
            field
            for field in SECTIONS[record.section].fields
            if field.kind is Kind.REF
            and field.name in record.values
            and getattr(row, f"{field.name}_id") is None
        ]
        for field in late:
            setattr(row, field.name, _target(field, str(record.values[field.name]), known))
        if late:
            row.save()
    if chosen:
        for field in SECTIONS[chosen[0].section].fields:
            if field.kind is Kind.REFS:
                _link(keep, field, chosen, known)


def _link(keep: Keeper, field: Field, chosen: list[Record], known: Known) -> None:
    """Write the links of one list field row by row: the order of a list is the order of its links."""
    link, source, target = _links(keep, field)
    link.objects.bulk_create(
        link(
            **{
                f"{source}_id": known[record.section, record.id].pk,
                f"{target}_id": _target(field, one, known).pk,
            }
        )
        for record in chosen
        for one in _listed(record.values.get(field.name))
    )


def _links(keep: Keeper, field: Field) -> tuple[Any, str, str]:
    """The table behind a list of references, and its columns for the record and what it points at."""
    column: Any = keep.model._meta.get_field(field.name)
    return column.remote_field.through, column.m2m_field_name(), column.m2m_reverse_field_name()


def _listed(value: RecordValue | None) -> tuple[str, ...]:
    return value if isinstance(value, tuple) else ()


def _enter(keep: Keeper, record: Record, known: Known, evidence: Mapping[int, Evidence]) -> None:
    sections = {inner.name: inner for inner in SECTIONS[record.section].entries}
    for name, inner in record.entries.items():
        keep.entries[name].objects.bulk_create(
            keep.entries[name](
                record=known[record.section, record.id],
                position=position,
                evidence=evidence[id(entry)],
                **_columns(sections[name], entry, known),
            )
            for position, entry in enumerate(inner)
        )


def _target(field: Field, item: str, known: Known) -> Any:
    return known.get((field.to, item))


def _in(field: Field, value: RecordValue) -> Any:
    if field.kind in (Kind.EUR, Kind.NUMBER):
        return Decimal(str(value))
    if field.kind is Kind.DAY:
        return date.fromisoformat(str(value))
    return list(value) if isinstance(value, tuple) else value


def _entries(
    document: PlanningDocument, keep: Keeper, section: Section
) -> dict[Any, list[models.Model]]:
    pointing = [f.name for f in section.fields if f.kind is Kind.REF]
    found: dict[Any, list[models.Model]] = {}
    rows = (
        keep.entries[section.name]
        .objects.filter(record__document=document)
        .select_related("evidence", *pointing)
        .order_by("record", "position")
    )
    for row in rows:
        found.setdefault(row.record_id, []).append(row)
    return found


def _record(
    section: Section,
    row: Any,
    item: str,
    item_of: Mapping[tuple[str, Any], str],
    lists: Mapping[str, tuple[str, ...]],
    entries: Mapping[str, tuple[Record, ...]],
) -> Record:
    values = {
        f.name: (lists.get(f.name) or None)
        if f.kind is Kind.REFS
        else _out(f, getattr(row, f.name), item_of)
        for f in section.fields
    }
    return Record(
        section=section.name,
        id=item,
        values={name: value for name, value in values.items() if value is not None},
        span=(row.evidence.start or 0, row.evidence.end or 0),
        line=row.evidence.printed_line,
        entries=entries,
    )


def _out(field: Field, value: Any, item_of: Mapping[tuple[str, Any], str]) -> RecordValue | None:
    if value is None or value == "" or value == []:
        return None
    match field.kind:
        case Kind.REF:
            return _name(field, value, item_of)
        case Kind.EUR | Kind.NUMBER:
            return int(value) if value == value.to_integral_value() else float(value)
        case Kind.DAY:
            return str(value.isoformat())
        case Kind.TEXTS:
            return tuple(value)
        case _:
            return value  # type: ignore[no-any-return]


def _name(field: Field, row: Any, item_of: Mapping[tuple[str, Any], str]) -> str:
    found = item_of.get((field.to, row.pk))
    return found if found is not None else str(row.item)
