"""Write the Iv3 lists of noaber/vocabulary/iv3 from the official definitions, one file a year.

Source: CBS, repository statistiekcbs/iv3_definities (open data): codes, names, grey cells and
controls of municipalities. Only facts are taken over. Years in which nothing differs become one row,
valid from the first to the last of them. With --check nothing is written and stale files are named.

    python -m scripts.iv3_lists ../shared/standards/iv3
"""

import argparse
import csv
import io
import json
import re
import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent
TARGET = ROOT / "noaber/vocabulary/iv3"
NAME = re.compile(r"definities_gemeente_(\d{4})\.json")
# Our name of each official list.
LISTS = {
    "taakveld": "taakveld",
    "categorie_lasten": "expense_category",
    "categorie_baten": "income_category",
    "balanscode": "balance_code",
    "standper": "balance_moment",
    "kengetallen": "key_figure",
    "beleidsindicatoren": "policy_indicator",
    "verslagperiode": "reported_period",
}
GROUPS = {
    "Lopende Rekening": "LR",
    "Financiële Rekening": "FR",
    "Interne Verrekeningen": "IV",
    "begindatum": "opening",
    "einddatum": "closing",
}
# The definitions before 2020 name no periods; those after them hold control 1 in these.
PERIODS_BEFORE_2020 = (1, 2, 3, 4, 5)
Row = tuple[str, ...]


def definitions(folder: Path) -> dict[int, dict[str, Any]]:
    """The definitions of municipalities by year."""
    found = {}
    for file in sorted(folder.glob("definities_gemeente_*.json")):
        match = NAME.fullmatch(file.name)
        if match:
            found[int(match[1])] = json.loads(file.read_text("utf-8"))
    return found


def codes(year: dict[str, Any]) -> Iterator[Row]:
    """(list, code, name, group) of every code that may be delivered, and of main taakvelden."""
    for official, ours in LISTS.items():
        entries = year["codelijsten"].get(official, {}).get("codelijst", [])
        yield from _leaves(ours, entries, "")


def _leaves(name: str, entries: list[dict[str, Any]], group: str) -> Iterator[Row]:
    for entry in entries:
        code, label = entry["code"], " ".join(entry.get("omschrijving", "").split())
        if "subcodes" in entry:
            if name == "taakveld" and not code.startswith("Tot"):
                yield ("main_taakveld", code, label, "")
            yield from _leaves(name, entry["subcodes"], code)
        elif name == "balance_moment":
            yield (name, code, code, GROUPS[label])
        else:
            yield (name, code, label, GROUPS.get(group, group))


def grey_cells(year: dict[str, Any]) -> Iterator[Row]:
    """(table, row code, categories) of what may hold no amount."""
    for table, cells in year["grijze_cellen"].items():
        rows: dict[str, set[str]] = {}
        for cell in cells:
            row = cell.get("taakveld") or cell["balanscode"]
            rows.setdefault(row, set()).add(cell["categorie"])
        for row, categories in rows.items():
            yield (table, row, " ".join(sorted(categories, key=_natural)))


def controls(year: dict[str, Any]) -> Iterator[Row]:
    """(control, periods, balance codes it looks at, taakvelden it leaves out)."""
    if "controlelijst" in year:
        for control in year["controlelijst"]["controles"]:
            yield (f"PF{control['controle-id']:03}", _words(PERIODS_BEFORE_2020), "", "")
    for control in year.get("controles", []):
        for part in control["calculaties"]:
            yield (
                control["foutcode"],
                _words(part["periode"]),
                _words(part.get("balanscode", ())),
                _words(part.get("uitgesloten_taakvelden", ())),
            )


def _words(values: Iterable[object]) -> str:
    return " ".join(str(value) for value in values)


def _natural(text: str) -> list[tuple[int, str]]:
    return [
        (int(part), "") if part.isdigit() else (-1, part) for part in re.findall(r"\d+|\D+", text)
    ]


def dated(rows: dict[int, list[Row]]) -> list[Row]:
    """Each row with the first and last year of every unbroken run of years that hold it."""
    made = []
    years = sorted(rows)
    for row in dict.fromkeys(row for year in years for row in rows[year]):
        start: int | None = None
        for year in [*years, years[-1] + 1]:
            there = row in rows.get(year, ())
            if there and start is None:
                start = year
            elif not there and start is not None:
                made.append((*row, str(start), str(year - 1)))
                start = None
    return made


def files(folder: Path) -> dict[str, str]:
    """The text of every generated file by its name."""
    years = definitions(folder)
    years_part = ("valid_from", "valid_until")
    tables = {
        "codes.csv": (("list", "code", "name", "group"), codes),
        "grey_cells.csv": (("table", "row", "categories"), grey_cells),
        "controls.csv": (("control", "periods", "balance_codes", "left_out"), controls),
    }
    made = {}
    for name, (head, read) in tables.items():
        rows = dated({year: list(read(data)) for year, data in years.items()})
        out = io.StringIO()
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow((*head, *years_part))
        writer.writerows(sorted(rows, key=lambda row: (row[0], _natural(row[1]), row[-2])))
        made[name] = out.getvalue()
    return made


def stale(folder: Path) -> list[str]:
    """The generated files that are not as the definitions make them."""
    return [
        name
        for name, text in files(folder).items()
        if not (TARGET / name).is_file() or (TARGET / name).read_text("utf-8") != text
    ]


def main(arguments: Sequence[str] | None = None) -> int:
    """Write the files, or with --check name those that are stale."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path, help="where the official definitions lie")
    parser.add_argument("--check", action="store_true", help="write nothing")
    given = parser.parse_args(arguments)
    if given.check:
        names = stale(given.folder)
        print(*names, sep="\n")
        return 1 if names else 0
    for name, text in files(given.folder).items():
        (TARGET / name).write_text(text, "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
