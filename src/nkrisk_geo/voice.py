"""A voice: what one item of a record says about where it is.

For each unit that the item can mean it holds a weight: the natural logarithm of how much likelier the words are if the place
lies in that unit than if they stand there by chance. It says nothing about the units that it does not name. Two voices
*agree* when a unit of one lies in a unit of the other: 丹东市 and 振兴区 do, 丹东市 and 朝阳区 do not.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

Chains = Sequence[Sequence[int]]
"""For each unit its number and those of everything around it, outwards: `Gazetteer.chains`."""

REMEMBERED = 64
"""Units of which a voice remembers what it says; a word like China is asked about thousands."""


class Voice(dict[int, float]):
    """Weight by unit number. A mapping that is never changed once it is made, because it is shared by all that asked.

    Attributes:
        about: by unit, what the voice says of it: see `About`.
    """

    __slots__ = ("_around", "_chains", "about")

    def __init__(self, weights: Mapping[int, float], chains: Chains) -> None:
        super().__init__(weights)
        self._chains = chains
        self._around: frozenset[int] | None = None
        self.about: dict[int, float] = About(weights, chains)

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

    def softened(self, share: float) -> Voice:
        """The same units with a share of the weight."""
        softer = Voice({unit: weight * share for unit, weight in self.items()}, self._chains)
        softer._around, softer.about = self._around, Softened(self.about, share)
        return softer

    def only(self, units: Iterable[int]) -> Voice:
        """What it says of some of its units."""
        return Voice({unit: self[unit] for unit in units}, self._chains)


class About(dict[int, float]):
    """What weights say of a unit: the largest of any that it lies in, 0 where they say nothing. Filled as it is asked."""

    __slots__ = ("_chains", "_weights")

    def __init__(self, weights: Mapping[int, float], chains: Chains) -> None:
        super().__init__()
        self._weights, self._chains = weights, chains

    def __missing__(self, unit: int) -> float:
        weights, chain = self._weights, self._chains[unit]
        said = 0.0
        if not weights.keys().isdisjoint(chain):
            said = max([weights[around] for around in chain if around in weights])
        if len(self) < REMEMBERED:
            self[unit] = said
        return said


class Softened(dict[int, float]):
    """A share of what something louder says of a unit. Filled as it is asked."""

    __slots__ = ("_louder", "_share")

    def __init__(self, louder: Mapping[int, float], share: float) -> None:
        super().__init__()
        self._louder, self._share = louder, share

    def __missing__(self, unit: int) -> float:
        self[unit] = said = self._louder[unit] * self._share
        return said
