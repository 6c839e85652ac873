"""Values as TOML text, laid out for people: what the standard library cannot write.

Strings hold anything but NUL; characters that cannot be seen are written as escapes, so that what
looks the same is the same.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal

from noaber.intake.documents.keys import in_cents, looks_grouped

WIDTH = 100
_BARE = re.compile(r"[A-Za-z0-9_-]+")
_SHORT = {'"': '\\"', "\\": "\\\\", "\b": "\\b", "\t": "\\t", "\n": "\\n", "\f": "\\f", "\r": "\\r"}
# Controls, formats, separators other than the plain space, and what Unicode has not given a form.
_UNSEEN = ("C", "Z")


def string(text: str) -> str:
    """A string on one line, between double quotes."""
    return '"' + "".join(_char(char) for char in text) + '"'


def paragraph(text: str) -> str:
    """A string on several lines where it has them; a line that would fold stays whole."""
    lines = text.split("\n")
    if len(lines) == 1:
        return string(text)
    return '"""\n' + "\n".join(string(line)[1:-1] for line in lines) + '"""'


def _char(char: str) -> str:
    if char in _SHORT:
        return _SHORT[char]
    if char == " " or unicodedata.category(char)[0] not in _UNSEEN:
        return char
    code = ord(char)
    return f"\\u{code:04X}" if code <= 0xFFFF else f"\\U{code:08X}"


def bare(name: str) -> str:
    """A key, in quotes where it needs them."""
    return name if _BARE.fullmatch(name) else string(name)


def number(value: int | float) -> str:
    """A number; never one that reads as thousands with a point, as 1.234 does."""
    written = repr(value)
    return f"{written}0" if looks_grouped(written) else written


def euros(value: int | float) -> str:
    """An amount with underscores between thousands, and two decimals where it has cents."""
    if isinstance(value, int):
        return f"{value:_}"
    exact = Decimal(repr(value))
    return f"{exact:,.2f}".replace(",", "_") if in_cents(exact) else repr(value)


def scalar(value: str | int | float | bool | date) -> str:
    """A value on one line."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, date):
        return value.isoformat()
    return string(value) if isinstance(value, str) else number(value)


def inline(pairs: Mapping[str, str] | Iterable[tuple[str, str]]) -> str:
    """An inline table of keys and written values."""
    items = pairs.items() if isinstance(pairs, Mapping) else pairs
    inside = ", ".join(f"{bare(name)} = {value}" for name, value in items)
    return f"{{ {inside} }}" if inside else "{}"


def array(name: str, items: Iterable[str]) -> str:
    """`name = [...]`, one item a line where it does not fit on one line."""
    written = list(items)
    short = f"{bare(name)} = [{', '.join(written)}]"
    if len(short) <= WIDTH:
        return short
    return "\n".join([f"{bare(name)} = [", *(f"  {one}," for one in written), "]"])


def rows(name: str, items: Iterable[str]) -> str:
    """`name = [...]` of inline tables, always one a line."""
    return "\n".join([f"{bare(name)} = [", *(f"  {one}," for one in items), "]"])
