"""What tests of imports share: a key, a day, and a file in each form."""

from datetime import date

import openpyxl
import pyarrow as pa
import pyarrow.dataset as ds
import pyarrow.parquet as pq
import pytest

from noaber.facts import mapping as mappings
from noaber.facts.imports import import_files
from noaber.guard.secrets import keys_of

KNOWN = date(2023, 1, 15)
EPISODES = """
name = "trajecten"
fact = "episode"
[constants]
municipality = "Twenterand"
kind = "trajectory"
[columns]
record = "Zaak"
person = "BSN"
birth_year = "Geboren"
law = { from = "Wet", values = { "Wmo 2015" = "wmo", "Jeugdwet" = "youth" } }
started_on = "Begin"
ended_on = "Einde"
volume = "Uren"
"""
HEADS = ("Zaak", "BSN", "Geboren", "Wet", "Begin", "Einde", "Uren")
ROWS = (
    ("A1", "999900006", date(2012, 2, 14), "Jeugdwet", date(2022, 1, 3), date(2022, 6, 30), 2.5),
    ("A2", "999900018", date(1950, 5, 1), "Wmo 2015", date(2022, 2, 1), None, 1200),
    ("A3", "999900006", date(2012, 2, 14), "Jeugdwet", date(2023, 1, 2), None, 1),
)


def dutch(value):
    """A value as a Dutch system writes it in a CSV file."""
    if value is None:
        return ""
    if isinstance(value, date):
        return f"{value:%d-%m-%Y}"
    return (
        f"{value:,}".translate(str.maketrans(",.", ".,"))
        if isinstance(value, float | int)
        else value
    )


def write_csv(path, rows=ROWS, heads=HEADS, encoding="utf-8", delimiter=";"):
    lines = [delimiter.join(heads), *(delimiter.join(map(dutch, row)) for row in rows)]
    path.write_bytes(("\r\n".join(lines) + "\r\n").encode(encoding))
    return path


def write_excel(path, rows=ROWS, heads=HEADS, sheet="Export"):
    book = openpyxl.Workbook()
    book.active.title = sheet
    book.active.append(heads)
    for row in rows:
        # Excel keeps a BSN as a number.
        book.active.append([int(one) if str(one).isdigit() else one for one in row])
    book.save(path)
    return path


def write_parquet(path, rows=ROWS, heads=HEADS):
    columns = {
        head: list(column) for head, column in zip(heads, zip(*rows, strict=True), strict=True)
    }
    columns["Uren"] = [float(one) for one in columns["Uren"]]
    pq.write_table(pa.table(columns), path)
    return path


def read(made, table="episode"):
    found = ds.dataset(made.folder / table, format="parquet").to_table().to_pylist()
    return sorted(found, key=lambda row: row.get("record") or row["evidence"])


@pytest.fixture
def bring(tmp_path):
    """Import files by the text of a mapping."""

    def bring(text, *files, root=None, known_on=KNOWN):
        mapping = mappings.read(text, "m.toml", fallback="m")
        return import_files(mapping, files, root or tmp_path / "facts", keys_of, known_on)

    return bring
