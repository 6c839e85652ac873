"""An import that is killed at any moment leaves whole messages; two importers double nothing."""

import json
import os
import random
import subprocess
import sys
import time
from pathlib import Path

import pytest

from noaber.intake.messages.long_claims import claim_lines

pytestmark = [pytest.mark.database]

FILES, LINES, KILLS = 6, 2500, 6


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Six claims that differ in their number of lines, in a folder, and a home beside it."""
    messages = tmp_path / "in"
    messages.mkdir()
    for at in range(FILES):
        text = "".join(claim_lines(LINES + at))
        (messages / f"{at}.xml").write_text(text, "utf-8")
    run("prepare", messages)
    return messages


def environment(folder: Path) -> dict[str, str]:
    return {**os.environ, "NOABER_HOME": str(folder.parent / "home")}


def begin(what: str, folder: Path) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "tests.importing", what, str(folder)],
        env=environment(folder), stdout=subprocess.PIPE, text=True,
    )  # fmt: skip


def run(what: str, folder: Path) -> str:
    process = begin(what, folder)
    output, _ = process.communicate(timeout=120)
    assert process.returncode == 0
    return output


def kept(folder: Path) -> dict:
    return json.loads(run("count", folder))


def require_whole(found: dict) -> None:
    """Every message that is there has all its lines, and no line is there without its message."""
    for name, lines in found["lines"]:
        assert lines == LINES + int(name.removesuffix(".xml"))
    assert found["all_lines"] == sum(lines for _, lines in found["lines"])
    assert found["messages"] == len(found["lines"])
    assert found["persons"] == found["pseudonyms"]


def require_all(found: dict) -> None:
    require_whole(found)
    assert [name for name, _ in found["lines"]] == [f"{at}.xml" for at in range(FILES)]


def clean(folder: Path) -> None:
    """On PostgreSQL all tests share one database beside their own: leave it empty."""
    if os.environ.get("DATABASE_URL"):
        script = (
            "import os, django; os.environ['DJANGO_SETTINGS_MODULE'] = 'noaber.app.settings'; "
            "django.setup(); from django.core.management import call_command; "
            "call_command('flush', interactive=False, verbosity=0)"
        )
        subprocess.run([sys.executable, "-c", script], env=environment(folder), check=True)


def test_an_import_that_is_killed_many_times_leaves_whole_messages(folder: Path) -> None:
    chance = random.Random(20260507)
    seen = []
    for kill in range(KILLS):
        process = begin("import", folder)
        assert process.stdout is not None
        left = json.loads(process.stdout.readline())
        require_whole(left)
        seen.append(left["messages"])
        if (
            kill % 2
        ):  # every second time after a file is in, so that others are killed beyond the first
            any(line.endswith("received\n") for line in iter(process.stdout.readline, ""))
        time.sleep(chance.uniform(0.0, 0.2))
        process.kill()
        process.wait()
        process.stdout.close()
    output = run("import", folder)
    require_all(kept(folder))
    assert seen == sorted(seen)
    assert seen[0] < seen[-1] < FILES + 1
    again = run("import", folder)
    assert again.count(" known") == FILES
    assert output.count(" received") + output.count(" known") == FILES
    require_all(kept(folder))
    clean(folder)


def test_two_importers_of_one_folder_double_nothing(folder: Path) -> None:
    both = [begin("import", folder) for _ in range(2)]
    outputs = [process.communicate(timeout=120)[0] for process in both]
    assert [process.returncode for process in both] == [0, 0]
    assert sum(output.count(" received") for output in outputs) == FILES
    assert sum(output.count(" known") for output in outputs) == FILES
    require_all(kept(folder))
    clean(folder)
