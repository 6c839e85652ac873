"""A file of the own format far longer than any programme reads while one waits."""

import re
import time
from pathlib import Path

from noaber.intake.documents.own_format import read_own

SAMPLE = (Path(__file__).parents[1] / "samples/intake/noaberstad.toml").read_text("utf-8")
SECONDS = 1.0


def test_five_thousand_lines_read_within_a_second() -> None:
    head, mark, records = SAMPLE.partition("[[programme_line]]")
    ids = "|".join(re.findall(r'^id = "(.*)"$', records, re.MULTILINE))
    copies = (re.sub(rf'"({ids})"', rf'"\1-{copy}"', mark + records) for copy in range(28))
    text = head + "".join(copies)
    assert text.count("\n") > 5000
    start = time.perf_counter()
    read_own(text, "x.toml")
    assert time.perf_counter() - start < SECONDS
