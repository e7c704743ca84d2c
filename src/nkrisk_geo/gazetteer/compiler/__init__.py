"""From what is known to the tables that the engine reads.

Done once, when a gazetteer is built or a folder of one's own is loaded:

    facts ─▶ units, codes, names, words, distances, zones ─▶ tables by name (`nkrisk_geo.gazetteer.vocabulary.TABLES`), and
    a few for Python

Those of the package lie in its files. A folder of somebody's own
has none that are read: they are made anew from what was checked.
"""

from __future__ import annotations

import ctypes
from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from nkrisk_geo.gazetteer.compiler import addresses, distances, spaced, units, unspaced
from nkrisk_geo.gazetteer.compiler.lexicons import Made
from nkrisk_geo.gazetteer.compiler.names import NumberedNames, late
from nkrisk_geo.gazetteer.compiler.references import References
from nkrisk_geo.gazetteer.compiler.sought import short
from nkrisk_geo.gazetteer.compiler.spelling import Spelling
from nkrisk_geo.gazetteer.facts import Facts
from nkrisk_geo.gazetteer.names import SCRIPTS
from nkrisk_geo.gazetteer.unit_geography import UnitGeography
from nkrisk_geo.gazetteer.unit_tree import UnitTree
from nkrisk_geo.gazetteer.vocabulary import TABLES
from nkrisk_geo.native.arrays import address
from nkrisk_geo.native.library import library


def tables(facts: Facts) -> dict[str, Any]:
    """The tables of a gazetteer by name, and what Python reads beside those of the engine.

    `zone_share` (units × zones) and `zone_is_far`, see
    `nkrisk_geo.gazetteer.unit_geography`; `crossing_ids`, which the numbers of crossings are
    places in; `short_names`, names in alphabets of two or three letters and their numbers.
    """
    of_units = dict(units.tables(facts))
    names = {SCRIPTS[script]: NumberedNames.of(facts, script) for script in SCRIPTS}
    found: dict[str, Any] = dict(of_units)
    with _Judge(of_units) as judge:
        for script, reader in (("spaced", spaced), ("unspaced", unspaced)):
            found |= dict(_name_tables(judge, facts, script, names[script]))
            found |= dict(reader.tables(facts, names[script]))
        found |= dict(
            judge.names("late", late(facts, len(names["unspaced"].every)), None)
        )
    found |= dict(addresses.tables(facts))
    geography = UnitGeography(facts, UnitTree(facts))
    found |= dict(distances.tables(geography))
    # Not that of a text, say: what cannot be written to has no place that `ctypes` tells of.
    found = {
        name: table if table.flags.writeable else table.copy()
        for name, table in found.items()
    }
    found |= {
        "crossing_ids": [*geography.crossings],
        "short_names": short(names["spaced"]),
    }
    return found


def _name_tables(
    judge: _Judge, facts: Facts, script: str, names: NumberedNames
) -> Made:
    """The names of a script: where each stands, what it means, how it is spelt."""
    yield f"{script}_at", names.at
    yield f"{script}_split", np.array([names.split], np.int32)
    spelling = (
        Spelling.of_spaced(names.every)
        if script == "spaced"
        else _unspaced_spelling(facts, names)
    )
    yield from judge.names(script, names.places, spelling)


def _unspaced_spelling(facts: Facts, names: NumberedNames) -> Spelling:
    common = {
        word for word, klass in facts.generics["han"].items() if klass == "common"
    }
    suffixes = (*facts.word_lists["generic of Chinese and Korean names"],)
    return Spelling.of_unspaced(names.every, common, suffixes)


class _Judge:
    """The engine over units alone, which says what names can be."""

    def __init__(
        self,
        of_units: Mapping[str, NDArray[Any]],
    ) -> None:
        self._kept, self._library = of_units, library()
        self._engine: int = self._library.nk_engine_new()
        if not self._engine:
            raise MemoryError

    def __enter__(self) -> _Judge:
        numbers, wrong = [*TABLES], ctypes.c_int32()
        for name, table in self._kept.items():
            self._library.nk_engine_table(
                self._engine, numbers.index(name), address(table), table.nbytes
            )
        if self._library.nk_engine_units(self._engine, ctypes.byref(wrong)):
            raise ValueError(f"the table {numbers[wrong.value]!r} of units is none")
        return self

    def __exit__(self, *_: object) -> None:
        self._library.nk_engine_free(self._engine)

    def names(
        self,
        script: str,
        places: References,
        spelling: Spelling | None,
    ) -> Made:
        """What the names of a script stand for, how they are spelt, and what they can be."""
        count = len(places.starts) - 1
        spelling = Spelling.of_followers(count) if spelling is None else spelling
        senses, traits = np.zeros(count, np.uint8), np.zeros(count, np.uint8)
        where: tuple[NDArray[Any], ...] = (
            places.starts,
            places.references,
            spelling.flags,
        )
        made = address(senses), address(traits)
        self._library.nk_make_names(self._engine, *map(address, where), count, *made)
        yield f"{script}_reference_start", places.starts
        yield f"{script}_reference", places.references
        yield f"{script}_letters", spelling.letters
        yield f"{script}_ends", spelling.ending
        yield f"{script}_senses", senses
        yield f"{script}_traits", traits
