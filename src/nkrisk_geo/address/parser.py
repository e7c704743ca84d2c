"""`parse`: an address taken apart into labelled stretches, and put together again in one normal form.

    >>> address = parse("辽宁省丹东市振兴区滨江中路18号")
    >>> [(part.label, part.text) for part in address.components]
    [('province', '辽宁省'), ('prefecture', '丹东市'), ('county', '振兴区'), ('road', '滨江中路'), ('road_number', '18号')]
    >>> address.en
    '18 Binjiang Middle Road, Zhenxing District, Dandong, Liaoning, China'

Offsets are those of the raw text and components never overlap; punctuation between them belongs to none. The text decides
the labels; the normal forms take their divisions from the place decided on, so that a county named alone gets its
prefecture and province. Chinese and Latin stretches of one text are read each by its own grammar
(`nkrisk_geo.address.chinese`, `nkrisk_geo.address.romanized`). No text is an error: what cannot be read is a point of interest
or `other`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import partial

from nkrisk_geo.address.chinese import chinese
from nkrisk_geo.address.forms import english_form, han_form
from nkrisk_geo.address.pieces import Piece, components, moved
from nkrisk_geo.address.pinyin import Pinyin
from nkrisk_geo.address.romanized import romanized
from nkrisk_geo.address.schemas import relabel
from nkrisk_geo.engine.reader import word_edges
from nkrisk_geo.gazetteer.gazetteer import Gazetteer
from nkrisk_geo.model import Address
from nkrisk_geo.resolver.record import find
from nkrisk_geo.resolver.resolution import resolver
from nkrisk_geo.resolver.resolver import Resolver
from nkrisk_geo.text.scalars import as_text

_HAN = "\u2e80-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_HAS_HAN = re.compile(f"[{_HAN}]").search
_LATIN_STRETCH = re.compile(rf"[^{_HAN}]+")
_WORDS = re.compile(r"[^\W\d_]{3,}")


def parse(
    text: str | None, /, *, labels: str | None = None, gazetteer: Gazetteer | None = None
) -> Address:
    """Take an address apart.

    Args:
        text: an address in Chinese or Latin letters, whole or in part, in any order; None and empty are fine.
        labels: "libpostal" or "ftm" (the properties of FollowTheMoney's `Address`) for their labels instead of ours.
        gazetteer: another gazetteer than the packaged one.

    Raises:
        InputError: for labels of another name.

    Returns:
        The components in the order of the text, and the normal forms: None when no Chinese division is decided on.

    >>> [(part.label, part.text) for part in parse("3F, No.18 Binjiang Road, DANDONG CITY 118000").components]
    [('floor', '3F'), ('road_number', 'No.18'), ('road', 'Binjiang Road'), ('prefecture', 'DANDONG CITY'), ('postcode', '118000')]
    >>> [(part.label, part.text) for part in parse("丹东市滨江中路18号", labels="libpostal").components]
    [('city', '丹东市'), ('road', '滨江中路'), ('house_number', '18号')]
    """
    address = _parse(resolver(gazetteer), as_text(text) or "")
    return (
        address
        if labels is None
        else replace(address, components=relabel(address.components, labels))
    )


def normalized_forms(engine: Resolver, text: str) -> tuple[str | None, str | None]:
    """The Chinese and the English normal form of an address, as `Address.zh` and `Address.en`."""
    address = _parse(engine, text)
    return address.zh, address.en


def _parse(engine: Resolver, raw: str) -> Address:
    folded, offsets = engine.gazetteer.normalizer.traced(raw)
    if not folded or folded.isspace():
        return Address((), None, None)
    place = engine.engine.one(find(engine, {"text": raw}).items, engine.threshold).place
    chain = engine.gazetteer.ancestors(place) if place is not None else ()
    found = components(
        raw, offsets or range(len(folded) + 1), _pieces(engine, folded, frozenset(chain))
    )
    if place is None or engine.gazetteer.adcode(place) is None:
        return Address(found, None, None)
    return Address(
        found,
        han_form(engine.gazetteer, chain, found),
        english_form(engine.gazetteer, chain, found, _pinyin(engine)),
    )


def _pieces(engine: Resolver, folded: str, around: frozenset[int]) -> Iterator[Piece]:
    """The pieces of each stretch of one script, in order."""
    if not _HAS_HAN(folded):
        yield from romanized(engine, folded, around)
        return
    at = 0
    for match in _LATIN_STRETCH.finditer(folded):
        if len(_WORDS.findall(match.group())) >= 2:
            yield from moved(chinese(engine, folded[at : match.start()]), at)
            yield from moved(romanized(engine, match.group(), around), match.start())
            at = match.end()
    yield from moved(chinese(engine, folded[at:]), at)


def _pinyin(engine: Resolver) -> Pinyin:
    """What romanizes over the gazetteer of a resolver, made once and kept with it."""
    gazetteer = engine.gazetteer
    return gazetteer.once(
        "pinyin", lambda: Pinyin(gazetteer, partial(word_edges, engine.engine.core))
    )
