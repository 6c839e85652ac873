"""The residents of the demo's town: simulated from a seed, and taken in as one import of facts."""

import tempfile
from pathlib import Path

from noaber.facts.taking_in import take_in
from noaber.simulation.country import make
from noaber.simulation.plan import Order

# As many residents as Twenterand, over the five years up to the last accounts of the demo.
TOWN = Order(inhabitants=34_000, first_year=2021, years=5, seed=2025)
NAME = "noaberstad"


def residents(root: Path) -> int:
    """Make the town's people and keep what happened to them in `root`; how many facts that are.

    The same people each time, so that a second demo changes nothing.
    """
    with tempfile.TemporaryDirectory() as folder:
        town = make(Path(folder) / NAME, TOWN)
        return int(take_in(town.snapshot, root, NAME)["rows"])
