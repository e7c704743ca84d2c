"""What the engine is told of the words of addresses.

What ends a name (路, 大厦), what a number counts (号楼, 室), and what a generic word in alphabets names.

The rules are in `src/engine`: `between.c` and `counted.c`
read Chinese addresses, `romanized.c` others.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from nkrisk_geo.gazetteer.address_words import CLASSES
from nkrisk_geo.gazetteer.compiler.lexicons import Made, lexicon
from nkrisk_geo.gazetteer.facts import Facts

_NAMED_BY = {
    "road": "road", "village": "village", "town": "township", "township": "township",
    "subdistrict": "township", "zone": "devzone", "company": "company", "building": "poi",
    "district": "county", "county": "county", "brand": "poi", "nature": "poi",
    "port": "poi",
}  # fmt: skip
"""Labels of what is named by a generic word in alphabets, by the class of the word."""


def compile_addresses(facts: Facts) -> Made:
    """The tables of words of addresses."""
    for name, words in (("address_word", "address"), ("address_count", "count")):
        known = facts.generics[words]
        classes = [CLASSES.index(klass) for klass in known.values()]
        yield from lexicon(name, [*known], classes)
    yield "generic_labels", np.array([*_generic_labels(facts)], np.uint8)


def _generic_labels(facts: Facts) -> Iterator[int]:
    """For each generic word in alphabets the number of its label and one; 0 for none."""
    # The words are numbered from 1 on: the number of no word is 0.
    yield 0
    for klass in facts.generics["latin"].values():
        yield CLASSES.index(_NAMED_BY[klass]) + 1 if klass in _NAMED_BY else 0
