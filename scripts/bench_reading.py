"""What the reader finds of composed pages, by kind, and how fast it reads.

Precision, recall and F1 over all pages of a part of the corpus: `known`, on which the grammar was
made, and `unseen`, which nobody who writes it has looked at. Speed beside the least that any reader
must do: cut the same text into words. Both are timed in turn, in one run.
"""

import re
import statistics
import time
from collections.abc import Callable

from noaber.intake.documents.files import read_file, text_of
from noaber.intake.documents.reader import read_text
from tests.reading_corpus import PARTS, Score, pages, score

ROUNDS = 9
TIMES = 20  # the pages so many times over make a text of about five megabytes


def main() -> None:
    """Print a table for each part of the corpus, and the speed."""
    for part in PARTS:
        total: dict[str, Score] = {}
        found = pages(part)
        for page in found:
            text, reading = read_file(page.content, f"page{page.suffix}")
            for kind, one in score(page, reading, text, text_of).items():
                total.setdefault(kind, Score()).add(one)
        print(f"{part}, {len(found)} pages")
        for kind, one in total.items():
            precision, recall = one.right / max(one.given, 1), one.right / max(one.gold, 1)
            print(
                f"  {kind:<11} precision {precision:.3f}  recall {recall:.3f}  F1 {one.f1:.3f}"
                f"  ({one.right} right of {one.gold}, {one.given} given)"
            )
    _speed()


def _speed() -> None:
    text = "\n\n".join(text_of(page.content, f"page{page.suffix}") for page in pages("known"))
    text *= TIMES
    size = len(text.encode()) / 1e6
    ratios, ours = [], []
    for _ in range(ROUNDS):
        bare = _timed(lambda: re.findall(r"\S+", text))
        took = _timed(lambda: read_text(text))
        ours.append(took)
        ratios.append(took / bare)
    print(
        f"speed: {size / statistics.median(ours):.2f} MB/s over {size:.1f} MB; "
        f"{statistics.median(ratios):.0f} x cutting it into words; {ROUNDS} rounds"
    )


def _timed(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


if __name__ == "__main__":
    main()
