"""What of a municipality's own counts goes into a publication, and what already left in earlier ones.

Of each publication is kept, inside, what left with a value and how many people stood behind it: without
that the next one could uncover by subtraction what this one hid.
"""

import hashlib
import io
import os
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from uuid import uuid4

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from noaber.measures.honest import MISSING_DELIVERY
from noaber.measures.results import DIMENSIONS

_FOLDER = "public"
# Which of several indicators a result is of is no part of a whole.
_PARTS = tuple(name for name in DIMENSIONS if name != "indicator")


def counted(results: pa.Table, municipality: str, measures: Iterable[str], until: date) -> pa.Table:
    """The results of these measures that a publication tells of: whole periods up to and including `until`.

    Of the whole municipality every period from the first that was delivered whole, of its parts the last
    period that has a value.
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
    now = pa.array([last.get(measure) == end for measure, end in ends], pa.bool_())
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


def earlier(root: Path, municipality: str) -> list[pa.Table]:
    """What left of a municipality in earlier publications, as it was kept with each."""
    return [pq.read_table(file) for file in sorted(_folder(root, municipality).glob("*.parquet"))]


def keep(root: Path, municipality: str, left: pa.Table) -> Path | None:
    """Keep what leaves now; the file where it was not kept before, so that it can be taken back."""
    body = io.BytesIO()
    pq.write_table(left.replace_schema_metadata(None), body)
    folder = _folder(root, municipality)
    place = folder / f"{hashlib.sha256(body.getvalue()).hexdigest()[:16]}.parquet"
    if place.exists() or not left.num_rows:
        return None
    folder.mkdir(parents=True, exist_ok=True)
    beside = folder / f".{uuid4().hex[:8]}"
    beside.write_bytes(body.getvalue())
    os.replace(beside, place)
    return place


def _folder(root: Path, municipality: str) -> Path:
    return root / _FOLDER / municipality
