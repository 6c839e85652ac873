"""Migrations are one line per app: numbered from 0001 without a hole, each on the one before it."""

import itertools
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
FOLDERS = sorted(folder.relative_to(ROOT) for folder in ROOT.glob("noaber/**/migrations"))


def migrations(folder: Path) -> list[Path]:
    return sorted(file for file in (ROOT / folder).glob("*.py") if file.name != "__init__.py")


@pytest.mark.parametrize("folder", FOLDERS, ids=str)
def test_migrations_are_numbered_without_a_hole(folder: Path) -> None:
    numbers = [file.name[:5] for file in migrations(folder)]
    assert numbers == [f"{number:04}_" for number in range(1, len(numbers) + 1)]


@pytest.mark.parametrize("folder", FOLDERS, ids=str)
def test_each_migration_stands_on_the_one_before(folder: Path) -> None:
    app = folder.parent.name
    files = migrations(folder)
    for before, file in itertools.pairwise(files):
        named = re.findall(rf'\(\s*["\']{app}["\'],\s*["\'](\w+)["\']', file.read_text("utf-8"))
        assert [name for name in named if re.match(r"\d{4}_", name)] == [before.stem], file.name
