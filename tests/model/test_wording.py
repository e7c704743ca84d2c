"""Words for people: every language says everything, and each says it with the same gaps."""

from __future__ import annotations

import re
import string
from collections.abc import Iterable, Iterator
from enum import Enum

import pytest

import nkrisk_geo
from nkrisk_geo import Gazetteer, InputError
from nkrisk_geo.engine.signature import FIELDS
from nkrisk_geo.files.decision_columns import CONTRADICTED, DECISIONS
from nkrisk_geo.gazetteer.judgement import CLUES
from nkrisk_geo.gazetteer.roles import ROLE_RULE
from nkrisk_geo.model import Level, Reason, Status
from nkrisk_geo.model.explain import LONGEST, NOTICE
from nkrisk_geo.model.sentences import reword, reword_cell, reword_evidence
from nkrisk_geo.model.wording import LANGUAGES, Wording, read_phrases, wording
from nkrisk_geo.resolver.answers import FORMER
from nkrisk_geo.text import postcodes, registration

OTHERS = [language for language in LANGUAGES if language != "en"]
TEXTS = (
    "NO.9 JILIN ROAD, LANGTOU TOWN, DANDONG 118000",
    "朝阳区",
    "YANJI CITY, JILIN 117000",
    "SINUIJU",
    "LIAONING",
    "nowhere at all",
    "",
    "118300 CHINA",
)
HAN, HANGUL = "[一-鿿]", "[가-힣]"


def gaps(phrase: str) -> list[str]:
    return sorted(name for _, name, _, _ in string.Formatter().parse(phrase) if name is not None)


@pytest.mark.parametrize("language", OTHERS)
def test_every_phrase_is_there_in_every_language_with_the_same_gaps(
    language: str,
) -> None:
    english, other = wording("en").phrases, wording(language).phrases
    assert other.keys() == english.keys()
    assert {key for key in english if gaps(english[key]) != gaps(other[key])} == set()
    assert all(other.values())


ALIKE = "language.tag version.digest version.program head.band map.km map.km_interval note.in_field".split()
"""Phrases without a word of any language."""


@pytest.mark.parametrize(("language", "letters"), [("zh", HAN), ("ko", HANGUL)])
def test_phrases_are_in_their_language(language: str, letters: str) -> None:
    english, other = wording("en").phrases, wording(language).phrases
    with_words = {
        key for key in english if re.search("[A-Za-z]", re.sub("{[^}]*}", "", english[key]))
    }
    foreign = {key for key in with_words if not re.search(letters, other[key])}
    assert {key for key in foreign if not key.startswith("crossing.")} <= {
        *ALIKE,
        "map.to",
    }


def test_zones_and_crossings_are_called_as_the_gazetteer_calls_them() -> None:
    gazetteer = Gazetteer.default()
    for group, places in (("zone", gazetteer.zones), ("crossing", gazetteer.crossings)):
        names = {each.id: each for each in places}
        for language in LANGUAGES:
            keys = {key for key in wording(language).phrases if key.startswith(f"{group}.")}
            assert keys == {f"{group}.{name}" for name in names}, language
        for name, each in names.items():
            assert wording("en").label(group, name) == each.name_en
            assert wording("zh").label(group, name) == each.name_zh
    for each in gazetteer.crossings:
        said = wording("ko").crossing(each.id)
        assert (each.name_zh in said, each.dprk_ko in said) == (True, True)


def test_short_names_are_those_of_zones_and_shorter() -> None:
    for words in map(wording, LANGUAGES):
        short = {key.removeprefix("short.") for key in words.phrases if key.startswith("short.")}
        assert short
        assert all(len(words.short_zone(name)) < len(words.zone(name)) for name in short)


def test_every_name_of_data_has_words() -> None:
    names: dict[str, set[str]] = {
        "rule": {*CLUES, *ROLE_RULE.values(), FORMER},
        "clue": {*CLUES, *ROLE_RULE.values(), FORMER},
        "why": _values(Reason),
        "decision": {*DECISIONS, CONTRADICTED},
        "decision_means": {*DECISIONS},
        "field": {*FIELDS},
        "status": _values(Status),
        "reason": _values(Reason),
        "level": _values(Level),
    }
    for group, wanted in names.items():
        start = f"{group}."
        keys = {key for key in wording("en").phrases if key.startswith(start)}
        assert keys == {start + name for name in wanted}


def _values(kind: Iterable[Enum]) -> set[str]:
    return {str(each.value) for each in kind}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("text", TEXTS)
def test_an_answer_is_explained_in_every_language(language: str, text: str) -> None:
    answer = nkrisk_geo.resolve(text, lat=41, lng=127)
    said = answer.explain(lang=language)
    assert "{" not in said
    assert "speaks for" not in said
    assert "set aside" not in said
    assert len(said.split("\n")) == len(answer.explain().split("\n"))
    if answer.zones or answer.zones_possible:
        assert said.endswith(wording(language)("language.notice"))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("text", ["SINUIJU", "UNSAN, DPRK", "SINUIJU DANDONG"])
def test_a_distance_inside_the_dprk_has_words_and_no_minus(text: str, language: str) -> None:
    """Inside, inside without a single number, and on both sides."""
    answer, words = nkrisk_geo.resolve(text), wording(language)
    assert (answer.border.km_min or 0) < 0
    said = [*explained(answer, language)]
    assert [line for line in said if re.search(r"(?<![\w-])-\d", line)] == []
    inside = words("distance.inside", km="").replace("km", "").strip()
    assert any(inside.split()[0] in line for line in said)


def explained(answer: nkrisk_geo.Resolution, language: str) -> Iterator[str]:
    return iter(answer.explain(lang=language).split("\n"))


def test_a_place_of_the_dprk_is_not_called_a_country() -> None:
    answer = nkrisk_geo.resolve("SINUIJU")
    told = {"en": "place in North Korea", "zh": "朝鲜境内地点", "ko": "북한 안의 장소"}
    for language, said in told.items():
        first = next(explained(answer, language))
        assert said in first
        assert wording(language)("level.country") not in first
    listed = nkrisk_geo.resolve("UNSAN, DPRK").explain()
    assert "Unsan (place in North Korea, KP-2039522)" in listed


def test_the_notice_is_the_same_sentence_everywhere() -> None:
    assert wording("en")("language.notice") == NOTICE


def test_a_language_that_is_not_there_is_named() -> None:
    for wrong in ("jp", "zho", "", None, 3):
        with pytest.raises(InputError, match="language"):
            nkrisk_geo.resolve("DANDONG").explain(lang=wrong)  # type: ignore[arg-type]


def test_a_phrase_that_is_missing_is_an_error() -> None:
    with pytest.raises(KeyError, match=r"note\.nothing"):
        wording("en")("note.nothing")
    assert Wording("en", {}).zone("mine") == "mine"


def sentences() -> list[str]:
    """Sentences as answers have them, of every kind."""
    assigned = postcodes.assigned_heads(Gazetteer.default().postcode_prefixes)
    numbers = ["11O000", "1180", "SW1A 1AA", "000001"]
    found = [postcodes.read(number, assigned).sentence for number in numbers]
    found += [
        registration.read(number).problem for number in ("91210600MA0000000X", "91210600MA00000002")
    ]
    for text, point in (
        ("DANDONG, LIAONING", (31.2, 121.5)),
        ("Nowhere", (91, 10)),
        ("YANJI, JILIN 117000", (0, 0)),
        ("SINUIJU", (39.0, 125.7)),
    ):
        found += nkrisk_geo.resolve(text, lat=point[0], lng=point[1]).conflicts
    return sorted({each for each in found if each})


@pytest.mark.parametrize("language", OTHERS)
def test_every_sentence_about_a_conflict_is_known(language: str) -> None:
    every, words = sentences(), wording(language)
    assert len(every) >= 9
    assert [each for each in every if reword(each, words) == each] == []
    assert reword("something new", words) == "something new"


def test_cells_are_told_in_plain_words() -> None:
    answer = nkrisk_geo.resolve("YANJI CITY, JILIN 117000").to_dict()
    english, chinese = wording("en"), wording("zh")
    assert (
        reword_cell(answer["conflicts"], english)
        == "postcode 1170xx points to Pingshan, not to Yanji"
    )
    assert reword_evidence(answer["evidence"], english).startswith(
        "yanji → Yanji (name + City/District); "
    )
    assert "邮政编码" in reword_evidence(answer["evidence"], chinese)
    for strange in ("", "→", "a; b → c", "x → y z (rule of old)", '[{"rule": "name"}]'):
        assert reword_evidence(strange, chinese) in (strange, "x → y (rule of old)")


@pytest.mark.parametrize("text", [*TEXTS, "丹东市" * 500])
def test_an_answer_in_a_list_is_one_short_line(text: str) -> None:
    said = repr(nkrisk_geo.resolve(text))
    assert said.startswith("Resolution(")
    assert said.endswith(")")
    assert "\n" not in said
    assert len(said) <= LONGEST


def test_the_line_says_place_probability_zone_and_distance() -> None:
    place = "NO.9 JILIN ROAD, LANGTOU TOWN, DANDONG 118000"
    assert re.fullmatch(
        r"Resolution\(Langtou, Liaoning · over 0\.99 · Dandong border counties · \d+\.\d to \d+\.\d km\)",
        repr(nkrisk_geo.resolve(place)),
    )
    assert repr(nkrisk_geo.resolve("")) == "Resolution(empty)"


def test_phrases_are_read_from_plain_toml() -> None:
    from nkrisk_geo.model.wording import FOLDER

    assert sorted(path.stem for path in FOLDER.iterdir()) == sorted(LANGUAGES)
    assert read_phrases(FOLDER / "en.toml")["note.because"] == "Because:"
