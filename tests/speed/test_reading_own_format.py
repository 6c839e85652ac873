"""A file of the own format far longer than any programme reads in memory that does not run away."""

import re
import tracemalloc
from pathlib import Path

from noaber.intake.documents.own_format import read_own

SAMPLE = (Path(__file__).parents[1] / "samples/intake/noaberstad.toml").read_text("utf-8")
MEGABYTES = 60


def test_five_thousand_lines_are_read_within_sixty_megabytes() -> None:
    head, mark, records = SAMPLE.partition("[[programme_line]]")
    ids = "|".join(re.findall(r'^id = "(.*)"$', records, re.MULTILINE))
    copies = (re.sub(rf'"({ids})"', rf'"\1-{copy}"', mark + records) for copy in range(28))
    text = head + "".join(copies)
    assert text.count("\n") > 5000
    tracemalloc.start()
    read_own(text, "x.toml")
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < MEGABYTES * 2**20
