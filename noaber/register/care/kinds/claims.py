"""Claims (323): the whole is judged when it comes in, its lines are kept column by column.

A claim may hold millions of lines, so no object is made for one: rows go from Arrow columns straight
into the table, in pieces, and each client is looked up once.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import repeat
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
from django.db import connection

from noaber.intake.messages.message import Message
from noaber.register.care import fields, store
from noaber.register.care.exchange import Exchange, Judged
from noaber.register.care.models import Claim, ClaimLine, MessageRecord
from noaber.register.care.persons import ids_of
from noaber.register.care.rules import claims as rules

TABLE = "Declaratie"
BATCH = 10_000
_COLUMNS = (
    "claim_id", "person_id", "line", "reference", "previous_reference", "allocation_number",
    "category", "code", "start", "end", "volume", "unit", "tariff", "amount", "is_credit",
    "verdict", "return_codes",
)  # fmt: skip


def judge(exchange: Exchange, message: Message, judged: Judged) -> None:
    """Hold number and period of the claim against earlier claims (TR333, TR318)."""
    row = fields.rows(message, TABLE)[0]
    where = (TABLE, 0, row["_line"])
    earlier = store.claims(exchange)
    same = earlier.filter(number=row["DeclaratieNummer"]).values_list("number", flat=True)
    judged.hold(rules.tr333(row["DeclaratieNummer"], list(same)), "TR333", *where)
    last = earlier.order_by("-period_start").values_list("period_start", flat=True).first()
    judged.hold(rules.tr318(row["DeclaratiePeriode.Begindatum"], last), "TR318", *where)


def keep(exchange: Exchange, message: Message, record: MessageRecord) -> None:
    """Keep a claim with all its lines."""
    claim = keep_head(exchange, message, record)
    keep_lines(exchange, claim, (message,))


def keep_head(exchange: Exchange, message: Message, record: MessageRecord) -> Claim:
    """Keep the claim itself; of one that is rejected as a whole nothing more is kept."""
    row = fields.rows(message, TABLE)[0]
    return Claim.objects.create(
        **exchange.between,
        message=record,
        line=row["_line"],
        number=row["DeclaratieNummer"],
        period_start=row["DeclaratiePeriode.Begindatum"],
        period_end=row["DeclaratiePeriode.Einddatum"],
        dated=row["DeclaratieDagtekening"],
        total=fields.signed(row, "TotaalIngediendBedrag"),
    )


def keep_lines(exchange: Exchange, claim: Claim, parts: Iterable[Message]) -> int:
    """Insert the lines of each part of a message; gives their number."""
    quote = connection.ops.quote_name
    names = ", ".join(quote(name) for name in _COLUMNS)
    marks = ", ".join(["%s"] * len(_COLUMNS))
    table = quote(ClaimLine._meta.db_table)
    insert = f"INSERT INTO {table} ({names}) VALUES ({marks})"  # noqa: S608
    count = 0
    with connection.cursor() as cursor:
        for part in parts:
            numbers = part.tables["Client"].column("Bsn").to_pylist()
            people = pa.array(ids_of(exchange.mailbox, exchange.keys, numbers), pa.int64())
            for batch in part.tables["Prestatie"].to_batches(max_chunksize=BATCH):
                cursor.executemany(insert, list(_rows(claim.pk, people, batch)))
                count += batch.num_rows
    return count


def _rows(claim: int, people: pa.Array, batch: pa.RecordBatch) -> Iterator[Sequence[Any]]:
    column = batch.column
    credit = pc.equal(column("IngediendBedrag.DebetCredit"), "C")
    previous = pc.fill_null(column("ProductReferentie.VorigReferentieNummer"), "")
    return zip(
        repeat(claim),
        people.take(column("_parent")).to_pylist(),
        column("_line").to_pylist(),
        column("ProductReferentie.ReferentieNummer").to_pylist(),
        previous.to_pylist(),
        column("ToewijzingNummer").to_pylist(),
        column("ProductCategorie").to_pylist(),
        column("ProductCode").to_pylist(),
        _days(column("ProductPeriode.Begindatum")),
        _days(column("ProductPeriode.Einddatum")),
        column("GeleverdVolume").to_pylist(),
        column("Eenheid").to_pylist(),
        column("ProductTarief").to_pylist(),
        column("IngediendBedrag.Bedrag").to_pylist(),
        credit.to_pylist(),
        repeat(""),
        repeat(""),
    )


def _days(column: pa.Array) -> list[str]:
    """Days as text: the one form that every database takes without work per value."""
    return pc.cast(column, pa.string()).to_pylist()
