"""What a municipality counted itself, on its way out: chosen for a document, and past disclosure control."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import Path
from typing import Any, Protocol

import pyarrow as pa

from noaber.app.errors import Failure
from noaber.desk.compose import counts_until
from noaber.desk.counting import Own
from noaber.facts.snapshot import Snapshot
from noaber.measures import public, results
from noaber.measures.careful import leave, untold
from noaber.measures.definition import Definition, shipped_text
from noaber.measures.disclosure import THRESHOLD, hidden_row
from noaber.measures.engine import with_parts
from noaber.register.outline import Outline, OutlineIndicator
from noaber.vocabulary.people import counts_people


@dataclass(frozen=True, slots=True)
class Leaving:
    """Own counts as they may leave with a document, what is to be kept of them, and what to warn of.

    `texts` are those of the definitions by which they were counted.
    """

    own: Own
    kept: pa.Table | None = None
    hidden: int = 0
    warnings: tuple[str, ...] = ()
    texts: Mapping[str, str] = field(default_factory=dict)


def leaving(
    root: Path, snapshot: Snapshot, outline: Outline, definitions: Mapping[str, Definition]
) -> Leaving:
    """The own counts of the measures that a document names, from the results of a snapshot in `root`.

    What they are made of is controlled with them: by a quotient a part could be worked out. Raises
    Failure where an indicator names a measure that there is not, BrokenSnapshot where what left before
    can't be read, and NotCounted.
    """
    naming = _naming(outline, definitions)
    if not naming:
        return Leaving(Own())
    refused = {one.measure: untold(definitions[one.measure], definitions) for one in naming}
    named = {name: definitions[name] for name, why in refused.items() if not why}
    table, queries = results.whole(root, snapshot.id)
    measures = with_parts(named, definitions)
    chosen = public.counted(table, outline.code, measures, counts_until(outline))
    before = public.earlier(root, outline.code, definitions)
    found = leave(chosen, {**definitions, **before.definitions}, before.tables)
    rows = [one for one in found.rows.to_pylist() if one["measure"] in named]
    few = [_is_few(row, definitions) for row in rows]
    rows = [hidden_row(row) if small else row for row, small in zip(rows, few, strict=True)]
    told = list(results.as_results(rows))
    shown = {one.measure for one in told if one.value is not None or one.word}
    warnings = [
        *(f"{name} staat niet in de publicatie: {why}" for name, why in refused.items() if why),
        *(f"{name}: er is niets geteld om te tonen" for name in named if name not in shown),
        *found.warnings,
    ]
    return Leaving(
        Own(told, queries), found.kept, found.hidden + sum(few), tuple(warnings),
        _texts(measures, snapshot),
    )  # fmt: skip


def _is_few(row: Mapping[str, Any], definitions: Mapping[str, Definition]) -> bool:
    """Whether a figure that a partner supplied is a new small count of people, as its name tells."""
    definition = definitions[row["measure"]]
    small = row["value"] is not None and 0 < row["value"] < THRESHOLD
    return (
        small
        and definition.origin == "supplied"
        and row["unit"] == "number"
        and counts_people(definition.label)
    )


def _texts(measures: Iterable[str], snapshot: Snapshot) -> Mapping[str, str]:
    own = snapshot.in_force.get("definitions", {})
    return {name: own[name] if name in own else shipped_text(name) for name in measures}


def _naming(outline: Outline, definitions: Mapping[str, Definition]) -> list[OutlineIndicator]:
    naming = [one for one in outline.indicators if one.measure]
    for sentence in unknown_measures(naming, definitions):
        raise Failure(sentence)
    return naming


class Names(Protocol):
    """An indicator, read or registered, that may name a measure."""

    @property
    def name(self) -> str:
        """What it is called."""

    @property
    def measure(self) -> str | None:
        """The measure, where it names one."""


def unknown_measures(indicators: Iterable[Names], known: Collection[str]) -> Iterator[str]:
    """A sentence for each indicator that names a measure that is not among those known."""
    for one in indicators:
        if one.measure and one.measure not in known:
            near = ", ".join(get_close_matches(one.measure, known, 3))
            yield (
                f"indicator '{one.name}' noemt maat '{one.measure}', en die is er niet; "
                + (f"lijkt op: {near}" if near else "`noaber measure` geeft de maten die er zijn")
            )
