"""The walls that an import graph does not show: what really gets loaded, and where names stand."""

import ast
import configparser
import pkgutil
import subprocess
import sys
from pathlib import Path

import pytest

import noaber

ROOT = Path(noaber.__file__).parent.parent
# What each pure room or module may never load, directly or through what it imports.
DJANGO = ("django", "psycopg", "noaber.register", "noaber.guard")
STORE = ("duckdb", "ibis", "noaber.facts.store")
NEVER = {
    "noaber.vocabulary": (*DJANGO, *STORE, "pyarrow", "jinja2"),
    "noaber.intake": (*DJANGO, *STORE),
    "noaber.intake.documents": (*DJANGO, *STORE, "pyarrow"),
    "noaber.intake.iv3": (*DJANGO, *STORE, "pyarrow"),
    "noaber.facts.tables": (*DJANGO, *STORE),
    "noaber.facts.snapshot": DJANGO,
    "noaber.facts.store": DJANGO,
    "noaber.measures": DJANGO,
    "noaber.judgement": (*DJANGO, *STORE),
    "noaber.publication": (*DJANGO, *STORE),
    # Workers start it anew; it needs no database and no engine.
    "noaber.simulation": (*DJANGO, *STORE),
}
NETWORK = {"aiohttp", "ftplib", "httpx", "requests", "smtplib", "socket", "urllib3"}
NETWORK_PARTS = {"urllib.request", "http.client", "http.server"}


def exists(name: str) -> bool:
    place = ROOT.joinpath(*name.split("."))
    return (place / "__init__.py").exists() or place.with_suffix(".py").exists()


def modules(name: str) -> list[str]:
    folder = ROOT.joinpath(*name.split("."))
    inner = pkgutil.walk_packages([str(folder)], f"{name}.") if folder.is_dir() else ()
    return [name, *(found.name for found in inner)]


def imported(file: Path) -> set[str]:
    names = set()
    for node in ast.walk(ast.parse(file.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            names |= {node.module} | {f"{node.module}.{alias.name}" for alias in node.names}
    return names


@pytest.mark.parametrize("room", [room for room in NEVER if exists(room)])
def test_a_pure_room_loads_nothing_impure_in_a_fresh_process(room: str) -> None:
    program = (
        f"import importlib, sys\nfor name in {modules(room)!r}: importlib.import_module(name)\n"
    )
    program += f"print(*sorted(set({NEVER[room]!r}) & set(sys.modules)))"
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.split() == []


def test_vocabulary_stands_on_the_standard_library() -> None:
    for file in ROOT.glob("noaber/vocabulary/**/*.py"):
        outside = {name.split(".")[0] for name in imported(file)} - sys.stdlib_module_names
        assert outside <= {"noaber"}, file.name


def test_only_app_reaches_the_network() -> None:
    reaching = {}
    for file in ROOT.glob("noaber/*/**/*.py"):
        names = imported(file)
        found = ({name.split(".")[0] for name in names} & NETWORK) | (names & NETWORK_PARTS)
        if found and file.relative_to(ROOT / "noaber").parts[0] != "app":
            reaching[str(file.relative_to(ROOT))] = found
    assert reaching == {}


def test_every_subject_of_the_register_stands_behind_its_wall() -> None:
    walls = configparser.ConfigParser()
    walls.read(ROOT / ".importlinter")
    independent = set(walls["importlinter:contract:subjects"]["modules"].split())
    subjects = {
        f"noaber.register.{file.parent.name}" for file in ROOT.glob("noaber/register/*/apps.py")
    }
    if subjects:
        assert independent == subjects - {"noaber.register.sources"}


def test_the_way_into_facts_stays_empty() -> None:
    file = ROOT / "noaber/facts/__init__.py"
    if file.exists():
        assert imported(file) == set()
