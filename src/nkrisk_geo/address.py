"""`parse`: an address taken apart into labelled stretches, and put together again in one normal form."""

from __future__ import annotations

from nkrisk_geo.components.chinese import chinese
from nkrisk_geo.components.pieces import components
from nkrisk_geo.decision import Resolver
from nkrisk_geo.gazetteer import Gazetteer
from nkrisk_geo.model import Address
from nkrisk_geo.resolution import resolver


def parse(text: str | None, /, *, gazetteer: Gazetteer | None = None) -> Address:
    engine = resolver(gazetteer)
    raw = text or ""
    folder = engine.gazetteer.folder
    folded, offsets = folder.fold(raw), folder.offsets(raw)
    return Address(components(raw, offsets, chinese(engine, folded)), None, None)


def normalized_forms(engine: Resolver, text: str) -> tuple[str | None, str | None]:
    return None, None
