"""The postbox: files that several importers share, of which any may be killed at any moment."""

import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter

import pytest

from noaber.app.messages_folder import FOLDERS, WHY, Folder, move, put, quarantine

# An importer that does no more than take files: it writes each name it kept to its output.
IMPORTER = """
import sys, time
from pathlib import Path
from noaber.app.messages_folder import Folder
with Folder(Path(sys.argv[1]), quiet=0) as box:
    print("ready", flush=True)
    for parcel in box.arrived():
        content = parcel.path.read_bytes()
        time.sleep(float(sys.argv[2]))
        box.send("answer-" + parcel.name, content, parcel.name)
        box.kept(parcel)
        print(parcel.name, flush=True)
"""


def importer(root, pause=0.0):
    return subprocess.Popen(
        [sys.executable, "-c", IMPORTER, str(root), str(pause)], stdout=subprocess.PIPE, text=True
    )


def fill(root, names, folder="in"):
    (root / folder).mkdir(parents=True, exist_ok=True)
    for name in names:
        path = root / folder / name
        path.write_text(f"content of {name}")
        os.utime(path, (1, 1))


def names(root, folder):
    """What lies in a folder; what a killed process was still writing there has no name yet."""
    return sorted(p.name for p in (root / folder).iterdir() if not p.name.startswith("."))


@pytest.fixture
def box(tmp_path):
    return Folder(tmp_path, quiet=0.05)


def test_what_arrived_is_handed_over_once_the_oldest_first(tmp_path, box):
    fill(tmp_path, ["b.xml", "a.xml", "c.xml"])
    os.utime(tmp_path / "in" / "c.xml", (0, 0))
    with box:
        found = []
        for parcel in box.arrived():
            found.append(parcel.name)
            box.kept(parcel)
    assert found == ["c.xml", "a.xml", "b.xml"]
    assert names(tmp_path, "done") == ["a.xml", "b.xml", "c.xml"]
    assert names(tmp_path, "in") == names(tmp_path, "busy") == []


def test_what_is_neither_kept_nor_refused_comes_back(tmp_path, box):
    fill(tmp_path, ["a.xml", "b.xml"])
    with box:
        assert [parcel.name for parcel in box.arrived()] == ["a.xml", "b.xml"]
        assert names(tmp_path, "in") == ["a.xml", "b.xml"]
        next(box.arrived())
    assert names(tmp_path, "in") == ["a.xml", "b.xml"]
    assert names(tmp_path, "busy") == []


def test_a_refused_file_lies_beside_its_reason(tmp_path, box):
    fill(tmp_path, ["a.xml"])
    with box:
        (parcel,) = [p for p in box.arrived() if box.refused(p, "dit is geen bericht")]
    assert parcel.name == "a.xml"
    assert names(tmp_path, "quarantine") == ["a.xml", f"a.xml{WHY}"]
    assert (tmp_path / "quarantine" / f"a.xml{WHY}").read_text() == "dit is geen bericht\n"


@pytest.mark.parametrize("name", [".a.xml", "a.xml.part", "a.xml.tmp", "A.XML.FILEPART"])
def test_a_name_that_says_unfinished_is_left_until_it_is_renamed(tmp_path, box, name):
    fill(tmp_path, [name])
    with box:
        assert list(box.arrived()) == []
        (tmp_path / "in" / name).rename(tmp_path / "in" / "whole.xml")
        assert [parcel.name for parcel in box.arrived()] == ["whole.xml"]


def test_a_file_that_grows_is_left_and_one_that_lies_still_is_taken(tmp_path):
    fill(tmp_path, ["still.xml"])
    growing = tmp_path / "in" / "growing.xml"
    growing.write_text("<begin>")

    def meanwhile(seconds):
        assert seconds == 5
        with growing.open("a") as file:
            file.write("<more>")

    with Folder(tmp_path, quiet=5, sleep=meanwhile) as box:
        assert [parcel.name for parcel in box.arrived()] == ["still.xml"]
    with Folder(tmp_path, quiet=5, sleep=lambda seconds: None) as box:
        assert {parcel.name for parcel in box.arrived()} == {"still.xml", "growing.xml"}


def test_a_writer_that_goes_on_after_the_file_was_taken_costs_nothing(tmp_path, box):
    fill(tmp_path, ["slow.xml"])
    writer = (tmp_path / "in" / "slow.xml").open("a")
    with box:
        for parcel in box.arrived():
            writer.write("the rest")
            writer.close()
            assert not box.refused(parcel, "afgekapt")
    assert names(tmp_path, "quarantine") == []
    assert (tmp_path / "in" / "slow.xml").read_text().endswith("the rest")


def test_links_pipes_and_folders_are_no_messages(tmp_path, box):
    fill(tmp_path, ["real"], "elsewhere")
    (tmp_path / "in" / "link.xml").symlink_to(tmp_path / "elsewhere" / "real")
    (tmp_path / "in" / "folder.xml").mkdir()
    os.mkfifo(tmp_path / "in" / "pipe.xml")
    with box:
        assert list(box.arrived()) == []


def test_no_file_takes_the_place_of_another(tmp_path, box):
    for content in ("one", "two", "one"):
        fill(tmp_path, ["a.xml"])
        (tmp_path / "in" / "a.xml").write_text(content)
        with box:
            for parcel in box.arrived():
                box.kept(parcel)
    found = {p.name: p.read_text() for p in (tmp_path / "done").iterdir()}
    assert found == {"a.xml": "one", "a-2.xml": "two"}


def test_what_was_sent_is_not_sent_again_though_it_was_collected(tmp_path, box):
    assert box.send("a.xml", b"one", "mark-1")
    assert not box.send("a.xml", b"one", "mark-1")
    (tmp_path / "out" / "a.xml").unlink()
    assert not Folder(tmp_path).send("a.xml", b"one", "mark-1")
    assert names(tmp_path, "out") == []
    assert set(box.sent()) == {"mark-1"}


def test_another_message_of_the_same_name_gets_a_number(tmp_path, box):
    box.send("a.xml", b"one", "mark-1")
    box.send("a.xml", b"two", "mark-2")
    assert names(tmp_path, "out") == ["a-2.xml", "a.xml"]


def test_a_line_that_a_killed_process_did_not_end_is_no_proof_of_sending(tmp_path, box):
    box.send("a.xml", b"one", "mark-1")
    with (tmp_path / "sent.txt").open("a") as ledger:
        ledger.write("mark-2 b.x")
    assert box.send("b.xml", b"two", "mark-2")
    assert set(box.sent()) == {"mark-1", "mark-2"}
    assert not box.send("b.xml", b"two", "mark-2")


def test_what_was_half_written_by_a_killed_process_is_swept_up_later(tmp_path, box):
    left = tmp_path / "out" / ".0123456789ab.tmp"
    left.write_text("half")
    Folder(tmp_path)
    assert left.exists()
    os.utime(left, (1, 1))
    Folder(tmp_path)
    assert not left.exists()


def test_what_a_dead_importer_had_taken_returns_and_what_a_living_one_has_does_not(tmp_path, box):
    fill(tmp_path, [f"{n}.xml" for n in range(3)])
    living = importer(tmp_path, pause=60)
    assert living.stdout.readline() == "ready\n"
    wait_for(lambda: any((tmp_path / "busy").glob("*/*.xml")))
    with box:
        assert sorted(p.name for p in box.arrived()) == ["1.xml", "2.xml"]
        living.kill()
        living.communicate()
        assert sorted(p.name for p in box.arrived()) == ["0.xml", "1.xml", "2.xml"]
    assert names(tmp_path, "busy") == []


def test_four_importers_at_once_never_take_the_same_file(tmp_path):
    given = [f"{n:03}.xml" for n in range(300)]
    fill(tmp_path, given)
    running = [importer(tmp_path, 0.001) for _ in range(4)]
    taken = [name for one in running for name in one.communicate(timeout=120)[0].split()[1:]]
    assert [one.returncode for one in running] == [0] * 4
    assert Counter(taken) == Counter(given)
    assert names(tmp_path, "done") == given
    assert names(tmp_path, "out") == [f"answer-{name}" for name in given]


def test_killed_at_any_moment_no_file_is_lost_and_none_is_doubled(tmp_path):
    given = [f"{n:03}.xml" for n in range(120)]
    fill(tmp_path, given)
    kills = 0
    for _ in range(25):
        running = importer(tmp_path, 0.002)
        running.stdout.readline()
        time.sleep(random.uniform(0, 0.05))
        running.send_signal(signal.SIGKILL)
        running.communicate()
        kills += running.returncode == -signal.SIGKILL
        inside = [
            path.name for f in ("in", "busy", "done") for path in (tmp_path / f).rglob("*.xml")
        ]
        assert set(inside) == set(given)
    assert kills > 5
    importer(tmp_path).communicate(timeout=60)
    assert names(tmp_path, "done") == given
    assert names(tmp_path, "out") == [f"answer-{name}" for name in given]
    assert names(tmp_path, "in") == names(tmp_path, "busy") == []


def test_a_file_system_without_links_is_no_obstacle(tmp_path, monkeypatch):
    def no_links(*_):
        raise PermissionError

    monkeypatch.setattr(os, "link", no_links)
    fill(tmp_path, ["a.xml"], "from")
    assert move(tmp_path / "from" / "a.xml", tmp_path / "to") == tmp_path / "to" / "a.xml"
    fill(tmp_path, ["a.xml"], "from")
    place = quarantine(tmp_path / "from" / "a.xml", tmp_path / "q", "a.xml", "daarom")
    assert place.read_text() == "content of a.xml"
    assert put(tmp_path / "o", "b", b"x").read_bytes() == b"x"


def test_the_folders_of_a_postbox_are_made_when_they_are_not_there(tmp_path):
    Folder(tmp_path / "new" / "box")
    assert names(tmp_path / "new", "box") == sorted(FOLDERS)


def wait_for(happened):
    deadline = time.monotonic() + 20
    while not happened():
        assert time.monotonic() < deadline
        time.sleep(0.01)
