"""Facts of one kind say nothing of the periods of another: such a measure is empty, and no error."""

from noaber.facts.store import Store
from noaber.measures.definition import shipped
from noaber.measures.engine import run
from tests.spec.measures.facts import episode, store_of


def test_measures_of_other_kinds_are_empty_beside_facts_of_one(tmp_path):
    one = episode("waiting", "p1", "2024-03-01", "2024-04-01")
    store: Store = store_of(tmp_path, [one])
    results, _ = run(store, shipped().values())
    told = {row["measure"] for row in results.to_pylist()}
    assert told
    assert len(told) < len(shipped())
