"""Distances on both sides of the border in words.

In data a distance inside the DPRK is negative. People are told on which side it is, without
a minus sign.

    >>> from nkrisk_geo.model.wording import wording
    >>> is_inside(-8.0, -0.2), is_inside(-8.0, 19.0), is_on_both_sides(-8.0, 19.0)
    (True, False, True)
    >>> tell_end(-8.04, wording("en")), tell_end(19.4, wording("en"))
    ('8.0 km inside the DPRK', '19 km outside it')
"""

from __future__ import annotations

from nkrisk_geo.model.wording import Wording


def is_inside(low: float | None, high: float | None) -> bool:
    """Does all of a stretch lie inside the DPRK?"""
    return low is not None and high is not None and low < 0 and high <= 0


def is_on_both_sides(low: float | None, high: float | None) -> bool:
    """Does a stretch lie on both sides of the border?"""
    return low is not None and high is not None and low < 0 < high


def tell_end(km: float | None, words: Wording) -> str:
    """An end of a stretch that lies on both sides."""
    side = "inside" if km is not None and km < 0 else "outside"
    return words(f"distance.{side}", km=tell_km(km))


def tell_km(km: float | None) -> str:
    """Kilometres without their sign, as exactly as they are known."""
    if km is None:
        return "?"
    size = abs(km)
    return f"{size:.1f}" if size < 10 else f"{size:.0f}"
