"""Messages broken at random, from ones made from the description: what must hold of any of them."""

import random
import re
from functools import cache
from pathlib import Path

from lxml import etree

from noaber.intake.messages.description import release
from noaber.intake.messages.long_claims import claim_lines
from noaber.intake.messages.making import make_message
from noaber.intake.messages.reading import check_content
from noaber.intake.messages.writing import write_message
from noaber.vocabulary.bsn import is_bsn

SCHEMAS = Path(__file__).parents[2] / "shared" / "standards" / "istandaarden"
KINDS = sorted(release().messages)
VALUES = [
    *("", " ", "0", "-1", "+7", "007", "1.5", "1e3", "999999999", "99999999999999999999", "é", "&amp;"),
    *("2026-02-29", "2024-02-29", "2026-13-01", "0000-01-01", "12026-01-01", "-0001-01-01"),
    *("2026-01-01Z", "2026-01-01+02:00", " 2026-01-01 ", "24:00:00", "12:00:00", "12:00:00Z", "12:00"),
    *("D", "C", "83", "04", "X" * 41, "X" * 300, "a\tb", "\n", "&#13;x", "&#0;", "<!-- c -->", "<x/>"),
    *("<![CDATA[04]]>", "0384", "42420001", "12345678", "3", "2", "490", "1.0.0", "01.0.0", "NL", "nl"),
]  # fmt: skip


@cache
def official(standard: str, number: str) -> etree.XMLSchema | None:
    """The published schema of a message; None where there is none (the answers of iWmo)."""
    prefix = release().prefix(standard).upper()
    path = SCHEMAS / standard / "xsd" / f"{prefix}{number}.xsd"
    return etree.XMLSchema(etree.parse(path)) if path.exists() else None


def broken(seed: int) -> tuple[str, str, bytes]:
    """A message with up to four random changes; now and then with none."""
    chance = random.Random(seed)
    standard, number = chance.choice(KINDS)
    if chance.random() < 0.15:
        standard, number = "ijw", "323"
        content = "".join(claim_lines(chance.randint(1, 30)))
    else:
        content = write_message(standard, number, make_message(standard, number, chance)).decode()
    for _ in range(chance.choice([0, 1, 1, 1, 2, 2, 4])):
        content = chance.choice(CHANGES)(content, chance)
    made = content.encode("utf-8", "surrogatepass")
    return standard, number, _bytes_changed(made, chance) if chance.random() < 0.15 else made


def holds(standard: str, number: str, content: bytes) -> bool | None:
    """Check a message and hold the verdict against the published schema's; what the schema says of it.

    Raises AssertionError where they differ, where a fault is not told, or where a BSN is told.
    """
    checked = check_content(content)
    assert checked.valid or checked.findings
    for finding in checked.findings:
        said = f"{finding.text} {finding.english} {finding.value} {finding.path}"
        assert not any(is_bsn(n) for n in re.findall(r"(?<!\d)\d{9}(?!\d)", said)), finding
        assert finding.line is None or 0 < finding.line <= content.count(b"\n") + 1
    schema = official(standard, number)
    if schema is None or b"<!DOCTYPE" in content:
        return None
    try:
        valid = schema.validate(etree.fromstring(content).getroottree())
    except etree.XMLSyntaxError:
        valid = False
    assert checked.valid == valid, (checked.findings[:3], list(schema.error_log)[:3])
    return bool(valid)


def _leaf(content: str, chance: random.Random) -> str:
    leaves = list(re.finditer(r">([^<>]*)</", content))
    if not leaves:
        return content
    found = chance.choice(leaves)
    return content[: found.start(1)] + chance.choice(VALUES) + content[found.end(1) :]


def _elements(content: str) -> list[tuple[int, int]]:
    return [
        (m.start(), m.end())
        for m in re.finditer(r"[ \t]*<([\w:]+)>(?:[^<]*|(?:(?!<\1>).)*?)</\1>\n?", content, re.S)
    ]


def _without(content: str, chance: random.Random) -> str:
    places = _elements(content)
    if not places:
        return content
    start, end = chance.choice(places)
    return content[:start] + content[end:]


def _twice(content: str, chance: random.Random) -> str:
    places = _elements(content)
    if not places:
        return content
    start, end = chance.choice(places)
    return content[:end] + content[start:end] + content[end:]


def _moved(content: str, chance: random.Random) -> str:
    places = _elements(content)
    if not places:
        return content
    start, end = chance.choice(places)
    rest = content[:start] + content[end:]
    at = chance.choice([m.start() for m in re.finditer("<", rest)] or [0])
    return rest[:at] + content[start:end] + rest[at:]


def _renamed(content: str, chance: random.Random) -> str:
    names = sorted(set(re.findall(r"<([\w:]+)>", content)))
    if not names:
        return content
    one, other = chance.choice(names), chance.choice([*names, "onbekend", "x:onbekend"])
    return content.replace(f"<{one}>", f"<{other}>", 1).replace(f"</{one}>", f"</{other}>", 1)


def _dressed(content: str, chance: random.Random) -> str:
    """Marks that XML allows, or not, at any place between elements."""
    mark = chance.choice(
        [
            "<!-- </jw323:Client> -->",
            "<?pi x?>",
            "\r\n",
            "&#10;",
            "losse tekst",
            "&amp;",
            "&onbekend;",
        ]
    )
    places = [m.start() for m in re.finditer("<", content)]
    at = chance.choice(places) if places else 0
    return content[:at] + mark + content[at:]


def _attribute(content: str, chance: random.Random) -> str:
    places = [m.end() - 1 for m in re.finditer(r"<[\w:]+>", content)]
    if not places:
        return content
    at = chance.choice(places)
    made = chance.choice([' a="1"', ' xml:lang="nl"', ' xmlns:q="urn:q"', ' xmlns="urn:other"'])
    return content[:at] + made + content[at:]


def _prefixes(content: str, chance: random.Random) -> str:
    """Other prefixes, or none: the same message."""
    found = re.search(r"xmlns:((?:jw|wmo)\d+)=", content)
    if found is None:
        return content
    own = found[1]
    if chance.random() < 0.5:
        return (
            content.replace(f"{own}:", "m:")
            .replace("xmlns:m:", "xmlns:m")
            .replace(f"xmlns:{own}", "xmlns:m")
        )
    return re.sub(rf"(</?){own}:", r"\1", content).replace(f"xmlns:{own}=", "xmlns=")


def _cut(content: str, chance: random.Random) -> str:
    return content[: chance.randint(0, len(content))]


def _namespace(content: str, chance: random.Random) -> str:
    return content.replace(
        "3_2", chance.choice(["3_1", "3_3", "4_0", "3_2 "]), chance.choice([1, 9])
    )


def _doctype(content: str, chance: random.Random) -> str:
    bomb = '<!DOCTYPE b [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]>'
    return content.replace("?>\n", f"?>\n{bomb}\n", 1).replace("</", "&b;</", 1)


CHANGES = [
    *(_leaf, _leaf, _leaf, _without, _twice, _moved, _renamed, _dressed),
    *(_attribute, _prefixes, _cut, _namespace, _doctype),
]


def _bytes_changed(content: bytes, chance: random.Random) -> bytes:
    if not content:
        return content
    kind = chance.randint(0, 4)
    at = chance.randrange(len(content))
    if kind == 0:
        return content[:at] + bytes([chance.randrange(256)]) + content[at + 1 :]
    if kind == 1:
        return content[:at] + content[at + chance.randint(1, 9) :]
    text = content.decode("utf-8", "replace").replace('encoding="UTF-8"', "")
    if kind == 2:
        return text.encode("utf-16")
    if kind == 3:
        return b"\xef\xbb\xbf" + content
    return content.replace(
        b"UTF-8", chance.choice([b"ISO-8859-1", b"UTF-16", b"windows-1252", b"onzin"])
    )
