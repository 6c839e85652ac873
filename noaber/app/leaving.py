"""What a municipality counted itself, on its way out: chosen for a document, and past disclosure control."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import Protocol

import pyarrow as pa

from noaber.app.errors import Failure
from noaber.desk.compose import counts_until
from noaber.desk.counting import Own
from noaber.measures import public, results
from noaber.measures.definition import Definition
from noaber.measures.disclosure import control
from noaber.measures.engine import with_parts
from noaber.register.outline import Outline, OutlineIndicator


@dataclass(frozen=True, slots=True)
class Leaving:
    """Own counts as they may leave with a document, what is to be kept of them, and what to warn of."""

    own: Own
    kept: pa.Table | None = None
    hidden: int = 0
    warnings: tuple[str, ...] = ()


def leaving(
    root: Path, snapshot: str, outline: Outline, definitions: Mapping[str, Definition]
) -> Leaving:
    """The own counts of the measures that a document names, from the results of a snapshot in `root`.

    What they are made of is controlled with them: by a quotient a part could be worked out. Raises
    Failure where an indicator names a measure that there is not, and NotCounted.
    """
    named = {one.measure: definitions[one.measure] for one in _naming(outline, definitions)}
    if not named:
        return Leaving(Own())
    table, queries = results.whole(root, snapshot)
    chosen = public.counted(
        table, outline.code, with_parts(named, definitions), counts_until(outline)
    )
    found = control(chosen, definitions, public.earlier(root, outline.code))
    told = [one for one in results.as_results(found.rows.to_pylist()) if one.measure in named]
    return Leaving(Own(told, queries), found.kept, found.hidden, found.warnings)


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
