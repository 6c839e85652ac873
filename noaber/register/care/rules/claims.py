"""Rules over claims (323): each line against allocation, contract and what was claimed before.

A credit is the provider's own act (IV085): it is held only against the debit that it takes back.
"""

from calendar import monthrange
from collections.abc import Collection
from datetime import date

from noaber.intake.messages.finding import Layer
from noaber.register.care.rules import volumes
from noaber.register.care.rules.registry import rule
from noaber.register.care.rules.values import Allocated, Line, Price


@rule(
    "TR333",
    "9333",
    "dit declaratienummer is al gebruikt",
    "this claim number was used before",
)
def tr333(number: str, earlier: Collection[str]) -> bool:
    """TR333: a claim number is used once by a provider within a law."""
    return number not in earlier


@rule(
    "TR318",
    "8214",
    "de declaratieperiode ligt voor die van een eerdere declaratie",
    "the period lies before that of an earlier claim",
)
def tr318(period_start: date, last: date | None) -> bool:
    """TR318: periods follow each other; a second claim over the last month is allowed (IV090).

    Whether care was delivered in a month that was skipped is the sender's to know (OP095).
    """
    return last is None or period_start >= last


@rule(
    "TR314",
    "8021",
    "dit referentienummer is al aangeleverd",
    "this reference number was delivered before",
)
def tr314(reference: str, used: Collection[str]) -> bool:
    """TR314: a reference number is used once by a provider within a law, also within one message."""
    return reference not in used


@rule(
    "TR319",
    "9319",
    "de productperiode ligt na de declaratieperiode",
    "the product period lies after the period of the claim",
)
def tr319(line: Line, period_end: date) -> bool:
    """TR319: what is claimed was delivered in the period of the claim or before."""
    return line.end <= period_end


@rule(
    "TR338",
    "9338",
    "dit nummer is geen toewijzing van deze cliënt bij deze aanbieder",
    "this number is no allocation of this client with this provider",
)
def tr338(number: int, allocated: Collection[int]) -> bool:
    """TR338: a line belongs to an allocation of the client with this provider, by its number."""
    return number in allocated


@rule(
    "TR384",
    "9384",
    "deze toewijzing is verwijderd; daarop kan niet worden gedeclareerd",
    "this allocation was removed; nothing can be claimed on it",
)
def tr384(allocated: Allocated) -> bool:
    """TR384: nothing is claimed on an allocation that was removed (reason 13)."""
    return allocated.reason != "13"


@rule(
    "TR307",
    "9307",
    "de productperiode begint voor de toewijzing",
    "the product period begins before the allocation",
)
def tr307(line: Line, allocated: Allocated) -> bool:
    """TR307: a line begins on or after the start of the allocation."""
    return line.start >= allocated.start


@rule(
    "TR308",
    "9308",
    "de productperiode eindigt na de toewijzing",
    "the product period ends after the allocation",
)
def tr308(line: Line, allocated: Allocated) -> bool:
    """TR308: a line ends on or before the end of the allocation, where that has one."""
    return allocated.end is None or line.end <= allocated.end


@rule(
    "TR387",
    "9387",
    "de productperiode begint niet op de eerste dag van de maand of van de toewijzing",
    "the product period does not begin on the first day of the month or of the allocation",
)
def tr387(line: Line, allocated: Allocated) -> bool:
    """TR387: a line begins on the first of its month, or where the allocation begins in that month."""
    first = line.start.replace(day=1)
    begins_later = (allocated.start.year, allocated.start.month) == (first.year, first.month)
    return line.start == (allocated.start if begins_later else first)


@rule(
    "TR388",
    "9388",
    "de productperiode eindigt niet op de laatste dag van de maand of van de toewijzing",
    "the product period does not end on the last day of the month or of the allocation",
)
def tr388(line: Line, allocated: Allocated) -> bool:
    """TR388: a line ends on the last of its month, or where the allocation ends in that month."""
    month = (line.end.year, line.end.month)
    end = allocated.end
    if end is not None and (end.year, end.month) == month:
        return line.end == end
    return line.end.day == monthrange(*month)[1]


@rule(
    "TR339",
    "9339",
    "de productcategorie is niet die van de toewijzing",
    "the product category is not that of the allocation",
)
def tr339(line: Line, allocated: Allocated) -> bool:
    """TR339: the category is the one allocated, where one was."""
    return not allocated.category or line.category == allocated.category


@rule(
    "TR340",
    "9340",
    "de productcode is niet die van de toewijzing",
    "the product code is not that of the allocation",
)
def tr340(line: Line, allocated: Allocated) -> bool:
    """TR340: the code is the one allocated, where one was."""
    return not allocated.code or line.code == allocated.code


@rule(
    "TR341",
    "9341",
    "de eenheid past niet bij die van de toewijzing of van het contract",
    "the unit does not go with that of the allocation or of the contract",
)
def tr341(line: Line, allocated: Allocated, prices: Collection[Price]) -> bool:
    """TR341: the unit is the one allocated, or minutes for hours; a wide allocation follows the contract.

    Without a contract in the register a wide allocation leaves the unit open.
    """
    if allocated.unit:
        return volumes.fits_together(line.unit, allocated.unit)
    return not prices or any(volumes.fits_together(line.unit, price.unit) for price in prices)


@rule(
    "TR346",
    "9346",
    "het bedrag is niet het volume maal het tarief",
    "the amount is not the volume times the tariff",
    Layer.WORLD,
)
def tr346(line: Line, prices: Collection[Price]) -> bool:
    """TR346: the amount is volume times tariff; minutes of an agreed hour follow that hour (IV081).

    Then the tariff per minute is shown and not reckoned with: the amount is rounded once, at the end. Where
    the register knows no price per hour or minute, any hour that shows as this tariff will do.
    """
    if line.unit == volumes.EURO or line.tariff is None:
        return True
    as_shown = line.amount == line.volume * line.tariff
    if line.unit != volumes.MINUTE:
        return as_shown
    hours = [price.cents for price in prices if price.unit == volumes.HOUR]
    by_the_minute = any(price.unit == volumes.MINUTE for price in prices)
    if by_the_minute or not hours:
        if as_shown:
            return True
        if not by_the_minute:
            hours = list(range(max(0, line.tariff * 60 - 30), line.tariff * 60 + 30))
    return any(volumes.minutes_amount(cents, line.volume) == line.amount for cents in hours)


@rule(
    "TR418",
    "0611",
    "het tarief is niet het tarief in het contract",
    "the tariff is not the one in the contract",
)
def tr418(line: Line, prices: Collection[Price] | None) -> bool:
    """TR418: the tariff is the one agreed for the product in that month.

    `prices` is None where the register knows no contract with the provider: then nothing is decided.
    """
    if prices is None or line.unit == volumes.EURO:
        return True
    return any(_is_price(line, price) for price in prices)


def _is_price(line: Line, price: Price) -> bool:
    if line.unit == price.unit:
        return line.tariff == price.cents
    by_hour = (line.unit, price.unit) == (volumes.MINUTE, volumes.HOUR)
    return by_hour and line.tariff == volumes.minute_tariff(price.cents)


@rule(
    "TR321",
    "9321",
    "het volume is meer dan in deze periode past",
    "the volume is more than fits in this period",
)
def tr321(line: Line, allocated: Allocated, law: str) -> bool:
    """TR321: the volume of a line fits in what is allocated for its period (IV077)."""
    if not volumes.fits_together(line.unit, allocated.unit):
        return True
    most = volumes.most_in_period(allocated, line.start, line.end, law)
    return most is None or volumes.counted(line.volume, line.unit) <= most


@rule(
    "TR322",
    "9322",
    "met deze regel is meer gedeclareerd dan er in totaal is toegewezen",
    "with this line more is claimed than was allocated in total",
)
def tr322(line: Line, allocated: Allocated, claimed: int) -> bool:
    """TR322: with what was granted before, `claimed`, a line fits in the whole allocation."""
    if not volumes.fits_together(line.unit, allocated.unit):
        return True
    most = volumes.most_in_total(allocated)
    return most is None or claimed + volumes.counted(line.volume, line.unit) <= most


@rule(
    "TR369",
    "9369",
    "met deze regel is meer gedeclareerd dan het budget",
    "with this line more is claimed than the budget",
)
def tr369(line: Line, allocated: Allocated, cents: int) -> bool:
    """TR369: with what was granted before, `cents`, the amount of a line fits in the budget."""
    return allocated.budget is None or cents + line.amount <= allocated.budget


@rule(
    "TR323",
    "8017",
    "er is geen toegekende regel die hiermee wordt gecrediteerd",
    "there is no granted line that this one credits",
)
def tr323(line: Line, debit: Line | None) -> bool:
    """TR323: a credit copies a granted debit of the same client but for its reference (IV091)."""
    return not line.is_credit or (debit is not None and _copied(line) == _copied(debit))


def _copied(line: Line) -> tuple[object, ...]:
    extent = (line.volume, line.unit, line.tariff, line.amount)
    return (line.number, line.category, line.code, line.start, line.end, *extent)


@rule(
    "TR390",
    "9390",
    "deze regel is al gecrediteerd",
    "this line was credited before",
)
def tr390(line: Line, credited: Collection[str]) -> bool:
    """TR390: a debit is credited once; `credited` are the references that a credit took back."""
    return not line.is_credit or line.previous not in credited


def place_of(line: Line) -> tuple[object, ...]:
    """Where only one granted debit can stand: allocation, product and period."""
    return (line.number, line.category, line.code, line.start, line.end)


@rule(
    "TR389",
    "9389",
    "deze levering is al gedeclareerd en niet gecrediteerd",
    "this delivery was claimed before and not credited",
)
def tr389(line: Line, standing: Collection[tuple[object, ...]]) -> bool:
    """TR389: one granted debit for an allocation, product and period, until it is credited."""
    return line.is_credit or place_of(line) not in standing
