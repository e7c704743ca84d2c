"""What the numbered names of a gazetteer stand for, in two flat arrays.

>>> from nkrisk_geo.packing import packed
>>> table = {"start": packed([0, 2, 3]), "refs": packed([reference(7, 1), reference(9, 4), reference(7, 0)])}
>>> References([[0, 1]], [table], 2).of(0)
[(7, 1), (9, 4)]
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from nkrisk_geo.arrays import Ints
from nkrisk_geo.packing import unpacked

KIND_BITS = 5
"""Bits of a reference that hold the kind of the name; those above hold the unit."""
_KIND = (1 << KIND_BITS) - 1


def reference(unit: int, kind: int) -> int:
    """A unit, and what a name is to it, as one number."""
    return unit << KIND_BITS | kind


class References:
    """What numbered names stand for, flat: 80,000 small lists would burden every garbage collection.

    Args:
        slots: for each table the number of each of its names.
        tables: compiled name tables; `refs` are made by `reference`, those of a name between two entries of `start`.
        count: how many names there are.

    Attributes:
        references: those of all names, by `reference`.
        starts: where those of each begin, one more for the end of the last.
    """

    def __init__(
        self, slots: Sequence[Sequence[int]], tables: Sequence[Mapping[str, Any]], count: int
    ) -> None:
        names = np.concatenate(
            [
                np.repeat(np.array(numbers, np.int64), np.diff(unpacked(table["start"])))
                for numbers, table in zip(slots, tables, strict=True)
            ]
        )
        order = np.argsort(names, kind="stable")
        self.references = np.concatenate([unpacked(table["refs"]) for table in tables])[order]
        self.starts = np.searchsorted(names[order], np.arange(count + 1)).astype(np.int32)

    def of(self, name: int) -> list[tuple[int, int]]:
        """(unit, kind) for each place of a name, each once."""
        found = self.references[self.starts[name] : self.starts[name + 1]].tolist()
        return [
            (each >> KIND_BITS, each & _KIND) for each in (found if len(found) < 2 else dict.fromkeys(found))
        ]

    def any(self, wanted: Callable[[Ints, Ints], NDArray[np.bool_]]) -> NDArray[np.bool_]:
        """For each name, is there a place that is wanted, by its unit and kind?"""
        hits = np.append(0, np.cumsum(wanted(self.references >> KIND_BITS, self.references & _KIND)))
        found: NDArray[np.bool_] = hits[self.starts[1:]] > hits[self.starts[:-1]]
        return found
