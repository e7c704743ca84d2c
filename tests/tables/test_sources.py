"""Columns from values and rows, which C puts together, against Arrow's own; postcodes among bytes against a pattern."""

from __future__ import annotations

import random
import re

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nkrisk_geo.native import library as compiled
from nkrisk_geo.native.calls import POSTED, six_digits
from nkrisk_geo.tables.columns import ColumnSource, Word, encode_texts, numbers, phrases

TEXTS = st.lists(st.none() | st.text(max_size=4) | st.text("丹东ab", max_size=40), max_size=20)
NUMBERS = st.lists(st.none() | st.floats(allow_nan=False), max_size=20)
VALUES = TEXTS.map(lambda each: pa.array(each, pa.string())) | NUMBERS.map(
    lambda each: pa.array(each, pa.float64())
)


@given(VALUES, st.data())
@settings(max_examples=400, deadline=None)
def test_a_column_is_what_arrow_takes(values: pa.Array, data: st.DataObject) -> None:
    first = data.draw(st.integers(0, len(values)))
    cut = data.draw(st.integers(first, len(values)))
    parts = [
        part for part in (values.slice(first, cut - first), values.slice(cut)) if len(part)
    ] or [values.slice(first)]
    whole = pa.concat_arrays(parts)
    rows = data.draw(st.lists(st.integers(0, len(whole) - 1), max_size=70)) if len(whole) else []
    skipped = data.draw(st.integers(0, len(rows)))
    wanted = pa.array(rows, pa.int32()).slice(skipped)
    found = ColumnSource(parts, wanted).column()
    found.validate(full=True)
    assert found.equals(pc.take(whole, wanted))
    assert found.null_count == pc.take(whole, wanted).null_count


def assert_encoded_alike(texts: pa.StringArray) -> None:
    found, expected = encode_texts(texts), pc.dictionary_encode(texts)
    found.validate(full=True)
    assert found.indices.equals(expected.indices)
    assert found.dictionary.equals(expected.dictionary)


@given(TEXTS, st.data())
@settings(max_examples=300, deadline=None)
def test_a_column_is_encoded_as_arrow_does(texts: list[str | None], data: st.DataObject) -> None:
    first = data.draw(st.integers(0, len(texts)))
    assert_encoded_alike(pa.array(texts, pa.string()).slice(first))


@pytest.mark.parametrize("different", [1, 127, 128, 129, 5000, 20_000])
def test_any_number_of_different_texts_is_encoded(different: int) -> None:
    order = random.Random(different).choices(range(different), k=20_000)
    assert_encoded_alike(pa.array([None if at % 7 == 3 else f"丹东 {at}" for at in order]))


@pytest.mark.parametrize(
    "kind", [pa.list_(pa.string()), pa.int32(), pa.dictionary(pa.int8(), pa.string())]
)
def test_other_columns_are_taken_too(kind: pa.DataType) -> None:
    given = {
        "list": [["a"], None, ["b", "c"]],
        "int": [1, None, 3],
        "dict": ["a", None, "b"],
    }
    values = pa.array(
        next(each for name, each in given.items() if str(kind).startswith(name)), kind
    )
    assert ColumnSource([values, values], pa.array([5, 0, 1], pa.int32())).column().to_pylist() == [
        values[2].as_py(), values[0].as_py(), None,
    ]  # fmt: skip


@pytest.mark.parametrize("rows", [pa.array([0], pa.int64()), pa.array([0, None], pa.int32())])
def test_rows_of_another_kind_are_refused(rows: pa.Array) -> None:
    with pytest.raises(TypeError, match="int32"):
        ColumnSource([pa.array(["a"])], rows).column()


def test_texts_that_are_too_long_for_one_column_are_left_to_arrow(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    library = compiled.library()
    monkeypatch.setattr(library, "nk_gather_ends", lambda *_: -1)
    assert ColumnSource(
        [pa.array(["a", None])], pa.array([1, 0, 0], pa.int32())
    ).column().to_pylist() == [
        None,
        "a",
        "a",
    ]


@given(
    st.lists(st.text("0123丹 a", max_size=30), min_size=1, max_size=5),
    st.integers(1, 6),
    st.integers(0, 999999),
)
@settings(max_examples=500, deadline=None)
def test_six_digits_are_those_that_a_pattern_finds(
    texts: list[str], digits: int, value: int
) -> None:
    wanted = f"{value:06}"[:digits]
    column = pa.array(texts, pa.string())
    posted = np.empty(len(texts), POSTED)
    posted["text"], posted["digits"], posted["value"] = (
        np.arange(len(texts)),
        digits,
        int(wanted),
    )
    data = np.frombuffer(column.buffers()[2] or b"", np.uint8)
    offsets = np.frombuffer(column.buffers()[1], np.int32)[: len(texts) + 1]
    for text, at in zip(texts, six_digits(data, offsets, posted).tolist(), strict=True):
        expected = next(
            (code for code in re.findall("[0-9]{6}", text) if code.startswith(wanted)),
            None,
        )
        assert (None if at < 0 else data[at : at + 6].tobytes().decode()) == expected


@given(
    st.lists(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 2)), max_size=4), max_size=12),
    st.sampled_from(["", "; ", " → "]),
)
@settings(max_examples=200, deadline=None)
def test_phrases_are_put_together_row_by_row(
    rows: list[list[tuple[int, int]]], between: str
) -> None:
    firsts, lasts = ["", "丹东", "a", "abcdefghijklmnopqrstuvwxyz"], ["x", "(market)", "'" * 17]
    said = [pair for row in rows for pair in row]
    words = [
        Word(pa.array(["x", *firsts], pa.string()).slice(1), np.array([one for one, _ in said])),
        Word(pa.array([" of "])),
        Word(pa.array(lasts), np.array([other for _, other in said], np.int32)),
    ]
    found = phrases(words, np.array([*map(len, rows)], np.int32), between)
    found.validate(full=True)
    assert found.to_pylist() == [
        between.join(f"{firsts[one]} of {lasts[other]}" for one, other in row) if row else None
        for row in rows
    ]


@given(st.lists(st.floats(), max_size=40), st.booleans(), st.data())
@settings(max_examples=200, deadline=None)
def test_numbers_are_missing_where_nothing_is_known(
    given: list[float], told: bool, data: st.DataObject
) -> None:
    rows = np.zeros(len(given), [("other", "i4"), ("number", "f8"), ("known", "?")])
    rows["number"] = given
    rows["known"] = data.draw(st.lists(st.booleans(), min_size=len(given), max_size=len(given)))
    found = numbers(rows["number"], rows["known"] if told else None)
    found.validate(full=True)
    missing = ~rows["known"] if told else np.isnan(rows["number"])
    assert (
        found.equals(pa.array(rows["number"].copy(), pa.float64(), mask=missing))
        or np.isnan(rows["number"]).any()
    )
    assert found.is_null().to_pylist() == missing.tolist()
