"""Contracts: the prices in force on a day, and one provider with all that was agreed and changed."""

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from noaber.desk.pages import asked
from noaber.desk.pages.doors import behind_sign_in
from noaber.desk.rendering import page
from noaber.desk.words import N_
from noaber.guard.actor import Actor
from noaber.guard.models import Municipality
from noaber.guard.roles import CLAIMS
from noaber.intake.supply import cells
from noaber.intake.supply.writing import as_csv
from noaber.register.supply import lookups, queries
from noaber.register.supply.models import Law, Provider

# What a price is for, by the units of the standard (WJ756).
_PER_UNIT: Mapping[str, str] = MappingProxyType(
    {
        "01": N_("per minuut"),
        "04": N_("per uur"),
        "14": N_("per etmaal"),
        "16": N_("per dagdeel"),
        "82": N_("per stuk (output)"),
        "83": N_("per euro"),
        "84": N_("per stuk (inspanning)"),
    }
)
# So many providers without a price are named; the rest is counted.
NAMED = 20


@require_safe
@behind_sign_in(CLAIMS)
def overview(request: HttpRequest, actor: Actor) -> HttpResponse:
    """The prices in force on a day, with whom and until when; and who has none on that day."""
    today = timezone.localdate()
    day, unread = _day(request)
    choice = lookups.Choice(
        day=day or today,
        law=asked.one_of(request, "wet", Law.values),
        words=asked.words(request, "zoek"),
        sort=asked.sort(request, lookups.SORTS, "provider"),
    )
    unpriced = lookups.unpriced(actor, choice)
    return page(
        request,
        "contracts.html",
        choice=choice,
        unread=unread,
        chosen=bool(choice.words or choice.law or choice.day != today),
        found=asked.page_of(request, lookups.tariffs(actor, choice)),
        unpriced=unpriced[:NAMED],
        unpriced_count=unpriced.count(),
        anything=queries.providers(actor).exists(),
        several=len(actor.municipalities) > 1,
        towns=lookups.towns(actor),
        laws=Law.choices,
        per_unit=per_unit,
        address=lambda **changes: asked.address(request, **changes),
        here="contracts",
    )


@require_safe
@behind_sign_in(CLAIMS)
def provider(request: HttpRequest, actor: Actor, key: int) -> HttpResponse:
    """One provider: each contract with its prices over time, and what was changed, by whom and why."""
    try:
        shown = lookups.provider(actor, key)
    except Provider.DoesNotExist:
        raise Http404 from None
    today = timezone.localdate()
    return page(
        request, "provider.html", shown=shown, today=today, per_unit=per_unit, here="contracts"
    )


@require_safe
@behind_sign_in(CLAIMS)
def price_list(request: HttpRequest, actor: Actor, code: str) -> HttpResponse:
    """All that is kept of one municipality as the file that `noaber supply import` reads."""
    town = Municipality.objects.filter(code=code, code__in=actor.municipalities).first()
    rows = lookups.price_list(actor, town) if town else []
    if not rows:
        raise Http404
    answer = HttpResponse(as_csv(rows), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="tarieven-{code}.csv"'
    answer["Cache-Control"] = "no-store, private"
    return answer


def _day(request: HttpRequest) -> tuple[date | None, bool]:
    """The day in the address, and whether something stood there that is no day."""
    text = asked.words(request, "dag")
    try:
        return (cells.day(text), False) if text else (None, False)
    except cells.Wrong:
        return None, True


def per_unit(unit: str) -> str:
    """What a price is for, in words that the template says in the reader's language."""
    return _PER_UNIT.get(unit, N_("per eenheid"))
