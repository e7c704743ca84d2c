"""The version of the code, which stands in what it makes."""

__version__ = "0.1.0"
