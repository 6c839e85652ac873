"""The project as a whole: what is tracked, what is locked, and what every folder must hold."""

import json
import re
import subprocess
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
LONGEST_MODULE = 500
# Put together here, so that this file does not hold what it looks for.
FORBIDDEN = [
    r"/(?:work|root)" + r"/[\w.]",
    r"/home" + r"/\w+/",
    r"BEGIN [A-Z ]*PRIVATE" + r" KEY",
    r"AKIA[0-9A-Z]{16}",
    r"(?i)(?:password|secret|token)\s*=\s*[\"'][A-Za-z0-9+/]{24,}",
]


def tracked() -> list[Path]:
    """The files that git knows, or all files where this is no git folder."""
    listed = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    if listed.returncode:
        pytest.skip("not a git folder: there is no list of tracked files")
    return [ROOT / name for name in listed.stdout.split("\0") if name and (ROOT / name).is_file()]


def text_of(file: Path) -> str:
    try:
        return file.read_text("utf-8")
    except UnicodeDecodeError:
        return ""


@pytest.mark.parametrize(
    "file", sorted(ROOT.glob("requirements/*.txt")), ids=lambda file: file.name
)
def test_locked_requirements_have_hashes_and_no_addresses(file: Path) -> None:
    text = file.read_text("utf-8")
    assert "http" not in text
    assert "--index" not in text
    for requirement in re.findall(r"^[\w.\[\]-]+==(?:.*\\\n)*.*", text, re.MULTILINE):
        assert "--hash=sha256:" in requirement


def test_locked_front_end_packages_have_hashes_and_no_addresses() -> None:
    lock = json.loads((ROOT / "frontend/package-lock.json").read_text("utf-8"))
    for name, package in lock["packages"].items():
        assert "resolved" not in package
        assert name == "" or package["integrity"].startswith("sha512-")


def test_no_tracked_file_holds_a_secret_or_a_path_of_one_machine() -> None:
    found = [
        f"{file.relative_to(ROOT)}: {match.group()}"
        for file in tracked()
        for pattern in FORBIDDEN
        for match in re.finditer(pattern, text_of(file))
    ]
    assert found == []


def test_no_module_is_longer_than_can_be_overseen() -> None:
    long = {
        str(file.relative_to(ROOT)): len(text_of(file).splitlines())
        for file in tracked()
        if file.suffix == ".py"
    }
    assert {name: lines for name, lines in long.items() if lines > LONGEST_MODULE} == {}


def test_every_folder_of_tests_says_what_it_is_for() -> None:
    folders = [ROOT / "tests", *(path for path in (ROOT / "tests").iterdir() if path.is_dir())]
    without = [
        folder.name
        for folder in folders
        if not folder.name.startswith(("_", ".")) and not (folder / "README.md").is_file()
    ]
    assert without == []


def test_continuous_integration_runs_what_a_person_runs() -> None:
    assert "\nmake test\n" in (ROOT / ".ci/run").read_text("utf-8")


def test_the_version_is_said_once_more_in_the_same_words() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    assert f'__version__ = "{project["version"]}"' in (ROOT / "noaber/__init__.py").read_text(
        "utf-8"
    )
    assert f"softwareVersion: {project['version']}" in (ROOT / "publiccode.yml").read_text("utf-8")
    assert project["license"] == "EUPL-1.2"


def test_every_dependency_has_a_record_of_why_it_is_here() -> None:
    named = {
        match.group().casefold()
        for file in ROOT.glob("requirements/*.in")
        for match in re.finditer(r"^\w[\w.-]*", file.read_text("utf-8"), re.MULTILINE)
    }
    package = json.loads((ROOT / "frontend/package.json").read_text("utf-8"))
    named |= {name.casefold() for name in package["devDependencies"]}
    records = "\n".join(file.read_text("utf-8") for file in (ROOT / "docs/decisions").glob("*.md"))
    assert {name for name in named if f"`{name}`" not in records.casefold()} == set()
