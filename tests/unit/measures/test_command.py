"""noaber measure: outcomes in every form, and a clear sentence for every wrong question."""

import csv
import io
import json
import subprocess
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from noaber.measures import public
from noaber.measures.definition import shipped_text
from tests.journeys.command import noaber
from tests.spec.measures.facts import claim, episode, event, store_of


@pytest.fixture(scope="module")
def facts(tmp_path_factory):
    folder = tmp_path_factory.mktemp("facts")
    made = [
        episode(
            "entitlement", f"p{n}", "2021-06-01", law="youth", area="Noord" if n < 9 else "Zuid"
        )
        for n in range(11)
    ]
    store = store_of(folder, [*made, event("crisis", "a", "2022-03-01")])
    store.close()
    return folder


def asked(facts, *arguments, check=0):
    return noaber(facts / "home", "measure", *arguments, "--facts", facts, check=check)


def test_a_table_for_the_eye(facts):
    lines = asked(facts, "youth_persons", "--period", "2021..2022", "--by", "").stdout.splitlines()
    assert lines[0].split() == ["maat", "gemeente", "periode", "waarde", "eenheid", "n"]
    assert lines[1].split() == ["youth_persons", "1700", "2021", "11", "number", "11"]


def test_csv_json_and_parquet_say_the_same(facts, tmp_path):
    question = ("youth_persons", "--period", "2022", "--by", "area")
    rows = list(
        csv.DictReader(
            io.StringIO(asked(facts, *question, "--format", "csv").stdout), delimiter=";"
        )
    )
    told = [
        json.loads(line) for line in asked(facts, *question, "--format", "json").stdout.splitlines()
    ]
    out = tmp_path / "out.parquet"
    asked(facts, *question, "--format", "parquet", "--out", out)
    kept = [row for row in pq.read_table(out).to_pylist() if row["area"]]
    assert [(row["area"], row["waarde"]) for row in rows] == [("Noord", "9"), ("Zuid", "2")]
    assert [(row["area"], row["value"]) for row in told] == [("Noord", "9"), ("Zuid", "2")]
    assert [(row["area"], int(row["value"])) for row in kept] == [("Noord", 9), ("Zuid", 2)]


def test_what_leaves_hides_small_numbers_and_is_kept_for_the_next_time(facts, tmp_path):
    kept = tmp_path / "kept.parquet"
    question = ("youth_persons", "--period", "2022", "--by", "area", "--public")
    done = asked(facts, *question, "--keep", kept)
    assert "te weinig mensen om te tonen" in done.stdout
    assert "niet getoond" in done.stderr
    # Of the split nothing is out, so the whole may be; once it is, a part would tell of the rest.
    whole = asked(
        facts, "youth_persons", "--period", "2022", "--by", "", "--public", "--earlier", kept,
        "--keep", tmp_path / "whole.parquet",
    )  # fmt: skip
    assert " 11 " in whole.stdout
    again = asked(facts, *question, "--earlier", kept, "--earlier", tmp_path / "whole.parquet")
    assert again.stdout.count("te weinig mensen om te tonen") == 2


def test_what_is_made_of_something_small_does_not_leave_alone(tmp_path):
    """The mean cost of two people is not told where the sum isn't; its parts are controlled with it."""
    made = [claim(f"p{n}", "2022-03", 500, law="youth") for n in range(2)]
    store_of(tmp_path, made).close()
    done = asked(tmp_path, "youth_claimed_per_person", "--period", "2022", "--by", "", "--public")
    assert "te weinig mensen om te tonen" in done.stdout
    assert "youth_claim_persons" not in done.stdout


def test_explain_tells_sentence_snapshot_rows_and_query(facts):
    done = asked(
        facts, "youth_persons", "--period", "2022", "--by", "", "--explain", "--format", "json"
    )
    assert json.loads(done.stdout)["value"] == "11"
    for told in ("Jeugdwet", "momentopname", "11 rijen geteld", "COUNT(DISTINCT", '"episode"'):
        assert told in done.stderr


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("youth_person",), "er is geen maat 'youth_person'; lijkt op: youth_persons"),
        (("crises", "--by", "person"), "niet te splitsen naar person"),
        (("crises", "--by", "moon"), "niet te splitsen naar moon"),
        (("crises", "--period", "yesterday"), "is geen periode"),
        (("crises", "--period", "2022..2020"), "eindigt eerder dan het begint"),
        (("crises", "--municipality", "Atlantis"), "is geen gemeente"),
        (("crises", "--period", "2022", "--known-on", "soon"), "is geen dag"),
        (("ledger_expense", "--period", "2022-Q1"), "vraag hele jaren"),
    ],
)
def test_a_wrong_question_gets_a_sentence_and_exit_1(facts, arguments, says):
    done = asked(facts, *arguments, check=1)
    assert says in done.stderr
    assert done.stdout == ""


def test_a_folder_without_facts_is_said(tmp_path):
    done = noaber(tmp_path, "measure", "crises", "--period", "2022", "--facts", tmp_path, check=1)
    assert "staat geen momentopname" in done.stderr


def test_a_period_without_facts_is_a_gap(facts):
    done = asked(facts, "crises", "--period", "1999", "--by", "")
    assert "niet van toepassing" in done.stdout
    done = asked(facts, "wmo_awarded", "--period", "2022", "--by", "")
    assert "geen gegevens" in done.stdout


def test_half_a_file_is_named_and_not_counted(facts, tmp_path):
    broken = tmp_path / "facts"
    subprocess.run(["cp", "-r", facts, broken], check=True)
    (part,) = (path for path in Path(broken).rglob("*.parquet") if "episode" in str(path))
    part.write_bytes(part.read_bytes()[:100])
    done = noaber(
        tmp_path, "measure", "youth_persons", "--period", "2022", "--facts", broken, check=1
    )
    assert "momentopname" in done.stderr


def test_what_the_installation_published_itself_is_known_outside(tmp_path):
    """Two in the south were printed before: they pass with a warning, and so does the north."""
    home = tmp_path / "home"
    made = [
        episode(
            "entitlement", f"p{n}", "2021-06-01", law="youth", area="Noord" if n < 9 else "Zuid"
        )
        for n in range(11)
    ]
    store_of(home / "facts", made).close()
    question = ("measure", "youth_persons", "--period", "2022", "--by", "area", "--public")
    before = noaber(home, *question, check=0)
    assert "te weinig mensen om te tonen" in before.stdout
    inside = tmp_path / "inside.parquet"
    noaber(home, *question[:-1], "--format", "parquet", "--out", inside, check=0)
    left = pq.read_table(inside)
    people = pa.array([9, 2], pa.int64())
    left = left.set_column(left.schema.get_field_index("persons"), "persons", people)
    public.keep(home / "results", "1700", left, {"youth_persons": shipped_text("youth_persons")})
    after = noaber(home, *question, check=0)
    assert "te weinig mensen" not in after.stdout
    assert "youth_persons (1700, Zuid, 2022-01-01/2022-12-31): een klein aantal is al openbaar" in (
        after.stderr
    )
