"""Messages written as files, each valid by its schema."""

from collections import Counter
from pathlib import Path
from typing import Any

from noaber.intake.messages.writing import write_message
from noaber.simulation.traffic import Traffic


def send(folder: Path, traffic: Traffic) -> dict[str, Any]:
    """Write all messages of a part below a folder; what there is to know of them. Raises OSError."""
    counts: Counter[str] = Counter()
    made: set[Path] = set()
    for sent in traffic.messages():
        place = folder / sent.folder
        if place not in made:
            place.mkdir(parents=True, exist_ok=True)
            made.add(place)
        content = write_message(sent.standard, sent.number, sent.tree)
        (place / sent.name).write_bytes(content)
        counts[f"{sent.standard} {sent.number}"] += 1
    return {**traffic.told(), "messages": dict(sorted(counts.items()))}
