"""Sets of words as the engine searches texts for them: made by the engine, and kept as tables of numbers."""

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
    points, length = codes("".join(words)), lengths(words).astype(np.int32)
    number = np.array([*(range(len(words)) if numbers is None else numbers)], np.int32)
    slot_bits, begin_bits = (
        bits_for(2 * len(words) + 1),
        bits_for(_BITS_A_LETTER * len(points)),
    )
    slots, begin = (
        np.empty(1 << slot_bits, np.uint64),
        np.empty((1 << begin_bits) // 64, np.uint64),
    )
    where = address(points), address(length), address(number), len(words)
    library().nk_make_lexicon(
        *where, address(slots), slot_bits, address(begin), begin_bits
    )
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
    yield f"{name}_values", np.array([*(() if values is None else values)], np.int32)
    yield from search_tables(name, words)


def of_column(
    name: str,
    words: Sequence[str],
    column: memoryview,
    values: Iterable[int] | None = None,
) -> Made:
    """A set of words whose texts are a column of the gazetteer (`nkrisk_geo.gazetteer.gazetteer.SHARED`)."""
    yield f"{name}_at", beginnings(column)
    yield f"{name}_values", np.array([*(() if values is None else values)], np.int32)
    yield from search_tables(name, words)


def forms(words: Sequence[str]) -> Made:
    """Words and what is left of each when a letter is lost, by hash."""
    points, length = codes("".join(words)), lengths(words)
    starts = np.append(0, np.cumsum(length)).astype(np.int32)
    bits = bits_for(len(points) + len(words))
    made, start = (
        np.empty(len(points) + len(words), np.uint64),
        np.empty((1 << bits) + 1, np.int32),
    )
    where = (
        address(points),
        address(starts),
        len(words),
        address(made),
        address(start),
        bits,
    )
    if library().nk_make_forms(*where):
        raise MemoryError
    yield "repairable_points", points.astype(np.uint32)
    yield "repairable_start", starts
    yield "forms", made
    yield "form_start", start
