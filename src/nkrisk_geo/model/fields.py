"""What a record can have: a text, other fields beside it, a point.

A field is said here. What lies above takes the names from here: signatures
(`nkrisk_geo.engine.signature`), the functions for tables, the options of the command
line. Signatures that people see, `resolve` and `BorderFeatures`, name them once more,
and the tests compare.
"""

from __future__ import annotations

BESIDE = (
    "city",
    "region",
    "country",
    "postcode",
    "phone",
    "company",
    "registration",
    "port",
)
"""The fields beside the text, in the order in which a signature has them."""

POINT = ("lat", "lng")
"""The two that make a point."""

BASES = (
    "address",
    "city",
    "region",
    "postcode",
    "phone",
    "company",
    "registration",
    "port",
    "coordinates",
)
"""What a place can rest on (`nkrisk_geo.resolver.basis`)."""
