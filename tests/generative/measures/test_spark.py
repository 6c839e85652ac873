"""The same definitions on Spark give equal answers. PySpark is an extra of half a gigabyte: where it is not
installed this is skipped; that every definition compiles for Spark is held in test_engine.py."""

import tempfile

import pytest

from noaber.facts.spark import SparkStore
from noaber.measures.definition import shipped
from noaber.measures.engine import Question, run
from noaber.measures.periods import asked
from tests.spec.measures.examples import EXAMPLES
from tests.spec.measures.facts import store_of

pytestmark = [pytest.mark.full, pytest.mark.filterwarnings("ignore")]


def test_every_measure_says_on_spark_what_it_says_on_duckdb():
    pytest.importorskip("pyspark", reason="pyspark is not installed")
    facts = [fact for example in EXAMPLES.values() for fact in example.facts]
    question = Question(asked("2021..2022"), ())
    with tempfile.TemporaryDirectory() as folder:
        duck = store_of(folder, facts)
        spark = SparkStore(duck.snapshot)
        try:
            mine, theirs = (
                run(store, shipped().values(), question)[0].to_pylist() for store in (duck, spark)
            )
        finally:
            spark.close()
            duck.close()
    assert len(mine) == len(theirs) > 200
    for one, other in zip(mine, theirs, strict=True):
        for name, value in one.items():
            if value == other[name]:
                continue
            # What was summed as a float may differ in its last digit.
            assert name in ("low", "high", "spread"), (one["measure"], name, value, other[name])
            assert abs(value - other[name]) < 1e-5, (one["measure"], name, value, other[name])
