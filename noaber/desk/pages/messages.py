"""Messages: what waits, what came in and went out, and one message with all that is known of it."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from noaber.desk.care import codes
from noaber.desk.pages import asked
from noaber.desk.pages.doors import behind_sign_in
from noaber.desk.rendering import page
from noaber.guard.actor import Actor
from noaber.guard.roles import ALLOCATIONS, CLAIMS, MESSAGES
from noaber.register.care.lookups import claims, messages
from noaber.register.care.lookups.mailboxes import mailboxes, names_of, products_of
from noaber.register.care.models import Claim, Mailbox, MessageRecord
from noaber.register.care.queries import waiting

# So many of what waits stand on the first page; the rest is a click away.
FIRST = 8
STATES = tuple(MessageRecord.State.choices)
DIRECTIONS = tuple(MessageRecord.Direction.choices)


@require_safe
@behind_sign_in(MESSAGES)
def overview(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Every mailbox with what waits in it, the most pressing first."""
    today = timezone.localdate()
    boxes = [_waits(actor, box, today, FIRST) for box in mailboxes(actor)]
    return page(request, "messages.html", boxes=boxes, here="messages", today=today)


@require_safe
@behind_sign_in(MESSAGES)
def waits(request: HttpRequest, actor: Actor, key: int) -> HttpResponse:
    """All that waits in one mailbox."""
    box = _mailbox(actor, key)
    today = timezone.localdate()
    shown = _waits(actor, box, today, None)
    return page(request, "waits.html", shown=shown, mailbox=box, here="messages", today=today)


def _waits(actor: Actor, box: Mailbox, today: Any, most: int | None) -> dict[str, Any]:
    found = waiting(actor, box, today)
    ours = [one for one in found if one.ours]
    theirs = [one for one in found if not one.ours]
    return {
        "mailbox": box,
        "names": names_of(box, {one.counterpart for one in found}),
        "ours": ours[:most],
        "theirs": theirs[:most],
        "counts": (len(ours), len(theirs)),
        "late": (sum(one.late for one in ours), sum(one.late for one in theirs)),
        "more": most is not None and (len(ours) > most or len(theirs) > most),
    }


@require_safe
@behind_sign_in(MESSAGES)
def mailbox(request: HttpRequest, actor: Actor, key: int) -> HttpResponse:
    """The messages of one mailbox, newest first, by the choice in the address."""
    box = _mailbox(actor, key)
    parties = messages.parties(actor, box)
    choice = messages.Choice(
        direction=asked.one_of(request, "richting", MessageRecord.Direction.values),
        number=asked.one_of(request, "soort", [number for number, _ in codes.numbers()]),
        state=asked.one_of(request, "stand", MessageRecord.State.values),
        party=asked.one_of(request, "partij", parties),
        words=asked.words(request, "zoek"),
        sort=asked.sort(request, messages.SORTS, "-moment"),
    )
    found = asked.page_of(request, messages.messages(actor, box, choice))
    return page(
        request,
        "mailbox.html",
        mailbox=box,
        choice=choice,
        found=found,
        names=names_of(box, [*parties, box.code]),
        parties=parties,
        kinds=codes.numbers(),
        states=STATES,
        directions=DIRECTIONS,
        address=lambda **changes: asked.address(request, **changes),
        here="messages",
    )


@require_safe
@behind_sign_in(MESSAGES)
def message(request: HttpRequest, actor: Actor, key: int) -> HttpResponse:
    """One message: header, answers, findings, what it told, and for a claim its lines."""
    now = timezone.now()
    try:
        shown = messages.message(actor, key, now)
    except MessageRecord.DoesNotExist:
        raise Http404 from None
    box = shown.record.mailbox
    record = shown.record
    extra = _claim(request, actor, shown.claim, now) if shown.claim else {"claim": None}
    return page(
        request,
        "message.html",
        shown=shown,
        record=record,
        mailbox=box,
        names=names_of(box, (record.sender, record.receiver, box.code)),
        products=products_of(box),
        may_follow=actor.may(ALLOCATIONS),
        address=lambda **changes: asked.address(request, **changes),
        here="messages",
        **extra,
    )


def _claim(request: HttpRequest, actor: Actor, claim: Claim, now: Any) -> dict[str, Any]:
    """Totals for everyone who may see messages; the lines for who judges claims."""
    tally = claims.tally(claim)
    told: dict[str, Any] = {"claim": claim, "tally": tally, "answer": claims.answer_to(claim)}
    if not actor.may(CLAIMS):
        return {**told, "lines": None}
    verdict = asked.one_of(
        request,
        "oordeel",
        ("approved", "rejected", "open"),
    )
    code = asked.one_of(request, "code", [one for one, _ in tally.codes])
    number = asked.whole(request, "toewijzing")
    lines = claims.lines(
        actor,
        claim,
        now,
        claims.Which(verdict, code, number),
        asked.whole(request, "na"),
        asked.whole(request, "voor"),
    )
    return {**told, "lines": lines, "verdict": verdict, "code": code, "number": number}


def _mailbox(actor: Actor, key: int) -> Mailbox:
    found = mailboxes(actor).filter(pk=key).first()
    if found is None:
        raise Http404
    return found
