"""Places and zones in north-east China from incomplete addresses, and how far the border is.

    >>> import nkrisk_geo
    >>> nkrisk_geo.resolve("DANDONG CITY LIAONING").place.adcode
    '210600'

A zone is geography, never evidence about a person or a firm.

Importing this package loads nothing: each public name is imported when it is first used.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

_HOME = {
    "resolve": "resolver.resolution",
    "resolve_all": "resolver.resolution",
    "parse": "address.parser",
    "enrich": "tables",
    "geocode": "tables",
    "annotate_arrow": "tables.rows",
    "COLUMNS": "tables.table_columns",
    "border_at": "geography.border",
    "border_line": "geography.border",
    "crossings": "geography.border",
    "zones": "tables",
    "plot": "maps",
    "explore": "maps",
    "load_zones": "gazetteer.zone_sources",
    "SCHEMA_VERSION": "model.schema",
    "distance_quantiles": "resolver.quantiles",
    "search_terms": "search.terms",
    "suggest": "search.lookalikes",
    "Gazetteer": "gazetteer.gazetteer",
    "Resolution": "model",
    "Unit": "model",
    "Border": "model",
    "Evidence": "model",
    "Candidate": "model",
    "Status": "model",
    "Reason": "model",
    "Level": "model",
    "PointStatus": "model",
    "PostcodeStatus": "model",
    "Crossing": "model",
    "Zone": "gazetteer.zones",
    "Page": "maps.page",
    "Address": "model",
    "Component": "model",
    "SearchTerm": "model",
    "Suggestion": "model",
    "__version__": "model.version",
    "GazetteerError": "model.errors",
    "InputError": "model.errors",
}

__all__ = [
    "COLUMNS",
    "SCHEMA_VERSION",
    "Address",
    "Border",
    "Candidate",
    "Component",
    "Crossing",
    "Evidence",
    "Gazetteer",
    "GazetteerError",
    "InputError",
    "Level",
    "Page",
    "PointStatus",
    "PostcodeStatus",
    "Reason",
    "Resolution",
    "SearchTerm",
    "Status",
    "Suggestion",
    "Unit",
    "Zone",
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
    "suggest",
    "zones",
]

if TYPE_CHECKING:
    from nkrisk_geo.address.parser import parse
    from nkrisk_geo.gazetteer.gazetteer import Gazetteer
    from nkrisk_geo.gazetteer.zone_sources import load_zones
    from nkrisk_geo.gazetteer.zones import Zone
    from nkrisk_geo.geography.border import border_at, border_line, crossings
    from nkrisk_geo.maps import explore, plot
    from nkrisk_geo.maps.page import Page
    from nkrisk_geo.model import (
        Address,
        Border,
        Candidate,
        Component,
        Crossing,
        Evidence,
        Level,
        PointStatus,
        PostcodeStatus,
        Reason,
        Resolution,
        SearchTerm,
        Status,
        Suggestion,
        Unit,
    )
    from nkrisk_geo.model.errors import GazetteerError, InputError
    from nkrisk_geo.model.schema import SCHEMA_VERSION
    from nkrisk_geo.model.version import __version__
    from nkrisk_geo.resolver.quantiles import distance_quantiles
    from nkrisk_geo.resolver.resolution import resolve, resolve_all
    from nkrisk_geo.search.lookalikes import suggest
    from nkrisk_geo.search.terms import search_terms
    from nkrisk_geo.tables import enrich, geocode, zones
    from nkrisk_geo.tables.rows import annotate_arrow
    from nkrisk_geo.tables.table_columns import COLUMNS


def __getattr__(name: str) -> Any:
    home = _HOME.get(name)
    if home is None:
        raise AttributeError(f"module 'nkrisk_geo' has no attribute {name!r}")
    value = getattr(importlib.import_module(f"nkrisk_geo.{home}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted(__all__)
