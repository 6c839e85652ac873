"""noaber simulate as an analyst meets it: a town in seconds, its facts and messages used at once, and whatever goes wrong."""

import json
import os
import pty
import subprocess
import sys
import time
from pathlib import Path

import pytest

from noaber.facts.snapshot import latest, read
from noaber.facts.store import Store
from tests.journeys.command import noaber
from tests.journeys.test_tutorial import prints_what_it_shows

SMALL = ("--inhabitants", "1500", "--years", "2", "--from", "2021", "--seed", "7")


@pytest.fixture(scope="module")
def town(tmp_path_factory):
    """A small town with messages."""
    home = tmp_path_factory.mktemp("simulate")
    done = noaber(home, "simulate", "--out", home / "town", *SMALL, "--messages", check=0)
    return home, home / "town", done


def test_a_town_is_made_and_told_in_a_few_lines(town) -> None:
    _, folder, done = town
    assert done.stderr == ""
    first, second = done.stdout.splitlines()
    assert "momentopname" in first
    assert "rijen episode" in first
    assert "berichten over" in second
    assert {path.name for path in folder.iterdir()} == {
        "facts", "ground_truth.json", "contracts.csv", "messages"
    }  # fmt: skip


def test_its_snapshot_can_be_counted_at_once(town) -> None:
    _, folder, _ = town
    name = latest(folder / "facts")
    assert name is not None
    store = Store(read(folder / "facts", name))
    events = store.tables["event"]
    awarded = events.filter(
        (events.kind == "decision") & (events.outcome == "granted") & (events.law == "wmo")
        & (events.happened_on.year() == 2022)
    )  # fmt: skip
    count = store.run(awarded.count().as_table()).to_pylist()[0]
    store.close()
    # Some 97 for every thousand inhabitants, and chance.
    assert next(iter(count.values())) == pytest.approx(97 * 1.5, rel=0.35)


def test_its_messages_are_checked_like_any_others(town) -> None:
    home, folder, _ = town
    truth = json.loads((folder / "ground_truth.json").read_text("utf-8"))
    (told,) = truth["messages"]
    wrong = {fault["file"] for fault in told["faults"] if fault["rule"] == "TR358"}
    done = noaber(
        home, "messages", "check", folder / "messages/9901", "--format", "json",
        check=1 if wrong else 0,
    )  # fmt: skip
    found = [json.loads(line) for line in done.stdout.splitlines()]
    assert len(found) == sum(told["messages"].values())
    bad = {one["file"] for one in found if one["findings"]}
    assert bad == {str(folder / "messages/9901" / file) for file in wrong}


def test_json_is_all_that_stands_on_standard_output(tmp_path) -> None:
    done = noaber(
        tmp_path, "simulate", "--out", tmp_path / "a", "--inhabitants", "300", "--years", "1",
        "--seed", "1", "--format", "json", check=0,
    )  # fmt: skip
    told = json.loads(done.stdout)
    assert set(told) == {"folder", "snapshot", "rows"}
    assert told["rows"]["population"] > 0


@pytest.mark.parametrize(
    ("options", "code", "words"),
    [
        (("--inhabitants", "0"), 1, "0 inwoners kan niet"),
        (("--inhabitants", "-12"), 1, "-12 inwoners kan niet"),
        (("--inhabitants", "99999999999"), 1, "99999999999 inwoners kan niet"),
        (("--years", "0"), 1, "0 jaren kan niet"),
        (("--municipalities", "9", "--inhabitants", "500"), 1, "te weinig voor 9 gemeenten"),
        (("--from", "1650"), 1, "taakvelden"),
        (("--inhabitants", "veel"), 2, "not a valid integer"),
        (("--processes", "0"), 2, "processes"),
        (("--seed", ""), 2, "seed"),
    ],
)
def test_what_cannot_be_made_gets_a_sentence(tmp_path, options, code, words) -> None:
    done = noaber(
        tmp_path, "simulate", "--out", tmp_path / "a", "--seed", "1", *options, check=code
    )
    assert words in done.stderr
    assert "voorzagen" not in done.stderr
    assert not (tmp_path / "a").exists()


def test_the_seed_and_the_folder_are_asked_for(tmp_path) -> None:
    noaber(tmp_path, "simulate", "--out", tmp_path / "a", check=2)
    noaber(tmp_path, "simulate", "--seed", "1", check=2)


def test_a_folder_that_is_not_empty_or_no_folder_is_refused(tmp_path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "b").write_text("van mij")
    done = noaber(tmp_path, "simulate", "--out", tmp_path / "a", "--seed", "1", check=1)
    assert "is niet leeg" in done.stderr
    done = noaber(tmp_path, "simulate", "--out", tmp_path / "a/b/c", "--seed", "1", check=1)
    assert "hier staat al een bestand" in done.stderr
    assert (tmp_path / "a" / "b").read_text() == "van mij"


def test_a_disk_without_room_is_named(tmp_path) -> None:
    # A limit on the size of files is as good as a full disk: the write fails halfway.
    program = (
        "import resource, signal, sys\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000))\n"
        "from noaber.app.cli import main\n"
        "sys.argv[0] = 'noaber'\nmain()"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, "simulate", "--out", str(tmp_path / "a"), *SMALL],
        capture_output=True, text=True, check=False, timeout=120,
        env={**os.environ, "NOABER_HOME": str(tmp_path / "home")},
    )  # fmt: skip
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert not (tmp_path / "a").exists()
    assert not list(tmp_path.glob(".a.simulating.*"))


def test_a_terminal_sees_how_far_it_is(tmp_path) -> None:
    main, other = pty.openpty()
    child = subprocess.Popen(
        [str(Path(sys.executable).parent / "noaber"), "simulate", "--out", str(tmp_path / "a"),
         "--inhabitants", "40000", "--municipalities", "30", "--years", "2", "--seed", "1"],
        stderr=other, stdout=subprocess.DEVNULL,
        env={**os.environ, "NOABER_HOME": str(tmp_path / "home")},
    )  # fmt: skip
    os.close(other)
    seen, until = b"", time.monotonic() + 100
    while time.monotonic() < until:
        try:
            more = os.read(main, 4096)
        except OSError:
            break
        if not more:
            break
        seen += more
    assert child.wait() == 0
    os.close(main)
    assert "deel 30 van 30" in seen.decode("utf-8")


def test_the_commands_of_the_howto_print_what_it_shows(tmp_path) -> None:
    prints_what_it_shows("docs/howto/simulate.md", tmp_path, 8)
