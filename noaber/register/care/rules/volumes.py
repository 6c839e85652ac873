"""How much care fits: from volume per day, week or month to a most per month and in total.

Source: iStandaarden 3.2, IV076, IV077 (volume) and IV081 (tariff per hour, delivered in minutes).
"""

from datetime import date, timedelta

from noaber.register.care.rules.values import Allocated

MINUTE, HOUR, EURO, OUTPUT = "01", "04", "83", "82"
PER_DAY, PER_WEEK, PER_MONTH, TOTAL = "1", "2", "4", "6"
BY_RESULT = frozenset({OUTPUT, EURO})
HOUSEHOLD_HELP, HOUSEHOLD_WEEKS = "01", 6
_SUNDAY = 6


def counted(volume: int, unit: str) -> int:
    """A volume so that hours and minutes can be compared: hours as minutes, the rest as it is."""
    return volume * 60 if unit == HOUR else volume


def fits_together(claimed: str, allocated: str) -> bool:
    """Whether what is claimed in one unit can be held against another: equal, or minutes for hours."""
    return claimed == allocated or (claimed, allocated) == (MINUTE, HOUR)


def calendar_weeks(start: date, end: date) -> int:
    """How many calendar weeks, Monday to Sunday, a period touches."""
    monday = start - timedelta(days=start.weekday())
    return (end - monday).days // 7 + 1


def sundays(start: date, end: date) -> int:
    """How many Sundays a period holds."""
    first = start + timedelta(days=_SUNDAY - start.weekday())
    return 0 if first > end else (end - first).days // 7 + 1


def calendar_months(start: date, end: date) -> int:
    """How many calendar months a period touches."""
    return (end.year - start.year) * 12 + end.month - start.month + 1


def weeks_by_result(start: date, end: date, first_day: date, last_day: date | None) -> int:
    """Weeks that count in a period where results are paid: its Sundays, and one for a broken last week.

    `first_day` and `last_day` are those of the allocation. Its broken last week counts where its last
    Sunday stands, or, where it holds no Sunday at all, where it ends.
    """
    weeks = sundays(start, end)
    if last_day is None or last_day.weekday() == _SUNDAY:
        return weeks
    last_sunday = last_day - timedelta(days=last_day.weekday() + 1)
    counts_on = last_sunday if last_sunday >= first_day else last_day
    return weeks + (start <= counts_on <= end)


def most_in_period(allocated: Allocated, start: date, end: date, law: str) -> int | None:
    """The most that fits in one period within a month, as `counted`; None where nothing bounds it.

    Household help under the Wmo, allocated per week, may take six weeks in any month (TR321, IV077): the
    whole allocation stays the ceiling.
    """
    if allocated.volume is None:
        return None
    by_the_week = allocated.frequency == PER_WEEK
    if by_the_week and law == "wmo" and allocated.category == HOUSEHOLD_HELP:
        times = HOUSEHOLD_WEEKS
    else:
        times = _times(allocated, start, end)
    return counted(allocated.volume, allocated.unit) * times


def most_in_total(allocated: Allocated) -> int | None:
    """The most that fits in the whole allocation, as `counted`; None where nothing bounds it."""
    if allocated.volume is None:
        return None
    if allocated.frequency == TOTAL:
        return counted(allocated.volume, allocated.unit)
    if allocated.end is None:
        return None
    return counted(allocated.volume, allocated.unit) * _times(
        allocated, allocated.start, allocated.end
    )


def _times(allocated: Allocated, start: date, end: date) -> int:
    frequency = allocated.frequency
    if frequency == PER_DAY:
        return (end - start).days + 1
    if frequency == PER_WEEK and allocated.unit in BY_RESULT:
        return weeks_by_result(start, end, allocated.start, allocated.end)
    if frequency == PER_WEEK:
        return calendar_weeks(start, end)
    if frequency == PER_MONTH:
        return calendar_months(start, end)
    if frequency == TOTAL:
        return 1
    raise ValueError(f"frequency {frequency} has no arithmetic")


def rounded(numerator: int, denominator: int) -> int:
    """A quotient of two whole numbers, halves upwards (IV081)."""
    return (2 * numerator + denominator) // (2 * denominator)


def minute_tariff(hour_cents: int) -> int:
    """What a line in minutes shows as its tariff where an hour was agreed; never to reckon with."""
    return rounded(hour_cents, 60)


def minutes_amount(hour_cents: int, minutes: int) -> int:
    """What minutes cost where an hour was agreed: rounded once, at the end."""
    return rounded(hour_cents * minutes, 60)
