"""Words of Chinese names that the gazetteer's words do not cover: firms, goods, made-up names, as jieba cuts them.

>>> word_starts("红豪水产食品有限公司")
[0, 2, 4, 6, 8]

jieba is loaded when the first such name comes, which takes a second; names of known words never ask for it. The tokenizer is one
of our own: the one that jieba keeps for everybody writes a cache into the folder for temporary files and logs that it does, and
whoever adds words to it would change what is answered here.
"""

from __future__ import annotations

import warnings
from functools import cache
from typing import Any

from nkrisk_geo.native.locks import Turn

_TURN = Turn()


def word_starts(name: str) -> list[int]:
    """Where words begin in a name; 有限公司, two words of which either is known, is written as two."""
    tokenizer = _tokenizer()
    starts, at = list[int](), 0
    for word in tokenizer.cut(name):
        starts.append(at)
        if len(word) == 4 and tokenizer.FREQ.get(word[:2]) and tokenizer.FREQ.get(word[2:]):
            starts.append(at + 2)
        at += len(word)
    return starts


def _tokenizer() -> Any:
    with _TURN:
        return _loaded()


@cache
def _loaded() -> Any:
    with warnings.catch_warnings():  # it asks setuptools for its dictionary, and is written for older Pythons
        warnings.simplefilter("ignore")
        import jieba
    made = jieba.Tokenizer()
    made.FREQ, made.total = made.gen_pfdict(made.get_dict_file())
    made.initialized = True
    return made
