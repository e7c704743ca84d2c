"""The namespace `nkrisk` of polars, there once this is imported: `nkrisk_geo.tables.polars`."""

from nkrisk_geo.tables.polars import Namespace

__all__ = ["Namespace"]
