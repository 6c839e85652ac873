"""How long claims take to read, check and keep, as multiples of what libxml2 needs to parse and validate.

Every measurement is a process of its own, in turn with its yardstick in the same round; prints medians, ranges
and the most memory used. The yardstick is lxml: parse the file, validate it against the published schema (our
own, which gives the same verdict, where that is not at hand).
Usage: python -m scripts.bench_messages [megabytes ...]
"""

import json
import os
import re
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

SIZES = (20, 1000)
SCHEMA = Path(__file__).parents[2] / "shared/standards/istandaarden/ijw/xsd/JW323.xsd"
# So many bytes is one claim line in the files that are made.
LINE = 828
GOALS = {"check": 1.5, "import": 2.0}


def main() -> None:
    """Time the sizes asked for and print the ratios beside their goals."""
    if len(sys.argv) > 2 and sys.argv[1] == "one":
        print(json.dumps(_one(sys.argv[2], Path(sys.argv[3]))))
        return
    sizes = [int(size) for size in sys.argv[1:]] or list(SIZES)
    with tempfile.TemporaryDirectory() as folder:
        for size in sizes:
            path = _made(Path(folder), size)
            _compare(path, size, 7 if size <= 50 else 1)
            path.unlink()
        _folder(Path(folder))


def _made(folder: Path, megabytes: int) -> Path:
    from noaber.intake.messages.long_claims import claim_lines

    path = folder / f"{megabytes}.xml"
    with path.open("w", encoding="utf-8") as file:
        file.writelines(claim_lines(megabytes * 1_000_000 // LINE))
    return path


def _compare(path: Path, size: int, rounds: int) -> None:
    names = ("lxml", "check", "import")
    found: dict[str, list[dict[str, Any]]] = {name: [] for name in names}
    for at in range(rounds):
        for name in names if at % 2 else names[::-1]:
            found[name].append(_run(name, path))
    bare = found["lxml"]
    print(
        f"JW323 of {path.stat().st_size / 1e6:,.0f} MB: lxml parse + validate "
        f"{statistics.median(one['seconds'] for one in bare):.3f} s, {_memory(bare)}; {rounds} rounds; "
        f"{'published' if SCHEMA.exists() else 'own'} schema"
    )
    for name, goal in GOALS.items():
        ratios = [o["seconds"] / b["seconds"] for o, b in zip(found[name], bare, strict=True)]
        print(
            f"  {name}: {statistics.median(ratios):.2f} x ({min(ratios):.2f}-{max(ratios):.2f}; goal {goal}), "
            f"{statistics.median(o['seconds'] for o in found[name]):.3f} s, {_memory(found[name])}; "
            f"{found[name][0]['lines']:,} lines"
        )


def _memory(rounds: list[dict[str, Any]]) -> str:
    return f"{max(one['memory'] for one in rounds):,.0f} MB of memory"


def _run(name: str, path: Path) -> dict[str, Any]:
    with tempfile.TemporaryDirectory() as home:
        done = subprocess.run(
            [sys.executable, "-m", "scripts.bench_messages", "one", name, str(path)],
            check=True, capture_output=True, text=True, env={**os.environ, "NOABER_HOME": home},
        )  # fmt: skip
    made: dict[str, Any] = json.loads(done.stdout)
    return made


def _one(name: str, path: Path) -> dict[str, Any]:
    seconds, lines = {"lxml": _lxml, "check": _check, "import": _import}[name](path)
    return {"seconds": seconds, "lines": lines, "memory": _peak()}


def _peak() -> float:
    """The most memory this process has had, in MB; on Linux of this program alone, not of what began it."""
    status = Path("/proc/self/status")
    if status.exists():
        return int(re.findall(r"VmHWM:\s+(\d+)", status.read_text())[0]) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _lxml(path: Path) -> tuple[float, int]:
    from lxml import etree

    from noaber.intake.messages.description import release
    from noaber.intake.messages.schema import schema_of

    if SCHEMA.exists():
        schema = etree.XMLSchema(etree.parse(SCHEMA))
    else:
        schema = schema_of(release().message("ijw", "323"))
    start = time.perf_counter()
    tree = etree.parse(path, etree.XMLParser(huge_tree=True))
    valid = schema.validate(tree)
    seconds = time.perf_counter() - start
    if not valid:
        raise SystemExit("the made claim is not valid")
    return seconds, 0


def _warm() -> None:
    """What is made once per process is made: the schema (of lxml too), the expressions, the catalogue."""
    from noaber.intake.messages.long_claims import claim_lines
    from noaber.intake.messages.reading import check_content

    check_content("".join(claim_lines(2000)).encode())


def _check(path: Path) -> tuple[float, int]:
    """Structure, code lists, rules inside the message, and every line in Arrow columns."""
    from noaber.intake.messages.checking import Checker
    from noaber.intake.messages.content import FileContent
    from noaber.intake.messages.description import release
    from noaber.intake.messages.reading import Reading

    _warm()
    checker = Checker(release().message("ijw", "323"))
    lines = 0
    start = time.perf_counter()
    with path.open("rb") as file:
        reading = Reading(FileContent(file))
        for part in reading.parts():
            checker.feed(part)
            lines += part.tables["Prestatie"].num_rows
        found = checker.finish()
    seconds = time.perf_counter() - start
    if not reading.valid or found:
        raise SystemExit(f"the made claim is not in order: {found[:3]}")
    return seconds, lines


def _import(path: Path) -> tuple[float, int]:
    """The whole check, and every line in the register."""
    from noaber.app.ready import ready

    ready()
    from scripts.bench_messages_import import prepared

    receive = prepared()
    start = time.perf_counter()
    lines = receive(path)
    return time.perf_counter() - start, lines


def _folder(folder: Path) -> None:
    """A folder of files on one processor and on all of them."""
    from noaber.intake.messages.long_claims import claim_lines

    count = 12
    for number in range(count):
        with (folder / f"{number}.xml").open("w", encoding="utf-8") as file:
            file.writelines(claim_lines(8_000))
    seconds = {}
    for workers in (1, os.cpu_count() or 1):
        start = time.perf_counter()
        subprocess.run(
            [sys.executable, "-m", "noaber", "messages", "check", "--workers", str(workers), str(folder)],
            check=True, capture_output=True,
        )  # fmt: skip
        seconds[workers] = time.perf_counter() - start
    one, all_ = seconds[1], seconds[max(seconds)]
    print(
        f"A folder of {count} files: {one:.2f} s on one processor, {all_:.2f} s on {max(seconds)} "
        f"({one / all_:.2f} times as fast)"
    )


if __name__ == "__main__":
    main()
