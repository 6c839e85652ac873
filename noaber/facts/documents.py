"""What documents say becomes facts: supplied values, amounts, and what is in force beside them."""

from collections.abc import Iterable
from typing import Any

from noaber.facts.tables import Origin
from noaber.guard.actor import Actor
from noaber.register.goals import queries as goals
from noaber.register.money import queries as money
from noaber.register.sources.queries import documents
from noaber.vocabulary.money import Basis, CountedKind, Recurrence, Stage, to_cents
from noaber.vocabulary.periods import parse_period
from noaber.vocabulary.taakvelden import taakveld, trend_parent


def seen(actor: Actor, municipality: str | None) -> list[Any]:
    """The documents the actor may see, of one municipality where its code is given."""
    chosen = documents(actor).order_by("key")
    return list(chosen.filter(municipality__code=municipality) if municipality else chosen)


def supplied(actor: Actor, chosen: Iterable[Any]) -> list[dict[str, Any]]:
    """The values that these documents print of their indicators, as rows of `supplied`."""
    return [row for document in chosen for row in _supplied(actor, document)]


def amounts(actor: Actor, chosen: Iterable[Any]) -> list[dict[str, Any]]:
    """The amounts and explanations of these documents at their lowest level, as rows of `amount`."""
    return [
        row
        for document in chosen
        for row in (*_amounts(actor, document), *_explanations(actor, document))
    ]


def in_force(actor: Actor, chosen: list[Any]) -> dict[str, Any]:
    """What each document wants, is held against, and where its series break."""
    return {
        "documents": {document.key: document.status for document in chosen},
        "targets": [row for document in chosen for row in _targets(actor, document)],
        "baselines": [row for document in chosen for row in _baselines(actor, document)],
        "breaks": [row for document in chosen for row in _breaks(actor, document)],
    }


def _common(document: Any, kind: str, record: str, evidence: int) -> dict[str, Any]:
    return {
        "kind": kind,
        "origin": Origin.PRINTED.value,
        "municipality": document.municipality.code,
        "document": document.key,
        "record": record,
        "evidence": str(evidence),
        "known_on": document.loaded_at.date(),
    }


def _supplied(actor: Actor, document: Any) -> Iterable[dict[str, Any]]:
    for value in goals.values(actor, document):
        if value.kind != "actual":
            continue
        period = parse_period(value.period)
        yield {
            **_common(document, value.kind, f"goals.indicatorvalue:{value.pk}", value.evidence_id),
            "node": value.row.indicator.node.path,
            "indicator": value.row.indicator.path,
            "period_start": period.start,
            "period_end": period.end,
            "value": value.value,
            "word": value.word or None,
            "gap": value.gap or None,
            "unit": value.row.unit,
            "scale": value.scale,
        }


def _amounts(actor: Actor, document: Any) -> Iterable[dict[str, Any]]:
    for amount in money.amounts(actor, document).filter(is_check=False):
        yield {
            **_common(document, amount.kind, f"money.amount:{amount.pk}", amount.evidence_id),
            "theme": amount.theme.path,
            "amount_kind": amount.kind,
            "stage": amount.stage,
            "recurrence": amount.recurrence,
            "basis": amount.basis,
            "plan_year": amount.plan_year,
            "cents": to_cents(amount.eur),
            **_taakveld(amount.taakveld, amount.plan_year),
        }


def _taakveld(printed: str, year: int) -> dict[str, str | None]:
    """The official code of a printed taakveld in its year, and under which it may be summed."""
    if not printed:
        return {}
    found, parent = taakveld(printed, year), trend_parent(printed, year)
    return {
        "taakveld": found.code if found else None,
        "taakveld_group": parent.code,
        "taakveld_wide": parent.wide,
    }


# What a document's explanations are about: accounts tell why it came out so, an interim report why
# it is expected to.
_EXPLAINED_STAGE = {"annual_accounts": Stage.ACTUAL, "interim_report": Stage.FORECAST}


def _explanations(actor: Actor, document: Any) -> Iterable[dict[str, Any]]:
    for row in money.lowest_explanations(actor, document):
        yield {
            **_common(document, "explained", f"money.explanation:{row.pk}", row.evidence_id),
            "theme": row.theme.path,
            "amount_kind": CountedKind.EXPLAINED.value,
            "stage": _EXPLAINED_STAGE.get(document.kind, Stage.ORIGINAL).value,
            "recurrence": row.recurrence or Recurrence.UNDIVIDED.value,
            "basis": Basis.BOOKED.value,
            "plan_year": document.year,
            "cents": to_cents(row.eur),
            "cause": row.cause,
        }


def _targets(actor: Actor, document: Any) -> Iterable[dict[str, Any]]:
    """What each document wants of its indicators, as it was in force."""
    for indicator, period, wanted, scale, evidence in goals.targets(actor, document):
        yield {
            "document": document.key,
            "indicator": indicator,
            "period": period,
            "kind": wanted.kind.value,
            "value": str(wanted.value) if wanted.value is not None else None,
            "scale": scale,
            "evidence": str(evidence),
        }


def _baselines(actor: Actor, document: Any) -> Iterable[dict[str, Any]]:
    """What each indicator of a document is held against, where it names a value."""
    for row in goals.indicator_rows(actor, document):
        for value in row.cells:
            if value.kind == "baseline" and value.value is not None:
                yield {
                    "document": document.key,
                    "indicator": row.indicator.path,
                    "period": value.period,
                    "value": str(value.value),
                    "scale": value.scale,
                    "evidence": str(value.evidence_id),
                }


def _breaks(actor: Actor, document: Any) -> Iterable[dict[str, Any]]:
    for row in goals.indicator_rows(actor, document):
        for found in row.gaps_between:
            yield {
                "document": document.key,
                "indicator": row.indicator.path,
                "before": found.before,
                "after": found.after,
                "reason": found.reason,
                "evidence": str(found.evidence_id),
            }
