"""Records of the sections in the own format: from tables that fit their shape to a Reading's records."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from noaber.intake.documents.reading import Record, RecordValue, Span
from noaber.intake.documents.sections import SECTIONS, Field, Kind, Section
from noaber.intake.documents.shapes import OF_SECTION, Findings, Shape
from noaber.intake.documents.toml_places import Path

# The id and name of everything that a reference may point at, by section.
Known = Mapping[str, Mapping[str, str]]
Tables = Sequence[tuple[Path, dict[str, Any]]]
# The fields by which a reader would call a record; their text is its evidence.
_NAMES = ("name", "title", "scheme", "about", "purpose")
# What must not come back to itself, walking from record to record of one section.
_CHAINS = ("waits_for", "part_of", "successor", "merged_from")


def records(findings: Findings, top: Mapping[str, Any], items: Known) -> tuple[Record, ...]:
    """The records of all sections; `items` are the ids of themes, goals and indicators."""
    fitting: dict[str, Tables] = {}
    for name in SECTIONS:
        fitting[name] = _fit(findings, top.get(name, []), OF_SECTION[name], (name,), name)
        findings.claim(fitting[name], set())
    known = {**items, **{name: _names(tables) for name, tables in fitting.items()}}
    made: list[Record] = []
    for name, section in SECTIONS.items():
        builder = _Builder(findings, known)
        made += [builder.record(section, path, table) for path, table in fitting[name]]
        _refuse_circles(findings, section, fitting[name])
    return tuple(made)


def _fit(
    findings: Findings, tables: Iterable[Any], shape: Shape, path: Path, name: str
) -> list[tuple[Path, dict[str, Any]]]:
    """The tables of one section, and of its entries below them, as far as they fit."""
    found: list[tuple[Path, dict[str, Any]]] = []
    for at, table in enumerate(tables):
        inner = (*path, at)
        good = findings.fit(table, shape, inner, f"[[{name}]]")
        for key, wanted in shape.items():
            if wanted.inner and key in good:
                good[key] = _fit(findings, good[key], wanted.inner, (*inner, key), f"{name}.{key}")
        found.append((inner, good))
    return found


def _names(tables: Tables) -> dict[str, str]:
    """The name of each record by its id."""
    return {
        table["id"]: next((table[name] for name in _NAMES if name in table), table["id"])
        for _, table in tables
        if "id" in table
    }


class _Builder:
    """Makes records, and holds that what they refer to is there."""

    def __init__(self, findings: Findings, known: Known) -> None:
        self.findings = findings
        self.known = known

    def record(self, section: Section, path: Path, table: Mapping[str, Any]) -> Record:
        entries = {
            inner.name: tuple(
                self.record(inner, below, entry) for below, entry in table.get(inner.name, ())
            )
            for inner in section.entries
        }
        return Record(
            section=section.name,
            id=table.get("id", ""),
            values=dict(self._values(section, path, table)),
            span=self._span(section, path),
            line=table.get("printed_line"),
            entries={name: inner for name, inner in entries.items() if inner},
        )

    def _span(self, section: Section, path: Path) -> Span:
        """The name of a record, between its quotes; the whole table of any other, and of an entry."""
        named = {field.name for field in section.fields if field.required}
        entry = len(path) > 2
        name = next((name for name in _NAMES if name in named and not entry), None)
        return self.findings.where.value(path if name is None else (*path, name))

    def _values(
        self, section: Section, path: Path, table: Mapping[str, Any]
    ) -> Iterator[tuple[str, RecordValue]]:
        for field in section.fields:
            value = table.get(field.name)
            if value is None or value == ():
                continue
            inner = (*path, field.name)
            if field.kind is Kind.REF:
                self._refer(inner, field, value)
            elif field.kind is Kind.REFS:
                for at, one in enumerate(value):
                    self._refer((*inner, at), field, one)
                value = tuple(dict.fromkeys(value))
            yield field.name, value

    def _refer(self, path: Path, field: Field, word: str) -> None:
        self.findings.refer(path, word, self.known[field.to], _DUTCH[field.to])


_DUTCH = {
    "theme": "thema",
    "goal": "doel of thema",
    "indicator": "indicator",
    **{name: section.dutch for name, section in SECTIONS.items()},
}


def _refuse_circles(findings: Findings, section: Section, tables: Tables) -> None:
    """Hold that no record waits for itself, is part of itself or succeeds itself, over others or not."""
    for field in section.fields:
        if field.to == section.name and field.name in _CHAINS:
            steps = [
                (path, field.name, table["id"], _listed(table.get(field.name)))
                for path, table in tables
                if "id" in table
            ]
            _refuse_circle(findings, field.dutch, steps)
    for inner in section.entries:
        for field in inner.fields:
            if field.to == section.name and field.name in _CHAINS:
                steps = [
                    (below, field.name, table["id"], _listed(entry.get(field.name)))
                    for _, table in tables
                    if "id" in table
                    for below, entry in table.get(inner.name, ())
                ]
                _refuse_circle(findings, field.dutch, steps)


def _listed(value: Any) -> tuple[str, ...]:
    if value is None:
        return ()
    return value if isinstance(value, tuple) else (value,)


def _refuse_circle(
    findings: Findings, what: str, steps: Sequence[tuple[Path, str, str, tuple[str, ...]]]
) -> None:
    """Walk in order of depth, without recursion: a chain may be as long as the file."""
    following: dict[str, list[str]] = {}
    for _, _, start, ends in steps:
        following.setdefault(start, []).extend(ends)
    in_circle = _circular(following)
    for path, name, start, ends in steps:
        back = next((end for end in ends if (start, end) in in_circle), None)
        if back is not None:
            findings.add((*path, name), f"'{start}' komt via '{what}' bij zichzelf terug")


def _circular(following: Mapping[str, list[str]]) -> set[tuple[str, str]]:
    """The steps that close a circle, met when walking from each record in turn."""
    closing: set[tuple[str, str]] = set()
    done: set[str] = set()
    for first in following:
        walked: dict[str, Iterator[str]] = {}
        if first not in done:
            walked[first] = iter(following[first])
        while walked:
            at, rest = next(reversed(walked.items()))
            end = next(rest, None)
            if end is None:
                done.add(at)
                del walked[at]
            elif end in walked:
                closing.add((at, end))
            elif end not in done:
                walked[end] = iter(following.get(end, []))
    return closing
