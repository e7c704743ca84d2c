"""Written by `python -m handbook.vocabulary`."""

NAMES_HASH = 0x7570BD3198CE5D99
