"""Bytes into text: what is refused, in which words, and what stays exactly as it was."""

import pytest

from noaber.intake.documents.errors import Unreadable
from noaber.intake.documents.text import LIMIT, characters, judge

CHAPTER = (
    "Programma Wonen\n\nDe gemeente Ommen legt uit wat de lasten en baten van dit programma zijn."
)


def decode(content: bytes, name: str) -> str:
    text = characters(content, name)
    judge(text, name)
    return text


def refused(content: bytes) -> str:
    with pytest.raises(Unreadable) as caught:
        decode(content, "hoofdstuk.txt")
    (sentence,) = caught.value.sentences
    assert sentence.startswith("hoofdstuk.txt: ")
    assert "\n" not in sentence
    return sentence


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "leeg"),
        (b" \n\t\n", "witruimte"),
        (b"%PDF-1.7 ...", "PDF"),
        (b"PK\x03\x04....", "Office- of zip-bestand"),
        (b"tekst\0met\0nullen", "geen tekst"),
        (b"\x01\x02\x03\x04 gemeente programma", "geen tekst"),
        (b"gemeente \x81\x8d programma", "geen UTF-8"),
        (b"gemeente \xe6\xf0\xfe programma", "geen UTF-8"),
    ],
)
def test_what_is_no_text_is_refused_with_one_line_that_says_what_to_do(
    content: bytes, says: str
) -> None:
    assert says in refused(content)


def test_a_file_that_is_too_large_is_refused_before_it_is_decoded() -> None:
    assert "te groot (20 MB, hooguit 20 MB)" in refused(b"\xff" * (LIMIT + 1))


@pytest.mark.parametrize(
    "text",
    [
        "The council and the programme of this municipality are to be read by all of the people who live in the town, "
        "and this is what it says of the goals that it has and of the money which was spent on them by the college in that year.",
        "Der Haushalt und die Ziele der Gemeinde werden in diesem Kapitel für das Jahr beschrieben, und es ist nicht so, "
        "dass die Ausgaben von der Verwaltung mit den Einnahmen im Gleichgewicht sind, weil das Programm nicht auf dem Stand ist.",
    ],
)
def test_a_text_in_another_language_is_refused(text: str) -> None:
    assert "niet Nederlands" in refused(text.encode())


def test_a_dutch_text_about_something_else_is_refused() -> None:
    assert "geen programmahoofdstuk" in refused(
        b"Neem een ui en snijd hem in ringen, bak die in de pan."
    )


def test_line_ends_become_one_kind_and_the_byte_order_mark_goes() -> None:
    content = b"\xef\xbb\xbf" + CHAPTER.replace("\n", "\r\n").encode()
    assert decode(content, "x") == CHAPTER
    assert decode(CHAPTER.replace("\n", "\r").encode(), "x") == CHAPTER


def test_older_encodings_are_read() -> None:
    accented = CHAPTER + " Eén cliënt kost € 5."
    assert decode(accented.encode("cp1252"), "x") == accented
    assert decode(accented.encode("utf-16"), "x") == accented


def test_nothing_else_changes() -> None:
    odd = CHAPTER + "\u00a0 <b>\u2028</b> &amp;\t\u200b"
    assert decode(odd.encode(), "x") == odd
