"""The tutorial's commands run, in order, and print what the tutorial shows ('...' stands for anything)."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGES = (
    "docs/tutorial.md",
    "docs/howto/own-programme.md",
    "docs/howto/publish.md",
    "docs/howto/read-a-chapter.md",
    "docs/howto/check-chapters.md",
    "docs/howto/exchange-messages.md",
    "docs/howto/contracts.md",
)


def steps(text):
    """(command, expected output) of each '$ ' line in the console blocks."""
    for block in re.findall(r"^```console\n(.*?)^```", text, re.MULTILINE | re.DOTALL):
        for step in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
            lines = step.splitlines(keepends=True)
            more = [line for line in lines[1:] if line.startswith(">")]
            # What follows '>' continues the command, as a shell shows it.
            command = lines[0] + "".join(line[1:].removeprefix(" ") for line in more)
            yield command.rstrip("\n"), "".join(lines[1 + len(more) :])


def as_pattern(output):
    """The expected output as a pattern: '...' within a line is anything, a line of it any lines."""
    escaped = re.escape(output).replace(re.escape("...") + "\\\n", "(?:.*\n)*")
    return escaped.replace(re.escape("..."), ".*")


def prints_what_it_shows(page, folder, fewest):
    """Run the commands of a page of the docs in a folder, and hold what each prints against the page."""
    found = list(steps((ROOT / page).read_text("utf-8")))
    assert len(found) > fewest
    script, marker = [], "=== step ==="
    for command, _ in found:
        script += [f"echo '{marker}'", command]
    env = {
        "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}",
        "HOME": str(folder),
        "NOABER_SOURCE": str(ROOT),
        "LANG": "C.UTF-8",
    }
    done = subprocess.run(
        ["bash", "-c", "\n".join(script)],
        cwd=folder, env=env, capture_output=True, text=True, timeout=300, check=False,
    )  # fmt: skip
    outputs = done.stdout.split(f"{marker}\n")[1:]
    assert done.stderr == ""
    for (command, expected), printed in zip(found, outputs, strict=True):
        assert re.fullmatch(as_pattern(expected), printed), f"$ {command}\n{printed}"


@pytest.mark.parametrize("page", PAGES)
def test_the_commands_of_a_page_print_what_it_shows(page, tmp_path):
    prints_what_it_shows(page, tmp_path, 5)
