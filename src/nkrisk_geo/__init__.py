"""Places and zones in north-east China from incomplete addresses, and their distance to the China–DPRK border.

    >>> import nkrisk_geo
    >>> nkrisk_geo.resolve("DANDONG CITY LIAONING").place.adcode
    '210600'

A zone is geography, never evidence about a person or a firm.

Importing this package loads nothing: each public name is imported when it is first used.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

__version__ = "0.1.0"

_HOME = {
    "resolve": "resolution",
    "resolve_all": "resolution",
    "parse": "address",
    "enrich": "tables",
    "geocode": "tables",
    "annotate_arrow": "rows",
    "COLUMNS": "rows",
    "border_at": "border",
    "border_line": "border",
    "crossings": "border",
    "zones": "tables",
    "plot": "maps",
    "explore": "maps",
    "load_zones": "zone_sources",
    "SCHEMA_VERSION": "columns",
    "distance_quantiles": "spread",
    "search_terms": "terms",
    "Gazetteer": "gazetteer",
    "Resolution": "model",
    "Unit": "model",
    "Border": "model",
    "Evidence": "model",
    "Candidate": "model",
    "Status": "model",
    "Reason": "model",
    "Level": "model",
    "Address": "model",
    "Component": "model",
    "SearchTerm": "model",
    "GazetteerError": "errors",
    "InputError": "errors",
}

__all__ = [
    "COLUMNS",
    "SCHEMA_VERSION",
    "Address",
    "Border",
    "Candidate",
    "Component",
    "Evidence",
    "Gazetteer",
    "GazetteerError",
    "InputError",
    "Level",
    "Reason",
    "Resolution",
    "SearchTerm",
    "Status",
    "Unit",
    "__version__",
    "annotate_arrow",
    "border_at",
    "border_line",
    "crossings",
    "distance_quantiles",
    "enrich",
    "explore",
    "geocode",
    "load_zones",
    "parse",
    "plot",
    "resolve",
    "resolve_all",
    "search_terms",
    "zones",
]

if TYPE_CHECKING:
    from nkrisk_geo.address import parse
    from nkrisk_geo.border import border_at, border_line, crossings
    from nkrisk_geo.columns import SCHEMA_VERSION
    from nkrisk_geo.errors import GazetteerError, InputError
    from nkrisk_geo.gazetteer import Gazetteer
    from nkrisk_geo.maps import explore, plot
    from nkrisk_geo.model import (
        Address,
        Border,
        Candidate,
        Component,
        Evidence,
        Level,
        Reason,
        Resolution,
        SearchTerm,
        Status,
        Unit,
    )
    from nkrisk_geo.resolution import resolve, resolve_all
    from nkrisk_geo.rows import COLUMNS, annotate_arrow
    from nkrisk_geo.spread import distance_quantiles
    from nkrisk_geo.tables import enrich, geocode, zones
    from nkrisk_geo.terms import search_terms
    from nkrisk_geo.zone_sources import load_zones


def __getattr__(name: str) -> Any:
    home = _HOME.get(name)
    if home is None:
        raise AttributeError(f"module 'nkrisk_geo' has no attribute {name!r}")
    value = getattr(importlib.import_module(f"nkrisk_geo.{home}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted(__all__)
