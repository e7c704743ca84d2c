"""The transformer for scikit-learn: numbers of the same answers, in its pipelines and by its conventions."""

from __future__ import annotations

import inspect
import pickle
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest

from nkrisk_geo import Gazetteer, InputError, Status, enrich
from nkrisk_geo.tables.table_columns import READ

sklearn = pytest.importorskip("sklearn")

from sklearn.base import clone  # noqa: E402
from sklearn.compose import ColumnTransformer  # noqa: E402
from sklearn.ensemble import HistGradientBoostingClassifier  # noqa: E402
from sklearn.pipeline import make_pipeline  # noqa: E402
from sklearn.utils import estimator_checks  # noqa: E402

from nkrisk_geo.sklearn import NUMBERS, BorderFeatures  # noqa: E402

TEXTS = ["丹东市振兴区", None, "DANDONG CITY", "辽宁省铁西区", "SEOUL, KOREA"]
FRAME = pd.DataFrame({"addr": TEXTS, "n": range(5)}, index=[5, 5, 7, 1, 0])
WANTED = enrich(FRAME, address="addr", prefix="")

CONVENTIONS = (
    "check_parameters_default_constructible check_no_attributes_set_in_init check_get_params_invariance check_set_params "
    "check_do_not_raise_errors_in_init_or_set_params check_estimator_cloneable check_valid_tag_types check_estimator_repr "
    "check_mixin_order check_estimator_tags_renamed"
)


def test_the_features_are_columns_of_the_answer() -> None:
    transformer = BorderFeatures(zones=True)
    features = transformer.fit_transform(TEXTS)
    assert features.dtype == np.float64
    table = pd.DataFrame(features, columns=transformer.get_feature_names_out(), index=FRAME.index)
    pd.testing.assert_frame_equal(table[[*NUMBERS]], WANTED[[*NUMBERS]])
    status = table[["status_resolved", "status_ambiguous", "status_unknown"]]
    assert status.to_numpy().tolist() == [
        [1, 0, 0],
        [0, 0, 1],
        [1, 0, 0],
        [0, 1, 0],
        [1, 0, 0],
    ]
    zones = table.filter(like="zone_")
    named = [{name for name in zones if row[name]} for _, row in zones.iterrows()]
    assert named == [{f"zone_{zone}" for zone in row} for row in WANTED["zones"]]


def inputs() -> dict[str, Any]:
    kinds = {
        "list": TEXTS,
        "Series": FRAME["addr"],
        "array": np.array(TEXTS, dtype=object),
        "column": np.array(TEXTS, dtype=object).reshape(-1, 1),
        "frame": FRAME[["addr"]],
        "Arrow": pa.array(TEXTS),
        "Arrow table": pa.table({"addr": TEXTS}),
    }
    try:
        import polars as pl
    except ImportError:
        return kinds
    return {
        **kinds,
        "polars": pl.DataFrame({"addr": TEXTS}),
        "polars Series": pl.Series(TEXTS),
    }


@pytest.mark.parametrize("texts", inputs().values(), ids=list(inputs()))
def test_texts_of_any_kind(texts: Any) -> None:
    fitted = BorderFeatures().fit(texts)
    assert fitted.n_features_in_ == 1
    assert hasattr(fitted, "feature_names_in_") == (
        hasattr(texts, "columns") and not hasattr(texts, "name")
    )
    np.testing.assert_array_equal(fitted.transform(texts), BorderFeatures().transform(TEXTS))


def test_named_columns_of_a_table() -> None:
    frame = pd.DataFrame(
        {"n": [1], "street": ["No 1 Renmin Rd"], "town": ["Hunchun"], "zip": [133300.0]}
    )
    transformer = BorderFeatures(address="street", city="town", postcode="zip").fit(frame)
    assert transformer.n_features_in_ == 4
    assert transformer.feature_names_in_.tolist() == ["n", "street", "town", "zip"]
    wanted = enrich(frame, address="street", city="town", postcode="zip")["geo_confidence"]
    at = NUMBERS.index("confidence")
    np.testing.assert_array_equal(transformer.transform(frame)[:, at], wanted)
    np.testing.assert_array_equal(transformer.transform(pa.Table.from_pandas(frame))[:, at], wanted)


def test_every_field_is_a_parameter() -> None:
    parameters = list(inspect.signature(BorderFeatures).parameters)
    assert parameters == ["address", *READ[1:], "datum", "threshold", "zones"]


@pytest.mark.parametrize("columns", ["addr", ["addr"]], ids=["Series", "frame"])
def test_it_stands_among_other_columns(columns: Any) -> None:
    parts = [("geo", BorderFeatures(), columns), ("rest", "passthrough", ["n"])]
    table = ColumnTransformer(parts).set_output(transform="pandas").fit_transform(FRAME)
    assert table.index.equals(FRAME.index)
    assert table["rest__n"].tolist() == FRAME["n"].tolist()
    np.testing.assert_array_equal(table["geo__border_km"], WANTED["border_km"])


def test_a_pipeline_survives_copying() -> None:
    texts, near = TEXTS * 10, [1, 0, 1, 0, 0] * 10
    model = make_pipeline(
        BorderFeatures(zones=True), HistGradientBoostingClassifier(min_samples_leaf=5)
    )
    predicted = model.fit(texts, near).predict(texts)
    assert predicted.tolist() == near
    assert pickle.loads(pickle.dumps(model)).predict(texts).tolist() == near
    again = clone(model).set_params(borderfeatures__threshold=0.9)
    assert again.fit(texts, near).predict(texts).tolist() == near


def test_no_rows() -> None:
    features = BorderFeatures(zones=True)
    names = features.get_feature_names_out()
    assert features.fit_transform([]).shape == (0, len(names))
    assert len(names) == len(NUMBERS) + len(Status) + len(Gazetteer.default().zones)


@pytest.mark.parametrize("convention", CONVENTIONS.split())
def test_a_convention_of_scikit_learn(convention: str) -> None:
    check = getattr(estimator_checks, convention, None)
    if check is None:
        pytest.skip("unknown to this version")
    check("BorderFeatures", BorderFeatures())


def test_it_needs_no_fitting() -> None:
    assert BorderFeatures().transform(["丹东"]).shape == (1, 18)
    assert (
        BorderFeatures()
        .set_output(transform="pandas")
        .transform(FRAME["addr"])
        .index.equals(FRAME.index)
    )


WRONG = {
    "several columns": ({}, FRAME, "2 columns are given"),
    "a column of a list": ({"address": "addr"}, TEXTS, "no column names"),
    "a missing column": ({"address": "adr"}, FRAME, "did you mean 'addr'"),
    "one text": ({}, "DANDONG", "contains no texts"),
    "three dimensions": ({}, np.empty((1, 1, 1)), "3 dimensions"),
}


@pytest.mark.parametrize(("parameters", "given", "message"), WRONG.values(), ids=list(WRONG))
def test_misuse_says_what_is_wrong(parameters: dict[str, Any], given: Any, message: str) -> None:
    with pytest.raises(InputError, match=message):
        BorderFeatures(**parameters).fit(given)


def test_a_wrong_threshold_is_said() -> None:
    with pytest.raises(InputError, match="threshold"):
        BorderFeatures(threshold=2).transform(["丹东"])
