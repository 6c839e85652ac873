"""Municipalities one by one or at once, into a folder that appears whole: facts, ground truth, contracts."""

import csv
import fcntl
import json
import multiprocessing
import os
import shutil
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor, as_completed
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import uuid4

import numpy as np

from noaber.facts.making import Making, alone
from noaber.facts.snapshot import Snapshot, finish, read
from noaber.simulation import whole
from noaber.simulation.chance import Floats, Ints
from noaber.simulation.known import in_force
from noaber.simulation.parameters import Parameters, parameters
from noaber.simulation.part import simulate
from noaber.simulation.plan import CannotSimulate, Order, Place, places
from noaber.simulation.sending import send
from noaber.simulation.supply import contract
from noaber.simulation.traffic import Traffic
from noaber.simulation.truth import ground_truth
from noaber.simulation.writing import WHOLE, resume, write

FACTS, TRUTH, CONTRACTS, MESSAGES = "facts", "ground_truth.json", "contracts.csv", "messages"
Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Made:
    """What was made: the folder, its snapshot, and how many facts of each table and kind."""

    folder: Path
    snapshot: Snapshot
    counts: dict[str, int]
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Done:
    """What a process hands back of one part: all but the rows, which it wrote itself."""

    place: int
    number: int
    slices: dict[str, dict[str, Any]]
    counts: dict[str, int]
    spent: Ints
    paid: dict[str, Floats]
    known: dict[str, Any]
    traffic: dict[str, Any] | None


def make(out: Path, order: Order, processes: int = 1, progress: Progress | None = None) -> Made:
    """Simulate what was ordered into a new folder; the same order gives the same bytes on any number of
    processes.

    The folder appears when all is done: who is killed halfway leaves none. Raises CannotSimulate for an order
    that cannot be made or a folder that holds something, and OSError.
    """
    given = parameters()
    planned = places(order, given)
    place = out.resolve()
    _hold_free(place)
    with _beside(place) as folder:
        snapshot_id, counts, notes = _fill(folder, given, order, planned, processes, progress)
        _put(folder, place)
    return Made(out, read(place / FACTS, snapshot_id), counts, notes)


def _fill(
    folder: Path, given: Parameters, order: Order, planned: Sequence[Place], processes: int,
    progress: Progress | None,
) -> tuple[str, dict[str, int], tuple[str, ...]]:  # fmt: skip
    root = folder / FACTS
    with alone(root):
        making = Making(root)
        parts = [(at, n + 1) for at, place in enumerate(planned) for n in range(len(place.parts))]
        jobs = [(order, planned[at], number, root, making.folder.name) for at, number in parts]
        done: dict[tuple[int, int], _Done] = {}
        for count, one in enumerate(_each(jobs, processes), 1):
            done[one.place, one.number] = one
            making.slices.update(one.slices)
            if progress:
                progress(count, len(jobs))
        counts: dict[str, int] = {}
        for place in planned:
            of_place = [done[place.number, n + 1] for n in range(len(place.parts))]
            found = _whole(making, given, order, place, of_place)
            for told in (*(part.counts for part in of_place), found):
                for key, number in told.items():
                    counts[key] = counts.get(key, 0) + number
        _contracts(folder / CONTRACTS, given, order, planned)
        known = [
            [done[place.number, n + 1].known for n in range(len(place.parts))] for place in planned
        ]
        traffic = [done[place.number, 1].traffic for place in planned] if order.messages else []
        sent = [one for one in traffic if one is not None]
        _json(folder / TRUTH, ground_truth(given, order, planned, known, sent))
        note = f"synthetisch: {order.inhabitants} inwoners, zaad {order.seed}"
        more = {"sources": {"simulation": {"seed": order.seed}}}
        snapshot = finish(making, in_force(given, order, planned), note, more)
    return snapshot.id, dict(sorted(counts.items())), _notes(sent)


def _notes(traffic: Sequence[dict[str, Any]]) -> tuple[str, ...]:
    """What a user must know of the messages."""
    if not traffic:
        return ()
    total, told = (sum(one[key] for one in traffic) for key in ("clients", "clients_in_messages"))
    count = sum(sum(one["messages"].values()) for one in traffic)
    faults = sum(len(one["faults"]) for one in traffic)
    lines = [f"{count} berichten over {told} cliënten, met {faults} fouten die in {TRUTH} staan"]
    if told < total:
        lines.append(
            f"{total - told} cliënten staan niet in berichten: meer BSN's zijn er niet voor proeven"
        )
    return tuple(lines)


Job = tuple[Order, Place, int, Path, str]


def _each(jobs: Sequence[Job], processes: int) -> Iterator[_Done]:
    """Do the parts, in whatever order they come ready."""
    if processes <= 1 or len(jobs) == 1:
        yield from map(_work, jobs)
        return
    # The largest first, so that none is left over at the end.
    queue = sorted(jobs, key=lambda job: -job[1].parts[job[2] - 1])
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(min(processes, len(jobs)), mp_context=context) as pool:
        futures: list[Future[_Done]] = [pool.submit(_work, job) for job in queue]
        try:
            for future in as_completed(futures):
                yield future.result()
        except BaseException:
            pool.shutdown(wait=True, cancel_futures=True)
            raise


def _work(job: Job) -> _Done:
    order, place, number, root, folder = job
    part = simulate(parameters(), order, place, number)
    making = resume(root, folder)
    counts = write(making, order, place, f"part-{number:03d}", part.told)
    traffic = None
    if order.messages and number == 1:
        traffic = send(root.parent / MESSAGES / place.code, Traffic(place, part))
    return _Done(
        place.number, number, making.slices, counts, part.spent, dict(part.paid),
        dict(part.known), traffic,
    )  # fmt: skip


def _whole(
    making: Making, given: Parameters, order: Order, place: Place, parts: Sequence[_Done]
) -> dict[str, int]:
    spent = np.sum([one.spent for one in parts], axis=0)
    paid = {name: np.sum([one.paid[name] for one in parts], axis=0) for name in parts[0].paid}
    told = whole.tell(given, order, place, spent, paid)
    return write(making, order, place, WHOLE, told)


def _contracts(path: Path, given: Parameters, order: Order, planned: Sequence[Place]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(whole.CONTRACT_HEAD)
        for place in planned:
            supply = contract(given, order.seed, place.number, order.window, place.inhabitants)
            writer.writerows(whole.contracts(place, supply, given, order.window))


def _json(path: Path, contents: Any) -> None:
    path.write_text(json.dumps(contents, indent=1, ensure_ascii=False) + "\n", "utf-8")


def _hold_free(out: Path) -> None:
    if out.is_dir() and any(out.iterdir()):
        raise CannotSimulate(f"{out} is niet leeg; geef een nieuwe of een lege map")
    if out.exists() and not out.is_dir():
        raise CannotSimulate(f"{out} is een bestand; geef een nieuwe of een lege map")


@contextmanager
def _beside(out: Path) -> Iterator[Path]:
    """A folder beside the place of the result, removed at the end; what a killed process left there goes
    first.
    """
    out.parent.mkdir(parents=True, exist_ok=True)
    prefix = f".{out.name}.simulating."
    for left in out.parent.glob(f"{prefix}*"):
        with _locked(left) as free:
            if free:
                shutil.rmtree(left, ignore_errors=True)
    folder = out.parent / f"{prefix}{uuid4().hex[:8]}"
    folder.mkdir()
    try:
        with _locked(folder):
            yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def _locked(folder: Path) -> Iterator[bool]:
    """Whether the folder could be locked; the kernel lets go when its holder dies."""
    try:
        descriptor = os.open(folder, os.O_RDONLY)
    except FileNotFoundError:
        yield False
        return
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield True
    except BlockingIOError:
        yield False
    finally:
        os.close(descriptor)


def _put(folder: Path, out: Path) -> None:
    """Rename into place; an empty folder that is there gives way."""
    try:
        os.rename(folder, out)
    except OSError:
        _hold_free(out)
        raise
