"""`parse`: an address taken apart into labelled stretches, and one normal form of it.

    >>> address = parse("辽宁省丹东市振兴区滨江中路18号")
    >>> [part.label for part in address.components]
    ['province', 'prefecture', 'county', 'road', 'road_number']
    >>> address.components[3].text
    '滨江中路'
    >>> address.en
    '18 Binjiang Middle Road, Zhenxing District, Dandong, Liaoning, China'

Offsets are those of the raw text and components never overlap; punctuation between them
belongs to none. The text decides the labels; the normal forms take their divisions from
the place decided on, so that a county named alone gets its prefecture and province.
Chinese and Latin stretches of one text are read each by its own grammar, in the engine
(`address.h` of `src/engine`). No text is an error: what cannot be read is a point of
interest or `other`.
"""

from __future__ import annotations

from functools import partial

from nkrisk_geo.address.forms import NormalForms
from nkrisk_geo.address.pieces import to_components
from nkrisk_geo.address.pinyin import Pinyin
from nkrisk_geo.address.schemas import relabel
from nkrisk_geo.engine.components import components
from nkrisk_geo.engine.reader import word_edges
from nkrisk_geo.gazetteer.gazetteer import Gazetteer
from nkrisk_geo.model import Address, Component
from nkrisk_geo.resolver.record import items_of_text
from nkrisk_geo.resolver.resolution import get_resolver
from nkrisk_geo.resolver.resolver import Resolver
from nkrisk_geo.text.scalars import as_text


def parse(
    text: str | None,
    /,
    *,
    labels: str | None = None,
    gazetteer: Gazetteer | None = None,
) -> Address:
    """Take an address apart.

    Args:
        text: an address in Chinese or Latin letters, whole or in part, in any order;
            None and empty are fine.
        labels: "libpostal" or "ftm" (the properties of FollowTheMoney's `Address`) for
            their labels instead of ours.
        gazetteer: another gazetteer than the packaged one.

    Raises:
        InputError: for labels of another name.

    Returns:
        The components in the order of the text, and the normal forms: None when no
        Chinese division is decided on.

    >>> english = parse("3F, No.18 Binjiang Road, DANDONG CITY 118000")
    >>> [part.label for part in english.components]
    ['floor', 'road_number', 'road', 'prefecture', 'postcode']
    >>> chinese = parse("丹东市滨江中路18号", labels="libpostal")
    >>> [(part.label, part.text) for part in chinese.components]
    [('city', '丹东市'), ('road', '滨江中路'), ('house_number', '18号')]
    """
    return _parse(get_resolver(gazetteer), as_text(text) or "", labels)


def normalized_forms(resolver: Resolver, text: str) -> tuple[str | None, str | None]:
    """The Chinese and the English normal form of an address, as `Address.zh` and `Address.en`."""
    address = _parse(resolver, text)
    return address.zh, address.en


def _parse(resolver: Resolver, raw: str, labels: str | None = None) -> Address:
    gazetteer = resolver.gazetteer
    folded, offsets = gazetteer.normalizer.fold_traced(raw)
    if not folded or folded.isspace():
        return Address(_shown((), labels), None, None)

    engine = resolver.engine
    items = items_of_text(resolver, folded)
    place = engine.place(items, resolver.threshold)
    # Which of several readings a stretch has depends on the place, so that comes first.
    pieces = components(engine.core, folded, place)
    found = to_components(raw, offsets, pieces)
    shown = _shown(found, labels)
    if place is None or gazetteer.adcode(place) is None:
        return Address(shown, None, None)

    forms = NormalForms(gazetteer, place, found)

    def write() -> str:
        return forms.english(_pinyin(resolver))

    # Romanizing loads dictionaries, and most who parse never look at the English form.
    return Address.unwritten(shown, forms.chinese(), write)


def _shown(found: tuple[Component, ...], labels: str | None) -> tuple[Component, ...]:
    """Components under the labels that are asked for."""
    return found if labels is None else relabel(found, labels)


def _pinyin(resolver: Resolver) -> Pinyin:
    """What romanizes over the gazetteer of a resolver, made once and kept with it."""
    gazetteer = resolver.gazetteer
    edges = partial(word_edges, resolver.engine.core)
    return gazetteer.once("pinyin", lambda: Pinyin(gazetteer, edges))
