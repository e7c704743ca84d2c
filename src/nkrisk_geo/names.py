"""The numbered names of a gazetteer, script by script: those of a script are joined when one of its texts is first met.

>>> made = ByScript(lambda script: script.upper())
>>> made["han"], list(made)
('HAN', ['han', 'latin'])
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, Generic, NamedTuple, TypeVar

from nkrisk_geo.forking import Turn
from nkrisk_geo.packing import lines
from nkrisk_geo.references import References

SCRIPTS = ("han", "latin")
T = TypeVar("T")


class ByScript(Mapping[str, T], Generic[T]):
    """Something for each script, made when it is first asked for. Safe under threads."""

    def __init__(self, make: Callable[[str], T]) -> None:
        self._make = make
        self._made: dict[str, T] = {}
        self._lock = Turn(again=True)

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


class Names(NamedTuple):
    """The names of a script.

    Attributes:
        every: the names; the number of a name is its place here.
        numbers: the number of each.
        places: what they stand for.
    """

    every: tuple[str, ...]
    numbers: dict[str, int]
    places: References

    @staticmethod
    def joined(tables: Sequence[Mapping[str, Any]]) -> Names:
        """Those of several compiled tables: a name may stand in several."""
        numbers: dict[str, int] = {}
        slots: list[Sequence[int]] = []
        for table in tables:
            texts = lines(table["text"])
            new = [text for text in texts if text not in numbers] if numbers else texts
            numbers |= zip(new, range(len(numbers), len(numbers) + len(new)), strict=True)
            slots.append(range(len(numbers)) if new is texts else [*map(numbers.__getitem__, texts)])
        return Names(tuple(numbers), numbers, References(slots, tables, len(numbers)))
