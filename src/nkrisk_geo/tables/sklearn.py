"""scikit-learn: addresses as numbers for a model, by a transformer for pipelines.

>>> from sklearn.pipeline import make_pipeline
>>> from sklearn.ensemble import HistGradientBoostingClassifier
>>> from nkrisk_geo.sklearn import BorderFeatures
>>> features = BorderFeatures()
>>> row = dict(zip(features.get_feature_names_out(), features.transform(["丹东市振兴区"])[0]))
>>> float(row["status_resolved"]), bool(row["p_dandong_border"] > 0.95), bool(row["border_km"] < 20)
(1.0, True, True)
>>> model = make_pipeline(features, HistGradientBoostingClassifier())

A zone is geography, never evidence about a person or a firm: the features say where a place is
and how sure that is, and nothing of who is there. What is not known is NaN; a distance that is
not known must not be taken for 0.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from nkrisk_geo.model.errors import InputError, not_installed
from nkrisk_geo.tables.arrow import new_columns
from nkrisk_geo.tables.categories import categories_of
from nkrisk_geo.tables.table_columns import READ, check_columns
from nkrisk_geo.tables.values import text_array

try:
    from sklearn import get_config
    from sklearn.base import BaseEstimator, TransformerMixin
except ImportError as _missing:
    raise not_installed("scikit-learn") from _missing

NUMBERS = (
    "p_liaoning",
    "p_jilin",
    "p_yanbian",
    "p_dandong_border",
    "p_dprk_border",
    "p_border_20km",
    "p_border_50km",
    "confidence",
    "border_km",
    "border_km_q05",
    "border_km_q95",
    "border_km_min",
    "border_km_max",
    "crossing_km",
    "radius_km",
)
"""The columns of `COLUMNS` that are features as they are."""
STATUSES = categories_of("status")

Features = npt.NDArray[np.float64]


# scikit-learn has no types.
class BorderFeatures(TransformerMixin, BaseEstimator):  # type: ignore[misc]
    """Addresses to probabilities, distances and whether they were understood.

    Learns nothing from the data.

    Texts (a list, a Series, an array, a table of one column) need no names. Of a table of more
    columns, pandas, polars or Arrow, name those that are to be read; the others are left alone.

    Attributes:
        n_features_in_: columns of what `fit` saw, 1 for a list of texts.
        feature_names_in_: their names, where they are strings.
    """

    def __init__(
        self,
        *,
        address: str | None = None,
        city: str | None = None,
        region: str | None = None,
        country: str | None = None,
        postcode: str | None = None,
        phone: str | None = None,
        company: str | None = None,
        registration: str | None = None,
        port: str | None = None,
        lat: str | None = None,
        lng: str | None = None,
        datum: str = "wgs84",
        threshold: float | None = None,
        zones: bool = False,
    ) -> None:
        """Name the columns to read.

        Args:
            address: column with the free text.
            city: column of this field, as for `nkrisk_geo.enrich`; so are the others.
            datum: of the columns `lat` and `lng`.
            threshold: probability from which a place is decided on; 0.8 by default.
            zones: also a feature for each zone, 1 where the place is surely in it.
        """
        self.address = address
        self.city = city
        self.region = region
        self.country = country
        self.postcode = postcode
        self.phone = phone
        self.company = company
        self.registration = registration
        self.port = port
        self.lat = lat
        self.lng = lng
        self.datum = datum
        self.threshold = threshold
        self.zones = zones

    def fit(self, X: Any, y: Any = None) -> BorderFeatures:
        """Look at the shape of the input and the names of its columns, no more."""
        self._arrays(X)
        names = _names(X)
        self.n_features_in_: int = 1 if names is None else len(names)
        if names is not None and all(isinstance(name, str) for name in names):
            self.feature_names_in_: Any = np.array(names, dtype=object)
        elif hasattr(self, "feature_names_in_"):
            del self.feature_names_in_
        return self

    def transform(self, X: Any) -> Any:
        """The features, a row for each row and a column for each of `get_feature_names_out`.

        NaN where unknown.
        """
        answers = new_columns(
            self._arrays(X),
            {"prefix": "", "threshold": self.threshold, "datum": self.datum},
        )
        columns = [answers.column(name).to_numpy() for name in NUMBERS]
        status = answers.column("status")
        for each in STATUSES:
            is_so = pc.equal(status, each).to_numpy()
            columns.append(is_so.astype(np.float64))
        if self.zones:
            memberships = _memberships(answers.column("zones"))
            columns += list(memberships.T)
        return self._with_index(np.column_stack(columns), X)

    def _with_index(self, features: Features, X: Any) -> Any:
        """The features, with the index of X where pandas is asked for.

        scikit-learn before 1.8 forgets it.
        """
        wanted = getattr(self, "_sklearn_output_config", {}).get(
            "transform", get_config()["transform_output"]
        )
        if (
            wanted != "pandas"
            or type(X).__name__ != "Series"
            or not hasattr(X, "index")
        ):
            return features
        from pandas import DataFrame

        return DataFrame(features, index=X.index)

    def get_feature_names_out(
        self, input_features: Any = None
    ) -> npt.NDArray[np.object_]:
        """The names of the features; they do not depend on those of the input."""
        names = [*NUMBERS, *(f"status_{status}" for status in STATUSES)]
        if self.zones:
            names += [f"zone_{zone}" for zone in categories_of("zone")]
        return np.array(names, dtype=object)

    def _arrays(self, X: Any) -> dict[str, Any]:
        """The columns to read as Arrow arrays by the field that each is."""
        named = {("address" if field == "text" else field): field for field in READ}
        columns = {
            field: getattr(self, field)
            for field in named
            if getattr(self, field) is not None
        }
        present = _names(X)
        if not columns:
            if present is not None and len(present) != 1:
                raise InputError(
                    f"{len(present)} columns are given: give one, or name the one with the address"
                )
            return {"address": _as_arrow(_first_column(X))}
        if present is None or isinstance(X, np.ndarray):
            raise InputError(
                f"a {type(X).__name__} has no column names; give a table, or name no columns"
            )
        fields = {named[field]: column for field, column in columns.items()}
        # Nothing is added to the table: a prefix that no name has.
        check_columns(fields, present, "\0", False)
        return {field: _as_arrow(X[column]) for field, column in columns.items()}

    def __sklearn_is_fitted__(self) -> bool:
        return True

    def __sklearn_tags__(self) -> Any:
        tags = super().__sklearn_tags__()
        tags.requires_fit = False
        tags.input_tags.string = tags.input_tags.one_d_array = (
            tags.input_tags.allow_nan
        ) = True
        tags.input_tags.two_d_array = (
            False  # a table of one column is read too, but not one of several numbers
        )
        return tags

    def _more_tags(self) -> Mapping[str, Any]:
        """The same for scikit-learn before 1.6."""
        return {"requires_fit": False, "X_types": ["string"], "allow_nan": True}


def _names(table: Any) -> list[Any] | None:
    """The names of the columns of a table, numbers for an array of two dimensions.

    None for texts in a row.
    """
    if isinstance(table, str) or not hasattr(table, "__len__"):
        raise InputError(
            f"a {type(table).__name__} contains no texts; give a list, a Series, an array or "
            "a table"
        )
    if isinstance(table, (pa.Table, pa.RecordBatch)):
        return list(table.column_names)
    if hasattr(table, "columns"):
        return list(table.columns)
    # A list has none: texts in a row.
    shape: tuple[int, ...] = getattr(table, "shape", ())
    if len(shape) > 2:
        raise InputError(f"an array of {len(shape)} dimensions is not a table")
    return list(range(shape[1])) if len(shape) == 2 else None


def _first_column(table: Any) -> Any:
    """The texts of a table of one column; texts themselves as they are."""
    if isinstance(table, np.ndarray):
        return table.reshape(len(table))
    names = _names(table)
    return table if names is None else table[names[0]]


def _as_arrow(values: Any) -> Any:
    """A column of any kind of table, or a sequence, as Arrow."""
    if isinstance(values, (pa.Array, pa.ChunkedArray)):
        return values
    package = type(values).__module__.partition(".")[0]
    if package == "polars":
        from nkrisk_geo.tables.polars import as_arrow

        return as_arrow(values)
    if package in ("pandas", "geopandas"):
        from nkrisk_geo.tables.frames import as_arrow as of_pandas

        return of_pandas(values)
    return text_array(values)


def _memberships(zones: pa.ChunkedArray) -> Features:
    """A row for each list of zones, a column for each zone: 1 where the list has it."""
    lists = zones.combine_chunks()
    known = pa.array(categories_of("zone"), pa.string())
    member = np.zeros((len(lists), len(known)))
    row = pc.list_parent_indices(lists)
    column = pc.index_in(pc.list_flatten(lists), known)
    member[row.to_numpy(), column.to_numpy()] = 1.0
    return member
