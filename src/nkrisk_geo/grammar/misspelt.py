"""Words that are nearly names: LIAOLNG, DANDNOG, and L1AONING, in which a scanner read a digit for a letter.

Only beside a name of the same text: a text that names nothing is not searched for what it might have named. And only where
a name is expected: with a generic, or alone in its stretch.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from itertools import groupby
from operator import itemgetter

import numpy as np

from nkrisk_geo.grammar.context import LOOSE, Context
from nkrisk_geo.grammar.roles import Mentions, Role
from nkrisk_geo.repair import LOOKALIKE, SHORTEST
from nkrisk_geo.scan import Scan

Span = tuple[int, int]
Repair = Callable[[Sequence[str]], Sequence[tuple[int, ...]]]
MISSPELT, TYPED = int(Role.MISSPELT), int(Role.TYPED)
_DIGIT_IN_WORD = re.compile("[0-9|](?:(?<=[a-z].)(?=[a-z])|(?<=[a-z]{4}.)|(?=[a-z]{5}))").search


class Misspelt:
    """Finds them.

    Args:
        repair: for each of some unknown words the numbers of the names that it may be a misspelling of.
    """

    def __init__(self, repair: Repair) -> None:
        self._repair = repair

    def beside(self, scan: Scan, context: Context, found: Mentions, folded: Sequence[str]) -> Mentions:
        """The mentions found with the misspelt ones."""
        misread = Mentions.of([*self._misread(scan, context, folded)])
        if len(misread.text):
            starts = np.sort(misread.start)
            clear = np.searchsorted(starts, found.start) == np.searchsorted(starts, found.end)
            found = Mentions.joined([found.chosen(clear), misread])
        nearly = [*self._nearly(scan, context, found)] if len(found.text) and len(scan.strange) else []
        return Mentions.joined([found, Mentions.of(nearly)]) if nearly else found

    def _nearly(self, scan: Scan, context: Context, found: Mentions) -> Iterator[tuple[int, ...]]:
        """Unknown words one edit away from a name."""
        tokens, at = scan.tokens, scan.strange
        at = at[context.length(at) >= SHORTEST]
        text = context.text_of(tokens.starts[at])
        named = np.zeros(len(tokens.parts), np.bool_)
        named[found.text] = True
        free = named[text] & ~context.covered(found)[at]
        at, text = at[free], text[free]
        role, generic = context.after(at + 1)
        alone = (
            (role == LOOSE) & context.is_edge(at + 1) & context.opens(at) & (context.length(at) > SHORTEST)
        )
        rows = np.flatnonzero((role == TYPED) | alone)
        spans = [*zip(tokens.starts[at[rows]].tolist(), tokens.ends[at[rows]].tolist(), strict=True)]
        near = self._repair([tokens.letters[start:end] for start, end in spans])
        for row, (start, end), names in zip(rows.tolist(), spans, near, strict=True):
            for name in names:
                yield int(text[row]), name, MISSPELT, int(generic[row]), start, end

    def _misread(self, scan: Scan, context: Context, folded: Sequence[str]) -> Iterator[tuple[int, ...]]:
        """Names in which a scanner read digits for letters."""
        words = [
            (text, match)
            for text in self._with_digits_in_words(scan, context)
            if _DIGIT_IN_WORD(folded[text])
            for match in LOOKALIKE.finditer(folded[text])
            if not match.group().isalpha()
        ]
        near = self._repair([match.group() for _, match in words])
        misread = [
            (text, match.span(), names) for (text, match), names in zip(words, near, strict=True) if names
        ]
        found = [
            (text, name, *span)
            for text, several in groupby(misread, key=itemgetter(0))
            for name, span in self._squeezed(context, text, folded[text], [*several])
        ]
        if found:
            ends = np.array([end for *_, end in found])
            _, generics = context.after(context.token_of(ends))
            for (text, name, start, end), generic in zip(found, generics.tolist(), strict=True):
                yield text, name, MISSPELT, generic, start, end

    @staticmethod
    def _squeezed(
        context: Context, text: int, folded: str, misread: Sequence[tuple[int, Span, tuple[int, ...]]]
    ) -> Iterator[tuple[int, Span]]:
        """Names that a text has with digits for letters, and where in the squeeze."""
        spans = context.squeezed(text, folded, [span for _, span, _ in misread])
        for span, (_, _, names) in zip(spans, misread, strict=True):
            yield from ((name, span) for name in names)

    @staticmethod
    def _with_digits_in_words(scan: Scan, context: Context) -> list[int]:
        """Texts in which a digit adjoins a letter; few have one, and only they are searched."""
        before = scan.tokens.before
        at = np.flatnonzero(context.digits | context.letters)
        digit_first = context.letters[at] & (
            ((before[at] >= ord("0")) & (before[at] <= ord("9"))) | (before[at] == ord("|"))
        )
        letter_first = context.digits[at] & (before[at] >= ord("a")) & (before[at] <= ord("z"))
        texts = context.text_of(scan.tokens.starts[at[digit_first | letter_first]])
        return sorted(set(texts.tolist()))
