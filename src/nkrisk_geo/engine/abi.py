"""Written by `python -m handbook.vocabulary`."""

NAMES_HASH = 0x19FA0F0F9F49C7A5
