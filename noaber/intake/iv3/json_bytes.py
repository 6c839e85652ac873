"""Bytes into JSON values, exactly: decimals stay decimal, a key that stands twice is named."""

import codecs
import json
from decimal import Decimal, InvalidOperation
from typing import Any, NoReturn

from noaber.intake.documents.errors import IntakeError
from noaber.intake.iv3.delivery import shown

LIMIT = 50 * 1024 * 1024
_KINDS = {
    b"PK\x03\x04": "een Excel- of zip-bestand",
    b"\xd0\xcf\x11\xe0": "een oud Excel-bestand",
    b"%PDF": "een PDF",
    b"<": "XML",
}


def parse(content: bytes, name: str) -> tuple[Any, tuple[str, ...]]:
    """The value of a JSON file, and the keys that stand twice in one block.

    UTF-8 is read, and cp1252 as CBS does. Raises IntakeError, and nothing else, where it is no JSON.
    """
    text = _decode(content, name)
    twice: list[str] = []

    def block(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        found = dict(pairs)
        if len(found) < len(pairs):
            keys = [key for key, _ in pairs]
            twice.extend(key for key in found if keys.count(key) > 1)
        return found

    try:
        value = json.loads(
            text, object_pairs_hook=block, parse_float=_decimal, parse_constant=_no_constant
        )
    except json.JSONDecodeError as error:
        raise IntakeError(
            f"{name}: dit is geen JSON; het gaat mis op regel {error.lineno}, teken {error.colno}. "
            "Exporteer het bestand opnieuw en wijzig het niet met de hand."
        ) from error
    except RecursionError as error:
        raise IntakeError(f"{name}: de JSON is te diep genest voor een Iv3-levering.") from error
    except ValueError as error:
        # Numbers of thousands of digits, and NaN and Infinity, which are no JSON.
        raise IntakeError(
            f"{name}: er staat een getal in dat geen bedrag kan zijn; exporteer het bestand opnieuw."
        ) from error
    return value, tuple(dict.fromkeys(twice))


def _decimal(text: str) -> Decimal:
    try:
        return Decimal(text)
    except InvalidOperation as error:
        raise ValueError(text) from error


def _no_constant(text: str) -> NoReturn:
    raise ValueError(f"{text} is no JSON")


def _decode(content: bytes, name: str) -> str:
    if not content.strip():
        raise IntakeError(f"{name}: het bestand is leeg; exporteer de Iv3-levering opnieuw.")
    if len(content) > LIMIT:
        raise IntakeError(
            f"{name}: het bestand is groter dan {LIMIT // 2**20} MB; is dit een Iv3-levering?"
        )
    for start, what in _KINDS.items():
        if content.startswith(start):
            raise IntakeError(
                f"{name}: dit is {what}; lees de Iv3-levering in als JSON (export voor het CBS)."
            )
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        raise IntakeError(f"{name}: dit is UTF-16; bewaar het bestand als UTF-8.")
    for encoding in ("utf-8-sig", "cp1252"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise IntakeError(
        f"{name}: de tekens zijn niet te lezen ({shown(content[:10])}); bewaar het als UTF-8."
    )
