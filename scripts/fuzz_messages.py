"""Check broken messages for as long as asked, each against the published schema, and say what went wrong.

Usage: python -m scripts.fuzz_messages [minutes] [seed]
"""

import sys

from scripts.fuzzing import fuzz
from tests.broken_messages import SCHEMAS, broken, holds


def main() -> None:
    """Check until the time is over; keep each message that went wrong in .fuzz with its seed as name."""
    if not SCHEMAS.exists():
        sys.exit(
            "The published schemas are not here; without them there is nothing to hold against."
        )
    fuzz(
        "messages checked",
        broken,
        lambda made: holds(*made),
        lambda made: (f"{made[0]}{made[1]}-", made[2], ".xml"),
    )


if __name__ == "__main__":
    main()
