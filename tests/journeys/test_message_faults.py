"""Importers that are killed, that meet, that are told to stop: every message once, whole, and answered once."""

import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.journeys.command import noaber

TOWN, CARE = "9901", "12345678"
BOX = ("--mailbox", TOWN, "--trial")
COUNT = 30
# A provider with an allocation for each of COUNT clients, and a start for each that waits to be sent.
PREPARE = """
import random
from dataclasses import replace
from datetime import date, timedelta
from noaber.app.ready import ready
ready()
from django.utils import timezone
from noaber.app.messages_exchange import make_mailbox
from noaber.app.messages_play import CLIENTS
from noaber.guard.actor import SYSTEM
from noaber.intake.messages.making import spare_bsn
from noaber.register.care import services
from noaber.register.care.models import Allocation
from noaber.register.care.rules.values import Allocated
chance, now = random.Random(1), timezone.localtime()
day = now.date() - timedelta(days=30)
town = make_mailbox(SYSTEM, "9901", "9901", "", True)
care = make_mailbox(SYSTEM, "12345678", "9901", "", True)
numbers = set()
while len(numbers) < {count}:
    numbers.add(spare_bsn(chance))
for bsn in sorted(numbers):
    client = replace(CLIENTS[0], bsn=bsn)
    product = Allocated(0, day, day + timedelta(days=300), "45", "45A04", 3, "04", "2")
    record, content = services.allocate(SYSTEM, town, "youth", care.code, client, [product], now)
    services.receive(SYSTEM, care, content, "", now)
    number = Allocation.objects.get(versions__message=record).number
    services.start(SYSTEM, care, "youth", town.code, number, day, now)
"""


@pytest.fixture(scope="module")
def prepared(tmp_path_factory):
    """An installation in which the municipality waits, and a folder with what the provider sends it."""
    home = tmp_path_factory.mktemp("prepared")
    env = {**os.environ, "NOABER_HOME": str(home)}
    program = PREPARE.replace("{count}", str(COUNT))
    subprocess.run([sys.executable, "-c", program], env=env, check=True, timeout=120)
    post = home / "post"
    noaber(home, "messages", "export", "--mailbox", CARE, "--trial", "--out", post, check=0)
    for path in post.glob("*-302-*"):
        path.unlink()
    assert len(list(post.glob("JW305-*"))) == COUNT
    return home


@pytest.fixture
def home(prepared, tmp_path):
    shutil.copytree(prepared, tmp_path / "home")
    return tmp_path / "home"


def running(home, *arguments):
    env = {**os.environ, "NOABER_HOME": str(home), "LANG": "C.UTF-8"}
    return subprocess.Popen(
        [str(Path(sys.executable).parent / "noaber"), "messages", *map(str, arguments)],
        env=env, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip


def rows(home, question):
    with sqlite3.connect(home / "register.sqlite3", timeout=30) as connection:
        found = connection.execute(question).fetchall()
    connection.close()
    return found


RECEIVED = (
    "SELECT m.id FROM care_messagerecord m JOIN care_mailbox b ON b.id = m.mailbox_id "
    "WHERE b.code = '9901' AND m.direction = 'in' AND m.number = '305'"
)
ANSWERED = RECEIVED.replace("'in'", "'out'").replace("'305'", "'306'")
STARTS = f"SELECT message_id FROM care_deliverystart WHERE message_id IN ({RECEIVED})"


def received(home):
    """How many starts were received; each is there whole, with what it tells, or not at all."""
    accepted = rows(home, f"{RECEIVED} AND m.state = 'accepted'")
    assert sorted(rows(home, STARTS)) == sorted(accepted)
    assert len(accepted) == len(rows(home, RECEIVED))
    return len(accepted)


def killed_midway(home, question, most, *arguments):
    """Run a command and kill it when a few more rows are there, at a random moment; how many there are."""
    wanted = min(COUNT, len(rows(home, question)) + random.randint(1, most))
    one = running(home, *arguments)
    deadline = time.monotonic() + 60
    while one.poll() is None and len(rows(home, question)) < wanted:
        assert time.monotonic() < deadline
        time.sleep(0.002)
    time.sleep(random.uniform(0, 0.03))
    one.send_signal(signal.SIGKILL)
    one.communicate()
    assert one.returncode in (0, -signal.SIGKILL)
    return len(rows(home, question))


def all_answered_once(home, out):
    answers = [path.name for path in out.iterdir() if path.suffix == ".xml"]
    assert len([name for name in answers if name.startswith("JW306-")]) == COUNT
    assert len(answers) == len(set(answers))
    assert not [name for name in answers if name.count("-") > 3]


def test_an_import_that_is_killed_again_and_again_is_completed_by_the_same_folder(home):
    post = home / "post"
    counts = []
    while not counts or counts[-1] < COUNT:
        counts.append(killed_midway(home, RECEIVED, 8, "import", *BOX, post))
        assert received(home) == counts[-1]
    assert len(counts) >= 2  # killed halfway at least once; how often more depends on the machine
    assert counts == sorted(counts)
    done = noaber(home, "messages", "import", *BOX, post, check=0)
    assert f"{len(list(post.iterdir()))} al bekend" in done.stdout
    assert received(home) == COUNT


def test_answering_that_is_killed_again_and_again_gives_every_answer_once(home):
    out = home / "out"
    noaber(home, "messages", "import", *BOX, home / "post", check=0)
    rounds = 0
    while len(rows(home, ANSWERED)) < COUNT:
        rounds += 1
        killed_midway(home, ANSWERED, 3, "answer", *BOX, "--out", out)
    assert rounds >= 2
    noaber(home, "messages", "answer", *BOX, "--out", out, check=0)
    all_answered_once(home, out)
    again = noaber(home, "messages", "answer", *BOX, "--out", out, check=0)
    assert "niets te verzenden" in again.stdout


def test_a_watched_postbox_that_is_killed_again_and_again_handles_everything_once(home):
    box = home / "mailboxes" / f"{TOWN}-trial"
    shutil.copytree(home / "post", box / "in")
    names = {path.name for path in (box / "in").iterdir()}
    watch = ("watch", *BOX, "--quiet", "0", "--every", "0.1")
    rounds = 0
    for question in (RECEIVED, ANSWERED):
        while len(rows(home, question)) < COUNT:
            rounds += 1
            killed_midway(home, question, 10, *watch)
            received(home)
    assert rounds >= 2
    noaber(home, "messages", "watch", *BOX, "--quiet", "0", "--once", check=0)
    assert received(home) == COUNT
    assert {path.name for path in (box / "done").iterdir()} == names
    assert not list((box / "in").iterdir())
    assert not list((box / "busy").iterdir())
    assert not [path for path in (box / "quarantine").iterdir() if path.suffix == ".xml"]
    all_answered_once(home, box / "out")


def test_two_importers_on_one_folder_never_do_the_same_work(home):
    both = [running(home, "import", *BOX, "--format", "json", home / "post") for _ in range(2)]
    printed = [one.communicate(timeout=120) for one in both]
    assert [one.returncode for one in both] == [0, 0], printed
    assert received(home) == COUNT
    taken = sum(said.count('"outcome": "accepted"') for said, _ in printed)
    assert taken == len(list((home / "post").iterdir()))


def test_three_watchers_on_one_postbox_share_it(home):
    box = home / "mailboxes" / f"{TOWN}-trial"
    shutil.copytree(home / "post", box / "in")
    given = len(list((box / "in").iterdir()))
    all_ = [running(home, "watch", *BOX, "--quiet", "0", "--once") for _ in range(3)]
    printed = [one.communicate(timeout=120) for one in all_]
    assert [one.returncode for one in all_] == [0] * 3, printed
    assert sum(said.count("goedgekeurd en vastgelegd") for said, _ in printed) == given
    assert received(home) == COUNT
    all_answered_once(home, box / "out")


def test_a_watcher_that_is_told_to_stop_ends_between_two_messages(home):
    box = home / "mailboxes" / f"{TOWN}-trial"
    shutil.copytree(home / "post", box / "in")
    given = len(list((box / "in").iterdir()))
    one = running(home, "watch", *BOX, "--quiet", "0")
    one.stdout.readline()
    one.send_signal(signal.SIGTERM)
    _, said = one.communicate(timeout=20)
    assert one.returncode == 0, said
    assert "Traceback" not in said
    kept = len(list((box / "done").iterdir()))
    assert 0 < kept < given
    assert received(home) <= kept
    assert len(list((box / "in").iterdir())) == given - kept
    assert not list((box / "busy").iterdir())


def test_a_file_that_arrives_while_watching_is_answered(home):
    box = home / "mailboxes" / f"{TOWN}-trial"
    one = running(home, "watch", *BOX, "--quiet", "0.1", "--every", "0.1")
    deadline = time.monotonic() + 30
    while not (box / "in").exists():
        assert time.monotonic() < deadline
        time.sleep(0.05)
    given = next((home / "post").glob("JW305-*"))
    shutil.copy(given, box / "in" / "komt.xml.part")
    (box / "in" / "komt.xml.part").rename(box / "in" / "komt.xml")
    (box / "in" / "onzin.xml").write_text("dit is geen bericht")
    while not (list((box / "out").glob("JW306-*")) and (box / "quarantine" / "onzin.xml").exists()):
        assert time.monotonic() < deadline, list(box.rglob("*"))
        time.sleep(0.05)
    one.send_signal(signal.SIGTERM)
    one.communicate(timeout=20)
    assert one.returncode == 0
    assert (box / "done" / "komt.xml").exists()
    assert "geen XML" in (box / "quarantine" / "onzin.xml.waarom.txt").read_text()
