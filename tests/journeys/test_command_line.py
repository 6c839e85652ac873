"""What a user does on the command line, and what they are told when something is wrong."""

import json
import shutil
import subprocess
import sys

import pytest

from tests.journeys.command import DEMO, KEY, noaber


@pytest.fixture(scope="module")
def loaded(tmp_path_factory):
    """A home in which the demo's programme is loaded."""
    home = tmp_path_factory.mktemp("home")
    noaber(home, "load", DEMO, check=0)
    return home


def test_without_a_verb_the_verbs_are_listed_and_each_has_help_with_an_example(tmp_path):
    from noaber.app.cli import VERBS

    listed = noaber(tmp_path, "--help", check=0).stdout
    for verb in VERBS:
        assert f"  {verb}" in listed
        if verb != "manage":
            told = noaber(tmp_path, verb, "--help", check=0).stdout
            assert "Voorbeeld: noaber" in told or "Commands:" in told


def test_called_wrongly_it_exits_with_two(tmp_path):
    noaber(tmp_path, "read", check=2)
    noaber(tmp_path, "publish", "x", check=2)
    noaber(tmp_path, "fly", check=2)


def test_json_and_nothing_else_stands_on_standard_output(tmp_path, loaded):
    assert json.loads(noaber(tmp_path, "read", DEMO, "--format", "json").stdout)["indicators"]
    checks = json.loads(noaber(loaded, "check", KEY, "--format", "json").stdout)
    assert {check["rule"] for check in checks["checks"]} >= {
        "balance",
        "total",
        "result",
        "authorisation",
    }
    again = json.loads(noaber(loaded, "load", DEMO, "--format", "json").stdout)
    assert again["outcome"] == "unchanged"
    built = json.loads(noaber(loaded, "facts", "build", "--format", "json").stdout)
    assert built["rows"] == {"amount": 60 + 28, "supplied": 208}  # 28 causes


BAD = {
    "empty.txt": (b"", "leeg"),
    "binary.txt": (b"\x00\x01\x02" * 100, "geen tekst"),
    "picture.pdf": (b"%PDF-1.7 x", "pdf"),
    "english.txt": (
        b"The council has decided that the budget of the year will be spent. " * 40,
        "",
    ),
    "broken.toml": (b'format = "noaber-programme"\nversion = ', "regel 2"),
    "wrong.toml": (
        b'format = "noaber-programme"\nversion = 1\n[document]\nyear = "x"\n',
        "regel 4",
    ),
}


@pytest.mark.parametrize("name", BAD)
def test_a_bad_file_gets_a_clear_line_and_exit_one(tmp_path, name):
    content, word = BAD[name]
    (tmp_path / name).write_bytes(content)
    done = noaber(tmp_path / "home", "load", tmp_path / name, check=1)
    assert name in done.stderr
    assert word in done.stderr.lower()
    assert done.stdout == ""


def test_a_file_of_fifty_megabytes_is_refused_before_it_is_read(tmp_path):
    with (tmp_path / "big.txt").open("wb") as file:
        file.truncate(50_000_000)
    done = noaber(tmp_path / "home", "load", tmp_path / "big.txt", check=1)
    assert "MB" in done.stderr


def test_a_file_or_document_that_is_not_there_is_named(tmp_path):
    assert "nergens.txt" in noaber(tmp_path, "read", "nergens.txt", check=1).stderr
    told = noaber(tmp_path, "check", "nergens", check=1).stderr
    assert "nergens" in told
    assert "noaber load" in told


def test_a_batch_goes_on_past_a_bad_file(tmp_path):
    (tmp_path / "empty.txt").write_bytes(b"")
    done = noaber(tmp_path / "home", "load", tmp_path / "empty.txt", DEMO, check=1)
    assert "empty.txt" in done.stderr
    assert f"{KEY}: geladen als concept" in done.stdout


def test_a_wrong_digit_is_found_and_pointed_at(tmp_path):
    wrong = tmp_path / "wrong.toml"
    wrong.write_text(DEMO.read_text("utf-8").replace("16_220_682", "16_220_628"), "utf-8")
    told = noaber(tmp_path / "home", "check", wrong, check=1).stdout
    assert "AFWIJKEND" in told
    assert "16.220.628" in told
    assert "16.220.682" in told


def test_markup_in_a_text_is_data(tmp_path):
    hostile = tmp_path / "hostile.toml"
    text = DEMO.read_text("utf-8").replace(
        'name = "Beschut werk"', 'name = "<script>alert(1)</script> & Beschut"'
    )
    hostile.write_text(text, "utf-8")
    noaber(tmp_path / "home", "load", hostile, check=0)
    noaber(tmp_path / "home", "publish", KEY, "--out", tmp_path / "site", check=0)
    for page in (tmp_path / "site").rglob("*.html"):
        assert "<script>alert" not in page.read_text("utf-8")


def test_publishing_over_something_else_is_refused(tmp_path, loaded):
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "letter.txt").write_text("keep me")
    done = noaber(loaded, "publish", KEY, "--out", tmp_path / "mine", check=1)
    assert str(tmp_path / "mine") in done.stderr
    assert (tmp_path / "mine" / "letter.txt").read_text() == "keep me"


def test_publishing_twice_gives_the_same_bytes(tmp_path, loaded):
    for name in ("one", "two"):
        noaber(loaded, "publish", KEY, "--out", tmp_path / name, check=0)
    first = {p.relative_to(tmp_path / "one"): p.read_bytes() for p in files(tmp_path / "one")}
    second = {p.relative_to(tmp_path / "two"): p.read_bytes() for p in files(tmp_path / "two")}
    assert first == second


def files(folder):
    return [path for path in folder.rglob("*") if path.is_file()]


def test_two_loads_at_once_keep_one_whole_document(tmp_path):
    home = tmp_path / "home"
    noaber(home, "manage", "migrate", check=0)
    command = [shutil.which("noaber") or f"{sys.prefix}/bin/noaber", "load", str(DEMO)]
    import os

    env = {**os.environ, "NOABER_HOME": str(home)}
    running = [
        subprocess.Popen(
            command, env=env, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        )
        for _ in range(3)
    ]
    told = sorted(process.communicate(timeout=60)[0].partition(": ")[2] for process in running)
    assert [process.returncode for process in running] == [0, 0, 0]
    assert told[0].startswith("geladen")
    assert all(line.startswith("stond er al") for line in told[1:])


def test_a_load_that_is_killed_leaves_nothing_behind(tmp_path):
    import os
    import signal
    import time

    home = tmp_path / "home"
    noaber(home, "manage", "migrate", check=0)
    env = {**os.environ, "NOABER_HOME": str(home)}
    command = [f"{sys.prefix}/bin/noaber", "load", str(DEMO)]
    for number in range(6):
        process = subprocess.Popen(command, env=env, stdout=subprocess.DEVNULL)
        time.sleep(0.25 + 0.1 * number)
        process.send_signal(signal.SIGKILL)
        process.wait()
    noaber(home, "load", DEMO, check=0)
    assert "54 controles, 6 afwijkend" in noaber(home, "check", KEY, check=1).stdout


def test_what_is_no_ordinary_file_is_refused_before_it_is_read(tmp_path):
    import os

    os.mkfifo(tmp_path / "pipe.txt")
    for path in ("/dev/zero", tmp_path / "pipe.txt"):
        assert "geen gewoon bestand" in noaber(tmp_path, "read", path, check=1).stderr
    assert "staat geen hoofdstuk" in noaber(tmp_path, "read", tmp_path, check=1).stderr


def test_an_empty_text_as_value_is_a_gap_like_a_dash(tmp_path):
    chapter = tmp_path / "chapter.toml"
    chapter.write_text(DEMO.read_text("utf-8").replace('2019 = "-"', '2019 = ""', 1), "utf-8")
    noaber(tmp_path / "home", "load", chapter, check=0)


def test_a_damaged_home_is_named(tmp_path):
    noaber(tmp_path, "document", check=0)
    (tmp_path / "register.sqlite3").write_bytes(b"noise" * 1000)
    assert "database" in noaber(tmp_path, "document", check=1).stderr
    (tmp_path / "secrets.toml").write_text("= nothing")
    assert "secrets.toml" in noaber(tmp_path, "document", check=1).stderr


def test_first_starts_at_once_wait_for_each_other(tmp_path):
    import os

    command = [f"{sys.prefix}/bin/noaber", "load", str(DEMO)]
    env = {**os.environ, "NOABER_HOME": str(tmp_path / "home")}
    running = [subprocess.Popen(command, env=env, stdout=subprocess.PIPE) for _ in range(4)]
    for process in running:
        process.communicate(timeout=120)
    assert [process.returncode for process in running] == [0] * 4


def test_a_question_is_accepted_with_a_reason_and_a_name_and_asked_again(tmp_path):
    noaber(tmp_path, "load", DEMO, check=0)
    assert "aanvaard" not in noaber(tmp_path, "accept", KEY, check=0).stdout
    assert "--reason en --by" in noaber(tmp_path, "accept", KEY, "1", check=1).stderr
    assert "is er niet" in noaber(tmp_path, "accept", KEY, "99", check=1).stderr
    words = ("--reason", "Gedekt door de uitkering", "--by", "controller")
    told = noaber(tmp_path, "accept", KEY, "1", *words, check=0).stdout
    assert "aanvaard door controller: Gedekt door de uitkering" in told
    checks = json.loads(noaber(tmp_path, "check", KEY, "--format", "json", check=1).stdout)
    assert [one["rule"] for one in checks["checks"] if one["accepted"]] == ["authorisation"]
    assert "1 aanvaard" in noaber(tmp_path, "check", KEY, check=1).stdout
    noaber(tmp_path, "accept", KEY, "1", "--undo", check=0)
    asked = noaber(tmp_path, "accept", KEY, "--format", "json", check=0).stdout.splitlines()
    assert not any(json.loads(line)["accepted"] for line in asked)


def test_a_folder_of_mixed_files_is_checked_with_a_report_and_a_table(tmp_path):
    folder = tmp_path / "hoofdstukken"
    (folder / "oud").mkdir(parents=True)
    shutil.copy(DEMO, folder / "a.toml")
    (folder / "oud" / "b.txt").write_text(
        "Programma 1 Zorg\n\nWat heeft het gekost?\n"
        "Bedragen x € 1.000 | Begroting 2023 na wijziging | Realisatie 2023\n"
        "Lasten | 100 | 120\nBaten | 40 | 40\nSaldo | -60 | -90\n",
        "utf-8",
    )
    (folder / "c.pdf").write_bytes(b"%PDF-1.7 x")
    page, sheet = tmp_path / "verslag.html", tmp_path / "vragen.csv"
    done = noaber(tmp_path, "check", folder, "--html", page, "--csv", sheet, check=1)
    assert "c.pdf: " in done.stderr
    assert "Samen 2 documenten: " in done.stdout
    assert "1 niet gelezen" in done.stdout
    assert "b.txt" in page.read_text("utf-8")
    assert "niet gelezen" in sheet.read_text("utf-8")
    nowhere = noaber(tmp_path, "check", folder, "--html", tmp_path / "weg" / "x.html", check=1)
    assert "niet te schrijven" in nowhere.stderr


def test_an_empty_folder_says_what_it_looked_for(tmp_path):
    (tmp_path / "leeg").mkdir()
    assert "geen hoofdstuk" in noaber(tmp_path, "check", tmp_path / "leeg", check=1).stderr
