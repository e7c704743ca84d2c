"""From what is known to the tables that the engine reads.

Done once, when a gazetteer is built or a folder of one's own is loaded:

    facts ─▶ units, codes, names, words, distances, zones ─▶ tables by name, and a few for Python

The names of the tables are those of `nkrisk_geo.gazetteer.vocabulary.TABLES`.

Those of the package lie in its files. For a folder of somebody's own they are compiled when it
is loaded, from what was checked.
"""

from __future__ import annotations

import ctypes
from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from nkrisk_geo.gazetteer.compiler.addresses import compile_addresses
from nkrisk_geo.gazetteer.compiler.distances import compile_distances
from nkrisk_geo.gazetteer.compiler.lexicons import Made
from nkrisk_geo.gazetteer.compiler.name_subsets import short_names
from nkrisk_geo.gazetteer.compiler.names import NumberedNames, join_followers
from nkrisk_geo.gazetteer.compiler.references import References
from nkrisk_geo.gazetteer.compiler.spaced import compile_spaced
from nkrisk_geo.gazetteer.compiler.spelling import Spelling
from nkrisk_geo.gazetteer.compiler.units import compile_units
from nkrisk_geo.gazetteer.compiler.unspaced import compile_unspaced
from nkrisk_geo.gazetteer.facts import Facts
from nkrisk_geo.gazetteer.names import SCRIPTS
from nkrisk_geo.gazetteer.unit_geography import UnitGeography
from nkrisk_geo.gazetteer.unit_tree import UnitTree
from nkrisk_geo.gazetteer.vocabulary import TABLES
from nkrisk_geo.native.arrays import address
from nkrisk_geo.native.library import library


def compile_tables(facts: Facts) -> dict[str, Any]:
    """The tables of a gazetteer by name, and what Python reads beside those of the engine.

    `zone_share` (units × zones) and `zone_is_far`, see
    `nkrisk_geo.gazetteer.unit_geography`; `crossing_ids`, which the numbers of crossings are
    places in; `short_names`, names in alphabets of two or three letters and their numbers.
    """
    of_units = dict(compile_units(facts))
    names = {SCRIPTS[script]: NumberedNames.of(facts, script) for script in SCRIPTS}
    found: dict[str, Any] = dict(of_units)
    with _Judge(of_units) as judge:
        # In this order the tables lie in the files: in another one their bytes are others.
        readers = {"spaced": compile_spaced, "unspaced": compile_unspaced}
        for script, compile_script in readers.items():
            found |= _compile_names(judge, facts, script, names[script])
            found |= compile_script(facts, names[script])
        found |= judge.compile_names("late", join_followers(facts), None)
    found |= compile_addresses(facts)
    geography = UnitGeography(facts, UnitTree(facts))
    found |= compile_distances(geography)

    # Not that of a text, say: what cannot be written to has no place that `ctypes` tells of.
    for name, table in found.items():
        if not table.flags.writeable:
            found[name] = table.copy()
    found["crossing_ids"] = [*geography.crossings]
    found["short_names"] = short_names(names["spaced"])
    return found


def _compile_names(
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
    yield from judge.compile_names(script, names.places, spelling)


def _unspaced_spelling(facts: Facts, names: NumberedNames) -> Spelling:
    generics = facts.generics["han"]
    common = {word for word, klass in generics.items() if klass == "common"}
    suffixes = (*facts.word_lists["generic of Chinese and Korean names"],)
    return Spelling.of_unspaced(names.every, common, suffixes)


class _Judge:
    """The engine over units alone, which says what names can be."""

    def __init__(
        self,
        of_units: Mapping[str, NDArray[Any]],
    ) -> None:
        # The engine reads the tables where they lie: they have to live as long as it does.
        self._kept = of_units
        self._library = library()
        self._engine: int = self._library.nk_engine_new()
        if not self._engine:
            raise MemoryError

    def __enter__(self) -> _Judge:
        numbers, wrong = [*TABLES], ctypes.c_int32()
        for name, table in self._kept.items():
            place = address(table), table.nbytes
            number = numbers.index(name)
            self._library.nk_engine_table(self._engine, number, *place)
        if self._library.nk_engine_units(self._engine, ctypes.byref(wrong)):
            raise ValueError(f"the table {numbers[wrong.value]!r} of units is none")
        return self

    def __exit__(self, *_: object) -> None:
        self._library.nk_engine_free(self._engine)

    def compile_names(
        self,
        script: str,
        places: References,
        spelling: Spelling | None,
    ) -> Made:
        """What the names of a script stand for, how they are spelt, and what they can be."""
        count = len(places.starts) - 1
        spelling = spelling or Spelling.of_followers(count)
        senses = np.zeros(count, np.uint8)
        traits = np.zeros(count, np.uint8)
        known = address(places.starts), address(places.references)
        made = address(senses), address(traits)
        flags = address(spelling.flags)
        self._library.nk_make_names(self._engine, *known, flags, count, *made)
        yield f"{script}_reference_start", places.starts
        yield f"{script}_reference", places.references
        yield f"{script}_letters", spelling.letters
        yield f"{script}_ends", spelling.ending
        yield f"{script}_senses", senses
        yield f"{script}_traits", traits
