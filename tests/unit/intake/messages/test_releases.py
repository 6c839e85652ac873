"""A next release is a folder beside the first; a message says itself which one it is of."""

import random
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from noaber.intake.messages import catalogue, description
from noaber.intake.messages.checking import check_message
from noaber.intake.messages.description import release, releases
from noaber.intake.messages.making import make_message
from noaber.intake.messages.reading import read_message
from noaber.intake.messages.writing import write_message

CACHED = (releases, release, catalogue.catalogue, catalogue.checks_of)


@pytest.fixture
def next_release(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Release 3.3 as a copy of 3.2 with another number, one more element, and one rule fewer."""
    here = Path(str(description.HERE))
    for folder in ("v3_2", "v3_3"):
        shutil.copytree(here / "v3_2", tmp_path / folder)
    changes = {
        "release.toml": [
            ("3_2", "3_3"),
            ('version = "3.2"', 'version = "3.3"'),
            ("minor = 2", "minor = 3"),
        ],
        "messages/305.toml": [
            ('"StatusAanlevering"', '"StatusAanlevering",\n  "Plek Plaatsnaam ?"')
        ],
        "rules/constraints.toml": [("CS058", "CS958")],
    }
    for name, replaced in changes.items():
        path = tmp_path / "v3_3" / name
        text = path.read_text("utf-8")
        for old, new in replaced:
            assert old in text
            text = text.replace(old, new)
        path.write_text(text, "utf-8")
    monkeypatch.setattr(description, "HERE", tmp_path)
    for made in CACHED:
        made.cache_clear()
    yield
    for made in CACHED:
        made.cache_clear()


def test_both_releases_are_read_checked_and_written_at_once(next_release: None) -> None:
    assert releases() == ("v3_2", "v3_3")
    tree = make_message("ijw", "305", random.Random(1))
    product = tree["Client"]["StartProducten"]["StartProduct"][0]
    product["StatusAanlevering"] = "2"
    old = read_message(write_message("ijw", "305", tree)).message
    product["Plek"] = "Noaberstad"
    del tree["Header"]["BerichtSubversie"]
    new = read_message(write_message("ijw", "305", tree, "v3_3")).message
    assert old is not None
    assert new is not None
    assert (old.release, new.release) == ("v3_2", "v3_3")
    assert new.tree()["Header"]["BerichtSubversie"] == 3
    assert new.tree()["Client"]["StartProducten"]["StartProduct"][0]["Plek"] == "Noaberstad"
    assert "CS058" in {f.rule for f in check_message(old)}
    assert "CS958" in {f.rule for f in check_message(new)}
