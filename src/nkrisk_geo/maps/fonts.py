"""The fonts of figures.

Matplotlib's own has no Chinese and no Korean letters, those of the system may.
"""

from __future__ import annotations

from functools import cache

from matplotlib import font_manager, rcParams

WIDE_FONTS = (
    "Noto Sans CJK SC", "Noto Sans CJK KR", "Noto Sans CJK JP", "Noto Sans SC",
    "Source Han Sans SC", "Source Han Sans", "WenQuanYi Micro Hei", "WenQuanYi Zen Hei",
    "Microsoft YaHei", "Malgun Gothic", "PingFang SC", "Apple SD Gothic Neo",
    "Arial Unicode MS", "Droid Sans Fallback",
)  # fmt: skip
"""Fonts of the systems with the letters that matplotlib's own lacks."""


@cache
def wide_font() -> str | None:
    """An installed font with Chinese and Korean letters, None where there is none."""
    installed = {font.name for font in font_manager.fontManager.ttflist}
    return next((name for name in WIDE_FONTS if name in installed), None)


def fonts_for(text: str) -> list[str]:
    """The fonts for a text, in the order in which a letter is looked for."""
    fonts: list[str] = [*rcParams["font.family"]]
    wide = wide_font() if any(map(_is_wide, text)) else None
    return [*fonts, wide] if wide else fonts


def _is_wide(char: str) -> bool:
    """Is it a Chinese or Korean letter?"""
    return ord(char) > 0x2E80 or "ᄀ" <= char <= "ᇿ"
