"""Two parties in trial mailboxes: made, prepared, checked, imported, answered; and what is refused on the way."""

import json
import shutil
import zipfile

import pytest

from tests.journeys.command import noaber

TOWN, CARE = "9901", "12345678"
AS_TOWN = ("--mailbox", TOWN, "--trial")
AS_CARE = ("--mailbox", CARE, "--trial")


@pytest.fixture(scope="module")
def played(tmp_path_factory):
    """An installation with an exercise, and the folder of what the provider sends."""
    home = tmp_path_factory.mktemp("played")
    noaber(home, "messages", "play", "--municipality", TOWN, "--provider", CARE, check=0)
    noaber(home, "messages", "export", *AS_CARE, "--out", home / "post", check=0)
    return home


@pytest.fixture
def home(played, tmp_path):
    shutil.copytree(played, tmp_path / "home")
    return tmp_path / "home"


def messages(home, *arguments, check=0):
    return noaber(home, "messages", *arguments, check=check)


def outcomes(home, *arguments, check=0):
    done = messages(home, "import", *arguments, "--format", "json", check=check)
    return {(row := json.loads(line))["file"]: row["outcome"] for line in done.stdout.splitlines()}


@pytest.mark.parametrize("law", ["youth", "wmo"])
def test_an_exercise_goes_there_and_back(tmp_path, law):
    home = tmp_path / "home"
    messages(home, "play", "--municipality", TOWN, "--provider", CARE, "--law", law)
    sent = messages(home, "export", *AS_CARE, "--out", home / "post").stdout
    assert "4 berichten in" in sent
    messages(home, "check", home / "post")
    assert "3 goedgekeurd, 1 aangenomen" in messages(home, "import", *AS_TOWN, home / "post").stdout
    answered = messages(home, "answer", *AS_TOWN, "--out", home / "back").stdout
    assert "€ 4.320,00 ingediend, € 720,00 toegekend; regels afgewezen: 1 om 9321" in answered
    assert "4 antwoorden in" in answered
    messages(home, "check", home / "back")
    assert set(outcomes(home, *AS_CARE, home / "back").values()) == {"accepted"}
    assert "niets te verzenden" in messages(home, "export", *AS_TOWN).stdout
    assert "niets te verzenden" in messages(home, "export", *AS_CARE).stdout


def test_what_was_exported_is_not_exported_again_to_another_folder(home):
    assert (
        "niets te verzenden" in messages(home, "export", *AS_CARE, "--out", home / "other").stdout
    )
    assert not list((home / "other").iterdir())


def test_a_batch_goes_on_past_what_is_refused_and_says_why(home):
    post = home / "post"
    good = sorted(path.name for path in post.iterdir())
    claim = next(post.glob("JW323-*"))
    with zipfile.ZipFile(post / "alles.zip", "w") as packed:
        packed.write(claim, "a.xml")
    (post / "afgekapt.xml").write_bytes(claim.read_bytes()[:900])
    (post / "ander.xml").write_bytes(claim.read_bytes().replace(b">9901<", b">1700<"))
    (post / "oud.xml").write_bytes(claim.read_bytes().replace(b"/3_2/", b"/3_1/"))
    found = outcomes(home, *AS_TOWN, post, check=1)
    assert {found[name] for name in good} == {"accepted", "received"}
    assert found["alles.zip"] == found["afgekapt.xml"] == found["oud.xml"] == "malformed"
    assert found["ander.xml"] == "refused"
    aside = home / "mailboxes" / "9901-trial" / "quarantine"
    lying = sorted(path.name for path in aside.iterdir())
    bad = ["afgekapt.xml", "alles.zip", "ander.xml", "oud.xml"]
    assert lying == sorted([*bad, *(f"{name}.waarom.txt" for name in bad)])
    assert "pak het uit" in (aside / "alles.zip.waarom.txt").read_text()
    assert "is voor 1700" in (aside / "ander.xml.waarom.txt").read_text()
    assert "release 3.1" in (aside / "oud.xml.waarom.txt").read_text()
    assert sorted(path.name for path in post.iterdir()) == sorted([*good, *bad])
    again = outcomes(home, *AS_TOWN, post, check=1)
    assert {again[name] for name in good} == {"known"}
    assert sorted(path.name for path in aside.iterdir()) == lying


def test_a_message_that_breaks_a_rule_is_kept_as_rejected_and_answered(home):
    start = home / "post" / "JW305-12345678-9901-3.xml"
    wrong = start.read_bytes().replace(b":ToewijzingNummer>1<", b":ToewijzingNummer>77<")
    assert wrong != start.read_bytes()
    (home / "fout.xml").write_bytes(wrong)
    said = messages(home, "import", *AS_TOWN, home / "fout.xml", check=1).stdout
    assert "fout.xml: JW305, afgekeurd" in said
    assert "TR" in said
    assert "1 antwoord in" in messages(home, "answer", *AS_TOWN, "--out", home / "back").stdout
    assert not (home / "mailboxes" / "9901-trial" / "quarantine").exists()


def test_quarantine_may_be_another_folder(home):
    (home / "onzin.xml").write_text("onzin")
    messages(home, "import", *AS_TOWN, "--quarantine", home / "apart", home / "onzin.xml", check=1)
    assert {path.name for path in (home / "apart").iterdir()} == {
        "onzin.xml",
        "onzin.xml.waarom.txt",
    }


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("import", "--mailbox", TOWN, "post"), "er is geen postbus 9901"),
        (("answer", "--mailbox", "1700"), "er is geen postbus 1700"),
        (("mailbox", "--code", "99"), "geef met --municipality"),
        (("mailbox", "--code", "99", "--municipality", "9901"), "geen code van een gemeente"),
        (("mailbox", "--code", "0000"), "0000 is geen code van een gemeente"),
        (("mailbox", "--code", "1700", "--municipality", "9901"), "is een andere"),
        (("play", "--municipality", TOWN, "--provider", CARE), "begint in lege postbussen"),
        (("play", "--municipality", "99", "--provider", CARE), "vier cijfers"),
    ],
)
def test_a_wrong_call_gets_one_sentence(home, arguments, sentence):
    shutil.copytree(home / "post", home / "copy")
    given = [home / "copy" if word == "post" else word for word in arguments]
    assert sentence in messages(home, *given, check=1).stderr


def test_one_code_in_two_municipalities_asks_which(home):
    messages(home, "mailbox", "--code", CARE, "--municipality", "9902", "--trial")
    said = messages(home, "export", *AS_CARE, check=1).stderr
    assert "bij meer gemeenten (9901, 9902); geef --municipality" in said
    messages(home, "export", *AS_CARE, "--municipality", "9902")
    shown = messages(home, "mailbox").stdout
    assert "12345678 Oefenaanbieder (aanbieder, proef, sleutels van gemeente 9901)" in shown
    assert len(shown.splitlines()) == 3


def test_an_answer_is_given_to_the_claim_of_another_installation(home, played, tmp_path):
    """The provider may as well be somebody else's program: only files go between the two."""
    there = tmp_path / "there"
    messages(there, "mailbox", "--code", TOWN, "--trial")
    found = outcomes(there, *AS_TOWN, home / "post", check=1)
    assert sorted(found.values()) == ["received", "rejected", "rejected", "rejected"]
    answered = messages(there, "answer", *AS_TOWN).stdout
    assert "€ 0,00 toegekend" in answered


def test_nothing_that_is_kept_in_plain_text_holds_a_number_of_a_client(home):
    messages(home, "import", *AS_TOWN, home / "post")
    messages(home, "answer", *AS_TOWN, "--out", home / "back")
    for path in home.rglob("*"):
        if path.is_file() and path.parent.name not in ("post", "back"):
            content = path.read_bytes()
            assert b"999900006" not in content, path
            assert b"999900018" not in content, path
