"""Messages written as files, each valid by its schema."""

import json
from collections import Counter
from pathlib import Path
from typing import Any

from noaber.intake.messages.writing import write_message
from noaber.simulation.signals import deliveries
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
    _signals(folder / "ddas", traffic)
    return {**traffic.told(), "messages": dict(sorted(counts.items()))}


def _signals(folder: Path, traffic: Traffic) -> None:
    """The deliveries of early signals, a file a year."""
    folder.mkdir(parents=True, exist_ok=True)
    part = traffic.part
    for year, told in deliveries(part.setting, part.people, part.arrears).items():
        text = json.dumps(told, ensure_ascii=False, indent=1)
        (folder / f"ddas-{year}.json").write_text(f"{text}\n", "utf-8")
