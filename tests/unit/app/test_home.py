"""The secrets file: made once, also by two at the same time, and never quietly replaced."""

import stat
import subprocess
import sys
import tomllib

import pytest

from noaber.app.errors import Failure
from noaber.app.home import person_key, secret_key


def secrets_of(folder):
    return tomllib.loads((folder / "secrets.toml").read_text("utf-8"))


@pytest.fixture(autouse=True)
def forgotten():
    person_key.cache_clear()
    yield
    person_key.cache_clear()


def fresh(folder):
    """The key as a process reads it that starts now."""
    person_key.cache_clear()
    return person_key(folder)


def test_an_installation_without_persons_has_no_key_for_them(tmp_path):
    secret_key(tmp_path / "home")
    assert list(secrets_of(tmp_path / "home")) == ["signing_key"]


def test_the_key_is_made_once_and_only_its_owner_reads_it(tmp_path):
    key = fresh(tmp_path)
    assert len(key) == 32
    assert fresh(tmp_path) == key
    assert secret_key(tmp_path) == secrets_of(tmp_path)["signing_key"]
    assert stat.S_IMODE((tmp_path / "secrets.toml").stat().st_mode) == 0o600


def test_an_older_file_keeps_all_it_had(tmp_path):
    before = '# mine\nsigning_key = "old"\n\n[more]\nother = "x"\n'
    (tmp_path / "secrets.toml").write_text(before)
    (tmp_path / "secrets.toml").chmod(0o600)
    with pytest.raises(Failure, match="beschadigd"):
        secret_key(tmp_path)
    before = '# mine\nsigning_key = "old"\n'
    (tmp_path / "secrets.toml").write_text(before)
    key = fresh(tmp_path)
    assert (tmp_path / "secrets.toml").read_text().endswith(before)
    assert secret_key(tmp_path) == "old"
    assert fresh(tmp_path) == key


def test_many_first_starts_at_once_find_one_key(tmp_path):
    program = (
        "import sys; from pathlib import Path; from noaber.app.home import person_key, secret_key\n"
        "home = Path(sys.argv[1]); print(secret_key(home), person_key(home).hex())"
    )
    running = [
        subprocess.Popen(
            [sys.executable, "-c", program, str(tmp_path / "home")],
            stdout=subprocess.PIPE,
            text=True,
        )
        for _ in range(6)
    ]
    printed = {one.communicate(timeout=60)[0] for one in running}
    assert [one.returncode for one in running] == [0] * 6
    assert len(printed) == 1
    names = {path.name for path in (tmp_path / "home").iterdir()}
    assert names == {"secrets.toml", "person_key.mark"}


def test_a_key_that_was_lost_is_not_quietly_made_anew(tmp_path):
    fresh(tmp_path)
    (tmp_path / "secrets.toml").write_text('signing_key = "only this"\n')
    with pytest.raises(Failure, match="reservekopie"):
        fresh(tmp_path)
    (tmp_path / "secrets.toml").unlink()
    with pytest.raises(Failure, match="reservekopie"):
        fresh(tmp_path)


def test_the_secrets_of_another_installation_are_refused(tmp_path):
    fresh(tmp_path / "one")
    fresh(tmp_path / "other")
    (tmp_path / "one" / "secrets.toml").write_bytes(
        (tmp_path / "other" / "secrets.toml").read_bytes()
    )
    with pytest.raises(Failure, match="hoort niet bij deze gegevens"):
        fresh(tmp_path / "one")


def test_data_and_secrets_that_come_back_from_their_backups_fit_again(tmp_path):
    key = fresh(tmp_path)
    kept = (tmp_path / "secrets.toml").read_bytes()
    (tmp_path / "secrets.toml").unlink()
    (tmp_path / "secrets.toml").write_bytes(kept)
    assert fresh(tmp_path) == key


@pytest.mark.parametrize(
    "text",
    [
        "= nothing",
        'signing_key = "x"\nperson_key = "short"',
        "signing_key = 1",
        "\xff",
        'person_key = "a"',
    ],
)
def test_a_damaged_file_gets_one_sentence(tmp_path, text):
    (tmp_path / "secrets.toml").write_bytes(text.encode("latin-1"))
    with pytest.raises(Failure, match="beschadigd"):
        fresh(tmp_path)


def test_the_mark_tells_nothing_of_the_key(tmp_path):
    key = fresh(tmp_path)
    mark = (tmp_path / "person_key.mark").read_text()
    assert key.hex() not in mark
    assert secrets_of(tmp_path)["person_key"] not in mark
