"""Persons without a name: pseudonyms to count by, seals to keep a BSN under."""

import hashlib
import hmac
import re
from base64 import b32decode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from noaber.guard.pseudonyms import NotABsn, pseudonym
from noaber.guard.secrets import NotOurSeal, keys_of

KEY = bytes(range(32))
BSN = "999900006"


@pytest.fixture(autouse=True)
def key(settings):
    settings.PERSON_KEY = lambda: KEY


def test_a_pseudonym_is_the_hmac_that_the_rfc_describes():
    found = pseudonym(KEY, BSN)
    assert re.fullmatch("[a-z2-7]{32}", found)
    assert b32decode(found.upper()) == hmac.digest(KEY, BSN.encode(), hashlib.sha256)[:20]


def test_a_pseudonym_stays_the_same_over_versions_of_the_software():
    # Laid down once: facts of last year must meet facts of this year.
    assert pseudonym(KEY, BSN) == "35d6voy4vg5gumop6ar3irglcpmilytd"
    assert keys_of("0141").pseudonym(BSN) == "5qtmpa56uogsyapf64pqrcdlvv5bdwvo"
    assert keys_of("0141").seal(BSN).hex() == "01b15c6b53969add6ebe292de57138a5528bbacff966ec1ba834"


@pytest.mark.parametrize(
    "wrong", ["", "99990000", "9999000061", "99990000a", "٩٩٩٩٠٠٠٠٦", " 99990006"]
)
def test_what_is_no_bsn_is_refused_and_never_repeated(wrong):
    with pytest.raises(NotABsn) as refusal:
        pseudonym(KEY, wrong)
    assert not wrong.strip() or wrong not in str(refusal.value)


def test_a_key_that_is_too_short_is_refused():
    with pytest.raises(ValueError, match="32 bytes"):
        pseudonym(b"short", BSN)


def test_each_municipality_has_pseudonyms_and_seals_of_its_own():
    codes = ("0141", "1700", "0183")
    assert len({keys_of(code).pseudonym(BSN) for code in codes}) == 3
    assert len({keys_of(code).seal(BSN) for code in codes}) == 3


@given(st.text(max_size=200))
def test_what_is_sealed_opens_again_and_equal_texts_have_equal_seals(text):
    sealed = keys_of("0141").seal(text)
    assert keys_of("0141").open(sealed) == text
    assert keys_of("0141").open(memoryview(sealed)) == text
    assert sealed == keys_of("0141").seal(text)
    assert len(sealed) == len(text.encode()) + 17


def test_a_seal_shows_nothing_of_what_is_under_it():
    assert BSN.encode() not in keys_of("0141").seal(BSN)


def test_another_municipality_opens_nothing():
    with pytest.raises(NotOurSeal, match="gemeente 1700"):
        keys_of("1700").open(keys_of("0141").seal(BSN))


def test_another_installation_opens_nothing(settings):
    sealed = keys_of("0141").seal(BSN)
    settings.PERSON_KEY = lambda: bytes(32)
    with pytest.raises(NotOurSeal, match=re.escape("secrets.toml")):
        keys_of("0141").open(sealed)


@given(st.data())
def test_a_damaged_seal_is_refused_and_gives_no_text(data):
    sealed = bytearray(keys_of("0141").seal(BSN))
    sealed[data.draw(st.integers(0, len(sealed) - 1))] ^= data.draw(st.integers(1, 255))
    with pytest.raises(NotOurSeal):
        keys_of("0141").open(bytes(sealed))


@given(st.binary(max_size=40))
def test_what_is_no_seal_is_refused(content):
    with pytest.raises(NotOurSeal):
        keys_of("0141").open(content)


@pytest.mark.parametrize("code", ["", "141", "GM0141", "014a", "٠١٤١"])
def test_a_code_that_is_none_is_refused(code):
    with pytest.raises(ValueError, match="vier cijfers"):
        keys_of(code)


def test_printing_keys_shows_no_key():
    assert repr(keys_of("0141")) == "Keys(municipality_code='0141')"
