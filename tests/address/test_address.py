"""Components and normal forms of addresses: tables to extend, and what must hold for any string."""

from __future__ import annotations

import copy
import pickle
import random
import re
from dataclasses import FrozenInstanceError, replace
from functools import partial

import jieba
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from jieba import finalseg
from tests.growing import growth

from nkrisk_geo.address.parser import normalized_forms, parse
from nkrisk_geo.address.pinyin import Pinyin
from nkrisk_geo.address.schemas import SCHEMAS
from nkrisk_geo.address.tokenizer import word_starts
from nkrisk_geo.engine.reader import word_edges
from nkrisk_geo.gazetteer.gazetteer import Gazetteer
from nkrisk_geo.gazetteer.vocabulary import LABELS
from nkrisk_geo.model.errors import InputError
from nkrisk_geo.resolver.resolution import get_resolver

# An address with its parts marked `label=words`, in the order of the text; what is not listed must not be a component.
COMPONENTS = {
    "辽宁省丹东市振兴区滨江中路18号": "province=辽宁省 prefecture=丹东市 county=振兴区 road=滨江中路 road_number=18号",
    "丹东市（振兴区）浪头镇 3委12组": "prefecture=丹东市 county=振兴区 township=浪头镇 village=3委 road=12组",
    "遼寧省丹東市元寶區錦山大街１２號": "province=遼寧省 prefecture=丹東市 county=元寶區 road=錦山大街 road_number=１２號",
    "珲春市英安镇和平村5组": "county=珲春市 township=英安镇 village=和平村 road=5组",
    "吉林延吉": "province=吉林 county=延吉",
    "吉林省吉林市昌邑区": "province=吉林省 prefecture=吉林市 county=昌邑区",
    "中国吉林省图们市口岸大街9号": "country=中国 province=吉林省 county=图们市 road=口岸大街 road_number=9号",
    "丹东市振兴区花园小区8幢2单元502室": (
        "prefecture=丹东市 county=振兴区 poi=花园小区 building=8幢 building=2单元 room=502室"
    ),
    "丹东市振兴区花园小区8-3-502": (
        "prefecture=丹东市 county=振兴区 poi=花园小区 building=8 other=- building=3 other=- room=502"
    ),
    "沈阳市和平区青年大街88号嘉里大厦12层1203室": (
        "prefecture=沈阳市 county=和平区 road=青年大街 road_number=88号 poi=嘉里大厦 floor=12层 room=1203室"
    ),
    "东港市前阳镇工业园区 丹东海华水产有限公司": (
        "county=东港市 township=前阳镇 poi=工业园区 company=丹东海华水产有限公司"
    ),
    "上海丹东路": "prefecture=上海 road=丹东路",
    "宁波镇海区样例路3号": "prefecture=宁波 county=镇海区 road=样例路 road_number=3号",
    "沈阳市市辖区和平区样例街": "prefecture=沈阳市 other=市辖区 county=和平区 road=样例街",
    "西藏山南地区扎囊县": "province=西藏 prefecture=山南地区 county=扎囊县",
    "振兴开发区样例路8号": "devzone=振兴开发区 road=样例路 road_number=8号",
    "凤城塘路8号": "road=凤城塘路 road_number=8号",
    "凤城家园2幢": "poi=凤城家园 building=2幢",
    "丹东市振兴区滨江新区样例路": "prefecture=丹东市 county=振兴区 devzone=滨江新区 road=样例路",
    "样例区人民路8号": "county=样例区 road=人民路 road_number=8号",
    "丹东市样例路18-2号": "prefecture=丹东市 road=样例路 road_number=18 other=- building=2号",
    "丹东市样例路21-25号": "prefecture=丹东市 road=样例路 road_number=21-25号",
    "丹东市样例路8号和平小区3-12-5楼": (
        "prefecture=丹东市 road=样例路 road_number=8号 poi=和平小区 building=3 other=- building=12 other=- floor=5楼"
    ),
    "丹东市建设4路8号": "prefecture=丹东市 road=建设4路 road_number=8号",
    "沈阳市青年大街88号12F财务部": "prefecture=沈阳市 road=青年大街 road_number=88号 floor=12F person=财务部",
    "前阳镇工业区样例路8号": "township=前阳镇 poi=工业区 road=样例路 road_number=8号",
    "振兴区人民法院": "poi=振兴区人民法院",
    "绍兴市绍兴县柯桥区": "prefecture=绍兴市 county=绍兴县 county=柯桥区",
    "宁波江东样例路8号": "prefecture=宁波 county=江东 road=样例路 road_number=8号",
    "收方丹东市东港市": "poi=收方 prefecture=丹东市 county=东港市",
    "样例东区8幢": "poi=样例东区 building=8幢",
    "宁波江北区人民路3号": "prefecture=宁波 county=江北区 road=人民路 road_number=3号",
    "邮编118000 丹东市12号信箱 电话0415-2123456": (
        "other=邮编 postcode=118000 prefecture=丹东市 po_box=12号信箱 other=电话0415-2123456"
    ),
    "3F, No.18 Binjiang Road, DANDONG CITY 118000": (
        "floor=3F road_number=No.18 road=Binjiang Road prefecture=DANDONG CITY postcode=118000"
    ),
    "Room 502, Bldg 3, Huayuan Road, Zhenxing District, Dandong, Liaoning, China": (
        "room=Room 502 building=Bldg 3 road=Huayuan Road county=Zhenxing District prefecture=Dandong "
        "province=Liaoning country=China"
    ),
    "LIAONING SHENG DANDONG SHI ZHENXING QU BINJIANG ZHONG LU 18 HAO": (
        "province=LIAONING SHENG prefecture=DANDONG SHI county=ZHENXING QU road=BINJIANG ZHONG LU road_number=18 HAO"
    ),
    "DANDONG HUAXING GARMENT CO., LTD, P.O. BOX 12, DANDONG": (
        "company=DANDONG HUAXING GARMENT CO., LTD po_box=P.O. BOX 12 prefecture=DANDONG"
    ),
    "DANDONGCITYLIAONING": "prefecture=DANDONG province=LIAONING",
    "Qianyang Town, Donggang, Liaoning": "township=Qianyang Town county=Donggang province=Liaoning",
    "18 Binjiang Middle Road, Dandong 丹东市滨江中路18号": (
        "road_number=18 road=Binjiang Middle Road prefecture=Dandong prefecture=丹东市 road=滨江中路 road_number=18号"
    ),
}

# A chain that is written twice: what counts is kept, the repetition is `other`.
REPEATED = {
    "上海上海市杨浦区": "other=上海 prefecture=上海市 county=杨浦区",
    "辽宁省丹东市东港市辽宁省东港市前阳镇": (
        "province=辽宁省 prefecture=丹东市 county=东港市 other=辽宁省 other=东港市 township=前阳镇"
    ),
    "东港市前阳镇样例村东港市样例公司": (
        "county=东港市 township=前阳镇 village=样例村 other=东港市 company=样例公司"
    ),
    "辽宁省丹东市丹东市东港市": "province=辽宁省 prefecture=丹东市 other=丹东市 county=东港市",
    "辽宁丹东振兴区丹东市振兴区": "province=辽宁 other=丹东 other=振兴区 prefecture=丹东市 county=振兴区",
    "吉林省吉林省延边朝鲜族自治州珲春市": "other=吉林省 province=吉林省 prefecture=延边朝鲜族自治州 county=珲春市",
    "辽宁省丹东市振兴区振兴区花园路": "province=辽宁省 prefecture=丹东市 county=振兴区 other=振兴区 road=花园路",
}

# Address, Chinese form, English form.
FORMS = (
    (
        "辽宁省丹东市振兴区滨江中路18号",
        "辽宁省丹东市振兴区滨江中路18号",
        "18 Binjiang Middle Road, Zhenxing District, Dandong, Liaoning, China",
    ),
    (
        "No.18 Binjiang Middle Road, Zhenxing District, Dandong, Liaoning",
        "辽宁省丹东市振兴区",
        "18 Binjiang Middle Road, Zhenxing District, Dandong, Liaoning, China",
    ),
    (
        "丹东 振兴区 花园小区8-3-502",
        "辽宁省丹东市振兴区花园小区8-3-502",
        None,
    ),
    (
        "珲春市英安镇",
        "吉林省延边朝鲜族自治州珲春市英安镇",
        "Ying'an Town, Hunchun, Yanbian, Jilin, China",
    ),
    ("Hunchun", "吉林省延边朝鲜族自治州珲春市", "Hunchun, Yanbian, Jilin, China"),
    ("Seoul, Korea", None, None),
    ("", None, None),
)

ADDRESS = st.lists(
    st.one_of(
        st.text(max_size=6),
        st.sampled_from(
            [
                "丹东市",
                "延吉",
                "路",
                "号",
                "18",
                "镇",
                "-",
                " ",
                "Dandong",
                "ROAD",
                "No.",
                ",",
                "一",
                "室",
                "①",
                "é",
                "市",
            ]
        ),
    ),
    max_size=14,
).map("".join)


def shown(text: str) -> str:
    return " ".join(f"{part.label}={part.text}" for part in parse(text).components)


@pytest.mark.parametrize(("text", "expected"), [*COMPONENTS.items(), *REPEATED.items()])
def test_components(text: str, expected: str) -> None:
    assert shown(text) == expected


OTHER_LABELS = (
    (
        "libpostal",
        "辽宁省丹东市振兴区浪头镇滨江中路18号样例大厦3楼财务部",
        "state=辽宁省 city=丹东市 city_district=振兴区 suburb=浪头镇 road=滨江中路 house_number=18号 house=样例大厦 "
        "level=3楼 house=财务部",
    ),
    (
        "ftm",
        "Room 502, No.18 Binjiang Road, Zhenxing District, Dandong 118000, Liaoning, China",
        "street2=Room 502 street=No.18 street=Binjiang Road region=Zhenxing District city=Dandong postalCode=118000 "
        "state=Liaoning country=China",
    ),
    ("ftm", "丹东市12号信箱 电话0415-2123456", "city=丹东市 postOfficeBox=12号信箱"),
)


@pytest.mark.parametrize(("labels", "text", "expected"), OTHER_LABELS)
def test_labels_of_other_schemas(labels: str, text: str, expected: str) -> None:
    address = parse(text, labels=labels)
    assert " ".join(f"{part.label}={part.text}" for part in address.components) == expected
    assert (address.zh, address.en) == (parse(text).zh, parse(text).en)


def test_each_label_has_a_name_in_other_schemas() -> None:
    for names in SCHEMAS.values():
        assert {*names, "other"} == set(LABELS)
    with pytest.raises(InputError, match="libpostal, ftm"):
        parse("丹东", labels="postal")


@pytest.mark.parametrize(("text", "zh", "en"), FORMS)
def test_normal_forms(text: str, zh: str | None, en: str | None) -> None:
    address = parse(text)
    assert address.zh == zh
    assert en is None or address.en == en
    assert normalized_forms(get_resolver(), text) == (address.zh, address.en)


NAMES = {
    "锦山": "Jinshan",
    "兴五": "Xingwu",
    "昂昂溪": "Ang'angxi",
    "呼和浩特": "Huhehaote",
    "滨江大桥": "Binjiang Daqiao",
    "红豪水产食品有限公司": "Honghao Shuichan Shipin Youxian Gongsi",
    "珲春红豪": "Hunchun Honghao",
    "批发市场": "Pifa Shichang",
    "3A": "3A",
    "": "",
}


@pytest.mark.parametrize(("name", "written"), NAMES.items(), ids=NAMES)
def test_names_are_romanized_by_words(name: str, written: str) -> None:
    made = Pinyin(Gazetteer.default(), partial(word_edges, get_resolver().engine.core))
    assert made(name) == written


@given(st.text(alphabet="红豪水产有限公司丹东珲春路A1 ", max_size=80))
@settings(max_examples=200, deadline=None)
def test_words_change_gaps_and_no_readings(name: str) -> None:
    made = Pinyin(Gazetteer.default(), partial(word_edges, get_resolver().engine.core))
    assert (
        re.sub("[ ']", "", made(name)).lower()
        == re.sub("[ ']", "", "".join(made.syllables(name))).lower()
    )


@given(st.text(alphabet="红豪水产有限公司丹东珲春路", min_size=1, max_size=30))
@settings(max_examples=200, deadline=None)
def test_words_begin_in_order_from_the_first_character_on(name: str) -> None:
    starts = word_starts(name)
    assert starts[0] == 0
    assert starts == sorted(set(starts))
    assert starts[-1] < len(name)


def test_the_tokenizer_that_others_share_is_left_alone() -> None:
    assert word_starts("红豪水产食品有限公司") == [0, 2, 4, 6, 8]
    assert not jieba.dt.initialized


def test_words_that_others_took_apart_stay_whole_here(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(finalseg, "Force_Split_Words", {"红豪"})
    assert word_starts("红豪水产食品有限公司") == [0, 2, 4, 6, 8]


def test_nothing_gives_nothing() -> None:
    for text in (None, "", "  \n", "，。"):
        assert parse(text).zh is None


@settings(max_examples=400, deadline=None)
@given(ADDRESS)
@example("ﬃ½㎏ 丹东ｶﾞ")
@example("\u0301丹\u0301东市")
@example("İstanbul 丹东\u200b市")
def test_any_text(text: str) -> None:
    parts = parse(text).components
    at = 0
    for part in parts:
        assert at <= part.start < part.end <= len(text)
        assert part.text == text[part.start : part.end] == part.text.strip()
        assert part.label in LABELS
        at = part.end
    assert parse(text).components == parts


@pytest.mark.parametrize(
    "unit",
    [
        "1",
        "一",
        "路",
        "a",
        " ",
        "-",
        "1-",
        "市",
        "1号",
        "丹东市",
        "ab ",
        "no.",
        ",",
        "丹 ",
        "与",
        "区",
        "路丹东",
        "丹东路1-",
        "一号",
        "开发区县",
        "电话1",
        "rm 1-",
        "#a1 ",
        "co road ",
    ],
)
def test_time_grows_with_the_length(unit: str) -> None:
    """Up to a fifth of a megabyte of anything is no more than linear work."""
    found = growth(parse, lambda length: unit * (length // len(unit)), 200_000)
    assert not found.is_too_much, found


def test_the_english_form_is_written_when_it_is_asked_for() -> None:
    asked, kept, other = (parse("丹东市振兴区红豪路8号") for _ in range(3))
    with pytest.raises(AttributeError):
        object.__getattribute__(asked, "en")
    assert asked.en == "8 Honghao Road, Zhenxing District, Dandong, Liaoning, China"
    assert object.__getattribute__(asked, "en") == asked.en

    assert pickle.loads(pickle.dumps(kept)) == copy.deepcopy(kept) == kept == asked
    assert hash(kept) == hash(asked)
    assert repr(other) == repr(asked)
    assert replace(parse("丹东市"), zh="丹东").en == parse("丹东市").en
    with pytest.raises(AttributeError, match="'Address' object has no attribute 'english'"):
        _ = asked.english  # type: ignore[attr-defined]
    with pytest.raises(FrozenInstanceError):
        other.en = "Dandong"  # type: ignore[misc]


def test_shuffled_parts_never_fail() -> None:
    random.seed(1)
    for text in COMPONENTS:
        letters = list(text)
        random.shuffle(letters)
        shuffled = "".join(letters)
        assert all(
            part.text == shuffled[part.start : part.end] for part in parse(shuffled).components
        )


@pytest.mark.parametrize(
    ("text", "road"),
    [
        ("吉林省长春市朝阳区朝阳路5号", "5 Chaoyang Road"),
        ("吉林省延吉市珲春路12号", "12 Hunchun Road"),
        ("吉林省长春市宽城区长白路3号", "3 Changbai Road"),
        ("辽宁省大连市甘井子区建设工业路8号", "8 Jianshe Gongye Road"),
        ("辽宁省大连市成长路3号", "3 Chengzhang Road"),
    ],
)
def test_roads_are_read_as_the_places_they_are_called_after(text: str, road: str) -> None:
    assert (parse(text).en or "").startswith(road)
