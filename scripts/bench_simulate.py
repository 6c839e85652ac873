"""How fast and in how much memory people who don't exist are made: a town, a city, and as much of a country.

Each run is a process of its own, in a fresh folder. Of the country a share is measured (a fifth by default),
with municipalities of all sizes, and the rest extrapolated by inhabitants: the two are printed apart.
Usage: python -m scripts.bench_simulate [share of the country, 0 to 1]
"""

import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

TOWN, COUNTRY, MUNICIPALITIES, YEARS = 34_000, 17_600_000, 342, 5
PROCESSES = 2


def main() -> None:
    """Print a table of runs, and the country as far as it was measured."""
    if len(sys.argv) > 2 and sys.argv[1] == "one":
        print(json.dumps(_one(*(int(word) for word in sys.argv[2:6]))))
        return
    share = float(sys.argv[1]) if len(sys.argv) > 1 else 0.2
    print(
        f"{YEARS} years; seconds of the clock, of the processors, and the most memory of a process"
    )
    town = _told("a town, with one process", TOWN, 1, 1)
    _told("the same with messages since 2021", TOWN, 1, 1, messages=1)
    _told("one city of 500,000, with two processes", 500_000, 1, PROCESSES)
    part = _told(
        f"{share:.0%} of the country's size, with two processes", round(COUNTRY * share),
        max(1, round(MUNICIPALITIES * share)), PROCESSES,
    )  # fmt: skip
    factor = COUNTRY / part["inhabitants"]
    if share >= 1:
        return
    print(
        f"\nExtrapolated by inhabitants ({factor:.1f} x the last run), not measured: the country "
        f"of {COUNTRY:,} takes {part['seconds'] * factor / 60:.0f} minutes, "
        f"{part['bytes'] * factor / 1e9:.1f} GB "
        f"and {part['rows'] * factor / 1e6:,.0f} million facts. Memory does not grow with it: "
        f"a process holds one part of at most 50,000 inhabitants; "
        f"town {town['memory']:,.0f} MB, last run {part['memory']:,.0f} MB."
    )


def _told(
    name: str, inhabitants: int, municipalities: int, processes: int, messages: int = 0
) -> dict[str, Any]:
    words = map(str, (inhabitants, municipalities, processes, messages))
    done = subprocess.run(
        [sys.executable, "-m", "scripts.bench_simulate", "one", *words],
        check=True, capture_output=True, text=True,
    )  # fmt: skip
    found: dict[str, Any] = {"inhabitants": inhabitants, **json.loads(done.stdout)}
    rate = found["rows"] / found["seconds"]
    print(
        f"  {name}: {found['seconds']:.1f} s, {found['processor']:.1f} s, {found['memory']:,.0f} MB; "
        f"{inhabitants:,} inhabitants, {found['rows']:,} facts ({rate:,.0f} a second), "
        f"{found['bytes'] / 1e6:,.0f} MB on disk",
        flush=True,
    )
    return found


def _one(inhabitants: int, municipalities: int, processes: int, messages: int) -> dict[str, Any]:
    from noaber.simulation.country import make
    from noaber.simulation.plan import Order

    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "out"
        order = Order(inhabitants, 2018, YEARS, 1, municipalities, bool(messages))
        begin = time.perf_counter()
        made = make(out, order, processes)
        seconds = time.perf_counter() - begin
        size = sum(path.stat().st_size for path in out.rglob("*") if path.is_file())
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    unit = 1024 if os.uname().sysname == "Linux" else 1024**2
    return {
        "seconds": seconds,
        "processor": sum(one.ru_utime + one.ru_stime for one in used),
        "memory": max(one.ru_maxrss for one in used) / unit,
        "rows": sum(made.counts.values()),
        "bytes": size,
    }


if __name__ == "__main__":
    main()
