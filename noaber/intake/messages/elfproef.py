"""The eleven test of a BSN on a whole column (weights 9 to 2 and -1; Besluit BSN, article 3)."""

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc


def passes_elfproef(column: pa.ChunkedArray) -> pa.Array:
    """For every text of nine digits whether it passes; unknown where it is absent."""
    numbers = pc.fill_null(pc.cast(column, pa.int64()), 0).to_numpy()
    total = np.zeros(len(numbers), np.int64)
    rest = numbers.copy()
    for weight in (-1, 2, 3, 4, 5, 6, 7, 8, 9):
        total += weight * (rest % 10)
        rest //= 10
    passed = (total % 11 == 0) & (numbers > 0)
    return pa.array(passed, mask=pc.is_null(column).to_numpy(zero_copy_only=False))
