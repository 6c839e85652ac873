"""Read composed pages that were broken in random ways, for as long as asked, and say what went wrong.

What must hold of any text: a Reading or an IntakeError and nothing else, quickly; a Reading that fits its
schema; places that lie in the text; parents that exist. Usage: python -m scripts.fuzz_reading [minutes] [seed]
"""

from scripts.fuzzing import fuzz
from tests.broken_pages import broken, holds


def main() -> None:
    """Read until the time is over; keep each text that went wrong in .fuzz with its seed as name."""
    fuzz("texts read", broken, lambda made: holds(*made), lambda made: ("", *made))


if __name__ == "__main__":
    main()
