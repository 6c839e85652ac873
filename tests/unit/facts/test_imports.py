"""Anybody's file becomes facts by a mapping, or says why not."""

from datetime import date
from decimal import Decimal

import pytest

from noaber.facts import opening
from noaber.facts.mapping import BadMapping
from noaber.guard.secrets import keys_of
from tests.unit.facts.conftest import (
    EPISODES,
    HEADS,
    KNOWN,
    ROWS,
    read,
    write_csv,
    write_excel,
    write_parquet,
)


def rejected(made):
    lines = (made.folder / "rejected.csv").read_text("utf-8").splitlines()
    assert lines[0] == "bestand;rij;kolom;reden"
    return lines[1:]


@pytest.mark.parametrize(
    ("ending", "write"), [("csv", write_csv), ("xlsx", write_excel), ("parquet", write_parquet)]
)
def test_the_same_rows_are_the_same_facts_in_every_form(tmp_path, bring, ending, write):
    made = bring(EPISODES, write(tmp_path / f"export.{ending}"))
    found = read(made)
    assert (made.rows, made.rejected) == (3, 0)
    assert [row["record"] for row in found] == ["trajecten:A1", "trajecten:A2", "trajecten:A3"]
    first, second, _ = found
    assert first["person"] == keys_of("1700").pseudonym("999900006")
    assert (first["birth_year"], first["law"], first["kind"]) == (2012, "youth", "trajectory")
    assert (first["started_on"], first["ended_on"]) == (date(2022, 1, 3), date(2022, 6, 30))
    assert (first["volume"], second["volume"]) == (Decimal("2.5"), Decimal("1200"))
    assert second["ended_on"] is None
    assert (first["municipality"], first["origin"], first["known_on"]) == (
        "1700",
        "registered",
        KNOWN,
    )
    assert first["evidence"] == f"export.{ending} rij 2"


def test_a_file_of_each_year_lies_in_a_slice_of_its_own(tmp_path, bring):
    made = bring(EPISODES, write_csv(tmp_path / "a.csv"))
    found = sorted(str(path.relative_to(made.folder)) for path in made.folder.rglob("*.parquet"))
    assert found == [
        "episode/m=1700/y=2022/trajecten.parquet",
        "episode/m=1700/y=2023/trajecten.parquet",
    ]


@pytest.mark.parametrize(("encoding", "delimiter"), [
    ("utf-8-sig", ";"), ("cp1252", ";"), ("utf-16", "\t"), ("utf-8", ","),
])  # fmt: skip
def test_encoding_and_delimiter_are_found_by_looking(tmp_path, bring, encoding, delimiter):
    rows = [(f"É{row[0]}", *row[1:6], 3) for row in ROWS]
    made = bring(EPISODES, write_csv(tmp_path / "a.csv", rows, HEADS, encoding, delimiter))
    assert [row["record"] for row in read(made)] == [
        "trajecten:ÉA1",
        "trajecten:ÉA2",
        "trajecten:ÉA3",
    ]


@pytest.mark.parametrize(
    ("change", "column", "why"),
    [
        ({0: ""}, "Zaak", "is leeg"),
        ({1: "999900007"}, "BSN", "hier staat geen geldig BSN"),
        ({2: "ooit"}, "Geboren", "'ooit' is geen bestaande datum"),
        ({2: date(2030, 1, 1)}, "Geboren", "een geboortejaar dat niet kan"),
        ({3: "Wlz"}, "Wet", "'Wlz' staat niet bij de waarden van de koppeling"),
        ({4: ""}, "Begin", "is leeg"),
        ({4: "31-02-2022"}, "Begin", "'31-02-2022' is geen bestaande datum"),
        ({5: date(2021, 1, 1)}, "Einde", "het einde ligt vóór het begin"),
        ({6: "1.5"}, "Uren", "'1.5' is geen getal zoals wij het schrijven (1.234,5)"),
        ({6: -3}, "Uren", "een negatief getal"),
    ],
)
def test_a_row_that_cannot_be_a_fact_is_listed_with_its_reason(
    tmp_path, bring, change, column, why
):
    wrong = tuple(change.get(at, value) for at, value in enumerate(("B1", *ROWS[0][1:])))
    made = bring(EPISODES, write_csv(tmp_path / "a.csv", (*ROWS, wrong)))
    assert (made.rows, made.rejected) == (3, 1)
    assert rejected(made) == [f"a.csv;5;{column};{why}"]


def test_a_rejected_row_shows_nobody(tmp_path, bring):
    bsn = "999900031"
    wrong = [
        ("B1", bsn, bsn, "Jeugdwet", date(2022, 1, 1), None, 1),
        ("B2", f"{bsn}1", date(2000, 1, 1), "Jeugdwet", bsn, None, 1),
        ("B3", bsn, date(2000, 1, 1), bsn, date(2022, 1, 1), None, 1),
    ]
    made = bring(EPISODES, write_csv(tmp_path / "a.csv", (*ROWS, *wrong)))
    assert made.rejected == 3
    for file in made.folder.rglob("*"):
        assert not file.is_file() or bsn.encode() not in file.read_bytes()


def test_the_first_row_of_a_record_stays_and_the_next_is_listed(tmp_path, bring):
    again = ("A1", *ROWS[1][1:])
    made = bring(EPISODES, write_csv(tmp_path / "a.csv", (*ROWS, again)))
    assert (made.rows, made.rejected) == (3, 1)
    assert rejected(made) == ["a.csv;5;Zaak;stond er al: a.csv rij 2"]
    assert read(made)[0]["birth_year"] == 2012


def test_lines_that_are_no_rows_do_not_shift_the_numbers_of_those_after(tmp_path, bring):
    path = write_csv(tmp_path / "a.csv")
    lines = path.read_text("utf-8").splitlines()
    lines[2:2] = ["", "kapot;rij"]
    lines.append("B9;999900007;1-1-2000;Jeugdwet;1-1-2022;;1")
    path.write_text("\n".join(lines), "utf-8")
    made = bring(EPISODES, path)
    assert (made.rows, made.rejected) == (3, 2)
    assert sorted(rejected(made)) == [
        "a.csv;4;;deze rij heeft 2 kolommen, de koppen 7",
        "a.csv;7;BSN;hier staat geen geldig BSN",
    ]
    assert [row["evidence"] for row in read(made)] == ["a.csv rij 2", "a.csv rij 5", "a.csv rij 6"]


def test_a_column_of_bsns_is_never_kept_as_it_is(tmp_path, bring):
    bsns = ["999900006", "999900018", "999900031"]
    rows = [(bsn, *row[1:]) for bsn, row in zip(bsns, ROWS, strict=True)]
    with pytest.raises(BadMapping, match="'Zaak' staan burgerservicenummers"):
        bring(EPISODES, write_csv(tmp_path / "a.csv", rows))


def test_a_bsn_within_free_text_is_not_kept(tmp_path, bring):
    text = EPISODES + 'area = "Wijk"\n'
    rows = [(*ROWS[0], "Noord"), (*ROWS[1], "woont bij 999900031 in")]
    made = bring(text, write_csv(tmp_path / "a.csv", rows, (*HEADS, "Wijk")))
    assert (made.rows, made.rejected) == (1, 1)
    assert "BSN" in rejected(made)[0]
    assert "999900031" not in rejected(made)[0]


def test_another_identifier_than_a_bsn_is_sealed_as_well(tmp_path, bring):
    text = EPISODES.replace('person = "BSN"', 'person = { from = "BSN", identifier = "own" }')
    rows = [
        ("A1", "klant 12", *ROWS[0][2:]),
        ("A2", "Klant 12 ", *ROWS[1][2:]),
        ("A3", "999900006", *ROWS[2][2:]),
    ]
    one, same, bsn = read(bring(text, write_csv(tmp_path / "a.csv", rows)))
    assert one["person"] == same["person"]
    assert len(one["person"]) == 32
    assert bsn["person"] != keys_of("1700").pseudonym("999900006")


def test_persons_of_two_municipalities_cannot_be_laid_beside_each_other(tmp_path, bring):
    text = EPISODES.replace('municipality = "Twenterand"\n', "") + 'municipality = "Gemeente"\n'
    rows = [("A1", *ROWS[0][1:], "Twenterand"), ("A2", *ROWS[0][1:], "GM0141")]
    made = bring(text, write_csv(tmp_path / "a.csv", rows, (*HEADS, "Gemeente")))
    one, other = read(made)
    assert (one["municipality"], other["municipality"]) == ("1700", "0141")
    assert other["person"] == keys_of("0141").pseudonym("999900006") != one["person"]


def test_the_same_file_again_changes_nothing_and_another_takes_its_place(tmp_path, bring):
    first = bring(EPISODES, write_csv(tmp_path / "a.csv"))
    again = bring(EPISODES, tmp_path / "a.csv", known_on=date(2024, 1, 1))
    assert (again.unchanged, again.folder) == (True, first.folder)
    other = bring(EPISODES, write_csv(tmp_path / "a.csv", ROWS[:2]))
    assert (other.rows, other.unchanged) == (2, False)
    assert not first.folder.exists()


AMOUNTS = """
fact = "amount"
[constants]
municipality = "1700"
origin = "claim"
law = "youth"
[columns]
person = "BSN"
period = "Maand"
cents = "Bedrag"
price_cents = { from = "Tarief", euros = false }
"""


def test_amounts_in_euros_become_cents_and_a_period_two_days(tmp_path, bring):
    rows = [("999900006", "2022-03", "€ 1.234,50", "4.500"), ("999900006", "2022-04", "-12", "1")]
    heads = ("BSN", "Maand", "Bedrag", "Tarief")
    first, second = read(bring(AMOUNTS, write_csv(tmp_path / "a.csv", rows, heads)), "amount")
    assert (first["cents"], first["price_cents"], second["cents"]) == (123450, 4500, -1200)
    assert (first["period_start"], first["period_end"]) == (date(2022, 3, 1), date(2022, 3, 31))
    assert (first["plan_year"], first["stage"], first["basis"]) == (2022, "actual", "booked")
    assert first["record"] == "m:a.csv:2"


def test_a_supplied_figure_keeps_its_decimals_n_and_spread(tmp_path, bring):
    text = """
    fact = "supplied"
    [constants]
    municipality = "1700"
    [columns]
    indicator = "Indicator"
    period = "Jaar"
    value = "Waarde"
    n = "Respons"
    spread = "SD"
    """
    rows = [("tevredenheid", "2022", "7,25", "312", "1,4"), ("gesprekken", "2022-Q1", "40", "", "")]
    heads = ("Indicator", "Jaar", "Waarde", "Respons", "SD")
    first, second = read(bring(text, write_csv(tmp_path / "a.csv", rows, heads)), "supplied")
    assert (first["value"], first["scale"], first["n"], first["spread"]) == (
        Decimal("7.25"), 2, 312, Decimal("1.4"),
    )  # fmt: skip
    assert (second["scale"], second["n"], second["origin"]) == (0, None, "supplied")


def test_a_population_is_a_table_of_its_own(tmp_path, bring):
    text = """
    fact = "population"
    [columns]
    municipality = "Gemeente"
    age = "Leeftijd"
    sex = { from = "Geslacht", values = { "v" = "female", "m" = "male" } }
    counted_on = { from = "Peildatum", dates = ["dd-mm-jjjj"] }
    inhabitants = "Aantal"
    """
    rows = [
        ("Twenterand", "17", "v", "01-01-2022", "212"),
        ("Twenterand", "17", "m", "01-01-2022", "1.201"),
    ]
    heads = ("Gemeente", "Leeftijd", "Geslacht", "Peildatum", "Aantal")
    found = read(bring(text, write_csv(tmp_path / "a.csv", rows, heads)), "population")
    assert [(row["age"], row["sex"], row["inhabitants"]) for row in found] == [
        (17, "female", 212), (17, "male", 1201),
    ]  # fmt: skip


def test_a_score_names_the_episode_of_another_import(tmp_path, bring):
    text = """
    fact = "score"
    [constants]
    municipality = "1700"
    kind = "quality_of_life"
    [columns]
    person = "BSN"
    measured_on = "Datum"
    instrument = "Lijst"
    moment = { from = "Moment", values = { "voor" = "before", "na" = "after" } }
    value = "Score"
    episode = { from = "Zaak", prefix = "trajecten" }
    """
    rows = [("999900006", "3-1-2022", "MANSA", "voor", "5,2", "A1")]
    heads = ("BSN", "Datum", "Lijst", "Moment", "Score", "Zaak")
    (row,) = read(bring(text, write_csv(tmp_path / "a.csv", rows, heads)), "score")
    assert (row["episode"], row["moment"], row["value"]) == (
        "trajecten:A1",
        "before",
        Decimal("5.2"),
    )


def test_an_event_in_the_future_is_not_one(tmp_path, bring):
    text = """
    fact = "event"
    [constants]
    municipality = "1700"
    kind = "support_request"
    [columns]
    happened_on = "Datum"
    """
    path = write_csv(tmp_path / "a.csv", [("14-1-2023",), ("16-1-2023",)], ("Datum",))
    made = bring(text, path)
    assert (made.rows, made.rejected) == (1, 1)
    assert rejected(made) == ["a.csv;3;Datum;ligt na de dag waarop het bekend werd"]


def test_a_municipality_may_count_what_noaber_has_no_word_for(tmp_path, bring):
    text = EPISODES.replace('kind = "trajectory"', 'kind = "buurtsportcoach"')
    assert {row["kind"] for row in read(bring(text, write_csv(tmp_path / "a.csv")))} == {
        "buurtsportcoach"
    }


def test_rows_keep_their_numbers_in_a_file_of_many_blocks(tmp_path, bring, monkeypatch):
    monkeypatch.setattr(opening, "BLOCK", 2000)
    lines = [";".join(HEADS)]
    for at in range(2, 400):
        broken = at % 97 == 0
        lines.append("kapot;rij" if broken else f"Z{at};999900006;1-1-2000;Jeugdwet;1-1-2022;;{at}")
    path = tmp_path / "a.csv"
    path.write_text("\n".join(lines), "utf-8")
    made = bring(EPISODES, path)
    assert (made.rows, made.rejected) == (394, 4)
    assert [line.split(";")[1] for line in rejected(made)] == ["97", "194", "291", "388"]
    for row in read(made):
        assert row["evidence"] == f"a.csv rij {row['record'].removeprefix('trajecten:Z')}"


def test_heads_may_stand_lower_and_on_another_sheet(tmp_path, bring):
    path = write_csv(tmp_path / "a.csv")
    path.write_text("Export van 1 januari\n\n" + path.read_text("utf-8") + "kapot;rij\n", "utf-8")
    made = bring(EPISODES.replace("[columns]", "[file]\nheader = 3\n[columns]"), path)
    assert [row["evidence"] for row in read(made)] == [f"a.csv rij {at}" for at in (4, 5, 6)]
    assert rejected(made) == ["a.csv;7;;deze rij heeft 2 kolommen, de koppen 7"]
    book = write_excel(tmp_path / "b.xlsx", sheet="Blad 2")
    text = EPISODES.replace("[columns]", '[file]\nsheet = "Blad 2"\n[columns]')
    assert bring(text, book).rows == 3
    with pytest.raises(BadMapping, match="geen werkblad 'Blad 3'; wel: Blad 2"):
        bring(text.replace("Blad 2", "Blad 3"), book)


def test_a_line_break_within_quotes_is_part_of_a_cell(tmp_path, bring):
    path = tmp_path / "a.csv"
    path.write_text(
        ";".join((*HEADS, "Wijk"))
        + '\nA1;999900006;1-1-2000;Jeugdwet;1-1-2022;;1;"Noord\nOost; ""hoek"""\n',
        "utf-8",
    )
    (row,) = read(bring(EPISODES + 'area = "Wijk"\n', path))
    assert row["area"] == 'Noord\nOost; "hoek"'
