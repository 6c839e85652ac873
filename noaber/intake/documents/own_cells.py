"""Values of an indicator in the own format: by period, with a bound, as a table or as a list."""

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


def values(findings: Findings, path: Path, one: Mapping[str, Any]) -> Iterator[ValueItem]:
    """The values and targets of an indicator, in the order in which the file has them."""
    tables: list[tuple[str, ValueKind]] = [("values", "actual"), ("targets", "target")]
    for key, kind in sorted(tables, key=lambda two: _place(findings, (*path, two[0]))):
        if key in one:
            yield from _items(findings, _cells((*path, key), one[key]), one, kind)


def baseline(findings: Findings, path: Path, one: Mapping[str, Any]) -> ValueItem | None:
    """The value that an indicator is held against: `{ 2018 = 12 }` or `{ period, value }`."""
    if "baseline" not in one:
        return None
    path = (*path, "baseline")
    raw = one["baseline"]
    cells = list(_cells(path, [raw] if "period" in raw else raw))
    if len(cells) != 1 or ("period" in raw and raw.keys() != {"period", "value"}):
        findings.add(path, "'baseline': verwacht één periode met haar waarde, zoals { 2018 = 12 }")
        return None
    return next(_items(findings, iter(cells), one, "actual"))


def _place(findings: Findings, path: Path) -> int:
    return findings.where.keys.get(path, (0, 0))[0]


def _cells(path: Path, raw: Any) -> Iterator[_Cell]:
    if isinstance(raw, dict):
        for period, value in raw.items():
            yield _bounded(_Cell((*path, period), period, (*path, period), value))
        return
    for at, table in enumerate(raw):
        # The one table of a baseline stands at the path itself.
        inner: Path = path if path[-1] == "baseline" else (*path, at)
        period = table.get("period", "")
        cell = _Cell((*inner, "period"), str(period), (*inner, "value"), table.get("value"))
        yield (
            _bounded(cell)
            if table.keys() == {"period", "value"}
            else _Cell(inner, str(period), inner, None)
        )


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
        yield ValueItem(
            str(cell.period), printed, kind, findings.where.value(cell.path), cell.bound
        )


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
    if cell.value is None:
        return "verwacht 'period' en 'value'"
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
