"""Words cut around a name: as jieba cuts them, without loading jieba."""

from __future__ import annotations

import subprocess
import sys

import jieba
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nkrisk_geo.engine.reader import stands as stands_in
from nkrisk_geo.engine.reader import word_edges
from nkrisk_geo.gazetteer.datafile import lines
from nkrisk_geo.gazetteer.gazetteer import Gazetteer
from nkrisk_geo.resolver.resolution import get_resolver

AROUND, LONGEST = 5, 5
"""Characters on each side of a name that are cut with it, and of the longest word that is looked for over an edge."""
GAZETTEER = Gazetteer.default()
CORE = get_resolver().engine.core
WORDS: dict[str, int] = dict(
    zip(
        lines(GAZETTEER.column("cutting/words")),
        GAZETTEER.column("cutting/freq").tolist(),
        strict=True,
    )
)
PIECES = "牡丹 丹东 东路 西安 图书馆 安图 大连 连锁店 吉林 大学 普通 通化 化工厂 长白 山 秦淮区 长春 市 中 路 号 新 华".split()


@pytest.fixture(scope="module")
def tokenizer() -> jieba.Tokenizer:
    """jieba's own, with the words of the gazetteer."""
    prefixes = {word[:length]: 0 for word in WORDS for length in range(1, len(word))}
    made = jieba.Tokenizer()
    made.FREQ, made.total, made.initialized = (
        prefixes | WORDS,
        GAZETTEER.column("cutting/total"),
        True,
    )
    return made


@given(st.lists(st.sampled_from(PIECES), min_size=1, max_size=6).map("".join))
@settings(max_examples=300, deadline=None)
def test_a_text_is_cut_as_jieba_cuts_it(tokenizer: jieba.Tokenizer, text: str) -> None:
    at, edges = 0, set()
    for word in tokenizer.cut(text, HMM=False):
        edges.add(at)
        at += len(word)
    assert word_edges(CORE, text) == edges


@given(
    st.lists(st.sampled_from(PIECES), max_size=4).map("".join),
    st.lists(st.sampled_from(PIECES), max_size=4).map("".join),
)
@settings(max_examples=300, deadline=None)
def test_what_words_tie_together_decides(before: str, behind: str) -> None:
    before, behind = before[-AROUND:], behind[:AROUND]
    edges, start = word_edges(CORE, before + "丹东" + behind), len(before)
    text = before + "丹东" + behind
    spans = [
        (at, to)
        for at in range(len(text))
        for to in range(at + 2, at + LONGEST + 1)
        if text[at:to] in WORDS
    ]
    entered = any(at < start < to <= start + 2 for at, to in spans)
    left = any(start < at < start + 2 < to for at, to in spans)
    whole = not (entered or left) or (start in edges and start + 1 not in edges)
    assert stands_in(CORE, text, start, start + 2) == whole


@pytest.mark.parametrize(
    ("text", "name", "stands"),
    [
        ("牡丹东路", "丹东", False),
        ("西安图书馆", "安图", False),
        ("大连锁店", "大连", False),
        ("去丹东路上", "丹东", True),
    ],
)
def test_a_name_stands_or_only_seems_to(text: str, name: str, stands: bool) -> None:
    start = text.index(name)
    assert stands_in(CORE, text, start, start + len(name)) is stands


def test_what_is_too_long_is_not_cut() -> None:
    with pytest.raises(ValueError, match="too long"):
        word_edges(CORE, "丹东" * 1000)


def test_an_answer_does_not_load_jieba() -> None:
    code = "import sys; from nkrisk_geo import resolve; resolve('牡丹东路'); sys.exit('jieba' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
