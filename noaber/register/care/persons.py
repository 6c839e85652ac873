"""Whom messages are about: found by pseudonym, kept sealed."""

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any, TypeVar

from django.db import connection

from noaber.guard.secrets import Keys
from noaber.register.care.clients import Client
from noaber.register.care.exchange import Exchange
from noaber.register.care.fields import clients
from noaber.register.care.models import Mailbox, Person

T = TypeVar("T")
# How many persons are looked up at once: below the parameters that a database allows.
CHUNK = 500


def person_of(exchange: Exchange, bsn: str) -> Person | None:
    """The person with this BSN in the mailbox, if anyone."""
    return Person.objects.filter(
        mailbox=exchange.mailbox, pseudonym=exchange.keys.pseudonym(bsn)
    ).first()


def keep_person(exchange: Exchange, told: clients.Told, leading: bool) -> Person:
    """The person whom a message tells of, made where new.

    What is told replaces what is known only where it is leading (a 301: the municipality's word).
    """
    return _keep(exchange, told.bsn, told.born, told.particulars, leading)


def enter_person(exchange: Exchange, client: Client, leading: bool) -> Person:
    """The person whom someone enters, made where new; see keep_person."""
    return _keep(exchange, client.bsn, client.born, clients.particulars(client), leading)


def _keep(
    exchange: Exchange, bsn: str, born: date | None, told: Mapping[str, Any], leading: bool
) -> Person:
    keys = exchange.keys
    person, _ = Person.objects.get_or_create(
        mailbox=exchange.mailbox,
        pseudonym=keys.pseudonym(bsn),
        defaults={"bsn": keys.seal(bsn)},
    )
    if told and (leading or person.particulars is None):
        person.born = born
        person.particulars = keys.seal(json.dumps(told, default=str, ensure_ascii=False))
        person.save(update_fields=["born", "particulars"])
    return person


def bsn_of(exchange: Exchange, person: Person) -> str:
    """The BSN, for a message that goes out and nothing else."""
    return exchange.keys.open(person.bsn)


def particulars_of(exchange: Exchange, person: Person) -> dict[str, Any]:
    """What is known of someone, as the message told it; empty where nothing is."""
    if person.particulars is None:
        return {}
    return json.loads(exchange.keys.open(person.particulars))


def ids_of(mailbox: Mailbox, keys: Keys, numbers: Sequence[str]) -> list[int]:
    """The row of the person behind each BSN, in order; who is new is kept by number alone.

    Each distinct number is looked up once, in chunks.
    """
    pseudonyms = {number: keys.pseudonym(number) for number in dict.fromkeys(numbers)}
    found: dict[str, int] = {}
    for chunk in chunks(list(pseudonyms.items())):
        wanted = {name: number for number, name in chunk}
        known = _known(mailbox, list(wanted))
        if new := {name: number for name, number in wanted.items() if name not in known}:
            _insert(mailbox, keys, new)
            known |= _known(mailbox, list(new))
        found |= known
    return [found[pseudonyms[number]] for number in numbers]


def _insert(mailbox: Mailbox, keys: Keys, new: Mapping[str, str]) -> None:
    """Add persons by number alone, without an object for each: a claim may bring tens of thousands."""
    quote = connection.ops.quote_name
    table = quote(Person._meta.db_table)
    names = ", ".join(quote(name) for name in ("mailbox_id", "pseudonym", "bsn"))
    insert = f"INSERT INTO {table} ({names}) VALUES (%s, %s, %s)"  # noqa: S608
    rows = [(mailbox.pk, name, keys.seal(number)) for name, number in new.items()]
    with connection.cursor() as cursor:
        cursor.executemany(insert, rows)


def _known(mailbox: Mailbox, names: list[str]) -> dict[str, int]:
    rows = Person.objects.filter(mailbox=mailbox, pseudonym__in=names)
    return dict(rows.values_list("pseudonym", "pk"))


def chunks(items: Sequence[T], size: int = CHUNK) -> Iterator[Sequence[T]]:
    """A sequence in pieces of at most `size`."""
    for start in range(0, len(items), size):
        yield items[start : start + size]
