"""Before the first stage: bytes into the text that all spans speak of.

What is returned is what the file says, with three agreements: a byte order mark is left off, every
line end (CR LF, CR) is one LF, and nothing else changes. So a span counts the characters that a
text editor shows. UTF-8 is expected; UTF-16 is read by its mark, and cp1252, which older Dutch
systems write, where the bytes fit it plausibly.
"""

import codecs
import re
from collections import Counter

from noaber.intake.documents.errors import Unreadable
from noaber.intake.documents.grammar import grammar
from noaber.vocabulary.numbers import format_number

LIMIT = 20 * 1024 * 1024
_MAGIC = {
    b"%PDF": "een PDF",
    b"PK\x03\x04": "een Office- of zip-bestand",
    b"PK\x05\x06": "een leeg zip-bestand",
    b"\xd0\xcf\x11\xe0": "een oud Office-bestand",
    b"\x1f\x8b": "een gecomprimeerd bestand",
    b"\x89PNG": "een afbeelding",
    b"\xff\xd8\xff": "een afbeelding",
    b"GIF8": "een afbeelding",
}
_UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")
# What a Dutch text in cp1252 has above ASCII: accents, quotes, dashes, euro, no-break space.
_CP1252_DUTCH = frozenset("áàäâéèëêíìïîóòöôúùüûçñÁÀÄÉÈËÍÏÓÖÚÜÇ‘’‚“”„–—…•·€°²³½¼±§´«»ø×\u00a0\u00ad")
_WORD = re.compile(r"[^\W\d_]+")
_JUDGED = 200_000  # characters that tell the language; the rest of a longer text tells no more
_FEW = 40  # fewer words than this tell no language
_MANY = 4  # so many words of a programme chapter make rows without sentences one
_HARDLY = "bijna geen Nederlandse woorden"


def judge(text: str, name: str) -> None:
    """Refuse a text that is no programme chapter.

    Raises Unreadable, with one Dutch sentence, for a text in another language or without words that
    belong in a programme chapter. `name` is the file as the sender knows it.
    """
    words = Counter(_WORD.findall(text[:_JUDGED].lower()))
    spoken = sum(word in words for word in grammar().content)
    other = _other_language(words)
    if other and not (spoken >= _MANY and other == _HARDLY):
        raise Unreadable(
            f"{name}: de tekst lijkt niet Nederlands ({other}); lees een Nederlands "
            "programmahoofdstuk in"
        )
    if spoken < 2:
        raise Unreadable(
            f"{name}: hierin staat geen programmahoofdstuk (geen doelen, indicatoren of lasten en "
            "baten); controleer of dit het goede bestand is"
        )


def characters(content: bytes, name: str) -> str:
    """The characters of a text file in any language.

    Raises Unreadable, with one Dutch sentence, for a file that is empty, larger than LIMIT (said before
    anything is decoded), binary or in no known encoding. `name` is the file as the sender knows it.
    """
    _refuse(content, name)
    text = _characters(content, name)
    if not text.strip():
        raise Unreadable(
            f"{name}: het bestand bevat alleen witruimte; lees het hoofdstuk opnieuw in"
        )
    if len(_CONTROL.findall(text[:_JUDGED])) * 100 > len(text[:_JUDGED]):
        raise Unreadable(_binary(name, "geen tekst"))
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _refuse(content: bytes, name: str) -> None:
    if not content:
        raise Unreadable(f"{name}: het bestand is leeg; bewaar het hoofdstuk opnieuw als tekst")
    if len(content) > LIMIT:
        size = format_number(len(content) // 2**20)
        raise Unreadable(
            f"{name}: het bestand is te groot ({size} MB, hooguit {LIMIT // 2**20} MB); "
            "splits het per hoofdstuk"
        )
    for magic, what in _MAGIC.items():
        if content.startswith(magic):
            raise Unreadable(_binary(name, what))
    if b"\0" in content and not content.startswith(_UTF16):
        raise Unreadable(_binary(name, "geen tekst"))


def _binary(name: str, what: str) -> str:
    return f"{name}: dit is {what}; bewaar het hoofdstuk als platte tekst (UTF-8) en lees dat in"


def _characters(content: bytes, name: str) -> str:
    if content.startswith(_UTF16):
        try:
            return content.decode("utf-16")
        except UnicodeDecodeError as error:
            raise Unreadable(_no_encoding(name, error.start)) from error
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        text = _cp1252(content)
        if text is None:
            raise Unreadable(_no_encoding(name, error.start)) from error
        return text


def _no_encoding(name: str, position: int) -> str:
    return (
        f"{name}: byte {format_number(position + 1)} is geen UTF-8; bewaar het hoofdstuk als "
        "platte tekst in UTF-8"
    )


def _cp1252(content: bytes) -> str | None:
    try:
        text = content.decode("cp1252")
    except UnicodeDecodeError:
        return None
    return text if all(char < "\x80" or char in _CP1252_DUTCH for char in set(text)) else None


def _other_language(words: Counter[str]) -> str | None:
    """Why the words are plainly no Dutch; None where they are, or are too few to say."""
    total = words.total()
    if total < _FEW:
        return None
    share = {
        code: sum(words[word] for word in function) / total
        for code, function in grammar().languages.items()
    }
    dutch = share.pop("nl")
    best = max(share, key=lambda code: share[code])
    names = {"en": "Engels", "de": "Duits", "fr": "Frans", "es": "Spaans"}
    if share[best] > max(dutch, 0.1):
        return f"eerder {names.get(best, best)}"
    return None if dutch >= 0.05 else _HARDLY
