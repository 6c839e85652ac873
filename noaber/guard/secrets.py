"""The keys of a municipality for its persons: a pseudonym to count by, a seal to keep a BSN under.

One key per installation, 32 random bytes from the secrets file, is handed over by the setting
PERSON_KEY: a callable, so that an installation without persons never makes one. The keys of each
municipality and purpose follow from it (HKDF, RFC 5869); none of them is stored, logged or printed.

A seal is AES-SIV (RFC 5297) with the municipality as context: the same text under the same key gives
the same bytes, so that a person can be found by equality in an index, and whoever opens it with
another key, for another municipality, or after a bit was changed gets a refusal and no text.
"""

from dataclasses import dataclass, field
from functools import lru_cache

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESSIV
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

from noaber.guard.pseudonyms import pseudonym

# The first byte of a seal says how it was made, so that a later way can stand beside this one.
_FORM = b"\x01"


class NotOurSeal(ValueError):
    """A seal that this key does not open; the sentence says so, in Dutch, and shows nothing of it."""


@dataclass(frozen=True, slots=True)
class Keys:
    """The keys of one municipality; printing them shows its code and nothing more."""

    municipality_code: str
    _pseudonyms: bytes = field(repr=False)
    _seals: AESSIV = field(repr=False, compare=False)

    def pseudonym(self, bsn: str) -> str:
        """The pseudonym by which facts know this person. Raises NotABsn."""
        return pseudonym(self._pseudonyms, bsn)

    def seal(self, text: str) -> bytes:
        """The text as bytes that only these keys open; equal texts give equal bytes, 17 longer."""
        return _FORM + self._seals.encrypt(text.encode("utf-8"), self._context())

    def open(self, sealed: bytes) -> str:
        """The text under a seal. Raises NotOurSeal for another key, another municipality or damage."""
        sealed = bytes(sealed)
        if sealed[:1] != _FORM:
            raise NotOurSeal(self._refusal())
        try:
            return self._seals.decrypt(sealed[1:], self._context()).decode("utf-8")
        except InvalidTag:
            raise NotOurSeal(self._refusal()) from None

    def _context(self) -> list[bytes]:
        return [_FORM, self.municipality_code.encode("ascii")]

    def _refusal(self) -> str:
        return (
            f"dit gegeven is niet verzegeld met de sleutel van gemeente {self.municipality_code}, of het "
            "is beschadigd; zet het secrets.toml terug waarmee het is vastgelegd"
        )


def keys_of(municipality_code: str) -> Keys:
    """The keys of the municipality with this CBS code of four digits. Raises ValueError for another form."""
    code = municipality_code
    if len(code) != 4 or not (code.isascii() and code.isdigit()):
        raise ValueError(f"een gemeentecode heeft vier cijfers, niet '{code}'")
    return _derived(settings.PERSON_KEY(), code)


@lru_cache(maxsize=512)
def _derived(master: bytes, code: str) -> Keys:
    return Keys(code, _key(master, code, "pseudonym", 32), AESSIV(_key(master, code, "seal", 64)))


def _key(master: bytes, code: str, purpose: str, length: int) -> bytes:
    info = f"noaber person {purpose} {code}".encode("ascii")
    return HKDF(SHA256(), length, salt=None, info=info).derive(master)
