"""Rules over allocations (301)."""

from collections.abc import Collection

from noaber.register.care.rules.registry import rule
from noaber.register.care.rules.values import Allocated


@rule(
    "TR332",
    "9332",
    "dit toewijzingnummer is al gegeven aan een andere cliënt of aanbieder, of voor een ander product of een "
    "andere ingangsdatum",
    "this number was already given to another client or provider, or for another product or first day",
)
def tr332(of: object, holder: object | None) -> bool:
    """TR332: a number is given once within a municipality and law; `holder` is whose it is, and for what.

    Product and first day of an allocation never change (OP033x1): with others it is another allocation.
    """
    return holder is None or holder == of


@rule(
    "TR379",
    "9379",
    "de referentie hoort bij geen verzoek dat nog openstaat",
    "the reference belongs to no request that is open",
)
def tr379(reference: str, open_references: Collection[str]) -> bool:
    """TR379: a reference is filled only where the allocation grants a request of this client."""
    return not reference or reference in open_references


@rule(
    "TR385",
    "9385",
    "op deze toewijzing zijn declaratieregels toegekend; crediteer die eerst",
    "claim lines were granted on this allocation; have them credited first",
)
def tr385(allocated: Allocated, granted: Collection[int]) -> bool:
    """TR385: no removal (reason 13) of an allocation with granted lines that were not credited."""
    return allocated.reason != "13" or allocated.number not in granted
