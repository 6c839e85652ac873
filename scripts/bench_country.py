"""How simulating and measuring grow with the number of inhabitants, from a town to the country.

Each size is made in a fresh folder by two processes and then measured: every measure that comes with Noaber,
by municipality and year, over five years, with an engine that may hold 4 GB, as on 8 GB of memory. Making and
measuring are processes of their own; seconds are of the clock and of the processors, memory is the most of one
process. The growth is the exponent: 1.00 is twice the time for twice the inhabitants.
Usage: python -m scripts.bench_country [share of the country, 0 to 1]
"""

import json
import math
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

COUNTRY, MUNICIPALITIES, FIRST, YEARS = 17_600_000, 342, 2018, 5
SHARES = (0.002, 0.02, 0.1, 0.3, 1.0)
ENGINE = 4_000_000_000


def main() -> None:
    """Print a line for each size, up to the share of the country that was asked for."""
    if len(sys.argv) > 2:
        work = _make if sys.argv[1] == "make" else _measure
        print(json.dumps(work(Path(sys.argv[2]), *map(int, sys.argv[3:]))))
        return
    most = float(sys.argv[1]) if len(sys.argv) > 1 else 0.1
    print("inhabitants, municipalities: making (s, processor s, MB), facts; measuring, results")
    before: tuple[int, float] | None = None
    for share in SHARES:
        if share > most:
            continue
        size, places = round(COUNTRY * share), max(1, round(MUNICIPALITIES * share))
        with tempfile.TemporaryDirectory() as folder:
            made = _run("make", f"{folder}/out", size, places)
            measured = _run("measure", f"{folder}/out")
        growth = ""
        if before:
            exponent = math.log(measured["processor"] / before[1]) / math.log(size / before[0])
            growth = f"; growth {exponent:.2f}"
        before = (size, measured["processor"])
        print(
            f"{size:,}, {places}: {_told(made)}, {made['count']:,} facts; {_told(measured)}, "
            f"{measured['count']:,} results{growth}",
            flush=True,
        )


def _told(found: dict[str, Any]) -> str:
    return f"{found['seconds']:,.1f} s, {found['processor']:,.1f} s, {found['memory']:,.0f} MB"


def _run(*words: object) -> dict[str, Any]:
    command = [sys.executable, "-m", "scripts.bench_country", *map(str, words)]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    return dict(json.loads(done.stdout))


def _make(out: Path, inhabitants: int, places: int) -> dict[str, Any]:
    from noaber.simulation.country import make
    from noaber.simulation.plan import Order

    begin = time.perf_counter()
    made = make(out, Order(inhabitants, FIRST, YEARS, 1, places), 2)
    return _used(begin, sum(made.counts.values()))


def _measure(out: Path) -> dict[str, Any]:
    from noaber.facts.snapshot import latest, read
    from noaber.facts.store import Store
    from noaber.measures.definition import shipped
    from noaber.measures.engine import Question, run
    from noaber.measures.periods import Asked

    root = out / "facts"
    store = Store(read(root, latest(root) or ""), memory=ENGINE)
    begin = time.perf_counter()
    asked = Question(Asked("year", FIRST, FIRST + YEARS - 1), ())
    rows, _ = run(store, shipped().values(), asked)
    return _used(begin, rows.num_rows)


def _used(begin: float, count: int) -> dict[str, Any]:
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return {
        "seconds": time.perf_counter() - begin,
        "processor": sum(one.ru_utime + one.ru_stime for one in used),
        "memory": max(one.ru_maxrss for one in used) / 1024,
        "count": count,
    }


if __name__ == "__main__":
    main()
