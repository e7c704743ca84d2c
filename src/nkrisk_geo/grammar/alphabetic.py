"""Roles of names in alphabets: the role comes from the words around the name.

DANDONG ROAD            names a road
DANDONG CITY            a division, and one that is called a city
DANDONG HUAYANG CO      heads the name of a company
BANK OF DALIAN          a brand
..., DANDONG, LIAONING  stands alone
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Mapping

from nkrisk_geo.grammar.roles import FOLLOWED_BY, Generic, Mention, Role, Sense
from nkrisk_geo.repair import LOOKALIKE, SHORTEST
from nkrisk_geo.scan import Match, Reading

_LOOK_AHEAD = 10
_DIGIT_IN_WORD = re.compile("[0-9|](?:(?<=[a-z].)(?=[a-z])|(?<=[a-z]{4}.)|(?=[a-z]{5}))").search
"""Led by the digit, because the search then skips to it."""
_POSTCODE_END = re.compile(r"[0-9][a-z]{2,3}[^a-z0-9]*$")
"""British and Dutch postcodes end in letters: 9EH is not Western Sahara."""
_LONGEST_WORD = 12
_MOST_ACRONYMS = 50
_HANDED_ON = frozenset({Role.COMPANY, Role.INSIDE})
"""Roles that a name hands on to the name before it: SHANGHAI PUDONG DEVELOPMENT BANK."""
_AFTER_SHORT = frozenset({",", ")", "china", "cn", "prc", "pr", "p"})
_CHINESE = frozenset({"china", "cn", "prc", "pr", "p"})
_SAFE = frozenset({"cn", "chn", "prc", "usa", "uk", "hk"})
"""Country codes that are no word or suffix and so need nothing before them."""


class Alphabetic:
    """Reads roles from words.

    Args:
        words: generic words and their class.
        names: the names by number.
        short: names of two or three letters, which are no patterns of the scan.
        sense: what a numbered name is.
        repair: the numbers of the names that an unknown word may be a misspelling of.
    """

    def __init__(
        self,
        words: Mapping[str, str],
        names: tuple[str, ...],
        short: Mapping[str, int],
        sense: Callable[[int], Sense],
        repair: Callable[[str], tuple[int, ...]],
    ) -> None:
        self._repair = repair
        self._words = words
        self._names = names
        self._short = short
        self._sense = sense

    def mentions(self, reading: Reading) -> list[Mention]:
        """The mentions of a text, names of two or three letters last."""
        misread = self._misread(reading) if _DIGIT_IN_WORD(reading.folded) else []
        if not reading.latin and not misread and self._short.keys().isdisjoint(reading.tokens):
            return []
        starts = {start for start, _, _ in reading.latin}
        ends = {end for _, end, _ in reading.latin}
        found: list[Mention] = []
        for match in reversed(reading.latin):
            if match[0] in ends and match[0] in reading.edges and self._names[match[2]] in self._words:
                continue  # behind another name it is that one's generic: XIAN in KUANDIAN XIAN
            mention = self._mention(reading, match, starts)
            before = found[-1] if found else None
            if (
                before
                and mention.role is Role.PLAIN
                and before.start == mention.end
                and before.role in _HANDED_ON
            ):
                mention = mention._replace(role=before.role)
            found.append(mention)
        found.reverse()
        found += self._acronyms(reading, found)
        if misread:
            taken = {mention.start for mention in misread}
            found = [
                mention for mention in found if taken.isdisjoint(range(mention.start, mention.end))
            ] + misread
        return found + self._misspelt(reading, found)

    def _mention(self, reading: Reading, match: Match, starts: set[int]) -> Mention:
        start, end, name = match
        edges, tokens = reading.edges, reading.tokens
        if start not in edges or end not in edges:
            return Mention(
                "latin", name, *self._after_glued("".join(tokens)[end : end + _LONGEST_WORD]), start, end
            )
        after = edges[end]
        if self._sense(name).country:
            return Mention(
                "latin", name, self._country_role(tokens, edges[start], after), Generic.NONE, start, end
            )
        if edges[start] and self._words.get(tokens[edges[start] - 1]) == "person":
            return Mention("latin", name, Role.WORD, Generic.NONE, start, end)
        role, generic = self._after(tokens, after)
        if role is Role.LOOSE:
            if end in starts or self._closes(tokens, after) or tokens[after] in self._short:
                role = self._before(tokens, edges[start])
            else:
                role = self._in_company(tokens, edges[start], after)
        return Mention("latin", name, role, generic, start, end)

    def _closes(self, tokens: list[str], at: int) -> bool:
        """Does the stretch close here, or behind a people's name whose generic was cut off: YANBIAN KOREAN AUTONOMOU?"""
        while at < len(tokens) and self._words.get(tokens[at]) == "ethnic":
            at += 1
        return _is_edge(tokens, at)

    def _country_role(self, tokens: list[str], at: int, after: int) -> Role:
        """A country's name: at the end it is the country; before other words it may be a road, a firm, a hotel."""
        if self._before(tokens, at) is Role.INSIDE:
            return Role.INSIDE
        if _ends(tokens, after):
            return Role.LAST
        if at and self._words.get(tokens[at - 1]) in ("building", "brand"):
            return Role.INSIDE
        role, _ = self._after(tokens, after)
        if role in (Role.ROAD, Role.COMPANY, Role.INSIDE, Role.ZONE, Role.BRANCH):
            return Role.INSIDE if role is not Role.ROAD else Role.ROAD
        return Role.PLAIN

    def _after(self, tokens: list[str], at: int) -> tuple[Role, Generic]:
        """The role that the words after a name give it; LOOSE when they say nothing."""
        directed = False
        for place, token in enumerate(tokens[at : at + 5], at):
            klass = self._words.get(token, "")
            if klass == "direction" or (not klass and token.isdigit()):
                directed = True
            elif klass not in ("ethnic", "kind") or directed:
                found = FOLLOWED_BY.get(klass)
                if klass == "company" and self._names_a_zone(tokens, place):
                    continue
                if found and (found[0] is Role.ROAD or not directed):
                    return found
                break
        return Role.LOOSE, Generic.NONE

    def _names_a_zone(self, tokens: list[str], at: int) -> bool:
        """TRADE and PROCESSING stand in names of zones too: FREE TRADE ZONE, EXPORT PROCESSING ZONE."""
        return any(self._words.get(token) == "zone" for token in tokens[at + 1 : at + 3])

    def _after_glued(self, rest: str) -> tuple[Role, Generic]:
        """The role of a name inside a token: CITY in DANDONGCITYLIAONING."""
        words = (self._words.get(rest[:length], "") for length in range(len(rest), 1, -1))
        return next(
            (FOLLOWED_BY[klass] for klass in words if klass in FOLLOWED_BY), (Role.PLAIN, Generic.NONE)
        )

    def _before(self, tokens: list[str], at: int) -> Role:
        """PLAIN, unless the words before say otherwise: BANK OF DALIAN."""
        if at >= 2 and tokens[at - 1] == "of" and self._words.get(tokens[at - 2]) in ("company", "brand"):
            return Role.INSIDE
        return Role.PLAIN

    def _in_company(self, tokens: list[str], first: int, at: int) -> Role:
        """What follows is unknown: does the stretch turn out to be a company, a road, a building?"""
        for token in tokens[at : at + _LOOK_AHEAD]:
            klass = self._words.get(token)
            if klass == "brand":
                return Role.INSIDE
            if klass == "company":
                return Role.COMPANY if first == 0 or not tokens[first - 1].isalpha() else Role.INSIDE
            if klass in ("road", "building", "port") or not token.isalnum():
                break
        return Role.LOOSE

    def _misspelt(self, reading: Reading, found: list[Mention]) -> list[Mention]:
        """Unknown words that are nearly names, where a name is expected: with a generic, or alone in their stretch.

        Only beside a name of this text: a text that names nothing is not searched for what it might have named.
        """
        if not found:
            return []
        tokens = reading.tokens
        taken = {reading.edges.get(start) for mention in found for start in range(mention.start, mention.end)}
        mentions = []
        for start, at in reading.edges.items():
            if at >= len(tokens) or at in taken or len(tokens[at]) < SHORTEST or tokens[at] in self._words:
                continue
            role, generic = self._after(tokens, at + 1)
            typed = role is Role.TYPED
            alone = (
                role is Role.LOOSE and _is_edge(tokens, at + 1) and (at == 0 or not tokens[at - 1].isalpha())
            )
            if typed or (alone and len(tokens[at]) > SHORTEST):
                mentions += [
                    Mention("latin", name, Role.MISSPELT, generic, start, start + len(tokens[at]))
                    for name in self._repair(tokens[at])
                ]
        return mentions

    def _misread(self, reading: Reading) -> list[Mention]:
        """Names in which a scanner read digits for letters: L1AONING."""
        mentions: list[Mention] = []
        places: list[int] = []
        for match in LOOKALIKE.finditer(reading.folded):
            if match.group().isalpha() or not (names := self._repair(match.group())):
                continue
            places = places or reading.latin_places()
            start, end = bisect_left(places, match.start()), bisect_left(places, match.end())
            generic = self._after(reading.tokens, reading.edges[end])[1]
            mentions += [Mention("latin", name, Role.MISSPELT, generic, start, end) for name in names]
        return mentions

    def _acronyms(self, reading: Reading, found: list[Mention]) -> list[Mention]:
        """CN, LN, USA: names of two or three letters.

        Those of a country count at the end of the text, where something sets them off; those of a province also before
        a comma, a postcode or China.
        """
        tokens, short = reading.tokens, self._short
        named = {reading.edges.get(mention.end) for mention in found}
        places = [
            at for at, token in enumerate(tokens) if token in short and self._counts(reading, at, named)
        ]
        if not places:
            return []
        starts = {at: start for start, at in reading.edges.items()}
        taken = {start for mention in found for start in range(mention.start, mention.end)}
        return [
            Mention(
                "latin",
                short[tokens[at]],
                self._short_role(tokens[at]),
                Generic.NONE,
                starts[at],
                starts[at + 1],
            )
            for at in places[:_MOST_ACRONYMS]
            if starts[at] not in taken
        ]

    def _counts(self, reading: Reading, at: int, named: set[int | None]) -> bool:
        """Does a name of two or three letters stand where such a name is meant?"""
        tokens, token = reading.tokens, reading.tokens[at]
        ends = _ends(tokens, at + 1)
        if not ends and tokens[at + 1] not in _AFTER_SHORT and not tokens[at + 1].isdigit():
            return False
        if ends and (f"-{token}" in reading.folded or f"'{token}" in reading.folded):
            return False
        if not self._sense(self._short[token]).country:
            return self._is_province(tokens, at, named)
        if not ends or _POSTCODE_END.search(reading.folded):
            return False
        if token in _SAFE:
            return True
        last = not any(after.isalnum() for after in tokens[at + 1 :])
        return last and (len(tokens) == 1 or (at > 0 and not tokens[at - 1].isalpha()))

    @staticmethod
    def _is_province(tokens: list[str], at: int, named: set[int | None]) -> bool:
        """LN is Liaoning behind a place or before China; elsewhere it is a lane."""
        behind = at in named or (tokens[at - 1] == "," and at - 1 in named)
        return behind or any(token in _CHINESE for token in tokens[at + 1 : at + 2])

    def _short_role(self, token: str) -> Role:
        return Role.LAST if self._sense(self._short[token]).country else Role.PLAIN


def _is_edge(tokens: list[str], at: int) -> bool:
    """Is there the end, punctuation, a number, or a state with its ZIP code (CA 90001)?"""
    if at >= len(tokens) or not tokens[at].isalpha():
        return True
    return len(tokens[at]) == 2 and at + 1 < len(tokens) and tokens[at + 1].isdigit()


def _ends(tokens: list[str], at: int) -> bool:
    """Is there nothing but a code and punctuation from this token on?"""
    return len(tokens) - at <= 2 and all(not token.isalpha() for token in tokens[at:])
