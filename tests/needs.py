"""What a test needs from the machine: missing it fails in CI and is said out loud elsewhere."""

import os
from typing import NoReturn

import pytest


def missing(what: str, advice: str) -> NoReturn:
    """Fail where CI is set, skip elsewhere: a machine of a user may lack what CI must have."""
    message = f"{what} is not here. {advice}"
    if os.environ.get("CI"):
        pytest.fail(message, pytrace=False)
    pytest.skip(message)
