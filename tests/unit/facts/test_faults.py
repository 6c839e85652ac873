"""A full disk, a half file, a kill halfway: a sentence, and the snapshot that was there stays."""

import errno
import os
import pathlib
import signal
import subprocess
import sys
import time

import pyarrow.parquet as pq
import pytest

from noaber.facts import making, snapshot
from noaber.facts.build import build
from noaber.facts.snapshot import BrokenSnapshot, latest, read, snapshots, verify, write
from noaber.facts.store import Store
from noaber.facts.tables import AMOUNT, conform
from noaber.guard.actor import SYSTEM
from tests.spec.measures.facts import amount
from tests.unit.facts.conftest import EPISODES, write_csv

IN_FORCE: dict[str, object] = {"documents": {}, "targets": [], "breaks": []}


def tables(*cents):
    return {"amount": conform(AMOUNT, [amount("jeugd", "expense", "actual", one) for one in cents])}


@pytest.fixture
def kept(tmp_path):
    return write(tmp_path, tables(100), IN_FORCE)


def stays(root, kept):
    verify(read(root, kept.id), deep=True)
    assert snapshots(root) == [kept.id]
    assert latest(root) == kept.id
    assert not list(root.glob(".making.*"))


def test_a_disk_that_fills_up_while_a_slice_is_written(tmp_path, kept, monkeypatch):
    def full(self, body):
        raise OSError(errno.ENOSPC, "No space left on device", str(self))

    monkeypatch.setattr(pathlib.Path, "write_bytes", full)
    with pytest.raises(OSError, match="No space"):
        write(tmp_path, tables(200), IN_FORCE)
    monkeypatch.undo()
    stays(tmp_path, kept)


def test_a_limit_on_the_size_of_files_stops_an_import_with_a_sentence(tmp_path):
    """The kernel itself refuses to write on, as a quota does."""
    path = write_csv(tmp_path / "a.csv", [
        (f"A{at}", "999900006", "1-1-2000", "Jeugdwet", "1-1-2022", "", at) for at in range(60_000)
    ])  # fmt: skip
    (tmp_path / "m.toml").write_text(EPISODES, "utf-8")
    home = tmp_path / "home"
    env = {**os.environ, "NOABER_HOME": str(home)}
    command = [str(pathlib.Path(sys.executable).parent / "noaber"), "facts"]
    made = subprocess.run([*command, "build"], env=env, capture_output=True, check=False)
    assert made.returncode == 0, made.stderr
    limited = f"ulimit -f 600; exec {' '.join(command)} import --mapping m.toml {path.name}"
    done = subprocess.run(
        ["bash", "-c", limited], cwd=tmp_path, env=env, capture_output=True, text=True, check=False
    )
    assert done.returncode == 1, done.stderr
    assert "Traceback" not in done.stderr
    assert len(snapshots(home / "facts")) == 1
    assert not list((home / "facts").glob(".making.*"))
    assert not (home / "facts" / "imports").exists()


def test_half_a_slice_is_named_by_whoever_reads_it(tmp_path, kept):
    (file,) = kept.folder.rglob("*.parquet")
    body = file.read_bytes()
    file.write_bytes(body[: len(body) // 2])
    with pytest.raises(
        BrokenSnapshot, match=r"amount/m=1700/y=2022/part-0.parquet er niet of niet heel"
    ):
        Store(kept)
    with pytest.raises(BrokenSnapshot, match="part-0"):
        verify(kept)


def test_a_slice_of_the_right_length_with_another_byte_is_found_by_its_hash(tmp_path, kept):
    (file,) = kept.folder.rglob("*.parquet")
    body = bytearray(file.read_bytes())
    body[len(body) // 2] ^= 1
    file.write_bytes(bytes(body))
    verify(kept)
    with pytest.raises(BrokenSnapshot):
        verify(kept, deep=True)


def test_a_damaged_snapshot_is_made_anew_by_the_next_build_of_the_same_facts(tmp_path):
    facts = tables(100)
    made = write(tmp_path, facts, IN_FORCE)
    (file,) = made.folder.rglob("*.parquet")
    file.write_bytes(b"half")
    again = write(tmp_path, facts, IN_FORCE)
    assert again.id == made.id
    verify(again, deep=True)


def test_two_builds_at_once_is_said(tmp_path, kept, monkeypatch):
    monkeypatch.setattr(making, "WAIT", 0.1)
    with making.alone(tmp_path), pytest.raises(BlockingIOError) as caught:
        write(tmp_path, tables(200), IN_FORCE)
    assert "wordt al een momentopname gemaakt" in str(caught.value)
    stays(tmp_path, kept)


def test_a_build_that_is_killed_leaves_what_was_there_and_the_next_sweeps_up(tmp_path, kept):
    program = f"""
import time, pathlib
from noaber.facts.making import Making, alone
root = pathlib.Path({str(tmp_path)!r})
with alone(root):
    making = Making(root)
    (making.folder / "amount").mkdir(parents=True)
    (making.folder / "amount" / "half.parquet").write_bytes(b"PAR1")
    print("halfway", flush=True)
    time.sleep(60)
"""
    process = subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    assert process.stdout.readline() == "halfway\n"
    process.send_signal(signal.SIGKILL)
    process.wait()
    process.stdout.close()
    assert list(tmp_path.glob(".making.*"))
    assert snapshots(tmp_path) == [kept.id]
    since = time.monotonic()
    other = write(tmp_path, tables(300), IN_FORCE)
    assert time.monotonic() - since < making.WAIT
    assert not list(tmp_path.glob(".making.*"))
    assert sorted(snapshots(tmp_path)) == sorted([kept.id, other.id])


def test_a_snapshot_of_before_a_column_was_there_can_be_counted(tmp_path, kept):
    (file,) = kept.folder.rglob("*.parquet")
    old = pq.read_table(file).drop_columns(["person", "law", "price_cents"])
    pq.write_table(old, file)
    store = Store(read(tmp_path, kept.id))
    try:
        rows = store.run(store.tables["amount"]).to_pylist()
    finally:
        store.close()
    assert (rows[0]["cents"], rows[0]["person"], rows[0]["law"]) == (100, None, None)


def test_a_store_of_one_municipality_opens_no_other(tmp_path):
    rows = [
        amount("jeugd", "expense", "actual", 1),
        {**amount("jeugd", "expense", "actual", 2), "municipality": "0141"},
    ]
    made = snapshot.write(tmp_path, {"amount": conform(AMOUNT, rows)}, IN_FORCE)
    store = Store(made, "0141")
    try:
        assert store.run(store.tables["amount"])["cents"].to_pylist() == [2]
        assert store.run(store.tables["episode"]).num_rows == 0
    finally:
        store.close()


@pytest.mark.database
@pytest.mark.django_db(databases=["default", "audit"])
def test_half_a_slice_of_an_import_stops_the_build_and_the_snapshot_stays(tmp_path, bring):
    root = tmp_path / "facts"
    made = bring(EPISODES, write_csv(tmp_path / "a.csv"))
    kept = build(SYSTEM, root)
    file = next(made.folder.rglob("*.parquet"))
    file.unlink()
    file.write_bytes(b"PAR1")
    with pytest.raises(BrokenSnapshot, match=r"van import trajecten is trajecten\.parquet"):
        build(SYSTEM, root)
    stays(root, kept)
    assert not bring(EPISODES, tmp_path / "a.csv").unchanged
    assert build(SYSTEM, root).id == kept.id


@pytest.mark.database
@pytest.mark.django_db(databases=["default", "audit"])
def test_a_snapshot_takes_in_imports_and_says_so(tmp_path, bring):
    bring(EPISODES, write_csv(tmp_path / "a.csv"))
    made = build(SYSTEM, tmp_path / "facts")
    told = made.manifest["imports"]["trajecten"]
    assert (told["rows"], told["rejected"], list(told["files"])) == (3, 0, ["a.csv"])
    assert build(SYSTEM, tmp_path / "facts", "0141").manifest["tables"]["episode"]["rows"] == 0
