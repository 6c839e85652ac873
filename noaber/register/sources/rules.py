"""Pure rules about documents: their keys, and which kind a reading speaks of."""

from noaber.intake.documents.reading import DocumentKind
from noaber.vocabulary.names import slug

# The kinds of a Reading (the outside's words) and of the register.
KIND_OF_READING: dict[DocumentKind, str] = {
    "budget": "budget",
    "interim": "interim_report",
    "account": "annual_accounts",
    "other": "other",
}
READING_OF_KIND = {kind: word for word, kind in KIND_OF_READING.items()}
# Which steps a document can take in its life; what the council adopted stays as it is.
STEPS = {
    "concept": {"in_review", "offered"},
    "in_review": {"concept", "offered"},
    "offered": {"concept", "adopted"},
    "adopted": set(),
}
_KEY_WORD = {
    "budget": "begroting",
    "framework_memo": "kadernota",
    "interim_report": "bestuursrapportage",
    "annual_accounts": "jaarstukken",
    "other": "document",
}


def document_key(municipality: str, year: int, kind: str, programme: str) -> str:
    """How a document is named on the command line: 'twenterand-2022-jaarstukken-sociaal-domein'."""
    return f"{slug(municipality)}-{year}-{_KEY_WORD[kind]}-{slug(programme)}"
