"""The `noaber` command as a user runs it: a process of its own, a folder of its own."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
DEMO = ROOT / "noaber" / "app" / "demo" / "twenterand-2022.toml"
KEY = "twenterand-2022-jaarstukken-sociaal-domein"


def noaber(home, *arguments, check=None, look=False):
    """Run `noaber` with its data in `home`; hold the exit code where one is given.

    `look`: published pages are looked at in a browser, which takes long.
    """
    env = {**os.environ, "NOABER_HOME": str(home), "LANG": "C.UTF-8"}
    env.pop("NOABER_DEBUG", None)
    if not look:
        env["NOABER_CHROMIUM"] = "/nonexistent"
    done = subprocess.run(
        [str(Path(sys.executable).parent / "noaber"), *map(str, arguments)],
        capture_output=True, text=True, env=env, timeout=120, check=False,
    )  # fmt: skip
    assert "Traceback" not in done.stderr + done.stdout
    if check is not None:
        assert done.returncode == check, done.stdout + done.stderr
    return done
