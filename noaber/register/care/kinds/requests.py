"""Requests of providers: for an allocation (315), and for a change of all that is allocated (317)."""

from dataclasses import replace
from typing import Any

from noaber.intake.messages.message import Message
from noaber.register.care import fields, store
from noaber.register.care.exchange import Exchange, Judged
from noaber.register.care.kinds.starts import keep_client
from noaber.register.care.models import MessageRecord, Request, RequestLine
from noaber.register.care.persons import person_of
from noaber.register.care.rules import messages
from noaber.register.care.rules import requests as rules
from noaber.register.care.rules.values import Allocated, Wish

ASKED, UNCHANGED, CHANGED, NEW = (
    "AangevraagdProduct", "OngewijzigdProduct", "TeWijzigenProduct", "NieuwProduct",
)  # fmt: skip


def judge_asked(exchange: Exchange, message: Message, judged: Judged) -> None:
    """Hold a 315 against open requests and used references (TR374, TR347, TR381)."""
    client = fields.rows(message, "Client")[0]
    open_ones = store.open_references(exchange, person_of(exchange, client["Bsn"]))
    if not judged.hold(rules.tr374(open_ones), "TR374", "Client", 0, client["_line"]):
        return
    used = store.requested(exchange)
    products = store.products(exchange)
    for at, row in enumerate(fields.rows(message, ASKED)):
        where = (ASKED, at, row["_line"])
        reference = row["ReferentieAanbieder"]
        judged.hold(rules.tr347(reference, used), "TR347", *where)
        wish = fields.asked(row)
        judged.hold(messages.tr381(wish.category, wish.code, products), "TR381", *where)
        used.add(reference)


def keep_asked(exchange: Exchange, message: Message, record: MessageRecord) -> None:
    """Keep a 315: one line for each product, each with a reference of its own."""
    request = _request(exchange, message, record, Request.Kind.ALLOCATION)
    for row in fields.rows(message, ASKED):
        wish = fields.asked(row)
        RequestLine.objects.create(
            **_line(request, row, RequestLine.Kind.ASKED, row["ReferentieAanbieder"], wish),
            award_number=row["BeschikkingNummer"],
            award_start=row["BeschikkingIngangsdatum"],
            referrer_type=row["Verwijzer.Type"] or "",
            referrer_name=row["Verwijzer.Naam"] or "",
            referrer_code=row["Verwijzer.ZorgverlenerCode"] or "",
        )


def judge_change(exchange: Exchange, message: Message, judged: Judged) -> None:
    """Hold a 317 against the client's allocations, open requests and used references."""
    client = fields.rows(message, "Client")[0]
    where = ("Client", 0, client["_line"])
    person = person_of(exchange, client["Bsn"])
    known = person is not None and person.born is not None
    if not judged.hold(messages.tr304(known), "TR304", *where):
        return
    if not judged.hold(rules.tr374(store.open_references(exchange, person)), "TR374", *where):
        return
    current = {
        number: allocated
        for number, allocated in store.allocations(exchange, person).items()
        if allocated.current(exchange.today)
    }
    _judge_whole(exchange, message, judged, current)
    _judge_products(exchange, message, judged, current)


def _judge_whole(
    exchange: Exchange, message: Message, judged: Judged, current: dict[int, Allocated]
) -> None:
    row = fields.rows(message, "Verzoek")[0]
    where = ("Verzoek", 0, row["_line"])
    named = [
        one["ToewijzingNummer"]
        for table in (UNCHANGED, CHANGED)
        for one in fields.rows(message, table)
    ]
    used = store.requested(exchange)
    judged.hold(rules.tr347(row["ReferentieAanbieder"], used), "TR347", *where)
    judged.hold(rules.tr349(named, current), "TR349", *where)


def _judge_products(
    exchange: Exchange, message: Message, judged: Judged, current: dict[int, Allocated]
) -> None:
    wanted: dict[tuple[str, int, int | None], Wish] = {}
    for at, row in enumerate(fields.rows(message, UNCHANGED)):
        where = (UNCHANGED, at, row["_line"])
        number = row["ToewijzingNummer"]
        if judged.hold(rules.tr350(number, current), "TR350", *where):
            wanted[where] = _as_it_is(current[number])
    dated = fields.head(message).dated
    for at, row in enumerate(fields.rows(message, CHANGED)):
        where = (CHANGED, at, row["_line"])
        wish = fields.changed(row)
        allocated = current.get(row["ToewijzingNummer"])
        if (
            not judged.hold(rules.tr351(row["ToewijzingNummer"], current), "TR351", *where)
            or allocated is None
        ):
            continue
        judged.hold(rules.tr357(wish, dated, allocated), "TR357", *where)
        judged.hold(rules.tr373(wish, allocated), "TR373", *where)
        judged.hold(rules.tr375(wish, allocated), "TR375", *where)
        judged.hold(rules.tr411(wish, allocated), "TR411", *where)
        judged.hold(rules.tr412(wish, allocated), "TR412", *where)
        wanted[where] = replace(wish, category=allocated.category, code=allocated.code)
    products = store.products(exchange)
    for at, row in enumerate(fields.rows(message, NEW)):
        where = (NEW, at, row["_line"])
        wish = wanted[where] = fields.new(row)
        judged.hold(messages.tr381(wish.category, wish.code, products), "TR381", *where)
    for where, wish in wanted.items():
        if where[0] != UNCHANGED:
            others = [other for place, other in wanted.items() if place != where]
            judged.hold(rules.tr361(wish, others, exchange.law), "TR361", *where)


def _as_it_is(allocated: Allocated) -> Wish:
    return Wish(allocated.start, allocated.end, allocated.category, allocated.code)


def keep_change(exchange: Exchange, message: Message, record: MessageRecord) -> None:
    """Keep a 317: what stays, what changes and what is new, under one reference."""
    whole = fields.rows(message, "Verzoek")[0]
    request = _request(exchange, message, record, Request.Kind.CHANGE)
    request.reason = whole["RedenVerzoek"]
    request.save(update_fields=["reason"])
    reference = whole["ReferentieAanbieder"]
    for row in fields.rows(message, UNCHANGED):
        RequestLine.objects.create(
            request=request,
            line=row["_line"],
            kind=RequestLine.Kind.UNCHANGED,
            reference=reference,
            allocation_number=row["ToewijzingNummer"],
        )
    for row in fields.rows(message, CHANGED):
        RequestLine.objects.create(
            **_line(request, row, RequestLine.Kind.CHANGED, reference, fields.changed(row))
        )
    for row in fields.rows(message, NEW):
        RequestLine.objects.create(
            **_line(request, row, RequestLine.Kind.NEW, reference, fields.new(row))
        )


def _request(exchange: Exchange, message: Message, record: MessageRecord, kind: Any) -> Request:
    return Request.objects.create(
        **exchange.between,
        message=record,
        line=fields.rows(message, "Client")[0]["_line"],
        kind=kind,
        person=keep_client(exchange, message),
        dated=fields.head(message).dated,
    )


def _line(
    request: Request, row: dict[str, Any], kind: Any, reference: str, wish: Wish
) -> dict[str, Any]:
    return {
        "request": request,
        "line": row["_line"],
        "kind": kind,
        "reference": reference,
        "allocation_number": wish.number,
        "start": wish.start,
        "end": wish.end,
        "category": wish.category,
        "code": wish.code,
        "volume": wish.volume,
        "unit": wish.unit,
        "frequency": wish.frequency,
        "budget": wish.budget,
    }
