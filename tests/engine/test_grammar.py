"""Roles: what a name does where it stands. Each row is a text, a name in it and its role."""

from __future__ import annotations

import random
import re
from collections.abc import Mapping

import pytest
from tests.asked import listed, mentions

from nkrisk_geo.engine.codes import codes
from nkrisk_geo.engine.reader import tails
from nkrisk_geo.gazetteer.compiler.tails import CLASSES
from nkrisk_geo.gazetteer.gazetteer import Gazetteer
from nkrisk_geo.gazetteer.roles import ASIDE, Role
from nkrisk_geo.resolver.resolution import get_resolver
from nkrisk_geo.resolver.resolver import Resolver

ROLES = [
    ("DANDONG CITY", "dandong", Role.TYPED),
    ("DANDONG, LIAONING", "dandong", Role.PLAIN),
    ("DAN-DONG LIAO NING", "dandong", Role.PLAIN),
    ("12 DANDONG ROAD, SHANGHAI", "dandong", Role.ROAD),
    ("DANDONG NORTH 2 ROAD", "dandong", Role.ROAD),
    ("DANDONG HUAYANG GARMENT CO LTD", "dandong", Role.COMPANY),
    ("BANK OF DALIAN", "dalian", Role.INSIDE),
    ("SHENYANG MANSION, DALIAN", "shenyang", Role.INSIDE),
    ("CHANGBAI MOUNTAIN GINSENG", "changbaimountain", Role.LOOSE),
    ("ATTN MR JI LIN", "jilin", Role.WORD),
    ("DALIAN PORT", "dalian", Role.PORT),
    ("HUNCHUN FREE TRADE ZONE", "hunchun", Role.ZONE),
    ("DANDONGCITYLIAONING", "liaoning", Role.PLAIN),
    ("DANDONG, CHINA", "china", Role.LAST),
    ("CHINA TRADING, DANDONG", "china", Role.INSIDE),
    ("KUANDIAN, LN 118200", "ln", Role.PLAIN),
    ("DANDNOG CITY, LIAONING", "dandong", Role.MISSPELT),
    ("SHENYYANG, CHINA", "shenyang", Role.MISSPELT),
    ("辽宁省丹东市", "丹东市", Role.TYPED),
    ("辽宁丹东", "丹东", Role.PLAIN),
    ("上海丹东路", "丹东", Role.ROAD),
    ("丹东华洋服装有限公司", "丹东", Role.COMPANY),
    ("丹东银行沈阳分行", "沈阳", Role.BRANCH),
    ("江源火车站", "江源", Role.INSTITUTION),
    ("珲春经济开发区", "珲春", Role.ZONE),
    ("普通化工厂", "通化", Role.WORD),
    ("大连锁店", "大连", Role.WORD),
    ("朝鲜族冷面馆", "朝鲜", Role.WORD),
    ("长白山人参", "长白山", Role.ROAD),
    ("图们江路5号", "图们", Role.ROAD),
    ("훈춘시 경제구", "훈춘시", Role.TYPED),
    ("단동시에서", "단동시", Role.TYPED),
    ("연길공항", "연길", Role.INSTITUTION),
    ("해주로 12", "해주", Role.WORD),
    ("신의주1동", "신의주", Role.WORD),
    ("사평시민", "사평시", Role.WORD),
    ("단동화양무역회사", "단동", Role.COMPANY),
    ("(주)대련", "대련", Role.INSIDE),
    ("대관대리", "대관", Role.WORD),
    ("海城郡", "海城", Role.WORD),
    ("白山町大原", "白山", Role.WORD),
    ("吉林省长白山", "长白山", Role.PLAIN),
]


BATCHES = {
    "characters only": ["辽宁省丹东市", "吉林省延吉市"],
    "an alphabet only": ["DANDONG CITY", "ЧАНЧУНЬ"],
    "neither": ["118000", "", "٣٤", "é"],
    "all of them": [
        "辽宁省丹东市",
        "DANDONG CITY",
        "118000",
        "丹东 DANDONG",
        "Дан",
        "a丹b东c",
    ],
}


@pytest.mark.parametrize("texts", BATCHES.values(), ids=BATCHES)
def test_texts_read_together_say_what_each_says(texts: list[str]) -> None:
    engine = Resolver(Gazetteer.default())
    assert listed(engine, texts) == [listed(engine, [text])[0] for text in texts]


@pytest.mark.parametrize(("text", "name", "role"), ROLES)
def test_role(text: str, name: str, role: Role) -> None:
    gazetteer = Gazetteer.default()
    found = mentions(get_resolver().engine.core, gazetteer.normalizer.fold(text))
    roles = {gazetteer.names[mention.script][mention.name]: mention.role for mention in found}
    assert roles[name] is role


@pytest.mark.parametrize(
    "text",
    [
        "GUILINN ROAD, JILIN",
        "DANDONGA TRADING, LIAONING",
        "DANDNOG",
        "MADANDONGA STREET",
        "牡丹东路",
        "西安图书馆",
        "SHENYANGHE",
        "NO.3 CO., LTD",
        "AS PER INVOICE",
    ],
)
def test_names_do_not_stand_inside_other_words(text: str) -> None:
    gazetteer = Gazetteer.default()
    every = mentions(get_resolver().engine.core, gazetteer.normalizer.fold(text))
    found = {
        gazetteer.names[mention.script][mention.name]
        for mention in every
        if mention.role not in ASIDE
    }
    assert not found & {"dandong", "丹东", "安图", "shenyang", "no", "co", "as"}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("118000", [("p", "118000")]),
        ("1180001", []),
        ("tel +86-415-2123456", [("T", "415")]),
        ("tel 86 (0)24 2123 4567", [("T", "24")]),
        ("0433-2512345", [("t", "433")]),
        ("电话:04332512345", [("t", "433")]),
        ("mob 13841512345", []),
        ("usci 91210600ma0abcde18", [("r", "210600")]),
        ("usci 91210600ma0abcde1x", []),
        ("12-118000", []),
    ],
)
def test_codes(text: str, found: list[tuple[str, str]]) -> None:
    assert [(code.kind, code.value) for code in codes(text)] == found


def test_the_word_behind_each_place_is_that_of_a_slow_search() -> None:
    words = Gazetteer.default().generics["han"]
    chance = random.Random(7)
    pieces = [*words, *"东西南北中一二三道路街山江河沿〇 ", "丹东", "①", "5", "٣"]
    texts = ["".join(chance.choices(pieces, k=chance.randint(1, 9))) for _ in range(2_000)]
    squeezed = "\1".join("".join(text.split()) for text in texts)
    found = [
        (CLASSES[klass], length) for klass, length in tails(get_resolver().engine.core, squeezed)
    ]
    pattern = slow_tails(words)
    matches = [pattern.match(squeezed, at) for at in range(len(squeezed))]
    assert found == [(match.lastgroup, len(match[0])) if match else ("", 0) for match in matches]


def slow_tails(words: Mapping[str, str]) -> re.Pattern[str]:
    """The same as a pattern: a group for each class, in it the longest word first."""

    def any_of(klass: str) -> str:
        some = sorted((word for word in words if words[word] == klass), key=len, reverse=True)
        return "|".join(some)

    parts = {klass: any_of(klass) for klass in CLASSES[:-1]}
    parts["nature"] = rf"(?:{parts['nature']})(?![^\W\d_])|[山江河](?=[路街道畔沿])"
    parts["road"] = f"[{any_of('direction').replace('|', '')}]{{0,3}}(?:{parts['road']})(?!道)"
    return re.compile("|".join(f"(?P<{klass}>{part})" for klass, part in parts.items()))
