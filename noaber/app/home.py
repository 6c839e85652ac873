"""The one folder in which an installation keeps everything, and its secrets file.

`secrets.toml` holds the key with which the installation signs and, from the first person on, the key
with which persons are sealed. It is kept apart from backups of the data: who has both can read all.
Beside the data stands only the mark of the person key, so that the wrong secrets file is noticed
before anything is sealed with it.
"""

import base64
import fcntl
import hashlib
import hmac
import os
import secrets
import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

from noaber.app.errors import Failure

DEFAULT = "noaber-data"
PERSON_KEY_BYTES = 32
_MARK = "person_key.mark"


def home() -> Path:
    """The folder named by NOABER_HOME, else `noaber-data` where the command was given."""
    return Path(os.environ.get("NOABER_HOME") or DEFAULT).resolve()


def secret_key(folder: Path) -> str:
    """The key with which this installation signs; made once, readable by its owner alone.

    Raises Failure for a secrets file that cannot be read or has lost it.
    """
    if (found := _kept(folder)) is None:
        with alone(folder):
            if (found := _kept(folder)) is None:
                found = _add(folder, "signing_key", secrets.token_urlsafe(48))
    if "signing_key" not in found:
        raise _damaged(folder)
    return found["signing_key"]


@cache
def person_key(folder: Path) -> bytes:
    """The 32 bytes from which the keys for persons follow, one set a municipality; made at first use.

    An older secrets file gets the entry beside what it had. Raises Failure for a damaged file, for
    one that lost the entry after persons were sealed, and for one of another installation.
    """
    with alone(folder):
        found = _kept(folder)
        if found is None:
            found = _add(folder, "signing_key", secrets.token_urlsafe(48))
        mark = folder / _MARK
        if "person_key" not in found:
            if mark.exists():
                raise Failure(
                    f"in {folder / 'secrets.toml'} staat geen sleutel voor personen, terwijl hier al "
                    "personen mee zijn verzegeld; zet de reservekopie van dat bestand terug"
                )
            fresh = base64.urlsafe_b64encode(secrets.token_bytes(PERSON_KEY_BYTES)).decode()
            found = _add(folder, "person_key", fresh)
        key = _decoded(folder, found["person_key"])
        _hold_against(mark, key)
    return key


def _decoded(folder: Path, text: str) -> bytes:
    try:
        key = base64.b64decode(text, altchars=b"-_", validate=True)
    except ValueError as error:
        raise _damaged(folder) from error
    if len(key) != PERSON_KEY_BYTES:
        raise _damaged(folder)
    return key


def _hold_against(mark: Path, key: bytes) -> None:
    """The mark says which key sealed the data without giving it away: an HMAC of a fixed word."""
    expected = hmac.new(key, b"mark", hashlib.sha256).hexdigest()[:32]
    try:
        found = mark.read_text("utf-8").strip()
    except FileNotFoundError:
        _replace(mark, f"{expected}\n")
        return
    if not hmac.compare_digest(found.encode(), expected.encode()):
        raise Failure(
            f"{mark.parent / 'secrets.toml'} hoort niet bij deze gegevens: personen zijn hier met een "
            "andere sleutel verzegeld; zet de reservekopie van het goede bestand terug"
        )


def _kept(folder: Path) -> dict[str, str] | None:
    """What the secrets file holds; None where there is none."""
    try:
        found = tomllib.loads((folder / "secrets.toml").read_text("utf-8"))
    except FileNotFoundError:
        return None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise _damaged(folder) from error
    if not all(isinstance(value, str) for value in found.values()):
        raise _damaged(folder)
    return found


def _damaged(folder: Path) -> Failure:
    return Failure(
        f"{folder / 'secrets.toml'} is beschadigd; zet een reservekopie terug. Alleen waar nog geen "
        "personen zijn vastgelegd mag u het bestand weghalen: dan wordt er een nieuwe sleutel gemaakt"
    )


def _add(folder: Path, name: str, value: str) -> dict[str, str]:
    """Put a line above what the file says already, and give back what it says now."""
    path = folder / "secrets.toml"
    before = path.read_text("utf-8") if path.exists() else ""
    head = "" if before else "# Kept apart from backups of the data.\n"
    _replace(path, f'{head}{name} = "{value}"\n{before}')
    return {**(_kept(folder) or {}), name: value}


def _replace(path: Path, text: str) -> None:
    """Write a file that is there whole or not at all, for its owner alone."""
    beside = path.with_name(f".{path.name}.{os.getpid()}")
    descriptor = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    beside.replace(path)


@contextmanager
def alone(folder: Path) -> Iterator[None]:
    """One process at a time in a folder: the second finds what the first one made."""
    folder.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)
