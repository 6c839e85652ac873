"""Any text at all: the reader never raises, fits the schema, and points at what is there."""

import time
from pathlib import Path

import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from noaber.intake.documents.errors import IntakeError
from noaber.intake.documents.files import read_file
from noaber.intake.documents.grammar import grammar
from noaber.intake.documents.reader import read_text
from noaber.intake.documents.reading import Reading
from noaber.intake.documents.schema import schema, to_json
from noaber.vocabulary.names import squeeze
from noaber.vocabulary.numbers import NotANumber, parse_number

ROOT = Path(__file__).parents[3]
SAMPLE = (ROOT / "tests/samples/intake/raalte.txt").read_text("utf-8")
TOML = (ROOT / "tests/samples/intake/raalte.toml").read_text("utf-8")
VALIDATOR = jsonschema.Draft202012Validator(schema())
LAYOUT = [
    "Doel: ",
    "Doelenboom ",
    "2022 2021 Bron\n",
    "Realisatie 2022 Raming 2022 na wijziging\n",
    "Lasten ",
    "\n",
    "* ",
    "-",
    "€ ",
    "1.5",
    "%",
    "\u2028",
    "\x0b",
    "\u00a0",
    "x € 1.000\n",
    "9" * 50,
]


@st.composite
def mutated(draw: st.DrawFn, text: str) -> str:
    """The text after up to six cuts, copies, swaps and insertions."""
    for _ in range(draw(st.integers(1, 6))):
        a, b, c = sorted(draw(st.integers(0, len(text))) for _ in range(3))
        how = draw(st.sampled_from(["cut", "copy", "swap", "insert", "layout"]))
        if how == "cut":
            text = text[:a] + text[b:]
        elif how == "copy":
            text = text[:c] + text[a:b] + text[c:]
        elif how == "swap":
            text = text[:a] + text[b:c] + text[a:b] + text[c:]
        elif how == "insert":
            text = text[:a] + draw(st.text(max_size=30)) + text[a:]
        else:
            text = text[:a] + draw(st.sampled_from(LAYOUT)) + text[a:]
    return text


def number(printed: str) -> float | None:
    written = grammar().counts.numbers.get(printed.lower())
    if written is not None:
        return float(written)
    try:
        found = parse_number(printed).value
    except NotANumber:
        return None
    return None if found is None else float(found)


def spans_hold(reading: Reading, text: str) -> None:
    """Everything that has a place stands there as it was read."""
    for goal in reading.goals:
        assert squeeze(text[slice(*goal.span)]) == goal.text
        assert goal.text
    for item in reading.indicators:
        assert 0 <= item.span[0] < item.span[1] <= len(text)
        for value in item.values:
            printed = text[slice(*value.span)]
            assert item.span[0] <= value.span[0] <= value.span[1] <= item.span[1]
            if isinstance(value.value, bool):
                assert printed.lower() == ("ja" if value.value else "nee")
            elif isinstance(value.value, int | float):
                assert number(printed) == value.value
            else:
                assert value.value in (printed, None)
        for found in item.breaks:
            assert squeeze(text[slice(*found.span)]) == found.reason
    for amount in reading.finance:
        assert number(text[slice(*amount.span)]) in (amount.eur, amount.eur / 1000)
    for figure in reading.figures:
        assert number(text[slice(*figure.span)]) == pytest.approx(figure.value)
    for one in reading.checks:
        assert one.spans
        assert all(number(text[slice(*span)]) is not None for span in one.spans)


def holds(text: str) -> Reading:
    reading = read_text(text)
    VALIDATOR.validate(to_json(reading))
    spans_hold(reading, text)
    known = {goal.id for goal in reading.goals}
    assert len(known) == len(reading.goals)
    assert {item.goal for item in reading.indicators} | {goal.parent for goal in reading.goals} <= {
        *known,
        None,
    }
    return reading


def test_the_properties_hold_of_the_sample_and_see_something() -> None:
    reading = holds(SAMPLE)
    assert all(
        (reading.goals, reading.indicators, reading.finance, reading.figures, reading.checks)
    )


@settings(max_examples=150)
@given(mutated(SAMPLE))
def test_mutated_chapters_are_read(text: str) -> None:
    holds(text)


@settings(max_examples=25)
@given(data=st.data())
def test_mutated_real_chapters_are_read(shared: Path, data: st.DataObject) -> None:
    paths = sorted((shared / "seeds").glob("*.txt"))
    text = data.draw(st.sampled_from(paths)).read_text("utf-8")
    start = data.draw(st.integers(0, max(0, len(text) - 12_000)))
    holds(data.draw(mutated(text[start : start + 12_000])))


@settings(max_examples=150)
@given(
    st.lists(
        st.one_of(st.sampled_from([*LAYOUT, *SAMPLE.split("\n")]), st.text(max_size=20)),
        max_size=25,
    )
)
def test_lines_in_any_order_are_read(lines: list[str]) -> None:
    holds("\n".join(lines))


def read_or_refused(content: bytes, name: str) -> tuple[str, Reading] | tuple[str, ...]:
    """What the file says, or the sentences with which it is refused; any other error is a mistake."""
    try:
        return read_file(content, name)
    except IntakeError as error:
        return error.sentences


@settings(max_examples=100)
@given(mutated(TOML))
def test_a_mutated_file_of_the_own_format_is_read_or_refused(text: str) -> None:
    found = read_or_refused(text.encode(), "x.toml")
    reading = found[-1]
    if isinstance(reading, Reading):
        VALIDATOR.validate(to_json(reading))
        assert all(found[0][slice(*item.span)] for item in reading.finance)
    else:
        assert all(str(line).startswith("x.toml: ") and "\n" not in str(line) for line in found)


@settings(max_examples=100)
@given(st.binary(max_size=300), st.sampled_from(["a.txt", "a.toml", ""]))
def test_any_bytes_are_read_or_refused(content: bytes, name: str) -> None:
    assert read_or_refused(content, name)


@pytest.mark.parametrize(
    "text",
    [
        "9" * 2_000_000,
        "*" * 2_000_000,
        "Doel: " + "a " * 1_000_000,
        "1%," * 500_000,
        "€ " * 1_000_000,
        "2022 " * 400_000,
        "2022 2021\n" * 20_000,
        "Realisatie\n" * 20_000,
        "Realisatie 2022 Raming na wijziging\n" + "Kop\nLasten 1 2\nBaten 4\nSaldo 5 9\n" * 3_000,
        "2022 2021\n" + "x* 1 2\n" * 300 + "* a b\n" * 30_000,
    ],
    ids=lambda text: text[:12],
)
def test_hostile_texts_take_time_in_proportion(text: str) -> None:
    start = time.perf_counter()
    read_text(text)
    assert time.perf_counter() - start < 10
