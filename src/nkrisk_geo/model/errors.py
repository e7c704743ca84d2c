"""The two ways to fail.

A bad *address* is never an error: it gives a `Resolution` that says why nothing was
found.
"""

from __future__ import annotations


class InputError(ValueError):
    """The caller misused the library: a missing column, an unknown option, an absurd coordinate."""


class GazetteerError(RuntimeError):
    """The packaged (or given) gazetteer is broken.

    A file is missing, of another format, or contradicts itself.
    """


def not_installed(package: str) -> InputError:
    """What to raise where an optional package is missing.

    Pip takes the name as it stands, in any shell.

    >>> str(not_installed("geopandas"))
    'geopandas is not installed: pip install geopandas'
    """
    return InputError(f"{package} is not installed: pip install {package}")
