"""Facts of folders of messages: those of the register, without a client in the register or anywhere else."""

import json
import os
import pty
import re
import shutil
import signal
import sqlite3
import subprocess
import sys
import time

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from noaber.facts import kept_imports
from noaber.facts.snapshot import latest, read
from noaber.facts.tables import FACTS
from tests.journeys.command import noaber

CODE, NAME = "9901", "berichten-9901"
SMALL = ("--inhabitants", "200", "--years", "2", "--from", "2021", "--seed", "3")
AS_TOWN = ("--messages", "--municipality", "Noaberstad", "--no-build")


@pytest.fixture(scope="module")
def registered(tmp_path_factory):
    """A municipality that kept and answered all messages of a small town in its register."""
    home = tmp_path_factory.mktemp("registered")
    noaber(home, "simulate", "--out", home / "town", *SMALL, "--messages", check=0)
    shutil.copytree(home / f"town/messages/{CODE}", home / "post", ignore=_no_signals)
    noaber(home, "messages", "mailbox", "--code", CODE, check=0)
    noaber(home, "messages", "import", "--mailbox", CODE, home / "post")
    noaber(home, "messages", "answer", "--mailbox", CODE, "--out", home / "post/answers", check=0)
    noaber(home, "facts", "build", check=0)
    return home


def _no_signals(_, names):
    return [name for name in names if name == "ddas"]


@pytest.fixture(scope="module")
def direct(registered, tmp_path_factory):
    """The same municipality, with the same key, that gave the messages to be counted and no more; how long it took."""
    home = tmp_path_factory.mktemp("direct")
    shutil.copy(registered / "secrets.toml", home)
    began = time.monotonic()
    done = bring(home, registered / "post")
    return home, done, time.monotonic() - began


@pytest.fixture
def home(direct, tmp_path):
    """An installation with the import, of which a test may do what it likes."""
    shutil.copytree(direct[0], tmp_path / "home")
    return tmp_path / "home"


@pytest.fixture(scope="module")
def bare(tmp_path_factory):
    """An installation in which nothing ever comes."""
    return tmp_path_factory.mktemp("bare")


def bring(home, *given, check=0):
    return noaber(home, "facts", "import", *given, *AS_TOWN, check=check)


# The register got these messages long after their days, and counts terms from when it got them.
OF_RECEIPT = ("known_on", "term_days")


def care_facts(folder, slices, name):
    """By table the rows about care, in an order that no number of a row decides, without those numbers.

    Without what follows from the day on which a message was received, too.
    """
    found = {}
    for table in FACTS:
        paths = [path for path in slices if path.startswith(f"{table}/")]
        rows = [row for path in paths for row in pq.read_table(folder / path).to_pylist()]
        for row in rows:
            for column in OF_RECEIPT:
                row.pop(column, None)
            row["model"] = re.fullmatch(name + r"care\.(\w+):\d+", row.pop("record"))[1]
        if rows:
            found[table] = sorted(rows, key=repr)
    return found


def test_the_facts_are_those_of_the_register(registered, direct):
    snapshot = read(registered / "facts", latest(registered / "facts"))
    ours = care_facts(snapshot.folder, snapshot.manifest["slices"], "")
    folder, manifest = kept_imports.required(direct[0] / "facts", NAME)
    made = care_facts(folder, manifest["slices"], f"{NAME}:")
    assert {table: len(rows) for table, rows in made.items()} == {
        table: len(rows) for table, rows in ours.items()
    }
    assert min(map(len, made.values())) > 20
    assert set(made) == {"amount", "episode", "event"}
    for table, rows in ours.items():
        assert made[table] == rows


def test_it_tells_what_came_in_and_what_did_not(registered, direct):
    first, *rest = direct[1].stdout.splitlines()
    count = len(list((registered / "post").rglob("*.xml")))
    told = re.fullmatch(
        r"import berichten-9901: [\d.]+ rijen amount, episode, event uit ([\d.]+) berichten "
        r"\((.*)\)",
        first,
    )
    kinds = dict(one.split(": ") for one in told[2].split(", "))
    assert {"301", "305", "307", "323", "325"} <= set(kinds)
    assert sum(map(int, kinds.values())) == int(told[1])
    rejected = [line for line in rest if "niet opgenomen" in line]
    left_out = int(rejected[0].split()[0]) if rejected else 0
    assert int(told[1]) + left_out == count
    assert any("declaratieregel afgewezen" in line for line in rest)
    assert direct[1].stderr == ""


def bsns(folder):
    """Every BSN in the messages of a folder."""
    return {
        found
        for path in folder.rglob("*.xml")
        for found in re.findall(rb"Bsn>(\d{9})<", path.read_bytes())
    }


def holding(folder, numbers):
    """The files below a folder in which one of these numbers stands, also where Parquet packed it."""
    wanted = re.compile(b"|".join(sorted(numbers)))
    return [path for path in folder.rglob("*") if path.is_file() and wanted.search(_body(path))]


def _body(path):
    if path.suffix == ".parquet":
        return repr(pq.read_table(path).to_pylist()).encode()
    return path.read_bytes()


def test_no_client_and_no_message_is_kept_anywhere(registered, direct, tmp_path):
    numbers = bsns(registered / "post")
    assert len(numbers) > 10
    assert len(holding(registered / "post", numbers)) > 100
    assert holding(direct[0], numbers) == []
    packed = tmp_path / "packed.parquet"
    pq.write_table(pa.table({"a": [sorted(numbers)[0].decode()]}), packed)
    assert holding(tmp_path, numbers) == [packed]
    db = sqlite3.connect(direct[0] / "register.sqlite3")
    for table in ("care_person", "care_messagerecord", "care_mailbox", "care_allocation"):
        assert db.execute(f"SELECT count(*) FROM {table}").fetchone() == (0,)
    db.close()
    assert {path.name for path in direct[0].iterdir()} == {
        ".starting", "audit.sqlite3", "facts", "person_key.mark", "register.sqlite3", "secrets.toml"
    }  # fmt: skip
    assert [path.name for path in (direct[0] / "facts").iterdir()] == ["imports"]


def test_who_looked_at_persons_is_in_the_trail_of_the_installation(direct):
    db = sqlite3.connect(direct[0] / "audit.sqlite3")
    selections = {row[0] for row in db.execute("SELECT selection FROM audit_auditline")}
    db.close()
    assert "feiten tellen: toewijzingen" in selections


def stamps(home):
    return {path: path.stat().st_mtime_ns for path in (home / "facts").rglob("*") if path.is_file()}


def test_the_same_messages_again_change_nothing_wherever_they_lie(registered, home, tmp_path):
    shutil.copytree(registered / "post", tmp_path / "copy")
    before = stamps(home)
    done = bring(home, tmp_path / "copy")
    assert "niets veranderd sinds de vorige keer" in done.stdout.splitlines()[0]
    assert stamps(home) == before
    told = json.loads(
        noaber(home, "facts", "import", registered / "post", *AS_TOWN, "--format", "json").stdout
    )
    assert told["unchanged"]
    assert told["messages"].split()[1] == "berichten"
    assert told["not_counted"]["declaratieregel afgewezen"] > 0


def test_other_messages_are_a_new_import_in_the_place_of_the_old(registered, home, tmp_path):
    """On a terminal, which shows how far it is and is left clean."""
    fewer = tmp_path / "fewer"
    shutil.copytree(registered / "post", fewer)
    for path in (fewer / "answers").glob("*325*"):
        path.unlink()
    told, seen = on_terminal(home, fewer)
    assert "rijen episode, event uit" in told.splitlines()[0]
    assert "keer declaratieregel nog niet beoordeeld" in told
    assert len(list((home / "facts/imports").glob("*.json"))) == 1
    assert re.search(rf"\[#*-*\] \d+ van {len(list(fewer.rglob('*.xml')))}\r", seen)
    assert seen.endswith("\r\033[K")


def on_terminal(home, folder):
    """What an import prints, and what it shows on the terminal beside that."""
    parent, child = pty.openpty()
    process = subprocess.Popen(
        [f"{sys.prefix}/bin/noaber", "facts", "import", str(folder), *AS_TOWN],
        env={**os.environ, "NOABER_HOME": str(home)},
        stdout=subprocess.PIPE, stderr=child, text=True,
    )  # fmt: skip
    os.close(child)
    seen = b""
    try:
        while part := os.read(parent, 4096):
            seen += part
    except OSError:
        pass  # So a terminal says that nobody writes to it any more.
    os.close(parent)
    told, _ = process.communicate(timeout=60)
    assert process.returncode == 0
    return told, seen.decode()


def test_a_killed_run_leaves_what_was_there_and_nothing_of_its_own(
    registered, direct, home, tmp_path
):
    """Killed while it reads, at several moments; where SQLite may put files is looked at as well."""
    shutil.copytree(registered / "post", tmp_path / "post")
    next((tmp_path / "post/answers").glob("*325*")).unlink()
    aside = tmp_path / "aside"
    aside.mkdir()
    env = {
        **os.environ,
        "NOABER_HOME": str(home),
        "SQLITE_TMPDIR": str(aside),
        "TMPDIR": str(aside),
    }
    command = [f"{sys.prefix}/bin/noaber", "facts", "import", str(tmp_path / "post"), *AS_TOWN]
    kept = kept_imports.required(home / "facts", NAME)[1]["digest"]
    numbers = bsns(registered / "post")
    died = 0
    for share in (0.1, 0.3, 0.5, 0.7):
        process = subprocess.Popen(command, env=env, stdout=subprocess.DEVNULL)
        time.sleep(direct[2] * share)
        process.send_signal(signal.SIGKILL)
        process.wait()
        if kept_imports.required(home / "facts", NAME)[1]["digest"] != kept:
            break  # This machine is quicker now than when the time was taken: it was there already.
        died += 1
        assert holding(home, numbers) == []
        assert list(aside.iterdir()) == []
    assert died
    noaber(home, "facts", "imports", "--forget", "berichten-9901", check=0)
    assert not list((home / "facts").glob(".making.*"))


def test_what_is_wrong_with_a_message_is_told_and_the_rest_goes_on(registered, home, tmp_path):
    post = tmp_path / "post"
    shutil.copytree(registered / "post", post)
    number = sorted(bsns(post))[0].decode()
    start = next(post.rglob("*-305-*.xml"))
    (post / f"{number}.xml").write_text(start.read_text("utf-8")[:-40], "utf-8")
    (post / "elders.xml").write_text(
        start.read_text("utf-8").replace(f">{CODE}<", ">0141<"), "utf-8"
    )
    done = bring(home, post)
    assert "berichten niet opgenomen" in done.stdout
    (csv,) = (home / "facts/imports").glob(f"{NAME}.*/rejected.csv")
    head, *lines = csv.read_text("utf-8").splitlines()
    assert head == "bestand;rij;kolom;reden"
    by_file = {line.split(";")[0]: line for line in lines}
    assert "het bestand is daarom niet gelezen" in by_file["*********.xml"]
    assert "dit bericht is voor 0141 en niet voor Noaberstad (9901)" in by_file["elders.xml"]
    assert number not in csv.read_text("utf-8")


def test_of_another_municipality_nothing_is_made_and_what_was_there_stays(registered, home):
    before = stamps(home)
    done = noaber(
        home, "facts", "import", registered / "post", "--messages", "--municipality", "Almelo",
        "--name", NAME, check=1,
    )  # fmt: skip
    assert "gaf een feit van Almelo (0141), dus er is niets veranderd" in done.stderr
    assert "keer dit bericht is voor 9901 en niet voor Almelo (0141)" in done.stderr
    assert stamps(home) == before


@pytest.mark.parametrize(
    ("arguments", "code", "sentence"),
    [
        (("EMPTY", *AS_TOWN), 1, "in deze map staat geen bericht om te lezen"),
        (("POST",), 1, "zijn dit berichten (iWmo, iJw), geef dan --messages en --municipality"),
        (("POST", "POST"), 1, "zijn dit berichten (iWmo, iJw), geef dan --messages"),
        (("EMPTY",), 1, "staat geen momentopname van feiten\n"),
        (("POST", "--messages"), 2, "--messages vraagt ook --municipality"),
        (("POST", *AS_TOWN, "--mapping", "m.toml"), 2, "gaat niet samen met --mapping"),
        (("POST", *AS_TOWN, "--known-on", "2022-01-01"), 2, "--known-on"),
        (("POST", "--messages", "--municipality", "Atlantis"), 1, "'Atlantis' is geen gemeente"),
        (("NONE", *AS_TOWN), 1, "dit bestand of deze map is er niet"),
        (("PIPE", *AS_TOWN), 1, "pipe.xml: dit is geen gewoon bestand"),
    ],
)
def test_what_cannot_be_done_is_told(registered, bare, tmp_path, arguments, code, sentence):
    (tmp_path / "empty").mkdir()
    os.mkfifo(tmp_path / "pipe.xml")
    places = {
        "POST": registered / "post",
        "EMPTY": tmp_path / "empty",
        "NONE": tmp_path / "none",
        "PIPE": tmp_path / "pipe.xml",
    }
    given = [places.get(one, one) for one in arguments]
    done = noaber(bare, "facts", "import", *given, check=code)
    assert sentence in done.stderr
    assert not (bare / "facts/imports").exists()


def test_what_the_register_has_already_is_not_counted_twice(registered):
    done = bring(registered, registered / "post", check=1)
    assert "al in het register van deze installatie, en daar meegeteld: " in done.stderr
    assert not (registered / "facts/imports").exists()


def test_measures_count_it_like_anything_else(registered, home):
    noaber(home, "facts", "build", check=0)
    for measure in ("wmo_persons", "wmo_claimed", "youth_claimed"):
        asked = ("measure", measure, "--period", "2021..2022", "--by", "", "--format", "csv")
        ours, made = (noaber(one, *asked, check=0).stdout for one in (registered, home))
        assert made == ours
        assert made.count("\n") > 1
