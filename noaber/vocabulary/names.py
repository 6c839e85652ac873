"""Names compared and made into keys: one way of normalising for the whole house."""

import hashlib
import re
import unicodedata
from collections.abc import Container


def squeeze(text: str) -> str:
    """Every run of white space (no-break spaces too) as one space, none at the ends."""
    return " ".join(text.split())


def normalise(text: str) -> str:
    """The form in which two printed names are the same name: case, accents and marks left out."""
    plain = unicodedata.normalize("NFKD", squeeze(text)).casefold()
    return squeeze(re.sub(r"[^a-z0-9%/ ]+", " ", plain.encode("ascii", "ignore").decode()))


def unused(name: str, taken: Container[str]) -> str:
    """The name, or the first of name-2, name-3 ... that is not taken."""
    number, made = 1, name
    while made in taken:
        number += 1
        made = f"{name}-{number}"
    return made


def slug(text: str, limit: int = 60) -> str:
    """A name for use in addresses and file names: lower case, digits and hyphens, never empty.

    A name that is cut, or has no letter that can stand in an address, gets six characters of its hash:
    two long names that begin alike stay two.
    """
    made = re.sub(r"[^a-z0-9]+", "-", normalise(text)).strip("-")
    if made and len(made) <= limit:
        return made
    mark = hashlib.sha256(squeeze(text).casefold().encode("utf-8", "replace")).hexdigest()[:6]
    return (
        f"{made[: max(0, limit - 7)].rstrip('-') or 'zonder-naam'}-{mark}"
        if text.strip()
        else "zonder-naam"
    )
