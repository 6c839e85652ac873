"""Efforts, explanations and the other records of a document, as an edition tells them."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from noaber.intake.documents.reading import RecordValue
from noaber.intake.documents.sections import SECTIONS, Field, Kind, Section
from noaber.publication.edition import (
    Cause,
    EffortPage,
    EffortStatus,
    Entries,
    Explanation,
    Figure,
    Item,
    LogLine,
    Register,
    Said,
)
from noaber.register.money.rules import lowest
from noaber.register.outline import OutlineRecord
from noaber.vocabulary.cycle import (
    AgreementKind,
    AreaKind,
    Authority,
    CouncilItemKind,
    MovementDirection,
)
from noaber.vocabulary.money import AmountKind, Recurrence, Stage
from noaber.vocabulary.names import slug, unused
from noaber.vocabulary.periods import parse_period

# Figure of a registered value: evidence number, name of the field, value, unit.
MakeFigure = Callable[[str, str, Decimal, str], Figure]
# What has a page or section of its own kind; every other section becomes a register.
OWN_PAGES = frozenset({"effort", "explanation"})
# What a number in the text counts where that is no noun, and how it is called without a subject.
UNITS = {"eur": "bedrag", "percent": "percentage"}
NAMES = ("name", "title", "scheme", "number", "purpose", "about", "counted")

DUTCH: Mapping[str, str] = {
    AgreementKind.AGREEMENT: "overeenkomst",
    AgreementKind.AGENDA: "agenda",
    AgreementKind.POLICY_DOCUMENT: "beleidsstuk",
    CouncilItemKind.COUNCIL_DECISION: "raadsbesluit",
    CouncilItemKind.EXECUTIVE_DECISION: "collegebesluit",
    CouncilItemKind.MOTION: "motie",
    CouncilItemKind.COUNCIL_AMENDMENT: "amendement",
    CouncilItemKind.UNDERTAKING: "toezegging",
    CouncilItemKind.COUNCIL_LETTER: "raadsbrief",
    AreaKind.VILLAGE: "kern",
    AreaKind.DISTRICT: "wijk",
    AreaKind.CBS_DISTRICT: "wijk volgens het CBS",
    AreaKind.CBS_NEIGHBOURHOOD: "buurt volgens het CBS",
    Authority.COUNCIL: "raad",
    Authority.EXECUTIVE: "college",
    MovementDirection.ADDITION: "toevoeging",
    MovementDirection.WITHDRAWAL: "onttrekking",
    AmountKind.EXPENSE: "lasten",
    AmountKind.INCOME: "baten",
    AmountKind.RESERVE_MOVEMENT: "mutatie reserve",
    Stage.ORIGINAL: "begroot voor wijziging",
    Stage.REVISED: "begroot na wijziging",
    Stage.FORECAST: "verwacht",
    Stage.COMMITMENT: "verplicht",
    Stage.ACTUAL: "werkelijk",
    Recurrence.UNDIVIDED: "niet gesplitst",
    Recurrence.ONE_OFF: "incidenteel",
    Recurrence.RECURRING: "structureel",
}


def efforts(records: Iterable[OutlineRecord]) -> tuple[EffortPage, ...]:
    """The efforts in the document's order, each with its log in order of time."""
    taken: set[str] = set()
    return tuple(_effort(one, taken) for one in records if one.section == "effort")


def _effort(record: OutlineRecord, taken: set[str]) -> EffortPage:
    name = _text(record, "name")
    address = unused(slug(name), taken)
    taken.add(address)
    log = sorted(
        (_log_line(one) for one in record.entries.get("status", ())),
        key=lambda line: parse_period(line.period).start,
    )
    return EffortPage(
        id=_id("effort", record.id),
        slug=address,
        name=name,
        status=log[-1].status if log else None,
        log=tuple(log),
        next_step=_text(record, "next_step"),
        leads=_listed(record, "leads"),
        partners=_listed(record, "partners"),
        goals=_listed(record, "goals"),
        lines=tuple(_id("programme_line", one) for one in _listed(record, "programme_lines")),
        waits_for=tuple(_id("effort", one) for one in _listed(record, "waits_for")),
        intervention=record.values.get("intervention") is True,
    )


def _log_line(entry: OutlineRecord) -> LogLine:
    successor = _text(entry, "successor")
    return LogLine(
        period=_text(entry, "on"),
        status=EffortStatus(_text(entry, "status")),
        reason=_text(entry, "reason"),
        successor=_id("effort", successor) if successor else "",
        moved_to=_text(entry, "moved_to"),
    )


def explanations(records: Iterable[OutlineRecord], figure: MakeFigure) -> tuple[Explanation, ...]:
    """The explanations in the document's order, and which of them are counted."""
    told = [one for one in records if one.section == "explanation"]
    place = {one.id: at for at, one in enumerate(told)}
    counted = lowest(
        (at, place.get(_text(one, "part_of")), _decimal(one.values["eur"]))
        for at, one in enumerate(told)
    )
    return tuple(
        Explanation(
            id=_id("explanation", one.id),
            theme=_text(one, "theme"),
            about=_text(one, "about"),
            cause=Cause(_text(one, "cause")),
            recurrence=DUTCH.get(_text(one, "recurrence"), ""),
            figure=figure(one.evidence, "eur", _decimal(one.values["eur"]), "eur"),
            part_of=_id("explanation", whole) if (whole := _text(one, "part_of")) else "",
            counterpart=_text(one, "counterpart"),
            counted=at in counted,
        )
        for at, one in enumerate(told)
    )


def registers(records: Sequence[OutlineRecord], figure: MakeFigure) -> tuple[Register, ...]:
    """A register for every other section of which the document has anything."""
    made = []
    for section in SECTIONS.values():
        mine = [one for one in records if one.section == section.name]
        if mine and section.name not in OWN_PAGES:
            items = tuple(_Teller(section, figure).item(one) for one in mine)
            made.append(Register(section.name, items))
    return tuple(made)


@dataclass(frozen=True, slots=True)
class _Teller:
    """Tells records of one section by the fields that it declares."""

    section: Section
    figure: MakeFigure

    def item(self, record: OutlineRecord) -> Item:
        """A record with what is said of it; its name stands above it and is not said again."""
        named = next((name for name in NAMES if record.values.get(name)), "")
        return Item(
            id=_id(self.section.name, record.id),
            name=UNITS.get(_text(record, named), _text(record, named)),
            said=tuple(
                said
                for field in self.section.fields
                if field.name != named
                for said in [self._said(field, record)]
                if said is not None
            ),
            entries=tuple(self._entries(inner, record) for inner in self._inner(record)),
        )

    def _inner(self, record: OutlineRecord) -> Iterator[Section]:
        return (inner for inner in self.section.entries if record.entries.get(inner.name))

    def _entries(self, inner: Section, record: OutlineRecord) -> Entries:
        """The entries as a table, with only the columns of which something is said."""
        rows = [
            {field.name: self._said(field, one) for field in inner.fields}
            for one in record.entries[inner.name]
        ]
        told = [field for field in inner.fields if any(row[field.name] for row in rows)]
        return Entries(
            inner.dutch,
            tuple(field.dutch for field in told),
            tuple(tuple(row[field.name] for field in told) for row in rows),
        )

    def _said(self, field: Field, record: OutlineRecord) -> Said | None:
        value = record.values.get(field.name)
        if value is None or (field.name == "counted" and value in UNITS):
            return None
        match field.kind:
            case Kind.EUR | Kind.NUMBER:
                unit = "eur" if field.kind is Kind.EUR else _counted_in(record)
                made = self.figure(record.evidence, field.name, _decimal(value), unit)
                return Said(field.dutch, figure=made)
            case Kind.REF | Kind.REFS:
                return Said(field.dutch, links=tuple(_links(field, value)))
            case Kind.PERIOD | Kind.DAY:
                return Said(field.dutch, period=str(value))
            case Kind.YES:
                return Said(field.dutch, ("ja" if value else "nee",))
            case Kind.CHOICE:
                return Said(field.dutch, (DUTCH[str(value)],))
            case Kind.TEXT | Kind.TEXTS | Kind.YEAR:
                words = value if isinstance(value, tuple) else (str(value),)
                return Said(field.dutch, words)


def _counted_in(record: OutlineRecord) -> str:
    """The unit of a number in the text: euros, percent, or a count of what the text names."""
    counted = str(record.values.get("counted", ""))
    return counted if counted in UNITS else "number"


def _links(field: Field, value: RecordValue) -> Iterator[str]:
    for one in value if isinstance(value, tuple) else (str(value),):
        yield one if field.to in ("goal", "theme") else _id(field.to, one)


def _id(section: str, item: str) -> str:
    return f"{section}:{item}"


def _text(record: OutlineRecord, name: str) -> str:
    value = record.values.get(name)
    return "" if value is None else str(value)


def _listed(record: OutlineRecord, name: str) -> tuple[str, ...]:
    value = record.values.get(name)
    return value if isinstance(value, tuple) else ()


def _decimal(value: RecordValue) -> Decimal:
    return Decimal(str(value))
