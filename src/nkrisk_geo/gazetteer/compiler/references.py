"""What the numbered names of a gazetteer stand for, in two flat arrays."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from nkrisk_geo.gazetteer.name_kinds import KIND_BITS
from nkrisk_geo.native.arrays import Flags, Ints

Numbers = NDArray[np.int32]
_KIND = (1 << KIND_BITS) - 1


class References(NamedTuple):
    """What numbered names stand for.

    Attributes:
        starts: where the references of each name begin, one more for the end of the last.
        references: a unit, and below it `KIND_BITS` for what the name is to it
            (`nkrisk_geo.gazetteer.name_kinds.NameKind`); those of a name ascend.
    """

    starts: Numbers
    references: Numbers

    @staticmethod
    def join(
        numbers: Sequence[Ints],
        tables: Sequence[tuple[Any, Any]],
        count: int,
    ) -> References:
        """Those of several tables, which may share names.

        Args:
            numbers: for each table the numbers of its names.
            tables: `start` and `refs` of each.
            count: how many names there are.

        >>> found = References.join([np.array([1, 0])], [([0, 2, 3], [224, 225, 96])], 2)
        >>> found.starts.tolist(), found.references.tolist()
        ([0, 1, 3], [96, 224, 225])
        """
        names = []
        for each, (start, _) in zip(numbers, tables, strict=True):
            counts = np.diff(np.asarray(start)).astype(np.int64)
            names.append(np.repeat(each, counts))
        references = [np.asarray(refs, np.int64) for _, refs in tables]

        # A name above, a reference below it: sorting these sorts both, and each is there once.
        pairs = np.concatenate(names) << 32 | np.concatenate(references)
        every = np.unique(pairs)
        starts = np.searchsorted(every >> 32, np.arange(count + 1))
        below = every & 0xFFFFFFFF
        return References(starts.astype(np.int32), below.astype(np.int32))

    def any(
        self,
        wanted: Callable[[Numbers, Numbers], Flags],
    ) -> Flags:
        """For each name, is there a place that is wanted, by its unit and kind?"""
        units, kinds = self.references >> KIND_BITS, self.references & _KIND
        # So many hits come before each reference: a name has one where there are more at its end.
        hits = np.append(0, np.cumsum(wanted(units, kinds)))
        before = hits[self.starts]
        found: Flags = before[1:] > before[:-1]
        return found
