"""What is wrong with a message, in words for the one who sent it. A BSN stands in no finding."""

import re
from dataclasses import dataclass
from enum import StrEnum

from noaber.vocabulary.bsn import is_bsn


class Layer(StrEnum):
    """Where a fault was found: from the form of the file to the world outside the message."""

    STRUCTURE = "structure"
    CODELIST = "codelist"
    RULE = "rule"
    STORE = "store"
    WORLD = "world"


@dataclass(frozen=True, slots=True)
class Finding:
    """One fault: rule code ('CD060', or 'XML', 'XSD' for the form), return code where the standard has one.

    `path` is the element as in the message ('Declaratie/Clienten/Client/...'), `line` counts from 1 and is None
    where there is no line; `text` is Dutch, `english` the same in English.
    """

    layer: Layer
    rule: str
    return_code: str | None
    path: str
    line: int | None
    value: str | None
    text: str
    english: str


_NINE = re.compile(r"(?<!\d)\d{8,9}(?!\d)")


def shown(value: object) -> str | None:
    """A value as it may stand in a finding: short, and without anything that may be a BSN."""
    if value is None:
        return None
    text = _NINE.sub(_masked, str(value))
    return text if len(text) <= 60 else f"{text[:57]}..."


def _masked(found: re.Match[str]) -> str:
    return "*********" if is_bsn(found[0].zfill(9)) else found[0]
