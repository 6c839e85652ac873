"""The glossary: what each term means, its Dutch word, and which law or standard fixes it.

The terms are data, in glossary.toml beside this file.
"""

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources


@dataclass(frozen=True, slots=True)
class Term:
    """One concept: its identifier, its Dutch word, and what it means.

    `source` is the law or standard that fixes it, empty where none does. `forms` are further
    identifiers for the same concept, such as a column or model that is named after it.
    """

    id: str
    dutch: str
    definition: str
    source: str = ""
    note: str = ""
    group: str = ""
    forms: tuple[str, ...] = ()


@cache
def terms() -> tuple[Term, ...]:
    """All terms, in the order of the file."""
    text = resources.files(__package__).joinpath("glossary.toml").read_text("utf-8")
    return tuple(
        Term(**{**entry, "forms": tuple(entry.get("forms", ()))})
        for entry in tomllib.loads(text)["term"]
    )


@cache
def identifiers() -> dict[str, Term]:
    """The term that each identifier stands for, forms among them."""
    return {name: term for term in terms() for name in (term.id, *term.forms)}
