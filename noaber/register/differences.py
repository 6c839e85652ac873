"""What differs between two readings of one document, in sentences for the person who edited it."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

from noaber.intake.documents.reading import Reading
from noaber.intake.documents.sections import SECTIONS

SHOWN = 20


def differences(kept: Reading, offered: Reading) -> list[str]:
    """Each thing that the register holds otherwise than the file, by its id; empty where they agree.

    Places in the text do not count: only what is said.
    """
    return [
        *_compared(kept.goals, offered.goals, "doel", lambda goal: (goal.kind, goal.text)),
        *_compared(
            kept.indicators, offered.indicators, "indicator", lambda row: (row.name, row.unit)
        ),
        *_cells(kept, offered),
        *_compared(kept.finance, offered.finance, "bedrag", lambda amount: amount.eur),
        *_records(kept, offered),
    ]


def shortened(sentences: Sequence[str]) -> str:
    """The sentences, one a line, cut to what a person reads."""
    more = len(sentences) - SHOWN
    lines = [f"  {sentence}" for sentence in sentences[:SHOWN]]
    return "\n".join([*lines, f"  en nog {more} verschillen"] if more > 0 else lines)


def _cells(kept: Reading, offered: Reading) -> Iterator[str]:
    yield from _compared(
        list(_values(kept)),
        list(_values(offered)),
        "waarde",
        lambda cell: cell[1],
        lambda cell: cell[0],
    )


def _values(reading: Reading) -> Iterator[tuple[str, Any]]:
    for row in reading.indicators:
        for cell in row.values:
            yield f"{row.id} {cell.period} ({cell.kind})", cell.value
        if row.baseline:
            yield f"{row.id} nulmeting", (row.baseline.period, row.baseline.value)


def _records(kept: Reading, offered: Reading) -> Iterator[str]:
    for name, section in SECTIONS.items():
        yield from _compared(
            [record for record in kept.records if record.section == name],
            [record for record in offered.records if record.section == name],
            section.dutch,
            _said,
        )


def _said(record: Any) -> Any:
    entries = {
        name: [dict(entry.values) for entry in inner] for name, inner in record.entries.items()
    }
    values = {
        name: frozenset(value) if isinstance(value, tuple) else value
        for name, value in record.values.items()
    }
    return values, entries


def _compared(
    kept: Iterable[Any],
    offered: Iterable[Any],
    word: str,
    said: Callable[[Any], Any],
    name: Callable[[Any], str] = lambda item: str(item.id),
) -> Iterator[str]:
    ours = {name(item): said(item) for item in kept}
    theirs = {name(item): said(item) for item in offered}
    for key, value in ours.items():
        if key not in theirs:
            yield f"{word} {key}: in het register, niet in het bestand"
        elif theirs[key] != value:
            shown = f": {_plain(value)} in het register, {_plain(theirs[key])} in het bestand"
            yield f"{word} {key}{shown if _is_plain(value) and _is_plain(theirs[key]) else ' verschilt'}"
    for key in theirs:
        if key not in ours:
            yield f"{word} {key}: in het bestand, niet in het register"


def _is_plain(value: Any) -> bool:
    return value is None or isinstance(value, str | int | float | bool)


def _plain(value: Any) -> str:
    return "geen waarde" if value is None else str(value)
