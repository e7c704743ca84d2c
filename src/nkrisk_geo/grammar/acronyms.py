"""CN, LN, USA: names of two or three letters, which count only where such a name can stand.

Those of a country count at the end of the text, where something sets them off; those of a province also before a comma, a
postcode or China. LN is Liaoning behind a place; elsewhere it is a lane.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from nkrisk_geo.grammar.context import NO_GENERIC, PLAIN, Context
from nkrisk_geo.grammar.roles import Mentions, Role
from nkrisk_geo.lexicon import Flags, Ints, Lexicon
from nkrisk_geo.scan import Scan

_MOST = 50
"""Such names that are heard in one text."""
_CHINESE = ("china", "cn", "prc", "pr", "p")
_SAFE = frozenset({"cn", "chn", "prc", "usa", "uk", "hk"})
"""Country codes that are no word or suffix and so need nothing before them."""


class Acronyms:
    """Finds them.

    Args:
        short: the names and their numbers.
        countries: for each number of a name, is it that of a country?
    """

    def __init__(self, short: Mapping[str, int], countries: Flags) -> None:
        self._countries = countries
        self._safe = np.zeros(len(countries), np.bool_)
        self._safe[[number for name, number in short.items() if name in _SAFE]] = True
        self._chinese = Lexicon(_CHINESE)

    def mentions(self, scan: Scan, context: Context, found: Mentions) -> Mentions:
        """Those that count and are no part of the names found."""
        at, name = scan.codes, scan.code_names
        if not len(at):
            return Mentions.of(())
        country = self._countries[name]
        counts = np.where(
            country,
            self._is_country(scan, context, at, name),
            self._is_province(scan, context, at, found),
        )
        counts &= self._is_set_off(scan, context, at)
        at, name, country = at[counts], name[counts], country[counts]
        text = context.text_of(scan.tokens.starts[at])
        heard = np.arange(len(at)) - np.searchsorted(text, text) < _MOST
        free = heard & ~context.covered(found)[at]
        at, role = at[free], np.where(country[free], int(Role.LAST), PLAIN)
        generic = np.full(len(at), NO_GENERIC)
        return Mentions(text[free], name[free], role, generic, scan.tokens.starts[at], scan.tokens.ends[at])

    def _is_set_off(self, scan: Scan, context: Context, at: Ints) -> Flags:
        """At the end it must not be the tail of a word; elsewhere a comma, a bracket, a number or China must follow."""
        ends = context.ends(at + 1)
        before, behind = scan.tokens.before[at], scan.tokens.points[scan.tokens.starts[at + 1]]
        hyphened = (before == ord("-")) | (before == ord("'"))
        marked = (behind == ord(",")) | (behind == ord(")"))
        follows = marked | context.digits[at + 1] | self._is_chinese(scan, context, at + 1)
        set_off: Flags = np.where(ends, ~hyphened, follows)
        return set_off

    def _is_chinese(self, scan: Scan, context: Context, at: Ints) -> Flags:
        hashes = scan.sums.of(scan.tokens.starts[at], scan.tokens.ends[at])
        chinese: Flags = (at < context.stop[at]) & (self._chinese.numbers(hashes) >= 0)
        return chinese

    def _is_country(self, scan: Scan, context: Context, at: Ints, name: Ints) -> Flags:
        """Nothing may follow but a code, and no digit stand before: 9EH is not Western Sahara."""
        last = ~context.digits[at + 1] & ~context.digits[np.minimum(at + 2, context.stop[at])]
        before = scan.tokens.before[at]
        british = last & (before >= ord("0")) & (before <= ord("9"))
        alone = last & context.opens(at)
        closing: Flags = context.ends(at + 1) & ~british
        return closing & (self._safe[name] | alone)

    def _is_province(self, scan: Scan, context: Context, at: Ints, found: Mentions) -> Flags:
        """Behind a place, with or without a comma, or before China."""
        named = context.behind(found)
        comma = scan.tokens.points[scan.tokens.starts[at - 1]] == ord(",")
        behind: Flags = (at > context.head[at]) & (named[at] | (comma & named[at - 1]))
        return behind | self._is_chinese(scan, context, at + 1)
