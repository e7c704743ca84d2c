"""Sets of words as the engine searches texts for them.

They are made by the engine itself, and kept as tables of numbers.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from nkrisk_geo.gazetteer.compiler.names import beginnings
from nkrisk_geo.native.arrays import address, codes, lengths
from nkrisk_geo.native.library import library

Made = Iterator[tuple[str, NDArray[Any]]]
"""Tables by name; see `nkrisk_geo.gazetteer.vocabulary.TABLES`."""
_LEAST_BITS, _BITS_A_LETTER = 6, 8


def bits_for(count: int) -> int:
    """The least number of bits that number so many, but no fewer than six."""
    return max(_LEAST_BITS, (count - 1).bit_length())


def search_tables(
    name: str,
    words: Sequence[str],
    numbers: Iterable[int] | None = None,
) -> Made:
    """The slots and beginnings of a set of words.

    Args:
        name: of the set (`nkrisk_geo.gazetteer.vocabulary.LEXICONS`).
        words: the words.
        numbers: of each; its place, unless they are given.
    """
    count = len(words)
    points = codes("".join(words))
    length = lengths(words).astype(np.int32)
    number = _int32(range(count) if numbers is None else numbers)

    # Half of the slots stay empty, so that a search soon meets one.
    slot_bits = bits_for(2 * count + 1)
    begin_bits = bits_for(_BITS_A_LETTER * len(points))
    slots = np.empty(1 << slot_bits, np.uint64)
    begin = np.empty((1 << begin_bits) // 64, np.uint64)
    given = address(points), address(length), address(number), count
    made = address(slots), slot_bits, address(begin), begin_bits
    library().nk_make_lexicon(*given, *made)
    yield f"{name}_slots", slots
    yield f"{name}_begin", begin


def lexicon(
    name: str,
    words: Sequence[str],
    values: Iterable[int] | None = None,
) -> Made:
    """A set of words with its own texts.

    Args:
        name: of the set.
        words: the words.
        values: what each stands for; its place, unless they are given.
    """
    text = np.frombuffer(bytearray("\n".join(words).encode()), np.uint8)
    yield f"{name}_words", text
    yield f"{name}_at", beginnings(text.data)[: len(words)]
    yield f"{name}_values", _int32(() if values is None else values)
    yield from search_tables(name, words)


def shared_lexicon(
    name: str,
    words: Sequence[str],
    column: memoryview,
    values: Iterable[int] | None = None,
) -> Made:
    """A set of words whose texts are a column of the gazetteer already."""
    yield f"{name}_at", beginnings(column)
    yield f"{name}_values", _int32(() if values is None else values)
    yield from search_tables(name, words)


def _int32(values: Iterable[int]) -> NDArray[np.int32]:
    return np.array([*values], np.int32)


def forms(words: Sequence[str]) -> Made:
    """Words and what is left of each when a letter is lost, by hash."""
    points = codes("".join(words))
    ends = np.cumsum(lengths(words))
    starts = np.append(0, ends).astype(np.int32)
    # One for each word itself, and one for each letter that it can lose.
    count = len(points) + len(words)
    bits = bits_for(count)
    made = np.empty(count, np.uint64)
    start = np.empty((1 << bits) + 1, np.int32)
    given = address(points), address(starts), len(words)
    if library().nk_make_forms(*given, address(made), address(start), bits):
        raise MemoryError
    yield "repairable_points", points.astype(np.uint32)
    yield "repairable_start", starts
    yield "forms", made
    yield "form_start", start
