"""Claims (323): the whole is judged when it comes in, its lines are kept column by column.

A claim may hold millions of lines, so no object is made for one: rows go from Arrow columns straight
into the table, in pieces, and each client is looked up once.
"""

from collections.abc import Iterable, Sequence
from typing import Any

import pyarrow as pa
from django.db import connection

from noaber.intake.messages.message import Message
from noaber.register.care import store
from noaber.register.care.exchange import Exchange, Judged
from noaber.register.care.fields import claims as fields
from noaber.register.care.fields import clients
from noaber.register.care.models import Claim, ClaimLine, MessageRecord
from noaber.register.care.persons import ids_of
from noaber.register.care.rules import claims as rules

BATCH = 10_000


def judge(exchange: Exchange, message: Message, judged: Judged) -> None:
    """Hold number and period of the claim against earlier claims (TR333, TR318)."""
    whole = fields.whole(message)
    earlier = store.claims(exchange)
    same = store.used_claim_numbers(exchange, whole.number)
    judged.hold(rules.tr333(whole.number, same), "TR333", whole.place)
    if exchange.elsewhere:
        return  # read in here in whatever order, it may have been sent in the right one
    last = earlier.order_by("-period_start").values_list("period_start", flat=True).first()
    judged.hold(rules.tr318(whole.period_start, last), "TR318", whole.place)


def keep(exchange: Exchange, message: Message, record: MessageRecord) -> None:
    """Keep a claim with all its lines."""
    keep_lines(exchange, keep_whole(exchange, message, record), (message,))


def keep_whole(exchange: Exchange, message: Message, record: MessageRecord) -> Claim:
    """Keep the claim itself; of one that is rejected as a whole nothing more is kept."""
    whole = fields.whole(message)
    return Claim.objects.create(
        **exchange.between,
        message=record,
        line=whole.place.line,
        number=whole.number,
        period_start=whole.period_start,
        period_end=whole.period_end,
        dated=whole.dated,
        total=whole.total,
    )


def keep_lines(exchange: Exchange, claim: Claim, parts: Iterable[Message]) -> int:
    """Insert the lines of each part of a message; gives their number."""
    count = 0
    with connection.cursor() as cursor:
        for part in parts:
            ids = ids_of(exchange.mailbox, exchange.keys, clients.numbers(part))
            people = pa.array(ids, pa.int64())
            for batch in fields.line_batches(part, BATCH):
                _insert(cursor, fields.line_rows(claim.pk, people, batch))
                count += batch.num_rows
    return count


def _insert(cursor: Any, rows: Iterable[Sequence[Any]]) -> None:
    """Add many rows at once: by COPY where the database has it, else by one prepared statement."""
    quote = connection.ops.quote_name
    names = ", ".join(quote(name) for name in fields.LINE_COLUMNS)
    table = quote(ClaimLine._meta.db_table)
    if connection.vendor == "postgresql":
        with cursor.copy(f"COPY {table} ({names}) FROM STDIN") as copy:
            for row in rows:
                copy.write_row(row)
        return
    marks = ", ".join(["%s"] * len(fields.LINE_COLUMNS))
    cursor.executemany(f"INSERT INTO {table} ({names}) VALUES ({marks})", list(rows))  # noqa: S608
