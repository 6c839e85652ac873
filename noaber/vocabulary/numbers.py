"""The one parser and printer of Dutch numbers.

In Dutch the point groups thousands and the comma marks decimals: '1.234' is twelve hundred
thirty-four. A text such as '1.5' is neither, and is refused rather than guessed.
"""

import re
from decimal import Context, Decimal

from noaber.vocabulary.gaps import Gap
from noaber.vocabulary.quantities import Qualifier, Quantity, Unit

# Thirty digits, twelve decimals and a multiplier fit: nothing that is read is ever rounded.
_EXACT = Context(prec=60)
# Spaces that publishing systems put inside numbers: ordinary, no-break, thin, narrow no-break.
SPACES = " \u00a0\u2009\u202f"
MINUS = "-\u2212\u2013"
DASHES = frozenset({"-", "\u2212", "\u2013", "\u2014", "--", "n.v.t.", "nvt", "n.b.", "nb"})
MULTIPLIERS = {
    "duizend": 10**3,
    "dzd": 10**3,
    "miljoen": 10**6,
    "mln": 10**6,
    "mln.": 10**6,
    "miljard": 10**9,
    "mld": 10**9,
    "mld.": 10**9,
}
_ABOUT = ("circa", "ca.", "ongeveer", "ruim", "bijna", "zo'n", "±")
_BODY = re.compile(
    r"(?P<whole>[0-9]{1,3}(?:\.[0-9]{3}){1,9}|[0-9]{1,3}(?: [0-9]{3}){1,9}"
    r"|[0-9]{1,3}(?:['’][0-9]{3}){1,9}|[0-9]{1,30})"
    r"(?:,(?P<decimals>[0-9]{1,12}))?"
)


class NotANumber(ValueError):
    """The text is not a number as Dutch documents print it; the message says why."""


def parse_number(text: str) -> Quantity:
    """Read one printed number, as '1.234', '-8.902,5', '(12)', '12-', '€ 5', '1,3 mln', '< 0,05'.

    A dash or 'n.v.t.' is a Quantity with the gap NOT_PRINTED. Raises NotANumber otherwise.
    """
    rest = _squeeze(text)
    if not rest or rest.lower() in DASHES:
        return Quantity(None, gap=Gap.NOT_PRINTED, text=text)
    qualifier, rest = _qualifier(rest)
    rest = re.sub(r",[-\u2013]{1,2}$", "", rest)  # '€ 65.000,-': no cents, not a minus
    negative, rest = _sign(rest)
    unit, rest = _unit(rest)
    if not negative:
        negative, rest = _sign(rest)
    factor, rest = _multiplier(rest)
    match = _BODY.fullmatch(rest)
    if match is None:
        raise NotANumber(_why(text, rest))
    decimals = match["decimals"] or ""
    whole = re.sub(r"[^0-9]", "", match["whole"])
    value = Decimal(f"{whole}.{decimals}" if decimals else whole)
    if factor > 1:
        value = _EXACT.multiply(value, Decimal(factor)).normalize(_EXACT)
        whole_value = value == value.to_integral_value()
        value = value.quantize(Decimal(1), context=_EXACT) if whole_value else value
    if negative:
        value = _EXACT.minus(value)
    return Quantity(value, unit, None, qualifier, scale=len(decimals), text=text)


def is_number(text: str) -> bool:
    """Whether `text` is one printed number (a dash is not)."""
    try:
        return parse_number(text).value is not None
    except NotANumber:
        return False


def format_number(value: Decimal | int, decimals: int | None = None) -> str:
    """Print a number the Dutch way: thousands with a point, decimals with a comma.

    `decimals` None keeps those that the value has. Rounds half to even, as Decimal does.
    """
    number = Decimal(value)
    if decimals is not None:
        room = Context(prec=max(28, number.adjusted() + decimals + 2))
        number = number.quantize(Decimal(1).scaleb(-decimals), context=room)
    if number == 0:
        number = abs(number)
    text = f"{number:,f}"
    return text.translate(str.maketrans(",.", ".,"))


def format_plain(value: Decimal) -> str:
    """Print a number the Dutch way with no more decimals than it needs: 60.000000 is '60'."""
    return format_number(value.normalize())


def _squeeze(text: str) -> str:
    return re.sub(f"[{SPACES}\t\r\n]+", " ", text).strip()


def _qualifier(text: str) -> tuple[Qualifier, str]:
    for mark, qualifier in (("<", Qualifier.LESS), (">", Qualifier.MORE)):
        if text.startswith(mark):
            return qualifier, text[1:].strip()
    low = text.lower()
    for word in _ABOUT:
        ends = word == "±" or low[len(word) : len(word) + 1] in ("", " ")
        if low.startswith(word) and ends:
            return Qualifier.ABOUT, text[len(word) :].strip()
    return Qualifier.EXACT, text


def _sign(text: str) -> tuple[bool, str]:
    if text.startswith("(") and text.endswith(")"):
        return True, text[1:-1].strip()
    if text.startswith("-/-") or text.endswith("-/-"):  # how ledgers print 'less'
        return True, text.removeprefix("-/-").removesuffix("-/-").strip()
    if text[:1] in MINUS and len(text) > 1:
        return True, text[1:].strip()
    if text[-1:] in MINUS and len(text) > 1:
        return True, text[:-1].strip()
    return False, text


def _unit(text: str) -> tuple[Unit, str]:
    if text.startswith("€"):
        return Unit.EUR, text[1:].strip()
    for ending in (" euro", "€"):
        if text.lower().endswith(ending):
            return Unit.EUR, text[: -len(ending)].strip()
    for ending in ("%", " procent"):
        if text.lower().endswith(ending):
            return Unit.PERCENT, text[: -len(ending)].strip()
    return Unit.NUMBER, text


def _multiplier(text: str) -> tuple[int, str]:
    head, _, last = text.rpartition(" ")
    factor = MULTIPLIERS.get(last.lower())
    return (factor, head.strip()) if head and factor else (1, text)


def _why(text: str, rest: str) -> str:
    if re.fullmatch(r"[0-9]+\.[0-9]{1,2}", rest):
        return (
            f"'{text}' is geen Nederlands getal: schrijf decimalen met een komma "
            f"('{rest.replace('.', ',')}') of duizendtallen met drie cijfers achter de punt"
        )
    return f"'{text}' is geen getal"
