"""Check broken messages for as long as asked, each against the published schema, and say what went wrong.

Usage: python -m scripts.fuzz_messages [minutes] [seed]
"""

import random
import sys
import time
from pathlib import Path

from tests.broken_messages import SCHEMAS, broken, holds

KEEP = Path(".fuzz")


def main() -> None:
    """Check until the time is over; keep each message that went wrong in .fuzz with its seed as name."""
    if not SCHEMAS.exists():
        sys.exit(
            "The published schemas are not here; without them there is nothing to hold against."
        )
    minutes = float(sys.argv[1]) if len(sys.argv) > 1 else 480
    seed = int(sys.argv[2]) if len(sys.argv) > 2 else random.SystemRandom().randrange(10**9)
    end, read, wrong = time.monotonic() + 60 * minutes, 0, 0
    while time.monotonic() < end:
        standard, number, content = broken(seed + read)
        try:
            holds(standard, number, content)
        except Exception as error:
            wrong += 1
            KEEP.mkdir(exist_ok=True)
            (KEEP / f"{standard}{number}-{seed + read}.xml").write_bytes(content)
            print(f"{seed + read}: {type(error).__name__}: {str(error)[:200]}")
        read += 1
    print(f"{read} messages checked from seed {seed}, {wrong} wrong")
    sys.exit(bool(wrong))


if __name__ == "__main__":
    main()
