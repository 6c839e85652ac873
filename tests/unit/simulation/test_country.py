"""Many municipalities in parts: the same bytes in whatever way they are made, whole or not at all."""

import csv
import errno
import hashlib
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from noaber.facts.making import Making
from noaber.facts.snapshot import verify
from noaber.simulation import plan
from noaber.simulation.country import make
from noaber.simulation.plan import CannotSimulate, Order, places


def digest(folder):
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


@pytest.fixture
def small_parts(monkeypatch):
    """Parts of 700 inhabitants, so that small municipalities have several."""
    monkeypatch.setattr(plan, "PART", 700)


def test_the_same_order_gives_the_same_bytes_on_any_number_of_processes(tmp_path) -> None:
    order = Order(4_000, 2021, 2, seed=9, municipalities=3, messages=True)
    first = make(tmp_path / "a", order)
    second = make(tmp_path / "b", order, processes=2)
    assert first.snapshot.id == second.snapshot.id
    assert digest(tmp_path / "a") == digest(tmp_path / "b")
    other = make(tmp_path / "c", Order(4_000, 2021, 2, seed=10, municipalities=3, messages=True))
    assert other.snapshot.id != first.snapshot.id


def test_what_is_made_is_a_whole_snapshot_with_the_truth_beside_it(tmp_path, small_parts) -> None:
    made = make(tmp_path / "a", Order(2_000, 2019, 2, seed=1))
    verify(made.snapshot, deep=True)
    truth = json.loads((tmp_path / "a/ground_truth.json").read_text("utf-8"))
    (town,) = truth["municipalities"]
    assert town == {
        "code": "9901", "name": "Noaberstad", "inhabitants": 2_000, "parts": 3, "level_of_needs": 1.0
    }  # fmt: skip
    assert set(truth["interventions"]) == {
        "network_coach", "strong_ageing", "family_coach", "job_training"
    }  # fmt: skip
    assert len(truth["waiting_for_a_talk"]["9901"]) == 24
    rows = list(csv.DictReader((tmp_path / "a/contracts.csv").read_text("utf-8").splitlines()))
    assert {row["valid_from"] for row in rows} == {"2019-01-01", "2020-01-01"}
    assert all(int(row["price_cents"]) > 0 for row in rows)
    names = {path.name for path in made.snapshot.folder.rglob("*.parquet")}
    assert names == {"part-001.parquet", "part-002.parquet", "part-003.parquet", "whole.parquet"}


def test_municipalities_differ_in_size_as_the_dutch_do_and_add_up(given) -> None:
    made = places(Order(17_600_000, 2018, 5, 1, municipalities=342), given)
    assert sum(one.inhabitants for one in made) == 17_600_000
    sizes = sorted(one.inhabitants for one in made)
    assert sizes[-1] > 600_000
    assert 20_000 < sizes[171] < 45_000
    assert len({one.code for one in made}) == len({one.name for one in made}) == 342
    assert max(size for one in made for size in one.parts) <= plan.PART


def test_no_place_bears_the_name_or_code_of_one_that_exists(given) -> None:
    from noaber.vocabulary.places import EXAMPLES, municipalities

    made = places(Order(400_000, 2018, 1, 1, municipalities=400), given)
    real = {one.code for one in municipalities()} - {one.code for one in EXAMPLES}
    real_names = {one.name for one in municipalities()} - {one.name for one in EXAMPLES}
    assert not {one.code for one in made} & real
    assert not {one.name for one in made} & real_names


@pytest.mark.parametrize(
    ("order", "words"),
    [
        (Order(0, 2018, 5, 1), "0 inwoners kan niet"),
        (Order(-5, 2018, 5, 1), "-5 inwoners kan niet"),
        (Order(10**12, 2018, 5, 1), "inwoners kan niet"),
        (Order(1000, 2018, 0, 1), "0 jaren kan niet"),
        (Order(1000, 2018, 99, 1), "99 jaren kan niet"),
        (Order(1000, 1800, 5, 1), "taakvelden"),
        (Order(1000, 2024, 5, 1), "taakvelden"),
        (Order(1000, 2018, 5, -1), "zaad -1"),
        (Order(1000, 2018, 5, 1, municipalities=0), "0 gemeenten"),
        (Order(1000, 2018, 5, 1, municipalities=20), "te weinig voor 20 gemeenten"),
        (Order(1000, 2018, 2, 1, messages=True), "berichten kunnen pas over 2021"),
    ],
)
def test_what_cannot_be_made_is_said_and_leaves_nothing(tmp_path, order, words) -> None:
    with pytest.raises(CannotSimulate, match=words):
        make(tmp_path / "a", order)
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_holds_something_is_left_alone(tmp_path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "notes.txt").write_text("mine")
    with pytest.raises(CannotSimulate, match="niet leeg"):
        make(tmp_path / "a", Order(200, 2018, 1, 1))
    assert [path.name for path in (tmp_path / "a").iterdir()] == ["notes.txt"]
    (tmp_path / "file").write_text("mine")
    with pytest.raises(CannotSimulate, match="is een bestand"):
        make(tmp_path / "file", Order(200, 2018, 1, 1))


def test_an_empty_folder_is_filled(tmp_path) -> None:
    (tmp_path / "a").mkdir()
    assert make(tmp_path / "a", Order(200, 2018, 1, 1)).snapshot.folder.is_dir()


def test_the_folder_in_which_one_stands_can_be_filled(tmp_path, monkeypatch) -> None:
    (tmp_path / "here").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "here")
    monkeypatch.chdir(tmp_path / "link")
    assert make(Path(), Order(200, 2018, 1, 1)).snapshot.manifest["tables"]["episode"]["rows"] > 0
    assert (tmp_path / "here/facts").is_dir()


@pytest.mark.parametrize(
    "order",
    [
        Order(100, 2017, 10, 0),
        Order(100, 2026, 1, 2**62, messages=True),
        Order(3_000, 2022, 2, 5, municipalities=30),
    ],
)
def test_the_smallest_and_the_longest_can_be_made(tmp_path, order) -> None:
    made = make(tmp_path / "a", order)
    verify(made.snapshot, deep=True)
    assert made.snapshot.manifest["tables"]["population"]["rows"] > 0


def test_a_full_disk_leaves_nothing_behind(tmp_path, monkeypatch) -> None:
    write, count = Making.write, [0]

    def full(self, path, rows):
        count[0] += 1
        if count[0] > 5:
            raise OSError(errno.ENOSPC, "full", path)
        return write(self, path, rows)

    monkeypatch.setattr(Making, "write", full)
    with pytest.raises(OSError, match="full"):
        make(tmp_path / "a", Order(300, 2018, 2, 1))
    assert list(tmp_path.iterdir()) == []


def test_who_is_killed_halfway_leaves_no_result_and_the_next_run_clears_up(tmp_path) -> None:
    program = (
        "import sys\nfrom pathlib import Path\nfrom noaber.simulation.country import make\n"
        "from noaber.simulation.plan import Order\n"
        "make(Path(sys.argv[1]), Order(90_000, 2018, 5, 1, municipalities=30))"
    )
    out = tmp_path / "a"
    child = subprocess.Popen([sys.executable, "-c", program, str(out)])
    until = time.monotonic() + 60
    while (
        not list(tmp_path.glob(".a.simulating.*/facts/.making.*/event"))
        and time.monotonic() < until
    ):
        time.sleep(0.05)
    child.send_signal(signal.SIGKILL)
    child.wait()
    assert not out.exists()
    (left,) = tmp_path.iterdir()
    assert left.name.startswith(".a.simulating.")
    make(out, Order(200, 2018, 1, 1))
    assert [path.name for path in tmp_path.iterdir()] == ["a"]


def test_another_run_beside_it_is_not_cleared_away(tmp_path) -> None:
    import fcntl

    busy = tmp_path / ".a.simulating.0000aaaa"
    busy.mkdir()
    descriptor = os.open(busy, os.O_RDONLY)
    fcntl.flock(descriptor, fcntl.LOCK_EX)
    make(tmp_path / "a", Order(200, 2018, 1, 1))
    os.close(descriptor)
    assert busy.is_dir()
