"""Texts that say nothing but that it is said elsewhere: SAME AS CONSIGNEE, 同收货人, 同上.

>>> texts = "SAME AS CONSIGNEE.", "同上", "SAME AS CONSIGNEE, DANDONG"
>>> [*map(party_referred_to, texts)]
['consignee', '', None]
"""

from __future__ import annotations

from nkrisk_geo.text.expressions import expression

_PARTIES = {
    "shipper": "shipper|shpr|exporter|consignor|发货人|托运人|出口商|發貨人|수출자|송하인|отправител[ья]",
    "supplier": "supplier|seller|vendor|manufacturer|producer|factory|供应商|供货商|卖方|制造商|생산자|поставщик",
    "consignee": "consignee|cnee|importer|buyer|receiver|收货人|进口商|买方|收貨人|수하인|수입자|получател[ья]",
    "notify": "notify|notify party|notifyparty|通知人|通知方|通知人",
}
"""How each party is called, by its name in `nkrisk_geo.text.heading_words`."""

_EDGE = r"""[\s.,;:*()\-_/"'。，；：（）]*"""
_ANY = "|".join(_PARTIES.values())
PATTERN = (
    rf"(?i)^{_EDGE}(?:"
    rf"(?:the |address )*same (?:address )?(?:as|with|to) (?:the )?(?:above|below|{_ANY})(?:'s)?"
    r"(?: party| address| name| details)*"
    rf"|same (?:above|{_ANY})|as (?:above|below)|as per (?:above|{_ANY})|ditto"
    rf"|同(?:上|左|前|{_ANY})(?:地址|名称)?(?:相同)?|与(?:上|{_ANY})(?:地址)?(?:相同|一致|同)|如上|見上|见上"
    rf"|상동|위와 같음|(?:{_ANY})과? 동일"
    rf"){_EDGE}$"
)
"""For Arrow and for Python alike: nothing in it depends on what either takes for a letter."""

_REFERS = expression(PATTERN)
_NAMED = {name: expression(f"(?i)(?:{words})") for name, words in _PARTIES.items()}
LONGEST = 80
"""Bytes of such a text."""


def party_referred_to(text: str) -> str | None:
    """The party that a text refers to, empty where it names none.

    None where it says something itself.
    """
    if len(text) > LONGEST or not _REFERS().search(text):
        return None
    return next((name for name, words in _NAMED.items() if words().search(text)), "")
