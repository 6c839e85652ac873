"""What may be changed of documents, files, parties, evidence and findings."""

from collections.abc import Iterable
from datetime import date

from django.db import transaction
from django.utils import timezone

from noaber.guard.actor import Actor
from noaber.guard.models import Municipality
from noaber.intake.documents.reading import CheckItem, DocumentHead, SourceItem, Span
from noaber.register.sources.models import (
    Acceptance,
    Erratum,
    Evidence,
    File,
    Finding,
    Party,
    PlanningDocument,
)
from noaber.register.sources.rules import KIND_OF_READING, STEPS, document_key
from noaber.vocabulary.grades import EvidenceKind
from noaber.vocabulary.names import normalise, slug, squeeze


class Refused(ValueError):
    """The document cannot be loaded or changed; the message is a Dutch sentence that says what now."""


def keep_file(
    municipality: Municipality, name: str, title: str, sha256: str, content: bytes, text: str
) -> File:
    """The file with this hash, kept once; its text is what places point into."""
    file, _ = File.objects.get_or_create(
        municipality=municipality, sha256=sha256, defaults={"name": name, "title": title}
    )
    if file.content is None:
        file.name, file.content, file.text = name, content, text
        file.save()
    return file


def name_printed_source(municipality: Municipality, source: SourceItem) -> File:
    """The printed document that a file of the own format was written from, by hash or by title."""
    named = {"title": source.title, "publisher": (source.publisher or "")}
    if source.sha256:
        return File.objects.get_or_create(
            municipality=municipality, sha256=source.sha256, defaults=named
        )[0]
    return File.objects.get_or_create(municipality=municipality, sha256="", **named)[0]


def open_document(
    municipality: Municipality, head: DocumentHead, file: File, printed: File | None
) -> PlanningDocument:
    """The document that a reading is about, made where it is new, locked for this transaction.

    Year and programme of `head` are known. Raises ValueError where they are not, and Refused where
    another programme's name comes down to the same key.
    """
    if head.year is None or head.programme is None:
        raise ValueError("a document is opened by year and programme")
    kind, programme = KIND_OF_READING[head.kind], squeeze(head.programme)
    document, _ = PlanningDocument.objects.select_for_update().get_or_create(
        municipality=municipality,
        year=head.year,
        kind=kind,
        programme_key=slug(programme),
        defaults={
            "programme": programme,
            "key": document_key(municipality.name, head.year, kind, programme),
            "title": head.title,
            "file": file,
            "printed_file": printed,
        },
    )
    if normalise(document.programme) != normalise(programme):
        raise Refused(
            f"'{programme}' lijkt te veel op '{document.programme}', dat er al is als {document.key}; "
            "schrijf de naam hetzelfde, of geef het andere programma een andere naam"
        )
    return document


def place_evidence(
    document: PlanningDocument, file: File, places: Iterable[tuple[Span, int | None]]
) -> list[Evidence]:
    """Evidence for each (span, line of the printed source), in order."""
    return Evidence.objects.bulk_create(
        Evidence(
            document=document,
            kind=EvidenceKind.PLACED,
            file=file,
            start=start,
            end=max(end, start + 1),  # an empty text still stands somewhere
            printed_line=line,
        )
        for (start, end), line in places
    )


def typed_evidence(actor: Actor, document: PlanningDocument, reason: str) -> Evidence:
    """Evidence for what a person typed: who, when and why. Raises NotAllowed and Refused."""
    actor.require(document.municipality.code, document.municipality.name)
    if not document.is_open:
        raise Refused(
            f"{document.key} is {document.get_status_display()} en verandert niet meer; "
            "leg een fout vast met `noaber erratum`"
        )
    if not reason.strip():
        raise Refused("zeg waarom de waarde verandert, met --reason")
    return Evidence.objects.create(
        document=document,
        kind=EvidenceKind.TYPED,
        typed_by=actor.name,
        typed_at=timezone.now(),
        reason=reason.strip(),
    )


def move_document(
    actor: Actor,
    document: PlanningDocument,
    status: str,
    decision: str = "",
    on: date | None = None,
) -> None:
    """Take a document a step on in its life; adopting takes a council decision with its day.

    Raises Refused for a step that does not exist (an adopted document stays adopted) and NotAllowed.
    """
    actor.require(document.municipality.code, document.municipality.name)
    if status not in STEPS[document.status]:
        raise Refused(
            f"{document.key} is {document.get_status_display()}; van daar kan het niet naar "
            f"'{PlanningDocument.Status(status).label}'"
        )
    decision = decision.strip()
    if on is not None:
        _hold_day(on)
    if status == PlanningDocument.Status.ADOPTED and not (decision and on):
        raise Refused("vaststellen doet de raad: geef --decision (nummer) en --on (datum)")
    document.status, document.decision, document.decided_on = status, decision, on
    document.save()


def _hold_day(on: date) -> None:
    """Refuse a day on which no council of today decided anything: a slip of the hand."""
    today = timezone.localdate()
    if not date(1990, 1, 1) <= on <= today:
        raise Refused(f"{on} ligt niet tussen 1990-01-01 en vandaag ({today})")


def add_erratum(
    actor: Actor, document: PlanningDocument, on: date, about: str, printed: str, correct: str
) -> Erratum:
    """Put a mistake and its correction beside an adopted document. Raises Refused and NotAllowed."""
    actor.require(document.municipality.code, document.municipality.name)
    _hold_day(on)
    about, printed, correct = about.strip(), printed.strip(), correct.strip()
    if not (about and printed and correct):
        raise Refused("een erratum zegt waarover het gaat, wat er staat en wat er hoort te staan")
    if document.status != PlanningDocument.Status.ADOPTED:
        raise Refused(
            f"{document.key} is nog niet vastgesteld: verbeter het zelf in plaats daarvan"
        )
    with transaction.atomic():
        position = Erratum.objects.filter(document=document).count()
        evidence = Evidence.objects.create(
            document=document,
            kind=EvidenceKind.TYPED,
            typed_by=actor.name,
            typed_at=timezone.now(),
            reason=f"erratum bij {about}",
        )
        return Erratum.objects.create(
            document=document,
            position=position,
            item=f"erratum-{position + 1}",
            evidence=evidence,
            on=on,
            about=about,
            printed=printed,
            correct=correct,
        )


def accept_finding(
    actor: Actor, document: PlanningDocument, finding: Finding, reason: str, by: str
) -> Acceptance:
    """Keep why a finding may stand, and who said so. Raises Refused and NotAllowed."""
    actor.require(document.municipality.code, document.municipality.name)
    reason, by = squeeze(reason), squeeze(by)
    if not reason or not by:
        raise Refused("een bevinding aanvaarden doet iemand met een reden: geef --reason en --by")
    if finding.status != "off":
        raise Refused("deze controle stelt geen vraag; er is niets te aanvaarden")
    kept, _ = Acceptance.objects.update_or_create(
        document=document,
        rule=finding.rule,
        message=finding.message,
        defaults={"reason": reason, "accepted_by": by, "accepted_at": timezone.now()},
    )
    return kept


def withdraw_acceptance(actor: Actor, document: PlanningDocument, finding: Finding) -> None:
    """Ask the question again. Raises Refused where it was not accepted, and NotAllowed."""
    actor.require(document.municipality.code, document.municipality.name)
    gone, _ = document.acceptances.filter(rule=finding.rule, message=finding.message).delete()
    if not gone:
        raise Refused("deze bevinding was niet aanvaard")


def suppliers_named(municipality: Municipality, names: Iterable[str | None]) -> dict[str, Party]:
    """The party behind each printed source, by the source as printed; no source, no party."""
    key_of = {name: normalise(name) for name in names if name and normalise(name)}
    known = _parties(municipality, key_of.values())
    new = {
        key: Party(municipality=municipality, key=key, name=squeeze(name))
        for name, key in key_of.items()
        if key not in known
    }
    Party.objects.bulk_create(new.values())
    known |= new
    return {name: known[key] for name, key in key_of.items()}


def _parties(municipality: Municipality, keys: Iterable[str]) -> dict[str, Party]:
    found = Party.objects.filter(municipality=municipality, key__in=set(keys))
    return {party.key: party for party in found}


def keep_findings(document: PlanningDocument, checks: Iterable[CheckItem]) -> None:
    """Replace what the checks found in this document."""
    document.findings.all().delete()
    Finding.objects.bulk_create(
        Finding(
            document=document,
            position=position,
            rule=check.rule,
            status=check.status,
            expected=_plain(check.expected),
            found=_plain(check.found),
            tolerance=_plain(check.tolerance),
            message=check.message,
            places=[list(span) for span in check.spans],
        )
        for position, check in enumerate(checks)
    )


def _plain(value: object) -> str:
    return "" if value is None else str(value)
