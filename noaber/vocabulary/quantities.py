"""A number as it was printed: value or gap, unit, qualifier, and the text itself."""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from noaber.vocabulary.gaps import Gap


class Unit(StrEnum):
    """What a value counts."""

    NUMBER = "number"
    PERCENT = "percent"
    EUR = "eur"
    YESNO = "yesno"
    TEXT = "text"


class Qualifier(StrEnum):
    """What the text says of the precision of a number."""

    EXACT = ""
    LESS = "<"
    MORE = ">"
    ABOUT = "about"


@dataclass(frozen=True, slots=True)
class Quantity:
    """A value or a gap with its reason.

    `value` is in units of `unit`, the printed multiplier (miljoen, x 1.000) already applied;
    `scale` is the number of decimals printed, before that multiplier; `text` is what was printed.
    """

    value: Decimal | None
    unit: Unit = Unit.NUMBER
    gap: Gap | None = None
    qualifier: Qualifier = Qualifier.EXACT
    scale: int = 0
    text: str = ""

    def __post_init__(self) -> None:
        """Hold that there is a value or a reason, never both and never neither."""
        if (self.value is None) == (self.gap is None):
            raise ValueError("a quantity has a value, or a gap with its reason")
        if self.value is not None and not self.value.is_finite():
            raise ValueError("a quantity is finite")
