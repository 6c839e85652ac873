"""Generated pages are current, and the coverage table claims no more than tests show."""

import csv
import importlib
import io
import re
import tomllib
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]


def docs() -> ModuleType:
    return importlib.import_module("scripts.docs")


def entries() -> list[dict[str, Any]]:
    text = (ROOT / "docs/coverage.toml").read_text("utf-8")
    return list(tomllib.loads(text)["system"])


def test_generated_pages_are_current() -> None:
    assert docs().stale() == [], "run 'make docs' and commit the result"


def test_a_cell_with_a_stroke_stays_one_cell() -> None:
    assert docs().table(["a|b"], [])[0] == "| a\\|b |"


def test_the_coverage_table_counts_each_system_once() -> None:
    assert [entry["id"] for entry in entries()] == list(range(1, 153))
    names = [entry["name"] for entry in entries()]
    assert len(set(names)) == len(names)
    assert all(names)


def test_every_test_that_the_coverage_table_names_exists() -> None:
    missing = [
        f"{entry['id']}: {named}"
        for entry in entries()
        for named in entry["tests"]
        if not exists(named)
    ]
    assert missing == []


def exists(node: str) -> bool:
    """Whether a test of that name is written in that file; parameters in brackets are left off."""
    path, _, name = node.partition("::")
    file = ROOT / path
    function = re.escape(name.partition("[")[0].rpartition("::")[2])
    return file.is_file() and bool(re.search(rf"def {function}\(", file.read_text("utf-8")))


def test_the_coverage_table_follows_the_list_of_systems(shared: Path) -> None:
    listed = list(csv.DictReader(io.StringIO((shared / "systems.csv").read_text("utf-8"))))
    assert [entry["id"] for entry in entries()] == [int(row["id"]) for row in listed]
    printed = {row["name_as_printed"].casefold() for row in listed}
    assert {entry["name"] for entry in entries() if entry["name"].casefold() in printed} == set()


@pytest.mark.parametrize(
    "node", ["", "tests/none.py::test_x", "tests/contract/test_docs.py::test_x"]
)
def test_a_test_that_is_not_written_is_not_found(node: str) -> None:
    assert not exists(node)
