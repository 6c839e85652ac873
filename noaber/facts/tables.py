"""The five facts and the population, each column declared once.

Schema, handbook page and checks come from here. A fact is the lowest level that was registered:
printed totals are checks and never become facts.
"""

import pyarrow as pa
import pyarrow.compute as pc

from noaber.facts import words
from noaber.facts.columns import (
    COUNT,
    DAY,
    DIMENSIONS,
    FREQUENCY,
    TERM,
    TEXT,
    VALUE,
    VOLUMES,
    Column,
    Table,
    common,
)
from noaber.facts.words import Origin
from noaber.vocabulary.cycle import Cause
from noaber.vocabulary.gaps import Gap
from noaber.vocabulary.money import Basis, CountedKind, Recurrence, Stage
from noaber.vocabulary.quantities import Unit

__all__ = ["FACTS", "TABLES", "Column", "NotAFact", "Origin", "Table", "conform", "hold"]

EPISODE = Table(
    "episode",
    "episode",
    "someone in something, from a day to a day or still",
    (
        *common(words.EpisodeKind, "what someone is in"),
        *DIMENSIONS,
        Column("started_on", DAY, "begonnen op", "first day"),
        Column("ended_on", DAY, "geëindigd op", "last day; nothing while it lasts", nullable=True),
        Column(
            "end_reason",
            TEXT,
            "reden van einde",
            "why it ended",
            words.EndReason,
            nullable=True,
            is_open=True,
            source="iStandaarden WMO588, JZ588, WMO002, JZ002",
        ),
        *VOLUMES,
        FREQUENCY,
        TERM,
    ),
    year_of="started_on",
)

EVENT = Table(
    "event",
    "gebeurtenis",
    "something that happened at a moment",
    (
        *common(words.EventKind, "what happened"),
        *DIMENSIONS,
        Column("happened_on", DAY, "gebeurd op", "the day"),
        Column(
            "outcome",
            TEXT,
            "uitkomst",
            "what came of it",
            words.Outcome,
            nullable=True,
            is_open=True,
        ),
        Column("reason", TEXT, "reden", "why it came out so", nullable=True),
        Column(
            "days_taken",
            pa.int32(),
            "dagen geduurd",
            "days from what it answers to this day, both in the calendar",
            nullable=True,
        ),
        TERM,
    ),
    year_of="happened_on",
)

SCORE = Table(
    "score",
    "meting",
    "one measurement of one subject with one instrument at one moment",
    (
        *common(None, "what the score is about, such as quality_of_life"),
        *DIMENSIONS,
        Column("measured_on", DAY, "gemeten op", "the day"),
        Column(
            "instrument",
            TEXT,
            "meetinstrument",
            "questionnaire or scale, with its part where it has several",
        ),
        Column(
            "moment",
            TEXT,
            "meetmoment",
            "when it was taken, seen from the episode",
            words.Moment,
            nullable=True,
        ),
        Column("value", VALUE, "waarde", "the score, on the scale of the instrument"),
        Column(
            "episode",
            TEXT,
            "episode",
            "record of the episode that it belongs to",
            nullable=True,
        ),
    ),
    year_of="measured_on",
)

SUPPLIED = Table(
    "supplied",
    "aangeleverd cijfer",
    "one value of one indicator for one period, as someone else counted it",
    (
        *common(None, "what the fact states: actual or target"),
        Column(
            "node",
            TEXT,
            "plek in de doelenboom",
            "lasting path of the goal",
            nullable=True,
            needed_by=(Origin.PRINTED,),
        ),
        Column("indicator", TEXT, "indicator", "lasting path of the indicator"),
        Column("period_start", DAY, "begin", "first day of the period"),
        Column("period_end", DAY, "einde", "last day of the period"),
        Column("value", VALUE, "waarde", "the number; yes is 1 and no is 0", nullable=True),
        Column("word", TEXT, "woord", "a value that is no number, as printed", nullable=True),
        Column("gap", TEXT, "waarom niet", "why there is no value", Gap, nullable=True),
        Column("unit", TEXT, "eenheid", "what the value counts", Unit),
        Column("scale", pa.int16(), "decimalen", "number of decimals printed"),
        Column(
            "n",
            COUNT,
            "aantal achter het cijfer",
            "how many a mean or share is of, where the supplier says so",
            nullable=True,
        ),
        Column(
            "spread",
            VALUE,
            "spreiding",
            "standard deviation behind a mean, where the supplier says so",
            nullable=True,
        ),
    ),
    year_of="period_start",
)

AMOUNT = Table(
    "amount",
    "bedrag",
    "one amount at the lowest level that was stated, on all its axes",
    (
        *common(None, "an amount's kind; explained for a cause"),
        *DIMENSIONS,
        Column("amount_kind", TEXT, "soort bedrag", "kind of amount", CountedKind),
        Column("stage", TEXT, "stand van de begroting", "stage of the budget cycle", Stage),
        Column("recurrence", TEXT, "incidenteel of structureel", "whether it recurs", Recurrence),
        Column("basis", TEXT, "geboekt of geraamd effect", "booked or estimated", Basis),
        Column("plan_year", pa.int16(), "begrotingsjaar", "year that the amount is for"),
        Column("cents", COUNT, "centen", "magnitude in euro cents, by the signs of its kind"),
        Column(
            "period_start",
            DAY,
            "begin",
            "first day of what was paid for",
            nullable=True,
            needed_by=(Origin.CLAIM,),
        ),
        Column(
            "period_end",
            DAY,
            "einde",
            "last day of what was paid for",
            nullable=True,
            needed_by=(Origin.CLAIM,),
        ),
        *VOLUMES,
        Column("price_cents", COUNT, "prijs in centen", "price of one unit", nullable=True),
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
    year_of="plan_year",
)

POPULATION = Table(
    "population",
    "bevolking",
    "how many inhabitants of one age an area has on a day",
    (
        Column("municipality", TEXT, "gemeente", "CBS code, four digits"),
        Column("area", TEXT, "gebied", "as in the facts; nothing where not divided", nullable=True),
        Column("age", pa.int16(), "leeftijd", "in whole years"),
        Column("sex", TEXT, "geslacht", "nothing where not divided", words.Sex, nullable=True),
        Column("counted_on", DAY, "geteld op", "the day, as a rule 1 January"),
        Column("inhabitants", COUNT, "inwoners", "how many"),
        Column("evidence", TEXT, "bewijs", "where the count stands: file and row, or publication"),
        Column("known_on", DAY, "bekend op", "day on which it was registered"),
    ),
    year_of="counted_on",
    order=("counted_on", "area", "age", "sex"),
)

FACTS = {table.name: table for table in (EPISODE, EVENT, SCORE, SUPPLIED, AMOUNT)}
TABLES = {**FACTS, POPULATION.name: POPULATION}


class NotAFact(ValueError):
    """A row does not fit its table; the message names column and value."""


def conform(table: Table, rows: list[dict[str, object]]) -> pa.Table:
    """Rows as an Arrow table of that schema, allowed values held. Raises NotAFact."""
    for column in table.columns:
        fit: set[object] = set()
        for row in rows:
            value = row.get(column.name)
            if value is None:
                if not column.nullable or row.get("origin") in column.needed_by:
                    raise NotAFact(f"{table.name}.{column.name} is leeg{_where(row)}")
            elif column.allowed is not None and value not in fit:
                if refusal := column.refusal(value):
                    raise NotAFact(f"{table.name}.{column.name}: {refusal}{_where(row)}")
                fit.add(value)
    made = pa.Table.from_pylist(rows, schema=table.schema)
    return made.sort_by([(name, "ascending") for name in ("municipality", *table.order)])


def _where(row: dict[str, object]) -> str:
    return f" in {row['record']}" if "record" in row else ""


def hold(table: Table, rows: pa.Table) -> pa.Table:
    """Columns as an Arrow table of that schema, allowed values held. Raises NotAFact.

    The same as `conform` for rows that lie in columns already; nothing is sorted.
    """
    missing = [column.name for column in table.columns if column.name not in rows.column_names]
    for name in missing:
        rows = rows.append_column(name, pa.nulls(rows.num_rows, table.column(name).type))
    rows = rows.select(table.schema.names)
    for column in table.columns:
        values = rows[column.name]
        if values.null_count:
            _hold_filled(table, column, rows)
        if column.allowed is not None:
            for value in pc.unique(values.drop_null()).to_pylist():
                if refusal := column.refusal(value):
                    raise NotAFact(f"{table.name}.{column.name}: {refusal}")
    return rows.cast(table.schema)


def _hold_filled(table: Table, column: Column, rows: pa.Table) -> None:
    empty = pc.is_null(rows[column.name])
    if column.nullable:
        needed = [origin.value for origin in column.needed_by]
        if not needed:
            return
        origins = pa.array(needed, pa.string())
        empty = pc.and_(empty, pc.is_in(rows["origin"], value_set=origins))
    if pc.any(empty).as_py():
        raise NotAFact(f"{table.name}.{column.name} is leeg")
