"""Allocations: the list, one of them, and who it is about for a role that may know."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from noaber.desk.pages import asked
from noaber.desk.pages.doors import behind_sign_in
from noaber.desk.rendering import page
from noaber.desk.words import N_
from noaber.guard.actor import Actor
from noaber.guard.roles import ALLOCATIONS, IDENTIFYING
from noaber.register.care.lookups import allocations as care
from noaber.register.care.lookups.mailboxes import mailboxes, names_of, products_of
from noaber.register.care.lookups.messages import parties
from noaber.register.care.lookups.persons import open_person
from noaber.register.care.models import Allocation, Mailbox
from noaber.register.care.models.messages import Law
from noaber.vocabulary.bsn import is_bsn

STATES = (("running", "loopt"), ("coming", "moet nog beginnen"), ("ended", "afgelopen"))


@require_safe
@behind_sign_in(ALLOCATIONS)
def overview(request: HttpRequest, actor: Actor) -> HttpResponse:
    """The allocations of one mailbox: the one asked for, else the actor's first."""
    boxes = list(mailboxes(actor))
    key = asked.whole(request, "postbus")
    chosen = next((box for box in boxes if box.pk == key), boxes[0] if boxes else None)
    if key is not None and (chosen is None or chosen.pk != key):
        raise Http404
    found = _found(request, actor, chosen) if chosen else {"found": None}
    return page(
        request,
        "allocations.html",
        boxes=boxes,
        mailbox=chosen,
        address=lambda **changes: asked.address(request, **changes),
        may_know=actor.may(IDENTIFYING),
        here="allocations",
        **found,
    )


def _found(request: HttpRequest, actor: Actor, box: Mailbox) -> dict[str, Any]:
    others = parties(actor, box)
    choice = care.Choice(
        number=asked.whole(request, "nummer"),
        party=asked.one_of(request, "partij", others),
        law=asked.one_of(request, "wet", Law.values),
        state=asked.one_of(request, "stand", [name for name, _ in STATES]),
        sort=asked.sort(request, care.SORTS, "-number"),
    )
    today, now = timezone.localdate(), timezone.now()
    found = asked.page_of(request, care.allocations(actor, box, choice, today))
    care.note_list(actor, box, list(found), now)
    return {
        "found": found,
        "choice": choice,
        "parties": others,
        "names": names_of(box, others),
        "products": products_of(box),
        "laws": Law.choices,
        "states": STATES,
    }


@sensitive_post_parameters("bsn")
@require_http_methods(["GET", "POST"])
@behind_sign_in(IDENTIFYING)
def client(request: HttpRequest, actor: Actor) -> HttpResponse:
    """The allocations of one client by BSN: asked for by a form, so that no address ever holds it."""
    boxes = list(mailboxes(actor))
    key = request.POST.get("postbus") or request.GET.get("postbus") or ""
    chosen = next((box for box in boxes if str(box.pk) == key), boxes[0] if boxes else None)
    if chosen is None or (key and str(chosen.pk) != key):
        raise Http404
    found, error = None, ""
    if request.method == "POST":
        bsn = request.POST.get("bsn", "").replace(".", "").replace(" ", "")
        if bsn.isascii() and is_bsn(bsn):
            found = care.of_client(actor, chosen, bsn, timezone.now())
        else:
            error = N_(
                "Dit is geen BSN: dat heeft negen cijfers, die samen aan de elfproef voldoen."
            )
    return page(
        request,
        "client.html",
        400 if error else 200,
        boxes=boxes,
        mailbox=chosen,
        found=found,
        error=error,
        names=names_of(chosen, {row.provider_code for row in found or ()}),
        products=products_of(chosen),
        here="allocations",
    )


@require_safe
@behind_sign_in(ALLOCATIONS)
def allocation(request: HttpRequest, actor: Actor, key: int) -> HttpResponse:
    """One allocation: what was decided, what was delivered, what was claimed, and where each stands."""
    return _shown(request, actor, key, None)


@require_http_methods(["GET", "POST"])
@behind_sign_in(IDENTIFYING)
def person(request: HttpRequest, actor: Actor, key: int) -> HttpResponse:
    """The same page with the client's name: asked for by a button, so never by accident.

    Whoever asks for it without the button, such as by going back, gets the page without the name.
    """
    if request.method == "GET":
        return HttpResponseRedirect(reverse("allocation", args=[key]))
    found = Allocation.objects.select_related("mailbox__municipality", "person")
    chosen = found.filter(pk=key, mailbox__in=mailboxes(actor)).first()
    if chosen is None:
        raise Http404
    return _shown(request, actor, key, open_person(actor, chosen, timezone.now()))


def _shown(request: HttpRequest, actor: Actor, key: int, known: Any) -> HttpResponse:
    try:
        shown = care.allocation(actor, key, timezone.localdate(), timezone.now())
    except Allocation.DoesNotExist:
        raise Http404 from None
    box = shown.allocation.mailbox
    return page(
        request,
        "allocation.html",
        shown=shown,
        row=shown.allocation,
        mailbox=box,
        lines=asked.page_of(request, shown.lines),
        names=names_of(box, (shown.allocation.provider_code, shown.allocation.municipality_code)),
        products=products_of(box),
        person=known,
        may_know=actor.may(IDENTIFYING),
        address=lambda **changes: asked.address(request, **changes),
        here="allocations",
    )
