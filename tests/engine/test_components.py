"""What the engine makes of an address, and what it refuses."""

from __future__ import annotations

import pytest

from nkrisk_geo.engine.components import components
from nkrisk_geo.gazetteer.gazetteer import Gazetteer
from nkrisk_geo.gazetteer.vocabulary import LABELS
from nkrisk_geo.resolver.resolution import get_resolver

CORE = get_resolver().engine.core
NUMBER = Gazetteer.default().number


def shown(text: str, place: str | None = None) -> str:
    """The components of a folded text whose place has this code."""
    found = components(CORE, text, None if place is None else NUMBER[place])
    return " ".join(f"{LABELS[label]}={text[start:end]}" for label, start, end in found)


# Texts whose pieces lie where one rule hands over to another.
READ = {
    "": "",
    " ": "",
    "丹东 dandong city, zhenxing district 5号": (
        "prefecture=丹东 prefecture=dandong city county=zhenxing district other=5 poi=号"
    ),
    "样例路三号楼2单元": "road=样例路 building=三号楼 building=2单元",
    "文三路8号": "road=文三路 road_number=8号",
    "第455医院": "poi=第455医院",
    "建设路8天酒店": "road=建设路 road_number=8 poi=天酒店",
    "样例路口": "poi=样例 other=路口",
    "no.18 road": "road_number=no.1 road=8 road",
    "3/f, rm 502-3a": "floor=3/f room=rm 502-3a",
    "p.o. box no. 12": "po_box=p.o. box no. 12",
    "e-mail: a.b@c.de tel +86 415 2123456": "other=e-mail: a.b@c.de other=tel +86 415 2123456",
}


@pytest.mark.parametrize("text", READ)
def test_pieces(text: str) -> None:
    assert shown(text) == READ[text]


def test_a_name_is_read_near_the_place_decided_on() -> None:
    assert shown("chaoyang", "220000") == "county=chaoyang"
    assert shown("chaoyang", "210000") == "prefecture=chaoyang"


def test_what_is_refused() -> None:
    with pytest.raises(ValueError, match="zero character"):
        components(CORE, "丹东\0", None)
    for place in (-2, len(Gazetteer.default().codes), 2**31 - 1):
        with pytest.raises(ValueError, match="BAD_ITEM"):
            components(CORE, "丹东", place)
