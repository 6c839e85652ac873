"""The fact tables, each column declared once: type, Dutch label, meaning, allowed values.

Schema, handbook page and checks come from here. A fact is the lowest level that was registered:
printed totals are checks and never become facts.
"""

from dataclasses import dataclass
from enum import StrEnum

import pyarrow as pa

from noaber.vocabulary.cycle import Cause
from noaber.vocabulary.gaps import Gap
from noaber.vocabulary.money import Basis, CountedKind, Recurrence, Stage
from noaber.vocabulary.quantities import Unit


class Origin(StrEnum):
    """Where a fact was counted or booked; a measure names exactly one."""

    PRINTED = "printed"


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a fact table. `allowed` holds the permitted values, none for free ones."""

    name: str
    type: pa.DataType
    dutch: str
    meaning: str
    allowed: type[StrEnum] | None = None
    nullable: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A fact table: its grain (what one row is) and its columns."""

    name: str
    dutch: str
    grain: str
    columns: tuple[Column, ...]

    @property
    def schema(self) -> pa.Schema:
        """The Arrow schema, in the order of the declaration."""
        return pa.schema(
            [
                pa.field(column.name, column.type, nullable=column.nullable)
                for column in self.columns
            ]
        )


TEXT = pa.string()
VALUE = pa.decimal128(24, 6)

_COMMON = (
    Column("kind", TEXT, "soort", "what the fact states: actual or target; an amount's kind"),
    Column("origin", TEXT, "herkomst", "where it was counted or booked", Origin),
    Column("municipality", TEXT, "gemeente", "CBS code, four digits"),
    Column("document", TEXT, "document", "key of the document that it comes from"),
    Column("record", TEXT, "record", "the registered row: subject.model:number"),
    Column("evidence", TEXT, "bewijs", "number of its evidence in the register"),
    Column("known_on", pa.date32(), "bekend op", "day on which it was registered"),
)

SUPPLIED = Table(
    "supplied",
    "aangeleverd cijfer",
    "one value of one indicator for one period, as someone else counted it",
    (
        *_COMMON,
        Column("node", TEXT, "plek in de doelenboom", "lasting path of the goal"),
        Column("indicator", TEXT, "indicator", "lasting path of the indicator"),
        Column("period_start", pa.date32(), "begin", "first day of the period"),
        Column("period_end", pa.date32(), "einde", "last day of the period"),
        Column("value", VALUE, "waarde", "the number; yes is 1 and no is 0", nullable=True),
        Column("word", TEXT, "woord", "a value that is no number, as printed", nullable=True),
        Column("gap", TEXT, "waarom niet", "why there is no value", Gap, nullable=True),
        Column("unit", TEXT, "eenheid", "what the value counts", Unit),
        Column("scale", pa.int16(), "decimalen", "number of decimals printed"),
    ),
)

AMOUNT = Table(
    "amount",
    "bedrag",
    "one amount at the lowest level that was stated, on all its axes",
    (
        *_COMMON,
        Column("theme", TEXT, "thema", "lasting path of the theme"),
        Column("amount_kind", TEXT, "soort bedrag", "kind of amount", CountedKind),
        Column("stage", TEXT, "stand van de begroting", "stage of the budget cycle", Stage),
        Column("recurrence", TEXT, "incidenteel of structureel", "whether it recurs", Recurrence),
        Column("basis", TEXT, "geboekt of geraamd effect", "booked or estimated", Basis),
        Column("plan_year", pa.int16(), "begrotingsjaar", "year that the amount is for"),
        Column("cents", pa.int64(), "centen", "magnitude in euro cents, by the signs of its kind"),
        Column("taakveld", TEXT, "taakveld", "official code in the plan year", nullable=True),
        Column(
            "taakveld_group",
            TEXT,
            "groep van taakvelden",
            "the code under which all years may be summed; nothing where there is none",
            nullable=True,
        ),
        Column(
            "taakveld_wide",
            TEXT,
            "ruime groep van taakvelden",
            "the wider group that holds where the narrow one does not",
            nullable=True,
        ),
        Column("cause", TEXT, "oorzaak", "why, for what is explained", Cause, nullable=True),
    ),
)

TABLES = {table.name: table for table in (SUPPLIED, AMOUNT)}


class NotAFact(ValueError):
    """A row does not fit its table; the message names column and value."""


def conform(table: Table, rows: list[dict[str, object]]) -> pa.Table:
    """Rows as an Arrow table of that schema, allowed values held. Raises NotAFact."""
    for column in table.columns:
        allowed = {member.value for member in column.allowed} if column.allowed else None
        for row in rows:
            value = row.get(column.name)
            if value is None and not column.nullable:
                raise NotAFact(f"{table.name}.{column.name} is leeg in {row['record']}")
            if allowed and value is not None and value not in allowed:
                raise NotAFact(f"{table.name}.{column.name}: '{value}' bestaat niet")
    made = pa.Table.from_pylist(rows, schema=table.schema)
    return made.sort_by([("municipality", "ascending"), ("record", "ascending")])
