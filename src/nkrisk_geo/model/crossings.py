"""A place where people or goods cross the border."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Crossing:
    """A port of entry between China and the DPRK (or, where `kind` says so, another neighbour).

    Attributes:
        dprk_zh, dprk_ko, dprk_en: the place opposite; empty where the crossing leads to
            Russia or out to sea.
        county: adcode of the Chinese county it lies in.
        accuracy_km: how far the point may be off, as the source or we state it.
        quality: "documented" for a point that the source states, "approximate" for one set by hand.
        status: what was reported last.
        status_reported: when: a year or a month such as 2024-10; empty where `status`
            says "undated".
        chainage_km: km along the border line from the mouth of the Yalu; None for an
            island and the gate to Russia, which lie far from it, and where the line was
            not loaded.
    """

    id: str
    name_zh: str
    name_en: str
    dprk_zh: str
    dprk_ko: str
    dprk_en: str
    county: str
    kind: str
    lat: float
    lng: float
    accuracy_km: float
    quality: str
    unlocode: str
    status: str
    status_reported: str
    source: str
    chainage_km: float | None = None
