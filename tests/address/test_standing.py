"""Where a name of the gazetteer is a division, rule by rule."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from nkrisk_geo.address.parser import parse

ROOT = Path(__file__).parents[2]
DIVISIONS = {"country", "province", "prefecture", "county", "township", "devzone"}

# Each rule of `divisions.c` in its order, with texts in which it says that a name is a division and that one is none: an asterisk
# stands before and behind each division.
STANDINGS = {
    "is in a word": ("丹东市民街5号", "*丹东市*振江街5号"),
    "before an office": ("振兴区人民法院", "*振兴区*人民路"),
    "seems a road or a word": ("丹东路5号", "*甘肃省**兰州**七里河区*"),
    "of no division": ("丹东港", "丹东港*振兴区*"),
    "a road": ("局子街8号", "*延吉*8号"),
    "named after a place": ("丹东火车站", "*丹东*样例"),
    "below the divisions": ("人民路8号丹东", "人民路8号*丹东市**振兴区*"),
    "loose before a name": ("兴丹东市样例", "兴*丹东市**振兴区*"),
    "in another name": ("丹东样例公司", "*丹东*样例"),
    "any other": ("样例(丹东)", "样例(*丹东市*)"),
}


def marked(text: str) -> str:
    """A text with an asterisk on either side of each division in it."""
    for part in reversed(parse(text).components):
        if part.label in DIVISIONS:
            text = f"{text[: part.start]}*{part.text}*{text[part.end :]}"
    return text


@pytest.mark.parametrize("rule", STANDINGS)
def test_where_a_name_is_a_division(rule: str) -> None:
    for text in STANDINGS[rule]:
        assert marked(text.replace("*", "")) == text


def test_each_rule_has_an_example() -> None:
    source = (ROOT / "src" / "engine" / "divisions.c").read_text(encoding="utf8")
    (table,) = re.findall(r"\} STANDINGS\[\] = \{(.*?)\n\};", source, re.DOTALL)
    assert table.count("\n    {") == len(STANDINGS)
