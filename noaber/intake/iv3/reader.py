"""The door for Iv3: the bytes of a delivery in, the record and everything that is wrong with it out."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Context, Decimal
from typing import Any

from noaber.intake.iv3.codes import check_codes
from noaber.intake.iv3.controls import ControlResult, hold
from noaber.intake.iv3.delivery import (
    FACTOR,
    TABLES,
    VERSIONS,
    Contact,
    Delivery,
    Figure,
    FigureKind,
    Finding,
    Head,
    Post,
    Remark,
    Unit,
    Version,
    pointer,
    shown,
)
from noaber.intake.iv3.json_bytes import parse
from noaber.intake.iv3.shape import check, row_keys

# Wide enough that no amount is rounded on its way to cents.
_EXACT = Context(prec=60)
# What a program adds by counting in binary fractions: 0.1 + 0.2. More than this is meant.
_NOISE = Decimal("0.0001")
# Ten thousand billion euros: beyond it an amount is a mistake, and a float no longer holds its cents.
_LARGEST = Decimal(10) ** 13
# A municipality with less expenses than this in a year has exported in thousands.
_SMALL = 100_000_000
# The longest official code has nine characters; the register keeps up to a hundred.
LONGEST_CODE = 100
FIGURE_KEYS: dict[str, tuple[str, FigureKind]] = {
    "kengetallen": ("kengetal", "key_figure"),
    "beleidsindicatoren": ("beleidsindicator", "policy_indicator"),
}


@dataclass(frozen=True, slots=True)
class Reading:
    """What was read. `delivery` is None where the structure is wrong: then nothing is known for sure."""

    delivery: Delivery | None
    findings: tuple[Finding, ...]
    controls: tuple[ControlResult, ...] = ()

    @property
    def sound(self) -> bool:
        """Whether nothing is wrong; what only deserves attention is allowed."""
        return self.delivery is not None and not any(finding.wrong for finding in self.findings)


def read(
    content: bytes,
    name: str = "levering.json",
    *,
    unit: Unit = "eur",
    version: Version | None = None,
) -> Reading:
    """Read a delivery: its structure, codes, grey cells and the official controls of its year.

    Without `version` it is read as the newest schema that it fits. Raises IntakeError where the bytes
    are no JSON, and nothing else.
    """
    value, twice = parse(content, name)
    fitting, findings = _structure(value, version)
    findings += tuple(_twice(key) for key in twice)
    if findings:
        return Reading(None, findings)
    problems: list[Finding] = []
    delivery = _delivery(value, fitting, unit, problems)
    if any(finding.wrong for finding in problems):
        return Reading(None, tuple(problems))
    results = hold(delivery)
    found = (*problems, *_unit_findings(delivery), *check_codes(delivery))
    return Reading(delivery, (*found, *(r.finding for r in results if r.finding)), results)


def _structure(value: Any, version: Version | None) -> tuple[Version, tuple[Finding, ...]]:
    """The version it fits best, newest first, and what is wrong by that."""
    tried = {
        candidate: check(value, candidate) for candidate in ((version,) if version else VERSIONS)
    }
    best = min(tried, key=lambda candidate: len(tried[candidate]))
    return best, tried[best]


def _twice(key: str) -> Finding:
    return Finding(
        "SF999",
        "",
        f"De sleutel '{shown(key)}' staat twee keer in hetzelfde blok, en dan telt alleen de laatste "
        "mee. Zet alles onder één sleutel.",
    )


def _delivery(value: Any, version: Version, unit: Unit, problems: list[Finding]) -> Delivery:
    head, contact = value["metadata"], value["contact"]
    old = version in ("1.0", "1.1")
    year, period = _year(head["boekjaar"], problems), int(head["periode"])
    read_head = Head(
        level=head["overheidslaag"],
        number=head["overheidsnummer"],
        name=head["overheidsnaam"],
        year=year,
        period=period,
        status=head["status"],
        created=head["datum"],
        details_public=_public(head),
        package=head.get("financieel_pakket") if not old else None,
        software=_said(head, "software" if old else "export_software"),
    )
    read_contact = Contact(
        contact["naam"], contact["e-mail" if old else "email"], contact["telefoon"]
    )
    delivery = Delivery(
        version,
        read_head,
        read_contact,
        tuple(_posts(value["data"], unit, problems)),
        () if old else tuple(_figures(value["data"])),
        () if old else tuple(_remarks(value.get("opmerkingen", ()), problems)),
    )
    problems += [
        Finding(
            "SF999", "", f"In de tekst '{shown(text)}' staat een teken dat niet bewaard kan worden."
        )
        for text in _texts(delivery)
        if "\0" in text or any("\ud800" <= sign <= "\udfff" for sign in text)
    ]
    return delivery


def _said(head: dict[str, Any], key: str) -> str | None:
    """A text that the head may have; schema 1.0 knows it not, and 1.1 lets it be anything else."""
    found = head.get(key)
    return found if isinstance(found, str) else None


def _public(head: dict[str, Any]) -> bool | None:
    if isinstance(head.get("details_openbaar"), bool):
        return bool(head["details_openbaar"])
    return {"ja": True, "nee": False}.get(str(head.get("publiceren")))


def _year(value: Any, problems: list[Finding]) -> int:
    text = str(value).strip()
    whole = text.removesuffix(".0")
    if whole.isascii() and whole.isdigit() and 1900 <= int(whole[:9]) <= 2200:
        return int(whole)
    problems.append(
        Finding(
            "SF004",
            "/metadata/boekjaar",
            f"metadata, boekjaar: '{shown(text)}' is geen jaartal; geef het boekjaar, als 2025.",
        )
    )
    return 0


def _posts(data: dict[str, Any], unit: Unit, problems: list[Finding]) -> Iterator[Post]:
    for table in TABLES:
        row, column = row_keys(table)
        for index, item in enumerate(data.get(table, ())):
            cents = _cents(item["bedrag"], unit)
            long = next((k for k in (row, column) if len(item[k]) > LONGEST_CODE), None)
            if long:
                problems.append(
                    Finding(
                        "SF999",
                        pointer("data", table, index, long),
                        f"{table}, regel {index + 1}: '{shown(item[long])}' is te lang voor een code.",
                    )
                )
            elif cents is None:
                place = pointer("data", table, index, "bedrag")
                problems.append(_no_amount(table, index, item["bedrag"], place))
            else:
                yield Post(table, item[row], item[column], cents)


def _cents(value: int | Decimal, unit: Unit) -> int | None:
    """Whole cents, or None: too large, or with more decimals than cents."""
    exact = Decimal(value)
    if exact and exact.adjusted() > _LARGEST.adjusted():
        return None
    cents = _EXACT.multiply(exact, Decimal(FACTOR[unit] * 100))
    nearest = cents.to_integral_value()
    if abs(cents - nearest) > _NOISE or abs(nearest) >= _LARGEST * 100:
        return None
    return int(nearest)


def _no_amount(table: str, index: int, value: int | Decimal, place: str) -> Finding:
    exact = Decimal(value)
    large = bool(exact) and exact.adjusted() >= _LARGEST.adjusted() - 3
    why = "is te groot voor een bedrag" if large else "heeft meer dan twee decimalen"
    said = shown(value) if exact.adjusted() < 40 else "het getal"
    return Finding(
        "SF017",
        place,
        f"{table}, regel {index + 1}: {said} {why}; lever het bedrag in euro's met hooguit twee "
        "decimalen.",
    )


def _figures(data: dict[str, Any]) -> Iterator[Figure]:
    for table, (key, kind) in FIGURE_KEYS.items():
        for item in data.get(table, ()):
            yield Figure(kind, item["verslagperiode"], item[key], item["waarde"])


def _remarks(items: Any, problems: list[Finding]) -> Iterator[Remark]:
    for index, item in enumerate(items):
        match item:
            case {"tekst": str(text), "auteur": str(author)}:
                yield Remark(text, author)
            case {"tekst": str(text)}:
                yield Remark(text)
            case _:
                problems.append(
                    Finding(
                        "SF999",
                        pointer("opmerkingen", index),
                        f"opmerkingen, regel {index + 1} heeft geen tekst en is overgeslagen.",
                        wrong=False,
                    )
                )


def _texts(delivery: Delivery) -> Iterator[str]:
    head, contact = delivery.head, delivery.contact
    yield from (head.number, head.name, head.created, contact.name, contact.email, contact.phone)
    yield from (text for text in (head.package, head.software) if text)
    for post in delivery.posts:
        yield from (post.row, post.column)
    for figure in delivery.figures:
        yield from (figure.period, figure.code, figure.value)
    for remark in delivery.remarks:
        yield from (remark.text, remark.author or "")


def _unit_findings(delivery: Delivery) -> Iterator[Finding]:
    total = sum(post.cents for post in delivery.table("lasten"))
    if 0 < total < _SMALL and delivery.head.period in (0, 5):
        yield Finding(
            "EENHEID",
            "/data/lasten",
            "De lasten zijn samen minder dan een miljoen euro. Staan de bedragen in duizenden euro's? "
            "Laad het bestand dan met --unit thousand.",
            wrong=False,
        )
