"""What `noaber supply` says: what a list changed, prices as a table, and what they were before."""

import csv
import io
from collections.abc import Sequence
from datetime import date
from typing import Any

from django.utils import timezone

from noaber.app.commands.shared import counted
from noaber.intake.supply.checking import period_said
from noaber.intake.supply.columns import LAW_NAMES, PriceRow, units
from noaber.register.supply.changing import euros
from noaber.register.supply.models import PriceChange
from noaber.register.supply.receive import Entered

COUNTS = ("providers", "products", "contracts", "tariffs", "unchanged", "judged")
# So many sentences stand on a screen; with --format json all of them.
_SAID = 100


def told(done: Entered, only_check: bool) -> list[str]:
    """What a price list changed, or would."""
    if done.nothing:
        stood = counted(done.unchanged, "tarief stond", "tarieven stonden")
        return [f"{stood} er al zo; er verandert niets"]
    new = [
        counted(number, *words)
        for number, words in (
            (done.providers, ("aanbieder", "aanbieders")),
            (done.contracts, ("contract", "contracten")),
            (done.products, ("product", "producten")),
            (done.tariffs, ("tarief", "tarieven")),
        )
        if number
    ]
    lines = [f"nieuw: {', '.join(new)}"] if new else []
    if done.unchanged:
        stood = counted(done.unchanged, "tarief stond", "tarieven stonden")
        lines.append(f"{stood} er al zo")
    lines += done.changes[:_SAID]
    if len(done.changes) > _SAID:
        lines.append(f"en nog {len(done.changes) - _SAID}; --format json noemt alles")
    if done.judged:
        judged = counted(done.judged, "declaratieregel is", "declaratieregels zijn")
        lines.append(
            f"{judged} beoordeeld naar wat er stond; dat oordeel verandert niet, wel wat er nog komt"
        )
    if only_check:
        lines.append("er is niets bewaard: dit was een controle")
    return lines


def as_json(row: PriceRow) -> dict[str, Any]:
    """A price with its contract and product; amounts in cents, days as 2026-01-01."""
    starts, ends = row.contract_days or (None, None)
    since, until = row.days or (None, None)
    return {
        "provider": row.provider_code,
        "provider_name": row.provider_name,
        "law": row.law,
        "contract": row.contract,
        "contract_from": _iso(starts),
        "contract_to": _iso(ends),
        "category": row.category,
        "product": row.product,
        "product_name": row.product_name,
        "unit": row.unit,
        "cents": row.cents,
        "valid_from": _iso(since),
        "valid_to": _iso(until),
    }


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def table(rows: Sequence[PriceRow]) -> list[str]:
    """Columns as wide as what stands in them; amounts to the right."""
    listed = units()
    heads = (
        "AGB-code",
        "aanbieder",
        "wet",
        "contract",
        "product",
        "eenheid",
        "tarief",
        "vanaf",
        "t/m",
    )
    cells = [heads] + [
        (
            row.provider_code, row.provider_name[:32], LAW_NAMES.get(row.law, row.law), row.contract,
            f"{row.category} {row.product} {row.product_name}".rstrip()[:40],
            listed[row.unit].meaning if row.unit in listed else row.unit,
            euros(row.cents), *((_iso(day) or "") for day in row.days or (None, None)),
        )
        for row in rows
    ]  # fmt: skip
    widths = [max(len(one) for one in column) for column in zip(*cells, strict=True)]
    amount = heads.index("tarief")
    return [
        "  ".join(
            text.rjust(width) if at == amount else text.ljust(width)
            for at, (text, width) in enumerate(zip(line, widths, strict=True))
        ).rstrip()
        for line in cells
    ]


def change_as_json(one: PriceChange) -> dict[str, Any]:
    """What was and what is, who changed it, when and why."""
    return {
        "provider": one.contract.provider.code,
        "contract": one.contract.number,
        "category": one.product.category if one.product else None,
        "product": one.product.code if one.product else None,
        "unit": one.unit or None,
        **{
            f"{when}_{what}": getattr(one, f"{when}_{what}")
            if what == "cents"
            else _iso(getattr(one, f"{when}_{what}"))
            for when in ("was", "now")
            for what in ("from", "to", "cents")
        },
        "judged_lines": one.judged,
        "because": one.because,
        "recorded_by": one.recorded_by,
        "recorded_at": one.recorded_at.isoformat() if one.recorded_at else None,
        "file": one.file.name if one.file else None,
        "place": one.place,
    }


def change_said(one: PriceChange) -> str:
    """The same on one line."""
    was = f"{euros(one.was_cents)} {period_said((one.was_from, one.was_to))}".strip()
    now = (
        f"{euros(one.now_cents)} {period_said((one.now_from, one.now_to))}".strip()
        if one.now_from
        else "vervallen"
    )
    when = f"{timezone.localtime(one.recorded_at):%d-%m-%Y %H:%M}" if one.recorded_at else ""
    about = f"{one.contract}, {one.product or 'looptijd'}"
    source = f" ({one.file.name}, {one.place})" if one.file else ""
    why = f"; reden: {one.because}" if one.because else ""
    lines = (
        f"; {counted(one.judged, 'regel', 'regels')} naar het oude beoordeeld" if one.judged else ""
    )
    return f"{when} {one.recorded_by}: {about}: {was} -> {now}{lines}{why}{source}"


def changes_as_csv(found: Sequence[dict[str, Any]]) -> str:
    """The same as a table with semicolons; nothing where nothing was changed."""
    if not found:
        return ""
    out = io.StringIO()
    writer = csv.DictWriter(out, list(found[0]), delimiter=";", lineterminator="\n")
    writer.writeheader()
    writer.writerows(found)
    return out.getvalue()
