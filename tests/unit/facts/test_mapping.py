"""What is wrong in a mapping, or in a file beside it, is said in one Dutch sentence each, all at once."""

import pytest

from noaber.facts import kept_imports, making
from noaber.facts import mapping as mappings
from noaber.facts.mapping import BadMapping
from noaber.facts.proposing import propose
from tests.unit.facts.conftest import EPISODES, HEADS, ROWS, write_csv, write_excel, write_parquet


@pytest.mark.parametrize(
    ("change", "why"),
    [
        (("fact = ", "feit = "), "'fact' noemt geen feit; kies uit episode, event"),
        (('kind = "trajectory"\n', ""), "episode heeft kind nodig (soort)"),
        (('kind = "trajectory"', 'kind = "Een traject"'), "kind: 'Een traject' bestaat niet"),
        (('"Twenterand"', '"Nergenshuizen"'), "'Nergenshuizen' is geen gemeente"),
        (("started_on = ", "begon_op = "), "episode heeft geen kolom 'begon_op'"),
        (("started_on = ", "startedon = "), "bedoelde u 'started_on'?"),
        (('"Jeugdwet" = "youth"', '"Jeugdwet" = "jeugd"'), "law: 'jeugd' bestaat niet"),
        (('volume = "Uren"', 'volume = { form = "Uren" }'), "volume noemt geen kolom van het bestand"),
        (('volume = "Uren"', 'volume = { from = "Uren", round = 1 }'), "volume kent 'round' niet"),
        (('volume = "Uren"', 'evidence = "Uren"'), "evidence vult Noaber zelf"),
        (('volume = "Uren"', 'kind = "Uren"'), "kind staat bij constants en bij columns"),
        (('name = "trajecten"', 'name = "../weg"'), "'name' bestaat uit kleine letters"),
        (('name = "trajecten"', 'naam = "x"'), "'naam' hoort niet in een koppeling"),
        (("[columns]", "[file]\nkoppen = 1\n[columns]"), "[file] kent 'koppen' niet"),
        (("[columns]", "[columns"), "m.toml is geen geldige TOML"),
    ],
)  # fmt: skip
def test_what_is_wrong_in_a_mapping_is_said(change, why):
    with pytest.raises(BadMapping) as caught:
        mappings.read(EPISODES.replace(*change), "m.toml")
    assert why in "\n".join(caught.value.sentences)


def test_all_that_is_wrong_is_said_at_once():
    wrong = EPISODES.replace("started_on", "startedon").replace("Twenterand", "Nergens")
    with pytest.raises(BadMapping) as caught:
        mappings.read(wrong, "m.toml")
    assert len(caught.value.sentences) == 3


def test_a_column_that_the_file_does_not_have_is_named_with_what_is_near(tmp_path, bring):
    heads = ("Zaak", "BSN", "Geboren", "Wet", "Begindatum", "Einde", "Uur")
    with pytest.raises(BadMapping) as caught:
        bring(EPISODES, write_csv(tmp_path / "a.csv", ROWS, heads))
    begin, hours = caught.value.sentences
    assert begin == "a.csv heeft geen kolom 'Begin' (voor started_on); bedoelde u 'Begindatum'?"
    assert "'Uren' (voor volume)" in hours


@pytest.mark.parametrize("head", ["datum_begin", "Datum Begin", "DATUMBEGIN"])
def test_heads_are_compared_without_capitals_spaces_and_strokes(tmp_path, bring, head):
    text = EPISODES.replace('"Begin"', '"datumBegin"')
    heads = tuple(head if one == "Begin" else one for one in HEADS)
    assert bring(text, write_csv(tmp_path / "a.csv", ROWS, heads)).rows == 3


def test_what_is_optional_may_be_missing(tmp_path, bring):
    text = EPISODES.replace('volume = "Uren"', 'volume = { from = "Iets", optional = true }')
    assert bring(text, write_csv(tmp_path / "a.csv")).rows == 3


@pytest.mark.parametrize("write", [write_parquet, write_excel, write_csv])
def test_half_a_file_is_said_and_what_was_there_stays(tmp_path, bring, write):
    ending = {write_parquet: "parquet", write_excel: "xlsx", write_csv: "csv"}[write]
    first = bring(EPISODES, write(tmp_path / f"a.{ending}"))
    half = tmp_path / f"half.{ending}"
    body = (tmp_path / f"a.{ending}").read_bytes()
    half.write_bytes(body[: len(body) // 2] if ending != "csv" else body[:20])
    with pytest.raises(BadMapping) as caught:
        bring(EPISODES, half)
    assert f"half.{ending}" in caught.value.sentences[0]
    kept = kept_imports.required(tmp_path / "facts", "trajecten")
    assert kept[0] == first.folder
    assert [path.name for path in (tmp_path / "facts").iterdir()] == ["imports"]


@pytest.mark.parametrize(("name", "body", "why"), [
    ("a.csv", b"", "a.csv is leeg"),
    ("a.docx", b"x", "geef een bestand dat op .csv"),
    ("a.csv", b"\n\n", "op regel 1 staan geen koppen"),
    ("a.csv", b"Zaak;Zaak\n", "de kop 'Zaak' staat er meer dan eens"),
])  # fmt: skip
def test_a_file_that_is_none_is_said(tmp_path, bring, name, body, why):
    path = tmp_path / name
    path.write_bytes(body)
    with pytest.raises(BadMapping, match=why):
        bring(EPISODES, path)


def test_a_file_without_a_single_fact_changes_nothing(tmp_path, bring):
    first = bring(EPISODES, write_csv(tmp_path / "a.csv"))
    wrong = [("B1", "999900007", *ROWS[0][2:])]
    with pytest.raises(BadMapping) as caught:
        bring(EPISODES, write_csv(tmp_path / "b.csv", wrong))
    assert caught.value.sentences == (
        "geen van de 1 rijen kan een feit worden, dus er is niets veranderd",
        "1 keer BSN: hier staat geen geldig BSN",
    )
    assert first.folder.is_dir()


def test_two_at_once_is_said_and_changes_nothing(tmp_path, bring, monkeypatch):
    monkeypatch.setattr(making, "WAIT", 0.1)
    path = write_csv(tmp_path / "a.csv")
    with making.alone(tmp_path / "facts"), pytest.raises(BlockingIOError, match="wordt al een"):
        bring(EPISODES, path)


def test_what_a_killed_import_left_is_swept_away(tmp_path, bring):
    left = tmp_path / "facts" / ".making.dead"
    left.mkdir(parents=True)
    (left / "aside.parquet").write_bytes(b"half")
    bring(EPISODES, write_csv(tmp_path / "a.csv"))
    assert not left.exists()


@pytest.mark.parametrize("name", sorted(mappings.shipped()))
def test_a_mapping_that_ships_holds(name):
    read = mappings.read(mappings.shipped()[name], name, "Twenterand")
    assert read.name == name
    assert read.columns["person"].source == "burgerservicenummer"


def test_an_export_with_ggm_names_becomes_facts(tmp_path, bring):
    heads = ("toewijzingnummer", "burgerservicenummer", "geboortedatum", "wet", "productcode",
             "datumStartToewijzing", "datum_einde_toewijzing", "omvang", "eenheid", "frequentie")  # fmt: skip
    rows = [
        (
            "12",
            "999900006",
            "14-02-2012",
            "Jeugdwet",
            "45A04",
            "1-1-2022",
            "",
            "3",
            "Uur",
            "Per week",
        )
    ]
    text = mappings.shipped()["ggm-toewijzing"].replace(
        "[constants]", '[constants]\nmunicipality = "1700"'
    )
    made = bring(text, write_csv(tmp_path / "a.csv", rows, heads))
    assert (made.rows, made.rejected, made.name) == (1, 0, "ggm-toewijzing")


def test_a_proposal_reads_the_heads_and_the_words(tmp_path):
    heads = ("Zaaknummer", "BSN", "Geboortedatum", "Regeling", "Startdatum", "Einddatum", "Uren")
    text = propose(write_csv(tmp_path / "Mijn Export.csv", ROWS, heads))
    assert 'name = "mijn-export"' in text
    assert 'fact = "episode"' in text
    for line in (
        'person = "BSN"',
        'record = "Zaaknummer"',
        'started_on = "Startdatum"',
        'law = { from = "Regeling", values = { "Jeugdwet" = "youth", "Wmo 2015" = "wmo" } }',
    ):
        assert line in text.splitlines()
    with pytest.raises(BadMapping):  # what was not guessed is still a question
        mappings.read(text, "m.toml")
    answered = text.replace('kind = "?"', 'kind = "trajectory"')
    mappings.read(answered.replace('municipality = "?"', 'municipality = "1700"'), "m.toml")


def test_a_word_that_is_not_known_is_asked(tmp_path):
    rows = [(*ROWS[0][:3], "Wet van Murphy", *ROWS[0][4:])]
    heads = ("Zaaknummer", "BSN", "Geboortedatum", "Wet", "Startdatum", "Einddatum", "Uren")
    text = propose(write_csv(tmp_path / "a.csv", rows, heads))
    assert '"Wet van Murphy" = "?"' in text


@pytest.mark.parametrize("names", [("999900006.csv",), ("a.csv", "b/a.csv")])
def test_a_file_whose_name_cannot_stand_in_a_fact_is_said(tmp_path, bring, names):
    (tmp_path / "b").mkdir()
    files = [write_csv(tmp_path / name) for name in names]
    with pytest.raises(BadMapping) as caught:
        bring(EPISODES, *files)
    assert "999900006" not in str(caught.value)
    assert "naam" in str(caught.value)


def test_several_files_are_one_import(tmp_path, bring):
    files = [write_csv(tmp_path / "a.csv", ROWS[:1]), write_csv(tmp_path / "b.csv", ROWS[1:])]
    made = bring(EPISODES, *files)
    assert made.rows == 3
