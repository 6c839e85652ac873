"""A person without a name: the same BSN under the same key gives the same pseudonym, and no way back.

Facts know persons by it alone. Each municipality has a key of its own, so pseudonyms of two
municipalities cannot be laid beside each other: distinct counts are per municipality.
"""

import base64
import hashlib
import hmac

# 160 bits: enough that no two persons of the country ever meet, and base32 without padding.
_BYTES = 20


class NotABsn(ValueError):
    """What was given has not the form of a BSN; the sentence never repeats it."""

    def __init__(self) -> None:
        super().__init__("een BSN heeft negen cijfers; wat hier staat niet")


def pseudonym(key: bytes, bsn: str) -> str:
    """The pseudonym of a BSN under `key`: 32 letters and digits, lower case (HMAC-SHA256, RFC 2104).

    `key` has 32 bytes or more. Raises NotABsn where `bsn` is not nine digits, ValueError for a short key.
    """
    if len(key) < 32:
        raise ValueError("a key for pseudonyms has at least 32 bytes")
    if len(bsn) != 9 or not (bsn.isascii() and bsn.isdigit()):
        raise NotABsn
    digest = hmac.new(key, bsn.encode("ascii"), hashlib.sha256).digest()
    return base64.b32encode(digest[:_BYTES]).decode("ascii").lower()
