"""The `noaber` command as a user runs it: a process of its own, a folder of its own."""

import os
import socket
import subprocess
import sys
import time
import urllib.request
from contextlib import contextmanager
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


@contextmanager
def serving(home):
    """`noaber serve` on a free port for as long as it is needed; gives where it answers."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    process = subprocess.Popen(
        [f"{sys.prefix}/bin/noaber", "serve", "--port", str(port)],
        env={**os.environ, "NOABER_HOME": str(home)},
        stdout=subprocess.DEVNULL,
    )
    base = f"http://127.0.0.1:{port}"
    for _ in range(150):
        try:
            urllib.request.urlopen(base, timeout=1).close()
            break
        except OSError:
            time.sleep(0.2)
    yield base
    process.terminate()
    process.wait(timeout=20)
