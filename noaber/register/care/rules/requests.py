"""Rules over requests (315, 317) and over the municipality's answers to them (319)."""

from collections.abc import Collection, Iterable
from datetime import date

from noaber.register.care.rules.registry import rule
from noaber.register.care.rules.values import Allocated, Wish, extent_of
from noaber.register.care.rules.volumes import TOTAL

INVESTIGATING = "2"
AIDS = frozenset({"11", "12", "13", "14"})
LAST_WITH_WIDE_VOLUME = date(2020, 12, 31)


@rule(
    "TR347",
    "9347",
    "de referentie van de aanbieder is al gebruikt",
    "the reference of the provider was used before",
)
def tr347(reference: str, earlier: Collection[str]) -> bool:
    """TR347: a provider uses a reference once per law."""
    return reference not in earlier


@rule(
    "TR374",
    "9374",
    "er loopt al een verzoek van deze aanbieder voor deze cliënt",
    "a request of this provider for this client is still open",
)
def tr374(open_references: Collection[str]) -> bool:
    """TR374: no request while another of the same provider for the same client is open."""
    return not open_references


@rule(
    "TR349",
    "9349",
    "het verzoek noemt niet alle actuele toewijzingen van de cliënt",
    "the request does not name all current allocations of the client",
)
def tr349(named: Collection[int], current: Iterable[int]) -> bool:
    """TR349: a request for change names every current allocation, as unchanged or to be changed."""
    return set(current) <= set(named)


@rule(
    "TR350",
    "9350",
    "dit ongewijzigde product is geen actuele toewijzing",
    "this unchanged product is no current allocation",
)
def tr350(number: int, current: Collection[int]) -> bool:
    """TR350: an unchanged product is a current allocation, by its number."""
    return number in current


@rule(
    "TR351",
    "9351",
    "dit te wijzigen product is geen actuele toewijzing",
    "this product to be changed is no current allocation",
)
def tr351(number: int, current: Collection[int]) -> bool:
    """TR351: a product to be changed is a current allocation, by its number."""
    return number in current


@rule(
    "TR357",
    "9357",
    "een wijziging die niet in de toekomst ingaat, geldt vanaf de ingangsdatum van de toewijzing",
    "a change that does not begin in the future holds from the start of the allocation",
)
def tr357(wish: Wish, dated: date, allocated: Allocated) -> bool:
    """TR357: a wanted start on or before the date of the message is the original start."""
    return wish.start > dated or wish.start == allocated.start


@rule(
    "TR373",
    "9373",
    "een ander budget of totaal geldt altijd vanaf de ingangsdatum van de toewijzing",
    "another budget or total always holds from the start of the allocation",
)
def tr373(wish: Wish, allocated: Allocated) -> bool:
    """TR373: another extent of a budget, or of a total over the period, is asked from the original start.

    What is allocated now decides: from a volume per week one may go to a total on any day (IV093).
    """
    whole = allocated.budget is not None or allocated.frequency == TOTAL
    changed = extent_of(wish) != extent_of(allocated)
    return not (whole and changed) or wish.start == allocated.start


@rule(
    "TR361",
    "9361",
    "dit product komt vaker voor met overlappende perioden",
    "this product occurs more than once with periods that overlap",
)
def tr361(wish: Wish, others: Iterable[Wish], law: str) -> bool:
    """TR361: periods of one product do not overlap; without a code or category on that wider level.

    Under the Wmo aids (categories 11 to 14) may overlap, as in TR302.
    """
    return not any(_same_product(wish, other, law) and _overlap(wish, other) for other in others)


def _overlap(one: Wish, other: Wish) -> bool:
    return one.start <= (other.end or date.max) and other.start <= (one.end or date.max)


def _same_product(one: Wish, other: Wish, law: str) -> bool:
    if law == "wmo" and (one.category in AIDS or other.category in AIDS):
        return False
    if not one.category or not other.category:
        return True
    if one.category != other.category:
        return False
    return not one.code or not other.code or one.code == other.code


@rule(
    "TR375",
    "9375",
    "bij een toewijzing zonder product hoort geen omvang",
    "an allocation without a product has no volume",
)
def tr375(wish: Wish, allocated: Allocated) -> bool:
    """TR375: no volume where the allocation has no product and lasts beyond 2020."""
    return bool(allocated.category) or wish.volume is None or not _beyond_2020(allocated)


@rule(
    "TR411",
    "9411",
    "bij een toewijzing met een productcode hoort een omvang",
    "an allocation with a product code has a volume",
)
def tr411(wish: Wish, allocated: Allocated) -> bool:
    """TR411: a volume where the allocation has a product code."""
    return not allocated.code or wish.volume is not None


@rule(
    "TR412",
    "9412",
    "bij een toewijzing zonder productcode hoort geen omvang",
    "an allocation without a product code has no volume",
)
def tr412(wish: Wish, allocated: Allocated) -> bool:
    """TR412: no volume where the allocation has no product code and lasts beyond 2020."""
    return bool(allocated.code) or wish.volume is None or not _beyond_2020(allocated)


def _beyond_2020(allocated: Allocated) -> bool:
    return allocated.end is None or allocated.end > LAST_WITH_WIDE_VOLUME


@rule(
    "TR355",
    "9355",
    "deze referentie komt in geen eerder verzoek voor",
    "this reference occurs in no earlier request",
)
def tr355(reference: str, requested: Collection[str]) -> bool:
    """TR355: an answer names the reference of an earlier request."""
    return reference in requested


@rule(
    "TR359",
    "9359",
    "op dit verzoek is al een toewijzing gestuurd",
    "this request was already granted by an allocation",
)
def tr359(reference: str, allocated: Collection[str]) -> bool:
    """TR359: no answer after an allocation with the same reference."""
    return reference not in allocated


@rule(
    "TR360",
    "9360",
    "'in onderzoek' kan alleen het eerste antwoord op een verzoek zijn",
    "'under investigation' can only be the first answer to a request",
)
def tr360(verdict: str, earlier: Collection[str]) -> bool:
    """TR360: 'under investigation' is only sent where no answer was sent before."""
    return verdict != INVESTIGATING or not earlier


@rule(
    "TR365",
    "9365",
    "dit verzoek is al afgewezen",
    "this request was already refused",
)
def tr365(earlier: Collection[str]) -> bool:
    """TR365: an earlier answer to the same request can only have been 'under investigation'."""
    return all(verdict == INVESTIGATING for verdict in earlier)
