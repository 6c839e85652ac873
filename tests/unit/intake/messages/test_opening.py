"""What is no message is refused in one clear word, quickly, and with nothing fetched or expanded."""

import random

import pytest

from noaber.intake.messages import reading
from noaber.intake.messages.description import release
from noaber.intake.messages.making import make_message
from noaber.intake.messages.reading import check_content
from noaber.intake.messages.writing import write_message

JW323 = release().message("ijw", "323")
START = f'<jw323:Bericht xmlns:jw323="{JW323.namespace}">'
BOMB = (
    '<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a "aaaaaaaaaa">'
    + "".join(
        f'<!ENTITY {n} "{f"&{b};" * 10}">' for b, n in zip("abcdefgh", "bcdefghi", strict=True)
    )
    + "]><l>&i;</l>"
)
FILES = [
    (b"", "leeg"),
    (b"   \n", "leeg"),
    (b"PK\x03\x04rest", "zip-bestand"),
    (b"\x1f\x8b\x08", "gzip-bestand"),
    (b"%PDF-1.7", "pdf-bestand"),
    (b"zomaar tekst", "geen XML"),
    (b"<a/>", "geen iWmo- of iJw-bericht"),
    (BOMB.encode(), "DOCTYPE"),
    (b'<!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/passwd">]><x>&f;</x>', "DOCTYPE"),
    (START.replace("3_2", "3_1").encode() + b"</jw323:Bericht>", "release 3.1"),
    (START.replace("jw323/schema", "jw399/schema").encode() + b"</jw323:Bericht>", "jw399"),
    (START.replace(":Bericht", ":Brief").encode() + b"</jw323:Brief>", "Brief"),
    (START.encode(), "houdt"),
    (b'<?xml version="1.0" encoding="onzin"?>' + START.encode(), "codering"),
    (f"{START}<a>{'x' * 12_000_000}</a></jw323:Bericht>".encode(), "niet gelezen"),
]


@pytest.mark.parametrize(("content", "word"), FILES, ids=[word for _, word in FILES])
def test_it_is_refused_in_one_sentence(content: bytes, word: str) -> None:
    checked = check_content(content)
    assert not checked.valid
    assert len(checked.findings) == 1
    finding = checked.findings[0]
    assert word in finding.text
    assert (finding.layer, finding.rule, finding.return_code) == ("structure", "XML", None)
    assert finding.english


def test_a_fault_says_where_it_is_and_never_a_bsn() -> None:
    content = (
        f'{START.replace(">", "")} xmlns:ijw="{JW323.release.shared_namespace("ijw")}">\n'
        "<jw323:Header>\n<jw323:BerichtCode>491</jw323:BerichtCode>\n</jw323:Header>\n"
        "<jw323:Declaratie><jw323:Clienten><jw323:Client>\n<jw323:Bsn>999900006x</jw323:Bsn>\n"
        "</jw323:Client></jw323:Clienten></jw323:Declaratie></jw323:Bericht>"
    ).encode()
    findings = check_content(content).findings
    assert [(f.line, f.path) for f in findings][:2] == [
        (3, "Bericht/Header/BerichtCode"),
        (2, "Bericht/Header"),
    ]
    assert "490" in findings[0].text
    assert "hierna hoort nog BerichtVersie" in findings[1].text
    assert not any("999900006" in f"{f.text}{f.value}{f.english}" for f in findings)


def test_a_message_about_one_person_is_never_so_long(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "WHOLE", 1000)
    content = write_message("ijw", "301", make_message("ijw", "301", random.Random(1)))
    checked = check_content(content)
    assert not checked.valid
    assert "nooit zo lang" in checked.findings[0].text
