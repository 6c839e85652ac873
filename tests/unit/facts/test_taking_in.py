"""A whole snapshot of elsewhere as an import: as it is, once, and whole or not at all."""

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from noaber.facts import kept_imports
from noaber.facts.lineage import sources
from noaber.facts.making import Making, alone
from noaber.facts.snapshot import BrokenSnapshot, finish, read
from noaber.facts.tables import NotAFact
from noaber.facts.taking_in import take_in
from tests.spec.measures.facts import PLACE, episode, event, store_of

MISSING = [{"municipality": PLACE, "fact": "episode", "period": "2001-01-01/2020-12-31"}]
BREAKS = [{"document": "d1", "indicator": "i", "before": "2021", "after": "2022"}]


@pytest.fixture
def elsewhere(tmp_path):
    facts = [
        episode("entitlement", "a", "2021-02-01", law="wmo"),
        episode("entitlement", "b", "2022-02-01", law="wmo"),
        event("crisis", "a", "2022-03-01"),
    ]
    store = store_of(tmp_path / "elsewhere", facts, {"missing": MISSING, "breaks": BREAKS})
    store.close()
    return store.snapshot


def built(root):
    """A snapshot of what is kept, with nothing else in it."""
    with alone(root):
        making = Making(root)
        told = kept_imports.link(making)
        return finish(making, {"documents": {}, "targets": [], "breaks": []}, "", {"imports": told})


def test_every_row_comes_along_under_the_name_of_the_import(tmp_path, elsewhere):
    root = tmp_path / "facts"
    manifest = take_in(elsewhere, root, "stad")
    assert manifest["rows"] == 3
    assert manifest["table"] == "episode, event"
    made = built(root)
    assert {name: one["rows"] for name, one in made.manifest["tables"].items() if one["rows"]} == {
        "episode": 2, "event": 1,
    }  # fmt: skip
    assert sources(made, "episode", PLACE) == (f"import stad uit momentopname {elsewhere.id}",)
    assert sources(made, "score", PLACE) == ()


def test_what_was_missing_there_comes_along_and_breaks_of_documents_do_not(tmp_path, elsewhere):
    manifest = take_in(elsewhere, tmp_path / "facts", "stad")
    assert manifest["missing"] == MISSING
    assert manifest["breaks"] == []


def test_the_same_snapshot_again_changes_nothing(tmp_path, elsewhere):
    root = tmp_path / "facts"
    folder = take_in(elsewhere, root, "stad")["folder"]
    before = {path: path.stat().st_mtime_ns for path in (root / "imports").rglob("*.parquet")}
    assert take_in(elsewhere, root, "stad")["folder"] == folder
    assert {
        path: path.stat().st_mtime_ns for path in (root / "imports").rglob("*.parquet")
    } == before


def test_what_is_changed_elsewhere_afterwards_is_not_changed_here(tmp_path, elsewhere):
    root = tmp_path / "facts"
    take_in(elsewhere, root, "stad")
    for path in elsewhere.folder.rglob("*.parquet"):
        path.write_bytes(b"something else")
    built(root)


def test_a_damaged_slice_is_named_and_what_was_there_stays(tmp_path, elsewhere):
    root = tmp_path / "facts"
    take_in(elsewhere, root, "stad")
    slice_ = next(elsewhere.folder.rglob("*.parquet"))
    body = slice_.read_bytes()
    slice_.write_bytes(body[:-1] + bytes([body[-1] ^ 1]))
    with pytest.raises(BrokenSnapshot, match="niet heel"):
        take_in(elsewhere, root, "stad")
    assert kept_imports.kept(root, "stad") is not None
    assert not list(root.glob(".making.*"))


def test_other_columns_than_a_fact_has_are_refused(tmp_path, elsewhere):
    import hashlib
    import json

    path = next(path for path in elsewhere.manifest["slices"] if path.startswith("event/"))
    place = elsewhere.folder / path
    pq.write_table(pa.table({"person": ["a"]}), place)
    manifest = json.loads((elsewhere.folder / "manifest.json").read_text())
    manifest["slices"][path] |= {
        "bytes": place.stat().st_size,
        "sha256": hashlib.sha256(place.read_bytes()).hexdigest(),
    }
    (elsewhere.folder / "manifest.json").write_text(json.dumps(manifest))
    changed = read(elsewhere.folder.parent, elsewhere.id)
    with pytest.raises(NotAFact, match="andere kolommen"):
        take_in(changed, tmp_path / "facts", "stad")


def test_the_same_snapshot_under_a_second_name_would_count_twice_and_is_refused(
    tmp_path, elsewhere
):
    root = tmp_path / "facts"
    take_in(elsewhere, root, "stad")
    with pytest.raises(NotAFact, match=r"is er al, als import stad; .*--forget stad"):
        take_in(elsewhere, root, "nog-eens")
    assert kept_imports.kept(root, "nog-eens") is None
    kept_imports.forget(root, "stad")
    assert take_in(elsewhere, root, "nog-eens")["rows"] == 3
