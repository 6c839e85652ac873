"""In which order a batch is taken in: that in which its messages were made, as far as they tell.

A start is judged by its allocation and a claim by both, whatever their files are called. So a batch goes by
the date of each message, and on one day from request to allocation to start, stop and claim.
"""

import re
from collections.abc import Iterable
from pathlib import Path

# The header stands in front; so much of a file holds it.
_LOOK = 4096
_NUMBER = re.compile(rb"/(?:jw|wmo)(3\d\d)/schema")
_DAY = re.compile(rb"Dagtekening(Retour)?>\s*(\d{4}-\d\d-\d\d)")
# On one day: requests and what is said of them, allocations, deliveries, claims; each with its answer after it.
_TURNS = (
    "315", "316", "317", "318", "319", "320", "301", "302", "305", "306", "307", "308", "323", "325",
)  # fmt: skip


def in_turn(paths: Iterable[Path]) -> list[Path]:
    """The files by the date of their message and its kind; what tells neither keeps its place at the end."""
    return sorted(paths, key=_key)


def _key(path: Path) -> tuple[str, int]:
    last = ("9999-99-99", len(_TURNS))
    try:
        if not path.is_file():
            return last
        with path.open("rb") as file:
            head = file.read(_LOOK)
    except OSError:
        return last
    # The first of its kind is that of the header; a return message has a day of its own beside it.
    days = {bool(retour): day.decode() for retour, day in reversed(_DAY.findall(head))}
    found = _NUMBER.search(head)
    number = found[1].decode() if found else ""
    if not days or number not in _TURNS:
        return last
    return days.get(True, days.get(False, last[0])), _TURNS.index(number)
