"""Anybody's CSV, Excel or Parquet file, batch by batch, each column as text.

Numbers come as Dutch systems write them (1234,5) and days as 2022-03-31, however the file keeps them.
Rows are numbered as the file shows them: the heads are row 1.
"""

import codecs
import io
import zipfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pacsv
import pyarrow.parquet as pq

from noaber.facts.mapping import BadMapping, Layout

BLOCK = 8 << 20
ROWS = 20_000
_DELIMITERS = ";,\t|"


@dataclass
class Opened:
    """A file with its heads; `batches` gives columns of text, `unread` the rows that could not be read."""

    heads: list[str]
    batches: Callable[[Sequence[str]], Iterator[tuple[pa.Array, pa.RecordBatch]]]
    unread: list[tuple[int, str]] = field(default_factory=list)
    close: Callable[[], None] = lambda: None


def open_file(path: Path, layout: Layout) -> Opened:
    """Open a file by its ending. Raises BadMapping where it is none of these or not whole, and OSError."""
    opener = _OPENERS.get(path.suffix.lower())
    if opener is None:
        raise BadMapping([f"{path.name}: geef een bestand dat op {', '.join(_OPENERS)} eindigt"])
    if path.stat().st_size == 0:
        raise BadMapping([f"{path.name} is leeg"])
    return opener(path, layout)


def _csv(path: Path, layout: Layout) -> Opened:
    encoding = layout.encoding or _encoding(path)
    heads_line = _line(path, encoding, layout.header)
    delimiter = layout.delimiter or max(_DELIMITERS, key=heads_line.count)
    unread: list[tuple[int, str]] = []

    def skip(row: Any) -> str:
        # A line on which nothing stands is no row.
        why = f"deze rij heeft {row.actual_columns} kolommen, de koppen {row.expected_columns}"
        unread.append((row.number, why if (row.text or "").strip() else ""))
        return "skip"

    parse = pacsv.ParseOptions(
        delimiter=delimiter,
        newlines_in_values=True,
        ignore_empty_lines=False,
        invalid_row_handler=skip,
    )
    reading = pacsv.ReadOptions(
        encoding=encoding, skip_rows=layout.header - 1, block_size=BLOCK, use_threads=False
    )

    def batches(names: Sequence[str]) -> Iterator[tuple[pa.Array, pa.RecordBatch]]:
        convert = pacsv.ConvertOptions(
            column_types={name: pa.string() for name in names},
            include_columns=list(names),
            strings_can_be_null=False,
        )
        number, at = layout.header + 1, 0
        try:
            reader = pacsv.open_csv(path, reading, parse, convert)
            for batch in reader:
                numbers, number, at = _numbers(number, batch.num_rows, unread, at)
                yield numbers, batch
        except (pa.ArrowInvalid, UnicodeError) as error:
            raise BadMapping([f"{path.name} is niet te lezen als CSV: {_first(error)}"]) from error

    return Opened(_heads(heads_line, delimiter, path), batches, unread)


def _numbers(
    number: int, size: int, unread: list[tuple[int, str]], at: int
) -> tuple[pa.Array, int, int]:
    """The numbers of so many rows from `number` on, without those that were not read."""
    if at >= len(unread) or unread[at][0] >= number + size:
        return pa.array(range(number, number + size), pa.int64()), number + size, at
    found: list[int] = []
    while len(found) < size:
        if at < len(unread) and unread[at][0] == number:
            at += 1
        else:
            found.append(number)
        number += 1
    return pa.array(found, pa.int64()), number, at


def _encoding(path: Path) -> str:
    """UTF-8 where all of it is that, UTF-16 where it says so, else what Windows writes."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    with path.open("rb") as file:
        if file.read(2) in (b"\xff\xfe", b"\xfe\xff"):
            return "utf-16"
        file.seek(0)
        try:
            while block := file.read(BLOCK):
                decoder.decode(block)
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            return "cp1252"
    return "utf-8"


def _line(path: Path, encoding: str, number: int) -> str:
    try:
        with path.open(
            encoding="utf-8-sig" if encoding == "utf-8" else encoding, newline=""
        ) as file:
            for _ in range(number):
                line = file.readline(1_000_000)
    except (UnicodeError, LookupError) as error:
        raise BadMapping([f"{path.name} is geen tekst in '{encoding}'"]) from error
    if not line.strip():
        raise BadMapping([f"{path.name}: op regel {number} staan geen koppen"])
    return line


def _heads(line: str, delimiter: str, path: Path) -> list[str]:
    import csv

    return _unique(next(csv.reader(io.StringIO(line), delimiter=delimiter)), path)


def _unique(heads: Sequence[str], path: Path) -> list[str]:
    twice = sorted({head for head in heads if head and heads.count(head) > 1})
    if twice:
        raise BadMapping([f"{path.name}: de kop '{twice[0]}' staat er meer dan eens"])
    return list(heads)


def _excel(path: Path, layout: Layout) -> Opened:
    import openpyxl

    try:
        book = openpyxl.load_workbook(path, read_only=True, data_only=True)
    except (zipfile.BadZipFile, KeyError, ValueError, OSError) as error:
        if isinstance(error, FileNotFoundError):
            raise
        raise BadMapping([f"{path.name} is geen heel Excel-bestand (.xlsx)"]) from error
    try:
        return _of_book(book, path, layout)
    except BadMapping:
        book.close()
        raise


def _of_book(book: Any, path: Path, layout: Layout) -> Opened:
    if layout.sheet and layout.sheet not in book.sheetnames:
        known = ", ".join(book.sheetnames)
        raise BadMapping([f"{path.name} heeft geen werkblad '{layout.sheet}'; wel: {known}"])
    sheet = book[layout.sheet] if layout.sheet else book.worksheets[0]
    first = next(
        sheet.iter_rows(min_row=layout.header, max_row=layout.header, values_only=True), ()
    )
    heads = _unique(["" if cell is None else str(cell).strip() for cell in first], path)
    if not any(heads):
        raise BadMapping(
            [f"{path.name}: op rij {layout.header} van {sheet.title} staan geen koppen"]
        )

    def batches(names: Sequence[str]) -> Iterator[tuple[pa.Array, pa.RecordBatch]]:
        places = [heads.index(name) for name in names]
        numbers, rows = [], []
        for number, row in enumerate(
            sheet.iter_rows(min_row=layout.header + 1, values_only=True), layout.header + 1
        ):
            if all(cell is None for cell in row):
                continue
            numbers.append(number)
            rows.append([as_text(row[at]) if at < len(row) else "" for at in places])
            if len(rows) == ROWS:
                yield pa.array(numbers, pa.int64()), _batch(names, rows)
                numbers, rows = [], []
        if rows:
            yield pa.array(numbers, pa.int64()), _batch(names, rows)

    return Opened(heads, batches, close=book.close)


def _batch(names: Sequence[str], rows: list[list[str]]) -> pa.RecordBatch:
    columns = [pa.array(column, pa.string()) for column in zip(*rows, strict=True)]
    return pa.RecordBatch.from_arrays(columns, names=list(names))


def as_text(value: Any) -> str:
    """A cell as text: a day as 2022-03-31, a number as 1234,5."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "ja" if value else "nee"
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else repr(value).replace(".", ",")
    return str(value)


def _parquet(path: Path, layout: Layout) -> Opened:
    try:
        file = pq.ParquetFile(path)
    except (pa.ArrowInvalid, pa.ArrowException) as error:
        raise BadMapping([f"{path.name} is geen heel Parquet-bestand"]) from error

    def batches(names: Sequence[str]) -> Iterator[tuple[pa.Array, pa.RecordBatch]]:
        number = 2
        try:
            for batch in file.iter_batches(ROWS * 5, columns=list(names)):
                numbers = pa.array(range(number, number + batch.num_rows), pa.int64())
                number += batch.num_rows
                columns = [_texts(batch[name]) for name in names]
                yield numbers, pa.RecordBatch.from_arrays(columns, names=list(names))
        except (pa.ArrowInvalid, pa.ArrowNotImplementedError, OSError) as error:
            raise BadMapping([f"{path.name} is niet heel: {_first(error)}"]) from error

    return Opened(file.schema_arrow.names, batches, close=file.close)


def _texts(column: pa.Array) -> pa.Array:
    kind = column.type
    if pa.types.is_dictionary(kind):
        column = column.dictionary_decode()
        kind = column.type
    if pa.types.is_timestamp(kind):
        column = column.cast(pa.date32())
    if pa.types.is_boolean(kind):
        column = pc.if_else(column, "ja", "nee")
    texts = column.cast(pa.string())
    if pa.types.is_floating(kind):
        texts = pc.replace_substring_regex(texts, r"\.0$", "")
    if pa.types.is_floating(kind) or pa.types.is_decimal(kind):
        texts = pc.replace_substring(texts, ".", ",")
    return pc.fill_null(texts, "")


def _first(error: Exception) -> str:
    return str(error).split("\n")[0][:200]


_OPENERS: dict[str, Callable[[Path, Layout], Opened]] = {
    ".csv": _csv,
    ".tsv": _csv,
    ".txt": _csv,
    ".xlsx": _excel,
    ".parquet": _parquet,
}
