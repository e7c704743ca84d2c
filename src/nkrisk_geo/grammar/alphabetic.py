"""Roles of names in alphabets: the role comes from the words around the name.

DANDONG ROAD            names a road
DANDONG CITY            a division, and one that is called a city
DANDONG HUAYANG CO      heads the name of a company
BANK OF DALIAN          a brand
..., DANDONG, LIAONING  stands alone

All names of a batch of texts are read together: a rule is a few array operations, however many names there are.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from nkrisk_geo.grammar.acronyms import Acronyms
from nkrisk_geo.grammar.context import INSIDE, LOOSE, NO_GENERIC, PLAIN, Classes, Context
from nkrisk_geo.grammar.misspelt import Misspelt, Repair
from nkrisk_geo.grammar.roles import FOLLOWED_BY, Generic, Mentions, Reading, Role
from nkrisk_geo.lexicon import PART, Flags, Ints
from nkrisk_geo.scan import Scan, Scanner

_HANDED_ON = np.array([role in (Role.COMPANY, Role.INSIDE) for role in range(16)])
"""Roles that a name hands on to the name before it: SHANGHAI PUDONG DEVELOPMENT BANK."""
_OF_COUNTRIES = {
    Role.COMPANY: INSIDE,
    Role.INSIDE: INSIDE,
    Role.ZONE: INSIDE,
    Role.BRANCH: INSIDE,
    Role.ROAD: int(Role.ROAD),
}
"""What such words make of the name of a country; behind others it is the country."""
_LONGEST_WORD = 12


class Alphabetic:
    """Reads roles from words.

    Args:
        words: generic words and their class, in the order of `scanner.generics`.
        names: the names by number.
        scanner: where the names of two or three letters are.
        countries: for each name, is it that of a country?
        repair: for each of some unknown words the numbers of the names that it may be a misspelling of.
    """

    def __init__(
        self,
        words: Mapping[str, str],
        names: Sequence[str],
        scanner: Scanner,
        countries: Flags,
        repair: Repair,
    ) -> None:
        self._words = words
        self._classes = Classes(words)
        self._is_word = np.array([name in words for name in names], np.bool_)
        self._countries = countries
        self._acronyms = Acronyms(scanner.short, countries)
        self._misspelt = Misspelt(repair)
        self._country_roles = np.array([_OF_COUNTRIES.get(Role(role), PLAIN) for role in range(len(Role))])

    def mentions(self, scan: Scan, folded: Sequence[str]) -> Mentions:
        """The mentions in scanned texts: names, then those of two or three letters, then misspelt ones."""
        context = Context(scan, self._classes)
        found = self._named(scan, context) if len(scan.names.name) else Mentions.of(())
        found = Mentions.joined([found, self._acronyms.mentions(scan, context, found)])
        return self._misspelt.beside(scan, context, found, folded)

    def _named(self, scan: Scan, context: Context) -> Mentions:
        """Names of four letters or more."""
        names = scan.names
        role, generic = np.full(len(names.name), PLAIN), np.full(len(names.name), NO_GENERIC)
        followed = np.append(names.start[1:] == names.end[:-1], False)
        whole = np.flatnonzero((names.first >= 0) & (names.after >= 0))
        role[whole], generic[whole] = self._whole(scan, context, whole, followed[whole])
        for at in np.flatnonzero((names.first < 0) | (names.after < 0)).tolist():
            role[at], generic[at] = self._glued(scan.tokens.letters, int(names.end[at]))
        behind = np.append(False, followed[:-1]) & (names.first >= 0)
        kept = ~(
            behind & self._is_word[names.name]
        )  # behind another name it is that one's generic: XIAN in KUANDIAN XIAN
        found = Mentions(
            context.text_of(names.start), names.name, role, generic, names.start, names.end
        ).chosen(kept)
        return _handed_on(found)

    def _whole(self, scan: Scan, context: Context, which: Ints, followed: Flags) -> tuple[Ints, Ints]:
        """Role and generic of names between the edges of tokens."""
        names, classes = scan.names, self._classes
        first, after, name = names.first[which], names.after[which], names.name[which]
        role, generic = context.after(after)
        loose = role == LOOSE
        coded = np.zeros(len(scan.words), np.bool_)
        coded[scan.codes] = True
        branded = context.of_brand(first)
        alone = loose & (followed | context.closes(after) | coded[after])
        unclear = loose & ~alone
        country = self._countries[name]
        of_country = self._country(context, first, after, role, branded)
        role = np.where(alone, np.where(branded, INSIDE, PLAIN), role)
        role[unclear] = context.in_company(first[unclear], after[unclear])
        person = context.is_before(first, 1, classes.among("person"))
        role[person], generic[person] = int(Role.WORD), NO_GENERIC
        role[country], generic[country] = of_country[country], NO_GENERIC
        return role, generic

    def _country(self, context: Context, first: Ints, after: Ints, role: Ints, branded: Flags) -> Ints:
        """A country's name: at the end it is the country; before other words it may be a road, a firm, a hotel."""
        housed = context.is_before(first, 1, self._classes.among("building", "brand"))
        inner = np.where(housed, INSIDE, self._country_roles[role])
        return np.where(branded, INSIDE, np.where(context.ends(after), int(Role.LAST), inner))

    def _glued(self, letters: str, end: int) -> Reading:
        """The role of a name inside a token: CITY in DANDONGCITYLIAONING."""
        rest = letters[end : end + _LONGEST_WORD].split(PART, 1)[0]
        classes = (self._words.get(rest[:length], "") for length in range(len(rest), 1, -1))
        return next(
            (FOLLOWED_BY[klass] for klass in classes if klass in FOLLOWED_BY), (Role.PLAIN, Generic.NONE)
        )


def _handed_on(found: Mentions) -> Mentions:
    """Plain names right before one inside a firm's name are inside it too."""
    adjoining = found.end[:-1] == found.start[1:]
    while True:
        heirs = adjoining & (found.role[:-1] == PLAIN) & _HANDED_ON[found.role[1:]]
        if not heirs.any():
            return found
        found.role[:-1][heirs] = found.role[1:][heirs]
