"""The one folder in which an installation keeps everything, and its secrets file."""

import os
import secrets
import tomllib
from pathlib import Path

from noaber.app.errors import Failure

DEFAULT = "noaber-data"


def home() -> Path:
    """The folder named by NOABER_HOME, else `noaber-data` where the command was given."""
    return Path(os.environ.get("NOABER_HOME") or DEFAULT).resolve()


def secret_key(folder: Path) -> str:
    """The key with which this installation signs; made once, readable by its owner alone."""
    path = folder / "secrets.toml"
    try:
        return str(tomllib.loads(path.read_text("utf-8"))["signing_key"])
    except FileNotFoundError:
        folder.mkdir(parents=True, exist_ok=True)
    except (tomllib.TOMLDecodeError, KeyError, UnicodeDecodeError) as error:
        raise Failure(
            f"{path} is beschadigd; zet een reservekopie terug, of haal het bestand weg: dan wordt er "
            "een nieuwe sleutel gemaakt"
        ) from error
    key = secrets.token_urlsafe(48)
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return secret_key(folder)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(f'# Kept apart from backups of the data.\nsigning_key = "{key}"\n')
    return key
