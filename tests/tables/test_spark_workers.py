"""What Spark's workers run: it needs a worker's batches, and no Spark."""

from __future__ import annotations

import pickle
import sys
from collections.abc import Iterator, Sequence

import pyarrow as pa
import pytest

from nkrisk_geo.tables import spark_batches


def test_a_worker_without_the_library_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    cloudpickle = pytest.importorskip("cloudpickle")  # Spark has a copy of it, and joblib needs it
    sent = cloudpickle.dumps(
        spark_batches.annotation(["geo_zone"], {"address": "addr"}, {"prefix": "geo_"})
    )
    for name in [name for name in sys.modules if name.partition(".")[0] == "nkrisk_geo"]:
        monkeypatch.setitem(sys.modules, name, None)
    with pytest.raises(ImportError, match=r"cannot import nkrisk_geo.*PYSPARK_PYTHON"):
        pickle.loads(sent)(iter([]))


def batches(*texts: Sequence[str | None]) -> Iterator[pa.RecordBatch]:
    return iter([pa.record_batch({"addr": pa.array(each, pa.string())}) for each in texts])


def test_what_spark_workers_run() -> None:
    annotate = spark_batches.annotation(
        ["addr", "geo_adcode"], {"address": "addr"}, {"prefix": "geo_"}
    )
    done = list(annotate(batches(["丹东", None], [], ["珲春"])))
    assert [batch.num_rows for batch in done if batch.num_rows] == [2, 1]
    table = pa.Table.from_batches(done)
    assert table.to_pydict() == {
        "addr": ["丹东", None, "珲春"],
        "geo_adcode": ["210600", None, "222404"],
    }


def test_batches_are_gathered_as_far_as_the_bounds_allow(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def groups() -> list[int]:
        return [len(group) for group in spark_batches.gather_batches(batches(*([["丹东"]] * 12)))]

    assert groups() == [1, 2, 4, 5]
    monkeypatch.setattr(spark_batches, "ROWS_AT_ONCE", 3)
    assert groups() == [1, 2, 3, 3, 3]
    monkeypatch.setattr(spark_batches, "BYTES_AT_ONCE", 1)
    assert groups() == [1] * 12
