"""Any delivery comes back as it was written; any bytes get a finding or one sentence."""

import json
from functools import cache
from pathlib import Path

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

from noaber.intake.documents.errors import IntakeError
from noaber.intake.iv3.delivery import (
    TABLES,
    VERSIONS,
    Contact,
    Delivery,
    Figure,
    Head,
    Post,
    Remark,
)
from noaber.intake.iv3.reader import read
from noaber.intake.iv3.shape import check
from noaber.intake.iv3.writer import write
from noaber.vocabulary.iv3.lists import AXES, codes
from tests.iv3_delivery import content
from tests.needs import missing

LINES = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=12)
CENTS = st.integers(-(10**14), 10**14)
BYTES = content()


@st.composite
def posts(draw, year):
    made = []
    for table in TABLES:
        row, column = (sorted(codes(name, year)) for name in AXES[table])
        moments = ["1 januari", "ultimo"] if table == "balans_standen" else column
        made += draw(
            st.lists(
                st.builds(
                    Post, st.just(table), st.sampled_from(row), st.sampled_from(moments), CENTS
                ),
                max_size=4,
            )
        )
    return tuple(made)


@st.composite
def deliveries(draw):
    """Deliveries that their schema allows; whether codes and controls are right is another matter."""
    version = draw(st.sampled_from(VERSIONS))
    year, period = draw(st.integers(2017, 2026)), draw(st.integers(0, 5))
    new, between = version in ("2.0", "2.1.1"), version == "1.1"
    head = Head(
        level=draw(st.sampled_from(["Gemeente", "Provincie", "GR"])),
        number=draw(LINES),
        name=draw(LINES),
        year=year,
        period=period,
        status=draw(st.sampled_from(["Begroting", "Realisatie"])),
        created=draw(LINES) + "12:30:00Z" if new else draw(LINES),
        details_public=draw(st.booleans()) if new or between else None,
        package=draw(LINES) if new else None,
        software=draw(LINES) if new or between else None,
    )
    contact = Contact(draw(LINES) + "x", "iv3@voorbeeld.nl", draw(LINES))
    figures = [
        Figure(kind, *draw(st.tuples(LINES, LINES, LINES)))
        for kind in ("key_figure", "policy_indicator")
        for _ in range(draw(st.integers(0, 2)) if new else 0)
    ]
    remarks = (
        st.lists(st.builds(Remark, LINES, st.none() | LINES), max_size=2) if new else st.just([])
    )
    return Delivery(version, head, contact, draw(posts(year)), tuple(figures), tuple(draw(remarks)))


@given(deliveries())
def test_a_delivery_comes_back_as_it_was_written(delivery):
    reading = read(write(delivery), version=delivery.version)
    assert reading.delivery == delivery


@given(deliveries())
def test_what_is_written_is_sound_in_structure_and_reads_without_saying_the_version(delivery):
    assert read(write(delivery)).delivery.posts == delivery.posts


@st.composite
def mutated(draw):
    """The bytes of a sound delivery after some cuts, copies and insertions."""
    data = BYTES
    for _ in range(draw(st.integers(1, 5))):
        a, b = sorted(draw(st.integers(0, len(data))) for _ in range(2))
        how = draw(st.sampled_from(["cut", "copy", "put", "swap"]))
        if how == "cut":
            data = data[:a] + data[min(b, a + 40) :]
        elif how == "copy":
            data = data[:b] + data[a : a + 200] + data[b:]
        elif how == "swap":
            data = data.replace(*draw(st.sampled_from(SWAPS)), draw(st.integers(1, 3)))
        else:
            data = data[:a] + draw(st.binary(max_size=6)) + data[a:]
    return data


SWAPS = [
    (b"900", b'"900"'), (b"900", b"9e400"), (b"900", b"0.001"), (b"900", b"null"), (b"2022", b'"2022"'),
    (b'"3.8"', b"3.8"), (b'"6.5"', b'"6.71a"'), (b"false", b"0"), (b'"lasten"', b'"baten"'),
    (b'"taakveld"', b'"balanscode"'), (b"[", b"[[]"), (b"}", b"}}"), (b"\n", b"\r\n"), (b"5", b"-0.0"),
]  # fmt: skip


@given(mutated() | st.binary(max_size=200) | st.text(max_size=100).map(str.encode))
def test_bytes_never_raise_anything_but_a_sentence(data):
    said, reading = sentences(data)
    assert all(sentence.startswith("levering.json: ") for sentence in said)
    if reading is None:
        assert said
        return
    assert reading.delivery is not None or reading.findings
    for finding in reading.findings:
        assert finding.rule
        assert finding.sentence.isprintable()
        assert finding.sentence.endswith((".", "?"))
        assert finding.place == "" or finding.place.startswith("/")


def sentences(data):
    """What is said of bytes that are no JSON, or the reading."""
    try:
        return (), read(data, "levering.json")
    except IntakeError as error:
        return error.sentences, None


@pytest.fixture(scope="module")
def validator(shared: Path):
    """The official schema of a version."""
    folder = shared / "standards/iv3"
    if not folder.is_dir():
        missing("The official Iv3 schemas", "They lie in the shared folder, under standards.")

    @cache
    def of(version):
        text = (folder / f"iv3_data_schema_v{version.replace('.', '_')}.json").read_text("utf-8")
        return jsonschema.Draft7Validator(json.loads(text))

    return of


def test_mutated_deliveries_have_the_official_verdict(validator):
    @given(mutated(), st.sampled_from(VERSIONS))
    def verdicts_agree(data, version):
        try:
            value = json.loads(data)
        except ValueError:
            return
        assert (not check(value, version)) == validator(version).is_valid(value)

    verdicts_agree()
