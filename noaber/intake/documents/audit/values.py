"""What a record says, or None: a rule asks, and stays silent where nothing was stated."""

from math import isfinite

from noaber.intake.documents.reading import Record
from noaber.vocabulary.periods import Period, parse_period


def cents(record: Record, name: str) -> int | None:
    """An amount in cents."""
    return to_cents(record.values.get(name))


def to_cents(value: object) -> int | None:
    """A number of euros in cents; None for anything else."""
    if isinstance(value, bool) or not isinstance(value, int | float) or not isfinite(value):
        return None
    return round(value * 100)


def text(record: Record, name: str) -> str:
    """A text or the id in a reference; '' where there is none."""
    value = record.values.get(name)
    return value if isinstance(value, str) else ""


def texts(record: Record, name: str) -> tuple[str, ...]:
    """A list of texts or references."""
    value = record.values.get(name)
    return value if isinstance(value, tuple) else ()


def year(record: Record, name: str = "year") -> int | None:
    """A whole year."""
    value = record.values.get(name)
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def period(written: object) -> Period | None:
    """A written period; None where it is none."""
    try:
        return parse_period(written) if isinstance(written, str) else None
    except ValueError:
        return None


def called(record: Record) -> str:
    """How a reader would call the record: by the first of its names that is filled in."""
    names = ("name", "about", "purpose", "scheme", "title", "number")
    return next((found for name in names if (found := text(record, name))), record.id)
