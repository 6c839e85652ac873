"""How figures, periods and days are written on a page.

Figures keep the Dutch form in both languages ('1.234,5'): they are contents, the same in every
form of an edition, and two ways of writing beside each other would make 1.234 mean two things. On
English pages they carry lang="nl", and every page says how to read them.
"""

from datetime import date
from decimal import Decimal, localcontext

from babel.dates import format_date, get_month_names

from noaber.publication.edition import Figure
from noaber.vocabulary.numbers import format_number
from noaber.vocabulary.periods import parse_period

SOURCE_LANGUAGE = "nl"
NO_BREAK = "\u00a0"
MINUS = "\u2212"
NO_VALUE = "\u2013"

# Enough digits for any amount that fits on a page; Decimal's own 28 would refuse longer ones.
_DIGITS = 120


def number(value: Decimal | int, decimals: int | None = None) -> str:
    """A number the Dutch way, with a true minus sign."""
    with localcontext() as context:
        context.prec = _DIGITS
        return format_number(value, decimals).replace("-", MINUS)


def euros(value: Decimal | int, decimals: int = 0) -> str:
    """An amount in euros; the sign stands by the number and nothing breaks over two lines."""
    return f"€{NO_BREAK}{number(value, decimals)}"


def figure_text(figure: Figure, bare: bool = False) -> str:
    """A figure as it stands on a page; `bare` leaves out the euro sign (a table says it once)."""
    if figure.label:
        return figure.label
    if figure.value is None:
        return figure.gap or NO_VALUE
    if figure.unit == "yesno":
        return "Ja" if figure.value else "Nee"
    if figure.unit == "eur" and not bare:
        return euros(figure.value, figure.decimals)
    text = number(figure.value, figure.decimals)
    return f"{text}%" if figure.unit == "percent" else text


def is_gap(figure: Figure) -> bool:
    """Whether the figure says only why there is none."""
    return figure.value is None and not figure.label


def period_text(text: str, language: str = "nl") -> str:
    """'2022', '3e kwartaal 2022', 'september 2022', '30 september 2022'; anything else as it is."""
    try:
        period = parse_period(text)
    except ValueError:
        return text
    written = str(period)
    if len(written) == 4:
        return written
    if "Q" in written:
        quarter = written[-1]
        return (
            f"Q{quarter} {period.year}"
            if language == "en"
            else f"{quarter}e kwartaal {period.year}"
        )
    month = get_month_names("wide", locale=language)[period.start.month]
    if len(written) == 7:
        return f"{month} {period.year}"
    return f"{period.start.day} {month} {period.year}"


def day_text(text: str, language: str = "nl") -> str:
    """An ISO day in words; anything else as it is."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return text
    return str(format_date(day, "d MMMM y", locale=language))


def sentence_case(text: str) -> str:
    """The text with a capital at the start; the rest stays, for 'Iv3' is a name."""
    return text[:1].upper() + text[1:]


def shortened(text: str, limit: int = 90) -> str:
    """At most `limit` characters, cut at a word where there is one, with an ellipsis."""
    if len(text) <= limit:
        return text
    head = text[: limit - 1]
    return f"{head.rsplit(' ', 1)[0] or head}…"
