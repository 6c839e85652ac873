"""A municipality's own definitions of measures: read, held against all others, and kept in the register.

The register keeps the text unparsed; what it says is held here, before it is kept, by the room that reads
it when it counts.
"""

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches
from pathlib import Path

from django.db import transaction
from django.utils import timezone

from noaber.app.commands.shared import contents
from noaber.app.errors import Failure
from noaber.guard.actor import Actor
from noaber.guard.services import ensure_municipality
from noaber.measures.definition import BadDefinition, Definition, held, parse, shipped
from noaber.measures.engine import explained
from noaber.register.goals import services
from noaber.register.goals.definition_models import OwnDefinition
from noaber.register.goals.definition_queries import in_force, own_definitions
from noaber.vocabulary.bsn import holds_bsn
from noaber.vocabulary.places import Place

# A definition is some twenty lines; a file of this size is something else.
LIMIT = 100_000
NAME = re.compile(r"[a-z][a-z0-9_]{0,79}")
LAST_VERSION = 32_767


@dataclass(frozen=True, slots=True)
class Added:
    """A definition as it is kept, what it counts in Dutch, and whether it was not there yet."""

    kept: OwnDefinition
    definition: Definition
    is_new: bool


def add(actor: Actor, place: Place, file: Path, since: date | None = None) -> Added:
    """Keep the definition in a file as a municipality's own, in force since a day (today).

    Nothing is kept of one that cannot be counted, now or beside what is to come into force. Raises
    Failure, BadDefinition, Refused, NotAllowed and OSError.
    """
    text = _text(file)
    definition = parse(text, file.name)
    _hold_own(definition, file.name)
    with transaction.atomic():
        town = ensure_municipality(actor, place)
        kept, is_new = services.keep_definition(
            actor, town, definition.id, definition.version, text, since
        )
        _hold_together(own_definitions(actor, place.code), kept.measure)
    return Added(kept, definition, is_new)


def withdraw(actor: Actor, measure: str, reason: str) -> OwnDefinition:
    """Take an own measure out of force; its last version. Raises Failure, Refused and NotAllowed.

    Refused where another own measure is made of it.
    """
    last = versions(actor, measure)[-1]
    with transaction.atomic():
        services.withdraw_definition(actor, measure, reason)
        try:
            _hold_together(own_definitions(actor, last.municipality.code))
        except BadDefinition as error:
            raise Failure(
                f"'{measure}' is nog niet in te trekken ({error}); trek eerst in wat ervan gemaakt is"
            ) from error
    last.refresh_from_db()
    return last


def versions(actor: Actor, measure: str) -> list[OwnDefinition]:
    """Every version of an own measure, the oldest first. Raises Failure where there is none."""
    every = list(own_definitions(actor))
    found = [one for one in every if one.measure == measure]
    if found:
        return found
    if measure in shipped():
        raise Failure(f"'{measure}' hoort bij Noaber; `noaber measure {measure}` zegt wat zij telt")
    near = get_close_matches(measure, {one.measure for one in every}, 3)
    hint = f"; lijkt op: {', '.join(near)}" if near else "; zie `noaber definition list`"
    raise Failure(f"er is geen eigen maat '{measure}'{hint}")


def label(one: OwnDefinition) -> str:
    """What a definition calls itself, also where this version of Noaber cannot count it any more."""
    return str(tomllib.loads(one.text).get("label", one.measure))


def _text(file: Path) -> str:
    if file.is_file() and file.stat().st_size > LIMIT:
        raise Failure(
            f"{file.name} is te groot voor een maat; geef het bestand waarin de maat staat"
        )
    try:
        text = contents(file, LIMIT).decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Failure(f"{file.name} is geen tekst in UTF-8; sla het bestand zo op") from error
    if holds_bsn(text):
        raise Failure(f"in {file.name} staat wat een BSN kan zijn; een maat telt nooit één persoon")
    return text.replace("\r\n", "\n")


def _hold_own(definition: Definition, name: str) -> None:
    """That a definition has a name of its own and a number, and can be counted at all."""
    if not NAME.fullmatch(str(definition.id)):
        raise Failure(
            f"{name}: id bestaat uit kleine letters, cijfers en lage streepjes, hooguit tachtig, en "
            "begint met een letter"
        )
    if definition.id in shipped():
        raise Failure(
            f"{name}: maat '{definition.id}' hoort bij Noaber; geef uw eigen maat een ander id, "
            f"bijvoorbeeld {definition.id}_eigen"
        )
    number = definition.version
    if type(number) is not int or not 0 < number <= LAST_VERSION:
        raise Failure(f"{name}: version is een heel getal vanaf 1")


def _hold_together(kept: Iterable[OwnDefinition], new: str = "") -> None:
    """That the own measures can be counted together, today and on each day that one comes into force.

    Else a snapshot of that day could not be counted: a part is not there yet, or a measure is made of
    itself.
    """
    kept = list(kept)
    today = timezone.localdate()
    for day in sorted({today, *(one.since for one in kept if one.since > today)}):
        own = {
            name: parse(one.text, f"eigen maat {one}") for name, one in in_force(kept, day).items()
        }
        try:
            known = held({**shipped(), **own})
        except BadDefinition as error:
            when = "" if day == today else f"vanaf {day}: "
            raise BadDefinition(f"{when}{error}") from error
        if new in known:
            _hold_countable(known[new], known)


def _hold_countable(definition: Definition, known: Mapping[str, Definition]) -> None:
    """That the engine makes a query of it: one that stops there would stop every count to come."""
    try:
        explained(definition, known)
    except BadDefinition:
        raise
    except Exception as error:
        why = str(error).split("\n")[0]
        raise Failure(f"maat '{definition.id}' is niet uit te rekenen: {why}") from error
