"""Values of an indicator in the own format: by period, a target with a bound where it has one."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from noaber.intake.documents import keys
from noaber.intake.documents.reading import Bound, ValueItem, ValueKind
from noaber.intake.documents.shapes import BOUNDS, Findings
from noaber.intake.documents.toml_places import Path

# A value further from the document's year is taken for a slip of the finger.
_YEARS_AROUND = 50
_DASHES = ("-", "")
_BOUND_OF: Mapping[str, Bound] = {"at_least": "at_least", "at_most": "at_most"}


@dataclass(frozen=True, slots=True)
class _Cell:
    """A period and its value as they stand in the file, and where."""

    period_path: Path
    period: str
    path: Path
    value: Any
    bound: Bound | None = None


def values(findings: Findings, path: Path, one: Mapping[str, Any]) -> tuple[ValueItem, ...]:
    """The values and targets of an indicator, in the order in which the file has them."""
    tables: tuple[tuple[str, ValueKind], ...] = (("values", "actual"), ("targets", "target"))
    made = [
        item
        for key, kind in tables
        for item in _items(findings, _cells((*path, key), one.get(key, {})), one, kind)
    ]
    return tuple(sorted(made, key=lambda item: item.span[0]))


def baseline(findings: Findings, path: Path, one: Mapping[str, Any]) -> ValueItem | None:
    """The value that an indicator is held against: `{ 2018 = 12 }` or `{ period, value }`."""
    path = (*path, "baseline")
    raw = one.get("baseline", {})
    if raw.keys() == {"period", "value"}:
        cells = [_Cell((*path, "period"), str(raw["period"]), (*path, "value"), raw["value"])]
    else:
        cells = list(_cells(path, raw))
    if len(cells) > 1:
        findings.add(path, "'baseline': verwacht één periode met haar waarde, zoals { 2018 = 12 }")
    return next(_items(findings, iter(cells[:1]), one, "actual"), None)


def _cells(path: Path, raw: Mapping[str, Any]) -> Iterator[_Cell]:
    for period, value in raw.items():
        yield _bounded(_Cell((*path, period), period, (*path, period), value))


def _bounded(cell: _Cell) -> _Cell:
    """The cell with its bound, where its value is a table with one bound and nothing else."""
    if not isinstance(cell.value, dict) or len(cell.value) != 1:
        return cell
    name, value = next(iter(cell.value.items()))
    bound = _BOUND_OF.get(name)
    if bound is None:
        return cell
    return _Cell(cell.period_path, cell.period, (*cell.path, name), value, bound)


def _items(
    findings: Findings, cells: Iterator[_Cell], one: Mapping[str, Any], kind: ValueKind
) -> Iterator[ValueItem]:
    unit = one.get("unit", "number")
    for cell in cells:
        if _period(findings, cell):
            wrong = _wrong(findings, cell, unit, kind)
            if wrong is not None:
                findings.add(cell.path, f"waarde bij {cell.period}: {wrong}")
        printed = None if cell.value in _DASHES else cell.value
        yield ValueItem(cell.period, printed, kind, findings.where.value(cell.path), cell.bound)


def _period(findings: Findings, cell: _Cell) -> bool:
    if not findings.period(cell.period_path, cell.period):
        return False
    year = int(cell.period[:4])
    if findings.year is not None and abs(year - findings.year) > _YEARS_AROUND:
        findings.add(
            cell.period_path,
            f"{year} ligt ver van het jaar van het document, {findings.year}",
        )
        return False
    return True


def _wrong(findings: Findings, cell: _Cell, unit: str, kind: ValueKind) -> str | None:
    if cell.bound is not None and kind != "target":
        return "een grens hoort bij 'targets'"
    if isinstance(cell.value, dict):
        known = " of ".join(BOUNDS)
        return f"verwacht een waarde, of bij 'targets' {known}, zoals {{ at_least = 10 }}"
    if isinstance(cell.value, str):
        return "een teken dat in geen tekst hoort (NUL)" if "\0" in cell.value else None
    judge = _OF_UNIT.get(unit, keys.number_wrong)
    wrong = judge(cell.value, findings.written(cell.path))
    return f'{wrong}, of "-"' if wrong is not None and wrong.startswith("verwacht") else wrong


def _yes_or_no(value: Any, _: str) -> str | None:
    return None if isinstance(value, bool) else "verwacht true of false"


def _word(_: Any, __: str) -> str | None:
    return "verwacht een tekst in quotes"


_OF_UNIT: Mapping[str, Callable[[Any, str], str | None]] = {"yesno": _yes_or_no, "text": _word}
