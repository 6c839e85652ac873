"""Messages as a municipality meets them: a folder of files checked, kept, answered; and whatever goes wrong."""

import gzip
import io
import json
import random
import zipfile
from pathlib import Path

import pytest

from noaber.intake.messages.making import make_message
from noaber.intake.messages.writing import write_message
from tests.journeys.command import noaber
from tests.spec.messages.trees import base

VERSIONS = {"BasisschemaXsdVersie": "1.0.0", "BerichtXsdVersie": "1.0.0"}


def header_only(number, standard="ijw"):
    """A return message that approves: nothing but its header, sound by every rule."""
    header = {
        "Afzender": "0141",
        "Ontvanger": "12345678",
        "BerichtIdentificatie": {"Identificatie": "R1", "Dagtekening": "2026-03-02"},
        "IdentificatieRetour": "A1",
        "DagtekeningRetour": "2026-03-03",
        "XsdVersieRetour": VERSIONS,
    }
    if number in ("306", "308"):
        header |= {"Afzender": "12345678", "Ontvanger": "0141"}
    return write_message(standard, number, {"Header": header})


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "berichten").mkdir()
    return tmp_path / "berichten"


def checked(home, *paths, code):
    done = noaber(home, "messages", "check", "--format", "json", *paths, check=code)
    return [json.loads(line) for line in done.stdout.splitlines()]


def bomb(content):
    entities = '<!ENTITY a0 "lol">' + "".join(
        f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 20)
    )
    return content.replace(
        b"<jw302:Bericht", f"<!DOCTYPE x [{entities}]><jw302:Bericht".encode(), 1
    )


def fetching(content):
    entity = '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>'
    return content.replace(b"<jw302:Bericht", f"{entity}<jw302:Bericht".encode(), 1)


def zipped(content):
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as file:
        file.writestr("a.xml", content)
    return made.getvalue()


BAD = {
    "a zip": zipped,
    "gzip": gzip.compress,
    "cut off": lambda content: content[: len(content) // 2],
    "cut within a character": lambda content: content.replace(b"R1", "é".encode()[:1]),
    "a bomb": bomb,
    "a file outside": fetching,
    "another release": lambda content: content.replace(b"/3_2/", b"/3_1/"),
    "another standard": lambda content: content.replace(b"istandaarden.nl", b"example.org"),
    "empty": lambda content: b"",
    "noise": lambda content: bytes(range(256)) * 40,
    "an unknown encoding": lambda content: content.replace(b"UTF-8", b"KLINGON"),
    "a text of 100 MB": lambda content: content.replace(b"R1", b"R" * 100_000_000),
    "an unknown element": lambda content: content.replace(
        b"</jw302:Header>", b"<jw302:Meer>x</jw302:Meer></jw302:Header>"
    ),
    "open elements without end": lambda content: (
        content.split(b"</jw302:Header>")[0] + b"<jw302:a>" * 200_000
    ),
}


@pytest.mark.parametrize("kind", BAD)
def test_a_bad_file_gets_a_refusal_of_a_line_or_two_and_nothing_else(tmp_path, folder, kind):
    path = folder / "slecht.xml"
    path.write_bytes(BAD[kind](header_only("302")))
    (found,) = checked(tmp_path, path, code=1)
    assert not found["valid"]
    assert {one["layer"] for one in found["findings"]} == {"structure"}
    assert 1 <= len(found["findings"]) <= 3
    said = noaber(tmp_path, "messages", "check", path, check=1).stdout
    assert "NIET IN ORDE" in said
    assert len(said) < 1500
    assert "niet voorzagen" not in said
    assert "root:" not in said


def test_a_folder_tells_of_each_file_and_sums_up(tmp_path, folder):
    (folder / "goed.xml").write_bytes(header_only("302"))
    (folder / "afgekapt.xml").write_bytes(header_only("306")[:-10])
    (folder / "dieper").mkdir()
    (folder / "dieper" / "ook goed.XML").write_bytes(header_only("308", "iwmo"))
    (folder / "notitie.txt").write_text("geen bericht")
    done = noaber(tmp_path, "messages", "check", folder, check=1)
    assert "afgekapt.xml: JW306" in done.stdout
    assert "goed.xml" not in done.stdout
    assert "Samen 3 bestanden: 2 in orde, 1 niet" in done.stdout
    assert (
        "goed.xml: JW302 toewijzing retour, in orde"
        in noaber(tmp_path, "messages", "check", "--all", folder, check=1).stdout
    )
    assert done.stderr == ""


def test_json_has_one_line_a_file_with_the_agreed_names_and_no_more(tmp_path, folder):
    (folder / "a.xml").write_bytes(header_only("302"))
    (folder / "b.xml").write_bytes(header_only("302").replace(b"302:Header", b"302:Hoofd"))
    good, bad = checked(tmp_path, folder, code=1)
    assert good == {
        "file": str(folder / "a.xml"), "message": "302", "standard": "ijw", "release": "v3_2",
        "valid": True, "findings": [],
    }  # fmt: skip
    assert (bad["message"], bad["valid"]) == ("302", False)
    assert list(bad) == list(good)
    assert list(bad["findings"][0]) == ["layer", "rule", "retourcode", "path", "line", "text"]


def test_all_in_order_exits_with_0_and_a_wrong_call_with_2(tmp_path, folder):
    (folder / "a.xml").write_bytes(header_only("302"))
    assert "in orde" in noaber(tmp_path, "messages", "check", folder, check=0).stdout
    noaber(tmp_path, "messages", "check", check=2)
    noaber(tmp_path, "messages", "check", "--format", "xml", folder, check=2)
    noaber(tmp_path, "messages", "keur", check=2)


def test_files_that_are_not_there_or_no_files_are_named_and_the_rest_goes_on(tmp_path, folder):
    (folder / "a.xml").write_bytes(header_only("302"))
    done = noaber(
        tmp_path,
        "messages",
        "check",
        tmp_path / "weg.xml",
        Path("/dev/null"),
        folder / "a.xml",
        "--all",
        check=1,
    )
    assert "weg.xml: geen bericht, NIET IN ORDE" in done.stdout
    assert "dit bestand of deze map is er niet" in done.stdout
    assert "geen gewoon bestand" in done.stdout
    assert "a.xml: JW302" in done.stdout
    (tmp_path / "leeg").mkdir()
    assert (
        "geen bericht om te lezen"
        in noaber(tmp_path, "messages", "check", tmp_path / "leeg", check=1).stderr
    )


def test_checking_leaves_nothing_behind(tmp_path, folder):
    (folder / "a.xml").write_bytes(header_only("302"))
    noaber(tmp_path / "home", "messages", "check", folder, check=0)
    assert not (tmp_path / "home").exists()


def test_no_bsn_is_ever_printed(tmp_path, folder):
    chance = random.Random(4)
    numbers = set()
    for at in range(30):
        tree = make_message("ijw", "323", chance)
        content = write_message("ijw", "323", tree)
        clients = tree["Declaratie"]["Clienten"]["Client"]
        numbers |= {client["Bsn"] for client in clients}
        # A number where it does not belong is still somebody's number.
        wrong = content.replace(b":Prestaties>", f":B{at}{clients[0]['Bsn']}>".encode(), 1)
        (folder / f"{at}.xml").write_bytes(wrong if at % 2 else content)
    for form in ("json", "text"):
        said = noaber(tmp_path, "messages", "check", "--format", form, folder, check=1).stdout
        assert len(said) > 1000
        assert not [number for number in numbers if number in said]


def test_several_processes_find_what_one_finds_in_the_same_order(folder):
    from noaber.app.messages import check_file, check_files

    chance = random.Random(8)
    for at in range(40):
        standard, number = chance.choice(["ijw", "iwmo"]), chance.choice(["301", "305", "323"])
        content = write_message(standard, number, make_message(standard, number, chance))
        (folder / f"{at}.xml").write_bytes(content)
    paths = sorted(folder.iterdir())
    assert list(check_files(paths, 2)) == list(map(check_file, paths))


def test_a_message_that_fits_its_schema_and_breaks_a_rule_is_valid_and_not_in_order(
    tmp_path, folder
):
    tree = base("ijw", "307")
    tree["Client"]["StopProducten"]["StopProduct"][0]["StatusAanlevering"] = "2"
    (folder / "stop.xml").write_bytes(write_message("ijw", "307", tree))
    (found,) = checked(tmp_path, folder, code=1)
    assert found["valid"]
    assert [(one["layer"], one["rule"], one["retourcode"]) for one in found["findings"]] == [
        ("rule", "CS058", "0001")
    ]
    assert "NIET IN ORDE" in noaber(tmp_path, "messages", "check", folder, check=1).stdout
