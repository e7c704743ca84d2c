"""Written by `python -m handbook.vocabulary`."""

NAMES_HASH = 0x659DBFD2DE957873
