"""Requests of providers: for an allocation (315), and for a change of all that is allocated (317)."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

from noaber.intake.messages.message import Message
from noaber.register.care import store
from noaber.register.care.exchange import Exchange, Judged
from noaber.register.care.fields import Place, clients, head
from noaber.register.care.fields import requests as fields
from noaber.register.care.models import MessageRecord, Request, RequestLine
from noaber.register.care.persons import keep_person, person_of
from noaber.register.care.rules import messages
from noaber.register.care.rules import requests as rules
from noaber.register.care.rules.values import Allocated, Wish

Current = dict[int, Allocated]
# Of each product of a request the periods in which it would be delivered.
Wanted = dict[Place, list[Wish]]


def judge_asked(exchange: Exchange, message: Message, judged: Judged) -> None:
    """Hold a 315 against open requests and used references (TR374, TR347, TR381)."""
    client = clients.client(message)
    open_ones = store.open_references(exchange, person_of(exchange, client.bsn))
    if not judged.hold(rules.tr374(open_ones), "TR374", client.place):
        return
    asked = list(fields.asked(message))
    used = store.used_references(exchange, [one.reference for _, one in asked])
    products = store.products(exchange)
    for place, one in asked:
        judged.hold(rules.tr347(one.reference, used), "TR347", place)
        coded = messages.tr381(one.wish.category, one.wish.code, products)
        judged.hold(coded, "TR381", place)
        used.add(one.reference)


def keep_asked(exchange: Exchange, message: Message, record: MessageRecord) -> None:
    """Keep a 315: one line for each product, each with a reference of its own."""
    request = _request(exchange, message, record, Request.Kind.ALLOCATION)
    for place, one in fields.asked(message):
        kind, name, code = one.referrer
        RequestLine.objects.create(
            **_line(request, place, RequestLine.Kind.ASKED, one.reference, one.wish),
            award_number=one.award_number,
            award_start=one.award_start,
            referrer_type=kind,
            referrer_name=name,
            referrer_code=code,
        )


def judge_change(exchange: Exchange, message: Message, judged: Judged) -> None:
    """Hold a 317 against the client's allocations, open requests and used references."""
    client = clients.client(message)
    person = person_of(exchange, client.bsn)
    known = person is not None and person.born is not None
    if not judged.hold(messages.tr304(known), "TR304", client.place):
        return
    open_ones = store.open_references(exchange, person)
    if not judged.hold(rules.tr374(open_ones), "TR374", client.place):
        return
    current = {
        number: allocated
        for number, allocated in store.allocations(exchange, person).items()
        if allocated.current(exchange.today)
    }
    change = fields.change(message)
    named = [number for _, number in change.unchanged]
    named += [wish.number for _, wish in change.changed if wish.number is not None]
    used = store.used_references(exchange, [change.reference])
    judged.hold(rules.tr347(change.reference, used), "TR347", change.place)
    judged.hold(rules.tr349(named, current), "TR349", change.place)
    wanted = _stays(change, current, judged)
    asked = _changes(change, current, judged, head(message).dated)
    products = store.products(exchange)
    for place, wish in change.new:
        judged.hold(messages.tr381(wish.category, wish.code, products), "TR381", place)
        asked[place] = [wish]
    wanted |= asked
    for place, parts in asked.items():
        others = [other for at, found in wanted.items() if at != place for other in found]
        alone = all(rules.tr361(wish, others, exchange.law) for wish in parts)
        judged.hold(alone, "TR361", place)


def _stays(change: fields.Change, current: Current, judged: Judged) -> Wanted:
    """What stays as it is, held against what is allocated (TR350)."""
    wanted: Wanted = {}
    for place, number in change.unchanged:
        if judged.hold(rules.tr350(number, current), "TR350", place):
            of = current[number]
            wanted[place] = [Wish(of.start, of.end, of.category, of.code)]
    return wanted


def _changes(change: fields.Change, current: Current, judged: Judged, dated: Any) -> Wanted:
    """What should change, held against what is allocated (TR351, TR357, TR373, TR375, TR411, TR412).

    What is allocated before the wanted day stays, so that it is part of what is wanted (TR361).
    """
    wanted: Wanted = {}
    for place, wish in change.changed:
        number = wish.number or 0
        if not judged.hold(rules.tr351(number, current), "TR351", place):
            continue
        of = current[number]
        judged.hold(rules.tr357(wish, dated, of), "TR357", place)
        judged.hold(rules.tr373(wish, of), "TR373", place)
        judged.hold(rules.tr375(wish, of), "TR375", place)
        judged.hold(rules.tr411(wish, of), "TR411", place)
        judged.hold(rules.tr412(wish, of), "TR412", place)
        wanted[place] = [replace(wish, category=of.category, code=of.code)]
        day_before = wish.start - timedelta(days=1)
        if of.start <= day_before:
            last = min(of.end or day_before, day_before)
            wanted[place].append(Wish(of.start, last, of.category, of.code))
    return wanted


def keep_change(exchange: Exchange, message: Message, record: MessageRecord) -> None:
    """Keep a 317: what stays, what changes and what is new, under one reference."""
    change = fields.change(message)
    request = _request(exchange, message, record, Request.Kind.CHANGE, change.reason)
    for place, number in change.unchanged:
        RequestLine.objects.create(
            request=request,
            line=place.line,
            kind=RequestLine.Kind.UNCHANGED,
            reference=change.reference,
            allocation_number=number,
        )
    kinds = ((RequestLine.Kind.CHANGED, change.changed), (RequestLine.Kind.NEW, change.new))
    for kind, wishes in kinds:
        for place, wish in wishes:
            RequestLine.objects.create(**_line(request, place, kind, change.reference, wish))


def _request(
    exchange: Exchange, message: Message, record: MessageRecord, kind: Any, reason: str = ""
) -> Request:
    client = clients.client(message)
    return Request.objects.create(
        **exchange.between,
        message=record,
        line=client.place.line,
        kind=kind,
        person=keep_person(exchange, client, leading=False),
        dated=head(message).dated,
        reason=reason,
    )


def _line(request: Request, place: Place, kind: Any, reference: str, wish: Wish) -> dict[str, Any]:
    return {
        "request": request,
        "line": place.line,
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
