"""Which theme a taakveld belongs to, as a municipality writes it down: a TOML or a CSV file.

TOML: tables `[[mapping]]` with `taakveld`, `theme` and perhaps `category`. CSV: columns `taakveld`,
`category` (may be absent or empty) and `theme`, parted by a comma or a semicolon; the Dutch heads
`categorie` and `thema` are read too.
"""

import csv
import io
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from noaber.intake.documents.errors import IntakeError
from noaber.intake.iv3.delivery import shown
from noaber.vocabulary.iv3.lists import codes
from noaber.vocabulary.names import squeeze
from noaber.vocabulary.taakvelden import category_sides, normalise_code, not_official, taakveld

# The theme that says: this taakveld is deliberately no part of the programme.
OUTSIDE = "-"
LIMIT = 1024 * 1024
_HEADS = {"categorie": "category", "thema": "theme"}


@dataclass(frozen=True, slots=True)
class MappingRule:
    """One line: taakveld (or main taakveld, '6.'), category ('' is all), theme as printed or '-'."""

    taakveld: str
    category: str
    theme: str


def read_mapping(content: bytes, name: str, year: int) -> tuple[MappingRule, ...]:
    """The rules of a file, by the codes of that year.

    Raises IntakeError with all that is wrong, by line: a code of another year, the same cell twice.
    """
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise IntakeError(f"{name}: dit is geen UTF-8; bewaar het bestand als UTF-8.") from error
    if len(content) > LIMIT:
        raise IntakeError(f"{name}: het bestand is te groot voor een koppeling van taakvelden.")
    lines = list(_toml(text, name) if name.lower().endswith(".toml") else _csv(text, name))
    problems: list[str] = []
    rules: dict[tuple[str, str], MappingRule] = {}
    for where, line in lines:
        rule = _rule(line, year, f"{name}, {where}", problems)
        if rule is None:
            continue
        cell = (rule.taakveld, rule.category)
        if cell in rules and rules[cell] != rule:
            problems.append(
                f"{name}, {where}: {' '.join(cell).strip()} stond al bij '{shown(rules[cell].theme)}'; "
                "laat één van beide staan."
            )
        rules[cell] = rule
    if not lines:
        problems.append(f"{name}: er staat geen enkele regel in; geef taakveld en theme.")
    if problems:
        raise IntakeError(*problems)
    return tuple(rules.values())


def _rule(line: dict[str, Any], year: int, where: str, problems: list[str]) -> MappingRule | None:
    strange = [key for key in line if key not in ("taakveld", "category", "theme")]
    if strange:
        problems.append(
            f"{where}: '{shown(strange[0])}' is hier niet bekend; gebruik taakveld, category en theme."
        )
        return None
    values = {key: line.get(key, "") for key in ("taakveld", "category", "theme")}
    if any(not isinstance(value, str) for value in values.values()):
        problems.append(f'{where}: zet codes en namen tussen aanhalingstekens, als "6.71".')
        return None
    code, theme = squeeze(values["taakveld"]), squeeze(values["theme"])
    sort = squeeze(values["category"])
    if not code or not theme:
        problems.append(
            f"{where}: geef een taakveld en een theme ('{OUTSIDE}' is: buiten het programma)."
        )
        return None
    found = taakveld(code, year)
    main = code in codes("main_taakveld", year)
    if found is None and not main:
        problems.append(
            f"{where}: {not_official(normalise_code(code, year) or shown(code), year)}."
        )
        return None
    if sort and not category_sides(sort, year):
        problems.append(f"{where}: '{shown(sort)}' is geen categorie van {year}.")
        return None
    return MappingRule(found.code if found else code, sort, theme)


def _toml(text: str, name: str) -> Iterator[tuple[str, dict[str, Any]]]:
    try:
        data = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError, ValueError) as error:
        raise IntakeError(f"{name}: dit is geen TOML ({shown(error)}).") from error
    tables = data.get("mapping")
    if not isinstance(tables, list) or set(data) != {"mapping"}:
        raise IntakeError(f"{name}: schrijf elke koppeling als [[mapping]] met taakveld en theme.")
    for number, table in enumerate(tables, start=1):
        yield f"koppeling {number}", table if isinstance(table, dict) else {str(table): ""}


def _csv(text: str, name: str) -> Iterator[tuple[str, dict[str, Any]]]:
    head = text.split("\n", 1)[0]
    mark = ";" if head.count(";") >= head.count(",") else ","
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=mark, strict=True))
    except csv.Error as error:
        raise IntakeError(f"{name}: dit is geen CSV ({shown(error)}).") from error
    names = (
        [_HEADS.get(squeeze(cell).casefold(), squeeze(cell).casefold()) for cell in rows[0]]
        if rows
        else []
    )
    if "taakveld" not in names or "theme" not in names:
        raise IntakeError(
            f"{name}: de eerste regel hoort de koppen taakveld, category en theme te geven."
        )
    for number, row in enumerate(rows[1:], start=2):
        if any(cell.strip() for cell in row):
            line: dict[str, Any] = dict(zip(names, row, strict=False))
            if len(row) > len(names):
                line["extra cel"] = row[len(names)]
            yield f"regel {number}", line
