"""Search terms: what a zone must have, what it must not, and how far terms are trusted."""

from __future__ import annotations

import pytest

from nkrisk_geo.gazetteer.gazetteer import Gazetteer
from nkrisk_geo.model import SearchTerm
from nkrisk_geo.model.errors import InputError
from nkrisk_geo.search.spelling import SCRIPT_NAMES, script_of
from nkrisk_geo.search.terms import KINDS, search_terms

# Zone, term, kind.
WANTED = (
    ("yanbian", "延边朝鲜族自治州", "name"),
    ("yanbian", "延边", "short"),
    ("yanbian", "珲春市", "name"),
    ("yanbian", "HUNCHUN", "romanized"),
    ("yanbian", "HUN CHUN", "romanized"),
    ("yanbian", "YANBIAN KOREAN AUTONOMOUS PREFECTURE", "romanized"),
    ("yanbian", "연길시", "foreign"),
    ("yanbian", "Хуньчунь", "foreign"),
    ("yanbian", "YENKI", "former"),
    ("yanbian", "133300", "postcode"),
    ("yanbian", "1333", "postcode"),
    ("yanbian", "+86 433", "phone"),
    ("yanbian", "0433", "phone"),
    ("yanbian", "CNHUC", "locode"),
    ("yanbian", "圈河口岸", "crossing"),
    ("yanbian", "敬信镇", "township"),
    ("dandong", "丹东市", "name"),
    ("dandong", "DANDONG", "romanized"),
    ("dandong", "ANTUNG", "former"),
    ("dandong", "1180", "postcode"),
    ("dandong", "+86 415", "phone"),
    ("dandong-border", "振兴区", "name"),
    ("liaoning", "辽宁省", "name"),
    ("liaoning", "PORT ARTHUR", "former"),
    ("liaoning", "0415", "phone"),
    ("upper-yalu-border", "JI'AN", "romanized"),
    ("upper-yalu-border", "JIAN", "romanized"),
    ("210600", "丹东", "short"),
)

# Zone and a string that must not be among its terms unless it is asked for.
UNWANTED = (
    ("jilin", "JL"),
    ("jilin", "吉"),
    ("liaoning", "LN"),
    ("liaoning", "辽"),
    ("yanbian", "南平"),
    ("dandong", "LINJIANG ZHEN"),
)

# Zone, term, a false friend that must be named, the highest specificity that is honest.
DOUBTFUL = (
    ("liaoning", "CHAOYANG", "Chaoyang District, Beijing", 0.9),
    ("upper-yalu-border", "临江", "Linjiang", 0.9),
    ("dandong", "024", None, 0.0),
)

# The first is worth more than the second.
RANKING = (
    ("yanbian", "珲春市", "HUICHUN"),
    ("yanbian", "HUNCHUN", "HUN CHUN"),
    ("dandong", "丹东市", "DANDOG"),
    ("dandong", "DANDONG", "大台子口岸"),
)


def terms(zone: str) -> dict[str, SearchTerm]:
    return {term.text: term for term in search_terms(zone)}


@pytest.mark.parametrize(("zone", "text", "kind"), WANTED)
def test_wanted(zone: str, text: str, kind: str) -> None:
    found = terms(zone)
    assert text in found
    assert found[text].kind == kind


@pytest.mark.parametrize(("zone", "text"), UNWANTED)
def test_unwanted(zone: str, text: str) -> None:
    assert text not in terms(zone)


@pytest.mark.parametrize(("zone", "text", "friend", "highest"), DOUBTFUL)
def test_doubtful(zone: str, text: str, friend: str | None, highest: float) -> None:
    term = terms(zone).get(text)
    if friend is None:
        assert term is None
        return
    assert term is not None
    assert term.specificity <= highest
    assert any(friend in name for name in term.false_friends)


@pytest.mark.parametrize(("zone", "first", "second"), RANKING)
def test_ranking(zone: str, first: str, second: str) -> None:
    order = list(terms(zone))
    assert order.index(first) < order.index(second)


@pytest.mark.parametrize("zone", [zone.id for zone in Gazetteer.default().zones])
def test_every_zone(zone: str) -> None:
    found = search_terms(zone)
    assert len(found) >= 50
    assert len({(term.text, term.script) for term in found}) == len(found)
    for term in found:
        assert term.text
        assert term.text == term.text.strip()
        assert term.kind in KINDS
        assert term.script in SCRIPT_NAMES
        assert 0.0 <= term.specificity <= 1.0
        assert len(term.false_friends) <= 3
        assert (term.specificity == 1.0) or term.false_friends
        assert term.unit in Gazetteer.default().number


def test_filters() -> None:
    assert {term.script for term in search_terms("yanbian", scripts=["hangul"])} == {"hangul"}
    assert {term.kind for term in search_terms("yanbian", kinds=["postcode", "phone"])} == {
        "postcode",
        "phone",
    }
    assert len(search_terms("yanbian", limit=7)) == 7
    assert all(term.specificity >= 0.9 for term in search_terms("liaoning", min_specificity=0.9))
    assert "CN-LN" in {term.text for term in search_terms("liaoning", kinds=["abbreviation"])}


@pytest.mark.parametrize(
    ("zone", "hint"),
    [
        ("yanbain", "'yanbian'"),
        ("Dandong ", "'dandong'"),
        ("hunchun", "'222404'"),
        ("xyzzy", "zones are"),
    ],
)
def test_unknown_zone(zone: str, hint: str) -> None:
    with pytest.raises(InputError, match=hint):
        search_terms(zone)


def test_what_is_no_word_is_no_zone() -> None:
    with pytest.raises(InputError, match="there is no zone 210600"):
        search_terms(210600)  # type: ignore[arg-type] # what is wrong here


def test_unknown_kind() -> None:
    with pytest.raises(InputError, match="romanized"):
        search_terms("yanbian", kinds=["romanised"])


@pytest.mark.parametrize(
    ("text", "script"),
    [
        ("珲春", "han"),
        ("훈춘", "hangul"),
        ("フンチュン", "kana"),
        ("Даньдун", "cyrillic"),
        ("JI'AN", "latin"),
        ("0415", "digits"),
    ],
)
def test_script(text: str, script: str) -> None:
    assert script_of(text) == script
