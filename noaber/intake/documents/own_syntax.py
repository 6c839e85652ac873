"""What is wrong with a file that is no TOML, in Dutch, and what was probably meant."""

import re
from collections.abc import Iterator

from noaber.intake.documents.errors import Problem

_SAYS = re.compile(r"(?P<what>.*?)(?: \(at (?:line (?P<line>[0-9]+).*|end of document)\))?")
_DUTCH = {
    "Expected '=' after a key in a key/value pair": "na een sleutel hoort een =-teken",
    "Invalid value": "geen geldige waarde; zet tekst tussen aanhalingstekens",
    "Unclosed array": "een lijst wordt niet gesloten met ]",
    "Unclosed inline table": "een tabel wordt niet gesloten met }",
    "Cannot overwrite a value": "deze sleutel staat er twee keer",
    "Unterminated string": "een tekst wordt niet gesloten met een aanhalingsteken",
    "Invalid statement": "geen sleutel en geen tabel",
    "Expected newline or end of document after a statement": "na een waarde hoort een nieuwe regel",
    "Cannot declare": "deze tabel staat er twee keer; gebruik [[ ]] voor een lijst van tabellen",
}
# What people write behind a key where TOML wants it otherwise, and what to write.
_VALUE = r"=\s*(?P<value>{})\s*(?=[,}}\]#]|$)"
_GROUPED = re.compile(_VALUE.format(r"[+-]?[0-9]{1,3}(?:\.[0-9]{3}){2,}"))
_COMMA = re.compile(_VALUE.format(r"[+-]?[0-9]{1,3}(?:[0-9]*|(?:\.[0-9]{3})+),[0-9]{1,2}"))
_DAY = re.compile(_VALUE.format(r"[0-9]{1,2}-[0-9]{1,2}-[0-9]{4}"))
_YES = re.compile(_VALUE.format(r"(?i:ja|nee|waar|onwaar)"))
_EURO = re.compile(r"=\s*€")


def syntax_problems(message: str, text: str) -> tuple[Problem, ...]:
    """What `tomllib` says of the first mistake, and all lines with a mistake that is easy to name."""
    match = _SAYS.fullmatch(message)
    what, line = (match["what"], match["line"]) if match else (message, None)
    at = int(line) if line else text.count("\n", 0, len(text.rstrip())) + 1
    named = {
        number: said
        for number, content in enumerate(text.split("\n"), 1)
        if (said := _meant(content)) is not None
    }
    if at not in named:
        named[at] = next((dutch for says, dutch in _DUTCH.items() if what.startswith(says)), what)
    return tuple(Problem(number, f"geen geldige TOML: {said}") for number, said in named.items())


def _meant(line: str) -> str | None:
    """What to write instead, for a line with a slip that is easy to name; strings are left alone."""
    bare = "".join(_outside_strings(line))
    if found := _GROUPED.search(bare):
        value = found["value"]
        return f"schrijf {value} zonder punten, als {value.replace('.', '_')}"
    if found := _COMMA.search(bare):
        plain = found["value"].replace(".", "_").replace(",", ".")
        return f"schrijf {found['value']} met een decimale punt, als {plain}"
    if found := _DAY.search(bare):
        day, month, year = found["value"].split("-")
        return f"schrijf {found['value']} als {year}-{month:0>2}-{day:0>2}"
    if found := _YES.search(bare):
        return f"schrijf true of false in plaats van {found['value']}"
    if _EURO.search(bare):
        return "schrijf een bedrag zonder euroteken"
    return None


def _outside_strings(line: str) -> Iterator[str]:
    """The line with its strings emptied and its comment left off."""
    for part in re.finditer(r"\"(?:[^\"\\]|\\.)*\"|'[^']*'|#.*|.", line):
        found = part.group()
        if found.startswith("#"):
            return
        yield '""' if len(found) > 1 else found
