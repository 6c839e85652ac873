"""What all tests share, and no more: chance that repeats, and what the machine must offer."""

import os
import random
import shutil
from pathlib import Path

import pytest
from hypothesis import settings

from tests.needs import missing

ROOT = Path(__file__).parent.parent

# Chance is seeded: a test run tells the same story twice.
settings.register_profile("ci", derandomize=True, deadline=None, print_blob=True)
settings.register_profile("long", parent=settings.get_profile("ci"), max_examples=2000)
settings.load_profile(os.environ.get("NOABER_HYPOTHESIS", "ci"))


@pytest.fixture(autouse=True)
def seed() -> None:
    """Start each test with the same seed, whatever ran before it."""
    random.seed(20221231)


@pytest.fixture(scope="session")
def root() -> Path:
    """The folder of the repository."""
    return ROOT


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder with texts and standards beside the repository; the project works without it."""
    folder = Path(os.environ.get("NOABER_SHARED", ROOT.parent / "shared"))
    if not folder.is_dir():
        missing(
            f"The folder {folder.name} beside the repository", "NOABER_SHARED can name another."
        )
    return folder


@pytest.fixture(scope="session")
def chromium() -> str:
    """The path of the browser that the page tests drive."""
    found = os.environ.get("NOABER_CHROMIUM") or shutil.which("chromium")
    if not found:
        missing("Chromium", "Run 'make browser', or name one in NOABER_CHROMIUM.")
    return found
