"""Written by `python -m handbook.vocabulary`."""

NAMES_HASH = 0xD73E1DBF6892B84C
