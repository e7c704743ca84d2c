"""Words of Chinese names that the gazetteer's words do not cover, as jieba cuts them.

Such are firms, goods, made-up names.

>>> word_starts("红豪水产食品有限公司")
[0, 2, 4, 6, 8]

jieba is loaded when the first such name comes, which takes a second; names of known
words never ask for it. The tokenizer is one of our own: the one that jieba keeps for
everybody writes a cache into the folder for temporary files and logs that it does, and
whoever adds words to it would change what is answered here.
"""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterator
from functools import cache
from typing import Any

from nkrisk_geo.native.locks import ForkSafeLock

_TURN = ForkSafeLock()
_HAN_OR_OTHER = re.compile("[\u4e00-\u9fd5]+|[^\u4e00-\u9fd5]")
"""What the model of jieba knows, and each character that it does not."""


def word_starts(name: str) -> list[int]:
    """Where words begin in a name; 有限公司, two words of which either is known, is written as two."""
    tokenizer = _tokenizer()
    starts, at = list[int](), 0

    for word in _words(tokenizer, name):
        starts.append(at)
        halves = (word[:2], word[2:]) if len(word) == 4 else ()
        # Its dictionary has beginnings of words too, with a frequency of nought.
        if halves and all(map(tokenizer.FREQ.get, halves)):
            starts.append(at + 2)
        at += len(word)
    return starts


def _words(tokenizer: Any, name: str) -> Iterator[str]:
    """The words of a name as jieba cuts it.

    Its model joins characters that no word of its dictionary does. Its own way to the
    model passes by a list of words that must not be joined, which is one for everybody.
    """
    alone = ""
    for word in tokenizer.cut(name, HMM=False):
        if len(word) == 1:
            alone += word
            continue
        yield from _modelled(tokenizer, alone)
        yield word
        alone = ""
    yield from _modelled(tokenizer, alone)


def _modelled(tokenizer: Any, characters: str) -> Iterator[str]:
    """Words among characters that stand alone."""
    from jieba import finalseg

    is_word = bool(tokenizer.FREQ.get(characters))
    for stretch in _HAN_OR_OTHER.findall(characters):
        if len(stretch) > 1 and not is_word:
            yield from vars(finalseg)["__cut"](stretch)
        else:
            yield from stretch


def _tokenizer() -> Any:
    # Of several threads that come first, one loads it and the others wait.
    with _TURN:
        return _loaded()


@cache
def _loaded() -> Any:
    # It asks setuptools for its dictionary, and is written for older Pythons.
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import jieba
    made = jieba.Tokenizer()
    # What its `initialize` does, without the cache and the log.
    dictionary = made.get_dict_file()
    made.FREQ, made.total = made.gen_pfdict(dictionary)
    made.initialized = True
    return made
