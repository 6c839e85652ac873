"""Rows with separators as text: one line a row, with tabs between the cells."""

import csv
import io
from collections import Counter

_SEPARATORS = ";,\t"
_JUDGED = 40  # rows that tell the separator
_LONGEST = 2_000_000  # characters; more is no table that somebody exports


def is_rows(text: str, name: str) -> bool:
    """Whether the text is rows with separators: it is called so, or its lines are quoted cells."""
    if len(text) > _LONGEST:
        return False
    if name.lower().endswith((".csv", ".tsv")):
        return separator(text) is not None
    lines = [line for line in text.split("\n")[:_JUDGED] if line.strip()]
    quoted = [line for line in lines if line.startswith('"') and ('","' in line or '";"' in line)]
    return len(lines) > 2 and len(quoted) * 2 > len(lines)


def separator(text: str) -> str | None:
    """The character that stands between the cells of most rows; None where there is none."""
    lines = [line for line in text.split("\n")[:_JUDGED] if line.strip()]
    found: Counter[str] = Counter()
    for line in lines:
        outside = "".join(line.split('"')[::2])
        for one in _SEPARATORS:
            found[one] += outside.count(one) > 0
    best = max(_SEPARATORS, key=lambda one: (found[one], -_SEPARATORS.index(one)))
    return best if found[best] * 2 > len(lines) else None


def as_text(text: str) -> str:
    """The rows as lines with tabs; line ends within a cell become spaces. Never raises."""
    by = separator(text) or ";"
    try:
        rows = list(csv.reader(io.StringIO(text), delimiter=by))
    except csv.Error:
        return text
    return (
        "\n".join("\t".join(" ".join(cell.split()) for cell in row).rstrip("\t") for row in rows)
        + "\n"
    )
