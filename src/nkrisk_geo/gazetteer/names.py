"""The numbered names of a gazetteer, script by script.

Those of a script are looked at when one of its texts is first met.

>>> made = ByScript(lambda script: script.upper())
>>> made["han"], list(made)
('HAN', ['han', 'latin'])
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Generic, TypeVar

from nkrisk_geo.gazetteer.datafile import lines
from nkrisk_geo.gazetteer.name_kinds import KIND_BITS
from nkrisk_geo.native.locks import ForkSafeLock, cached_property

SCRIPTS = {"han": "unspaced", "latin": "spaced"}
"""Scripts as the files of a gazetteer call them, and as the engine does."""
_KIND = (1 << KIND_BITS) - 1
T = TypeVar("T")


class ByScript(Mapping[str, T], Generic[T]):
    """Something for each script, made when it is first asked for. Safe under threads."""

    def __init__(
        self,
        make: Callable[[str], T],
    ) -> None:
        self._make = make
        self._made: dict[str, T] = {}
        self._lock = ForkSafeLock(reentrant=True)

    def __getitem__(self, script: str) -> T:
        found = self._made.get(script)
        return self._new(script) if found is None else found

    def _new(self, script: str) -> T:
        if script not in SCRIPTS:
            raise KeyError(script)
        with self._lock:
            if script not in self._made:
                self._made[script] = self._make(script)
            return self._made[script]

    def __iter__(self) -> Iterator[str]:
        return iter(SCRIPTS)

    def __len__(self) -> int:
        return len(SCRIPTS)


class Names:
    """The names of a script, and what each stands for.

    Attributes:
        count: how many there are.

    Args:
        blocks: two columns of texts.
        at: where each name begins in its column, in bytes.
        split: the first one of the second column.
        starts: where the references of each begin, and where those of the last end.
        references: units, and below each `KIND_BITS` for what the name is to it.
    """

    def __init__(
        self,
        blocks: tuple[memoryview, memoryview],
        at: memoryview,
        split: int,
        starts: memoryview,
        references: memoryview,
    ) -> None:
        self._blocks, self._at, self._split = blocks, at, split
        self._starts, self._references = starts, references
        self.count: int = len(starts) - 1

    def text(self, name: int) -> str:
        """A name."""
        block, at = self._blocks[name >= self._split], self._at[name]
        # How long a name is stands nowhere: its end is looked for, farther off each time.
        size = _USUAL
        text, ended, _ = bytes(block[at : at + size]).partition(_BREAK)
        while not ended and at + size < len(block):
            size *= 2
            text, ended, _ = bytes(block[at : at + size]).partition(_BREAK)
        return text.decode("utf-8", "replace")

    def meanings(
        self,
        name: int,
    ) -> list[tuple[int, int]]:
        """(unit, kind) for each place of a name."""
        found = self._references_of(name)
        return [(each >> KIND_BITS, each & _KIND) for each in found]

    def of_kind(
        self,
        name: int,
        wanted: int,
    ) -> tuple[int, ...]:
        """The units of a name that it is of one kind to."""
        found = self._references_of(name)
        return tuple([each >> KIND_BITS for each in found if each & _KIND == wanted])

    def _references_of(self, name: int) -> list[int]:
        start, end = self._starts[name], self._starts[name + 1]
        return self._references[start:end].tolist()

    @cached_property
    def every(self) -> tuple[str, ...]:
        """The names; the number of a name is its place here."""
        first, second = map(lines, self._blocks)
        # Names that both files have were numbered in the first.
        return tuple(dict.fromkeys([*first, *second]))

    @cached_property
    def numbers(self) -> dict[str, int]:
        """The number of each."""
        return {name: number for number, name in enumerate(self.every)}


_BREAK, _USUAL = b"\n", 64
"""What stands behind a name, and bytes that most have."""
