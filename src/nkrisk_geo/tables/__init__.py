"""Tables of any kind in, the same kind out, with the columns of the answer behind.

pandas, GeoPandas, polars (eager and lazy) and Arrow. An adapter converts the columns that are
read, calls `nkrisk_geo.annotate_arrow`, and converts the new columns back; what they mean is
decided in one place for all.

    >>> import pyarrow as pa
    >>> table = enrich(pa.table({"addr": ["丹东市振兴区", None]}), address="addr", prefix="g_")
    >>> table.column("g_adcode").to_pylist(), table.column("g_reason").to_pylist()
    (['210603', None], [None, 'empty'])
    >>> enrich({"addr": ["丹东"]}, address="addr")
    Traceback (most recent call last):
    nkrisk_geo.model.errors.InputError: a dict is not a table; give a pandas, ...
"""

from __future__ import annotations

import importlib
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, TypeVar

from nkrisk_geo.gazetteer.gazetteer import Gazetteer
from nkrisk_geo.gazetteer.zone_sources import load_zones
from nkrisk_geo.model.errors import InputError

if TYPE_CHECKING:
    from geopandas import GeoDataFrame

Table = TypeVar("Table")

_ADAPTERS = {
    "pandas": "tables.frames",
    "polars": "tables.polars",
    "pyarrow": "tables.arrow",
    "pyspark": "tables.spark",
}


def enrich(
    table: Table,
    *,
    address: str | Sequence[str] | None = None,
    party: str | Sequence[str] | None = None,
    prefix: str = "geo_",
    names: str = "en",
    evidence: str = "text",
    normalized: bool = False,
    threshold: float | None = None,
    categories: bool = False,
    datum: str = "wgs84",
    zones: Any = None,
    threads: int | None = None,
    gazetteer: Gazetteer | None = None,
    **field_columns: str,
) -> Table:
    """Add the columns of `COLUMNS` to a table.

    Args:
        table: a pandas or GeoPandas DataFrame, a polars DataFrame or LazyFrame, an Arrow Table
            or RecordBatch.
        address: column with the free text; several are joined, numbered lines as manifests
            break them; "auto" finds the columns by their names, as `nkrisk-geo enrich` does,
            and takes the points of a GeoDataFrame.
        party: with "auto", the parties to read (shipper, consignee, supplier, notify, …);
            several put their names before the prefix.
        prefix: put before the name of each new column.
        names: language of the names of divisions, "en" or "zh".
        evidence: "text" or "json".
        normalized: also add the normalized addresses.
        threshold: probability from which a place is decided on; 0.8 by default.
        categories: give status, reason, level, zone and border_band as categories, with the
            same ones for any rows (a Categorical of pandas, an Enum of polars, a dictionary of
            Arrow).
        datum: of the columns `lat` and `lng`: "wgs84", or "gcj02" or "bd09" as Chinese maps
            give it.
        zones: zones of your own: a TOML file, a GeoDataFrame, or what `load_zones` gave.
        threads: how many work at once on a long table; None for as many as there are cores, and
            one in a process that others stand beside (a task of Spark, a worker of
            `multiprocessing`). The answers are the same.
        gazetteer: another gazetteer than the packaged one.
        **field_columns: columns of the other fields, called as those of `resolve`; `lat` and
            `lng`, in degrees.

    Returns:
        A new table of the same kind: all rows, in their order, under their index, with the new
        columns behind.

    Raises:
        InputError: this is no table, a column is missing or cannot be read as text, or one of
            the new names is there already.
    """
    options: dict[str, Any] = {
        "prefix": prefix,
        "names": names,
        "evidence": evidence,
        "normalized": normalized,
    }
    options |= {} if threshold is None else {"threshold": threshold}
    options |= {"categories": True} if categories else {}
    options |= {} if datum == "wgs84" else {"datum": datum}
    own = load_zones(zones, gazetteer=gazetteer)
    options |= {"zones": own} if own else {}
    options |= {} if threads is None else {"threads": threads}
    options |= {} if gazetteer is None else {"gazetteer": gazetteer}
    if party is None and (
        address is None or (isinstance(address, str) and address != "auto")
    ):
        fields = {
            **({"address": address} if address is not None else {}),
            **field_columns,
        }
        enriched: Table = _adapter(table).enrich_table(table, fields, options)
        return enriched
    from nkrisk_geo.tables.column_choice import choices

    adapter = _adapter(table)
    for read, start in choices(
        address, party, field_columns, adapter.names_of(table), prefix
    ):
        table = adapter.enrich_table(table, read, {**options, "prefix": start})
    return table


def geocode(strings: Any, **options: Any) -> GeoDataFrame:
    """Points for texts, aligned to them: one row each, under the same index.

    Where no point is known, there is None.

    Args:
        strings: a pandas Series, or any sequence of texts.
        **options: as for `enrich`.

    Returns:
        The texts as `address`, the columns of `COLUMNS`, and the points as geometry in EPSG:4326.

    Raises:
        InputError: this is one text or a table, or an option is wrong.
    """
    from nkrisk_geo.tables.frames import geocode_frame

    return geocode_frame(strings, options)


def zones(own: Any = None, *, gazetteer: Gazetteer | None = None) -> GeoDataFrame:
    """The zones, one row each, finest first.

    A zone is geography, never evidence about a person or a firm.

    Args:
        own: zones of your own beside them, as for `enrich`.
        gazetteer: another gazetteer than the packaged one.

    Returns:
        Columns id, name_en, name_zh, kind, rank, parent, members (adcodes, or the code of a
        country), km_min and km_max (km to the border over its area, NaN where unknown) and
        geometry in EPSG:4326: the outline where there is one, else the seats of the members as
        points.
    """
    from nkrisk_geo.tables.zone_table import zone_table

    gazetteer = gazetteer or Gazetteer.default()
    return zone_table(gazetteer.with_zones(load_zones(own, gazetteer=gazetteer)))


def _adapter(table: Any) -> Any:
    """The module that converts this kind of table, found by the package of its class."""
    for kind in type(table).__mro__:
        home = _ADAPTERS.get(kind.__module__.partition(".")[0])
        if home is not None:
            return importlib.import_module(f"nkrisk_geo.{home}")
    raise InputError(
        f"a {type(table).__name__} is not a table; give a pandas, polars, GeoPandas or Arrow table"
    )
