"""A delivery as the bytes of a file that CBS takes."""

import json
from typing import Any

from noaber.intake.documents.errors import IntakeError
from noaber.intake.iv3.delivery import TABLES, Delivery, Head
from noaber.intake.iv3.reader import FIGURE_KEYS
from noaber.intake.iv3.shape import check, row_keys


def write(delivery: Delivery) -> bytes:
    """The delivery as JSON (UTF-8) in the schema of its version, amounts in euros.

    Raises IntakeError where the version asks for what the delivery lacks, or cannot hold what it has.
    """
    value = to_json(delivery)
    findings = check(value, delivery.version)
    sentences = [finding.sentence for finding in findings]
    if delivery.version in ("1.0", "1.1") and (delivery.figures or delivery.remarks):
        sentences.append(
            f"Schema {delivery.version} heeft geen plaats voor kengetallen, beleidsindicatoren en "
            "opmerkingen; schrijf versie 2.1.1."
        )
    if sentences:
        raise IntakeError(*sentences)
    return json.dumps(value, ensure_ascii=False, indent=1).encode("utf-8") + b"\n"


def to_json(delivery: Delivery) -> dict[str, Any]:
    """The delivery as plain JSON values."""
    old = delivery.version in ("1.0", "1.1")
    data: dict[str, Any] = {}
    for table in TABLES:
        row, column = row_keys(table)
        data[table] = [
            {row: post.row, column: post.column, "bedrag": _euros(post.cents)}
            for post in delivery.table(table)
        ]
    made: dict[str, Any] = {
        "metadata": _head(delivery.head, delivery.version),
        "contact": {
            "naam": delivery.contact.name,
            "e-mail" if old else "email": delivery.contact.email,
            "telefoon": delivery.contact.phone,
        },
    }
    if not old:
        for name, (key, kind) in FIGURE_KEYS.items():
            data[name] = [
                {"verslagperiode": figure.period, key: figure.code, "waarde": figure.value}
                for figure in delivery.figures
                if figure.kind == kind
            ]
        if delivery.remarks:
            made["opmerkingen"] = [
                {"tekst": remark.text}
                | ({"auteur": remark.author} if remark.author is not None else {})
                for remark in delivery.remarks
            ]
    made["data"] = data
    return made


def _head(head: Head, version: str) -> dict[str, Any]:
    old = version in ("1.0", "1.1")
    made: dict[str, Any] = {
        "overheidslaag": head.level,
        "overheidsnummer": head.number,
        "overheidsnaam": head.name,
        "boekjaar": str(head.year) if old else head.year,
        "periode": str(head.period) if old else head.period,
        "status": head.status,
        "datum": head.created,
    }
    extra: dict[str, Any] = {}
    if version == "1.1":
        public = None if head.details_public is None else ("ja" if head.details_public else "nee")
        extra = {"software": head.software, "publiceren": public}
    elif not old:
        extra = {
            "details_openbaar": head.details_public,
            "financieel_pakket": head.package,
            "export_software": head.software,
        }
    return made | {key: value for key, value in extra.items() if value is not None}


def _euros(cents: int) -> int | float:
    """Whole euros as a whole number; the nearest float prints the cents exactly up to 10^13 euros."""
    return cents // 100 if cents % 100 == 0 else cents / 100
