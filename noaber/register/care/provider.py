"""What a provider sends: requests (315, 317), starts and stops (305, 307), and claims (323)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction

from noaber.guard.actor import Actor
from noaber.register.care import fields, store
from noaber.register.care.clients import Client
from noaber.register.care.exchange import Exchange
from noaber.register.care.models import ClaimLine, DeliveryStart, DeliveryStop, Mailbox, Person
from noaber.register.care.municipality import Sent, last_day_of_month, open_exchange
from noaber.register.care.outbox import send
from noaber.register.care.persons import bsn_of, keep_person, particulars_of
from noaber.register.care.rules.values import FIRST, REMOVE, Line, Wish
from noaber.register.sources.services import Refused

PROVIDER = Mailbox.Role.PROVIDER


@dataclass(frozen=True, slots=True)
class Asked:
    """One product that a provider asks for, under its own reference; `referrer` is code and name.

    The code of the referrer is that of the standard: 02 general practitioner, 06 none, and so on.
    """

    reference: str
    wish: Wish
    referrer: tuple[str, str] = ("06", "")


def request(
    actor: Actor,
    mailbox: Mailbox,
    law: str,
    municipality_code: str,
    client: Client | Person,
    asked: Sequence[Asked],
    now: datetime,
) -> Sent:
    """Ask the municipality to allocate products to a client (315). Raises Refused."""
    with transaction.atomic():
        exchange = open_exchange(actor, mailbox, law, municipality_code, now, PROVIDER)
        products = [
            {
                "ReferentieAanbieder": one.reference,
                **fields.product_tree(one.wish),
                "ToewijzingIngangsdatum": one.wish.start,
                "ToewijzingEinddatum": one.wish.end,
                **fields.extent_tree(one.wish),
                "Verwijzer": {"Type": one.referrer[0], "Naam": one.referrer[1] or None},
            }
            for one in asked
        ]
        body = _client(exchange, client, "315")
        body["AangevraagdeProducten"] = {"AangevraagdProduct": products}
        return send(exchange, "315", {"Client": body})


def request_change(
    actor: Actor,
    mailbox: Mailbox,
    law: str,
    municipality_code: str,
    person: Person,
    reference: str,
    wishes: Sequence[Wish],
    now: datetime,
    reason: str = "1",
) -> Sent:
    """Ask for another whole: wishes with a number change that allocation, those without are new (317).

    What is current and not among the wishes stays as it is (TR349). Raises Refused.
    """
    with transaction.atomic():
        exchange = open_exchange(actor, mailbox, law, municipality_code, now, PROVIDER)
        changed = {wish.number for wish in wishes if wish.number is not None}
        current = store.allocations(exchange, person)
        kept = [
            {"ToewijzingNummer": number}
            for number, one in current.items()
            if number not in changed and one.current(exchange.today)
        ]
        products = {
            "OngewijzigdeProducten": {"OngewijzigdProduct": kept},
            "TeWijzigenProducten": {
                "TeWijzigenProduct": [_wish(one) for one in wishes if one.number is not None]
            },
            "NieuweProducten": {
                "NieuwProduct": [_wish(one) for one in wishes if one.number is None]
            },
        }
        asked = {name: lines for name, lines in products.items() if any(lines.values())}
        body = _client(exchange, person, "317")
        body["Verzoek"] = {"ReferentieAanbieder": reference, "RedenVerzoek": reason, **asked}
        return send(exchange, "317", {"Client": body})


def _wish(wish: Wish) -> dict[str, Any]:
    return {
        **({} if wish.number is None else {"ToewijzingNummer": wish.number}),
        **(fields.product_tree(wish) if wish.number is None else {}),
        "GewensteIngangsdatum": wish.start,
        "Einddatum": wish.end,
        **fields.extent_tree(wish),
    }


def _client(exchange: Exchange, client: Client | Person, number: str) -> dict[str, Any]:
    person = client
    if isinstance(client, Client):
        told = client.particulars()
        person = keep_person(exchange, client.bsn, client.born, told, leading=False)
    assert isinstance(person, Person)
    return fields.client_tree(number, bsn_of(exchange, person), particulars_of(exchange, person))


def start(
    actor: Actor, mailbox: Mailbox, law: str, municipality_code: str, number: int, begin: date,
    now: datetime,
) -> Sent:  # fmt: skip
    """Say that delivery on an allocation has really begun (305). Raises Refused."""
    with transaction.atomic():
        exchange = open_exchange(actor, mailbox, law, municipality_code, now, PROVIDER)
        person, allocated = _allocated(exchange, number)
        key = fields.Key(number, allocated.category, allocated.code, begin)
        product = fields.key_tree(key, allocated.start, FIRST)
        return _deliver(exchange, person, "305", product)


def stop(
    actor: Actor, mailbox: Mailbox, law: str, municipality_code: str, number: int, end: date,
    reason: str, now: datetime,
) -> Sent:  # fmt: skip
    """Say that the latest delivery on an allocation has ended, for a while (reason 20) or for good (307).

    Raises Refused.
    """
    with transaction.atomic():
        exchange = open_exchange(actor, mailbox, law, municipality_code, now, PROVIDER)
        person, allocated = _allocated(exchange, number)
        keys = [key for key in store.starts(exchange, person) if key.number == number]
        if not keys:
            raise Refused(f"op toewijzing {number} is geen levering gestart")
        key = max(keys, key=lambda one: one.begin)
        product = {
            **fields.key_tree(key, allocated.start, FIRST),
            "RedenBeeindiging": reason,
            "Einddatum": end,
        }
        return _deliver(exchange, person, "307", product)


def take_back(
    actor: Actor, mailbox: Mailbox, delivery: DeliveryStart | DeliveryStop, now: datetime
) -> Sent:
    """Take back a start or stop that was sent: the same again with status 3 (IV008). Raises Refused."""
    with transaction.atomic():
        law, other = delivery.law, delivery.municipality_code
        exchange = open_exchange(actor, mailbox, law, other, now, PROVIDER)
        product = fields.key_tree(store.key_of(delivery), delivery.allocation_start, REMOVE)
        if isinstance(delivery, DeliveryStart):
            return _deliver(exchange, delivery.person, "305", product)
        product |= {"RedenBeeindiging": delivery.reason, "Einddatum": delivery.end}
        return _deliver(exchange, delivery.person, "307", product)


def _allocated(exchange: Exchange, number: int) -> tuple[Person, Any]:
    found = store.versions(exchange, allocation__number=number).get(number)
    if found is None:
        raise Refused(f"toewijzing {number} is hier niet bekend bij deze gemeente")
    return found.allocation.person, store.allocated(found)


def _deliver(exchange: Exchange, person: Person, number: str, product: Mapping[str, Any]) -> Sent:
    body = _client(exchange, person, number)
    kind = "Start" if number == "305" else "Stop"
    body[f"{kind}Producten"] = {f"{kind}Product": [product]}
    return send(exchange, number, {"Client": body})


def claim(
    actor: Actor,
    mailbox: Mailbox,
    law: str,
    municipality_code: str,
    claim_number: str,
    month: date,
    lines: Sequence[Line],
    now: datetime,
) -> Sent:
    """Claim lines over the month of `month`, and send the 323. Credits are lines too (see credit).

    Each line belongs to the client of its allocation. Raises Refused.
    """
    with transaction.atomic():
        exchange = open_exchange(actor, mailbox, law, municipality_code, now, PROVIDER)
        of: dict[int, list[Line]] = {}
        people: dict[int, Person] = {}
        for line in lines:
            person, _ = _allocated(exchange, line.number)
            people[person.pk] = person
            of.setdefault(person.pk, []).append(line)
        clients = [
            {
                "Bsn": bsn_of(exchange, people[pk]),
                "Prestaties": {"Prestatie": [fields.line_tree(line) for line in own]},
            }
            for pk, own in of.items()
        ]
        total = sum(-line.amount if line.is_credit else line.amount for line in lines)
        first = month.replace(day=1)
        body = {
            "DeclaratieNummer": claim_number,
            "DeclaratiePeriode": {"Begindatum": first, "Einddatum": last_day_of_month(first)},
            "DeclaratieDagtekening": exchange.today,
            "TotaalIngediendBedrag": fields.total_tree(total),
            "Clienten": {"Client": clients},
        }
        return send(exchange, "323", {"Declaratie": body})


def credit(line: ClaimLine, reference: str) -> Line:
    """The line that takes back a granted one: the same but for its reference (IV091). Raises Refused."""
    if line.verdict != ClaimLine.Verdict.APPROVED or line.is_credit:
        raise Refused("alleen een toegekende debetregel kan worden gecrediteerd")
    of = store.line_value(line)
    return Line(
        reference, of.reference, of.number, of.category, of.code, of.start, of.end, of.volume,
        of.unit, of.tariff, of.amount, True,
    )  # fmt: skip
