"""Whatever is done to a page, reading it gives a Reading that holds, or a clear refusal."""

import pytest

from tests.broken_pages import broken, holds


@pytest.mark.parametrize("seed", range(0, 400, 50))
def test_a_broken_page_is_read_or_refused(seed: int) -> None:
    for one in range(seed, seed + 50):
        holds(*broken(one))
