"""The columns of a price list, each declared once: its head, other heads it goes by, and what it holds.

A row states what it fills in: a provider, a contract, a product, or a price, which takes all of these.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from types import MappingProxyType

from noaber.intake.messages.description import Code, release, releases
from noaber.vocabulary.names import normalise

Days = tuple[date, date | None]
"""The first day and the last, both included; no last day is: still."""

NO_NUMBER = "zonder nummer"
"""What a contract is called in a list that has no columns for contracts."""

EURO = "83"
"""The unit of what is claimed in euros: it has no price (WJ756)."""

MOST_CENTS = 99_999_999
"""The largest tariff that a claim can name (iWmo/iJw: eight digits of cents)."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column: `field` in a row, the head that is written, other heads that are read, what it holds."""

    field: str
    head: str
    others: tuple[str, ...]
    holds: str

    @property
    def names(self) -> frozenset[str]:
        """The heads by which it is known, without capitals and marks."""
        return frozenset(normalise(one) for one in (self.head, *self.others))


COLUMNS = (
    Column(
        "provider_code", "AGB-code",
        ("agb", "agbcode", "agb-code aanbieder", "aanbiedercode", "provider"),
        "the eight digits of the provider (AGB register)",
    ),
    Column(
        "provider_name", "aanbieder",
        ("naam aanbieder", "aanbiedernaam", "zorgaanbieder", "naam", "name"),
        "the name of the provider",
    ),
    Column("law", "wet", ("law",), "Wmo or Jeugdwet"),
    Column(
        "contract", "contractnummer", ("contract", "contractnr", "nummer contract"),
        "the number under which you keep the contract",
    ),
    Column(
        "contract_from", "contract vanaf",
        ("contract van", "ingangsdatum contract", "begindatum contract"),
        "the first day of the contract",
    ),
    Column(
        "contract_to", "contract tot en met", ("contract t/m", "einddatum contract"),
        "the last day of the contract; empty where it has none",
    ),
    Column(
        "category", "productcategorie", ("categorie", "product_category"),
        "the two digits of the standard's list (WMO020, JZ020), or their name",
    ),
    Column("product", "productcode", ("code product", "product"), "your product code, 1 to 5 signs"),
    Column(
        "product_name", "productnaam",
        ("naam product", "omschrijving", "productomschrijving", "dutch"),
        "what you call the product",
    ),
    Column(
        "unit", "eenheid", ("tariefeenheid", "volume_unit"),
        "the two digits of the standard's list (WJ756), or their name",
    ),
    Column(
        "price", "tarief", ("tarief in euro", "tarief euro", "prijs"),
        "the price of one unit in euros, as 61,20",
    ),
    Column(
        "cents", "tarief in centen", ("tarief centen", "price_cents"),
        "the same in cents; instead of euros",
    ),
    Column(
        "valid_from", "tarief vanaf",
        ("tarief van", "ingangsdatum tarief", "begindatum tarief", "ingangsdatum", "geldig vanaf",
         "vanaf", "valid_from"),
        "the first day of the price",
    ),
    Column(
        "valid_to", "tarief tot en met",
        ("tarief t/m", "einddatum tarief", "einddatum", "geldig tot en met", "tot en met", "t/m",
         "valid_to"),
        "the last day of the price; empty where it has none",
    ),
    Column(
        "municipality", "gemeente", ("gemeentecode", "cbs-code", "municipality"),
        "the municipality by name or code, where a list is of several",
    ),
)  # fmt: skip

OF_CONTRACT = ("contract", "contract_from", "contract_to")
# A column of which only the cells may be empty: with a head that is misspelt a day would be lost unseen.
REQUIRED = ("provider_code", "law", "category", "product", "unit", "valid_from", "valid_to")
WRITTEN = tuple(one for one in COLUMNS if one.field not in ("cents", "municipality"))


def column_of(head: str) -> Column | None:
    """The column that goes by this head."""
    return _BY_NAME.get(normalise(head))


def head_of(field: str) -> str:
    """The head that is written above a field."""
    return next(one.head for one in COLUMNS if one.field == field)


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """Where something stands: the sheet by its number and name (no name in a CSV), and the row."""

    sheet: int
    name: str
    row: int

    def __str__(self) -> str:
        """'rij 12', "blad 'Tarieven', rij 12"."""
        return f"blad '{self.name}', rij {self.row}" if self.name else f"rij {self.row}"


@dataclass(frozen=True, slots=True)
class PriceRow:
    """What one row states; what it does not state is empty. `cents` and `days` come together.

    `assumed`: the contract's number and days were not in the list but follow from its prices.
    """

    place: Place
    provider_code: str = ""
    provider_name: str = ""
    law: str = ""
    contract: str = ""
    contract_days: Days | None = None
    category: str = ""
    product: str = ""
    product_name: str = ""
    unit: str = ""
    cents: int | None = None
    days: Days | None = None
    assumed: bool = False


@dataclass(frozen=True, slots=True, order=True)
class Mistake:
    """What is wrong: where, in which column, with which value, and what to do."""

    place: Place
    head: str
    value: str
    text: str

    @property
    def sentence(self) -> str:
        """The mistake as a reader sees it."""
        where = f"{self.place}, kolom '{self.head}'" if self.head else str(self.place)
        return f"{where}: '{self.value}' {self.text}" if self.value else f"{where}: {self.text}"


LAWS: Mapping[str, str] = MappingProxyType(
    {
        "wmo": "wmo", "wmo 2015": "wmo", "wmo2015": "wmo",
        "wet maatschappelijke ondersteuning": "wmo", "jeugdwet": "youth", "jeugd": "youth",
        "jw": "youth", "youth": "youth",
    }
)  # fmt: skip
LAW_NAMES: Mapping[str, str] = MappingProxyType({"wmo": "Wmo", "youth": "Jeugdwet"})
_CATEGORIES: Mapping[str, str] = MappingProxyType({"wmo": "WMO020", "youth": "JZ020"})
# Beside the words of the list itself; `item` is how facts name what is delivered by the piece.
_UNITS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "01": ("minuten", "minute"),
        "04": ("uren", "hour"),
        "14": ("etmalen", "day_and_night"),
        "16": ("dagdeel", "dagdelen", "half_day"),
        "82": ("stuk output", "item"),
        "83": ("euro", "eur"),
        "84": ("stuk inspanning", "item_of_effort"),
    }
)


def units() -> Mapping[str, Code]:
    """The units of the standard (WJ756), by code."""
    return release(releases()[-1]).codes["WJ756"]


def categories(law: str) -> Mapping[str, Code]:
    """The product categories of the standard under a law, by code."""
    return release(releases()[-1]).codes[_CATEGORIES[law]]


def unit_named(text: str) -> str | None:
    """The code of a unit by code or name ('04', '4', 'uur', 'per uur', '04 Uur'); None for another."""
    return _coded(text, units()) or _unit_words().get(normalise(text).removeprefix("per "))


def category_named(law: str, text: str) -> str | None:
    """The code of a product category by code or name; None for another."""
    return _coded(text, categories(law)) or _category_words(law).get(normalise(text))


def _coded(text: str, listed: Mapping[str, Code]) -> str | None:
    """A code that stands alone or before its own meaning; a spreadsheet made 1 of 01."""
    first, _, rest = normalise(text).partition(" ")
    code = first.zfill(2)
    if code not in listed or (rest and rest != normalise(listed[code].meaning)):
        return None
    return code


@cache
def _unit_words() -> Mapping[str, str]:
    others = {normalise(word): code for code, named in _UNITS.items() for word in named}
    return others | {normalise(one.meaning): code for code, one in units().items()}


@cache
def _category_words(law: str) -> Mapping[str, str]:
    return {normalise(one.meaning): code for code, one in categories(law).items()}


_BY_NAME = {name: one for one in COLUMNS for name in one.names}
