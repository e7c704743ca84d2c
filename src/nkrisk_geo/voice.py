"""A voice: what one item of a record says about where it is.

For each unit that the item can mean it holds a weight: the natural logarithm of how much likelier the words are if the place
lies in that unit than if they stand there by chance. It says nothing about the units that it does not name. Two voices
*agree* when a unit of one lies in a unit of the other: 丹东市 and 振兴区 do, 丹东市 and 朝阳区 do not.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

Chains = Sequence[Sequence[int]]
"""For each unit its number and those of everything around it, outwards: `Gazetteer.chains`."""


class Voice(dict[int, float]):
    """Weight by unit number. A mapping that is never changed once it is made, because it is shared by all that asked."""

    __slots__ = ("_around", "_chains", "_own")

    def __init__(self, weights: Mapping[int, float], chains: Chains) -> None:
        super().__init__(weights)
        self._chains = chains
        self._around: frozenset[int] | None = None
        self._own: dict[int, float] | None = None

    @property
    def around(self) -> frozenset[int]:
        """The units and everything that they lie in; found when first asked for."""
        found = self._around
        if found is None:
            found = self._around = frozenset().union(*[self._chains[unit] for unit in self])
        return found

    def agrees(self, other: Voice) -> bool:
        """Does some unit of one lie in some unit of the other?"""
        return not (self.around.isdisjoint(other) and other.around.isdisjoint(self))

    def allows(self, unit: int) -> bool:
        """Does the unit lie in one that is named, or one that is named in the unit?"""
        return not self.keys().isdisjoint(self._chains[unit]) or unit in self.around

    def about(self, units: Sequence[int]) -> list[float]:
        """What it says of each unit: the largest weight of any that the unit lies in, 0 where it says nothing."""
        chains = self._chains
        if len(self) == 1:
            [(named, weight)] = self.items()
            return [weight if named in chains[unit] else 0.0 for unit in units]
        own = self._own
        if own is None:
            own = self._own = {unit: self._most(chains[unit]) for unit in self}
        return [own[unit] if unit in own else self._most(chains[unit]) for unit in units]

    def _most(self, chain: Sequence[int]) -> float:
        return max([self[unit] for unit in chain if unit in self], default=0.0)

    def softened(self, share: float) -> Voice:
        """The same units with a share of the weight."""
        return Voice({unit: weight * share for unit, weight in self.items()}, self._chains)

    def only(self, units: Iterable[int]) -> Voice:
        """What it says of some of its units."""
        return Voice({unit: self[unit] for unit in units}, self._chains)
