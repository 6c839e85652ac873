"""Reading Iv3: what a sound delivery gives, and one sentence for everything that is wrong."""

import json
from dataclasses import replace

import pytest

from noaber.intake.documents.errors import IntakeError
from noaber.intake.iv3.delivery import Figure, Head, Post, Remark
from noaber.intake.iv3.reader import read
from noaber.intake.iv3.writer import write
from tests.iv3_delivery import as_json, content, sound, with_posts

YEARS = range(2017, 2027)


def rules(reading):
    return [finding.rule for finding in reading.findings if finding.wrong]


def of_json(value):
    return read(json.dumps(value).encode())


@pytest.mark.parametrize("year", YEARS)
def test_a_sound_delivery_of_any_year_is_read_without_a_mistake(year):
    reading = read(content(sound(year)))
    assert reading.delivery == sound(year)
    assert rules(reading) == []
    assert reading.sound


def test_every_schema_version_comes_back_as_it_was_written():
    for version in ("1.0", "1.1", "2.0", "2.1.1"):
        delivery = sound(version=version)
        assert read(write(delivery), version=version).delivery == delivery


def test_a_file_is_read_as_the_newest_schema_that_it_fits():
    assert read(content()).delivery.version == "2.1.1"
    assert read(content(sound(version="1.0"))).delivery.version == "1.1"


def test_amounts_are_cents_and_thousands_are_said():
    value = as_json()
    value["data"]["lasten"][0]["bedrag"] = 12.34
    assert of_json(value).delivery.posts[0].cents == 1234
    thousands = read(json.dumps(value).encode(), unit="thousand")
    assert thousands.delivery.posts[0].cents == 1_234_000


def test_what_counting_in_binary_adds_is_left_off_and_a_third_decimal_is_not():
    value = as_json()
    value["data"]["lasten"][0]["bedrag"] = 0.1 + 0.2
    assert of_json(value).delivery.posts[0].cents == 30
    value["data"]["lasten"][0]["bedrag"] = 0.125
    assert rules(of_json(value)) == ["SF017"]
    assert of_json(value).delivery is None


def test_a_total_that_looks_like_thousands_is_asked_about():
    found = [finding for finding in read(content()).findings if finding.rule == "EENHEID"]
    assert len(found) == 1
    assert not found[0].wrong


@pytest.mark.parametrize(
    ("number", "code"),
    [("061700", "1700"), ("1700", "1700"), ("GM1700", "1700"), ("183", "0183"), ("0606", "0606")],
)
def test_the_number_of_a_municipality_is_read_in_each_form(number, code):
    head = Head("Gemeente", number, "x", 2022, 5, "Realisatie", "")
    assert head.municipality == code


def test_a_number_that_is_none_is_said():
    delivery = sound()
    broken = replace(delivery, head=replace(delivery.head, number="twenterand"))
    assert rules(read(content(broken))) == ["SF004"]


@pytest.mark.parametrize(
    ("change", "rule", "place"),
    [
        (lambda v: v.pop("metadata"), "SF001", ""),
        (lambda v: v["metadata"].pop("boekjaar"), "SF002", "/metadata"),
        (lambda v: v["metadata"].update(jaar=1), "SF003", "/metadata/jaar"),
        (lambda v: v["metadata"].update(periode="5"), "SF004", "/metadata/periode"),
        (lambda v: v["metadata"].update(boekjaar=20.5), "SF004", "/metadata/boekjaar"),
        (lambda v: v.pop("contact"), "SF005", ""),
        (lambda v: v["contact"].pop("email"), "SF006", "/contact"),
        (lambda v: v["contact"].update(mobiel="06"), "SF007", "/contact/mobiel"),
        (lambda v: v["contact"].update(email="geen"), "SF008", "/contact/email"),
        (lambda v: v.pop("data"), "SF010", ""),
        (lambda v: v["data"].pop("baten"), "SF011", "/data"),
        (lambda v: v["data"].pop("lasten"), "SF012", "/data"),
        (lambda v: v["data"]["lasten"][1].pop("categorie"), "SF016", "/data/lasten/1"),
        (lambda v: v["data"]["lasten"][1].pop("bedrag"), "SF017", "/data/lasten/1"),
        (
            lambda v: v["data"]["lasten"][1].update(bedrag="500"),
            "SF017",
            "/data/lasten/1/bedrag",
        ),
    ],
)
def test_every_mistake_of_structure_has_its_rule_and_place(change, rule, place):
    value = as_json()
    change(value)
    reading = of_json(value)
    assert reading.delivery is None
    assert (rule, place) in [(finding.rule, finding.place) for finding in reading.findings]


def test_all_mistakes_are_said_at_once():
    value = as_json()
    value["metadata"].pop("status")
    value["contact"].pop("naam")
    value["data"]["lasten"][0]["bedrag"] = None
    assert set(rules(of_json(value))) == {"SF002", "SF006", "SF017"}


def test_a_place_in_words_counts_rows_from_one():
    value = as_json()
    value["data"]["lasten"][1]["bedrag"] = "500"
    assert "lasten, regel 2, bedrag" in of_json(value).findings[0].sentence


@pytest.mark.parametrize(
    ("post", "rule", "words"),
    [
        (Post("lasten", "6.71a", "3.4.1", 1), "DF001", "2023 en 2024"),
        (Post("lasten", "6.751", "3.4.1", 1), "DF001", "2025 en 2026"),
        (Post("lasten", "06.71", "3.4.1", 1), "DF001", "bedoeld is misschien 6.71"),
        (Post("lasten", "6.", "3.4.1", 1), "DF001", "hoofdtaakveld"),
        (Post("lasten", "Jeugd", "3.4.1", 1), "DF001", "geen enkel jaar"),
        (Post("lasten", "6.71", "3.4.2", 1), "DF002", "batencategorie"),
        (Post("baten", "6.71", "4.5.8", 1), "DF002", "2025 en 2026"),
        (Post("balans_lasten", "A221a", "6.1", 1), "DF003", "2025 en 2026"),
        (Post("balans_standen", "A23", "31 december", 1), "DF004", "geen enkel jaar"),
        (Post("lasten", "6.71", "6.1", 1), "GRIJS", "grijze cel"),
    ],
)
def test_a_code_or_cell_that_the_year_does_not_have_is_named_with_what_it_is(post, rule, words):
    reading = read(content(with_posts(sound(), post)))
    found = [finding for finding in reading.findings if finding.rule == rule]
    assert len(found) == 1
    assert words in found[0].sentence
    assert reading.delivery is not None
    assert not reading.sound


def test_a_grey_cell_with_nothing_in_it_is_no_mistake():
    assert read(content(with_posts(sound(), Post("lasten", "6.71", "6.1", 0)))).sound


def test_a_year_without_lists_and_another_government_are_said_and_not_checked():
    for head in (
        replace(sound().head, year=2031),
        replace(sound().head, level="Provincie"),
    ):
        reading = read(content(replace(sound(), head=head)))
        assert rules(reading) == ["SF888"]
        assert reading.controls == ()


def test_a_budget_that_calls_itself_actual_is_asked_about():
    delivery = sound()
    odd = replace(delivery, head=replace(delivery.head, status="Begroting"))
    assert "STATUS" in [finding.rule for finding in read(content(odd)).findings]


def test_figures_and_remarks_are_kept_and_their_codes_checked():
    delivery = replace(
        sound(),
        figures=(Figure("key_figure", "Rek_2022", "fk.1", "62%"),),
        remarks=(Remark("Eerste levering", "C. Ontroller"), Remark("Zonder auteur")),
    )
    assert read(content(delivery)).delivery == delivery
    wrong = replace(
        delivery,
        figures=(
            Figure("key_figure", "Rek_1999", "fk.9", "1"),
            Figure("policy_indicator", "Rek_2022", "bi.9", "1"),
        ),
    )
    assert rules(read(content(wrong))) == ["DF005", "DF007", "DF006"]


def test_an_older_schema_cannot_hold_figures_and_says_so():
    delivery = replace(sound(version="1.1"), remarks=(Remark("x"),))
    with pytest.raises(IntakeError, match=r"2\.1\.1"):
        write(delivery)


def test_a_delivery_without_what_a_schema_asks_is_not_written():
    delivery = replace(sound(version="1.0"), version="2.1.1")
    with pytest.raises(IntakeError, match="details_openbaar"):
        write(delivery)


def test_a_key_that_stands_twice_is_refused_because_amounts_would_be_lost():
    text = content().decode().replace('"data": {', '"data": {"lasten": [],', 1)
    reading = read(text.encode())
    assert reading.delivery is None
    assert "twee keer" in reading.findings[0].sentence


def test_a_sign_that_cannot_be_kept_is_refused():
    for sign in ("\\u0000", "\\ud800"):
        text = content().decode().replace("Twenterand", f"Twente{sign}rand", 1)
        assert read(text.encode()).delivery is None


def test_cp1252_is_read_as_cbs_does():
    assert read(content().decode().encode("cp1252")).delivery == sound()


@pytest.mark.parametrize(
    ("bad", "words"),
    [
        (b"", "leeg"),
        (b"PK\x03\x04rest", "Excel"),
        (b"<iv3/>", "XML"),
        (b"\xff\xfe{\x00}\x00", "UTF-16"),
        (b"{", "geen JSON"),
        (b'{"a": NaN}', "getal"),
        (b"[" * 100_000, "genest"),
        (b'{"a": ' + b"9" * 5000 + b"}", "getal"),
        (b'{"a": 1e99999999999999999999}', "getal"),
        (b"\x81\x8d", "tekens"),
    ],
)
def test_bytes_that_are_no_json_get_one_sentence(bad, words):
    with pytest.raises(IntakeError) as caught:
        read(bad, "levering.json")
    assert len(caught.value.sentences) == 1
    assert caught.value.sentences[0].startswith("levering.json")
    assert words in caught.value.sentences[0]
