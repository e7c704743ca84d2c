"""Features for scikit-learn: `nkrisk_geo.tables.sklearn`."""

from nkrisk_geo.tables.sklearn import NUMBERS, BorderFeatures

__all__ = ["NUMBERS", "BorderFeatures"]
