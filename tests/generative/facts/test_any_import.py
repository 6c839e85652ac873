"""Every row of any file becomes one fact or is listed; no file brings down an import; no BSN comes through."""

import csv
import io
import tempfile
from datetime import date
from decimal import Decimal
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from noaber.facts import mapping as mappings
from noaber.facts.converting import Unfit, read_bsn, read_date, read_decimal
from noaber.facts.imports import import_files
from noaber.facts.mapping import BadMapping
from noaber.guard.secrets import keys_of
from noaber.vocabulary.bsn import is_bsn
from noaber.vocabulary.numbers import format_number
from tests.unit.facts.conftest import EPISODES, HEADS, KNOWN, read

BSNS = [str(one) for one in range(999900000, 999901000) if is_bsn(str(one))]
NAMED = mappings.read(EPISODES, "m.toml")

day = st.dates(date(2015, 1, 1), date(2024, 12, 31))
written_day = st.builds(
    lambda one, form: one.strftime(form),
    day,
    st.sampled_from(["%d-%m-%Y", "%Y-%m-%d", "%d/%m/%Y", "%d.%m.%Y", "%Y%m%d", "%d-%m-%Y 00:00"]),
)
number = st.decimals(0, 10**6, places=2).map(lambda one: format_number(one.normalize()))
junk = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=8)
rarely = st.sampled_from([False] * 9 + [True])


@st.composite
def cell(draw, good):
    return draw(junk) if draw(rarely) else draw(good)


row = st.tuples(
    cell(st.integers(0, 400).map(lambda one: f"Z{one}")),
    cell(st.sampled_from(BSNS)),
    cell(written_day | st.integers(1930, 2022).map(str)),
    cell(st.sampled_from(["Wmo 2015", "jeugdwet", " Jeugdwet "])),
    cell(written_day),
    cell(written_day | st.just("")),
    cell(number | st.just("")),
)


def as_csv(rows, heads=HEADS):
    sink = io.StringIO()
    table = csv.writer(sink, delimiter=";")
    table.writerow(heads)
    table.writerows(rows)
    return sink.getvalue().encode("utf-8")


def outcome(folder, body):
    """What an import of these bytes came to: itself, or why it was refused."""
    path = Path(folder) / "a.csv"
    path.write_bytes(body)
    try:
        return import_files(NAMED, [path], Path(folder) / "facts", keys_of, KNOWN), ""
    except BadMapping as error:
        return None, "\n".join(error.sentences)


@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(row, min_size=1, max_size=25))
def test_every_row_becomes_one_fact_or_is_listed(rows):
    filled = [one for one in rows if any(one)]
    with tempfile.TemporaryDirectory() as folder:
        made, refused = outcome(folder, as_csv(rows))
        if made is None:
            assert "geen enkele rij" in refused or "kan een feit worden" in refused
            return
        assert made.rows + made.rejected == len(filled)
        found = read(made)
        assert len(found) == made.rows
        used = {one for row in rows for one in row if one in BSNS}
        for file in made.folder.rglob("*"):
            if file.suffix in (".csv", ".json"):
                assert not [bsn for bsn in used if bsn in file.read_text("utf-8")]
        assert not [bsn for bsn in used if bsn in str(found)]
        by_record = {}
        for one in rows:
            by_record.setdefault(f"trajecten:{one[0].strip()}", []).append(one)
        for fact in found:
            assert fact in [slowly(one, fact) for one in by_record[fact["record"]]]


def slowly(row, fact):
    """What a row says, read cell by cell; None where it cannot be a fact."""
    _, bsn, born, law, begin, end, hours = (one.strip() for one in row)
    try:
        return {
            **fact,
            "person": keys_of("1700").pseudonym(read_bsn(bsn)) if bsn not in ("", "-") else None,
            "birth_year": None
            if born in ("", "-")
            else int(born)
            if len(born) == 4 and born.isdigit()
            else read_date(born).year,
            "law": {"wmo 2015": "wmo", "jeugdwet": "youth"}.get(law.casefold(), fact["law"]),
            "started_on": read_date(begin),
            "ended_on": read_date(end) if end not in ("", "-") else None,
            "volume": read_decimal(hours).quantize(Decimal("0.0001"))
            if hours not in ("", "-")
            else None,
        }
    except Unfit:
        return None


@settings(max_examples=150, suppress_health_check=[HealthCheck.too_slow])
@given(st.binary(max_size=400) | st.binary(max_size=200).map(lambda one: as_csv([]) + one))
def test_no_bytes_bring_down_an_import(body):
    with tempfile.TemporaryDirectory() as folder:
        made, refused = outcome(folder, body)
        assert refused or made.rows >= 1


@given(day, st.sampled_from(["dd-mm-jjjj", "jjjj-mm-dd", "d/m/jjjj", "%d %m %Y"]))
def test_a_date_is_read_back_from_the_form_that_a_mapping_gives(one, form):
    text = (
        form.replace("jjjj", f"{one.year}").replace("dd", f"{one.day:02}").replace("mm", f"{one.month:02}")
        .replace("d", str(one.day)).replace("m", str(one.month))
        if "%" not in form
        else one.strftime(form)
    )  # fmt: skip
    field = mappings.read(
        EPISODES.replace('"Begin"', f'{{ from = "Begin", dates = ["{form}"] }}'), "m.toml"
    ).columns["started_on"]
    assert read_date(text, field.dates) == one
