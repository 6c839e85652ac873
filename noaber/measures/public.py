"""What of a municipality's own counts goes into a publication, and what already left in earlier ones.

Of each publication is kept, inside, what left with a value and how many people stood behind it: without
that the next one could uncover by subtraction what this one hid.
"""

import hashlib
import io
import json
import os
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from uuid import uuid4

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from noaber.facts.snapshot import BrokenSnapshot
from noaber.measures.definition import Definition, parse
from noaber.measures.honest import MISSING_DELIVERY
from noaber.measures.results import DIMENSIONS

_FOLDER = "public"
# Which of several indicators a result is of is no part of a whole.
_PARTS = tuple(name for name in DIMENSIONS if name != "indicator")


def counted(
    results: pa.Table, municipality: str, measures: Mapping[str, Definition], until: date
) -> pa.Table:
    """The results of these measures that a publication tells of: whole periods up to and including `until`.

    Of the whole municipality every period from the first that was delivered whole, of its parts the last
    period that has a value; no parts of what is laid beside the period before, whose parts nobody judged.
    """
    mine = results.filter(
        (pc.field("municipality") == municipality)
        & pc.field("document").is_null()
        & pc.field("measure").isin(list(measures))
        & (pc.field("period_end") <= until)
    )
    whole = pa.array([True] * mine.num_rows, pa.bool_())
    for name in _PARTS:
        whole = pc.and_(whole, pc.is_null(mine[name]))
    series = _delivered(mine.filter(whole))
    known = series.filter(pc.is_valid(series["value"]))
    last = {
        row["measure"]: row["period_end_max"]
        for row in known.group_by("measure").aggregate([("period_end", "max")]).to_pylist()
    }
    parts = mine.filter(pc.invert(whole))
    ends = zip(parts["measure"].to_pylist(), parts["period_end"].to_pylist(), strict=True)
    looks_back = {name for name, one in measures.items() if one.against == "previous"}
    now = pa.array(
        [last.get(measure) == end and measure not in looks_back for measure, end in ends],
        pa.bool_(),
    )
    return pa.concat_tables([series, parts.filter(now)])


def _delivered(series: pa.Table) -> pa.Table:
    """Without the periods before the first of a measure in which no delivery is missing."""
    first: dict[str, date] = {}
    asked = ("measure", "period_start", "provisional", "value")
    rows = list(zip(*(series[name].to_pylist() for name in asked), strict=True))
    for measure, start, provisional, value in rows:
        if MISSING_DELIVERY not in provisional and value is not None:
            first[measure] = min(first.get(measure, start), start)
    return series.filter(
        pa.array([start >= first.get(name, date.max) for name, start, *_ in rows], pa.bool_())
    )


@dataclass(frozen=True, slots=True)
class Left:
    """What left in earlier publications, the oldest first, and the definitions by which it was counted.

    A measure of which the definition is another now, or gone, has its version behind its name.
    """

    tables: tuple[pa.Table, ...] = ()
    definitions: Mapping[str, Definition] = field(default_factory=dict)


def earlier(root: Path, municipality: str, now: Mapping[str, Definition]) -> Left:
    """What left of a municipality in earlier publications. Raises BrokenSnapshot where a file is not whole."""
    tables, old = [], {}
    files = sorted(folder_of(root, municipality).glob("*.parquet"), key=lambda one: one.name)
    for file in files:
        try:
            table = pq.read_table(file)
            texts = json.loads((table.schema.metadata or {})[b"definitions"])
        except (OSError, KeyError, ValueError, pa.ArrowInvalid) as error:
            raise BrokenSnapshot(
                f"{file} is niet heel; zonder wat al openbaar werd, kan er niets bij. Zet het terug uit de "
                "reservekopie"
            ) from error
        renamed = {}
        for name, text in texts.items():
            definition = parse(text, name)
            if name not in now or now[name] != definition:
                renamed[name] = f"{name}@{definition.version}"
                old[renamed[name]] = replace(definition, id=renamed[name])
        names = [renamed.get(name, name) for name in table["measure"].to_pylist()]
        at = table.schema.get_field_index("measure")
        tables.append(table.set_column(at, table.schema.field("measure"), pa.array(names)))
    return Left(tuple(tables), old)


def keep(root: Path, municipality: str, left: pa.Table, texts: Mapping[str, str]) -> Path | None:
    """Keep what leaves now; the file where it was not kept before, so that it can be taken back.

    `texts` are those of the definitions by which it was counted, by measure.
    """
    folder = folder_of(root, municipality)
    if not left.num_rows:
        return None
    told = json.dumps({name: texts[name] for name in sorted(set(left["measure"].to_pylist()))})
    body = io.BytesIO()
    pq.write_table(left.replace_schema_metadata({b"definitions": told.encode()}), body)
    mark = hashlib.sha256(body.getvalue()).hexdigest()[:16]
    there = sorted(file.name for file in folder.glob("*.parquet"))
    if any(name.endswith(f"-{mark}.parquet") for name in there):
        return None
    # In the order in which they left: the last number and one more.
    number = int(there[-1].partition("-")[0]) + 1 if there else 1
    place = folder / f"{number:06d}-{mark}.parquet"
    folder.mkdir(parents=True, exist_ok=True)
    beside = folder / f".{uuid4().hex[:8]}"
    beside.write_bytes(body.getvalue())
    os.replace(beside, place)
    return place


def folder_of(root: Path, municipality: str) -> Path:
    """Where what left of a municipality is kept; one publication at a time holds it."""
    return root / _FOLDER / municipality
