"""Trying broken input for as long as asked, and keeping what goes wrong: the loop that all fuzzing shares."""

import random
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

KEEP = Path(".fuzz")


def fuzz(
    what: str,
    broken: Callable[[int], Any],
    holds: Callable[[Any], object],
    kept: Callable[[Any], tuple[str, bytes, str]],
) -> None:
    """Try inputs for as many minutes as the first argument says (a night), and exit with 1 if any failed.

    `broken` makes an input from a seed, `holds` raises where something is wrong with it; `kept` gives what
    comes before the seed in a file name, the bytes, and the suffix. The second argument is the first seed.
    """
    minutes = float(sys.argv[1]) if len(sys.argv) > 1 else 480
    seed = int(sys.argv[2]) if len(sys.argv) > 2 else random.SystemRandom().randrange(10**9)
    end, tried, wrong = time.monotonic() + 60 * minutes, 0, 0
    while time.monotonic() < end:
        made = broken(seed + tried)
        try:
            holds(made)
        except Exception as error:
            wrong += 1
            KEEP.mkdir(exist_ok=True)
            before, content, suffix = kept(made)
            (KEEP / f"{before}{seed + tried}{suffix}").write_bytes(content)
            print(f"{seed + tried}: {type(error).__name__}: {str(error)[:200]}")
        tried += 1
    print(f"{tried} {what} from seed {seed}, {wrong} wrong")
    sys.exit(bool(wrong))
