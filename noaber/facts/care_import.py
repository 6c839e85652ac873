"""The care in a register that is not kept becomes an import: the same facts, under the import's name.

A number of a row leads nowhere once its register is gone; what leads back is the evidence, which names
message and line. So the import's name stands before the number, as in every import, and no row of such a
register can be taken for one of this installation's.
"""

import shutil
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

import pyarrow as pa
import pyarrow.compute as pc

from noaber.facts import care, kept_imports, quality
from noaber.facts.making import Making, alone
from noaber.facts.rejecting import Rejected
from noaber.facts.tables import AMOUNT, TABLES
from noaber.guard.actor import Actor
from noaber.register.care import facts_queries


class LeftOut(NamedTuple):
    """Why something did not come in: its file, the line, the rule that it breaks, and the reason in Dutch."""

    file: str
    line: int
    rule: str
    reason: str


class About(NamedTuple):
    """What an import says of itself: its name, what tells it from another, and from what it was made."""

    name: str
    digest: str
    files: Mapping[str, str]


def keep(
    actor: Actor,
    root: Path,
    code: str,
    about: About,
    left_out: Iterable[Iterable[LeftOut]] = (),
) -> Mapping[str, Any] | None:
    """Keep the care of one municipality as an import beside the snapshots in `root`; its manifest.

    `left_out` has for each file that is no part of it the reasons. Nothing where there is no fact: then
    the import that was there stays, as it does where this raises NotAFact, BlockingIOError or OSError.
    """
    with alone(root):
        making = Making(root)
        try:
            rejected = _rejected(making.folder, left_out)
            for table, source, rows in _tables(actor, code, about.name):
                making.add(TABLES[table], _under(about.name, rows), source)
            if not making.slices:
                return None
            quality.Examined(making, {}).write(making.folder)
            kept_imports.keep(
                root, about.name, making.folder, _manifest(actor, code, about, making, rejected)
            )
        finally:
            shutil.rmtree(making.folder, ignore_errors=True)
        return kept_imports.required(root, about.name)[1]


def _tables(actor: Actor, code: str, name: str) -> Iterator[tuple[str, str, pa.Table]]:
    """Everything that care tells: the table, the source of its slices, and the rows."""
    for table, rows in care.episodes_and_events(actor, code).items():
        yield table, name, rows
    for year in facts_queries.state_of_claims(actor, code):
        yield AMOUNT.name, f"{name}-claims-{year}", care.claims(actor, code, year)


def _under(name: str, rows: pa.Table) -> pa.Table:
    """Rows of which the record begins with the name of the import."""
    place = rows.schema.get_field_index("record")
    named = pc.binary_join_element_wise(f"{name}:", rows["record"], "")
    return rows.set_column(place, rows.schema.field(place), named)


def _rejected(folder: Path, left_out: Iterable[Iterable[LeftOut]]) -> Rejected:
    with Rejected(folder) as rejected:
        for reasons in left_out:
            rejected.count(1)
            for one in reasons:
                rejected.add(*one)
    return rejected


def _manifest(
    actor: Actor, code: str, about: About, making: Making, rejected: Rejected
) -> dict[str, Any]:
    tables = {path.split("/")[0] for path in making.slices}
    return {
        "digest": about.digest,
        "table": ", ".join(sorted(tables)),
        "files": dict(about.files),
        "rows": sum(one["rows"] for one in making.slices.values()),
        "rejected": rejected.rows,
        "reasons": dict(sorted(rejected.reasons.items(), key=lambda one: -one[1])[:50]),
        "slices": making.slices,
        "not_counted": facts_queries.not_counted(actor, code),
        "missing": [],
        "breaks": [],
    }
