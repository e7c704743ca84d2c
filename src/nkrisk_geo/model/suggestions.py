"""What somebody may have meant: every "did you mean" of the library.

It is asked for columns, options, zones and words of a list.

>>> nearest("Adress", ["Name", "Address"]), nearest("weight", ["Name", "Address"])
('Address', None)
>>> hint("yanbain", ["dandong", "yanbian"], "zones are listed elsewhere")
"did you mean 'yanbian'?"
>>> hint("?", ["dandong", "yanbian"], "zones are dandong, yanbian")
'zones are dandong, yanbian'
"""

from __future__ import annotations

from collections.abc import Iterable

LEAST = 50.0
"""Likeness of what is suggested, of 100: half of the letters are the same ones in the
same order."""


def nearest(given: str, known: Iterable[str], *, least: float = LEAST) -> str | None:
    """The known name that is most like a given one, whatever its case.

    The first of several, None where none is near.
    """
    # Loaded when somebody mistyped, which most runs never see.
    from rapidfuzz import fuzz, process

    found = process.extractOne(
        str(given),
        list(known),
        scorer=fuzz.ratio,
        processor=_folded,
        score_cutoff=least,
    )
    return None if found is None else str(found[0])


def hint(
    given: str, known: Iterable[str], otherwise: str, *, least: float = LEAST
) -> str:
    """What a message ends with: the nearest name, or else what can be said without one."""
    near = nearest(given, known, least=least)
    return otherwise if near is None else f"did you mean {near!r}?"


def _folded(name: str) -> str:
    return name.casefold().strip()
