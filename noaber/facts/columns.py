"""What a column and a table of facts are, and the columns that several tables share.

A column is declared once, with all that is known of it: schema, handbook, checks, the form of an
import and made data for tests come from that.
"""

import re
from dataclasses import dataclass
from enum import StrEnum

import pyarrow as pa

from noaber.facts import words
from noaber.facts.words import Origin

# What a word of an open list looks like.
OWN_WORD = re.compile(r"[a-z][a-z0-9_]{0,49}")


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a fact table.

    `allowed` holds its words, none for a free column; where `is_open`, others may stand beside them.
    A nullable column may be empty, save in rows of the origins in `needed_by`. `source` says where it
    comes from when Noaber fills it, `law` on what ground it may be kept.
    """

    name: str
    type: pa.DataType
    dutch: str
    meaning: str
    allowed: type[StrEnum] | None = None
    nullable: bool = False
    is_open: bool = False
    needed_by: tuple[Origin, ...] = ()
    source: str = ""
    law: str = ""

    @property
    def words(self) -> frozenset[str]:
        """The words that may stand in it, or that are known where the list is open."""
        return frozenset(member.value for member in self.allowed or ())

    def refusal(self, value: object) -> str:
        """Why a value that is not empty cannot stand here, in Dutch; nothing where it can."""
        if self.allowed is None or value in self.words:
            return ""
        if self.is_open and OWN_WORD.fullmatch(str(value)):
            return ""
        return f"'{value}' bestaat niet"


@dataclass(frozen=True, slots=True)
class Table:
    """A table: its grain (what one row is), its columns, and the one that says in which year a row lies.

    `order` is how rows lie in a slice, so that the same facts always give the same file.
    """

    name: str
    dutch: str
    grain: str
    columns: tuple[Column, ...]
    year_of: str
    order: tuple[str, ...] = ("record",)

    @property
    def schema(self) -> pa.Schema:
        """The Arrow schema, in the order of the declaration."""
        return pa.schema(
            [
                pa.field(column.name, column.type, nullable=column.nullable)
                for column in self.columns
            ]
        )

    def column(self, name: str) -> Column:
        """The column of that name. Raises KeyError."""
        return {column.name: column for column in self.columns}[name]


TEXT, DAY, COUNT = pa.string(), pa.date32(), pa.int64()
VALUE = pa.decimal128(24, 6)
VOLUME = pa.decimal128(18, 4)

_CARE = "Wmo 2015 art. 5.1.1; Jeugdwet art. 7.4.0"


def _optional(name: str, kind: pa.DataType, dutch: str, meaning: str, **more: object) -> Column:
    return Column(name, kind, dutch, meaning, nullable=True, **more)  # type: ignore[arg-type]


def common(kinds: type[StrEnum] | None, meaning: str) -> tuple[Column, ...]:
    """What every fact says of itself; `kinds` are the words of its own kind column."""
    return (
        Column("kind", TEXT, "soort", meaning, kinds, is_open=kinds is not None),
        Column("origin", TEXT, "herkomst", "where it was counted or booked", Origin),
        Column("municipality", TEXT, "gemeente", "CBS code, four digits"),
        _optional(
            "document",
            TEXT,
            "document",
            "key of the document that it comes from",
            needed_by=(Origin.PRINTED,),
        ),
        Column(
            "record",
            TEXT,
            "record",
            "the row that it comes from: subject.model:number, or the name of an import and the row's own key",
        ),
        Column(
            "evidence",
            TEXT,
            "bewijs",
            "number of its evidence in the register; or message and line, or file and row",
        ),
        Column("known_on", DAY, "bekend op", "day on which it was registered"),
    )


# Of whom, where, under what, what, by whom: the same in every fact that has them.
DIMENSIONS = (
    _optional(
        "person",
        TEXT,
        "persoon",
        "pseudonym of whom it is about; without the municipality's key nothing leads back",
        source="the BSN, sealed before it becomes a fact",
        law=_CARE,
    ),
    _optional("household", TEXT, "huishouden", "pseudonym of the household", law=_CARE),
    _optional(
        "birth_year",
        pa.int16(),
        "geboortejaar",
        "year of birth; the day itself is no fact",
        source="the date of birth",
        law=_CARE,
    ),
    _optional("area", TEXT, "gebied", "code or name of the district, neighbourhood or village"),
    _optional("law", TEXT, "wet", "law or field under which it is done", allowed=words.Law),
    _optional(
        "care_provision",
        TEXT,
        "voorziening",
        "open to all, or made for one",
        allowed=words.CareProvision,
        source="Wmo 2015 art. 1.1.1",
    ),
    _optional(
        "product_category",
        TEXT,
        "productcategorie",
        "category of the product, by law",
        source="iStandaarden WMO020, JZ020",
    ),
    _optional(
        "product", TEXT, "product", "code of the product", source="the municipality's product list"
    ),
    _optional("provider", TEXT, "aanbieder", "who does it: AGB code, or the name of a partner"),
    _optional("theme", TEXT, "thema", "lasting path of the theme", needed_by=(Origin.PRINTED,)),
    _optional("effort", TEXT, "inspanning", "lasting path of the effort or intervention"),
    _optional(
        "referrer",
        TEXT,
        "verwijzer",
        "who led someone here",
        allowed=words.Referrer,
        is_open=True,
        source="iStandaarden COD327",
    ),
    _optional(
        "layer",
        TEXT,
        "trede van de ladder",
        "step of the ladder of support",
        allowed=words.Layer,
        source="Wmo 2015 art. 2.3.5",
    ),
)

VOLUMES = (
    _optional("volume", VOLUME, "volume", "how much, in its unit (euros: in euros)"),
    _optional(
        "volume_unit",
        TEXT,
        "eenheid van het volume",
        "what the volume is counted in",
        allowed=words.VolumeUnit,
        source="iStandaarden WJ756",
    ),
)
FREQUENCY = _optional(
    "frequency",
    TEXT,
    "frequentie",
    "per what time the volume is",
    allowed=words.Frequency,
    source="iStandaarden WMO757",
)
TERM = _optional(
    "term_days",
    pa.int32(),
    "termijn in dagen",
    "days within which it should be done, by law or promise",
)
