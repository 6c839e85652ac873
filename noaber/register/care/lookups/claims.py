"""The lines of one claim, a page at a time: a claim may have a million."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q, QuerySet, Sum

from noaber.guard.actor import Actor
from noaber.guard.audit.trail import note
from noaber.guard.roles import CLAIMS
from noaber.register.care.models import Allocation, Claim, ClaimAnswer, ClaimLine

PAGE = 50


@dataclass(frozen=True, slots=True)
class Tally:
    """How many lines of a claim were granted, refused or not judged yet, and their amounts in cents.

    `codes` are the return codes of refused lines, most frequent first: code and number of lines.
    """

    lines: dict[str, tuple[int, int]]
    codes: Sequence[tuple[str, int]]

    @property
    def total(self) -> int:
        """All lines."""
        return sum(number for number, _ in self.lines.values())


def tally(claim: Claim) -> Tally:
    """Count and add up the lines of a claim, in the database and in one pass over them."""
    signed = Sum("amount", filter=Q(is_credit=False), default=0) - Sum(
        "amount", filter=Q(is_credit=True), default=0
    )
    rows = claim.lines.order_by().values_list("verdict", "return_codes")
    lines: dict[str, tuple[int, int]] = {}
    counted: dict[str, int] = {}
    for verdict, codes, number, cents in rows.annotate(Count("pk"), cents=signed):
        before = lines.get(verdict, (0, 0))
        lines[verdict] = (before[0] + number, before[1] + int(cents))
        for code in codes.split():
            counted[code] = counted.get(code, 0) + number
    return Tally(lines, sorted(counted.items(), key=lambda one: (-one[1], one[0])))


@dataclass(frozen=True, slots=True)
class Lines:
    """A page of lines; `before` and `after` are the keys where the neighbouring pages start, if any."""

    rows: Sequence[ClaimLine]
    before: int | None
    after: int | None
    allocations: dict[int, int]


@dataclass(frozen=True, slots=True)
class Which:
    """Which lines of a claim: everything where a field is empty; the verdict `open` is none yet."""

    verdict: str = ""
    code: str = ""
    allocation: int | None = None


def lines(
    actor: Actor,
    claim: Claim,
    now: datetime,
    which: Which,
    after: int | None = None,
    before: int | None = None,
) -> Lines:
    """A page of the lines that fit, in the order of the file; leaves one audit line.

    Found by the key of the last line seen, so that the thousandth page costs what the first does.
    `allocations` gives the key of the allocation behind each number. Raises NotAllowed.
    """
    fit = claim.lines.select_related("person")
    fit = fit.defer("person__bsn", "person__particulars")
    if which.verdict:
        fit = fit.filter(verdict="" if which.verdict == "open" else which.verdict)
    if which.code:
        fit = fit.filter(return_codes__contains=which.code)
    if which.allocation is not None:
        fit = fit.filter(allocation_number=which.allocation)
    rows = _page(fit, after, before)
    mailbox = claim.mailbox
    people = {row.person_id for row in rows}
    if people:
        selection = f"regels van declaratie {claim.number} van {claim.provider_code}"
        note(actor, mailbox.municipality.code, CLAIMS, selection, len(people), now)
    numbers = {row.allocation_number for row in rows}
    known = Allocation.objects.filter(
        mailbox=mailbox,
        law=claim.law,
        municipality_code=claim.municipality_code,
        number__in=numbers,
    )
    return Lines(
        rows,
        rows[0].pk if rows and fit.filter(pk__lt=rows[0].pk).exists() else None,
        rows[-1].pk if rows and fit.filter(pk__gt=rows[-1].pk).exists() else None,
        dict(known.values_list("number", "pk")),
    )


def _page(fit: QuerySet[ClaimLine], after: int | None, before: int | None) -> list[ClaimLine]:
    if before is not None:
        return list(fit.filter(pk__lt=before).order_by("-pk")[:PAGE])[::-1]
    if after is not None:
        fit = fit.filter(pk__gt=after)
    return list(fit.order_by("pk")[:PAGE])


def answer_to(claim: Claim) -> ClaimAnswer | None:
    """The answer to a claim that stands."""
    found: ClaimAnswer | None = claim.claim_answers.standing().select_related("message").first()
    return found
