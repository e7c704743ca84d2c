"""The accessor `nkrisk` of pandas, there once this module is imported.

>>> import pandas as pd
>>> import nkrisk_geo.pandas
>>> pd.Series(["DANDONG CITY", "SEOUL"], index=["a", "b"]).nkrisk.enrich()["geo_zone"].loc["a"]
'dandong'
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import pandas as pd

from nkrisk_geo.tables import enrich, geocode
from nkrisk_geo.tables.frames import answers_to

if TYPE_CHECKING:
    from geopandas import GeoDataFrame


class TextAccessor:
    """`series.nkrisk`: answers for a Series of texts."""

    def __init__(self, series: pd.Series) -> None:
        self._series = series

    def enrich(self, **options: Any) -> pd.DataFrame:
        """The columns of the answer under the index of the Series.

        Options as for `nkrisk_geo.enrich`.
        """
        return answers_to(self._series, options)

    def geocode(self, **options: Any) -> GeoDataFrame:
        """The same with points, as `nkrisk_geo.geocode`."""
        return geocode(self._series, **options)


class FrameAccessor:
    """`frame.nkrisk`: answers for the rows of a DataFrame."""

    def __init__(self, frame: pd.DataFrame) -> None:
        self._frame = frame

    def enrich(
        self, *, address: str | Sequence[str] | None = None, **options: Any
    ) -> pd.DataFrame:
        """The frame with the columns of the answer.

        Options and fields as for `nkrisk_geo.enrich`.
        """
        return enrich(self._frame, address=address, **options)


pd.api.extensions.register_series_accessor("nkrisk")(TextAccessor)
pd.api.extensions.register_dataframe_accessor("nkrisk")(FrameAccessor)
