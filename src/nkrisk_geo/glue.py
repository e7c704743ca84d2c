"""Words glued together: DANDONGCITYLIAONING is Dandong, city, Liaoning.

A token is taken apart only when all of it is names and generic words, the longest name first. Each token is looked at once.

    >>> cutter = Unglue({"dandong": 0, "liaoning": 1, "jinan": 2}, {"city": "city", "dong": "direction"})
    >>> cutter.pieces("dandongcityliaoning"), cutter.pieces("jinandong"), cutter.pieces("dandongx")
    (((0, 7, 0), (11, 19, 1)), (), ())
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

Piece = tuple[int, int, int]
"""(start, end, number of the name) in the token."""

SHORTEST, LONGEST = 6, 120
"""Letters of a token that may be glued; longer ones are no address, and the bound keeps the cutting shallow."""
MEMO_SIZE = 50_000
_SHORTEST_NAME = 4


class Unglue:
    """Takes tokens apart into the given names.

    Args:
        names: names without white space and their numbers.
        words: generic words and their class; a direction ends no token (JINANDONG is not Jinan).
    """

    def __init__(self, names: Mapping[str, int], words: Mapping[str, str]) -> None:
        self._names = names
        self._longest = max(map(len, names), default=0)
        self._words = frozenset(words)
        self._endings = frozenset(word for word, klass in words.items() if klass != "direction")
        self._longest_word = max(map(len, words), default=0)
        self._memo: dict[str, tuple[Piece, ...]] = {}

    def pieces(self, token: str) -> tuple[Piece, ...]:
        """The names that a token consists of; none when something is left over."""
        found = self._memo.get(token)
        if found is None:
            if len(self._memo) >= MEMO_SIZE:
                self._memo = {}
            whole = SHORTEST <= len(token) <= LONGEST
            found = self._memo[token] = tuple(self._cut(token, 0, {})) if whole else ()
        return found

    def _cut(self, token: str, start: int, seen: dict[int, list[Piece]]) -> list[Piece]:
        """Cut from `start` on, with a name first; empty when that is impossible. The memo `seen` keeps it linear."""
        if start in seen:
            return seen[start]
        seen[start] = []
        for stop, number in self._starting(token, start):
            rest = [] if stop == len(token) else self._rest(token, stop, seen)
            if rest is not None:
                seen[start] = [(start, stop, number), *rest]
                break
        return seen[start]

    def _starting(self, token: str, start: int) -> Iterator[tuple[int, int]]:
        """Names that start here and are not the whole token, longest first."""
        last = min(len(token) - (start == 0), start + self._longest)
        for stop in range(last, start + _SHORTEST_NAME - 1, -1):
            number = self._names.get(token[start:stop])
            if number is not None:
                yield stop, number

    def _rest(self, token: str, start: int, seen: dict[int, list[Piece]]) -> list[Piece] | None:
        """What follows a name: another one, or generic words and then the end or another name. None when neither."""
        if more := self._cut(token, start, seen):
            return more
        end = len(token)
        for stop in range(min(end, start + self._longest_word), start + 1, -1):
            if stop == end and token[start:stop] in self._endings:
                return []
            if stop < end and token[start:stop] in self._words:
                rest = self._rest(token, stop, seen)
                if rest is not None:
                    return rest
        return None
