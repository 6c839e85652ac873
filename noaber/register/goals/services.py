"""What a person may change of goals and indicators: a value that was read wrongly, a name that goes on."""

from decimal import Decimal

from django.db import transaction
from django.utils import timezone

from noaber.guard.actor import Actor
from noaber.register.goals.models import Continuation, IndicatorRow, IndicatorValue, Wording
from noaber.register.goals.rules import continuations
from noaber.register.sources.models import PlanningDocument
from noaber.register.sources.services import Refused, typed_evidence
from noaber.vocabulary.gaps import Gap


class NoSuchValue(LookupError):
    """There is no such cell; the message is a Dutch sentence."""


def correct_value(
    actor: Actor,
    document: PlanningDocument,
    item: str,
    period: str,
    value: Decimal | str | None,
    reason: str,
) -> IndicatorValue:
    """Replace one cell of an indicator by what a person says it is; None is a gap.

    Keeps who, when and why as its evidence. Raises NoSuchValue, NotAllowed, and Refused of documents
    where the document is no longer open.
    """
    found = IndicatorValue.objects.filter(
        row__document=document, row__item=item, period=period, kind="actual"
    ).first()
    if found is None:
        raise NoSuchValue(f"{document.key} heeft geen waarde van '{item}' voor {period}")
    if isinstance(value, Decimal):
        _hold_storable(value)
    with transaction.atomic():
        evidence = typed_evidence(actor, document, reason)
        old = found.evidence
        if isinstance(value, str):
            found.value, found.word, found.gap, found.scale = None, value, "", 0
        elif value is None:
            found.value, found.word, found.gap, found.scale = None, "", Gap.NOT_PRINTED.value, 0
        else:
            found.value, found.word, found.gap = value, "", ""
            found.scale = min(6, max(0, -int(value.as_tuple().exponent)))
        found.evidence = evidence
        found.save()
        old.delete()
    return found


def _hold_storable(value: Decimal) -> None:
    """Refuse a number that cannot be kept as it is: rounding it would be another number."""
    if abs(value) >= 10**17 or -int(value.as_tuple().exponent) > 6:
        raise Refused("dit getal is te groot, of heeft meer dan zes decimalen")


def propose_continuations(document: PlanningDocument) -> int:
    """Propose which goals and indicators of the year before go on under another name; how many are new."""
    before = (
        PlanningDocument.objects.filter(
            municipality=document.municipality,
            programme_key=document.programme_key,
            year__lt=document.year,
        )
        .order_by("-year", "-kind")
        .first()
    )
    if before is None:
        return 0
    made = 0
    for older, newer in (
        (_goal_names(before), _goal_names(document)),
        (_indicator_names(before), _indicator_names(document)),
    ):
        for old, new, likeness in continuations(older, newer):
            made += Continuation.objects.get_or_create(
                older=old,
                newer=new,
                defaults={"municipality": document.municipality, "likeness": str(likeness)},
            )[1]
    return made


def settle_continuation(actor: Actor, proposal: Continuation, confirmed: bool) -> None:
    """A person says whether a proposal holds; it can be said again. Raises NotAllowed."""
    actor.require(proposal.municipality.code, proposal.municipality.name)
    states = Continuation.State
    proposal.state = states.CONFIRMED if confirmed else states.REFUSED
    proposal.said_by, proposal.said_at = actor.name, timezone.now()
    proposal.save()


def _goal_names(document: PlanningDocument) -> dict[str, str]:
    rows = Wording.objects.filter(document=document).values_list("node__path", "text")
    return dict(rows)


def _indicator_names(document: PlanningDocument) -> dict[str, str]:
    rows = IndicatorRow.objects.filter(document=document).values_list("indicator__path", "name")
    return dict(rows)
