"""What a person may change of goals and indicators.

A value that was read wrongly, a name that goes on, a municipality's own definition of a measure.
"""

from datetime import date
from decimal import Decimal

from django.db import transaction
from django.utils import timezone

from noaber.guard.actor import Actor
from noaber.guard.models import Municipality
from noaber.register.goals.definition_models import OwnDefinition
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


def keep_definition(
    actor: Actor,
    municipality: Municipality,
    measure: str,
    version: int,
    text: str,
    since: date | None = None,
) -> tuple[OwnDefinition, bool]:
    """Keep a version of a municipality's own measure, in force since a day (today); and whether it is new.

    The same text again changes nothing. Raises NotAllowed, and Refused where the name is another
    municipality's, where the version says something else, was withdrawn or is not the next.
    """
    actor.require(municipality.code, municipality.name)
    with transaction.atomic():
        kept = list(
            OwnDefinition.objects.select_for_update().filter(measure=measure).order_by("version")
        )
        if kept and kept[0].municipality_id != municipality.pk:
            raise Refused(
                f"maat '{measure}' is al van {kept[0].municipality.name}, en een naam betekent overal "
                "hetzelfde; kies een andere, bijvoorbeeld met de naam van uw gemeente erin"
            )
        same = next((one for one in kept if one.version == version), None)
        if same is not None:
            _hold_same(same, kept[-1].version, text, since)
            return same, False
        since = since or timezone.localdate()
        if kept:
            _hold_next(kept[-1], version, since)
        made = OwnDefinition.objects.create(
            municipality=municipality,
            measure=measure,
            version=version,
            text=text,
            since=since,
            kept_by=actor.name,
            kept_at=timezone.now(),
        )
    return made, True


def _hold_same(kept: OwnDefinition, last: int, text: str, since: date | None) -> None:
    """A version that is there already stays as it is; whoever means something else gives a next one."""
    instead = f"geef de nieuwe tekst version = {last + 1}"
    if kept.text != text:
        raise Refused(
            f"versie {kept.version} van '{kept.measure}' zegt al iets anders, en een versie verandert "
            f"niet meer; {instead}"
        )
    if kept.withdrawn_at is not None:
        raise Refused(f"versie {kept.version} van '{kept.measure}' is ingetrokken; {instead}")
    if since not in (None, kept.since):
        raise Refused(
            f"versie {kept.version} van '{kept.measure}' geldt al vanaf {kept.since}; {instead} om iets "
            "vanaf een andere dag te laten gelden"
        )


def _hold_next(last: OwnDefinition, version: int, since: date) -> None:
    if version < last.version:
        raise Refused(
            f"van '{last.measure}' is er al versie {last.version}; geef de nieuwe version = "
            f"{last.version + 1}"
        )
    if last.withdrawn_at is None and since < last.since:
        raise Refused(
            f"versie {last.version} van '{last.measure}' geldt pas vanaf {last.since}; een latere versie "
            "kan niet eerder ingaan"
        )


def withdraw_definition(actor: Actor, measure: str, reason: str) -> int:
    """Take a municipality's own measure out of force, every version of it; how many were.

    They stay to be read, with who, when and why. Raises NotAllowed, and Refused where there is none, where
    none is in force or to come, or where no reason is given.
    """
    reason = reason.strip()
    if not reason:
        raise Refused("zeg waarom deze maat wordt ingetrokken; dat blijft erbij staan")
    with transaction.atomic():
        kept = list(OwnDefinition.objects.select_for_update().filter(measure=measure))
        if not kept:
            raise Refused(f"er is geen eigen maat '{measure}'")
        owner = kept[0].municipality
        actor.require(owner.code, owner.name)
        standing = OwnDefinition.objects.filter(measure=measure, withdrawn_at__isnull=True)
        found = standing.update(
            withdrawn_at=timezone.now(), withdrawn_by=actor.name, withdrawn_why=reason
        )
        if not found:
            raise Refused(f"maat '{measure}' is al ingetrokken")
    return found
