"""The own format: what is written is read as it was, and no slip of a hand brings reading down."""

import re
import tomllib
from dataclasses import replace
from pathlib import Path

import jsonschema
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from noaber.intake.documents import toml_text
from noaber.intake.documents.errors import FormatError
from noaber.intake.documents.files import read_file
from noaber.intake.documents.own_format import read_own
from noaber.intake.documents.own_write import write_own
from noaber.intake.documents.reading import Reading
from noaber.intake.documents.schema import schema, to_json
from tests.strategies import readings, without_spans

ROOT = Path(__file__).parents[3]
SAMPLE = (ROOT / "tests/samples/intake/noaberstad.toml").read_text("utf-8")
VALIDATOR = jsonschema.Draft202012Validator(schema())
TOKEN = re.compile(r'"[^"\n]*"|[-\w.]+|[][{}=,]')
ODD = [
    '""', '"jeugd"', '"jeugdd"', '"-"', "-1", "1.234", "1.234.567", "1e400", "nan", "-inf", "true",
    "27-06-2023", "2023-06-27", "2023-06-27T10:00:00", "10:00", '"27-06-2023"', '"2023-13"', "0",
    "99999999999999999999", "[]", "[[]]", "{}", "{ a = 1 }", "[{}]", '["e1"]', '"\\u0000"', "'''", "ja",
    '"wijkteam"', "2202", "[", "]", "=", '"\\n"', "[[effort]]", "[effort]", "€ 5", "12,50", "0x10",
]  # fmt: skip


@settings(
    max_examples=150, deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)  # fmt: skip
@given(readings())
def test_what_is_written_is_read_as_it_was(reading: Reading) -> None:
    text = write_own(reading)
    back = read_own(text, "x.toml")
    assert without_spans(back) == without_spans(reading)
    assert write_own(back) == text


@settings(max_examples=300)
@given(st.text(st.characters(codec="utf-8")))
@example('"""')
@example("\\u0041\\")
@example("a\r\nb\n")
@example("\n\n")
@example("\x00\x7f\u0085\u2028\U000e0001\ufeff")
def test_any_text_comes_back_from_toml(text: str) -> None:
    assert tomllib.loads(f"x = {toml_text.string(text)}") == {"x": text}
    assert tomllib.loads(f"x = {toml_text.paragraph(text)}") == {"x": text}
    assert tomllib.loads(f"{toml_text.bare(text)} = 1") == {text: 1}


@settings(max_examples=300)
@given(st.floats(allow_nan=False, allow_infinity=False) | st.integers(-(10**15), 10**15))
def test_any_number_comes_back_from_toml(value: float) -> None:
    assert tomllib.loads(f"x = {toml_text.number(value)}") == {"x": value}
    assert tomllib.loads(f"x = {toml_text.euros(value)}") == {"x": value}


@st.composite
def slips(draw: st.DrawFn) -> str:
    """The sample after up to five slips: a word replaced, a line gone, doubled or moved."""
    lines = SAMPLE.split("\n")
    for _ in range(draw(st.integers(1, 5))):
        at = draw(st.integers(0, len(lines) - 1))
        how = draw(st.sampled_from(["word", "word", "word", "gone", "twice", "moved"]))
        tokens = list(TOKEN.finditer(lines[at]))
        if how == "word" and tokens:
            token = draw(st.sampled_from(tokens))
            odd = draw(st.sampled_from(ODD) | st.sampled_from(TOKEN.findall(SAMPLE)))
            lines[at] = lines[at][: token.start()] + odd + lines[at][token.end() :]
        elif how == "gone":
            del lines[at]
        elif how == "twice":
            lines.insert(draw(st.integers(0, len(lines))), lines[at])
        elif how == "moved":
            lines.insert(draw(st.integers(0, len(lines) - 1)), lines.pop(at))
    return "\n".join(lines)


@settings(max_examples=400, deadline=None)
@given(slips())
def test_a_file_with_slips_is_read_or_refused_by_line(text: str) -> None:
    found = read_or_refused(text)
    if isinstance(found, FormatError):
        last = text.count("\n") + 1
        assert all(0 <= problem.line <= last for problem in found.problems)
        assert all("\n" not in sentence for sentence in found.sentences)
    else:
        VALIDATOR.validate(to_json(found))
        back = read_own(write_own(found), "y.toml")
        assert without_spans(back) == without_spans(replace(found, checks=()))


def read_or_refused(text: str) -> Reading | FormatError:
    """What the file says, or why it is refused; any other error is a mistake."""
    try:
        return read_file(text.encode(), "x.toml")[1]
    except FormatError as error:
        return error
