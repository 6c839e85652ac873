"""Read composed pages that were broken in random ways, for as long as asked, and say what went wrong.

What must hold of any text: a Reading or an IntakeError and nothing else, quickly; a Reading that fits its
schema; places that lie in the text; parents that exist. Usage: python -m scripts.fuzz_reading [minutes] [seed]
"""

import random
import sys
import time
from pathlib import Path

from tests.broken_pages import broken, holds

KEEP = Path(".fuzz")


def main() -> None:
    """Read until the time is over; keep each text that went wrong in .fuzz with its seed as name."""
    minutes = float(sys.argv[1]) if len(sys.argv) > 1 else 480
    seed = int(sys.argv[2]) if len(sys.argv) > 2 else random.SystemRandom().randrange(10**9)
    end, read, wrong = time.monotonic() + 60 * minutes, 0, 0
    while time.monotonic() < end:
        content, suffix = broken(seed + read)
        try:
            holds(content, suffix)
        except Exception as error:
            wrong += 1
            KEEP.mkdir(exist_ok=True)
            (KEEP / f"{seed + read}{suffix}").write_bytes(content)
            print(f"{seed + read}: {type(error).__name__}: {str(error)[:200]}")
        read += 1
    print(f"{read} texts read from seed {seed}, {wrong} wrong")
    sys.exit(bool(wrong))


if __name__ == "__main__":
    main()
