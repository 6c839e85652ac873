"""Iv3 on the command line: load a delivery, hold it against the programme, write one. Joins rooms only."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from noaber.guard.actor import Actor
from noaber.intake.iv3.controls import ControlResult, euro
from noaber.intake.iv3.delivery import PERIODS, Delivery, Finding, Head, Unit, Version
from noaber.intake.iv3.mapping import read_mapping
from noaber.intake.iv3.reader import read
from noaber.intake.iv3.writer import write
from noaber.register.money import iv3 as register
from noaber.register.money.iv3_rules import Reconciliation, Sums, reconcile


@dataclass(frozen=True, slots=True)
class Iv3Loaded:
    """What loading one delivery did and found. Nothing was kept where `outcome` is 'refused'."""

    outcome: str
    delivery: Delivery | None
    findings: tuple[Finding, ...]
    controls: tuple[ControlResult, ...] = ()
    documents: tuple[str, ...] = ()
    reconciliation: Reconciliation | None = None
    programme_reserves: int = 0

    @property
    def sound(self) -> bool:
        """Whether no finding is wrong and, where there is a mapping, everything closes and agrees."""
        agrees = self.reconciliation is None or self.reconciliation.agrees
        return self.delivery is not None and agrees and not any(f.wrong for f in self.findings)


def load_iv3(
    actor: Actor,
    content: bytes,
    name: str,
    mapping: tuple[bytes, str] | None = None,
    unit: Unit = "eur",
) -> Iv3Loaded:
    """Read, check and keep a delivery and its mapping, and reconcile it with the programme.

    `mapping` is the content and name of a file; without it the mapping kept earlier is used. Raises
    IntakeError (no JSON, a mapping with mistakes: then nothing is kept), Refused and NotAllowed.
    """
    reading = read(content, name, unit=unit)
    delivery = reading.delivery
    if delivery is None:
        return Iv3Loaded("refused", None, reading.findings)
    head = delivery.head
    rules = read_mapping(*mapping, head.year) if mapping else None
    kept = register.keep_delivery(actor, delivery, reading.findings, name, content, unit)
    if rules is not None:
        register.keep_mapping(actor, kept.delivery.municipality, head.year, rules)
    code = kept.delivery.municipality.code
    known = register.mapping(actor, code, head.year)
    programme = register.programme(actor, code, head.year, head.period)
    return Iv3Loaded(
        kept.outcome,
        delivery,
        reading.findings,
        reading.controls,
        tuple(document.key for document in programme.documents) if programme else (),
        reconcile(delivery.posts, known, programme.themes) if programme and known else None,
        programme.reserves if programme else 0,
    )


def export_iv3(
    actor: Actor, municipality_code: str, year: int, period: int, version: Version = "2.1.1"
) -> bytes:
    """A kept delivery as JSON in the schema of that version.

    Raises Refused where it is not there, NotAllowed, and IntakeError where the version cannot hold it.
    """
    row = register.delivery(actor, municipality_code.removeprefix("GM"), year, period)
    actor.require(row.municipality.code, row.municipality.name)
    delivery = replace(register.record(row), version=version)
    if version not in ("1.0", "1.1"):
        delivery = replace(delivery, head=_said(delivery.head))
    return write(delivery)


def _said(head: Head) -> Head:
    """The head with what schema 2 asks for and an older delivery did not say; nothing is made public."""
    return replace(
        head,
        details_public=bool(head.details_public),
        package=head.package or "",
        software=head.software or "Noaber",
    )


OUTCOMES = {
    "new": "geladen",
    "replaced": "opnieuw geladen; de vorige levering van deze periode is vervangen",
    "unchanged": "stond er al, niets veranderd",
    "refused": "niet geladen: de structuur klopt niet",
}
# So many findings of one rule are printed in full; --format json gives them all.
SHOWN = 10


def summary(loaded: Iv3Loaded) -> Iterator[str]:
    """What loading did, as lines for a person."""
    if loaded.delivery is None:
        yield OUTCOMES[loaded.outcome]
    else:
        yield from _delivered(loaded, loaded.delivery)
    yield from _findings(loaded.findings)
    if loaded.reconciliation:
        yield from _reconciled(loaded.reconciliation, loaded)
    elif loaded.documents:
        yield "Nog niet aangesloten op het programma: geef met --mapping welk taakveld bij welk thema hoort."
    elif loaded.delivery and loaded.delivery.head.period in register.COMPARED:
        yield "Er is geen programma van dit jaar geladen om op aan te sluiten."


def _delivered(loaded: Iv3Loaded, delivery: Delivery) -> Iterator[str]:
    head = delivery.head
    yield (
        f"{head.name} {head.year}, {PERIODS[head.period]}: {len(delivery.posts)} posten "
        f"{OUTCOMES[loaded.outcome]} (schema {delivery.version})"
    )
    totals = (sum(p.cents for p in delivery.table(name)) for name in ("lasten", "baten"))
    yield "  lasten {}, baten {}".format(*(euro(cents) for cents in totals))
    count = {o: sum(r.outcome == o for r in loaded.controls) for o in ("failed", "impossible")}
    if loaded.controls:
        yield (
            f"  officiële controles: {len(loaded.controls)} gehouden, {count['failed']} niet in orde, "
            f"{count['impossible']} niet te toetsen"
        )


def _findings(findings: tuple[Finding, ...]) -> Iterator[str]:
    told: dict[str, int] = {}
    for finding in findings:
        told[finding.rule] = told.get(finding.rule, 0) + 1
        if told[finding.rule] <= SHOWN:
            mark = "FOUT" if finding.wrong else "let op"
            place = f" ({finding.place})" if finding.place else ""
            yield f"  {mark} {finding.rule}: {finding.sentence}{place}"
    for rule, count in told.items():
        if count > SHOWN:
            yield f"  {rule}: en nog {count - SHOWN} zulke bevindingen; --format json geeft ze alle."


def _reconciled(found: Reconciliation, loaded: Iv3Loaded) -> Iterator[str]:
    yield f"Aansluiting op {', '.join(loaded.documents)}: {found.posts} posten"
    yield f"  totaal: {_both(found.total)}"
    for line in found.themes:
        iv3 = _both(line.iv3) if line.iv3 else "geen posten"
        printed = _both(line.programme) if line.programme else "geen bedragen"
        yield f"  {line.theme}: Iv3 {iv3}; programma {printed}; {_verdict(line.difference)}"
    yield f"  buiten het programma: {_both(found.outside)}"
    net = found.reserves.expense - found.reserves.income
    yield (
        f"  mutaties reserves (0.10): erbij {euro(found.reserves.expense)}, eraf "
        f"{euro(found.reserves.income)}, per saldo {euro(net)}; programma {euro(loaded.programme_reserves)}"
    )
    yield f"  resultaat (0.11): {_both(found.result)}"
    for post in found.unmapped:
        yield (
            f"  NIET TOEGEWEZEN {post.taakveld}, categorie {post.category}: {_both(post.sums)}; zet een "
            "regel in de koppeling"
        )
    if found.agrees:
        yield "  Alles sluit op de cent."


def _both(sums: Sums) -> str:
    return f"lasten {euro(sums.expense)}, baten {euro(sums.income)}"


def _verdict(difference: Sums | None) -> str:
    if difference is None:
        return "NIET TE VERGELIJKEN"
    return "gelijk" if difference.nothing else f"VERSCHIL {_both(difference)}"
