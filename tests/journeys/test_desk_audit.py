"""Eight writers and two sealers at once on one trail: no line is lost, and every seal holds."""

import os
import re
import subprocess
import sys
from pathlib import Path

from tests.journeys.command import noaber

WRITE = """
import sys
from noaber.app.ready import ready
ready()
from django.utils import timezone
from noaber.guard.actor import SYSTEM
from noaber.guard.audit import trail
for at in range(40):
    trail.note(SYSTEM, "1700", "claims", f"schrijver {sys.argv[1]}, vraag {at}", 1, timezone.now())
"""
SEAL = """
from noaber.app.ready import ready
ready()
from django.db import DatabaseError
from django.utils import timezone
from noaber.guard.audit import trail
for _ in range(15):
    try:
        trail.seal_all(timezone.now())
    except DatabaseError:
        pass
"""


def test_eight_writers_and_two_sealers_lose_nothing(tmp_path: Path) -> None:
    noaber(tmp_path, "audit", "seal", check=0)
    environment = {**os.environ, "NOABER_HOME": str(tmp_path)}
    programs = [(WRITE, str(at)) for at in range(8)] + [(SEAL, ""), (SEAL, "")]
    running = [
        subprocess.Popen([sys.executable, "-c", *program], env=environment) for program in programs
    ]
    assert [one.wait(timeout=120) for one in running] == [0] * 10
    noaber(tmp_path, "audit", "seal", check=0)
    told = noaber(tmp_path, "audit", "check", check=0).stdout
    assert re.search(r"[1-9]\d* zegels? klop", told)
    assert "0 regels wachten" in told
    import sqlite3

    trail = sqlite3.connect(tmp_path / "audit.sqlite3")
    lines, texts = trail.execute(
        "SELECT COUNT(*), COUNT(DISTINCT selection) FROM audit_auditline"
    ).fetchone()
    sealed = trail.execute("SELECT SUM(lines) FROM audit_auditseal").fetchone()[0]
    trail.close()
    assert lines == texts == sealed == 320
