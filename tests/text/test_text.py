"""Folding: one form for texts and names, and the way back to the raw text."""

from __future__ import annotations

import itertools
import re
import unicodedata
from itertools import pairwise
from operator import and_

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.asked import folded as together

from nkrisk_geo import parse, resolve, resolve_all
from nkrisk_geo.engine.reader import read_text
from nkrisk_geo.engine.signature import FIELDS
from nkrisk_geo.engine.texts import Texts, read
from nkrisk_geo.gazetteer.gazetteer import Gazetteer
from nkrisk_geo.native.characters import KINDS
from nkrisk_geo.native.library import TextContent
from nkrisk_geo.resolver.resolution import get_resolver
from nkrisk_geo.text.combining_marks import MOST_MARKS, to_nfkc
from nkrisk_geo.text.misread_gbk import goes_on_in_utf8, read_behind_suspects, suspects
from nkrisk_geo.text.mojibake import is_telling
from nkrisk_geo.text.normalizer import _STEADY, Normalizer, skeleton_of, span

FOLDER = Gazetteer.default().normalizer
TEXTS = st.text(st.sampled_from("丹东ab1²é가дД٣ あ-\U00020001")) | st.text()


def is_character(char: str) -> bool:
    ranges = "\u1100-\u11ff \u2e80-\u9fff \uac00-\ud7af \uf900-\ufaff \U00020000-\U0003ffff".split()
    return any(first <= char <= last for first, last in (each.split("-") for each in ranges))


@given(st.lists(TEXTS, max_size=6))
@settings(max_examples=300, deadline=None)
def test_what_texts_may_hold(texts: list[str]) -> None:
    folded = together(texts)
    core, city = (
        get_resolver().engine.core,
        FIELDS.index("city"),
    )  # in a field beside the text digits count one by one
    found = read(core, city, Texts.of(folded)).holds.tolist()
    assert found == [read_text(core, 0, text, whole=True).holds for text in folded]

    def holding(what: TextContent) -> list[bool]:
        return [bool(holds & what) for holds in found]

    def has_word(text: str) -> bool:
        letters = [char.isalpha() and not is_character(char) for char in text]
        return text.isascii() or any(map(and_, letters, letters[1:]))

    assert holding(TextContent.WORDS) == [*map(has_word, folded)]
    assert holding(TextContent.CHARACTERS) == [any(map(is_character, text)) for text in folded]
    chinese = [any("\u4e00" <= char <= "\u9fff" for char in text) for text in folded]
    assert holding(TextContent.CHINESE) == chinese
    assert holding(TextContent.HANGUL) == [bool(re.search("[가-힣]", text)) for text in folded]
    assert holding(TextContent.ENDING) == [
        bool(re.search("[a-z][a-z0-9]-[a-z]{2,5}(?![a-z0-9'-])", text)) for text in folded
    ]


def tokens(folded: str) -> list[tuple[int, int]]:
    """Where the tokens of a folded text stand: characters of one kind side by side, or a hard one by itself."""
    KINDS.know(map(ord, folded))
    kinds = "".join(" ldhpco"[KINDS.memory[ord(char)] & 7] for char in folded)
    return [run.span() for run in re.finditer("l+|d+|h|p+|c+|o+", kinds)]


@given(st.lists(st.text("丹ab1² é-,.'\u3000\U00020001", max_size=12), max_size=3).map("\0".join))
@settings(max_examples=200, deadline=None)
def test_tokens(text: str) -> None:
    folded = FOLDER.fold(text)
    found = [folded[start:end] for start, end in tokens(folded)]
    assert [*"".join(found)] == [char for char in folded if not (char.isspace() or char in "'`._-")]
    for token in found:
        assert len(token) == 1 or (
            token.isalnum() and re.fullmatch("[a-z]+|[0-9]+|[^a-z0-9]+", token)
        ), found
    for (_, end), (start, _) in pairwise(tokens(folded)):
        between = folded[start - 1 : start + 1]
        assert start > end or re.fullmatch("[a-z]{2}|[0-9]{2}|[\u4e00-\u9fff]{2}", between) is None


@pytest.mark.parametrize(
    ("raw", "folded"),
    [
        ("ＤＡＮＤＯＮＧ", "dandong"),
        ("遼寧省瀋陽市", "辽宁省沈阳市"),
        ("図們市", "图们市"),
        ("Lǚshùnkǒu", "lushunkou"),
        ("Đồng Nai", "dong nai"),
        ("ХУНЬЧУНЬ", "хуньчунь"),
        ("훈춘시", "훈춘시"),
        ("㈱ ①", "(株) 1"),
        ("Ürümqi’s", "urumqi's"),
        ("DAND0NG, LIA0NING 110000", "dandong, liaoning 110000"),
        ("R00M 10, NO.0", "r00m 10, no.0"),
        ("D0NGGANG, B0X 5, 0 D0", "donggang, b0x 5, 0 d0"),
        ("DАLIАN, ДАЛЯНЬ, Аньту", "dalian, далянь, аньту"),
        ("D\u0391NDΟNG, ΑΘΗΝΑ", "dandong, αθηνα"),
        ("丹\u2060东\u200d市", "丹东市"),
        ("丹\U000e0100东\ufe0f市", "丹东市"),
        ("\u202eDAN\U000e0041DO\u2066NG\u2069", "dandong"),
        ("D\u2063А\u2063ND\u206a0NG", "dandong"),
        ("훈\u3164춘\uffa0시", "훈춘시"),
        ("⻑⽩朝鲜族⾃治县", "长白朝鲜族自治县"),
        ("µ¤¶«ÊÐ", "丹东市"),
        ("дё№дёњеё‚ 5", "丹东市 5"),
        ("涓逛笢甯, 5", "丹东\ufffd, 5"),
        ("è¾½å®çœä¸¹ä¸œå¸‚", "辽\ufffd丹东市"),
        ("Äàëÿíü", "далянь"),
        ("Р”Р°Р»СЏРЅСЊ", "далянь"),
        ("ë‹¨ë‘¥ì‹œ", "단둥시"),
        ("créée à São Paulo", "creee a sao paulo"),
        ("", ""),
    ],
)
def test_fold(raw: str, folded: str) -> None:
    assert FOLDER.fold(raw) == folded


@given(st.text())
def test_folding_is_idempotent_and_every_character_has_a_place(raw: str) -> None:
    folded = FOLDER.fold(raw)
    assert FOLDER.fold(raw) == folded
    offsets = FOLDER.offsets(raw)
    assert offsets == sorted(offsets)
    assert offsets[-1] == len(raw)


@given(st.text(alphabet="DANdong 丹東遼寧ǚ０１２훈춘Дчл́", max_size=40))
def test_a_stretch_leads_back_to_raw_text_that_folds_to_it(raw: str) -> None:
    folded, offsets = FOLDER.fold(raw), FOLDER.offsets(raw)
    assert len(offsets) == len(folded) + 1
    for start in range(len(folded)):
        first, last = span(offsets, start, start + 1)
        alone = FOLDER.fold(raw[first:last])
        assert folded[start] in alone or (
            folded[start] == "o" and alone == "0"
        )  # a zero between letters


def test_a_folder_has_its_own_characters() -> None:
    assert Normalizer(lambda: {"東": "东"}).fold("東西東") == "东西东"
    assert Normalizer(dict).fold("東") == "東"


def test_steady_characters_fold_to_one_each_wherever_they_stand() -> None:
    steady = [char for char in map(chr, range(0x80, 0x20000)) if _STEADY().fullmatch(char)]
    assert len(steady) > 30_000
    for char in steady:
        assert len(FOLDER.fold(char)) == 1 or is_telling(char)
        assert FOLDER.fold(f"a{char}丹") == f"a{FOLDER.fold(char)}丹" or is_telling(char)


def test_what_stands_behind_a_suspect_is_told_alike_of_one_text_and_of_many() -> None:
    behind = {*read_behind_suspects()}
    for char in {*map(chr, range(0x4E00, 0xA000)), "\u20ac", "?"} - suspects():
        # What GBK has no place for is no part of a text that was read in it.
        if char in behind or char.encode("gbk", "replace") != b"?":
            assert goes_on_in_utf8(f"濮{char}") == (char in behind)
        assert goes_on_in_utf8(f"濮{char}濮")


@given(st.text(st.sampled_from("丹东市，（辽宁）·ＡＢ１—’“。가나é\u0301 a1-")))
@settings(max_examples=300, deadline=None)
def test_offsets_of_traced_texts_are_those_of_the_text(raw: str) -> None:
    folded, offsets = FOLDER.fold_traced(raw)
    assert folded == FOLDER.fold(raw)
    assert [*(offsets or range(len(folded) + 1))] == FOLDER.offsets(raw)


@pytest.mark.parametrize(
    ("raw", "skeleton", "may_have_codes"),
    [
        ("12 BINJIANG RD 3-105, 118000", "0 binjiang rd 0-0, 0", True),
        ("TEL +86 415 212 3456", "tel +0 0 0 0", True),
        ("滨江中路18号1-302室", "滨江中路0号0-0室", False),
        ("遼寧 丹東", "辽宁 丹东", False),
        ("０１２", "0", False),
        ("", "", False),
    ],
)
def test_skeleton(raw: str, skeleton: str, may_have_codes: bool) -> None:
    folded = FOLDER.fold(raw)
    assert skeleton_of(folded)[0] == skeleton
    assert (
        bool(read_text(get_resolver().engine.core, 0, folded).holds & TextContent.CODED)
        is may_have_codes
    )


@given(
    st.lists(
        st.text(
            alphabet=st.sampled_from(
                "aZ0é丹東Ａ１·`'｡ßЖàΑµ¤¶ñº²´’Šſİ涓\u0301\u200bÄ³ﾞ가\0\ud800😀𠀀 -,"
            ),
            max_size=12,
        ),
        max_size=6,
    )
)
@settings(max_examples=300, deadline=None)
def test_many_texts_fold_as_each_does_alone(raw: list[str]) -> None:
    assert together(raw) == [FOLDER.fold(text) for text in raw]


MARKS = st.sampled_from("\u0301\u0327\u0345\u05b0\u05c1\u3099\uff9e\u0f71\u0f73\u0f39\u1161\u11ab")
PILES = st.lists(
    st.text(st.sampled_from("丹东ａかｶeΩ ,1\u1112\u200d"), min_size=0, max_size=3)
    | st.lists(MARKS, max_size=45).map("".join)
    | MARKS.flatmap(lambda mark: st.integers(28, 70).map(lambda count: mark * count)),
    max_size=6,
).map("".join)


@given(st.text() | PILES)
@settings(max_examples=500, deadline=None)
def test_piles_of_marks_are_cut_to_thirty_and_nothing_else_is(raw: str) -> None:
    def is_mark(char: str) -> bool:
        return unicodedata.combining(unicodedata.normalize("NFKD", char)[0]) > 0

    runs = [(marks, [*some]) for marks, some in itertools.groupby(raw, is_mark)]
    cut = "".join("".join(some[:MOST_MARKS] if marks else some) for marks, some in runs)
    assert to_nfkc(raw) == unicodedata.normalize("NFKC", cut)


@given(PILES)
@settings(max_examples=500, deadline=None)
def test_behind_piles_of_marks_offsets_are_those_of_the_raw_text(raw: str) -> None:
    folded, offsets = FOLDER.fold(raw), FOLDER.offsets(raw)
    assert len(offsets) == len(folded) + 1
    assert offsets == sorted(offsets)
    assert offsets[-1] == len(raw)
    for at, char in enumerate(folded):
        start, end = span(offsets, at, at + 1)
        assert char in FOLDER.fold(raw[start:end])
    assert together([raw] * 9) == [folded] * 9


@pytest.mark.parametrize("count", [1, 29, 30, 31, 500])
@pytest.mark.parametrize(
    "marks",
    [
        "\u0301",
        "\u0327\u0301",
        "\u05b0\u05c1",
        "\u05c1\u200d\u05b0",
        "\u3099",
        "\uff9e\u05b0",
    ],
)
def test_evidence_behind_marks_cites_the_raw_text(marks: str, count: int) -> None:
    raw = f"か{marks * count} x 丹東市{marks * count}, 118000"
    found = {
        (raw[each.start : each.end]).rstrip(marks)
        for each in resolve(raw).evidence
        if each.start is not None
    }
    assert "丹東市" in found
    assert "118000" in found
    assert "丹東市" in {part.text.rstrip(marks) for part in parse(raw).components}
    (whole,) = resolve_all(raw)
    assert {
        (raw[each.start : each.end]).rstrip(marks)
        for each in whole.evidence
        if each.start is not None
    } == found
