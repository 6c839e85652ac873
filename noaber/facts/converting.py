"""What someone's file writes, as the values of a fact: dates, Dutch numbers, words, pseudonyms.

A column is converted by its distinct values: each is read once by plain code, and remembered. Why a
value does not fit is said in Dutch, and never shows what may be the number of a person.
"""

import base64
import hashlib
import re
from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from noaber.facts.columns import Column
from noaber.facts.mapping import Field
from noaber.vocabulary.bsn import holds_bsn, is_bsn
from noaber.vocabulary.numbers import NotANumber, parse_number
from noaber.vocabulary.periods import parse_period
from noaber.vocabulary.places import municipality_coded, municipality_named

# What is remembered of one column at a time.
REMEMBERED = 300_000
_EMPTY = frozenset({"", "-", "null", "none", "nan", "#n/b", "n.v.t.", "nvt"})
_ISO = re.compile(r"(\d{4})-(\d{2})-(\d{2})(?:[T ]\d{2}:\d{2}.*)?")
_DUTCH = re.compile(r"(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})(?: \d{1,2}:\d{2}.*)?")
_JOINED = re.compile(r"(\d{4})(\d{2})(\d{2})")
_LIKE_A_DAY = re.compile(r"\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}(?: \d{1,2}:\d{2}.*)?")
_MANY_DIGITS = re.compile(r"\d{7,}")


class Unfit(ValueError):
    """A value cannot be read; the message is a Dutch sentence without the number of a person."""


Convert = Callable[[str], Any]


def shown(text: str) -> str:
    """A value as a message may show it: what may be the number of a person is not shown."""
    if _LIKE_A_DAY.fullmatch(text):
        return f"'{text}'"
    bare = re.sub(r"[\s.\-]", "", text)
    return "deze waarde" if _MANY_DIGITS.search(bare) else f"'{text[:40]}'"


def read_date(text: str, formats: tuple[str, ...] = ()) -> date:
    """A day as '2022-03-31', '31-3-2022', '31/03/2022', '20220331', or by one of the formats given."""
    for form in formats:
        try:
            return datetime.strptime(text, form).date()  # noqa: DTZ007
        except ValueError:
            continue
    if formats:
        raise Unfit(f"{shown(text)} is geen datum in de gegeven vorm")
    for pattern, order in ((_ISO, (0, 1, 2)), (_DUTCH, (2, 1, 0)), (_JOINED, (0, 1, 2))):
        if match := pattern.fullmatch(text):
            parts = [int(match.groups()[at]) for at in order]
            try:
                return date(*parts)
            except ValueError:
                break
    raise Unfit(f"{shown(text)} is geen bestaande datum")


def read_year(text: str, formats: tuple[str, ...] = ()) -> int:
    """A year, or the year of a date."""
    if re.fullmatch(r"[12]\d{3}", text):
        return int(text)
    return read_date(text, formats).year


def read_decimal(text: str) -> Decimal:
    """A number as Dutch systems write it."""
    try:
        found = parse_number(text).value
    except NotANumber as error:
        raise Unfit(f"{shown(text)} is geen getal zoals wij het schrijven (1.234,5)") from error
    if found is None:
        raise Unfit(f"{shown(text)} is geen getal")
    return found


def read_whole(text: str) -> int:
    """A whole number."""
    found = read_decimal(text)
    if found != found.to_integral_value():
        raise Unfit(f"{shown(text)} is geen geheel getal")
    return int(found)


def read_cents(text: str) -> int:
    """An amount in euros as cents."""
    cents = read_decimal(text) * 100
    if cents != cents.to_integral_value():
        raise Unfit(f"{shown(text)} heeft meer dan twee decimalen")
    return int(cents)


def read_municipality(text: str) -> str:
    """The CBS code of a municipality by name or code; '141' has lost its zero in a spreadsheet."""
    padded = text.zfill(4) if text.isdigit() else text
    found = municipality_coded(padded) or municipality_named(text)
    if found is None:
        raise Unfit(f"{shown(text)} is geen gemeente in de lijst van het CBS")
    return found.code


def read_bsn(text: str) -> str:
    """The nine digits of a BSN; a zero that a spreadsheet lost is put back."""
    digits = re.sub(r"[\s.\-]", "", text)
    padded = digits.zfill(9) if 7 <= len(digits) <= 9 else digits
    if not (padded.isascii() and is_bsn(padded)):
        raise Unfit("hier staat geen geldig BSN")
    return padded


def own_pseudonym(keys: Any, kind: str, text: str) -> str:
    """The pseudonym of another identifier than a BSN, under the same keys: it cannot meet that of a BSN."""
    digest = hashlib.sha256(keys.seal(f"{kind} {text.strip().casefold()}")).digest()
    return base64.b32encode(digest[:20]).decode("ascii").lower()


def pseudonymiser(column: str, field: Field, keys: Any) -> Convert:
    """From the identifier of a person or household to its pseudonym with the municipality's keys."""
    identifier = field.identifier or ("bsn" if column == "person" else "own")
    if identifier == "bsn":
        return lambda text: keys.pseudonym(read_bsn(text))
    return lambda text: own_pseudonym(keys, column, text)


def converter(column: Column, field: Field) -> Convert:
    """How a text becomes a value of this column."""
    read = _reader(column, field)
    values = {_plain(key): value for key, value in field.values.items()}
    if not values:
        return read

    def translated(text: str) -> Any:
        word = values.get(_plain(text), field.otherwise)
        if word is None:
            if column.allowed is None or column.refusal(text):
                raise Unfit(f"{shown(text)} staat niet bij de waarden van de koppeling")
            return text
        return read(word) if word else None

    return translated


def _plain(text: str) -> str:
    return " ".join(text.split()).casefold()


def _reader(column: Column, field: Field) -> Convert:
    if column.name == "municipality":
        return read_municipality
    if pa.types.is_date32(column.type):
        return lambda text: read_date(text, field.dates)
    if column.name in ("birth_year", "plan_year"):
        return lambda text: read_year(text, field.dates)
    if column.name.endswith("cents"):
        return read_cents if field.euros else read_whole
    if pa.types.is_integer(column.type):
        return read_whole
    if pa.types.is_decimal(column.type):
        return _decimal_of(column.type)
    if column.name == "episode":
        return lambda text: f"{field.prefix}:{text}" if field.prefix else text
    return _word_of(column)


def _decimal_of(kind: Any) -> Convert:
    def read(text: str) -> Decimal:
        found = read_decimal(text)
        try:
            exact = found.quantize(Decimal(1).scaleb(-kind.scale))
        except InvalidOperation as error:
            raise Unfit(f"{shown(text)} is te groot") from error
        if len(exact.as_tuple().digits) > kind.precision:
            raise Unfit(f"{shown(text)} is te groot")
        return exact

    return read


def _word_of(column: Column) -> Convert:
    def read(text: str) -> str:
        if column.refusal(text):
            known = ", ".join(sorted(column.words))
            raise Unfit(
                f"{shown(text)} kennen wij niet; geef een vertaling bij 'values' naar een van: {known}"
            )
        if column.allowed is None and holds_bsn(text):
            raise Unfit("hier staat wat een BSN kan zijn; dat wordt nooit bewaard")
        return text

    return read


def read_period_start(text: str) -> date:
    """The first day of a written period."""
    return _period(text).start


def read_period_end(text: str) -> date:
    """The last day of a written period."""
    return _period(text).end


def _period(text: str) -> Any:
    try:
        return parse_period(text)
    except ValueError as error:
        raise Unfit(f"{shown(text)} is geen periode (2022, 2022-Q3, 2022-09)") from error


class Converted:
    """One column of a file as it becomes one column of a fact, batch by batch."""

    def __init__(self, kind: pa.DataType, convert: Convert, empty: tuple[str, ...] = ()) -> None:
        self._kind, self._convert = kind, convert
        self._empty = _EMPTY | {_plain(one) for one in empty}
        self._known: dict[str, Any] = {}
        self._why: dict[str, str] = {}

    def __call__(self, texts: pa.Array) -> tuple[pa.Array, list[tuple[int, str]]]:
        """The values of a batch, and of each that does not fit its place in the batch and why."""
        coded = texts.dictionary_encode()
        words = coded.dictionary.to_pylist()
        values, wrong = [], {}
        for at, word in enumerate(words):
            value, why = self._of(word)
            values.append(value)
            if why:
                wrong[at] = why
        made = pa.array(values, self._kind).take(coded.indices)
        if not wrong:
            return made, []
        bad = pc.is_in(coded.indices, value_set=pa.array(list(wrong), coded.indices.type))
        places = pc.indices_nonzero(bad).to_pylist()
        return made, [(at, wrong[coded.indices[at].as_py()]) for at in places]

    def _of(self, word: str) -> tuple[Any, str]:
        if word in self._known:
            return self._known[word], self._why.get(word, "")
        if len(self._known) >= REMEMBERED:
            self._known.clear()
            self._why.clear()
        text, value, why = word.strip(), None, ""
        if _plain(text) not in self._empty:
            try:
                value = self._convert(text)
            except Unfit as error:
                why = str(error)
        self._known[word] = value
        if why:
            self._why[word] = why
        return value, why


def constant(column: Column, text: str) -> Any:
    """The value of a constant. Raises Unfit."""
    return converter(column, Field(""))(text)
