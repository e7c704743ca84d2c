"""Korean generics, which count behind a stem only: the engine is told of them (`src/engine/korean.c`)."""

from __future__ import annotations

from nkrisk_geo.gazetteer import Gazetteer
from nkrisk_geo.grammar.sought import hyphened


def generics(gazetteer: Gazetteer, script: str) -> dict[str, int]:
    """The generics of a script, and the names that stand for them."""
    return hyphened(gazetteer, script)
