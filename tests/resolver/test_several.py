"""Several addresses in one text: what parts them, and what does not."""

from __future__ import annotations

import itertools

import pyarrow as pa
import pytest
from tests.growing import DOORS, KINDS, growth

from nkrisk_geo.model import Resolution
from nkrisk_geo.resolver.resolution import resolve, resolve_all
from nkrisk_geo.tables.rows import annotate_arrow

BORDER = (
    "ZHENXING DISTRICT, DANDONG, LIAONING",
    "珲春市,延边州,吉林省",
    "DONGGANG CITY, DANDONG",
)
AFAR = ("JIMEI DISTRICT, XIAMEN, FUJIAN", "绍兴市越城区", "NINGBO, ZHEJIANG, CHINA")
MARKS = ("; ", "\n", "\r\n", "<br>", "<BR/>", " / ", " | ", ", ", " ", "\n2) ")
WHOLE = (
    "NO.12 JINSHAN AVENUE, ZHENXING DISTRICT, DANDONG CITY, LIAONING PROVINCE, CHINA",
    "ROOM 3, 99 PUTUO STREET, TUMEN CITY, YANBIAN PREFECTURE, JILIN, P.R. CHINA 133100",
    "FLOOR 2, 18 XUELIN ROAD, CHANCHENG DISTRICT, FOSHAN, GUANGDONG 528000, CHINA",
    "NO.5 LINJIANG STREET, JI'AN CITY, TONGHUA, JILIN, CHINA",
)


def place(answer: Resolution) -> str | None:
    """The code of the place of an answer."""
    return answer.place.adcode if answer.place else None


@pytest.mark.parametrize("mark", MARKS)
def test_chains_that_exclude_each_other_are_a_conflict(mark: str) -> None:
    for near, far in itertools.product(BORDER, AFAR):
        if mark.isspace() and near.isascii() != far.isascii():
            continue
        for text in (near + mark + far, far + mark + near):
            answer = resolve(text)
            assert (answer.status, answer.reason, answer.zones) == (
                "ambiguous",
                "conflict",
                (),
            ), text
            assert set(resolve(near).zones) <= {*answer.zones_possible}, text
            assert len(answer.conflicts) > 0


@pytest.mark.parametrize("mark", MARKS[:7])
def test_parts_are_what_decides(mark: str) -> None:
    """`resolve_all` gives the parts between which `resolve` and tables see a conflict."""
    for near, far in itertools.product(BORDER, AFAR):
        text = near + mark + far
        parts = resolve_all(text)
        assert [place(part) for part in parts] == [
            place(resolve(near)),
            place(resolve(far)),
        ], text
        row = annotate_arrow(pa.table({"text": [text]}), address="text").to_pylist()[0]
        assert (row["geo_status"], row["geo_reason"], row["geo_zones"]) == (
            "ambiguous",
            "conflict",
            [],
        )


@pytest.mark.parametrize("text", WHOLE)
def test_a_line_cut_parts_nothing(text: str) -> None:
    """Wherever an address is cut into lines, the answer is that of the whole line."""
    whole = resolve(text)
    blanks = [at for at, char in enumerate(text) if char == " "]
    for several in (
        *itertools.combinations(blanks, 1),
        *itertools.combinations(blanks, 2),
    ):
        cut = "".join("\n" if at in several else char for at, char in enumerate(text))
        answer = resolve(cut)
        assert (answer.status, place(answer), answer.zones) == (
            whole.status,
            place(whole),
            whole.zones,
        ), cut
        assert len({place(part) for part in resolve_all(cut)}) <= 2, cut


@pytest.mark.parametrize("behind", ["", " ", "; ", ".", "\n"])
def test_an_address_keeps_the_whole_number_at_its_end(behind: str) -> None:
    text = f"No. 18 Renmin Road, Dandong 118000; No. 2 Zhongshan Road, Shenyang 110000{behind}"
    cited = [
        [text[each.start : each.end] for each in answer.evidence] for answer in resolve_all(text)
    ]
    assert ["118000" in cited[0], "110000" in cited[1]] == [True, True]


def test_parting_a_long_text_takes_as_long_as_it_is() -> None:
    assert not growth(DOORS["table"], KINDS["parts with a semicolon"], 300_000).is_too_much
