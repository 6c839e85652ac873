"""The how-to on a new definition runs, and prints what it shows."""

import os
import re
import subprocess
import sys
from pathlib import Path

from tests.journeys.test_tutorial import as_pattern, steps

ROOT = Path(__file__).parents[2]


def test_the_commands_on_a_new_definition_print_what_the_page_shows(tmp_path):
    found = list(steps((ROOT / "docs/howto/new-definition.md").read_text("utf-8")))
    assert len(found) > 7
    script, marker = [], "=== step ==="
    for command, _ in found:
        script += [f"echo '{marker}'", command]
    env = {
        "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}",
        "HOME": str(tmp_path),
        "LANG": "C.UTF-8",
    }
    done = subprocess.run(
        ["bash", "-c", "\n".join(script)],
        cwd=tmp_path, env=env, capture_output=True, text=True, timeout=300, check=False,
    )  # fmt: skip
    outputs = done.stdout.split(f"{marker}\n")[1:]
    assert done.stderr == ""
    for (command, expected), printed in zip(found, outputs, strict=True):
        assert re.fullmatch(as_pattern(expected), printed), f"$ {command}\n{printed}"
