"""An address written so that nobody finds it: what hides a name from a search by letters does not hide it here, or is shown."""

from __future__ import annotations

import pytest

from nkrisk_geo import resolve, suggest

HIDDEN = [
    pytest.param("D\u0410ND\u041eNG CITY", id="Cyrillic letters"),
    pytest.param("D\u0391ND\u039fNG CITY", id="Greek letters"),
    pytest.param("DAND0NG CITY", id="a digit for a letter"),
    pytest.param("DAN\u200bDONG CITY", id="a blank without width"),
    pytest.param("DAN\u00adDO\u2063NG CITY", id="a soft hyphen and an unseen comma"),
    pytest.param("DAN\U000e0041DONG CITY", id="a tag"),
    pytest.param("\u202eDAN\u2066DONG\u2069 CITY\u202c", id="marks that turn the direction"),
    pytest.param("丹\U000e0100东\ufe0f市", id="a selector of glyphs"),
    pytest.param("丹\u200d東市", id="a joiner, and the old form"),
    pytest.param("ＤＡＮＤＯＮＧ ＣＩＴＹ", id="wide letters"),
    pytest.param("𝐃𝐀𝐍𝐃𝐎𝐍𝐆 CITY", id="mathematical letters"),
    pytest.param("ⒹⒶⓃⒹⓄⓃⒼ CITY", id="letters in circles"),
    pytest.param("D\u0336A\u0336N\u0336D\u0336O\u0336N\u0336G\u0336 CITY", id="struck out"),
    pytest.param("D A N D O N G CITY", id="blanks"),
    pytest.param("D.A.N.D.O.N.G. CITY", id="stops"),
    pytest.param("DAN_DONG-CITY", id="signs"),
    pytest.param("DAN\r\nDONG CITY", id="a new line"),
    pytest.param("ANTUNG, MANCHURIA", id="a name of before"),
    pytest.param("丹东市" + " " * 100_000, id="far from the end"),
]


@pytest.mark.parametrize("text", HIDDEN)
def test_what_parts_or_disguises_a_name_hides_it_not(text: str) -> None:
    place = resolve(text).place
    assert place is not None
    assert place.adcode == "210600"


@pytest.mark.parametrize(
    "record",
    [
        {"address": "SHANGHAI CITY PUDONG, FACTORY: DANDONG CITY"},
        {"address": "SHANGHAI BEIJING GUANGZHOU DANDONG SHENZHEN"},
        {"address": "SHANGHAI, CHINA", "postcode": "118000"},
        {"address": "SHANGHAI, CHINA", "lat": 40.12, "lng": 124.39},
        {"address": "DANDONG CITY", "lat": 31.2, "lng": 121.4},
        {"address": "SHANGHAI, CHINA", "phone": "+86 415 2123456"},
    ],
    ids=str,
)
def test_a_second_place_beside_the_first_is_shown(record: dict[str, str]) -> None:
    answer = resolve(**record)  # type: ignore[arg-type]
    assert answer.conflicts, answer
    assert "Dandong" in answer.explain() or "Zhenxing" in answer.explain()


@pytest.mark.parametrize("text", ["DANDONNG", "ONANDONG", "DANDOGN, CHINA"])
def test_a_misspelling_that_is_not_known_is_suggested(text: str) -> None:
    assert "210600" in {each.unit.code for each in suggest(text)}
