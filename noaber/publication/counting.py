"""What an edition tells of a municipality's own counting: its periods, its parts, its differences."""

from dataclasses import dataclass
from decimal import Decimal

from noaber.publication.evidence import Figure


@dataclass(frozen=True, slots=True)
class CountedPoint:
    """One period as the municipality counts it itself.

    `low` and `high` are its interval of 95 %, `rows` how many facts were counted (None where that may
    not be told), `difference` what was counted less what the document prints.
    """

    period: str
    figure: Figure
    low: Decimal | None = None
    high: Decimal | None = None
    rows: int | None = None
    remarks: tuple[str, ...] = ()
    difference: Figure | None = None


@dataclass(frozen=True, slots=True)
class SplitRow:
    """One part of a split, in Dutch, and its figure; the rest as in a CountedPoint."""

    part: str
    figure: Figure
    low: Decimal | None = None
    high: Decimal | None = None
    rows: int | None = None


@dataclass(frozen=True, slots=True)
class Split:
    """The last period of a counting by one dimension (`by`, in Dutch: 'gebied')."""

    by: str
    period: str
    rows: tuple[SplitRow, ...]


@dataclass(frozen=True, slots=True)
class Counting:
    """What the municipality counts itself of an indicator, by which measure, and what that says.

    `measure` is its name, `sentence` says what is counted, `supplier` who supplies it where a partner
    counts.
    """

    measure: str
    sentence: str
    points: tuple[CountedPoint, ...]
    splits: tuple[Split, ...] = ()
    notes: tuple[str, ...] = ()
    supplier: str = ""
