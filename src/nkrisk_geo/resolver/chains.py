"""Chains of names: is what a text names an address by itself?

A chain is complete where one of its names lies in a wide one (a prefecture, a province, a
country): 丹东市振兴区, DANDONG, CHINA. 振兴区浪头镇 is none, nor is LIAONING alone: such pieces are left
where an address is cut into lines.

    >>> from nkrisk_geo.resolver.resolution import get_resolver
    >>> signer = get_resolver().table_signer
    >>> signatures = signer.signatures([{"text": "丹东市振兴区"}, {"text": "振兴区浪头镇"}])
    >>> [signer.chains.is_complete(signature) for signature in signatures]
    [True, False]
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from nkrisk_geo.engine.items import CODE_BIT
from nkrisk_geo.engine.signature import Plain, Signature, SignatureItem, unpack
from nkrisk_geo.gazetteer.gazetteer import Gazetteer
from nkrisk_geo.gazetteer.name_kinds import ABROAD, NameKind
from nkrisk_geo.gazetteer.roles import Generic, Role

_ROLES = frozenset({Role.TYPED, Role.PLAIN, Role.LAST, Role.HEAD})
"""How the names of an address stand."""
_WIDE = frozenset({"country", "province", "prefecture"})
_TOWNS = frozenset({Generic.TOWN, Generic.TOWNSHIP, Generic.SUBDISTRICT})
_TOWN_KINDS = frozenset({NameKind.TOWNSHIP, NameKind.TOWNSHIP_SHORT, NameKind.SEAT})
_QUIET = frozenset({NameKind.VILLAGE, NameKind.LOCALITY})
"""Kinds of names that are too common for a link."""
_REMEMBERED = 50_000


class Link(NamedTuple):
    """What a name can be in a chain: the wide units that it means, and those around what it means.

    `outer` are those around that it does not mean itself.
    """

    wide: frozenset[int]
    around: frozenset[int]
    outer: frozenset[int]


class Chains:
    """Tells chains of names over one gazetteer. Safe under threads."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        self._gazetteer = gazetteer
        self._links: dict[int, Link] = {}

    def is_complete(self, signature: Signature) -> bool:
        """Does one of the names lie in a wide one that another name means?

        Namesakes do not: ANYANG, 安阳市.
        """
        return self.begin()(signature)

    def begin(self) -> Callable[[Sequence[object]], bool]:
        """Begin a chain.

        Returns:
            A function that adds the names of a signature and says whether the chain is
            complete then.
        """
        # They grow: of a text of a thousand pieces each name is looked at once.
        wide: set[int] = set()
        outer: set[int] = set()

        def is_complete_with(signature: Sequence[object]) -> bool:
            for item in signature:
                if isinstance(item, int) and item < CODE_BIT:
                    link = self._link(item)
                    wide.update(link.wide)
                    outer.update(link.outer)
                    if not (
                        link.wide.isdisjoint(outer) and link.outer.isdisjoint(wide)
                    ):
                        return True
            return False

        return is_complete_with

    def around(self, some: Plain, others: Plain, place: int) -> Plain:
        """The other names that mean a wide unit in which a name lies, and the place does not."""
        there = self._gazetteer.path(place)
        inner: set[int] = set()
        for item in some:
            if isinstance(item, int):
                inner |= self._link(item).around
        inner -= there
        return tuple(
            item
            for item in others
            if isinstance(item, int) and not inner.isdisjoint(self._link(item).wide)
        )

    def _link(self, item: int) -> Link:
        """What an item can be in a chain, remembered."""
        found = self._links.get(item)
        if found is None:
            if len(self._links) >= _REMEMBERED:
                self._links = {}
            found = self._links[item] = self._make_link(unpack(item))
        return found

    def _make_link(self, found: SignatureItem) -> Link:
        gazetteer = self._gazetteer
        wide: set[int] = set()
        around: set[int] = set()
        if found.role in _ROLES:
            for unit, kind in gazetteer.meanings(found.script, found.name):
                if kind in ABROAD or (kind in _TOWN_KINDS and found.generic in _TOWNS):
                    # The unit is that around the place, which has no number of its own.
                    around |= gazetteer.path(unit)
                elif kind not in _TOWN_KINDS and kind not in _QUIET:
                    around |= gazetteer.path(unit) - {unit}
                    if gazetteer.levels[unit] in _WIDE:
                        wide.add(unit)
        return Link(frozenset(wide), frozenset(around), frozenset(around - wide))
