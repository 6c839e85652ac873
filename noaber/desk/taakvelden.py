"""Expenses by taakveld over the years, summed only where the codes of all years allow it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from noaber.desk.figures import no_figure
from noaber.desk.money import FigureOf
from noaber.measures.results import Result
from noaber.publication.edition import Figure, MoneyRow, MoneyTable
from noaber.register.outline import Outline
from noaber.vocabulary.gaps import Gap
from noaber.vocabulary.money import Stage
from noaber.vocabulary.names import slug
from noaber.vocabulary.taakvelden import taakveld, taakvelden, trend_parent

MEASURE = "expense_by_taakveld"
WIDE = "Toegang, Wmo en Jeugd samen"
WITHOUT = "Zonder taakveld"
# Which stage of a year is shown: what was realised, else the latest that was allowed or asked.
_STAGES = (Stage.ACTUAL, Stage.REVISED, Stage.ORIGINAL)
_STAGE_WORDS = {
    Stage.ACTUAL: "werkelijk",
    Stage.REVISED: "na wijziging",
    Stage.ORIGINAL: "begroot",
}


@dataclass(frozen=True, slots=True)
class Shelf:
    """A document of this municipality: its outline, its results, and how these become figures."""

    outline: Outline
    results: Sequence[Result]
    figure_of: FigureOf


@dataclass(frozen=True, slots=True)
class _Year:
    """One column: a year at a stage, from one document, its results by (wide, group, code)."""

    year: int
    stage: str
    found: Mapping[tuple[str | None, str | None, str | None], Result]
    figure_of: FigureOf


def trend(mine: Shelf, others: Iterable[Shelf]) -> tuple[MoneyTable, ...]:
    """The table of taakvelden, where this document divides its expenses by them."""
    if not any(result.measure == MEASURE and result.taakveld for result in mine.results):
        return ()
    years = _years(mine, [mine, *others])
    rows = [_row(*line, years) for line in _lines(years)]
    return (
        MoneyTable(
            node_id=mine.outline.nodes[0].path,
            slug="taakvelden",
            title="Lasten per taakveld, over de jaren",
            columns=tuple(f"{one.year} {_STAGE_WORDS[Stage(one.stage)]}" for one in years),
            rows=tuple(rows),
            printed_signs=(
                "De taakvelden van het sociaal domein zijn in 2023 en in 2025 anders ingedeeld. Wij "
                "tellen alleen op wat in alle jaren bij elkaar hoort."
            ),
            what="taakvelden",
        ),
    )


def _years(mine: Shelf, shelves: Sequence[Shelf]) -> tuple[_Year, ...]:
    """Each year up to the document's own at its best: what was realised first, then this document's."""
    best: dict[int, tuple[tuple[int, bool], _Year]] = {}
    for shelf in shelves:
        for year, stage in {
            (r.period_start.year, r.stage) for r in shelf.results if r.measure == MEASURE
        }:
            if stage not in _STAGES or year > mine.outline.year:
                continue
            rank = (_STAGES.index(Stage(stage)), shelf is not mine)
            if year not in best or rank < best[year][0]:
                found = {
                    (r.taakveld_wide, r.taakveld_group, r.taakveld): r
                    for r in shelf.results
                    if (r.measure, r.period_start.year, r.stage) == (MEASURE, year, stage)
                }
                best[year] = (rank, _Year(year, stage, found, shelf.figure_of))
    return tuple(one for _, (_, one) in sorted(best.items()))


_Key = tuple[str | None, str | None, str | None]


def _lines(years: Sequence[_Year]) -> list[tuple[str, _Key, str, bool]]:
    """(label, key, note, strong) of each line: wide groups with their parts, then what has no code."""
    keys = {key for one in years for key in one.found}
    wides = sorted({wide for wide, _, _ in keys if wide is not None}, key=_order)
    lines: list[tuple[str, _Key, str, bool]] = []
    for wide in wides:
        groups = sorted({g for w, g, _ in keys if w == wide and g is not None}, key=_order)
        if groups != [wide]:
            lines.append((WIDE if "+" in wide else wide, (wide, None, None), "", True))
        lines += [
            (_named(g, years), (wide, g, None), _codes(wide, g, years), False) for g in groups
        ]
        loose = sorted(
            {code for w, _, code in keys if w == wide and code and _is_loose(code, wide, years)},
            key=_order,
        )
        lines += [(_named(c, years), (wide, None, c), _why_loose(c, years), False) for c in loose]
    if (None, None, None) in keys:
        lines.append((WITHOUT, (None, None, None), "", False))
    return lines


def _row(label: str, key: _Key, note: str, strong: bool, years: Sequence[_Year]) -> MoneyRow:
    figures: list[Figure] = []
    for one in years:
        result = one.found.get(key)
        name = f"taakveld-{slug(label)}-{one.year}"
        figures.append(
            one.figure_of(result) if result else no_figure(name, _why_not(key, one.year))
        )
    kind = "part" if "+" in (key[0] or "") and not strong else "taakveld"
    return MoneyRow(kind, label, tuple(figures), strong, note=note)


def _why_not(key: _Key, year: int) -> Gap:
    """Nothing was stated, or the code is none of that year."""
    code = key[2] or key[1]
    if code is None or any(trend_parent(one.code, year).code == code for one in taakvelden(year)):
        return Gap.NO_FACTS
    return Gap.NO_FACTS if taakveld(code, year) else Gap.NOT_OFFICIAL


def _named(code: str, years: Sequence[_Year]) -> str:
    found = (taakveld(code, one.year) for one in reversed(years))
    name = next((one.name for one in found if one), "")
    return f"{code} {name}".strip()


def _codes(wide: str, group: str, years: Sequence[_Year]) -> str:
    """'2024: 6.71a, 6.71b; 2025: 6.711', where a year divides the group."""
    told = []
    for one in years:
        codes = sorted(
            code
            for w, _, code in one.found
            if w == wide and code and trend_parent(code, one.year).code == group
        )
        if codes and codes != [group]:
            told.append(f"{one.year}: {', '.join(codes)}")
    return "; ".join(told)


def _is_loose(code: str, wide: str, years: Sequence[_Year]) -> bool:
    here = [one.year for one in years if (wide, None, code) in one.found]
    return bool(here) and all(trend_parent(code, year).code is None for year in here)


def _why_loose(code: str, years: Sequence[_Year]) -> str:
    notes = (trend_parent(code, one.year).note for one in years if taakveld(code, one.year))
    return next((note for note in notes if note), "")


def _order(code: str) -> tuple[int, str]:
    """'0.10' after '0.9', and the wide groups, whose codes are several, by their first."""
    whole, _, rest = code.partition(".")
    digits = "".join(sign for sign in rest.split("+")[0] if sign.isdigit())
    return (int(whole) if whole.isdigit() else 0, digits)
