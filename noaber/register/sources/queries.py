"""What may be asked of documents. Who asks decides what is seen: the rule stands in the query."""

from collections.abc import Iterable

from django.db.models import Q, QuerySet

from noaber.guard.actor import Actor
from noaber.register.sources.models import Acceptance, Evidence, Finding, PlanningDocument

OPEN_TO_ALL = (PlanningDocument.Status.OFFERED, PlanningDocument.Status.ADOPTED)


class NoSuchDocument(LookupError):
    """There is no such document for this actor; the message is a Dutch sentence."""


def documents(actor: Actor) -> QuerySet[PlanningDocument]:
    """The documents this actor may see: its own municipality's, and what others have offered."""
    visible = PlanningDocument.objects.select_related("municipality", "file", "printed_file")
    if actor.everywhere:
        return visible
    return visible.filter(
        Q(municipality__code__in=actor.municipalities) | Q(status__in=OPEN_TO_ALL)
    )


def document(actor: Actor, key: str) -> PlanningDocument:
    """The document with this key, or the only one whose key begins so. Raises NoSuchDocument."""
    found = list(documents(actor).filter(key__startswith=key).order_by("key")[:6])
    exact = [one for one in found if one.key == key]
    if exact or len(found) == 1:
        return (exact or found)[0]
    if found:
        names = ", ".join(one.key for one in found)
        raise NoSuchDocument(f"'{key}' kan meer documenten zijn: {names}. Geef de hele naam.")
    known = ", ".join(documents(actor).order_by("key").values_list("key", flat=True)[:6])
    hint = f"Wel aanwezig: {known}." if known else "Er is nog niets geladen: gebruik `noaber load`."
    raise NoSuchDocument(f"Er is geen document '{key}'. {hint}")


def findings(actor: Actor, document: PlanningDocument) -> list[tuple[Finding, Acceptance | None]]:
    """What the checks found in a document, each with the word by which it may stand."""
    seen = documents(actor)
    accepted = {
        (one.rule, one.message): one
        for one in Acceptance.objects.filter(document__in=seen, document=document)
    }
    rows = Finding.objects.filter(document__in=seen, document=document)
    return [(row, accepted.get((row.rule, row.message))) for row in rows]


def evidence(actor: Actor, document: PlanningDocument) -> Iterable[Evidence]:
    """All evidence of a document that this actor may see."""
    return (
        Evidence.objects.filter(document__in=documents(actor), document=document)
        .select_related("file")
        .order_by("pk")
    )
