"""What may change under the number of an allocation, and what makes another allocation.

Pure, on plain values. Source: iStandaarden 3.2, OP033x1, OP257, OP380, UP031, IV092, IV093.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta

from noaber.register.care.rules.values import Allocated, Wish, extent_of
from noaber.register.care.rules.volumes import TOTAL, counted
from noaber.register.sources.services import Refused

BY_PROVIDER, REMOVED = "12", "13"
DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Claimed:
    """What was granted on an allocation and not credited: the last day, the volume `counted`, the cents."""

    last: date
    volume: int
    cents: int


def require_allowed(before: Allocated, after: Allocated) -> None:
    """What may change under the same number (OP033x1): end, budget, a total volume, or all of it.

    Raises Refused.
    """
    if before.removed:
        raise Refused(f"toewijzing {before.number} is verwijderd; geef een nieuwe toewijzing")
    if not after.reason and after != replace(before, reason=""):
        raise Refused("een gewijzigde toewijzing heeft een reden van wijziging")
    kept = ("category", "code", "start", "unit", "frequency")
    if any(getattr(before, name) != getattr(after, name) for name in kept):
        raise Refused(
            "product, ingangsdatum, eenheid en frequentie van een toewijzing veranderen niet; "
            "beëindig deze en geef een nieuwe toewijzing"
        )
    if before.volume != after.volume and before.frequency != TOTAL:
        raise Refused("bij een andere omvang wordt deze toewijzing beëindigd en een nieuwe gegeven")


def require_lawful(before: Allocated, after: Allocated, claimed: Claimed | None) -> None:
    """No change makes granted care unlawful (UP031); of a removal TR385 says so itself. Raises Refused."""
    if claimed is None or after.removed:
        return
    name = f"op toewijzing {before.number} is zorg toegekend"
    ends_earlier = after.end is not None and (before.end is None or after.end < before.end)
    if ends_earlier and after.end is not None and after.end < claimed.last:
        raise Refused(
            f"{name} tot en met {claimed.last:%d-%m-%Y}; zij kan niet eerder eindigen, tenzij die "
            "declaratieregels eerst worden gecrediteerd"
        )
    if after.frequency == TOTAL and counted(after.volume or 0, after.unit) < claimed.volume:
        raise Refused(f"{name} voor meer dan het nieuwe volume; dat kan niet zo ver omlaag")
    if after.budget is not None and after.budget < claimed.cents:
        raise Refused(f"{name} voor meer dan het nieuwe budget; dat kan niet zo ver omlaag")


def extended_by(product: Allocated, current: Iterable[Allocated], today: date) -> Allocated | None:
    """The allocation that this new one would only make longer; then that one must be (OP380).

    It has the same product, volume and frequency (no total), has not ended, and ends the day before.
    """
    for before in current:
        if before.end is None or before.removed or before.end < today:
            continue
        same = (before.category, before.code, before.volume, before.unit, before.frequency) == (
            product.category,
            product.code,
            product.volume,
            product.unit,
            product.frequency,
        )
        if same and before.frequency != TOTAL and product.start == before.end + DAY:
            return before
    return None


def require_no_extension(product: Allocated, current: Iterable[Allocated], today: date) -> None:
    """Refuse a new number where an allocation must be made longer (OP380)."""
    before = extended_by(product, current, today)
    if before is not None:
        raise Refused(
            f"dit verlengt toewijzing {before.number}, die nog loopt: geef die een latere einddatum (en, "
            "bij een budget, het budget voor de hele looptijd) in plaats van een nieuw nummer"
        )


def asked(product: Allocated, current: Iterable[Allocated], today: date) -> Allocated:
    """A product that was asked for as it is granted: made longer where it only does that (OP380).

    Raises Refused for a budget that would be made longer: what it becomes is for whoever decides.
    """
    listed = list(current)
    before = extended_by(product, listed, today)
    if before is None:
        return product
    if before.budget is not None:
        require_no_extension(product, listed, today)
    return replace(before, end=product.end, reason=BY_PROVIDER)


def changed(before: Allocated, wish: Wish) -> list[Allocated]:
    """A change that was asked for as products: under the number, or the old one ended and a new one (0)."""
    if _keeps_number(before, wish):
        return [
            replace(
                before, end=wish.end, volume=wish.volume, budget=wish.budget, reason=BY_PROVIDER
            )
        ]
    new = Allocated(
        0, wish.start, wish.end, before.category, before.code, wish.volume, wish.unit,
        wish.frequency, wish.budget,
    )  # fmt: skip
    return [_ended(before, wish.start), new]


def _keeps_number(before: Allocated, wish: Wish) -> bool:
    """Another end, budget or total stays under the number; any other extent does not (OP257, OP380)."""
    if wish.start < before.start or (before.end is not None and wish.start > before.end + DAY):
        return False
    if extent_of(wish) == extent_of(before):
        return True
    if before.budget is not None:
        return wish.budget is not None
    same_kind = (wish.unit, wish.frequency) == (before.unit, before.frequency)
    return before.frequency == TOTAL and same_kind


def _ended(before: Allocated, next_start: date) -> Allocated:
    """An allocation that another takes the place of: ended the day before, or removed as a whole.

    What ends before that day ends as it did.
    """
    if next_start <= before.start:
        return replace(before, end=before.start, reason=REMOVED)
    end = next_start - DAY if before.end is None else min(before.end, next_start - DAY)
    return replace(before, end=end, reason=BY_PROVIDER)
