"""What results were counted with: as long as it is the same, they need not be counted again."""

import hashlib
from collections.abc import Mapping
from functools import cache
from importlib import resources

from noaber.measures.definition import Definition


def stamp(definitions: Mapping[str, Definition]) -> str:
    """The hash of these definitions and of the code that counts them."""
    told = "\n".join(repr(definitions[name]) for name in sorted(definitions))
    return hashlib.sha256(f"{_code()}\n{told}".encode()).hexdigest()[:32]


@cache
def _code() -> str:
    """The hash of all modules of this room."""
    made = hashlib.sha256()
    for file in sorted(resources.files(__package__).iterdir(), key=lambda one: one.name):
        if file.name.endswith(".py"):
            made.update(file.name.encode() + b"\n" + file.read_bytes())
    return made.hexdigest()
