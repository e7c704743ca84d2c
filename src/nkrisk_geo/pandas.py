"""The accessor `nkrisk` of pandas, there once this is imported: `nkrisk_geo.tables.pandas`."""

from nkrisk_geo.tables.pandas import FrameAccessor, TextAccessor

__all__ = ["FrameAccessor", "TextAccessor"]
